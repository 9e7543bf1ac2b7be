import { statAt, type Effects } from '../kernel/index.js'
import type { SourceSpec } from '../workspace/index.js'
import type { Arrival } from './arrival.js'
import { contentsOf } from './content.js'
import type { Delivery } from './deliveries.js'
import { mendable, type ExtractJob } from './extract.js'
import { isPull, periodEnd, repeatedContents, type LoadGround, type LoadRequest } from './load-ground.js'
import { LoadProgress, type Progress } from './load-progress.js'
import { passwordFor } from './password.js'
import { Crew, gate } from './pool.js'
import { passwordOf } from './pull.js'
import type { Lap } from './stopwatch.js'
import { loadTimed, type TimedOutcome } from './timed-load.js'

/** What became of an extract, where its draft lies, and how long it took. */
export interface Timed extends TimedOutcome {
  readonly draft: string
  readonly seconds: number
}

/** Starts every extract, at most `jobs` at a time, in order. */
export function runAll(ground: LoadGround, deliveries: readonly Delivery[], crew: Crew | null): readonly (readonly Promise<Timed>[])[] {
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
          const told = (reached: Progress): void => progress.at(at, reached, arrival.file)
          const { outcome, laps } = await settle(() => {
            const job = jobOf(ground, {
              delivery,
              arrival,
              draft,
              alone: deliveries.every(x => x === delivery || x.source !== delivery.source || x.source === null),
            })
            return crew === null
              ? loadTimed(job, { told, ticks: ground.fx.ticks })
              : crew.run<TimedOutcome>(job, reached => told(reached as Progress))
          })
          progress.finished(at, outcome.state === 'loaded' ? outcome.result.counts.rowsRead : 0, arrival.file)
          return { outcome, laps, draft, seconds: (ground.fx.ticks() - from) / 1000 }
        }),
      ),
  )
}

/** Stages of an extract; what is left of its time went to the start of a worker and to the way there and back. */
export function lapsOf({ laps, seconds }: Timed, { file }: Arrival): readonly Lap[] {
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
export function crewFor({ jobs }: LoadRequest, arrivals: readonly Arrival[], { loadWorker }: Effects): Crew | null {
  const isSmall = arrivals.every(a => !isPull(a)) && arrivals.reduce((n, a) => n + (statAt(a.path)?.size ?? 0), 0) < SMALL
  return arrivals.length === 1 || jobs <= 1 || isSmall || loadWorker === undefined
    ? null
    : new Crew(loadWorker, Math.min(jobs, arrivals.length))
}

/** `alone`: no other delivery of its source is under way, which might take the place of what is in force. */
function jobOf(
  ground: LoadGround,
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
            source === null || source.delivers === 'append' || (alone && delivery.arrivals.length === 1)
              ? repeatedContents(ground, delivery)
              : {},
        }),
  }
}

/** A table that reads as it did when its newest batch was made is known; that it read so before that is not. */
function pullJob({ ws, store, today, request, fx }: LoadGround, source: SourceSpec, draft: string): Pick<ExtractJob, 'pull' | 'known'> {
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
