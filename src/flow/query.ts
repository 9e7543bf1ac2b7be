import { nearest } from '../config/index.js'
import { isDamage, problem, type Day } from '../kernel/index.js'
import { unusableIdSql } from '../match/index.js'
import { fieldsOf, KINDS, type Kind } from '../records/index.js'
import { ident, literal } from '../sql/index.js'
import { attachFile, openDb, openStoreToRead, UNNAMED, type Batch, type Db, type Segment } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'

/** A read-only statement over the records of some batches. */
export interface QueryRequest {
  readonly sql: string
  readonly asOf: Day
  /** Only these batches; empty: those in force. */
  readonly batches: readonly number[]
}

/** SQLite attaches ten databases at most; beyond this many files the rows are copied. */
const ATTACHED = 8

/** Runs one read-only statement over the record kinds in force and hands on its columns and rows. Throws `query.*`. */
export function query(
  ws: Workspace,
  request: QueryRequest,
  emit: { columns(names: readonly string[]): void; row(values: readonly unknown[]): void },
): void {
  const store = openStoreToRead(ws.data)
  try {
    const batches =
      request.batches.length === 0
        ? store.inForce(request.asOf)
        : request.batches.map(id => {
            const batch = store.batches().find(b => b.id === id)
            if (batch === undefined) throw problem('store.no_batch', { id: String(id) })
            return batch
          })
    const db = openDb(UNNAMED)
    try {
      db.pragma('journal_mode = OFF')
      prepare(db, batches)
      db.prepare('attach database ? as catalog').run(store.catalogFile)
      db.pragma('query_only = ON')
      run(db, request.sql, emit)
    } finally {
      db.close()
    }
  } finally {
    store.close()
  }
}

/** Views named by record kind, each row with its batch and file; of kinds in very many files, copies. */
function prepare(db: Db, batches: readonly Batch[]): void {
  const segments = batches.flatMap(b => b.segments)
  const held = segments.length <= ATTACHED ? viewed(db, segments) : copied(db, segments)
  for (const kind of KINDS.filter(k => !held.has(k))) {
    const columns = ['batch', 'file', ...fieldsOf(kind).map(f => f.name)]
    db.exec(`create temp view ${ident(kind)} as select ${columns.map(c => `null as ${ident(c)}`).join(', ')} where 0`)
  }
}

/** Attaches all files, with a view over the tables of each kind; gives the kinds that there are. */
function viewed(db: Db, segments: readonly Segment[]): ReadonlySet<Kind> {
  const selects = new Map<Kind, string[]>()
  for (const [i, segment] of segments.entries()) {
    attachFile(db, segment, `s${i}`)
    for (const table of segment.tables) selects.set(table.kind, [...(selects.get(table.kind) ?? []), selectSql(segment, table, `s${i}`)])
  }
  for (const [kind, all] of selects) db.exec(`create temp view ${ident(kind)} as ${all.join(' union all ')}`)
  return new Set(selects.keys())
}

/** Copies the tables of all files, one file at a time, into one of each kind; gives the kinds that there are. */
function copied(db: Db, segments: readonly Segment[]): ReadonlySet<Kind> {
  const made = new Set<Kind>()
  for (const segment of segments) {
    attachFile(db, segment, 'seg')
    for (const table of segment.tables) {
      const into = made.has(table.kind) ? `insert into ${ident(table.kind)}` : `create table ${ident(table.kind)} as`
      db.exec(`${into} ${selectSql(segment, table, 'seg')}`)
      made.add(table.kind)
    }
    db.exec('detach seg')
  }
  return made
}

function selectSql(segment: Segment, { kind, fields }: Segment['tables'][number], alias: string): string {
  const columns = fieldsOf(kind).map(({ name }) => `${valueSql(name, fields, segment)} as ${ident(name)}`)
  return `select ${segment.batch} as "batch", ${literal(segment.file)} as "file", ${columns.join(', ')} from ${alias}.${ident(kind)}`
}

/** A column as it is kept; whether an id serves as a key is also told by the other ids of its file. */
function valueSql(name: string, fields: readonly string[], { roundedIds }: Segment): string {
  const kept = fields.includes(name) ? ident(name) : 'null'
  if (name !== 'id_unusable' || !roundedIds || !fields.includes('id_number')) return kept
  return `case when ${unusableIdSql({ unusable: kept, id: ident('id_number'), rounded: '1' })} then 1 else ${kept} end`
}

function run(db: Db, sql: string, emit: Parameters<typeof query>[2]): void {
  try {
    const statement = db.prepare(sql)
    if (!statement.reader || !statement.readonly) throw problem('query.read_only', { sql: sql.slice(0, 80) })
    emit.columns(distinct(statement.columns().map(c => c.name)))
    for (const row of statement.raw().safeIntegers().iterate()) emit.row((row as unknown[]).map(shown))
  } catch (error) {
    if (!(error instanceof Error) || isDamage(error) || (error.name !== 'SqliteError' && !(error instanceof RangeError))) throw error
    if (/^cannot modify \w+ because it is a view$/.test(error.message)) throw problem('query.read_only', { sql: sql.slice(0, 80) })
    throw problem('query.sql', { detail: error.message, nearest: meant(error.message), tables: KINDS.join('、') })
  }
}

/** The table or column whose name is nearest to the unknown one; empty: none is near. */
function meant(detail: string): string {
  const [, what, name = ''] = /^no such (table|column): "?(?:\w+\.)*(\w+)/.exec(detail) ?? []
  if (what === undefined) return ''
  return (
    nearest(
      name.toLowerCase(),
      what === 'table' ? KINDS : ['batch', 'file', ...new Set(KINDS.flatMap(kind => fieldsOf(kind).map(f => f.name)))],
    ) ?? ''
  )
}

/** Names that stand twice are told apart as SQLite does it in a subquery: `a`, `a:1`. */
function distinct(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return names.map(name => {
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name}:${before}`
  })
}

/** A value as it is: a whole number too long for a number of JavaScript as its digits, bytes as SQL writes them. */
function shown(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return Buffer.isBuffer(value) ? `x'${value.toString('hex')}'` : value
}
