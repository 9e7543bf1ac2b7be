import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { isDenied, problem } from '../kernel/index.js'
import {
  audit,
  batchesDir,
  CATALOG,
  inForceAt,
  insertBatch,
  openCatalog,
  outboxDir,
  readBatches,
  readRuns,
  rowsPath,
  runsDir,
  segmentPath,
  type StoreCore,
} from './catalog.js'
import { copyStill } from './copy.js'
import { beginLook } from './look.js'
import { takeLock } from './lock.js'
import { movePull, readPulls } from './pulls.js'
import { beginRun, isWhole, repeatRun } from './run-file.js'
import { sync } from './sync.js'
import type { Batch, Db, Store } from './types.js'

/**
 * Opens a workspace's data folder, made when absent. Every write is by the commit protocol: a file as `.tmp`, fsync, rename, fsync of the
 * folder, then one catalogue transaction.
 */
export function openStore(dataDir: string): Store {
  for (const dir of [dataDir, batchesDir(dataDir), runsDir(dataDir)]) mkdirSync(dir, { recursive: true, mode: 0o700 })
  return storeOf(dataDir, openCatalog(join(dataDir, CATALOG)), join(dataDir, CATALOG))
}

/**
 * Opens a workspace's data folder to look at it. Where it may not be written (somebody else's, a share that is read-only), in which SQLite
 * opens no catalogue with a log, a copy of the catalogue is looked at; one that is not there yet is an empty one.
 */
export function openStoreToRead(dataDir: string): Store {
  try {
    return openStore(dataDir)
  } catch (error) {
    if (!isDenied(error)) throw error
  }
  const { scratch, remove } = beginLook()
  try {
    const path = join(dataDir, CATALOG)
    copyStill(path, scratch)
    const copy = join(scratch, CATALOG)
    const catalog = openCatalog(copy, path)
    catalog.pragma('query_only = on')
    const close = (): void => {
      catalog.close()
      remove()
    }
    return {
      ...storeOf(dataDir, catalog, copy),
      isLook: true,
      lock: () => {
        throw problem('store.denied', { path: dataDir, detail: 'EROFS' })
      },
      close,
    }
  } catch (error) {
    remove()
    throw error
  }
}

function storeOf(dataDir: string, catalog: Db, catalogFile: string): Store {
  const write = <T>(change: (db: Db) => T): T => catalog.transaction(() => change(catalog)).immediate()
  return {
    dataDir,
    catalogFile,
    isLook: false,
    lock: () => {
      const lock = takeLock(dataDir)
      for (const path of straysOf(catalog, dataDir)) rmSync(path, { recursive: true, force: true })
      return lock
    },
    batches: () => readBatches(catalog, dataDir),
    inForce: day => inForceAt(readBatches(catalog, dataDir), day),
    runs: () => readRuns(catalog, dataDir),
    runOf: premises => readRuns(catalog, dataDir).findLast(r => r.premises === premises && existsSync(r.path) && isWhole(r.path)),
    nextBatch: () => ((catalog.prepare('select max(id) from batch').pluck().get() as number | null) ?? 0) + 1,
    draftPath: (batch, n) => join(batchesDir(dataDir), `${batch}-${n}.tmp`),
    rowsPath: batch => rowsPath(dataDir, batch),
    pulls: () => readPulls(catalog),
    commitBatch: (batch, of) => commitBatch({ catalog, write, dataDir }, batch, of),
    discard: draft => rmSync(draft, { force: true }),
    drop: (id, now) => write(db => dropBatch(db, id, now)),
    confirm: (id, day, now) =>
      write(db => {
        if (db.prepare('insert or ignore into confirmed values (?, ?)').run(id, day).changes > 0)
          audit(db, { at: now, what: 'load', detail: { batch: id, again: day } })
      }),
    beginRun: now => beginRun({ catalog, write, dataDir }, now),
    repeatRun: (of, words, inside) => repeatRun({ catalog, write, dataDir }, of, words, inside),
    strays: () => straysOf(catalog, dataDir),
    audit: entry => write(db => audit(db, entry)),
    readCatalog: look => look(catalog),
    writeCatalog: write,
    close: () => catalog.close(),
  }
}

function commitBatch(
  { catalog, write, dataDir }: StoreCore,
  batch: Batch,
  { drafts, now, replaces, pull }: Parameters<Store['commitBatch']>[1],
): void {
  for (const [i, s] of batch.segments.entries()) renameSync(drafts[i]!, segmentPath(dataDir, batch.id, s.n))
  const before = readPulls(catalog).find(p => p.source === pull?.source)
  if (pull != null) renameSync(pull.rows, rowsPath(dataDir, batch.id))
  sync(batchesDir(dataDir))
  write(db => {
    insertBatch(db, batch)
    if (pull != null) movePull(db, { ...pull, batch: batch.id })
    for (const id of replaces)
      db.prepare("update batch set state = 'replaced', replaced_by = ? where id = ? and state <> 'dropped'").run(batch.id, id)
    audit(db, {
      at: now,
      what: 'load',
      detail: { batch: batch.id, layout: batch.layout, files: batch.segments.map(s => s.digest), replaces },
    })
  })
  if (before !== undefined) rmSync(rowsPath(dataDir, before.batch), { force: true })
}

/**
 * What a batch took the place of by hand counts again, or is replaced by what took its own place: a load that is undone leaves nothing
 * behind. What a pull in steps replaced stays so: the next pull reads all anew. Gives what counts again.
 */
function dropBatch(db: Db, id: number, now: string): readonly number[] {
  const { state, by } = db.prepare('select state, replaced_by as "by" from batch where id = ?').get(id) as {
    state: string
    by: number | null
  }
  const isPull = db.prepare('select 1 from pull where batch = ?').get(id) !== undefined
  const again =
    state === 'active' && !isPull
      ? (db.prepare("select id from batch where state = 'replaced' and replaced_by = ? order by id").pluck().all(id) as number[])
      : []
  db.prepare("update batch set state = 'dropped' where id = ?").run(id)
  if (!isPull) db.prepare("update batch set state = ?, replaced_by = ? where state = 'replaced' and replaced_by = ?").run(state, by, id)
  audit(db, { at: now, what: 'batch.drop', detail: { batch: id, ...(again.length > 0 && { again }) } })
  return again
}

/**
 * Files that the catalogue does not name: what an interrupted command left, packages that were broken off among them, and files of dropped
 * batches.
 */
function straysOf(catalog: Db, dataDir: string): readonly string[] {
  const named = new Set([
    ...readBatches(catalog, dataDir)
      .filter(b => b.state !== 'dropped')
      .flatMap(b => b.segments.map(s => s.path)),
    ...readRuns(catalog, dataDir).map(r => r.path),
    ...readPulls(catalog).map(p => rowsPath(dataDir, p.batch)),
  ])
  const under = (dir: string): readonly string[] => (existsSync(dir) ? readdirSync(dir).map(f => join(dir, f)) : [])
  const drafts = draftsIn(outboxDir(dataDir))
  return [...[batchesDir(dataDir), runsDir(dataDir)].flatMap(under).filter(path => !named.has(path)), ...drafts].toSorted()
}

/** Packages that were broken off. An outbox on a share that is away hinders no load: `export` says so. */
function draftsIn(outbox: string): readonly string[] {
  try {
    return readdirSync(outbox)
      .filter(name => name.startsWith('.tmp-'))
      .map(name => join(outbox, name))
  } catch {
    return []
  }
}
