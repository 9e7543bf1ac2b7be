import { ident, literal } from '../sql/index.js'
import { fieldsIn, NAME_FIRST, nameArgument, type Expr, type Fn } from './expr.js'

/** How names of an expression are said in SQL at the place where it stands. */
export interface Names {
  field(side: string | null, name: string): string
  /** SQL that is 1 where the side takes part in the pair. */
  present?(side: string): string
  /** False where a side's extracts never had that column: its absence is no difference. */
  delivered?(side: string, name: string): boolean
  /** Column that holds the step of the ladder. */
  step?: string
  /** Column that is 1 on the row that `latest(...)` reads. */
  latest?: string
  /** Value of `repeated(...)` of the group. */
  repeated?: string
  /** Up to which day a side is known. */
  known?(side: string): string
  /** A value of a lookup, or (column null) whether it has a row; undefined where there is none of that name. */
  lookup?(name: string, column: string | null): string | undefined
}

/**
 * An expression as SQL. Days and what is known of a side come as named parameters (`:asof`, `:known_<side>`), so the text
 * that `rules sql` prints is the text that runs.
 */
export function exprSql(e: Expr, names: Names): string {
  const sql = (x: Expr): string => exprSql(x, names)
  switch (e.t) {
    case 'num':
    case 'text':
      return literal(e.value)
    case 'none':
      return 'null'
    case 'field':
      return (e.side === null ? undefined : names.lookup?.(e.side, e.name)) ?? names.field(e.side, e.name)
    case 'op':
      return `(${sql(e.a)} ${e.op} ${sql(e.b)})`
    case 'not':
      return `(not coalesce(${sql(e.a)}, 0))`
    case 'null':
      return `(${sql(e.a)} is ${e.negated ? 'not ' : ''}null)`
    case 'in':
      return `(${sql(e.a)} ${e.negated ? 'not ' : ''}in (${e.list.map(literal).join(', ')}))`
    case 'call':
      return callSql(e, names)
  }
}

/**
 * A condition, of which no answer counts as no: as `exprSql`, but what a comparison must have of the row itself is asked before anything is
 * looked up or handed to a function of ours. SQLite would do that for it and then compare with nothing, which was half of what a rule over
 * rates took.
 */
export function conditionSql(e: Expr, names: Names): string {
  if (e.t === 'not') return `(not coalesce(${conditionSql(e.a, names)}, 0))`
  if (e.t !== 'op') return exprSql(e, names)
  if (e.op === 'and' || e.op === 'or') return `(${conditionSql(e.a, names)} ${e.op} ${conditionSql(e.b, names)})`
  const isLookedUp = (f: { readonly side: string | null; readonly name: string }): boolean =>
    f.side !== null && names.lookup?.(f.side, f.name) !== undefined
  const isDear = fieldsIn(e).some(isLookedUp) || calls(e, 'round')
  const own = isDear
    ? [
        ...new Set(
          neededIn(e)
            .filter(f => !isLookedUp(f))
            .map(f => `${names.field(f.side, f.name)} is not null`),
        ),
      ]
    : []
  return own.length === 0 ? exprSql(e, names) : `(${own.join(' and ')} and ${exprSql(e, names)})`
}

function calls(e: Expr, fn: Fn): boolean {
  return e.t === 'op' ? calls(e.a, fn) || calls(e.b, fn) : e.t === 'call' && (e.fn === fn || e.args.some(a => calls(a, fn)))
}

/** Fields without which there is no value. */
function neededIn(e: Expr): readonly (Expr & { t: 'field' })[] {
  if (e.t === 'field') return [e]
  if (e.t === 'op') return e.op === 'and' || e.op === 'or' ? [] : [...neededIn(e.a), ...neededIn(e.b)]
  return e.t === 'call' && (e.fn === 'abs' || e.fn === 'round') ? neededIn(e.args[0]!) : []
}

function callSql(e: Expr & { t: 'call' }, names: Names): string {
  const args = NAME_FIRST.has(e.fn) ? [] : e.args.map(a => exprSql(a, names))
  const [a = '', b = ''] = args
  const name = nameArgument(e) ?? ''
  const { fn } = e
  switch (fn) {
    case 'asof':
      return ':asof'
    case 'grace':
      return `grace(${literal(name)})`
    case 'known':
      return names.known?.(name) ?? `:known_${name}`
    case 'present':
      return names.present?.(name) ?? '1'
    case 'exists':
      return names.lookup?.(name, null) ?? '1'
    case 'not_exists':
      return `(not ${names.lookup?.(name, null) ?? '1'})`
    case 'step':
      return `(${names.step ?? '0'} = ${a})`
    case 'differs':
      return isDelivered(e, names) ? `(${a} is not ${b})` : '0'
    case 'differs_both':
      return isDelivered(e, names) ? `coalesce(${a} <> ${b}, 0)` : '0'
    case 'latest':
      return `max(case when ${names.latest ?? '1'} = 1 then ${a} end)`
    case 'repeated':
      return names.repeated ?? 'null'
    default:
      return ofArguments(fn, args)
  }
}

/** Functions whose SQL is made of their arguments alone. */
type Plain = Exclude<
  Fn,
  'asof' | 'grace' | 'known' | 'present' | 'exists' | 'not_exists' | 'step' | 'differs' | 'differs_both' | 'latest' | 'repeated'
>

function ofArguments(fn: Plain, args: readonly string[]): string {
  const [a = '', b = '', c = ''] = args
  switch (fn) {
    case 'month':
      return `cast(substr(${a}, 1, 4) || substr(${a}, 6, 2) as integer)`
    case 'least':
      return `min(${a}, ${b})`
    case 'greatest':
      return `max(${a}, ${b})`
    case 'round':
      return `round_to(${a}, ${b}, ${c})`
    case 'workdays':
      return `workdays(${a}, ${b})`
    case 'sum':
      return `sum(${a})`
    case 'count':
      return 'count(*)'
    case 'count_distinct':
      return `count(distinct ${a})`
    case 'resolved':
      return `(instr(${a}, ':') = 0)`
    case 'any':
      return `max(${a})`
    case 'all':
      return `min(${a})`
    case 'if':
      return `(case when ${a} then ${b} else ${c} end)`
    case 'abs':
    case 'coalesce':
    case 'min':
    case 'max':
    case 'prefix':
    case 'rare':
    case 'folded':
    case 'matches':
    case 'id_birth':
    case 'id_gender':
      return `${fn}(${args.join(', ')})`
  }
}

/** Whether every column that a comparison names was delivered by its side. */
function isDelivered(e: Expr & { t: 'call' }, names: Names): boolean {
  return e.args
    .flatMap(fieldsIn)
    .every(
      f =>
        f.side === null || names.delivered === undefined || names.lookup?.(f.side, f.name) !== undefined || names.delivered(f.side, f.name),
    )
}

/** Fields of a table by its alias, null sides alike. */
export function tableNames(alias: string): Names {
  return { field: (_side, name) => `${alias === '' ? '' : `${ident(alias)}.`}${ident(name)}` }
}

/** Names that a call of `fn` was given, anywhere in the expressions. */
export function namesGiven(list: readonly Expr[], fn: Fn): readonly string[] {
  const found = new Set<string>()
  const walk = (e: Expr): void => {
    if (e.t === 'call') {
      const name = nameArgument(e)
      if (e.fn === fn && name !== null) found.add(name)
      e.args.forEach(walk)
    } else if (e.t === 'op') {
      walk(e.a)
      walk(e.b)
    } else if (e.t === 'not' || e.t === 'null' || e.t === 'in') walk(e.a)
  }
  list.forEach(walk)
  return [...found]
}
