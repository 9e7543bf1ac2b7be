import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { audit, runPath, runsDir, type StoreCore } from './catalog.js'
import { attachFile, openDb, unsynced, WORKING } from './db.js'
import { PAGE_SIZE, PageFile } from './pages.js'
import { sync } from './sync.js'
import { TableWriter } from './table-writer.js'
import type { Db, Fill, OpenRun, RunRecord, Store } from './types.js'

/** Begins a run in a file that nobody sees before `commit`. */
export function beginRun(place: StoreCore, now: string): OpenRun {
  const { dataDir } = place
  const id = nextRun(place)
  const draft = join(runsDir(dataDir), `${id}.tmp`)
  rmSync(draft, { force: true })
  const db = openDb(draft)
  db.pragma(`page_size = ${PAGE_SIZE}`)
  unsynced(db)
  db.pragma('cache_size = -65536')
  for (const setting of WORKING) db.pragma(setting)
  return {
    id,
    db,
    fill: fillOf(db, draft),
    commit: (words, inside) => {
      db.close()
      const record: RunRecord = { id, ranAt: now, path: runPath(dataDir, id), ...words }
      sync(draft)
      renameSync(draft, record.path)
      return enter(place, record, { inside, detail: {} })
    },
    abandon: () => {
      if (db.open) db.close()
      rmSync(draft, { force: true })
    },
  }
}

/** Whether SQLite finds every page of a file where it belongs: what is damaged is not handed on. */
export function isWhole(path: string): boolean {
  try {
    const db = openDb(path, { readonly: true })
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

/** Commits a run that found what an earlier one found. */
export function repeatRun(
  place: StoreCore,
  of: RunRecord,
  { now, state }: Parameters<Store['repeatRun']>[1],
  inside: (catalog: Db, run: RunRecord) => void,
): RunRecord {
  const id = nextRun(place)
  const record: RunRecord = { ...of, id, state, ranAt: now, path: runPath(place.dataDir, id) }
  // What an interrupted command left there was taken away with the lock.
  try {
    linkSync(of.path, record.path)
  } catch {
    const draft = join(runsDir(place.dataDir), `${id}.tmp`)
    copyFileSync(of.path, draft)
    sync(draft)
    renameSync(draft, record.path)
  }
  return enter(place, record, { inside, detail: { sameAs: of.id } })
}

function nextRun({ catalog }: StoreCore): number {
  return ((catalog.prepare('select max(id) from run').pluck().get() as number | null) ?? 0) + 1
}

/** Names a run in the catalogue, whose file stands in its place. */
function enter(
  { catalog, write, dataDir }: StoreCore,
  record: RunRecord,
  { inside, detail }: { readonly inside: (catalog: Db, run: RunRecord) => void; readonly detail: Readonly<Record<string, unknown>> },
): RunRecord {
  const { id, asOf, ranAt, state, exact, premises } = record
  sync(runsDir(dataDir))
  attachFile(catalog, record, 'found')
  try {
    write(c => {
      c.prepare('insert into run values (?, ?, ?, ?, ?, ?)').run(id, asOf, ranAt, state, exact ? 1 : 0, premises)
      inside(c, record)
      audit(c, { at: ranAt, what: 'match', detail: { run: id, asOf, state, ...detail } })
    })
  } finally {
    catalog.exec('detach found')
  }
  return record
}

function fillOf(db: Db, path: string): Fill {
  return (tables, rows) => {
    const root = db.prepare('select rootpage from sqlite_master where name = ?').pluck()
    const targets = tables.map(name => ({
      name,
      root: root.get(name) as number,
      columns: db.prepare('select count(*) from pragma_table_info(?)').pluck().get(name) as number,
    }))
    const pages = db.pragma('page_count', { simple: true }) as number
    db.close()
    const file = new PageFile(path, pages)
    try {
      const writers = new Map(targets.map(t => [t.name, new TableWriter(file, t.root, t.columns)]))
      rows((name, values) => {
        writers.get(name)!.row(values)
      })
      for (const table of writers.values()) table.finish()
    } catch (error) {
      file.abandon()
      throw error
    }
    file.finish()
  }
}
