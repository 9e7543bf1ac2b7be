import type { Finding, FindingRow } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import { openDb, type Db, type RunRecord } from '../store/index.js'
import { ensureLedger, type State } from './apply.js'

/** An entry of the ledger with what was last seen of it. */
export interface LedgerEntry {
  readonly no: number
  readonly state: State
  readonly openedAsOf: Day
  readonly closedAsOf: Day | null
  readonly seenRun: number
  readonly seenFinding: number
  readonly finding: Omit<Finding, 'trail'>
}

export interface Move { readonly run: number; readonly asOf: Day; readonly at: string; readonly who: string; readonly before: State | null; readonly after: State }

interface Row { no: number; state: State; opened_as_of: Day; closed_as_of: Day | null; seen_run: number; seen_finding: number; finding: string }

/** All entries by identity; `at`: in the states that the last run up to that run left them in (entries opened later are left out). */
export function readLedger(catalog: Db, upTo: number | null): readonly LedgerEntry[] {
  ensureLedger(catalog)
  const rows = catalog.prepare('select * from entry order by identity').all() as Row[]
  const then = upTo === null ? null : new Map((catalog.prepare('select no, after from move where id in (select max(id) from move where run <= ? group by no)').all(upTo) as { no: number; after: State }[]).map(m => [m.no, m.after]))
  return rows.flatMap(row => {
    const state = then === null ? row.state : then.get(row.no)
    return state === undefined ? [] : [{
      no: row.no, state, openedAsOf: row.opened_as_of, closedAsOf: state === 'fixed' ? row.closed_as_of : null, seenRun: row.seen_run, seenFinding: row.seen_finding, finding: parsed(JSON.parse(row.finding) as Raw),
    }]
  })
}

type Raw = Record<string, unknown>

/** JSON columns of a finding as it stands in a run, read. */
function parsed(raw: Raw): Finding {
  const json = (name: string): unknown => typeof raw[name] === 'string' ? JSON.parse(raw[name]) : raw[name] ?? null
  return { ...raw, vouchers: json('vouchers'), levy_nos: json('levy_nos'), reasons: json('reasons'), who_acts: json('who_acts') } as unknown as Finding
}

export function movesOf(catalog: Db, no: number): readonly Move[] {
  ensureLedger(catalog)
  return (catalog.prepare('select run, as_of, at, who, before, after from move where no = ? order by id').all(no) as (Omit<Move, 'asOf'> & { as_of: Day })[])
    .map(({ as_of: asOf, ...m }) => ({ ...m, asOf }))
}

/** What a run found, in order of identity, with the rows behind it. */
export class RunReader {
  private readonly db: Db

  constructor(run: Pick<RunRecord, 'path'>) {
    this.db = openDb(run.path, { readonly: true })
  }

  *findings(): Iterable<Finding> {
    for (const row of this.db.prepare('select * from finding order by id').iterate() as Iterable<Raw>) yield this.whole(row)
  }

  finding(id: number): Finding | null {
    const row = this.db.prepare('select * from finding where id = ?').get(id) as Raw | undefined
    return row === undefined ? null : this.whole(row)
  }

  private whole(row: Raw): Finding {
    return { ...parsed(row), trail: JSON.parse(String(row['trail'])) as Finding['trail'] }
  }

  rows(finding: number): readonly FindingRow[] {
    return (this.db.prepare('select * from finding_row where finding = ? order by side, batch, segment, line').all(finding) as (Omit<FindingRow, 'vals' | 'raw'> & { vals: string; raw: string })[])
      .map(r => ({ ...r, vals: JSON.parse(r.vals) as FindingRow['vals'], raw: JSON.parse(r.raw) as FindingRow['raw'] }))
  }

  balance(): readonly { rule: string; owner: string | null; side: string; class: string; rows: number; fen: number }[] {
    return this.db.prepare('select * from balance').all() as ReturnType<RunReader['balance']>
  }

  rules(): readonly { rule: string; owner: string | null; state: string; missing: readonly string[] }[] {
    return (this.db.prepare('select * from rule_run').all() as { rule: string; owner: string | null; state: string; missing: string }[]).map(r => ({ ...r, missing: JSON.parse(r.missing) as string[] }))
  }

  batches(): readonly { batch: number; data_date: Day; layout: string; source: string | null }[] {
    return this.db.prepare('select * from run_batch order by batch').all() as ReturnType<RunReader['batches']>
  }

  close(): void {
    this.db.close()
  }
}
