import { nearest } from '../config/index.js'
import { codesOf, runRules, type RuleState } from '../engine/index.js'
import { problem, type Day, type Effects } from '../kernel/index.js'
import { applyRun } from '../ledger/index.js'
import { readParams, type Rule } from '../match/index.js'
import { say } from '../messages/index.js'
import { openStore } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { rulesOf } from './rules.js'
import { SecondThread } from './second.js'
import { owingSources } from './status.js'
import { Stopwatch, type Lap } from './stopwatch.js'

/** What `hedui match` is asked. */
export interface MatchRequest {
  readonly asOf: Day
  /** Rules or outcomes to run; empty: all. */
  readonly rules: readonly string[]
  /** Without the fingerprint prefilter. */
  readonly exact: boolean
  /** Threads at most; more than one only for large files. */
  readonly jobs?: number
}

/** A side's rows of one rule, each in exactly one class. */
export interface BalanceLine { readonly rule: string; readonly owner: string | null; readonly side: string; readonly class: string; readonly rows: number; readonly fen: number }

export interface MatchReport {
  readonly run: number
  readonly asOf: Day
  /** `shown`: its day lies before the last run's; the ledger was left alone. */
  readonly state: 'ledger' | 'shown'
  readonly rules: readonly RuleState[]
  readonly outcomes: readonly { readonly outcome: string; readonly variant: string | null; readonly class: string; readonly count: number; readonly fen: number }[]
  readonly balance: readonly BalanceLine[]
  /** How the ledger moved, by move; null where it was left alone. */
  readonly moves: Readonly<Record<string, number>> | null
  readonly batches: number
  /** Batches whose data date lies after as-of: loaded, not looked at. */
  readonly later: number
  readonly undecided: number
  readonly seconds: number
  /** What the stages took, by rule (null: of the run). */
  readonly laps: readonly Lap[]
}

/** Matches what is in force on `asOf` and moves the ledger, in one transaction; a day before the last run's is shown and leaves the ledger alone. */
export function matchRun(ws: Workspace, request: MatchRequest, fx: Effects): MatchReport {
  const started = fx.now().getTime()
  const watch = new Stopwatch(fx.now)
  const all = rulesOf(ws)
  checkNames(all, request.rules)
  const params = readParams(ws.params)
  const store = openStore(ws.data)
  const lock = store.lock()
  try {
    const batches = store.inForce(request.asOf)
    const later = store.batches().filter(b => b.state === 'active' && b.dataDate > request.asOf).length
    if (batches.length === 0) throw problem('match.no_data', { asOf: request.asOf, later })
    const last = store.runs().filter(r => r.state === 'ledger').map(r => r.asOf).toSorted().at(-1)
    const state = last !== undefined && request.asOf < last ? 'shown' : 'ledger'
    const progress = counted(all, request, fx)
    watch.lap(null, 'start')
    const second = (request.jobs ?? 1) > 1 ? new SecondThread() : null
    const run = store.beginRun(fx.now().toISOString())
    try {
      const owing = owingSources(ws, store.batches(), { asOf: request.asOf, params })
      const result = runRules({ db: run.db, fill: run.fill, batches, rules: all, params, asOf: request.asOf, exact: request.exact, only: request.rules, owing, progress, second, lap: (rule, stage) => watch.lap(rule, stage) })
      let moves: MatchReport['moves'] = null
      const record = run.commit({ asOf: request.asOf, state, exact: request.exact }, (catalog, done) => { if (state === 'ledger') moves = { ...applyRun(catalog, done) } })
      watch.lap(null, 'ledger')
      fx.progress('')
      return { run: record.id, asOf: request.asOf, state, ...result, moves, batches: batches.length, later, seconds: (fx.now().getTime() - started) / 1000, laps: watch.laps() }
    } catch (error) {
      run.abandon()
      throw error
    } finally {
      second?.close()
    }
  } finally {
    lock.release()
    store.close()
  }
}

/** Rules and outcomes are asked for by name; a misspelt one is a Problem that names the nearest. */
function checkNames(rules: readonly Rule[], asked: readonly string[]): void {
  const known = [...new Set(rules.flatMap(r => [r.rule, ...codesOf(r)]))]
  const found = asked.find(a => !known.includes(a))
  if (found !== undefined) throw problem('match.unknown_rule', { found, known: known.join(', '), nearest: nearest(found, known) ?? '' })
}

/** Says which rule is being run, and how many there are. */
function counted(all: readonly Rule[], { rules }: MatchRequest, fx: Effects): (rule: string) => void {
  const asked = all.filter(r => rules.length === 0 || rules.includes(r.rule) || codesOf(r).some(c => rules.includes(c)))
  let done = 0
  return name => {
    const title = asked.find(r => r.rule === name)?.title
    fx.progress(say(fx.lang, 'cli.match.progress', { done: ++done, total: asked.length, rule: (fx.lang === 'en' ? title?.en : title?.zh) ?? name }))
  }
}
