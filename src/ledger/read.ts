import type { Day } from '../kernel/index.js'
import type { Db, RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, type State } from './apply.js'
import { KEPT_COLUMNS, keptFinding, type KeptFinding, type Remembered } from './finding.js'
import { linkKey, linksOf } from './links.js'
import { isReadable, RunReader } from './run-reader.js'
import { tallied } from './tally.js'

/** An entry of the ledger with what was last seen of it. */
export interface LedgerEntry {
  readonly no: number
  readonly state: State
  readonly openedAsOf: Day
  readonly closedAsOf: Day | null
  readonly seenRun: number
  readonly seenFinding: number
  readonly finding: Remembered
  /**
   * Number and identity of the entry that this one took the place of, and of the one that took its place: the same thing under another key.
   */
  readonly follows: Linked | null
  readonly followedBy: Linked | null
}
export interface Linked {
  readonly no: number
  readonly identity: string
}

export interface Move {
  readonly run: number
  readonly asOf: Day
  readonly at: string
  readonly who: string
  readonly before: State | null
  readonly after: State
}

interface Row extends KeptFinding {
  no: number
  state: State
  opened_as_of: Day
  closed_as_of: Day | null
  seen_run: number
  follows: number | null
  followed_by: number | null
}

/** All entries by identity: as they stand, or as the last of `runs` (oldest first) left them. */
export function readLedger(catalog: Db, runs: readonly RunRecord[] | null): readonly LedgerEntry[] {
  ensureLedger(catalog)
  return runs === null ? present(catalog) : past(catalog, runs)
}

/** Entries as they stand. `nos`: no others than these. */
export interface Wanted {
  readonly states: readonly State[]
  readonly rule?: string | undefined
  readonly outcome?: string | undefined
  readonly nos?: readonly number[]
}

/** Above so many the walk by identity ends soon enough; fewer are gathered and sorted. */
const WALKED = 20_000

function conditions({ rule, outcome, nos }: Wanted, state: string): string {
  return [
    `${state} in (select value from json_each(:states))`,
    // Of several rules that found it one leads.
    ...(rule === undefined
      ? []
      : [
          `(rule = :rule or (instr(finding, '"also":[') > 0 and exists (select 1 from json_each(finding, '$.also') a where json_extract(a.value, '$.rule') = :rule)))`,
        ]),
    ...(outcome === undefined ? [] : ['outcome = :outcome']),
    ...(nos === undefined ? [] : ['no in (select value from json_each(:nos))']),
  ].join(' and ')
}

