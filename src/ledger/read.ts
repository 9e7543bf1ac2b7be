import { existsSync } from 'node:fs'
import type { Finding } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import type { Db, RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, type State } from './apply.js'
import { keptFinding } from './finding.js'
import { RunReader } from './run-reader.js'

/** An entry of the ledger with what was last seen of it. */
export interface LedgerEntry {
  readonly no: number
  readonly state: State
  readonly openedAsOf: Day
  readonly closedAsOf: Day | null
  readonly seenRun: number
  readonly seenFinding: number
  readonly finding: Omit<Finding, 'trail'>
  /** Number and identity of the entry that this one took the place of, and of the one that took its place: the same thing under another key. */
  readonly follows: Linked | null
  readonly followedBy: Linked | null
}
export interface Linked { readonly no: number; readonly identity: string }

export interface Move { readonly run: number; readonly asOf: Day; readonly at: string; readonly who: string; readonly before: State | null; readonly after: State }

interface Row { no: number; identity: string; state: State; opened_as_of: Day; closed_as_of: Day | null; seen_run: number; seen_finding: number; finding: string; follows: number | null; followed_by: number | null }

/** All entries by identity: as they stand, or as the last of `runs` (oldest first) left them. */
export function readLedger(catalog: Db, runs: readonly RunRecord[] | null): readonly LedgerEntry[] {
  ensureLedger(catalog)
  return runs === null ? present(catalog) : past(catalog, runs)
}

function present(catalog: Db): readonly LedgerEntry[] {
  const rows = catalog.prepare('select * from entry order by identity').all() as Row[]
  const identities = new Map(rows.map(r => [r.no, r.identity]))
  const linked = (no: number | null): Linked | null => no === null ? null : { no, identity: identities.get(no)! }
  return rows.map(row => ({
    no: row.no, state: row.state, openedAsOf: row.opened_as_of, closedAsOf: row.state === 'fixed' ? row.closed_as_of : null, seenRun: row.seen_run, seenFinding: row.seen_finding,
    finding: keptFinding(row.finding), follows: linked(row.follows), followedBy: linked(row.followed_by),
  }))
}

/** States from the moves, values as that run or an earlier one saw them (where its file is gone the present ones); what was opened later is left out. */
function past(catalog: Db, runs: readonly RunRecord[]): readonly LedgerEntry[] {
  const upTo = runs.at(-1)?.id ?? 0
  const moves = new Map<number, Pick<Move, 'asOf' | 'before' | 'after'>[]>()
  for (const m of catalog.prepare('select no, as_of as asOf, before, after from move where run <= ? order by id').iterate(upTo) as Iterable<{ no: number } & Pick<Move, 'asOf' | 'before' | 'after'>>) {
    const list = moves.get(m.no)
    if (list === undefined) moves.set(m.no, [m])
    else list.push(m)
  }
  const entries = present(catalog).filter(e => moves.has(e.no))
  const seen = lastSeen(runs, new Set(entries.filter(e => e.seenRun > upTo).map(e => e.finding.identity)))
  const known = (link: Linked | null): Linked | null => link !== null && moves.has(link.no) ? link : null
  return entries.map(e => {
    const made = moves.get(e.no)!
    const { after: state, asOf } = made.at(-1)!
    const opened = made.findLast(m => m.before === null || m.before === 'fixed' || (!STANDING.includes(m.before) && STANDING.includes(m.after)))
    return {
      ...e, ...seen.get(e.finding.identity), state, openedAsOf: opened?.asOf ?? e.openedAsOf, closedAsOf: state === 'fixed' ? asOf : null, follows: known(e.follows), followedBy: known(e.followedBy),
    }
  })
}

/** Findings of the wanted identities as the newest of the runs that found them saw them. */
function lastSeen(runs: readonly RunRecord[], wanted: Set<string>): ReadonlyMap<string, Pick<LedgerEntry, 'finding' | 'seenRun' | 'seenFinding'>> {
  const out = new Map<string, Pick<LedgerEntry, 'finding' | 'seenRun' | 'seenFinding'>>()
  for (const run of runs.toReversed()) {
    if (wanted.size === 0) break
    if (!existsSync(run.path)) continue
    const reader = new RunReader(run)
    try {
      for (const { trail: _, ...finding } of reader.findings()) {
        void _
        if (wanted.delete(finding.identity)) out.set(finding.identity, { finding, seenRun: run.id, seenFinding: finding.id })
      }
    } finally {
      reader.close()
    }
  }
  return out
}

export function movesOf(catalog: Db, no: number): readonly Move[] {
  ensureLedger(catalog)
  return (catalog.prepare('select run, as_of, at, who, before, after from move where no = ? order by id').all(no) as (Omit<Move, 'asOf'> & { as_of: Day })[])
    .map(({ as_of: asOf, ...m }) => ({ ...m, asOf }))
}
