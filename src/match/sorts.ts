import { isDay } from '../kernel/index.js'
import { fieldsOf, isNumeric, KINDS, type FieldType } from '../records/index.js'
import { exprText, type Expr, type Fn } from './expr.js'
import type { RuleFile } from './schema.js'

/** What an expression gives, as far as it can be known without rows; null: not known. */
export type Sort = 'text' | 'number' | 'day' | null

/**
 * Part of an expression that gives another sort of value than its place takes; `part`: the function, the item of the rule, or what it is
 * compared with.
 */
export interface Misfit {
  readonly part: string
  readonly found: string
  readonly due: 'number' | 'day' | 'text'
}

const OUTCOME: Readonly<Record<string, 'number' | 'day'>> = { amount: 'number', in_transit: 'day', due: 'day' }
const ARGUMENTS: { readonly [F in Fn]?: readonly ('number' | 'day')[] } = {
  workdays: ['day', 'number'],
  month: ['day'],
  abs: ['number'],
  sum: ['number'],
  round: ['number'],
}
const GIVES: { readonly [F in Fn]?: Sort } = {
  workdays: 'day',
  asof: 'day',
  known: 'day',
  month: 'number',
  abs: 'number',
  sum: 'number',
  round: 'number',
  grace: 'number',
  count: 'number',
  count_distinct: 'number',
  folded: 'text',
}
/** Functions that give one of their values, from which on. */
const PASSES: { readonly [F in Fn]?: number } = { least: 0, greatest: 0, coalesce: 0, min: 0, max: 0, any: 0, all: 0, latest: 0, if: 1 }

const sortOfType = (type: FieldType): Sort => (type === 'date' || type === 'timestamp' ? 'day' : isNumeric(type) ? 'number' : 'text')

/** Fields of records by name; of a name that two kinds give different types nothing is known. */
const FIELD_SORTS: ReadonlyMap<string, Sort> = KINDS.flatMap(k => fieldsOf(k)).reduce(
  (m, { name, type }) => m.set(name, m.has(name) && m.get(name) !== sortOfType(type) ? null : sortOfType(type)),
  new Map<string, Sort>(),
)

/**
 * Where a value of another sort stands than is taken there, the first in reading order; null: nowhere that can be known. `path`: where the
 * expression stands in the rule.
 */
export function misfit(e: Expr, rule: RuleFile, path: readonly PropertyKey[]): Misfit | null {
  const made = madeNames(rule)
  const sort = (x: Expr): Sort => sortOf(x, name => (made.has(name) ? null : (FIELD_SORTS.get(name) ?? null)))
  const part = String(path.at(-1))
  const due = path[0] === 'outcomes' ? OUTCOME[part] : undefined
  return unfit(e, due, { part, sort }) ?? within(e, sort)
}

/** Names that the rule itself gives to values. */
function madeNames(rule: RuleFile): ReadonlySet<string> {
  const compare =
    rule.kind === 'compare' ? [...Object.values(rule.sides).flatMap(s => [s.fields, s.otherwise?.fields ?? {}]), rule.take] : []
  return new Set([...compare, ...Object.values(rule.lookups).flatMap(l => ('param' in l ? [] : [l.fields, l.take]))].flatMap(Object.keys))
}

function unfit(
  e: Expr | undefined,
  due: 'number' | 'day' | undefined,
  { part, sort }: { readonly part: string; readonly sort: (x: Expr) => Sort },
): Misfit | null {
  if (e === undefined || due === undefined) return null
  const is = sort(e)
  return is === null || is === due ? null : { part, found: exprText(e), due }
}

function within(e: Expr, sort: (x: Expr) => Sort): Misfit | null {
  const first = (list: readonly Expr[]): Misfit | null => list.reduce<Misfit | null>((found, x) => found ?? within(x, sort), null)
  switch (e.t) {
    case 'call':
      return (
        (ARGUMENTS[e.fn] ?? []).reduce<Misfit | null>(
          (found, due, i) => found ?? unfit(e.args[i], due, { part: `${e.fn}()`, sort }),
          null,
        ) ?? first(e.args)
      )
    case 'op':
      return first([e.a, e.b]) ?? (COMPARE.has(e.op) ? unlike(e.a, e.b, sort) : null)
    case 'in':
      return (
        within(e.a, sort) ??
        e.list.reduce<Misfit | null>(
          (found, value) => found ?? unlike(e.a, typeof value === 'number' ? { t: 'num', value } : { t: 'text', value }, sort),
          null,
        )
      )
    case 'not':
    case 'null':
      return within(e.a, sort)
    default:
      return null
  }
}

const COMPARE: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>='])

/** A number and a text are never equal, so that `levy_type = 10` would hold of no row, and `levy_type <> 10` of all. Texts may be days. */
function unlike(a: Expr, b: Expr, sort: (x: Expr) => Sort): Misfit | null {
  const [is, other] = [sort(a), sort(b)]
  if (is === null || other === null || (is === 'number') === (other === 'number')) return null
  // Where a field is compared with a value, it is the value that was written wrongly.
  const [part, found, due] = a.t === 'num' || a.t === 'text' ? [b, a, other] : [a, b, is]
  return { part: exprText(part), found: exprText(found), due }
}

function sortOf(e: Expr, field: (name: string) => Sort): Sort {
  switch (e.t) {
    case 'num':
      return 'number'
    case 'text':
      return isDay(e.value) ? 'day' : 'text'
    case 'field':
      return field(e.name)
    case 'op':
      return ['+', '-', '*'].includes(e.op) ? 'number' : null
    case 'call': {
      const from = PASSES[e.fn]
      if (from === undefined) return GIVES[e.fn] ?? null
      const sorts = e.args
        .slice(from)
        .filter(a => a.t !== 'none')
        .map(a => sortOf(a, field))
      return sorts.every(s => s === sorts[0]) ? (sorts[0] ?? null) : null
    }
    default:
      return null
  }
}
