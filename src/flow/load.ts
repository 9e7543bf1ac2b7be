import { isDay, localDay, problem, type Effects } from '../kernel/index.js'
import { openStore, type Lock, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import type { Arrival } from './arrival.js'
import { contentOf } from './content.js'
import { findDeliveries, type Delivery } from './deliveries.js'
import { commit } from './load-commit.js'
import type { LoadGround, LoadedExtract, LoadReport, LoadRequest } from './load-ground.js'
import { crewFor, lapsOf, runAll, type Timed } from './load-jobs.js'
import { isKnown } from './originals.js'
import { displacedBy, repeatsOf } from './repeats.js'
import { Stopwatch, type Lap } from './stopwatch.js'

export type { LoadedExtract, LoadReport, LoadRequest } from './load-ground.js'

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
  try {
    const loaded = (path: string): boolean => isKnown(path, store.batches())
    // The lock is for afterwards: young files are waited for.
    const { files, sources = [], layout = null, settle = null } = request
    const { deliveries, growing, strangers } = await findDeliveries(ws, { files, sources, layout, settle, now: fx.now, loaded })
    lock = store.lock()
    for (const id of request.replaces ?? []) replaceable(store, id)
    const ground: LoadGround = { ws, store, request, fx, today: localDay(fx.now()), known: {} }
    const { extracts, batches, laps } = await loadAll(ground, deliveries, watch)
    fx.progress('')
    return {
      extracts,
      growing,
      repeats: batches.flatMap(id => repeatsOf(store.batches(), id, ws.repeatShare)),
      displaced: batches.flatMap(id => displacedBy(store.batches(), id)),
      batches,
      strangers: request.files.length === 0 ? strangers : [],
      seconds: (fx.now().getTime() - started) / 1000,
      laps: watch === null ? [] : [...laps, ...watch.laps()],
    }
  } finally {
    lock?.release()
    store.close()
  }
}

/** Reads all deliveries, several extracts at a time, and commits each when its turn comes. */
async function loadAll(
  ground: LoadGround,
  deliveries: readonly Delivery[],
  watch: Stopwatch | null,
): Promise<Pick<LoadReport, 'extracts' | 'batches' | 'laps'>> {
  const crew = crewFor(
    ground.request,
    deliveries.flatMap(d => d.arrivals),
    ground.fx,
  )
  try {
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
    return { extracts, batches, laps }
  } finally {
    await crew?.close()
  }
}

function replaceable(store: Store, id: number): void {
  const batch = store.batches().find(b => b.id === id)
  if (batch === undefined) throw problem('store.no_batch', { id: String(id) })
  if (batch.state !== 'active') throw problem('store.batch_gone', { id, state: batch.state })
}

function shown(
  { file }: Arrival,
  { outcome, seconds }: Timed,
  { known, taken, rounded }: { known: LoadGround['known']; taken: boolean; rounded: boolean },
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