function values({ states, rule, outcome, nos }: Wanted): Record<string, string> {
  return {
    states: JSON.stringify(states),
    ...(rule === undefined ? {} : { rule }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(nos === undefined ? {} : { nos: JSON.stringify(nos) }),
  }
}

/** How many entries are wanted, and what is at stake in them. */
export function totalOf(catalog: Db, wanted: Wanted): { readonly total: number; readonly fen: number } {
  ensureLedger(catalog)
  const kept = wanted.rule === undefined && wanted.nos === undefined ? tallied(catalog, wanted) : null
  return (
    kept ??
    (catalog
      .prepare(`select count(*) as total, coalesce(sum(amount_fen), 0) as fen from entry where ${conditions(wanted, 'state')}`)
      .get(values(wanted)) as { total: number; fen: number })
  )
}

/** The first of the wanted entries, by identity, read as they are asked for. `total`: how many there are in all. */
export function* entriesOf(
  catalog: Db,
  wanted: Wanted,
  { limit, total }: { readonly limit: number; readonly total: number },
): Iterable<LedgerEntry> {
  const entryOf = reader(catalog)
  const walks = total > WALKED && wanted.nos === undefined
  // Identities begin with the outcome's code; a bar comes next, if anything does, and } after the bar.
  const range = wanted.outcome === undefined ? '' : ` and identity >= :outcome and identity < :outcome || '}'`
  const query = walks ? `${conditions(wanted, '+state')}${range} order by identity` : `${conditions(wanted, 'state')} order by +identity`
  for (const row of catalog
    .prepare(`select * from entry where ${query} limit :limit`)
    .iterate({ ...values(wanted), limit }) as Iterable<Row>)
    yield entryOf(row)
}

/** Numbers of the wanted entries whose finding fits. `text`: what its JSON must hold somewhere, so that the others need not be read. */
export function numbersOf(
  catalog: Db,
  wanted: Wanted,
  text: string,
  fits: (finding: LedgerEntry['finding']) => boolean,
): readonly number[] {
  ensureLedger(catalog)
  const escaped = JSON.stringify(text).slice(1, -1)
  const rows = catalog
    .prepare(`select no, ${KEPT_COLUMNS} from entry where ${conditions(wanted, '+state')} and instr(finding, :text) > 0`)
    .iterate({ ...values(wanted), text: escaped === text ? text : '' })
  const out: number[] = []
  for (const row of rows as Iterable<KeptFinding & { no: number }>) if (fits(keptFinding(row))) out.push(row.no)
  return out
}

/** By its number, or by an identity or the beginning of one that only it has; null where there is none. */
export function findEntry(catalog: Db, wanted: string): LedgerEntry | null {
  ensureLedger(catalog)
  const byNo = /^[1-9]\d*$/.test(wanted)
    ? (catalog.prepare('select * from entry where no = ?').get(Number(wanted)) as Row | undefined)
    : undefined
  const byIdentity = byNo ?? (catalog.prepare('select * from entry where identity = ?').get(wanted) as Row | undefined)
  const begun =
    byIdentity === undefined
      ? (catalog.prepare(`select * from entry where identity >= ? and identity < ? || char(0x10ffff) limit 2`).all(wanted, wanted) as Row[])
      : [byIdentity]
  return begun.length === 1 ? reader(catalog)(begun[0]!) : null
}

function present(catalog: Db): readonly LedgerEntry[] {
  return (catalog.prepare('select * from entry order by identity').all() as Row[]).map(reader(catalog))
}

/** Makes entries of rows; few of them name another. */
function reader(catalog: Db): (row: Row) => LedgerEntry {
  const identity = catalog.prepare('select identity from entry where no = ?').pluck()
  const linked = (no: number | null): Linked | null => (no === null ? null : { no, identity: identity.get(no) as string })
  return row => ({
    no: row.no,
    state: row.state,
    openedAsOf: row.opened_as_of,
    closedAsOf: row.state === 'fixed' ? row.closed_as_of : null,
    seenRun: row.seen_run,
    seenFinding: row.seen_finding,
    finding: keptFinding(row),
    follows: linked(row.follows),
    followedBy: linked(row.state === 'fixed' ? row.followed_by : null),
  })
}

type PastMove = Pick<Move, 'run' | 'asOf' | 'before' | 'after'>

/**
 * States from the moves, values as that run or an earlier one saw them (where its file is gone the present ones); what was opened later is
 * left out.
 */
function past(catalog: Db, runs: readonly RunRecord[]): readonly LedgerEntry[] {
  const upTo = runs.at(-1)?.id ?? 0
  const moves = new Map<number, PastMove[]>()
  for (const m of catalog
    .prepare('select no, run, as_of as asOf, before, after from move where run <= ? order by id')
    .iterate(upTo) as Iterable<{ no: number } & PastMove>) {
    const list = moves.get(m.no)
    if (list === undefined) moves.set(m.no, [m])
    else list.push(m)
  }
  const entries = present(catalog).filter(e => moves.has(e.no))
  const seen = lastSeen(runs, new Set(entries.filter(e => e.seenRun > upTo).map(e => e.finding.identity)))
  const linksThen = pastLinks(catalog, entries)
  return entries.map(e => {
    const made = moves.get(e.no)!
    const { after: state, asOf } = made.at(-1)!
    const opened = made.findLast(
      m => m.before === null || m.before === 'fixed' || (!STANDING.includes(m.before) && STANDING.includes(m.after)),
    )
    return {
      ...e,
      ...seen.get(e.finding.identity),
      state,
      openedAsOf: opened?.asOf ?? e.openedAsOf,
      closedAsOf: state === 'fixed' ? asOf : null,
      ...linksThen(e, made),
    }
  })
}

/** What entries took the place of and gave place to, as their moves up to then tell: linked by the run in which they came, or went. */
function pastLinks(
  catalog: Db,
  entries: readonly LedgerEntry[],
): (e: LedgerEntry, made: readonly PastMove[]) => Pick<LedgerEntry, 'follows' | 'followedBy'> {
  const links = linksOf(catalog)
  const identities = new Map(entries.map(e => [e.no, e.finding.identity]))
  const linked = (no: number | undefined): Linked | null =>
    no === undefined || !identities.has(no) ? null : { no, identity: identities.get(no)! }
  return (e, made) => {
    const last = made.at(-1)!
    const came = made.findLast(m => m.before === null || m.before === 'fixed')
    const follows = links === null ? e.follows?.no : came === undefined ? undefined : links.tookPlaceOf.get(linkKey(came.run, e.no))
    const followedBy =
      last.after !== 'fixed' ? undefined : links === null ? e.followedBy?.no : links.gavePlaceTo.get(linkKey(last.run, e.no))
    return { follows: linked(follows), followedBy: linked(followedBy) }
  }
}

/** Findings of the wanted identities as the newest of the runs that found them saw them. */
function lastSeen(
  runs: readonly RunRecord[],
  wanted: Set<string>,
): ReadonlyMap<string, Pick<LedgerEntry, 'finding' | 'seenRun' | 'seenFinding'>> {
  const out = new Map<string, Pick<LedgerEntry, 'finding' | 'seenRun' | 'seenFinding'>>()
  for (const run of runs.toReversed()) {
    if (wanted.size === 0) break
    if (!isReadable(run)) continue
    const reader = new RunReader(run)
    try {
      for (const { trail, ...finding } of reader.findings()) {
        if (!wanted.delete(finding.identity)) continue
        out.set(finding.identity, { finding: { ...finding, also: trail.also ?? null }, seenRun: run.id, seenFinding: finding.id })
      }
    } finally {
      reader.close()
    }
  }
  return out
}

export function movesOf(catalog: Db, no: number): readonly Move[] {
  ensureLedger(catalog)
  return (
    catalog.prepare('select run, as_of, at, who, before, after from move where no = ? order by id').all(no) as (Omit<Move, 'asOf'> & {
      as_of: Day
    })[]
  ).map(({ as_of: asOf, ...m }) => ({ ...m, asOf }))
}

/** Runs in whose files the evidence of entries lies that stand or are in transit, with how many those are. */
export function evidenceByRun(catalog: Db): readonly { readonly run: number; readonly entries: number }[] {
  ensureLedger(catalog)
  return catalog
    .prepare("select seen_run as run, count(*) as entries from entry where state <> 'fixed' group by seen_run order by seen_run")
    .all() as { run: number; entries: number }[]
}
