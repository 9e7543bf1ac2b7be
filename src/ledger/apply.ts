import { OWNERS } from '../kernel/index.js'
import type { Db, RunRecord } from '../store/index.js'
import { KEPT_COLUMNS, keptFinding, keptJson, type KeptFinding } from './finding.js'
import { HANDLE_COLUMNS, linkChanged, type Moved } from './links.js'
import { keepStories, oneSided, rulesRun, storiesOf, waitingRules, waitingStories } from './stories.js'
import { keepTally } from './tally.js'

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

/** Where a run stands while its ledger moves. */
const RUN = 'found'

const stands = (state: string): string => `${state} in (${STANDING.map(s => `'${s}'`).join(', ')})`

/** Whether an entry ever stood: one that was only in transit, went and comes again is none that comes back. */
const STOOD = `exists (select 1 from move m where m.no = s.no and ${stands('m.after')})`

/**
 * One table of moves, for a thing that a run found (f), by the class it was found in and the state it had (s):
 * unseen -> new; standing -> open; not standing any more, in transit or a note -> reopened where it ever stood, else new.
 */
const AFTER = `case when f.class <> 'discrepancy' then f.class when s.state is null then 'new' when ${stands('s.state')} then 'open' when ${STOOD} then 'reopened' else 'new' end`

/** Whether an entry came to stand again, or for the first time: it is opened by this run. */
const OPENS = `(s.state = 'fixed' or (not ${stands('s.state')} and ${stands('s.after')}))`

/** Columns that the ledger takes of a finding as they are, and the rest of it. */
const TAKEN = `f.variant, f.class, s.after, f.rule, f.owner, :run, f.id, f.amount_fen, ${keptJson('f')}`

/** What a run found, by number in the ledger: that of its entry, or the next. */
const SEEN = `
  create temp table seen (id integer primary key, known integer, no integer, state text, after text);
  insert into seen select f.id, s.no is not null, coalesce(s.no, (select coalesce(max(no), 0) from entry) + sum(s.no is null) over (order by f.id rows unbounded preceding)), s.state, ${AFTER}
    from ${RUN}.finding f left join entry s on s.identity = f.identity order by f.id;
`
/**
 * Entries that are there are written over, others are added, and each change of state is a move: in SQL, which need not hand over and take
 * back what both files hold (less than half of the time).
 */
const TAKE = [
  `insert into entry (no, identity, outcome, opened_run, opened_as_of, variant, class, state, rule, owner, seen_run, seen_finding, amount_fen, finding)` +
    ` select s.no, f.identity, f.outcome, :run, :asOf, ${TAKEN} from seen s cross join ${RUN}.finding f on f.id = s.id where not s.known order by s.id`,
  `update entry set (variant, class, state, rule, owner, seen_run, seen_finding, amount_fen, finding) = (select ${TAKEN} from ${RUN}.finding f where f.id = s.id),` +
    ` opened_run = case when ${OPENS} then :run else opened_run end, opened_as_of = case when ${OPENS} then :asOf else opened_as_of end, closed_run = null, closed_as_of = null,` +
    ` follows = case when s.state = 'fixed' then null else follows end, followed_by = null from seen s where s.known and entry.no = s.no`,
  `insert into move (no, run, as_of, at, who, before, after) select no, :run, :asOf, :at, 'match', state, after from seen where state is not after order by id`,
]

/** Moves the ledger by what a run found; called inside the transaction that names the run, where its file stands as `found`. */
export function applyRun(catalog: Db, run: RunRecord): LedgerMoves {
  ensureLedger(catalog)
  const before = standingCount(catalog)
  catalog.exec(SEEN)
  const behind = kindsOfParts(catalog)
  const waiting = waitingStories(catalog, waitingRules(catalog, rulesRun(catalog)))
  for (const sql of TAKE) catalog.prepare(sql).run({ run: run.id, asOf: run.asOf, at: run.ranAt })
  keepKinds(catalog, behind)
  keepStories(catalog, waiting)
  // Behind the entries of a first run: sorted at one time, not put in one by one.
  catalog.exec(INDEX)
  const count = catalog
    .prepare(
      `select count(*) filter (where after <> 'reopened' and ${stands('after')} and not coalesce(${stands('state')}, 0)) as opened, count(*) filter (where after = 'reopened') as reopened,` +
        ` count(*) filter (where ${stands('state')} and not ${stands('after')}) as closed from seen where state is not after`,
    )
    .get() as { opened: number; reopened: number; closed: number }
  const { closed, undecided } = close(catalog, run)
  catalog.exec('drop table temp.seen')
  keepTally(catalog, run.id)
  return {
    before,
    ...count,
    closed: count.closed + closed,
    undecided,
    after: standingCount(catalog),
    in_transit: stateCount(catalog, 'in_transit'),
    note: stateCount(catalog, 'note'),
  }
}

/** What stood behind entries that a rule found again which looked at a part of it (`only`), by number. */
function kindsOfParts(catalog: Db): ReadonlyMap<number, readonly string[]> {
  const found = `select s.no, json_extract(e.finding, '$.kinds') as kinds from ${RUN}.rule_run r join ${RUN}.finding f on f.rule = r.rule and f.owner is r.owner join seen s on s.id = f.id and s.known join entry e on e.no = s.no`
  const rows =
    catalog.prepare(`select 1 from ${RUN}.rule_run where state = 'not_run' and outcomes <> '[]' limit 1`).get() === undefined
      ? []
      : catalog.prepare(`${found} where r.state = 'not_run' and e.state <> 'fixed'`).all()
  return new Map((rows as { no: number; kinds: string | null }[]).map(({ no, kinds }) => [no, JSON.parse(kinds ?? '[]') as string[]]))
}

