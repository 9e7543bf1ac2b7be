import { lastDay } from '../calendar/index.js'
import { isDay, localDay, problem, statAt, type Agency, type Day, type Effects, type ProblemData } from '../kernel/index.js'
import { looksRounded } from '../layout/index.js'
import { openStore, slotOf, type Batch, type Lock, type SegmentCounts, type Store } from '../store/index.js'
import type { Encoding, LeftOut } from '../source/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import type { Arrival } from './arrival.js'
import { contentOf, contentsOf } from './content.js'
import { findDeliveries, type Delivery } from './deliveries.js'
import { LoadProgress, type Stage } from './load-progress.js'
import { mendable, type ExtractJob, type ExtractResult } from './extract.js'
import { isKnown } from './originals.js'
import { passwordFor } from './password.js'
import { Crew, gate } from './pool.js'
import { passwordOf } from './pull.js'
import { displacedBy, repeatsOf, type Displaced, type Repeat } from './repeats.js'
import { Stopwatch, type Lap } from './stopwatch.js'
import type { Unproven } from './totals.js'
import { loadTimed, type TimedOutcome } from './timed-load.js'

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
  /** Sources that are pulled in steps are pulled as a whole. */
  readonly full?: boolean
  readonly jobs: number
  /** Seconds that a file in the inbox must have been quiet; the workspace's own where it is left out. */
  readonly settle?: number
  /** What the stages took is wanted. */
  readonly profile?: boolean
}

/** What became of one extract. */
export interface LoadedExtract {
  readonly file: string
  /** `known`: its content is in `batch` already; `held`: nothing of its delivery is loaded, because another file of it is a problem. */
  readonly state: 'loaded' | 'known' | 'held' | 'problem'
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
  /** Declared amounts that could not be proven, for rows whose money cannot be read. */
  readonly unproven: readonly Unproven[]
  /** Rows that a pull in steps found new or changed; null where everything was read. */
  readonly fresh: { readonly added: number; readonly changed: number } | null
  readonly problem: ProblemData | null
  readonly seconds: number
}

export interface LoadReport {
  /** Files of the inbox that are still being written, left for the next time. */ readonly growing: readonly string[]
  readonly extracts: readonly LoadedExtract[]
  readonly repeats: readonly Repeat[]
  readonly displaced: readonly Displaced[]
  readonly batches: readonly number[]
  /** Files in the inbox whose names fit no source, and that no batch was made of: left alone. */ readonly strangers: readonly string[]
  readonly seconds: number
  /** What the stages took, by file (null: of the whole), over all workers; none unless it was asked. */ readonly laps: readonly Lap[]
}

interface Ground {
  readonly ws: Workspace
  readonly store: Store
  readonly request: LoadRequest
  readonly fx: Effects
  readonly today: Day
  readonly known: Record<string, number>
}

/**
 * Loads extracts, each into its own segment, several at a time; batches are committed in the order of the arguments. What fails hurts no
 * other.
 */
export async function load(ws: Workspace, request: LoadRequest, fx: Effects): Promise<LoadReport> {
  const started = fx.now().getTime()
  const watch = request.profile === true ? new Stopwatch(fx.ticks) : null
  if (request.date !== undefined && !isDay(request.date)) throw problem('load.date', { found: request.date })
  const store = openStore(ws.data)
  let lock: Lock | undefined
  let crew: Crew | null = null
  try {
    const loaded = (path: string): boolean => isKnown(path, store.batches())
    // The lock is for afterwards: young files are waited for.
    const { deliveries, growing, strangers } = await findDeliveries(ws, {
      files: request.files,
      sources: request.sources ?? [],
      layout: request.layout ?? null,
      now: fx.now,
      settle: request.settle ?? null,
      loaded,
    })
    lock = store.lock()
    crew = crewFor(
      request,
      deliveries.flatMap(d => d.arrivals),
      fx,
    )
    for (const id of request.replaces ?? []) replaceable(store, id)
    const ground: Ground = { ws, store, request, fx, today: localDay(fx.now()), known: {} }
    const extracts: LoadedExtract[] = []
    const batches: number[] = []
    const laps: Lap[] = []
    watch?.lap(null, 'start')
    const results = runAll(ground, deliveries, crew)
    // A failure is met where its delivery's turn comes; until then it must not end the process.
    for (const result of results.flat()) result.catch(() => undefined)
    for (const [i, delivery] of deliveries.entries()) {
      const outcomes = await Promise.all(results[i]!)
      watch?.start()
      const committed = commit(ground, delivery, outcomes)
      watch?.lap(null, 'commit')
      laps.push(...outcomes.flatMap((o, n) => lapsOf(o, delivery.arrivals[n]!)))
      if (committed !== null) batches.push(committed.id)
      extracts.push(
        ...delivery.arrivals.map((a, n) =>
          shown(a, outcomes[n]!, { known: ground.known, taken: committed?.taken.has(n) ?? false, rounded: committed?.rounded ?? false }),
        ),
      )
    }
    fx.progress('')
    const repeats = batches.flatMap(id => repeatsOf(store.batches(), id, ws.repeatShare))
    const displaced = batches.flatMap(id => displacedBy(store.batches(), id))
    return {
      extracts,
      growing,
      repeats,
      displaced,
      batches,
      strangers: request.files.length === 0 ? strangers : [],
      seconds: (fx.now().getTime() - started) / 1000,
      laps: watch === null ? [] : [...laps, ...watch.laps()],
    }
  } finally {
    await crew?.close()
    lock?.release()
    store.close()
  }
}

