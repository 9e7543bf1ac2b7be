import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { isDamage, problem, type Day } from '../kernel/index.js'
import { openDb } from './db.js'
import { PULL_DDL } from './pulls.js'
import type { Batch, Db, RunRecord, Segment } from './types.js'

const DDL = `
create table if not exists batch (
  id integer primary key, source text, layout text not null, fingerprint text not null, agency text not null, sender text, kinds text not null, delivers text not null,
  data_date text not null, window text, loaded_at text not null, state text not null, replaced_by integer
);
create table if not exists segment (
  batch integer not null, n integer not null, file text not null, digest text not null, tables text not null, counts text not null, unknown_codes text not null,
  rounded_ids integer not null, batch_numbers text not null default '[]', primary key (batch, n)
);
create index if not exists segment_by_digest on segment (digest);
create table if not exists confirmed (batch integer not null, day text not null, primary key (batch, day)) without rowid;
create table if not exists run (id integer primary key, as_of text not null, ran_at text not null, state text not null, exact integer not null, premises text);
create table if not exists audit (id integer primary key, at text not null, what text not null, detail text not null, prev text not null, hash text not null);
${PULL_DDL}
`

/** A store from within: the catalogue, how it is changed, and the data folder. */
export interface StoreCore {
  readonly catalog: Db
  readonly write: <T>(change: (db: Db) => T) => T
  readonly dataDir: string
}

/** The catalogue's file, below the data folder. */
export const CATALOG = 'catalog.db'

/**
 * Opens the catalogue, made when absent. Throws `store.catalog` where it is no catalogue, with the file that it is (of which this may be a
 * copy).
 */
export function openCatalog(path: string, file: string = path): Db {
  const db = openDb(path)
  try {
    settle(db)
    return db
  } catch (error) {
    db.close()
    throw isDamage(error) ? problem('store.catalog', { file }) : error
  }
}

function settle(db: Db): void {
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('busy_timeout = 10000')
  // A run's findings go into the ledger in one transaction: what does not fit is written to the log twice.
  db.pragma('cache_size = -65536')
  // At one time: by itself every table would be brought to the disk.
  db.transaction(() => db.exec(DDL))()
  for (const column of LATER)
    if (!has(db, column))
      db.transaction(() => {
        if (!has(db, column)) db.exec(`alter table ${column.table} add column ${column.name} ${column.type}`)
      }).immediate()
}

/** Columns that catalogues of earlier versions lack. */
const LATER = [
  { table: 'segment', name: 'batch_numbers', type: "text not null default '[]'" },
  { table: 'run', name: 'premises', type: 'text' },
] as const

function has(db: Db, { table, name }: (typeof LATER)[number]): boolean {
  return (db.pragma(`table_info(${table})`) as { name: string }[]).some(c => c.name === name)
}

/** Where segments lie. */
export const batchesDir = (dataDir: string): string => join(dataDir, 'batches')
/** Where runs lie. */
export const runsDir = (dataDir: string): string => join(dataDir, 'runs')
/** A workspace's outbox lies beside its data (design: a workspace). */
export const outboxDir = (dataDir: string): string => join(dirname(dataDir), 'outbox')
/** File `n` of a batch, counted from 1. */
export const segmentPath = (dataDir: string, batch: number, n: number): string => join(batchesDir(dataDir), `${batch}-${n}.db`)
/** Rows of a pull as they were received, for the next one to build on. */
export const rowsPath = (dataDir: string, batch: number): string => join(batchesDir(dataDir), `${batch}-1.rows`)
/** A run's own file: its findings, and what they rest on. */
export const runPath = (dataDir: string, id: number): string => join(runsDir(dataDir), `${id}.db`)

type BatchRow = Omit<Batch, 'kinds' | 'dataDate' | 'loadedAt' | 'replacedBy' | 'segments'> & {
  kinds: string
  data_date: string
  loaded_at: string
  replaced_by: number | null
}
interface SegmentRow {
  batch: number
  n: number
  file: string
  digest: string
  tables: string
  counts: string
  unknown_codes: string
  rounded_ids: number
  batch_numbers: string
}

