import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { isDenied, localDay, Problem, type Effects } from '../kernel/index.js'
import { fingerprint, readCodes, readLayouts } from '../layout/index.js'
import { readParams } from '../match/index.js'
import { unresolvedEmployers, type Unresolved } from '../engine/index.js'
import { evidenceByRun } from '../ledger/index.js'
import { brokenAudit, openDb, openStoreToRead, type Batch, type Db, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { filesUnder } from './inbox.js'
import { originals } from './originals.js'
import { databaseProblems } from './pull.js'
import { windowOf } from './window.js'
import { checkRules } from './rules.js'

/** Something that `doctor` has to say; `what` picks the sentence (`cli.doctor.*`). */
export type Diagnosis =
  | { readonly what: 'damaged'; readonly file: string; readonly detail: string }
  | { readonly what: 'missing'; readonly file: string }
  | { readonly what: 'catalog'; readonly file: string; readonly detail: string }
  /** `detail`: null where the file is gone. */
  | { readonly what: 'run' | 'old_run'; readonly file: string; readonly run: number; readonly detail: string | null }
  /** An earlier run's, in whose file the evidence of `entries` lies that still stand. */
  | { readonly what: 'needed_run'; readonly file: string; readonly run: number; readonly entries: number; readonly detail: string | null }
  | { readonly what: 'stray'; readonly file: string }
  | { readonly what: 'audit'; readonly id: number }
  | { readonly what: 'config'; readonly problem: Problem }
  | { readonly what: 'calendar'; readonly end: string }
  /**
   * `again`: how it is loaded again where its originals do not lie in the inbox (`gone`: the first of them), or are a table; null: by
   * `batch reload`.
   */
  | {
      readonly what: 'changed_layout'
      readonly batch: number
      readonly layout: string
      readonly gone: string | null
      readonly again: string | null
    }
  | { readonly what: 'unknown_code'; readonly batch: number; readonly list: string; readonly code: string; readonly rows: number }
  | ({ readonly what: 'unit_numbers' } & Unresolved)
  /** `do`: what cannot be done with it. */
  | { readonly what: 'place'; readonly path: string; readonly do: 'read' | 'write'; readonly detail: string }
  /** Where only this user may not write: all can be looked at. */
  | { readonly what: 'look'; readonly dir: string }
  | { readonly what: 'disk'; readonly freeMiB: number }

/** `wrong`: something must be mended; `remarks`: worth knowing. */
export interface DoctorReport {
  readonly files: number
  readonly wrong: readonly Diagnosis[]
  readonly remarks: readonly Diagnosis[]
}

/** Below this much room a load of a large extract may fail. */
const LOW_MIB = 1024

/** Looks at every file of the workspace: integrity, strays, what is missing, what changed since it was loaded. Changes nothing. */
export function doctor(ws: Workspace, fx: Effects): DoctorReport {
  const wrong: Diagnosis[] = []
  const remarks: Diagnosis[] = []
  config(ws, { wrong, remarks }, fx)
  for (const found of ws.sources.flatMap(source => databaseProblems(ws, source, fx))) {
    // A variable may be set where the nightly job runs and not here.
    const list = found.code === 'database.password_env' ? remarks : wrong
    list.push({ what: 'config', problem: found })
  }
  const store = openStoreToRead(ws.data)
  try {
    const damage = damageOf(() => store.readCatalog(integrityOf))
    if (damage !== null) {
      // Whatever else there is to look at, the catalogue names it.
      wrong.push({ what: 'catalog', file: join(store.dataDir, 'catalog.db'), detail: damage })
      return { files: 1, wrong, remarks }
    }
    const files = integrity(store, { wrong, remarks }, fx)
    const inbox = places(ws, store, { wrong, remarks })
    for (const file of store.strays()) remarks.push({ what: 'stray', file })
    const broken = store.readCatalog(brokenAudit)
    if (broken !== null) wrong.push({ what: 'audit', id: broken })
    batches({ ...ws, inbox }, store, remarks)
    if (wrong.length === 0)
      for (const u of unresolvedEmployers(store.inForce(localDay(fx.now())))) remarks.push({ what: 'unit_numbers', ...u })
    const { bavail, bsize } = statfsSync(ws.dir)
    const freeMiB = Math.floor((bavail * bsize) / 2 ** 20)
    if (freeMiB < LOW_MIB) remarks.push({ what: 'disk', freeMiB })
    return { files, wrong, remarks }
  } finally {
    store.close()
  }
}

function config(ws: Workspace, { wrong, remarks }: Diagnoses, fx: Effects): void {
  for (const check of [() => readCodes(ws.codes), () => readLayouts(ws.layouts), () => checkRules(ws)]) {
    try {
      check()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      wrong.push({ what: 'config', problem: error })
    }
  }
  if (wrong.length > 0) return
  const end = readParams(ws.params).calendarEnd
  if (end.slice(0, 4) < localDay(fx.now()).slice(0, 4)) remarks.push({ what: 'calendar', end })
}

/** Whether extracts can be read and packages written: who only looks need not. Gives the inbox, null where not all of it can be read. */
function places(ws: Workspace, store: Store, { wrong, remarks }: Diagnoses): string | null {
  const list = store.isLook ? remarks : wrong
  if (store.isLook) remarks.push({ what: 'look', dir: store.dataDir })
  else if (existsSync(ws.outbox)) refused(ws.outbox, 'write', list)
  try {
    const shut = filesUnder(ws.inbox).filter(path => refused(path, 'read', list))
    return shut.length === 0 ? ws.inbox : null
  } catch (error) {
    if (error instanceof Problem) list.push({ what: 'config', problem: error })
    else if (isDenied(error))
      list.push({
        what: 'place',
        path: (error as { path?: string }).path ?? ws.inbox,
        do: 'read',
        detail: String((error as { code?: unknown }).code),
      })
    else throw error
    return null
  }
}

function refused(path: string, what: 'read' | 'write', list: Diagnosis[]): boolean {
  try {
    accessSync(path, what === 'read' ? constants.R_OK : constants.W_OK | constants.X_OK)
    return false
  } catch (error) {
    // What is gone meanwhile, or a link to nothing, is the load's to say.
    if (isDenied(error)) list.push({ what: 'place', path, do: what, detail: String((error as { code?: unknown }).code) })
    return isDenied(error)
  }
}

interface Diagnoses {
  readonly wrong: Diagnosis[]
  readonly remarks: Diagnosis[]
}

function integrity(store: Store, { wrong, remarks }: Diagnoses, fx: Effects): number {
  const segments = store
    .batches()
    .filter(b => b.state !== 'dropped')
    .flatMap(b => b.segments)
  const runs = store.runs()
  const paths = [...segments, ...runs].map(x => x.path)
  const found = new Map<string, string | null>()
  for (const [i, path] of paths.entries()) {
    fx.progress(`${i + 1}/${paths.length}`)
    if (!existsSync(path)) {
      found.set(path, null)
      continue
    }
    const detail = damageOf(() => {
      const db = openDb(path, { readonly: true })
      try {
        return integrityOf(db)
      } finally {
        db.close()
      }
    })
    if (detail !== null) found.set(path, detail)
  }
  fx.progress('')
  const needed = new Map(store.readCatalog(evidenceByRun).map(e => [e.run, e.entries]))
  for (const [file, detail] of found) {
    const run = runs.find(r => r.path === file)
    if (run === undefined) wrong.push(detail === null ? { what: 'missing', file } : { what: 'damaged', file, detail })
    else if (run === runs.at(-1)) wrong.push({ what: 'run', file, run: run.id, detail })
    // The ledger goes on without it, and no command can write it again.
    else if (needed.has(run.id)) wrong.push({ what: 'needed_run', file, run: run.id, entries: needed.get(run.id)!, detail })
    else remarks.push({ what: 'old_run', file, run: run.id, detail })
  }
  return paths.length + 1
}

const integrityOf = (db: Db): string => db.pragma('integrity_check', { simple: true }) as string

/** What SQLite finds wrong with a file, or why it could not look; null: nothing. */
function damageOf(look: () => string): string | null {
  try {
    const found = look()
    return found === 'ok' ? null : found
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** `inbox`: null where not all of it can be read. */
type Looked = Omit<Workspace, 'inbox'> & { readonly inbox: string | null }

function batches(ws: Looked, store: Store, remarks: Diagnosis[]): void {
  let layouts: ReadonlyMap<string, string>
  try {
    const codes = readCodes(ws.codes)
    layouts = new Map(readLayouts(ws.layouts).map(l => [l.name, fingerprint(l, codes)]))
  } catch (error) {
    if (error instanceof Problem) return
    throw error
  }
  for (const batch of store.batches().filter(b => b.state === 'active')) {
    if (layouts.get(batch.layout) !== batch.fingerprint)
      remarks.push({ what: 'changed_layout', batch: batch.id, layout: batch.layout, ...loadedAgain(ws, batch) })
    for (const s of batch.segments) for (const c of s.unknownCodes) remarks.push({ what: 'unknown_code', batch: batch.id, ...c })
  }
}

/** A reload finds only what lies in the inbox as it was: else its arguments are said, by which a load does the same. */
function loadedAgain(ws: Looked, batch: Batch): { readonly gone: string | null; readonly again: string | null } {
  const source = ws.sources.find(s => s.name === batch.source)
  if (source !== undefined && source.database !== null) return { gone: null, again: `--source ${source.name} --full` }
  const gone = ws.inbox === null ? batch.segments[0]!.file : originals(ws.inbox, batch).gone
  if (gone === null) return { gone, again: null }
  const by = source === undefined ? `--layout ${batch.layout}` : `--source ${source.name}`
  return {
    gone,
    again: `${by} --date ${batch.dataDate}${batch.window === null || windowOf(batch.window) === null ? '' : ` --window ${batch.window}`} --replaces ${batch.id}`,
  }
}
