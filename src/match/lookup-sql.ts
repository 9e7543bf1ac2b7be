import { fieldsOf, type Kind } from '../records/index.js'
import { ident, idents, literal, type SqlStep } from '../sql/index.js'
import { exprSql, tableNames, type Names } from './expr-sql.js'
import { fieldsIn } from './expr.js'
import { classSql, rowsSql } from './feed-sql.js'
import { PARAM_TABLES, type ParamRow, type ParamTable } from './params.js'
import type { GroupFeed, Lookup, RecordLookup } from './types.js'

/** A lookup by name in a rule that has it. */
export function isRecordLookup(lookup: Lookup): lookup is RecordLookup {
  return 'record' in lookup
}

/** Names of a lookup that conditions may ask for. */
export function lookupFields(lookup: Lookup): readonly string[] {
  return isRecordLookup(lookup) ? Object.keys(lookup.take) : Object.keys(PARAM_TABLES[lookup.param].values)
}

/** Fields of the asking rows by which a lookup is found. */
export function lookupKey(lookup: Lookup): readonly string[] {
  return isRecordLookup(lookup) ? lookup.key : [...PARAM_TABLES[lookup.param].key, lookup.at]
}

/** Fields of an asking row that a lookup is asked with. */
export function askedBy(lookup: Lookup): readonly string[] {
  return lookupKey(lookup).flatMap(k => (lookup.by[k] === undefined ? [k] : fieldsIn(lookup.by[k]).map(f => f.name)))
}

const lookTable = (lookup: RecordLookup): string => `temp.${ident(`look_${lookup.name}`)}`
const rowsTable = (lookup: RecordLookup): string => `temp.${ident(`look_rows_${lookup.name}`)}`

/** How conditions ask lookups: by the key fields of the row, or of the pair, that `say` names. */
export function lookupNames(lookups: readonly Lookup[], say: (field: string) => string): Pick<Names, 'lookup'> {
  return {
    lookup: (name, column) => {
      const lookup = lookups.find(l => l.name === name)
      if (lookup === undefined) return undefined
      const wanted = column === null ? '1' : `l.${ident(column)}`
      const said = (field: string): string =>
        lookup.by[field] === undefined ? say(field) : exprSql(lookup.by[field], { field: (_, n) => say(n) })
      const sql = isRecordLookup(lookup) ? recordSql(lookup, wanted, said) : paramSql(lookup, wanted, said)
      return column === null ? `exists ${sql}` : sql
    },
  }
}

function recordSql(lookup: RecordLookup, wanted: string, say: (field: string) => string): string {
  return `(select ${wanted} from ${lookTable(lookup)} l where ${lookup.key.map(k => `l.${ident(k)} = ${say(k)}`).join(' and ')})`
}

/** Rows of a dated parameter in the order in which one is preferred to another: by name before any, by key field; of several the latest. */
export function preferred(name: ParamTable, rows: readonly ParamRow[]): readonly ParamRow[] {
  const { key } = PARAM_TABLES[name]
  const general = (row: ParamRow): string => key.map(k => (row[k] === null ? '1' : '0')).join('')
  return rows.toSorted((a, b) => (general(a) === general(b) ? Number(b['from']) - Number(a['from']) : general(a) < general(b) ? -1 : 1))
}

/** The first that fits, of rows that stand as preferred: to sort what fits for every asking row took half of a rule's time. */
function paramSql(lookup: Exclude<Lookup, RecordLookup>, wanted: string, say: (field: string) => string): string {
  const { key } = PARAM_TABLES[lookup.param]
  const at = say(lookup.at)
  return (
    `(select ${wanted} from temp.${ident(`param_${lookup.param}`)} l where ${key.map(k => `(l.${ident(k)} is null or l.${ident(k)} = ${say(k)})`).join(' and ')}` +
    ` and l."from" <= ${at} and l."to" >= ${at} order by l.rowid limit 1)`
  )
}

/** Fields that a lookup's rows keep until they are reduced. */
function keptFields(lookup: RecordLookup): readonly string[] {
  return [
    ...new Set([
      ...lookup.key,
      ...Object.values(lookup.take)
        .flatMap(fieldsIn)
        .map(f => f.name),
    ]),
  ]
}