/** All batches with their segments, by id. */
export function readBatches(db: Db, dataDir: string): readonly Batch[] {
  const segments = new Map<number, Segment[]>()
  for (const row of db.prepare('select * from segment order by batch, n').all() as SegmentRow[]) {
    const list = segments.get(row.batch) ?? []
    list.push({
      batch: row.batch,
      n: row.n,
      file: row.file,
      path: segmentPath(dataDir, row.batch, row.n),
      digest: row.digest,
      tables: JSON.parse(row.tables) as Segment['tables'],
      counts: JSON.parse(row.counts) as Segment['counts'],
      unknownCodes: JSON.parse(row.unknown_codes) as Segment['unknownCodes'],
      roundedIds: row.rounded_ids === 1,
      batchNumbers: JSON.parse(row.batch_numbers) as Segment['batchNumbers'],
    })
    segments.set(row.batch, list)
  }
  const confirmed = new Map<number, Day[]>()
  for (const { batch, day } of db.prepare('select batch, day from confirmed order by batch, day').iterate() as Iterable<{
    batch: number
    day: Day
  }>)
    confirmed.set(batch, [...(confirmed.get(batch) ?? []), day])
  return (db.prepare('select * from batch order by id').all() as BatchRow[]).map(row => ({
    id: row.id,
    source: row.source,
    layout: row.layout,
    fingerprint: row.fingerprint,
    agency: row.agency,
    sender: row.sender,
    kinds: JSON.parse(row.kinds) as Batch['kinds'],
    delivers: row.delivers,
    dataDate: row.data_date,
    window: row.window,
    loadedAt: row.loaded_at,
    state: row.state,
    replacedBy: row.replaced_by,
    segments: segments.get(row.id) ?? [],
    confirmed: confirmed.get(row.id) ?? [],
  }))
}

/** Enters a batch with all its segments; the caller has the transaction. */
export function insertBatch(db: Db, batch: Batch): void {
  db.prepare('insert into batch values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    batch.id,
    batch.source,
    batch.layout,
    batch.fingerprint,
    batch.agency,
    batch.sender,
    JSON.stringify(batch.kinds),
    batch.delivers,
    batch.dataDate,
    batch.window,
    batch.loadedAt,
    batch.state,
    batch.replacedBy,
  )
  const insert = db.prepare('insert into segment values (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  for (const s of batch.segments) {
    insert.run(
      batch.id,
      s.n,
      s.file,
      s.digest,
      JSON.stringify(s.tables),
      JSON.stringify(s.counts),
      JSON.stringify(s.unknownCodes),
      s.roundedIds ? 1 : 0,
      JSON.stringify(s.batchNumbers),
    )
  }
}

/** All runs, first to last. */
export function readRuns(db: Db, dataDir: string): readonly RunRecord[] {
  return (
    db.prepare('select * from run order by id').all() as {
      id: number
      as_of: Day
      ran_at: string
      state: RunRecord['state']
      exact: number
      premises: string | null
    }[]
  ).map(r => ({
    id: r.id,
    asOf: r.as_of,
    ranAt: r.ran_at,
    state: r.state,
    path: runPath(dataDir, r.id),
    exact: r.exact === 1,
    premises: r.premises,
  }))
}

/**
 * In force at a day (catalogue §2): of a snapshot source only the newest delivery, of a window source the newest of each window, else all.
 * The data date of each is the last one up to that day on which its content was delivered.
 */
export function inForceAt(batches: readonly Batch[], day: Day): readonly Batch[] {
  const known = batches
    .filter(b => b.state === 'active' && b.dataDate <= day)
    .map(b => ({ ...b, dataDate: b.confirmed?.findLast(d => d <= day) ?? b.dataDate }))
  const newest = new Map<string, Batch>()
  for (const b of known) {
    const slot = slotOf(b)
    const before = slot === null ? undefined : newest.get(slot)
    if (slot !== null && (before === undefined || b.dataDate > before.dataDate || (b.dataDate === before.dataDate && b.id > before.id)))
      newest.set(slot, b)
  }
  return known.filter(b => {
    const slot = slotOf(b)
    return slot === null || newest.get(slot) === b
  })
}

/** What a delivery stands in for another of: null where every one counts. */
export function slotOf(b: Pick<Batch, 'source' | 'delivers' | 'window'>): string | null {
  if (b.source === null || b.delivers === 'append') return null
  return b.delivers === 'snapshot' ? b.source : `${b.source}\n${b.window ?? ''}`
}

/** Appends to the audit log; each entry's hash covers the one before. */
export function audit(db: Db, entry: { at: string; what: string; detail: Readonly<Record<string, unknown>> }): void {
  const prev = (db.prepare('select hash from audit order by id desc limit 1').pluck().get() as string | undefined) ?? ''
  const detail = JSON.stringify(entry.detail)
  db.prepare('insert into audit (at, what, detail, prev, hash) values (?, ?, ?, ?, ?)').run(
    entry.at,
    entry.what,
    detail,
    prev,
    auditHash(prev, entry.at, entry.what, detail),
  )
}

function auditHash(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex')
}

/** Id of the first audit entry that does not follow from the one before; null when the chain holds. */
export function brokenAudit(db: Db): number | null {
  let prev = ''
  for (const row of db.prepare('select * from audit order by id').iterate() as Iterable<{
    id: number
    at: string
    what: string
    detail: string
    prev: string
    hash: string
  }>) {
    if (row.prev !== prev || row.hash !== auditHash(row.prev, row.at, row.what, row.detail)) return row.id
    prev = row.hash
  }
  return null
}
