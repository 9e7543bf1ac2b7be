import type { Agency, Owner } from '../kernel/index.js'
import { groupNames, normalHeader, type Layout } from '../layout/index.js'
import { hasAny, type Votes } from './agency.js'
import type { Judge } from './judge.js'
import { conceptOf, fit, type Fitting, type Seen } from './place.js'

/** A layout's fitting, weighed. `missing`: mandatory groups without a column. */
export interface Ranked extends Fitting {
  readonly score: number
  readonly missing: readonly (readonly string[])[]
}

/** What every unmet group of mandatory columns costs, in columns placed. */
const MISSING = 2.5
/** A header word that the layout says must not stand there. */
const EXCLUDED = 3

/** Fits every layout and orders them, best first. */
export function rank(
  layouts: readonly Layout[],
  seen: Seen,
  of: { readonly judge: (agency: Agency, sender: Owner | null) => Judge; readonly votes: Votes },
): readonly Ranked[] {
  return layouts
    .map(layout => {
      const fitting = fit(layout, seen, of.judge(layout.agency, layout.sender))
      const columns = new Set(fitting.placed.map(p => p.column))
      const missing = layout.spec.mandatory.filter(group => !meets(group, columns)).map(groupNames)
      return { ...fitting, missing, score: weigh(fitting, seen, of.votes) - missing.length * MISSING }
    })
    .toSorted((a, b) => b.score - a.score || (a.layout.name < b.layout.name ? -1 : 1))
}

function meets(group: Layout['spec']['mandatory'][number], columns: ReadonlySet<string>): boolean {
  if (typeof group === 'string') return columns.has(group)
  const names = groupNames(group)
  return names.filter(n => columns.has(n)).length >= ('of' in group ? group.count : 1)
}

function weigh({ layout, placed }: Fitting, seen: Seen, votes: Votes): number {
  const { spec } = layout
  const used = new Set(placed.map(p => p.index))
  const named = placed.reduce((n, p) => n + (p.how === 'exact' || p.how === 'words' ? p.score : p.score * 0.4), 0)
  const idle = seen.cells.filter(
    (cell, i) => !used.has(i) && seen.profiles[i]!.filled > 0 && !['ignore', undefined].includes(conceptOf(cell)),
  ).length
  const signed = Math.min(4, hasAny(seen, new Set((spec.signature ?? []).map(normalHeader))))
  const excluded = Math.min(2, hasAny(seen, new Set((spec.without ?? []).map(normalHeader))))
  return named - idle * 0.6 + signed * 0.3 - excluded * EXCLUDED + voice(layout, votes)
}

function voice({ agency, sender }: Layout, { by, owners }: Votes): number {
  const mean = (by.ss + by.mi + by.tax + by.bank) / 4
  const own = by[agency] - mean
  if (sender === null) return own
  return own + (owners.has(sender) ? 0.6 : 0) - (owners.size > 0 && !owners.has(sender) ? 0.6 : 0) + (by[sender] - mean) * 0.2
}