/** What a side that is missing said of an entry is not undone by what the others say: it stands till that side is there again. */
function keepKinds(catalog: Db, behind: ReadonlyMap<number, readonly string[]>): void {
  const now = catalog.prepare("select json_extract(finding, '$.kinds') from entry where no = ?").pluck()
  const put = catalog.prepare("update entry set finding = json_set(finding, '$.kinds', json(?)) where no = ?")
  for (const [no, kinds] of behind)
    put.run(JSON.stringify([...new Set([...kinds, ...(JSON.parse(now.get(no) as string) as string[])])].toSorted()), no)
}

interface Entry {
  readonly no: number
  readonly identity: string
  readonly outcome: string
  readonly state: State
  readonly rule: string
  readonly owner: string | null
  readonly variant: string | null
  readonly amount_fen: number | null
  /** As JSON. */
  readonly kinds: string
  /** As JSON. */
  readonly also: string | null
}

/** Closes what the run did not find and decided; counts what stood of it, and what it left undecided. */
function close(catalog: Db, run: RunRecord): { readonly closed: number; readonly undecided: number } {
  const count = { closed: 0, undecided: 0 }
  const gone: Moved[] = []
  const decides = deciderOf(catalog)
  const log = catalog.prepare('insert into move (no, run, as_of, at, who, before, after) values (?, ?, ?, ?, ?, ?, ?)')
  const fix = catalog.prepare("update entry set state = 'fixed', closed_run = ?, closed_as_of = ?, followed_by = null where no = ?")
  const age = catalog.prepare("update entry set state = 'open' where no = ?")
  const kept = catalog.prepare(`select ${KEPT_COLUMNS} from entry where no = ?`)
  const unseen = catalog
    .prepare(
      "select no, identity, outcome, state, rule, owner, variant, amount_fen, coalesce(json_extract(finding, '$.kinds'), '[]') as kinds, json_extract(finding, '$.also') as also from entry where state <> 'fixed' and seen_run <> ? order by no",
    )
    .all(run.id) as Entry[]
  for (const entry of unseen) {
    const stood = STANDING.includes(entry.state)
    if (!decides(entry, JSON.parse(entry.kinds) as string[])) {
      if (stood) count.undecided++
      // New is what the last run opened.
      if (entry.state === 'new' || entry.state === 'reopened') {
        age.run(entry.no)
        log.run(entry.no, run.id, run.asOf, run.ranAt, 'match', entry.state, 'open')
      }
      continue
    }
    fix.run(run.id, run.asOf, entry.no)
    gone.push({ no: entry.no, finding: keptFinding(kept.get(entry.no) as KeptFinding) })
    log.run(entry.no, run.id, run.asOf, run.ranAt, 'match', entry.state, 'fixed')
    if (stood) count.closed++
  }
  // Read again only where something closed: of a first run, or of many that are new, nothing need be kept.
  if (gone.length > 0) linkChanged(catalog, run.id, { closed: gone, opened: opened(catalog) })
  return count
}

/** What the run opened, or opened again. */
function opened(catalog: Db): readonly Moved[] {
  const rows = catalog
    .prepare(
      `select s.no, ${HANDLE_COLUMNS.map(c => `f.${c}`).join(', ')} from seen s cross join ${RUN}.finding f on f.id = s.id where s.state is null or s.state = 'fixed' order by s.id`,
    )
    .all()
  return (rows as ({ no: number } & Moved['finding'])[]).map(({ no, ...finding }) => ({ no, finding }))
}

export function stateCount(catalog: Db, state: State): number {
  return catalog.prepare('select count(*) from entry where state = ?').pluck().get(state) as number
}

/** How many entries stand. */
export function standingCount(catalog: Db): number {
  return STANDING.reduce((sum, state) => sum + stateCount(catalog, state), 0)
}

/**
 * Whether a run decided an entry's key: a rule that gives its outcome ran for its owner (for both, where rows of both are behind it), of
 * several each one that found it; of a rule over all agencies, or one that looked for that outcome alone, also what the rows behind it are
 * was delivered again (it runs without one of them); of a rule that needs a month from both sides, both had it; and its key was not left
 * undecided.
 */
function deciderOf(catalog: Db): (entry: Entry, kinds: readonly string[]) => boolean {
  const ran = rulesRun(catalog)
  const waits = waitingRules(catalog, ran)
  const isBeyond = oneSided(catalog)
  const unsure = new Set(catalog.prepare(`select identity from ${RUN}.undecided`).pluck().all() as string[])
  return (entry, kinds) => {
    if (unsure.has(entry.identity) || storiesOf(entry).some(({ rule }) => waits({ ...entry, rule }))) return false
    if (storiesOf(entry).some(({ rule }) => isBeyond({ ...entry, rule }))) return false
    const owners = OWNERS.filter(o => kinds.some(k => k.startsWith(`${o}:`)))
    const isOf = (r: { readonly owner: string | null }): boolean => r.owner === null || r.owner === entry.owner
    const mine = ran.filter(r => r.codes.includes(entry.outcome) && (entry.outcome !== 'A01' || r.rule === entry.rule))
    return (
      mine.some(r => isOf(r) && (!r.ofAll || kinds.every(k => holds(r.delivered, k)))) &&
      (entry.owner === null || owners.every(o => mine.some(r => r.owner === null || r.owner === o)))
    )
  }
}

/** Whether something was delivered; what earlier runs named without its sender is there from any. */
function holds(delivered: ReadonlySet<string>, kind: string): boolean {
  return delivered.has(kind) || [...delivered].some(d => d.startsWith(`${kind}:`))
}
