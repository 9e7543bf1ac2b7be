import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { isDay, Problem, problem, type Agency, type Day, type Effects, type ProblemData } from '../kernel/index.js'
import { openStore, type Batch, type SegmentCounts, type Store } from '../store/index.js'
import type { Encoding, LeftOut } from '../source/index.js'
import type { Workspace } from '../workspace/index.js'
import type { Arrival } from './arrival.js'
import { findDeliveries, type Delivery } from './deliveries.js'
import { loadExtract, type ExtractJob, type ExtractOutcome, type ExtractResult } from './extract.js'
import { passwordFor } from './password.js'
import { repeatsOf, type Repeat } from './repeats.js'

/** What `hedui load` is asked. */
export interface LoadRequest {
  /** Files; none: what lies in the inbox and fits a source. */
  readonly files: readonly string[]
  readonly sources?: readonly string[]
  readonly layout?: string
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: string
  readonly sheet?: string
  /** Data date of the batches. */
  readonly date?: Day
  readonly window?: string
  /** Batches that the new one replaces. */
  readonly replaces?: readonly number[]
  readonly jobs: number
  /** Seconds that a file in the inbox must have been quiet; the workspace's own where it is left out. */
  readonly settle?: number
}

/** What became of one extract. */
export interface LoadedExtract {
  readonly file: string
  readonly state: 'loaded' | 'known' | 'problem'
  readonly batch: number | null
  readonly layout: string | null
  readonly agency: Agency | null
  readonly dataDate: Day | null
  readonly encoding: string | null
  readonly counts: SegmentCounts | null
  readonly roundedIds: boolean
  readonly unknownCodes: number
  readonly surplus: readonly string[]
  readonly skipped: readonly string[]
  readonly leftOut: readonly LeftOut[]
  readonly farRows: number
  readonly problem: ProblemData | null
  readonly seconds: number
}

export interface LoadReport { readonly extracts: readonly LoadedExtract[]; /** Files of the inbox that are still being written, left for the next time. */ readonly growing: readonly string[]; readonly repeats: readonly Repeat[]; readonly batches: readonly number[]; readonly seconds: number }

interface Ground { readonly ws: Workspace; readonly store: Store; readonly request: LoadRequest; readonly fx: Effects; readonly today: Day; readonly known: Record<string, number> }

/** Loads extracts, each into its own segment, several at a time; batches are committed in the order of the arguments. What fails hurts no other. */
export async function load(ws: Workspace, request: LoadRequest, fx: Effects): Promise<LoadReport> {
  const started = fx.now().getTime()
  if (request.date !== undefined && !isDay(request.date)) throw problem('load.date', { found: request.date })
  const { deliveries, growing } = await findDeliveries(ws, { files: request.files, sources: request.sources ?? [], layout: request.layout ?? null, now: fx.now, settle: request.settle ?? null })
  const store = openStore(ws.data)
  const lock = store.lock()
  try {
    for (const id of request.replaces ?? []) replaceable(store, id)
    const ground: Ground = { ws, store, request, fx, today: localDay(fx.now()), known: digests(store.batches()) }
    const extracts: LoadedExtract[] = []
    const batches: number[] = []
    const first = store.nextBatch()
    const results = runAll(ground, deliveries, first)
    for (const [i, delivery] of deliveries.entries()) {
      const outcomes = await Promise.all(results[i]!)
      const committed = commit(ground, { delivery, id: first + i, outcomes })
      if (committed !== null) batches.push(committed)
      extracts.push(...delivery.arrivals.map((a, n) => shown(a, outcomes[n]!, committed)))
    }
    fx.progress('')
    const repeats = batches.flatMap(id => repeatsOf(store.batches(), id, ws.repeatShare))
    return { extracts, growing, repeats, batches, seconds: (fx.now().getTime() - started) / 1000 }
  } finally {
    lock.release()
    store.close()
  }
}

/** The day on the operator's calendar. */
export function localDay(now: Date): Day {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}

function digests(batches: readonly Batch[]): Record<string, number> {
  return Object.fromEntries(batches.filter(b => b.state === 'active').flatMap(b => b.segments.map(s => [s.digest, b.id])))
}

function replaceable(store: Store, id: number): void {
  const batch = store.batches().find(b => b.id === id)
  if (batch === undefined) throw problem('store.no_batch', { id: String(id) })
  if (batch.state !== 'active') throw problem('store.batch_gone', { id, state: batch.state })
}

interface Timed { readonly outcome: ExtractOutcome; readonly seconds: number }

/** Starts every extract, at most `jobs` at a time, in order. */
function runAll(ground: Ground, deliveries: readonly Delivery[], first: number): readonly (readonly Promise<Timed>[])[] {
  const { request } = ground
  const total = deliveries.reduce((n, d) => n + d.arrivals.length, 0)
  const limit = gate(Math.max(1, Math.min(request.jobs, total)))
  const inline = total === 1 || request.jobs <= 1 || !existsSync(workerFile)
  let done = 0
  return deliveries.map((delivery, d) => delivery.arrivals.map((arrival, n) => limit(async () => {
    const from = ground.fx.now().getTime()
    const outcome = await loadOne(() => jobOf(ground, { delivery, arrival, draft: ground.store.draftPath(first + d, n + 1) }), inline)
    ground.fx.progress(`${++done}/${total} ${arrival.file}`)
    return { outcome, seconds: (ground.fx.now().getTime() - from) / 1000 }
  })))
}

