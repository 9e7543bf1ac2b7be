import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs'
import { ident } from '../sql/index.js'
import { driver } from './driver.js'
import type { Db, Segment } from './types.js'
import { assertWritten } from './written.js'

/**
 * A file of SQLite's own in the folder of scratch files, which has no name as soon as it is open: it is gone whenever the process ends, by
 * Ctrl-C too.
 */
export const UNNAMED = ''

/** Opens a SQLite file; a new one is readable by its owner alone. */
export function openDb(path: string, options: { readonly?: boolean } = {}): Db {
  const Database = driver()
  if (options.readonly === true) return new Database(path, { readonly: true, fileMustExist: true })
  if (path !== ':memory:' && path !== UNNAMED) ready(path)
  return new Database(path)
}

/**
 * Makes a file that is not there. One that is there is not opened: with any handle that is closed POSIX takes all locks away that the
 * process has on a file, those of a connection too, and another process would take the lock, or the log from under it.
 */
function ready(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) accessSync(path, constants.R_OK | constants.W_OK)
  else closeSync(openSync(path, 'a', 0o600))
}

/** Opens the file of a batch or a run, to read it. Throws `store.batch_file`, `store.run_file`. */
export function openWritten(path: string): Db {
  assertWritten(path)
  return openDb(path, { readonly: true })
}

/**
 * Settings of a connection with working tables of rules: with the driver's 16 MiB they were written to a file and read again, a sixth of a
 * match's CPU.
 */
export const WORKING = ['temp.cache_size = -131072']

/**
 * Attaches the file of a segment or a run under a name; `detach` gives the place back. Both are written once and never changed. Throws
 * `store.batch_file`, `store.run_file`.
 */
export function attachFile(db: Db, { path }: Pick<Segment, 'path'>, alias: string): void {
  assertWritten(path)
  db.prepare(`attach database ? as ${ident(alias)}`).run(path)
}

/** A SQLite file of somebody else's: read, never written, whole numbers as bigint so that none loses digits. */
export function openForeign(path: string): {
  columns(sql: string): readonly string[]
  rows(sql: string, values: readonly (string | bigint)[]): Iterable<readonly unknown[]>
  close(): void
} {
  const db = openDb(path, { readonly: true })
  db.pragma('query_only = on')
  return {
    columns: sql =>
      db
        .prepare(sql)
        .columns()
        .map(c => c.name),
    rows: (sql, values) =>
      db
        .prepare(sql)
        .raw()
        .safeIntegers()
        .iterate(...values) as Iterable<readonly unknown[]>,
    close: () => {
      if (db.open) db.close()
    },
  }
}

/**
 * Settings of a connection to a file that is brought to the disk as a whole before anybody knows of it: what SQLite would bring there step
 * by step is waited for twice.
 */
export function unsynced(db: Db): void {
  db.pragma('journal_mode = OFF')
  db.pragma('synchronous = OFF')
}
