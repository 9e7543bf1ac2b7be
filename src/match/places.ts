import { NAME_FIRST, type Expr, type Fn } from './expr.js'

/**
 * What an expression of a rule speaks of. `row`: one row (filters, made fields, order); `take`: the rows of what is compared; `lookup`: the
 * rows of a key that is looked up; `pair`: sides side by side; `found`: a row, or two of one key, with what is looked up.
 */
export type Subject = 'row' | 'take' | 'lookup' | 'pair' | 'found'

const ROWS: readonly Subject[] = ['take', 'lookup']
/** Functions that can be had in some places only. */
const ONLY: { readonly [F in Fn]?: readonly Subject[] } = {
  sum: ROWS,
  count: ROWS,
  count_distinct: ROWS,
  min: ROWS,
  max: ROWS,
  any: ROWS,
  all: ROWS,
  latest: ['take'],
  repeated: ['take'],
  present: ['pair'],
  step: ['pair'],
  known: ['take', 'pair', 'found'],
  exists: ['pair', 'found'],
  not_exists: ['pair', 'found'],
}

/** Where a function that looks at several rows may stand; anything else in such a place is of one row. */
const isOfRows = (fn: Fn): boolean => ONLY[fn]?.every(p => ROWS.includes(p)) === true

/** `repeated` looks at these fields, and no others; as the whole of what is taken. */
const REPEATED = ['principal', 'pay_type', 'voucher', 'original_voucher']

/**
 * What stands where it means nothing: a function (`may`: where it does), one of several rows within another, a field of which there are
 * several.
 */
export type Misplaced =
  | { readonly what: 'function'; readonly found: Fn; readonly may: readonly Subject[] }
  | { readonly what: 'nested' | 'repeated'; readonly found: Fn }
  | { readonly what: 'field'; readonly found: string }

/**
 * The first such thing, in reading order; null: none. `single`: fields of which the rows of a group have one value; null: every row is by
 * itself.
 */
export function misplaced(e: Expr, place: Subject, single: readonly string[] | null): Misplaced | null {
  if (place === 'take' && e.t === 'call' && e.fn === 'repeated') {
    return e.args.every((a, i) => a.t === 'field' && a.side === null && a.name === REPEATED[i]) ? null : { what: 'repeated', found: e.fn }
  }
  return within(e, { place, single: ROWS.includes(place) ? single : null, inRows: false })
}

interface Standing {
  readonly place: Subject
  readonly single: readonly string[] | null
  /** Within a function of several rows. */
  readonly inRows: boolean
}

function within(e: Expr, at: Standing): Misplaced | null {
  const first = (list: readonly Expr[], of: Standing): Misplaced | null =>
    list.reduce<Misplaced | null>((found, x) => found ?? within(x, of), null)
  switch (e.t) {
    case 'field':
      return at.inRows || at.single === null || at.single.includes(e.name) ? null : { what: 'field', found: e.name }
    case 'call':
      return ill(e.fn, at) ?? (NAME_FIRST.has(e.fn) ? null : first(e.args, { ...at, inRows: at.inRows || isOfRows(e.fn) }))
    case 'op':
      return first([e.a, e.b], at)
    case 'not':
    case 'null':
    case 'in':
      return within(e.a, at)
    default:
      return null
  }
}

function ill(fn: Fn, { place, inRows }: Standing): Misplaced | null {
  const may = ONLY[fn]
  if (may?.includes(place) === false) return { what: 'function', found: fn, may }
  if (fn === 'repeated') return { what: 'repeated', found: fn }
  return inRows && isOfRows(fn) ? { what: 'nested', found: fn } : null
}
