import type { Finding, FindingClass } from '../engine/index.js'
import { OWNERS, type Owner } from '../kernel/index.js'
import { eachRow, openDb, type Db, type RunRecord } from '../store/index.js'
import { linkChanged, type Moved } from './links.js'

/** States of a discrepancy. `fixed`: its rule ran, its key was decided, and it was not found any more. */
export const STATES = ['new', 'open', 'reopened', 'ambiguous', 'in_transit', 'note', 'fixed'] as const
export type State = (typeof STATES)[number]

/** States that stand: 期初 and 期末 count these; 在途 and notes have their own counts. */
export const STANDING: readonly State[] = ['new', 'open', 'reopened', 'ambiguous']

const DDL = `
create table if not exists entry (
  no integer primary key, identity text not null unique, outcome text not null, variant text, class text not null, state text not null, rule text not null, owner text,
  opened_run integer not null, opened_as_of text not null, seen_run integer not null, seen_finding integer not null, closed_run integer, closed_as_of text,
  amount_fen integer, finding text not null, follows integer, followed_by integer
);
create table if not exists move (
  id integer primary key, no integer not null, run integer not null, as_of text not null, at text not null, who text not null, before text, after text not null
);
create index if not exists move_by_no on move (no, id);
`
/** Counts and sums of a list come from it alone. Made with a run, not by who only reads. */
const INDEX = 'create index if not exists entry_by_state on entry (state, outcome, amount_fen)'

/** How a run moved the ledger. before + opened + reopened − closed + turned = after. */
export interface LedgerMoves {
  /** Standing before the run: 期初遗留. */
  readonly before: number
  /** New and reopened: 本期新增. */
  readonly opened: number
  readonly reopened: number
  /** Not found any more: 本期解决. */
  readonly closed: number
  /** Standing after the run: 期末遗留. */
  readonly after: number
  readonly in_transit: number
  readonly note: number
  /** Standing before and not decided by this run: left as they were. */
  readonly undecided: number
}

export function ensureLedger(catalog: Db): void {
  catalog.exec(DDL)
}

interface Entry { no: number; identity: string; outcome: string; class: FindingClass; state: State; rule: string; owner: string | null; finding: string }

/**
 * One table of moves, for a thing that a run found, by the class it was found in and the state it had:
 * unseen -> new; new, open -> open; fixed -> reopened; reopened -> open; in transit -> new once its grace is over.
 */
function found(state: State | undefined, as: FindingClass): State {
  if (as !== 'discrepancy') return as
  if (state === undefined || state === 'in_transit' || state === 'note') return 'new'
  return state === 'fixed' ? 'reopened' : 'open'
}

/** Moves the ledger by what a run found; called inside the transaction that names the run. */
export function applyRun(catalog: Db, run: RunRecord): LedgerMoves {
  ensureLedger(catalog)
  catalog.exec(INDEX)
  const db = openDb(run.path, { readonly: true })
  try {
    return move(catalog, db, run)
  } finally {
    db.close()
  }
}

