import { unknown } from '../config/index.js'
import { readResult, runRules, type RunInput, type RunResult } from '../engine/index.js'
import { localDay, problem, type Day, type Effects } from '../kernel/index.js'
import { applyRun, applySame, type LedgerMoves } from '../ledger/index.js'
import { codesOf, type Rule } from '../match/index.js'
import { say } from '../messages/index.js'
import { openWritten, openStore, type Batch, type RunRecord, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { premisesOf } from './premises.js'
import { paramsOf, rulesOf } from './rules.js'
import { SecondThread } from './second.js'
import { owingSources } from './status.js'
import { Stopwatch, type Lap } from './stopwatch.js'
import { waitingOf, type Waiting } from './waiting.js'

/** What `hedui match` is asked. */
export interface MatchRequest {
  readonly asOf: Day
  /** Rules or outcomes to run; empty: all. */
  readonly rules: readonly string[]
  /** Anew, whatever an earlier run found, and without the fingerprint prefilter. */
  readonly exact: boolean
  /** Threads at most; more than one only for large files. */
  readonly jobs?: number
}

/** What a run found, and how it moved the ledger. */
export interface MatchReport extends RunResult {
  readonly run: number
  readonly asOf: Day
  /** The run whose findings these are: since then nothing changed of what they follow from. Null: it was matched anew. */
  readonly sameAs: number | null
  /** The day of the last run before this one that moved the ledger. */
  readonly lastAsOf: Day | null
  /** `shown`: its day lies before the last run's; the ledger was left alone. */
  readonly state: 'ledger' | 'shown'
  /** How the ledger moved, by move; null where it was left alone. */
  readonly moves: Readonly<Record<string, number>> | null
  readonly batches: number
  /** Batches whose data date lies after as-of: loaded, not looked at. */
  readonly later: number
  /** Rules of which rows wait for later data. */
  readonly waits: readonly Waiting[]
  readonly seconds: number
  /** What the stages took, by rule (null: of the run). */
  readonly laps: readonly Lap[]
}

/**
 * Matches what is in force on `asOf` and moves the ledger, in one transaction; a day before the last run's is shown and leaves the ledger
 * alone.
 */
export function matchRun(ws: Workspace, request: MatchRequest, fx: Effects): MatchReport {
  const started = fx.now().getTime()
  const watch = new Stopwatch(fx.ticks)
  const all = rulesOf(ws)
  checkNames(all, request.rules)
  const params = paramsOf(ws)
  const store = openStore(ws.data)
  const lock = store.lock()
  try {
    const batches = store.inForce(request.asOf)
    const later = store.batches().filter(b => b.state === 'active' && b.dataDate > request.asOf).length
    if (batches.length === 0) throw problem('match.no_data', { asOf: request.asOf, later })
    refuseFarDay(request.asOf, batches, localDay(fx.now()))
    const last = lastOf(store)
    const state = last !== undefined && request.asOf < last.asOf ? 'shown' : 'ledger'
    const owing = owingSources(ws, store.batches(), { asOf: request.asOf, params })
    const premises = request.exact ? null : premisesOf(ws, { batches, asOf: request.asOf, only: request.rules, owing })
    const same = premises === null ? undefined : store.runOf(premises)
    watch.lap(null, 'start')
    const now = fx.now().toISOString()
    const anew = (): ReturnType<typeof matchAnew> => {
      const { exact, rules: only, asOf, jobs = 1 } = request
      const said = { progress: counted(all, request, fx), lap: watch.lap.bind(watch), elsewhere: (laps: Laps) => takeLaps(watch, laps) }
      const means = { now, state, premises, jobs, worker: fx.matchWorker, ticks: fx.ticks } as const
      return matchAnew(store, means, { batches, rules: all, params, asOf, exact, only, owing, ...said })
    }
    const done = same === undefined ? anew() : matchedBefore(store, same, { now, state })
    watch.lap(null, 'ledger')
    fx.progress('')
    const { record, result, moves } = done
    return {
      run: record.id,
      asOf: request.asOf,
      lastAsOf: last?.asOf ?? null,
      sameAs: same?.id ?? null,
      state,
      ...result,
      moves: moves === null ? null : { ...moves },
      batches: batches.length,
      later,
      waits: waitingOf(record, batches),
      seconds: (fx.now().getTime() - started) / 1000,
      laps: watch.laps(),
    }
  } finally {
    lock.release()
    store.close()
  }
}

/**
 * A day to come, in no year that data are of nor the next, is a slip of the keys: once the ledger has moved to it, no day before moves it
 * any more. Throws `match.far_day`.
 */
function refuseFarDay(asOf: Day, batches: readonly Batch[], today: Day): void {
  const newest = batches.reduce((d, b) => (b.dataDate > d ? b.dataDate : d), '')
  if (asOf > today && Number(asOf.slice(0, 4)) - Number(newest.slice(0, 4)) > 1) throw problem('match.far_day', { asOf, newest })
}

interface Matched {
  readonly record: RunRecord
  readonly result: RunResult
  readonly moves: LedgerMoves | null
}

type Laps = Parameters<NonNullable<RunInput['elsewhere']>>[0]

/** What another thread's stages took, in place of the waiting for them. */
function takeLaps(watch: Stopwatch, laps: Laps): void {
  watch.start()
  for (const { rule, stage, ms } of laps) watch.add(rule, stage, ms)
}

/** The last run that moved the ledger, whatever its day; its day is the latest. */
function lastOf(store: Store): RunRecord | undefined {
  return store.runs().findLast(r => r.state === 'ledger')
}

interface Anew extends Pick<RunRecord, 'state' | 'premises'> {
  readonly now: string
  readonly jobs: number
  readonly worker: string | undefined
  readonly ticks: () => number
}

function matchAnew(store: Store, { now, jobs, worker, ticks, ...words }: Anew, input: Omit<RunInput, 'db' | 'fill' | 'second'>): Matched {
  const second = jobs > 1 && worker !== undefined ? new SecondThread(worker, ticks) : null
  const run = store.beginRun(now)
  try {
    const result = runRules({ ...input, db: run.db, fill: run.fill, second })
    let moves: LedgerMoves | null = null
    const record = run.commit({ asOf: input.asOf, exact: input.exact, ...words }, (catalog, done) => {
      if (words.state === 'ledger') moves = applyRun(catalog, done)
    })
    return { record, result, moves }
  } catch (error) {
    run.abandon()
    throw error
  } finally {
    second?.close()
  }
}

/** The findings of an earlier run, of the same premises, as a run of now. */
function matchedBefore(store: Store, same: RunRecord, { now, state }: Pick<RunRecord, 'state'> & { readonly now: string }): Matched {
  const db = openWritten(same.path)
  try {
    const result = readResult(db)
    const isLast = lastOf(store)?.id === same.id
    let moves: LedgerMoves | null = null
    const record = store.repeatRun(same, { now, state }, (catalog, done) => {
      if (state === 'ledger') moves = isLast ? applySame(catalog, done, same) : applyRun(catalog, done)
    })
    return { record, result, moves }
  } finally {
    db.close()
  }
}

/** Rules and outcomes are asked for by name; a misspelt one is a Problem that names the nearest. */
function checkNames(rules: readonly Rule[], asked: readonly string[]): void {
  const known = [...new Set(rules.flatMap(r => [r.rule, ...codesOf(r)]))]
  const found = asked.find(a => !known.includes(a))
  if (found !== undefined) throw problem('match.unknown_rule', unknown(found, known))
}

/** Says which rule is being run, and how many there are. */
function counted(all: readonly Rule[], { rules }: MatchRequest, fx: Effects): (rule: string) => void {
  const asked = all.filter(r => rules.length === 0 || rules.includes(r.rule) || codesOf(r).some(c => rules.includes(c)))
  let done = 0
  return name => {
    const title = asked.find(r => r.rule === name)?.title
    fx.progress(
      say(fx.lang, 'cli.match.progress', { done: ++done, total: asked.length, rule: (fx.lang === 'en' ? title?.en : title?.zh) ?? name }),
    )
  }
}