/** The day as of which a delivery speaks; what its files say of themselves goes before today, and is not known yet. */
function dayOf({ request, today }: Ground, { date, window }: Delivery): Day {
  return request.date ?? date ?? periodEnd(window, today) ?? today
}

/**
 * Contents that a delivery would only repeat: read by its layout, and in force on its day. What a snapshot or window held before another
 * took its place is no repeat: the same content delivered again after that is a relapse.
 */
function repeated(ground: Ground, delivery: Delivery): Record<string, number> {
  const { store, request } = ground
  const layout = request.layout ?? delivery.source?.layout ?? null
  const inForce = new Set(store.inForce(dayOf(ground, delivery)).map(b => b.id))
  const counts = (b: Batch): boolean => b.state === 'replaced' || slotOf(b) === null || inForce.has(b.id)
  // What lies in the inbox is found again and again: a file whose batch was replaced by hand must not come back by itself. One that is
  // named is meant.
  return contentsOf(
    store.batches().filter(b => !(request.replaces ?? []).includes(b.id) && (layout === null || b.layout === layout) && counts(b)),
    { replaced: request.files.length === 0 },
  )
}

function replaceable(store: Store, id: number): void {
  const batch = store.batches().find(b => b.id === id)
  if (batch === undefined) throw problem('store.no_batch', { id: String(id) })
  if (batch.state !== 'active') throw problem('store.batch_gone', { id, state: batch.state })
}

interface Timed extends TimedOutcome {
  readonly draft: string
  readonly seconds: number
}

/** Starts every extract, at most `jobs` at a time, in order. */
function runAll(ground: Ground, deliveries: readonly Delivery[], crew: Crew | null): readonly (readonly Promise<Timed>[])[] {
  const { request, store } = ground
  const first = store.nextBatch()
  const total = deliveries.reduce((n, d) => n + d.arrivals.length, 0)
  const limit = gate(crew === null ? 1 : Math.max(1, Math.min(request.jobs, total)))
  const progress = new LoadProgress(
    ground.fx,
    deliveries.flatMap(d => d.arrivals.map(a => a.path)),
  )
  let next = 0
  return deliveries.map((delivery, d) =>
    delivery.arrivals
      .map((arrival, n) => ({ arrival, n, at: next++ }))
      .map(({ arrival, n, at }) =>
        limit(async () => {
          const from = ground.fx.ticks()
          const draft = store.draftPath(first + d, n + 1)
          const told = (stage: Stage): void => progress.at(at, stage, arrival.file)
          const { outcome, laps } = await settle(() => {
            const job = jobOf(ground, {
              delivery,
              arrival,
              draft,
              alone: deliveries.every(x => x === delivery || x.source !== delivery.source || x.source === null),
            })
            return crew === null
              ? loadTimed(job, { told, ticks: ground.fx.ticks })
              : crew.run<TimedOutcome>(job, stage => told(stage as Stage))
          })
          progress.finished(at, outcome.state === 'loaded' ? outcome.result.counts.rowsRead : 0, arrival.file)
          return { outcome, laps, draft, seconds: (ground.fx.ticks() - from) / 1000 }
        }),
      ),
  )
}

/** Stages of an extract; what is left of its time went to the start of a worker and to the way there and back. */
function lapsOf({ laps, seconds }: Timed, { file }: Arrival): readonly Lap[] {
  const rest = seconds - laps.reduce((sum, l) => sum + l.seconds, 0)
  return laps.length === 0 || rest <= 0 ? laps : [{ of: file, stage: 'start', seconds: rest }, ...laps]
}

/** What already stands in the way of a job (no password) is its own problem and no other's. */
async function settle(work: () => Promise<TimedOutcome>): Promise<TimedOutcome> {
  try {
    return await work()
  } catch (error) {
    return { outcome: mendable(error), laps: [] }
  }
}

/** Bytes that are read before a worker would have started: two tiny files took 2.0 s of CPU with workers, 0.8 without. */
const SMALL = 1 << 20

