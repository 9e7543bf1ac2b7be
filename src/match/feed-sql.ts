import { fieldsOf, type Kind } from '../records/index.js'
import { ident, literal } from '../sql/index.js'
import { exprSql, tableNames } from './expr-sql.js'
import type { Expr } from './expr.js'
import type { Feed } from './types.js'

/** Columns in front of every working table: number, place (batch, segment, rowid), kind, class, and the money that the balance adds up. */
export const PLACE = ['n', 'b', 's', 'r', 'k', 'c', 'fen'] as const

/** Which rows of a segment a feed takes, and where they go. */
export interface FeedTarget {
  readonly kind: Kind
  /** Fields that the segment's table has. */
  readonly has: readonly string[]
  /** `or ignore`: the first of its like counts. */
  readonly once: boolean
  /** Working table and its columns (without PLACE). */
  readonly table: string
  readonly columns: readonly string[]
  /** Only rows of insurances of `:owner`. */
  readonly byOwner: boolean
  /** Keep ids that serve as no key (a rule about ids themselves). */
  readonly wholeIds: boolean
  /** Further condition on the inner rows, or empty. */
  readonly only: string
  /** Only the rows that `pick` names, in its order. */
  readonly picked?: boolean
  /** Only rows that take part; `fedCountsSql` counts the others. */
  readonly open?: boolean
  /** Which rows that would take part are spoken for by others (`spokenFor`). */
  readonly spokenFor?: string | null
}

/**
 * Rows of a side that speak for others: values of theirs go into a table, of the kind `of`, of rows that hold `where`; rows of the kind
 * `silences` that hold `who` and whose values are in it are of the level that is not compared.
 */
export interface Speaker {
  readonly table: string
  readonly of: Kind
  readonly silences: Kind
  readonly columns: readonly string[]
  readonly where: string
  readonly who: string
}

/** Money of a record, for the balance. */
export function moneySql(kind: Kind): string {
  if (kind === 'levy' || kind === 'payment' || kind === 'bank_txn') return 'coalesce("amount", 0)'
  if (kind === 'summary')
    return ['amount_employer', 'amount_person', 'late_fee', 'interest'].map(f => `coalesce(${ident(f)}, 0)`).join(' + ')
  return '0'
}

/**
 * Class of a row before any rule looks at it, as SQL; null where it takes part. `pairs`: levies that temp."cancelled" names are not live
 * (parameters :b and :s).
 */
export function classSql(kind: Kind, where: Expr | null, level: Feed['level'], pairs = false): string {
  const cases: string[] = []
  if (kind === 'levy' || kind === 'payment') {
    cases.push(`when "comparable" = 0 then 'not_comparable'`, `when "live" = 0 then 'not_live'`, `when "live" = 2 then 'reversal_pending'`)
  }
  // Nearly always there are none, which SQLite asks once; to look each row up among none took a quarter of a rule's time.
  if (pairs && kind === 'levy')
    cases.push(
      `when (select 1 from temp."cancelled") and exists (select 1 from temp."cancelled" z where z."b" = :b and z."s" = :s and z."r" = "rowid_") then 'not_live'`,
    )
  if (level !== null) cases.push(`when "level" is not ${literal(level)} then 'other_level'`)
  if (where !== null) cases.push(`when not coalesce(${exprSql(where, tableNames(''))}, 0) then 'filtered'`)
  return cases.length === 0 ? 'null' : `case ${cases.join(' ')} end`
}

/** That an id is no key, as SQL: the row says so, or it ends as Excel makes ids end in a file that Excel rounded (`rounded`). */
export function unusableIdSql({
  unusable,
  id,
  rounded,
}: {
  readonly unusable: string
  readonly id: string
  readonly rounded: string
}): string {
  return `(${unusable} = 1 or (${rounded} and length(${id}) = 18 and substr(${id}, 16) = '000'))`
}

/**
 * The rows of one attached segment (`seg`), as rules see them: unusable ids are no keys, numbers of units are credit codes, an open span is
 * a month.
 */
export function rowsSql(kind: Kind, has: readonly string[], wholeIds: boolean, picked = false): string {
  const present = new Set(has)
  const raw = (name: string): string => (present.has(name) ? `t.${ident(name)}` : 'null')
  const columns = fieldsOf(kind).map(({ name }) => {
    if (name === 'id_number' && !wholeIds && present.has(name)) {
      return `case when ${unusableIdSql({ unusable: raw('id_unusable'), id: raw('id_number'), rounded: ':rounded' })} then null else t."id_number" end as "id_number"`
    }
    if (name === 'employer' && (present.has('employer') || present.has('employer_no'))) {
      const resolved = present.has('employer_no') ? `, m."credit_code", ${raw('agency')} || ':' || t."employer_no"` : ', null'
      return `coalesce(${raw('employer')}${resolved}) as "employer"`
    }
    if (name === 'period_end') return `coalesce(${raw('period_end')}, ${raw('period_start')}) as "period_end"`
    return `${raw(name)} as ${ident(name)}`
  })
  const join =
    present.has('employer_no') && fieldsOf(kind).some(f => f.name === 'employer')
      ? ` left join temp."employers" m on m."agency" = t."agency" and m."employer_no" = t."employer_no"`
      : ''
  const from = picked ? `temp."pick" p cross join seg.${ident(kind)} t on t.rowid = p."r"` : `seg.${ident(kind)} t`
  return `select t.rowid as "rowid_", ${columns.join(', ')}, ${raw('id_number')} as "id_written" from ${from}${join}`
}

