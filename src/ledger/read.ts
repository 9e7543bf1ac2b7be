import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type { Finding, FindingRow } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import { openDb, type Db, type RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, type State } from './apply.js'

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
    finding: parsed(JSON.parse(row.finding) as Raw), follows: linked(row.follows), followedBy: linked(row.followed_by),
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

type Raw = Record<string, unknown>

const LISTS = ['vouchers', 'levy_nos', 'insurances', 'id_numbers', 'person_nos', 'reasons', 'who_acts', 'agencies'] as const

/** JSON columns of a finding as it stands in a run, read. */
function parsed(raw: Raw): Finding {
  const json = (name: string): unknown => typeof raw[name] === 'string' ? JSON.parse(raw[name]) : raw[name] ?? null
  return { ...raw, ...Object.fromEntries(LISTS.map(name => [name, json(name)])) } as unknown as Finding
}

export function movesOf(catalog: Db, no: number): readonly Move[] {
  ensureLedger(catalog)
  return (catalog.prepare('select run, as_of, at, who, before, after from move where no = ? order by id').all(no) as (Omit<Move, 'asOf'> & { as_of: Day })[])
    .map(({ as_of: asOf, ...m }) => ({ ...m, asOf }))
}

type RawRow = Omit<FindingRow, 'vals' | 'raw'> & { vals: string; raw: string }

const NONE: FindingRow['raw'] = {}

function readRow(r: RawRow): FindingRow {
  return { ...r, vals: JSON.parse(r.vals) as FindingRow['vals'], raw: r.raw === '{}' ? NONE : JSON.parse(r.raw) as FindingRow['raw'] }
}

const byPlace = (a: FindingRow, b: FindingRow): number => a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1

/** A finding with the rows behind it, by side and place. */
export interface WholeFinding { readonly finding: Finding; readonly rows: readonly FindingRow[] }

/** Ids of findings that lie together, both ends included. */
export interface Span { readonly outcome: string; readonly from: number; readonly to: number }

/** What a run found, in order of identity, with the rows behind it. Rows lie in the order of their findings, so that they are found without an index. */
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

  /** The finding of that identity; null where the run has none. */
  idOf(identity: string): number | null {
    return this.db.prepare('select id from finding where identity = ?').pluck().get(identity) as number | undefined ?? null
  }

  private whole(row: Raw): Finding {
    return { ...parsed(row), trail: JSON.parse(String(row['trail'])) as Finding['trail'] }
  }

  rows(finding: number): readonly FindingRow[] {
    const out: FindingRow[] = []
    for (const row of this.rowsFrom(finding)) {
      if (row.finding !== finding) break
      out.push(readRow(row))
    }
    return out.toSorted(byPlace)
  }

  /** Rows of a finding and of all after it. */
  private rowsFrom(finding: number): Iterable<RawRow> {
    const at = this.db.prepare('select finding from finding_row where rowid = ?').pluck()
    let from = 1
    for (let to = (this.db.prepare('select max(rowid) from finding_row').pluck().get() as number | null ?? 0) + 1; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if (at.get(middle) as number < finding) from = middle + 1
      else to = middle
    }
    return this.db.prepare('select * from finding_row where rowid >= ? order by rowid').iterate(from) as Iterable<RawRow>
  }

  /** Where each outcome's findings lie: identities begin with the outcome's code. */
  spans(): readonly Span[] {
    return this.db.prepare('select outcome, min(id) as "from", max(id) as "to" from finding group by outcome order by min(id)').all() as Span[]
  }

  /** Findings of a span with their rows, one at a time; `wanted` looks at the columns before anything is parsed. */
  *span({ from, to }: Span, wanted: (row: Readonly<Record<string, unknown>>) => boolean): Iterable<WholeFinding> {
    const rows = this.rowsFrom(from)[Symbol.iterator]()
    let next = rows.next()
    try {
      for (const row of this.db.prepare('select * from finding where id between ? and ? order by id').iterate(from, to) as Iterable<Raw>) {
        const id = row['id'] as number
        const take = wanted(row)
        const mine: FindingRow[] = []
        for (; next.done !== true && next.value.finding <= id; next = rows.next()) if (take && next.value.finding === id) mine.push(readRow(next.value))
        if (take) yield { finding: this.whole(row), rows: mine.length > 1 ? mine.sort(byPlace) : mine }
      }
    } finally {
      rows.return?.()
    }
  }

  /** A digest of what was found, and how much: identities with class, variant and amount. */
  digest(): { readonly digest: string; readonly findings: number } {
    const hash = createHash('sha256')
    let findings = 0
    for (const row of this.db.prepare('select identity, class, variant, amount_fen from finding order by id').raw().iterate()) {
      hash.update(`${JSON.stringify(row)}\n`)
      findings++
    }
    return { digest: hash.digest('hex'), findings }
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
