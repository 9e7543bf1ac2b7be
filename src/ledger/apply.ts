import type { Finding, FindingClass } from '../engine/index.js'
import { OWNERS, type Owner } from '../kernel/index.js'
import { openDb, type Db, type RunRecord } from '../store/index.js'
import { Cursor } from './cursor.js'
import { FINDINGS, jsonOf, KEPT, keptFinding, type Values } from './finding.js'
import { HANDLE_COLUMNS, linkChanged, type Moved } from './links.js'

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

interface Entry { readonly no: number; readonly identity: string; readonly outcome: string; readonly state: State; readonly rule: string; readonly owner: string | null }

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
  const before = standingCount(catalog)
  const entries = entriesOf(catalog)
  const count = { opened: 0, reopened: 0, closed: 0, undecided: 0 }
  const log = catalog.prepare('insert into move (no, run, as_of, at, who, before, after) values (?, ?, ?, ?, ?, ?, ?)')
  const seen = new Set<string>()
  const opened: { readonly no: number; readonly id: number }[] = []
  const writer = writerOf(catalog, run)
  for (const row of seenIn(run)) {
    const entry = entries.get(row.identity)
    if (entry !== undefined) seen.add(row.identity)
    const after = found(entry?.state, row.class)
    const no = writer(row, after, entry)
    if (entry?.state === after) continue
    log.run(no, run.id, run.asOf, run.ranAt, 'match', entry?.state ?? null, after)
    const stood = entry !== undefined && STANDING.includes(entry.state)
    if (entry === undefined || entry.state === 'fixed') opened.push({ no, id: row.id })
    if (after === 'reopened') count.reopened++
    else if (!stood && STANDING.includes(after)) count.opened++
    else if (stood && !STANDING.includes(after)) count.closed++
  }
  const closed: Moved[] = []
  const decides = deciderOf(db)
  const kept = catalog.prepare('select finding from entry where no = ?').pluck()
  const close = catalog.prepare("update entry set state = 'fixed', closed_run = ?, closed_as_of = ? where no = ?")
  for (const entry of entries.values()) {
    if (entry.state === 'fixed' || seen.has(entry.identity)) continue
    const stood = STANDING.includes(entry.state)
    const finding = keptFinding(kept.get(entry.no) as string)
    if (!decides(entry, finding.kinds)) {
      if (stood) count.undecided++
      continue
    }
    close.run(run.id, run.asOf, entry.no)
    closed.push({ no: entry.no, finding })
    log.run(entry.no, run.id, run.asOf, run.ranAt, 'match', entry.state, 'fixed')
    if (stood) count.closed++
  }
  // Read again only where something closed: of a first run, or of many that are new, nothing need be kept.
  const handles = db.prepare(`select ${HANDLE_COLUMNS} from finding where id = ?`)
  if (closed.length > 0) linkChanged(catalog, closed, opened.map(({ no, id }) => ({ no, finding: handles.get(id) as Moved['finding'] })))
  return { before, ...count, after: standingCount(catalog), in_transit: stateCount(catalog, 'in_transit'), note: stateCount(catalog, 'note') }
}

export function stateCount(catalog: Db, state: State): number {
  return catalog.prepare('select count(*) from entry where state = ?').pluck().get(state) as number
}

/** How many entries stand. */
export function standingCount(catalog: Db): number {
  return STANDING.reduce((sum, state) => sum + stateCount(catalog, state), 0)
}

function entriesOf(catalog: Db): ReadonlyMap<string, Entry> {
  const out = new Map<string, Entry>()
  for (const [no, identity, outcome, state, rule, owner] of catalog.prepare('select no, identity, outcome, state, rule, owner from entry').raw().iterate() as Iterable<[number, string, string, State, string, string | null]>) {
    out.set(identity, { no, identity, outcome, state, rule, owner })
  }
  return out
}

