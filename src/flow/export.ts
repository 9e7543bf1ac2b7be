import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem, type Day, type Effects } from '../kernel/index.js'
import { evidenceByRun, isReadable, RunReader } from '../ledger/index.js'
import type { Lang } from '../messages/index.js'
import { costOfLine, type CsvEncoding } from '../report/index.js'
import { openStore, type RunRecord, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { writeAll, type ExportJob, type PackageFile, type PackageWork } from './export-job.js'
import { beginPackage, digestOf, writeManifest } from './package.js'
import { Crew } from './pool.js'
import { ruleWords } from './rules.js'

/** What the operator asks of a package beside the settings of the workspace. */
export interface ExportRequest {
  /** Absent: the last run. */
  readonly run?: number
  readonly encoding?: CsvEncoding
  readonly mask?: boolean
  /** Agencies written at a time; 1 by default. */
  readonly jobs?: number
  /** Rows that a sheet may hold; absent: what Excel allows. */
  readonly sheetLimit?: number
}

/** `manifest.json` of a package: nothing in it depends on when, where or how often it was written. */
export interface Manifest {
  readonly package: string
  readonly version: 1
  readonly city: string
  readonly as_of: Day
  readonly run: number
  readonly language: Lang
  readonly masked: boolean
  readonly encoding: CsvEncoding
  readonly files: readonly (PackageFile & { readonly bytes: number; readonly sha256: string })[]
}

/** A package that was written, `folder` below the outbox, and what it lacks. */
export interface ExportReport {
  readonly dir: string
  readonly folder: string
  readonly manifest: Manifest
  /** Batches of the run that were taken out since. */
  readonly gone: readonly number[]
  /** Runs whose files are lost, with the entries that stand and have their evidence there: no package holds them. */
  readonly lost: readonly { readonly run: number; readonly entries: number }[]
}

const workerFile = fileURLToPath(new URL('./export-worker.js', import.meta.url))

/** Lines of CSV below which a worker costs more than it saves: it has everything to load, and V8 to make its code fast, once more. */
const WORTH_A_WORKER = 100_000

/** Writes a run's package: each recipient's discrepancies, and the cleansing report for each that sent extracts. Throws `export.*`. */
export async function exportRun(ws: Workspace, request: ExportRequest, fx: Effects): Promise<ExportReport> {
  const store = openStore(ws.data)
  const lock = store.lock()
  try {
    const run = chosen(store, ws, request.run)
    const draft = beginPackage(ws.outbox, run.asOf, fx)
    try {
      const { work, jobs, base, size, gone } = plan(ws, { store, run, request, dir: draft.dir, lang: fx.lang })
      draft.open()
      const files = await writeFiles({ work, jobs, size, width: request.jobs ?? 1 }, job => fx.progress(`${job.agency} ${job.what}`))
      const manifest: Manifest = { ...base, files: files.map(f => ({ ...f, ...digestOf(join(draft.dir, f.file)) })) }
      writeManifest(draft.dir, manifest)
      draft.commit()
      store.audit({
        at: fx.now().toISOString(),
        what: 'export',
        detail: { run: run.id, folder: draft.folder, package: manifest.package, files: manifest.files.length, masked: manifest.masked },
      })
      return { dir: join(ws.outbox, draft.folder), folder: draft.folder, manifest, gone, lost: lostEvidence(store) }
    } catch (error) {
      draft.abandon()
      throw error
    } finally {
      fx.progress('')
    }
  } finally {
    lock.release()
    store.close()
  }
}

/** What the ledger holds whose evidence lay in files that are not there any more. */
function lostEvidence(store: Store): ExportReport['lost'] {
  const runs = store.runs()
  return store.readCatalog(evidenceByRun).filter(({ run }) => !isReadable(runs.find(r => r.id === run) ?? { path: '' }))
}

interface Writing {
  readonly work: PackageWork
  readonly jobs: readonly ExportJob[]
  readonly size: number
  readonly width: number
}

/**
 * Writes all files: here, one after the other; where there is much to write, here and by workers at the same time, each its own agencies.
 * Only when none is at work any more the first failure is thrown.
 */
async function writeFiles({ work, jobs, size, width }: Writing, begun: (job: ExportJob) => void): Promise<readonly PackageFile[]> {
  const agencies = [...new Set(jobs.map(j => j.agency))]
  const cost = size * costOfLine(work.formats)
  const hands = cost > WORTH_A_WORKER && existsSync(workerFile) ? Math.max(1, Math.min(width, agencies.length)) : 1
  const shares = Array.from({ length: hands }, (_, hand) => jobs.filter(j => agencies.indexOf(j.agency) % hands === hand))
  const crew = new Crew(workerFile, hands - 1)
  const afar = shares.slice(1).map(share => crew.run<readonly (readonly PackageFile[])[]>({ work, jobs: share }))
  const done = await Promise.allSettled([writeAll(work, shares[0]!, begun), ...afar]).finally(() => crew.close())
  const failed = done.find(d => d.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  const files = new Map(
    done.flatMap((d, hand) => (d.status === 'fulfilled' ? d.value.map((of, i) => [shares[hand]![i]!, of] as const) : [])),
  )
  return jobs.flatMap(job => files.get(job)!)
}

function chosen(store: Store, ws: Workspace, wanted: number | undefined): RunRecord {
  const runs = store.runs()
  const run = wanted === undefined ? runs.at(-1) : runs.find(r => r.id === wanted)
  if (run !== undefined) return run
  throw wanted === undefined || runs.length === 0
    ? problem('export.no_run', {})
    : problem('export.run_unknown', { found: wanted, known: runs.map(r => r.id).join(', ') })
}

interface Asked {
  readonly store: Store
  readonly run: RunRecord
  readonly request: ExportRequest
  readonly dir: string
  readonly lang: Lang
}

/** Who gets what: plain data for the workers. */
function plan(
  ws: Workspace,
  { store, run, request, dir, lang }: Asked,
): { work: PackageWork; jobs: readonly ExportJob[]; base: Omit<Manifest, 'files'>; size: number; gone: readonly number[] } {
  const reader = new RunReader(run)
  try {
    const inRun = new Set(reader.batches().map(b => b.batch))
    const batches = store.batches().filter(b => inRun.has(b.id))
    const { digest, findings } = reader.digest()
    const encoding = request.encoding ?? ws.export.encoding
    const packageId = `${run.asOf}-${digest.slice(0, 12)}`
    const work: PackageWork = {
      data: ws.data,
      codes: ws.codes,
      dir,
      run,
      city: ws.city,
      lang,
      packageId,
      mask: request.mask ?? false,
      encoding,
      formats: ws.export.formats,
      words: ruleWords(ws),
      ...(request.sheetLimit === undefined ? {} : { sheetLimit: request.sheetLimit }),
    }
    const senders = new Set(batches.filter(b => b.state !== 'dropped').map(b => b.agency))
    const jobs = ws.export.recipients.flatMap(agency => [
      { what: 'discrepancies' as const, agency },
      ...(senders.has(agency) ? [{ what: 'cleansing' as const, agency }] : []),
    ])
    const notes = batches.flatMap(b => b.segments).reduce((n, s) => n + s.counts.rowsChanged + s.counts.rowsWithIssues, 0)
    return {
      work,
      jobs,
      size: findings + notes,
      gone: [...inRun].filter(id => !batches.some(b => b.id === id && b.state !== 'dropped')),
      base: { package: packageId, version: 1, city: ws.city, as_of: run.asOf, run: run.id, language: lang, masked: work.mask, encoding },
    }
  } finally {
    reader.close()
  }
}
