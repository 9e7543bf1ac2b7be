import type { Compare, Expr, Side, Term } from '../../match/index.js'
import { fieldOf } from '../../records/index.js'
import { MAX_ROWS } from '../../store/index.js'
import { rowTest } from './condition.js'
import { Columns, KeyPrints, laneNumber } from './keys.js'
import { moneyOf, type LeafRows, type ReadingPlan } from './side-scan.js'

/** Values of a leaf's rows, NaN where absent; the array is used again. */
export type TermValues = (leaf: LeafRows) => Float64Array

/** Fields whose values rules see otherwise than they stand in the file. */
const SEEN_OTHERWISE = new Set(['id_number', 'employer', 'period_end', 'who'])

/** Whether a value is only asked whether it is the same: a fingerprint stands for it. */
function isPrint(side: Side, { field, take }: Term): boolean {
  return take === 'distinct' || seenOtherwise(side, field) || !new Columns(side.record).numeric(field)
}

/** Whether rules see a field otherwise than it stands in the file. */
function seenOtherwise(side: Side, field: string): boolean {
  return SEEN_OTHERWISE.has(field) || side.fields[field] !== undefined
}

/** What is compared of a row's value: all of it as a number, or one lane of its fingerprint. */
export interface TermPart {
  readonly term: Term
  readonly lane: 0 | 1 | null
}

/** Comparisons of which each is of one number a row: a fingerprint is compared lane by lane. */
export interface PartCompare {
  readonly a: TermPart
  readonly b: TermPart
  readonly nulls: Compare['nulls']
}

/** Comparisons of whole values as comparisons of one number each. */
export function partsOf(compares: readonly Compare[], [a, b]: readonly Side[]): readonly PartCompare[] {
  return compares.flatMap(c => {
    const prints = c.a.take === 'value' && c.b.take === 'value' && isPrint(a!, c.a) && isPrint(b!, c.b)
    return (prints ? ([0, 1] as const) : [null]).map(lane => ({ a: { term: c.a, lane }, b: { term: c.b, lane }, nulls: c.nulls }))
  })
}

/** True where all that is asked of a side's rows can be read without SQL. */
export function reads(
  side: Side,
  {
    keys: asked,
    terms,
    guards,
  }: { readonly keys: readonly (readonly string[])[]; readonly terms: readonly Term[]; readonly guards: readonly Expr[] },
): boolean {
  const columns = new Columns(side.record)
  if ([side.where, ...guards].some(e => rowTest(e, columns, '0000-00-00') === null)) return false
  const plain = (f: string): boolean => fieldOf(side.record, f) !== undefined && !seenOtherwise(side, f)
  const asKey = (t: Term): boolean => t.take === 'distinct' || seenOtherwise(side, t.field)
  if (![...columns.names, ...terms.flatMap(t => (asKey(t) ? [] : [t.field]))].every(plain) || terms.some(t => t.take === 'sum' && asKey(t)))
    return false
  const keys = new KeyPrints(new Columns(side.record), side.fields)
  for (const key of asked) keys.key({ key })
  for (const term of terms) if (isPrint(side, term)) keys.field(term.field)
  return keys.readable
}

/** Reads what is compared of a field: the number itself, or a lane of its fingerprint. */
export function termValues({ side, columns, keys }: ReadingPlan, { term, lane }: TermPart): TermValues {
  if (!isPrint(side, term)) {
    const at = columns.at(term.field)
    return ({ chunk }) => chunk.columns[at]!.num!
  }
  const at = keys.field(term.field)
  const out = new Float64Array(MAX_ROWS)
  return ({ chunk, prints }) => {
    const lanes = prints.lanes[at]!
    for (let r = 0; r < chunk.rows; r++)
      out[r] = lane === null ? laneNumber(lanes, r) : lanes[2 * r] === 0 && lanes[2 * r + 1] === 0 ? NaN : lanes[2 * r + lane]!
    return out
  }
}

/** Which guards a row meets, as bits. */
export function guardsOf({ columns, asOf }: ReadingPlan, guards: readonly { readonly bit: number; readonly test: Expr }[]): TermValues {
  const tests = guards.map(g => ({ bit: g.bit, test: rowTest(g.test, columns, asOf)! }))
  const out = new Float64Array(MAX_ROWS)
  return ({ chunk }) => {
    for (let r = 0; r < chunk.rows; r++) {
      let bits = 0
      for (const g of tests) if (g.test(chunk, r) === 1) bits |= g.bit
      out[r] = bits
    }
    return out
  }
}

/** A row's money for the balance, NaN where it has none. */
export function moneyValues({ side, columns }: ReadingPlan): TermValues {
  const money = moneyOf(side)
  if (money === null) return ({ chunk }) => NONE.fill(NaN, 0, chunk.rows)
  const at = columns.at(money)
  return ({ chunk }) => chunk.columns[at]!.num!
}

const NONE = new Float64Array(MAX_ROWS)
