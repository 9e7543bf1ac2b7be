import type { Codes } from '../layout/index.js'
import { insuranceIn } from './insurances.js'
import type { Profile } from './profile.js'
import type { Seen } from './place.js'
import type { Concept } from './concept.js'
import { readHeader } from './words.js'

/** A column of a wide sheet: whose insurance, and which measure of it. */
export interface WideColumn {
  readonly index: number
  readonly insurance: string
  readonly stage: 'due' | 'paid' | 'neutral' | 'wage'
  readonly measure: Measure
}
/** What a column of a wide sheet measures: an amount by who pays it, a base, a rate, or a wage. */
export type Measure = 'employer' | 'person' | 'other' | 'total' | 'base' | 'base_employer' | 'rate_employer' | 'rate_person' | 'wage'

/**
 * The columns of a sheet that has one or more for each insurance; none where it has fewer than two insurances side by side, or tells the
 * insurance of a row in a column.
 */
export function wideColumns(seen: Seen, codes: Codes): readonly WideColumn[] {
  const found = seen.columns.flatMap((_, index) => wideColumn(seen, index, codes) ?? [])
  const insurances = new Set(found.map(w => w.insurance))
  const long = seen.cells.some(
    (cell, i) =>
      ['insurance', 'insurance_item'].includes(cell.variants.map(readHeader).find(r => r !== undefined)?.concept ?? '') &&
      seen.profiles[i]!.filled > 0,
  )
  return insurances.size < 2 || long ? [] : found
}

function wideColumn(seen: Seen, index: number, codes: Codes): WideColumn | undefined {
  const header = seen.cells[index]!.variants[0] ?? ''
  const p = seen.profiles[index]!
  const named = insuranceIn(codes, header)
  if (named === undefined || /人数|状态|日期|时间|编号|名称|标志|备注|月数/.test(header) || (p.filled > 0 && p.share('decimal') < 0.8))
    return undefined
  const concept = named.rest === '' || /^[()]*$/.test(named.rest) ? 'neutral_total' : (readHeader(named.rest)?.concept ?? 'neutral_total')
  const measured = measureOf(concept, header)
  return measured === undefined ? undefined : { index, insurance: named.insurance, ...measured }
}

function measureOf(concept: Concept, header: string): Pick<WideColumn, 'stage' | 'measure'> | undefined {
  const money = /^(due|paid|neutral)_(employer|person|other|total)$/.exec(concept)
  if (money !== null) return { stage: money[1] as 'due', measure: money[2] as 'total' }
  if (concept === 'wage') return { stage: 'wage', measure: 'wage' }
  if (concept === 'employer_name') return { stage: 'neutral', measure: 'employer' }
  if (concept === 'base' || concept === 'base_employer' || concept === 'rate_employer' || concept === 'rate_person')
    return { stage: 'neutral', measure: concept }
  return /缴费$|缴纳$/.test(header) ? { stage: 'neutral', measure: 'total' } : undefined
}

/** Share of the rows with a total in which it is the sum of its parts, blank parts counted as 0; 0 where no row has one. */
export function sumShare(total: Profile, parts: readonly Profile[]): number {
  const { numbers } = total
  let rows = 0
  let equal = 0
  for (let r = 0; r < numbers.length; r++) {
    if (Number.isNaN(numbers[r]!)) continue
    rows++
    const sum = parts.reduce((s, p) => s + (Number.isNaN(p.numbers[r]!) ? 0 : p.numbers[r]!), 0)
    if (Math.abs(sum - numbers[r]!) < 0.006) equal++
  }
  return rows === 0 ? 0 : equal / rows
}
