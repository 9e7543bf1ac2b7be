import type { Db, RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, standingCount, stateCount, type LedgerMoves } from './apply.js'
import { keepTally } from './tally.js'

/**
 * Moves the ledger by a run that found what the last one that moved it found (`of`): what that one saw is seen again, new and reopened is
 * open now, and what it left undecided is left again. The same as `applyRun` of that run, without reading it: a test holds both together.
 */
export function applySame(catalog: Db, run: RunRecord, of: RunRecord): LedgerMoves {
  ensureLedger(catalog)
  const before = standingCount(catalog)
  const list = STANDING.map(s => `'${s}'`).join(', ')
  const undecided = catalog.prepare(`select count(*) from entry where state in (${list}) and seen_run <> ?`).pluck().get(of.id) as number
  catalog
    .prepare(
      `insert into move (no, run, as_of, at, who, before, after) select no, :id, :asOf, :ranAt, 'match', state, 'open' from entry where seen_run = :of and state in ('new', 'reopened') order by seen_finding`,
    )
    .run({ id: run.id, asOf: run.asOf, ranAt: run.ranAt, of: of.id })
  catalog
    .prepare(
      "update entry set seen_run = :id, state = case when state in ('new', 'reopened') then 'open' else state end where seen_run = :of and state <> 'fixed'",
    )
    .run({ id: run.id, of: of.id })
  keepTally(catalog, run.id)
  return {
    before,
    opened: 0,
    reopened: 0,
    closed: 0,
    after: standingCount(catalog),
    in_transit: stateCount(catalog, 'in_transit'),
    note: stateCount(catalog, 'note'),
    undecided,
  }
}