/** Workers, where there is more than one extract, more than one may be loaded at a time, and they are worth starting. */
function crewFor({ jobs }: LoadRequest, arrivals: readonly Arrival[], { loadWorker }: Effects): Crew | null {
  const isSmall = arrivals.every(a => !isPull(a)) && arrivals.reduce((n, a) => n + (statAt(a.path)?.size ?? 0), 0) < SMALL
  return arrivals.length === 1 || jobs <= 1 || isSmall || loadWorker === undefined
    ? null
    : new Crew(loadWorker, Math.min(jobs, arrivals.length))
}

/** `alone`: no other delivery of its source is under way, which might take the place of what is in force. */
function jobOf(
  ground: Ground,
  { delivery, arrival, draft, alone }: { delivery: Delivery; arrival: Arrival; draft: string; alone: boolean },
): ExtractJob {
  const { ws, request, fx, today } = ground
  const { source } = delivery
  return {
    path: arrival.path,
    file: arrival.file,
    layouts: ws.layouts,
    codes: ws.codes,
    wanted: request.layout ?? source?.layout ?? null,
    encoding: request.encoding ?? source?.encoding ?? 'auto',
    delimiter: request.delimiter ?? source?.delimiter ?? 'auto',
    sheet: request.sheet ?? source?.sheet ?? null,
    entry: arrival.entry,
    limits: ws.limits,
    password: isPull(arrival) ? null : passwordFor(ws, source, fx),
    date: request.date ?? delivery.date ?? periodEnd(delivery.window, today),
    loadDay: today,
    draft,
    maxSetAside: ws.maxSetAside,
    profile: request.profile === true,
    ...(isPull(arrival)
      ? pullJob(ground, arrival.source, draft)
      : {
          known:
            source === null || source.delivers === 'append' || (alone && delivery.arrivals.length === 1) ? repeated(ground, delivery) : {},
        }),
  }
}

function isPull(arrival: Arrival): arrival is Arrival & { readonly source: SourceSpec } {
  return arrival.path === '' && arrival.source !== null
}

/** A table that reads as it did when its newest batch was made is known; that it read so before that is not. */
function pullJob({ ws, store, today, request, fx }: Ground, source: SourceSpec, draft: string): Pick<ExtractJob, 'pull' | 'known'> {
  const setting = source.database!
  const kept = request.full === true || setting.incremental === null ? undefined : store.pulls().find(p => p.source === source.name)
  return {
    known: contentsOf(
      store.inForce(request.date ?? today).filter(b => b.source === source.name),
      { replaced: false },
    ),
    pull: {
      source: source.name,
      setting,
      password: passwordOf(ws, source, fx),
      dir: ws.dir,
      today,
      earlier: kept === undefined ? null : { fingerprint: kept.fingerprint, mark: kept.mark, rows: store.rowsPath(kept.batch) },
      keep: setting.incremental === null ? null : `${draft}.rows`,
    },
  }
}

/** A window of a month is known up to its last day, or up to today. */
function periodEnd(window: string | null, today: Day): Day | null {
  if (window === null || !/^\d{6}$/.test(window)) return null
  const last = lastDay(window)
  return last < today ? last : today
}

interface Committed {
  readonly id: number
  /** Ids of it look rounded. */ readonly rounded: boolean
  /** Which files of the delivery its segments are of. */ readonly taken: ReadonlySet<number>
}

/**
 * Names the batch in the catalogue when all its files loaded; null when one did not, or nothing is left of it. It gets the next id only
 * now: what failed or was known leaves no gap, and a repeat after an interruption gives the ids that an undisturbed load gives.
 */
function commit(ground: Ground, delivery: Delivery, outcomes: readonly Timed[]): Committed | null {
  const { store, request, fx, known } = ground
  const { source } = delivery
  const pulled = isPull(delivery.arrivals[0]!)
  const whole = outcomes.every(o => o.outcome.state !== 'problem')
  const before = again(ground, delivery, outcomes)
  const fresh = new Map<string, { result: ExtractResult; draft: string; file: string; at: number }>()
  for (const [i, { outcome, draft }] of outcomes.entries()) {
    if (outcome.state !== 'loaded') continue
    const { result } = outcome
    const content = contentOf(result.digest, result)
    const held = before[content]
    if (held !== undefined) known[content] = held
    if (whole && held === undefined && !fresh.has(content)) fresh.set(content, { result, draft, file: delivery.arrivals[i]!.file, at: i })
    else store.discard(draft)
  }
  const loaded = [...fresh.values()]
  const first = loaded[0]?.result
  if (first === undefined) return null
  const id = store.nextBatch()
  const rounded = looksRounded(loaded.flatMap(l => l.result.idEndings))
  const batch: Batch = {
    id,
    source: source?.name ?? null,
    layout: first.layout,
    fingerprint: first.fingerprint,
    agency: first.agency,
    sender: first.sender,
    kinds: [...new Set(loaded.flatMap(l => l.result.tables.map(t => t.kind)))],
    delivers: source?.delivers ?? 'append',
    dataDate: first.dataDate,
    window:
      request.window ?? delivery.window ?? (pulled && source?.delivers === 'window' ? first.dataDate.slice(0, 7).replace('-', '') : null),
    loadedAt: fx.now().toISOString(),
    state: 'active',
    replacedBy: null,
    segments: loaded.map(({ result, file }, i) => segmentOf(id, i + 1, { file, result, rounded })),
  }
  const next = first.pulled?.next ?? null
  store.commitBatch(batch, {
    drafts: loaded.map(l => l.draft),
    now: batch.loadedAt,
    replaces: [...(request.replaces ?? []), ...(pulled ? inPlaceOf(store, source!) : [])],
    pull: next === null ? null : { source: source!.name, ...next },
  })
  for (const { result } of loaded) known[result.digest] = known[contentOf(result.digest, result)] = id
  return { id, rounded, taken: new Set(loaded.map(l => l.at)) }
}

