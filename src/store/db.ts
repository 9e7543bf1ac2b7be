import Database from 'better-sqlite3'
import { closeSync, openSync } from 'node:fs'
import { ident } from '../sql/index.js'
import type { Db, Segment } from './types.js'
import { assertWritten } from './written.js'

/** Opens a SQLite file; a new one is readable by its owner alone. */
export function openDb(path: string, options: { readonly?: boolean } = {}): Db {
  if (options.readonly === true) return new Database(path, { readonly: true, fileMustExist: true })
  if (path !== ':memory:') closeSync(openSync(path, 'a', 0o600))
  return new Database(path)
}

/** Opens the file of a batch or a run, to read it. Throws `store.batch_file`, `store.run_file`. */
export function openWritten(path: string): Db {
  assertWritten(path)
  return openDb(path, { readonly: true })
}

/** Settings of a connection with working tables of rules: with the driver's 16 MiB they were written to a file and read again, a sixth of a match's CPU. */
export const WORKING = ['temp.cache_size = -131072']

/** Attaches the file of a segment or a run under a name; `detach` gives the place back. Both are written once and never changed. Throws `store.batch_file`, `store.run_file`. */
export function attachFile(db: Db, { path }: Pick<Segment, 'path'>, alias: string): void {
  assertWritten(path)
  db.prepare(`attach database ? as ${ident(alias)}`).run(path)
}

/** A SQLite file of somebody else's: read, never written, whole numbers as bigint so that none loses digits. */
export function openForeign(path: string): { columns(sql: string): readonly string[]; rows(sql: string, values: readonly (string | bigint)[]): Iterable<readonly unknown[]>; close(): void } {
  const db = openDb(path, { readonly: true })
  db.pragma('query_only = on')
  return {
    columns: sql => db.prepare(sql).columns().map(c => c.name),
    rows: (sql, values) => db.prepare(sql).raw().safeIntegers().iterate(...values) as Iterable<readonly unknown[]>,
    close: () => { if (db.open) db.close() },
  }
}