/** A segment's rows as the working table has them, each with its class before any rule looks at it (`class_`) and its money (`fen_`). */
function fedSql(
  feed: Pick<Feed, 'where' | 'fields' | 'level'>,
  target: FeedTarget,
): {
  readonly from: string
  readonly columns: readonly string[]
  readonly class_: string
  readonly fen: string
  readonly conditions: readonly string[]
} {
  const { kind } = target
  const known = new Set(fieldsOf(kind).map(f => f.name))
  const values = target.columns.map(name => {
    const made = feed.fields[name]
    if (made !== undefined) return `${exprSql(made, tableNames(''))} as ${ident(name)}`
    return `${known.has(name) || name === 'id_written' ? ident(name) : 'null'} as ${ident(name)}`
  })
  const rows = rowsSql(kind, target.has, target.wholeIds, target.picked)
  const made = Object.keys(feed.fields).length > 0
  const inner = made
    ? `select "rowid_", ${classSql(kind, null, feed.level)} as "c_", ${moneySql(kind)} as "fen_", ${values.join(', ')}, "owner" as "owner_" from (${rows})`
    : rows
  const conditions = [target.byOwner ? `${made ? '"owner_"' : '"owner"'} = :owner` : '', target.only].filter(c => c !== '')
  const own = made ? madeClass(feed.where) : classSql(kind, feed.where, feed.level)
  const class_ = (target.spokenFor ?? null) === null ? own : `coalesce(${own}, case when ${target.spokenFor} then 'other_level' end)`
  return {
    from: `(${inner}) x`,
    columns: made ? target.columns.map(ident) : values,
    class_,
    fen: made ? '"fen_"' : moneySql(kind),
    conditions,
  }
}

const where = (conditions: readonly string[]): string => (conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`)

/** The insert that brings a segment's rows into a working table; parameters :b :s :rounded :owner :asof. */
export function feedSql(feed: Pick<Feed, 'where' | 'fields' | 'level'>, target: FeedTarget): string {
  const { from, columns, class_, fen, conditions } = fedSql(feed, target)
  return [
    `insert ${target.once ? 'or ignore ' : ''}into ${target.table} (${['b', 's', 'r', 'k', 'c', 'fen', ...target.columns].map(ident).join(', ')})`,
    `select :b, :s, "rowid_", ${literal(target.kind)}, ${target.open === true ? 'null' : class_}, ${fen}, ${columns.join(', ')}`,
    `from ${from}${where(target.open === true ? [...conditions, `${class_} is null`] : conditions)}`,
  ].join('\n')
}

/** Classes of rows before any rule looks at them; `open`: they take part. */
const CLASSES = ['open', 'not_comparable', 'not_live', 'reversal_pending', 'other_level', 'filtered'] as const

/** Rows and money of a class. */
export interface ClassCount {
  readonly class: (typeof CLASSES)[number]
  readonly rows: number
  readonly fen: number
}

/**
 * Counts rows and money by class; `countsOf` reads its one row. Each row's class is told once (`limit`: what an outer select names of an
 * inner one is told again wherever it is named) and nothing is sorted: grouped by class a file took twice as long.
 */
export function countsSql({
  class_,
  rows,
  fen,
  from,
}: {
  readonly class_: string
  readonly rows: string
  readonly fen: string
  readonly from: string
}): string {
  const sums = CLASSES.flatMap(name =>
    ['rows', 'fen'].map(
      what => `sum(${ident(what)}) filter (where "class" is ${name === 'open' ? 'null' : literal(name)}) as ${ident(`${name}_${what}`)}`,
    ),
  )
  return `select ${sums.join(', ')} from (select ${class_} as "class", ${rows} as "rows", ${fen} as "fen" from ${from} limit -1)`
}

/** What `countsSql` counted, of classes that there are. */
export function countsOf(line: unknown): readonly ClassCount[] {
  const counts = line as Readonly<Record<string, number | null>>
  return CLASSES.map(name => ({ class: name, rows: counts[`${name}_rows`] ?? 0, fen: counts[`${name}_fen`] ?? 0 })).filter(
    ({ rows }) => rows !== 0,
  )
}

/** Rows of a segment by class (`countsSql`); parameters as of `feedSql`. */
export function fedCountsSql(feed: Pick<Feed, 'where' | 'fields' | 'level'>, target: FeedTarget): string {
  const { from, class_, fen, conditions } = fedSql(feed, target)
  return countsSql({ class_, rows: '1', fen, from: `${from}${where(conditions)}` })
}

/** The insert that brings what rows of a segment say for others into `into`; parameters as of `feedSql`. */
export function speakingSql(
  feed: Pick<Feed, 'where' | 'fields' | 'level'>,
  target: FeedTarget,
  { table, columns, where: holds }: Speaker,
): string {
  const { from, class_, conditions } = fedSql(feed, target)
  return `insert into ${table} select distinct ${columns.join(', ')} from ${from}${where([...conditions, `${class_} is null`, holds])}`
}

/** A filter may name the fields that the rule makes: it runs outside the select that makes them. */
function madeClass(where: Expr | null): string {
  return where === null
    ? '"c_"'
    : `case when "c_" is not null then "c_" when not coalesce(${exprSql(where, tableNames(''))}, 0) then 'filtered' end`
}