/** Tables of a rule's lookups before any row is in them. */
export function lookupTables(lookups: readonly Lookup[]): readonly SqlStep[] {
  return lookups
    .filter(isRecordLookup)
    .map(lookup => ({
      name: `${lookup.name}: rows`,
      why: `what the rule asks of ${lookup.from.join(', ')} ${lookup.record}`,
      sql: `create table ${rowsTable(lookup)} (${idents(keptFields(lookup))})`,
    }))
}

/**
 * The insert that takes a segment's rows into a lookup (`asked`: those of keys in that table); parameters :b, :s, :rounded, and :owner
 * where the rule is run by owner.
 */
export function lookupFeedSql(
  lookup: RecordLookup,
  { has, byOwner, asked }: { readonly has: readonly string[]; readonly byOwner: boolean; readonly asked: string | null },
): string {
  const fields = keptFields(lookup)
  const value = (f: string): string => (lookup.fields[f] === undefined ? ident(f) : exprSql(lookup.fields[f], tableNames('')))
  const values = fields.map(f => `${value(f)} as ${ident(f)}`)
  const owner =
    lookup.of !== null
      ? `"owner" = ${literal(lookup.of)}`
      : byOwner && fieldsOf(lookup.record).some(f => f.name === 'insurance')
        ? '"owner" = :owner'
        : ''
  const few = asked === null ? '' : `(${lookup.key.map(value).join(', ')}) in (select * from ${asked})`
  const conditions = [`${classSql(lookup.record, lookup.where, lookup.level, true)} is null`, owner, few].filter(c => c !== '')
  return `insert into ${rowsTable(lookup)} select ${values.join(', ')} from (${rowsSql(lookup.record, has, false)}) where ${conditions.join(' and ')}`
}

/**
 * The insert that takes the keys that a segment's rows ask lookups for into `table`, side by side; parameters :b, :s, :rounded, :owner,
 * :asof, :most.
 */
export function askedSql(
  lookups: readonly RecordLookup[],
  { where }: GroupFeed,
  {
    table,
    kind,
    has,
    byOwner,
  }: { readonly table: string; readonly kind: Kind; readonly has: readonly string[]; readonly byOwner: boolean },
): string {
  const known = new Set([...fieldsOf(kind).map(f => f.name), 'id_written'])
  const plain: Names = { field: (_, name) => (known.has(name) ? ident(name) : 'null') }
  const key = lookups.flatMap(({ key, by }) => key.map(k => (by[k] === undefined ? plain.field(null, k) : exprSql(by[k], plain))))
  const conditions = [`${classSql(kind, where, null, true)} is null`, ...(byOwner ? ['"owner" = :owner'] : [])]
  return `insert into ${table} select distinct ${key.join(', ')} from (${rowsSql(kind, has, false)}) where ${conditions.join(' and ')} limit :most`
}

/** Lookups reduced to one row a key. */
export function lookupSteps(lookups: readonly Lookup[]): readonly SqlStep[] {
  return lookups.filter(isRecordLookup).flatMap(lookup => {
    const key = idents(lookup.key)
    const taken = Object.entries(lookup.take).map(([n, e]) => `${exprSql(e, tableNames(''))} as ${ident(n)}`)
    return [
      {
        name: `${lookup.name}: one row a key`,
        why: `by ${lookup.key.join(', ')}; a blank part serves as no key`,
        sql: `create table ${lookTable(lookup)} as select ${[key, ...taken].join(', ')} from ${rowsTable(lookup)} where ${lookup.key.map(k => `${ident(k)} is not null`).join(' and ')} group by ${key}`,
      },
      {
        name: `${lookup.name}: by key`,
        why: 'found by key',
        sql: `create index temp.${ident(`look_${lookup.name}_by`)} on ${ident(`look_${lookup.name}`)} (${key})`,
      },
      { name: `${lookup.name}: rows, done`, why: 'not needed any more', sql: `drop table ${rowsTable(lookup)}` },
    ]
  })
}