/**
 * What of a delivery is there already, by digest. A snapshot or a window is there whole or not at all: were only its changed files taken,
 * the rows of the others would be lost with the batch that it takes the place of. Where it is, and a later day is named, that batch is
 * known up to then.
 */
function again(ground: Ground, delivery: Delivery, outcomes: readonly Timed[]): Record<string, number> {
  const { store, request, fx, today } = ground
  const pulled = isPull(delivery.arrivals[0]!)
  // A pull tells by itself what it has read before.
  const before = pulled ? {} : repeated(ground, delivery)
  if (delivery.source === null || delivery.source.delivers === 'append') return before
  const batches = new Set(
    outcomes.map(({ outcome }) =>
      outcome.state === 'loaded'
        ? before[contentOf(outcome.result.digest, outcome.result)]
        : outcome.state === 'known'
          ? outcome.batch
          : undefined,
    ),
  )
  const [batch] = batches
  if (batches.size !== 1 || batch === undefined) return {}
  // A file without a day in its name may lie in the inbox for long.
  const day = request.date ?? (pulled ? today : delivery.date)
  const held = store.batches().find(b => b.id === batch)
  if (day !== null && held !== undefined && held.source === delivery.source.name && day > held.dataDate)
    store.confirm(batch, day, fx.now().toISOString())
  return before
}

/** A pull in steps holds all rows of its source: where every batch counts, the one before it must not count too. */
function inPlaceOf(store: Store, { name, delivers, database }: SourceSpec): readonly number[] {
  if (delivers === 'snapshot' || database?.incremental == null) return []
  return store
    .pulls()
    .filter(p => p.source === name)
    .map(p => p.batch)
}

function segmentOf(
  batch: number,
  n: number,
  { file, result, rounded }: { file: string; result: ExtractResult; rounded: boolean },
): Batch['segments'][number] {
  return {
    batch,
    n,
    file,
    path: '',
    digest: result.digest,
    tables: result.tables,
    counts: result.counts,
    unknownCodes: result.unknownCodes,
    roundedIds: rounded,
    batchNumbers: result.batchNumbers,
  }
}

function shown(
  { file }: Arrival,
  { outcome, seconds }: Timed,
  { known, taken, rounded }: { known: Ground['known']; taken: boolean; rounded: boolean },
): LoadedExtract {
  const none = {
    layout: null,
    agency: null,
    dataDate: null,
    encoding: null,
    counts: null,
    roundedIds: false,
    unknownCodes: 0,
    surplus: [],
    skipped: [],
    leftOut: [],
    farRows: 0,
    unproven: [],
    fresh: null,
    problem: null,
    seconds,
  }
  if (outcome.state === 'problem') return { ...none, file, state: 'problem', batch: null, problem: outcome.problem }
  if (outcome.state === 'known') return { ...none, file, state: 'known', batch: outcome.batch }
  const { result: r } = outcome
  const batch = known[contentOf(r.digest, r)]
  if (batch === undefined) return { ...none, file, state: 'held', batch: null }
  return {
    file,
    state: taken ? 'loaded' : 'known',
    batch,
    layout: r.layout,
    agency: r.agency,
    dataDate: r.dataDate,
    encoding: r.encoding,
    counts: r.counts,
    roundedIds: taken && rounded,
    unknownCodes: r.unknownCodes.reduce((n, c) => n + c.rows, 0),
    surplus: r.surplus,
    skipped: r.skipped,
    leftOut: r.leftOut,
    farRows: r.farRows,
    unproven: r.unproven,
    fresh: r.pulled?.fresh ?? null,
    problem: null,
    seconds,
  }
}