/** What already stands in the way of a job (no password) is its own problem and no other's. */
async function loadOne(make: () => ExtractJob, inline: boolean): Promise<ExtractOutcome> {
  try {
    const job = make()
    return inline ? await loadExtract(job) : await inWorker(job)
  } catch (error) {
    if (error instanceof Problem) return { state: 'problem', problem: { code: error.code, params: error.params, exit: error.exit } }
    throw error
  }
}

const workerFile = fileURLToPath(new URL('./load-worker.js', import.meta.url))

function inWorker(job: ExtractJob): Promise<ExtractOutcome> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile, { workerData: job })
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the loading worker ended with ${code}`)))
  })
}

/** Lets at most `width` run at a time. */
function gate(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= width) await new Promise<void>(resolve => waiting.push(resolve))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}

function jobOf({ ws, request, fx, today, known }: Ground, { delivery, arrival, draft }: { delivery: Delivery; arrival: Arrival; draft: string }): ExtractJob {
  const { source } = delivery
  return {
    path: arrival.path, file: arrival.file, layouts: ws.layouts, codes: ws.codes, wanted: request.layout ?? source?.layout ?? null,
    encoding: request.encoding ?? source?.encoding ?? 'auto', delimiter: request.delimiter ?? source?.delimiter ?? 'auto', sheet: request.sheet ?? source?.sheet ?? null,
    entry: arrival.entry, limits: ws.limits, password: passwordFor(ws, source, fx),
    date: request.date ?? delivery.date ?? periodEnd(delivery.window, today), loadDay: today, draft, maxSetAside: ws.maxSetAside, known,
  }
}

/** A window of a month is known up to its last day, or up to today. */
function periodEnd(window: string | null, today: Day): Day | null {
  if (window === null || !/^\d{6}$/.test(window)) return null
  const last = new Date(Date.UTC(Number(window.slice(0, 4)), Number(window.slice(4)), 0)).toISOString().slice(0, 10)
  return last < today ? last : today
}

/** Names the batch in the catalogue when all its files loaded; null when one did not, or nothing is left of it. */
function commit({ store, request, fx, known }: Ground, { delivery, id, outcomes }: { delivery: Delivery; id: number; outcomes: readonly Timed[] }): number | null {
  if (outcomes.some(o => o.outcome.state === 'problem')) return null
  const loaded = outcomes.flatMap(({ outcome }, n) => outcome.state === 'loaded' && known[outcome.result.digest] === undefined ? [{ result: outcome.result, n: n + 1, file: delivery.arrivals[n]!.file }] : [])
  const first = loaded[0]?.result
  if (first === undefined) return null
  const batch: Batch = {
    id, source: delivery.source?.name ?? null, layout: first.layout, fingerprint: first.fingerprint, agency: first.agency, sender: first.sender,
    kinds: [...new Set(loaded.flatMap(l => l.result.tables.map(t => t.kind)))], delivers: delivery.source?.delivers ?? 'append', dataDate: first.dataDate,
    window: request.window ?? delivery.window, loadedAt: fx.now().toISOString(), state: 'active', replacedBy: null,
    segments: loaded.map(({ result, n, file }) => segmentOf(id, n, { file, result })),
  }
  store.commitBatch(batch, batch.loadedAt, request.replaces ?? [])
  for (const { result } of loaded) known[result.digest] = id
  return id
}

function segmentOf(batch: number, n: number, { file, result }: { file: string; result: ExtractResult }): Batch['segments'][number] {
  return { batch, n, file, path: '', digest: result.digest, tables: result.tables, counts: result.counts, unknownCodes: result.unknownCodes, roundedIds: result.roundedIds }
}

function shown({ file }: Arrival, { outcome, seconds }: Timed, committed: number | null): LoadedExtract {
  const none = { layout: null, agency: null, dataDate: null, encoding: null, counts: null, roundedIds: false, unknownCodes: 0, surplus: [], skipped: [], leftOut: [], farRows: 0, problem: null, seconds }
  if (outcome.state === 'problem') return { ...none, file, state: 'problem', batch: null, problem: outcome.problem }
  if (outcome.state === 'known') return { ...none, file, state: 'known', batch: outcome.batch }
  const { result: r } = outcome
  return {
    file, state: committed === null ? 'known' : 'loaded', batch: committed, layout: r.layout, agency: r.agency, dataDate: r.dataDate, encoding: r.encoding, counts: r.counts, roundedIds: r.roundedIds,
    unknownCodes: r.unknownCodes.reduce((n, c) => n + c.rows, 0), surplus: r.surplus, skipped: r.skipped, leftOut: r.leftOut, farRows: r.farRows, problem: null, seconds,
  }
}

