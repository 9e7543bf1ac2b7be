import type { Layout } from '../layout/index.js'
import type { Placement, Seen } from './place.js'

/**
 * Which column is the period and which the booked month: a lone 费款所属期 is the period, beside one that is it for certain it is the booked
 * month. A cell that holds first and last month is the period itself.
 */
export function settlePeriods(placed: readonly Placement[], seen: Seen, layout: Layout): readonly Placement[] {
  const lone = placed.find(p => p.column === 'period_lone')
  const spans = placed.find(p => p.column === 'period_from' && seen.profiles[p.index]!.share('span') >= 0.5)
  const renamed = spans === undefined ? placed : placed.map(p => (p === spans ? { ...p, column: 'period' } : p))
  if (lone === undefined) return renamed
  const certain = renamed.find(p => ['period', 'period_from', 'year'].includes(p.column))
  if (certain === undefined) return renamed.map(p => (p === lone ? { ...p, column: 'period' } : p))
  if (seen.profiles[lone.index]!.share('span') >= 0.5 && seen.profiles[certain.index]!.share('span') < 0.5)
    return renamed.filter(p => p !== lone)
  const booked = renamed.some(p => p.column === 'booked_period') || layout.spec.columns['booked_period'] === undefined
  if (booked) return renamed.filter(p => p !== lone)
  return renamed.map(p =>
    p === lone ? { ...p, column: 'booked_period', evidence: [...p.evidence, { what: 'beside', header: seen.columns[certain.index]! }] } : p,
  )
}