/**
 * Whether a run decided an entry's key: a rule that gives its outcome ran for its owner (for both, where rows of both are behind it), or, of a rule over all agencies, what the
 * rows behind it are was delivered again (it runs without one of them), and its key was not left undecided.
 */
function deciderOf(db: Db): (entry: Entry, kinds: readonly string[]) => boolean {
  const ran = (db.prepare("select rule, owner, outcomes, delivered from rule_run where state = 'ran'").all() as { rule: string; owner: string | null; outcomes: string; delivered: string }[])
    .map(r => ({ ...r, codes: JSON.parse(r.outcomes) as string[], delivered: new Set(JSON.parse(r.delivered) as string[]) }))
  const unsure = new Set(db.prepare('select identity from undecided').pluck().all() as string[])
  return (entry, kinds) => {
    if (unsure.has(entry.identity)) return false
    const owners = OWNERS.filter(o => kinds.some(k => k.startsWith(`${o}:`)))
    const mine = ran.filter(r => r.codes.includes(entry.outcome) && (entry.outcome !== 'A01' || r.rule === entry.rule))
    return mine.some(r => r.owner === null ? kinds.every(k => r.delivered.has(k)) : r.owner === entry.owner) && (entry.owner === null || owners.every(o => mine.some(r => r.owner === null || r.owner === o)))
  }
}

/** A finding as the ledger takes it from a run. `json`: what it keeps of it. */
type Seen = Pick<Finding, 'id' | 'identity' | 'class' | 'outcome' | 'variant' | 'rule' | 'owner' | 'amount_fen'> & { readonly json: string }

const at = (name: Exclude<keyof Seen, 'json'>): number => KEPT.indexOf(name)
const [ID, IDENTITY, CLASS, OUTCOME, VARIANT, RULE, OWNER, AMOUNT] = [at('id'), at('identity'), at('class'), at('outcome'), at('variant'), at('rule'), at('owner'), at('amount_fen')]

/** What a run found, in order. */
function* seenIn(run: Pick<RunRecord, 'path'>): Iterable<Seen> {
  const findings = new Cursor(run, { table: FINDINGS.table, fields: KEPT, shared: FINDINGS.shared, from: 1 })
  try {
    for (; findings.row < Infinity; findings.next()) yield seenOf(findings.values())
  } finally {
    findings.close()
  }
}

function seenOf(values: Values): Seen {
  return {
    id: values[ID] as number, identity: values[IDENTITY] as string, class: values[CLASS] as FindingClass, outcome: values[OUTCOME] as string, variant: values[VARIANT] as string | null, rule: values[RULE] as string,
    owner: values[OWNER] as Owner | null, amount_fen: values[AMOUNT] as number | null, json: jsonOf(values),
  }
}

function writerOf(catalog: Db, run: RunRecord): (row: Seen, state: State, entry: Entry | undefined) => number {
  const insert = catalog.prepare(`insert into entry (identity, outcome, variant, class, state, rule, owner, opened_run, opened_as_of, seen_run, seen_finding, amount_fen, finding)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const update = catalog.prepare('update entry set variant = ?, class = ?, state = ?, rule = ?, owner = ?, seen_run = ?, seen_finding = ?, amount_fen = ?, finding = ?, closed_run = null, closed_as_of = null where no = ?')
  const opened = catalog.prepare('update entry set opened_run = ?, opened_as_of = ? where no = ?')
  return (row, state, entry) => {
    if (entry === undefined) {
      return Number(insert.run(row.identity, row.outcome, row.variant, row.class, state, row.rule, row.owner, run.id, run.asOf, run.id, row.id, row.amount_fen, row.json).lastInsertRowid)
    }
    update.run(row.variant, row.class, state, row.rule, row.owner, run.id, row.id, row.amount_fen, row.json, entry.no)
    if (entry.state === 'fixed' || (!STANDING.includes(entry.state) && STANDING.includes(state))) opened.run(run.id, run.asOf, entry.no)
    return entry.no
  }
}