function move(catalog: Db, db: Db, run: RunRecord): LedgerMoves {
  const standing = (): number => catalog.prepare(`select count(*) from entry where state in (${STANDING.map(() => '?').join(', ')})`).pluck().get(...STANDING) as number
  const before = standing()
  const entries = new Map((catalog.prepare('select no, identity, outcome, class, state, rule, owner, finding from entry').all() as Entry[]).map(e => [e.identity, e]))
  const count = { opened: 0, reopened: 0, closed: 0, undecided: 0 }
  const log = catalog.prepare('insert into move (no, run, as_of, at, who, before, after) values (?, ?, ?, ?, ?, ?, ?)')
  const seen = new Set<string>()
  const opened: Moved[] = []
  const closed: Moved[] = []
  const writer = writerOf(catalog, run)
  for (const row of eachRow<Finding>(db.prepare('select * from finding order by id'))) {
    seen.add(row.identity)
    const entry = entries.get(row.identity)
    const after = found(entry?.state, row.class)
    const no = writer(row, after, entry)
    if (entry?.state === after) continue
    log.run(no, run.id, run.asOf, run.ranAt, 'match', entry?.state ?? null, after)
    const stood = entry !== undefined && STANDING.includes(entry.state)
    if (entry === undefined || entry.state === 'fixed') opened.push({ no, finding: row })
    if (after === 'reopened') count.reopened++
    else if (!stood && STANDING.includes(after)) count.opened++
    else if (stood && !STANDING.includes(after)) count.closed++
  }
  const decides = deciderOf(db)
  const close = catalog.prepare("update entry set state = 'fixed', closed_run = ?, closed_as_of = ? where no = ?")
  for (const entry of entries.values()) {
    if (entry.state === 'fixed' || seen.has(entry.identity)) continue
    const stood = STANDING.includes(entry.state)
    if (!decides(entry)) {
      if (stood) count.undecided++
      continue
    }
    close.run(run.id, run.asOf, entry.no)
    closed.push({ no: entry.no, finding: JSON.parse(entry.finding) as Moved['finding'] })
    log.run(entry.no, run.id, run.asOf, run.ranAt, 'match', entry.state, 'fixed')
    if (stood) count.closed++
  }
  linkChanged(catalog, closed, opened)
  const of = (state: State): number => catalog.prepare('select count(*) from entry where state = ?').pluck().get(state) as number
  return { before, ...count, after: standing(), in_transit: of('in_transit'), note: of('note') }
}

/**
 * Whether a run decided an entry's key: a rule that gives its outcome ran for its owner (for both, where rows of both are behind it), or, of a rule over all agencies, what the
 * rows behind it are was delivered again (it runs without one of them), and its key was not left undecided.
 */
function deciderOf(db: Db): (entry: Entry) => boolean {
  const ran = (db.prepare("select rule, owner, outcomes, delivered from rule_run where state = 'ran'").all() as { rule: string; owner: string | null; outcomes: string; delivered: string }[])
    .map(r => ({ ...r, codes: JSON.parse(r.outcomes) as string[], delivered: new Set(JSON.parse(r.delivered) as string[]) }))
  const unsure = new Set(db.prepare('select identity from undecided').pluck().all() as string[])
  return entry => {
    if (unsure.has(entry.identity)) return false
    const { kinds, owners } = behind(entry)
    const mine = ran.filter(r => r.codes.includes(entry.outcome) && (entry.outcome !== 'A01' || r.rule === entry.rule))
    return mine.some(r => r.owner === null ? kinds.every(k => r.delivered.has(k)) : r.owner === entry.owner) && (entry.owner === null || owners.every(o => mine.some(r => r.owner === null || r.owner === o)))
  }
}

/** What the rows were that were behind an entry when it was last seen, and the agencies among them that own insurances. */
function behind({ finding }: Entry): { readonly kinds: readonly string[]; readonly owners: readonly Owner[] } {
  const kinds = JSON.parse((JSON.parse(finding) as { kinds: string }).kinds) as string[]
  return { kinds, owners: OWNERS.filter(o => kinds.some(k => k.startsWith(`${o}:`))) }
}

function writerOf(catalog: Db, run: RunRecord): (row: Finding, state: State, entry: Entry | undefined) => number {
  const insert = catalog.prepare(`insert into entry (identity, outcome, variant, class, state, rule, owner, opened_run, opened_as_of, seen_run, seen_finding, amount_fen, finding)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = catalog.prepare('update entry set variant = ?, class = ?, state = ?, rule = ?, owner = ?, seen_run = ?, seen_finding = ?, amount_fen = ?, finding = ?, closed_run = null, closed_as_of = null where no = ?')
  const opened = catalog.prepare('update entry set opened_run = ?, opened_as_of = ? where no = ?')
  return (row, state, entry) => {
    const { trail: _, ...rest } = row
    void _
    const finding = JSON.stringify(rest)
    if (entry === undefined) {
      return Number(insert.run(row.identity, row.outcome, row.variant, row.class, state, row.rule, row.owner, run.id, run.asOf, run.id, row.id, row.amount_fen, finding).lastInsertRowid)
    }
    update.run(row.variant, row.class, state, row.rule, row.owner, run.id, row.id, row.amount_fen, finding, entry.no)
    if (entry.state === 'fixed' || (!STANDING.includes(entry.state) && STANDING.includes(state))) opened.run(run.id, run.asOf, entry.no)
    return entry.no
  }
}
