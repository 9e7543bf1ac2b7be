import { existsSync } from 'node:fs'
import { createHash } from 'node:crypto'
import type { Finding, FindingClass, FindingRow, Owed } from '../engine/index.js'
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

const LISTS = ['vouchers', 'levy_nos', 'insurances', 'id_numbers', 'person_nos', 'reasons', 'who_acts', 'kinds'] as const

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

type RawRow = Omit<FindingRow, 'vals' | 'raw'> & { at?: number; vals: string; raw: string }

const NONE: FindingRow['raw'] = {}

function readRow(r: RawRow): FindingRow {
  return { ...r, vals: JSON.parse(r.vals) as FindingRow['vals'], raw: r.raw === '{}' ? NONE : JSON.parse(r.raw) as FindingRow['raw'] }
}

const byPlace = (a: FindingRow, b: FindingRow): number => a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1

/** A finding with the rows behind it, by side and place. */
export interface WholeFinding { readonly finding: Finding; readonly rows: readonly FindingRow[]; /** Row number of the first of its rows in the run. */ readonly at: number }

/** Ids of findings that lie together, both ends included. */
export interface Span { readonly outcome: string; readonly from: number; readonly to: number }

/** Where a finding lies in a run. */
export interface Place { readonly id: number; readonly at: number; readonly rows: number }

/** Findings that concern an agency: it must act on them (`acts`), or it only has or lacks a row of them (`informed`); of some classes only; `several`: only where a side has more rows than one. */
export interface Concern { readonly agency: string; readonly part: 'acts' | 'informed'; readonly classes: readonly FindingClass[]; readonly several?: boolean }

/** What an agency must be told of one finding in a row of figures: the least that counts and sums need. */
export interface Brief { readonly id: number; readonly outcome: string; readonly class: FindingClass; readonly acts: boolean; readonly fen: number | null; readonly due: Day | null; readonly filled: number }

/** Key columns whose presence a brief tells, bit by bit. */
export const BRIEF_FIELDS = ['id_number', 'name', 'person_no', 'subject', 'employer', 'employer_no', 'employer_name', 'owner', 'insurance', 'insurances', 'period', 'voucher', 'vouchers', 'levy_no', 'levy_nos', 'area', 'office', 'id_numbers', 'person_nos', 'until', 'amount_fen'] as const

const ACTS = `instr(f."who_acts", '"' || :agency || '"') > 0`
const SEVERAL = ' and f.id in (select s.finding from finding_row s where s.rowid >= :first and s.rowid < :end group by s.finding, s.side having count(*) > 1)'
const HOLDS = `(f."agency_has" is :agency or f."agency_lacks" is :agency or instr(f."kinds", '"' || :agency || ':') > 0)`

/** What a run found, in order of identity, with the rows behind it. Rows lie in the order of their findings, so that they are found without an index. */
export class RunReader {
  private readonly db: Db
  private known: readonly Span[] | undefined

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
    const rows = this.db.prepare('select * from finding_row where rowid >= ? and rowid < ? order by rowid').all(this.firstRow(finding), this.firstRow(finding + 1)) as RawRow[]
    return rows.map(readRow).toSorted(byPlace)
  }

  /** Where the rows of a finding, or of those after it, begin. */
  private firstRow(finding: number): number {
    const at = this.db.prepare('select finding from finding_row where rowid = ?').pluck()
    let from = 1
    for (let to = (this.db.prepare('select max(rowid) from finding_row').pluck().get() as number | null ?? 0) + 1; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if (at.get(middle) as number < finding) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Where each outcome's findings lie: identities begin with the outcome's code. */
  spans(): readonly Span[] {
    return this.known ??= this.db.prepare('select outcome, min(id) as "from", max(id) as "to" from finding group by outcome order by min(id)').all() as Span[]
  }

  /**
   * Findings of a span with their rows, one at a time. SQLite picks those that are wanted, so that nothing is made of the others; there are many of them, and two runs
   * through a table in one order cost far less than a look-up each.
   */
  *span({ from, to }: Pick<Span, 'from' | 'to'>, concern: Concern): Iterable<WholeFinding> {
    const where = `${concern.part === 'acts' ? ACTS : `not ${ACTS} and ${HOLDS}`} and f."class" in (${concern.classes.map(c => `'${c}'`).join(', ')})${concern.several === true ? SEVERAL : ''}`
    const asked = { from, to, agency: concern.agency, first: this.firstRow(from), end: this.firstRow(to + 1) }
    const findings = this.db.prepare(`select f.* from finding f where f.id between :from and :to and ${where} order by f.id`)
    const behind = this.db.prepare(`select r.rowid as at, r.* from finding_row r cross join finding f on f.id = r.finding where r.rowid >= :first and r.rowid < :end and ${where} order by r.rowid`)
    const rows = (behind.iterate(asked) as IterableIterator<RawRow>)
    let next = rows.next()
    try {
      for (const row of findings.iterate(asked) as Iterable<Raw>) {
        const id = row['id'] as number
        const mine: FindingRow[] = []
        const at = next.done === true ? 0 : next.value.at ?? 0
        for (; next.done !== true && next.value.finding === id; next = rows.next()) mine.push(readRow(next.value))
        yield { finding: this.whole(row), rows: mine.length > 1 ? mine.sort(byPlace) : mine, at }
      }
    } finally {
      rows.return?.()
    }
  }

  /** Findings again, each by its id and where its rows lie. */
  *again(wanted: Iterable<Place>): Iterable<WholeFinding> {
    const finding = this.db.prepare('select * from finding where id = ?')
    const behind = this.db.prepare('select * from finding_row where rowid >= ? and rowid < ? order by rowid')
    for (const { id, at, rows } of wanted) yield { finding: this.whole(finding.get(id) as Raw), rows: (behind.all(at, at + rows) as RawRow[]).map(readRow).sort(byPlace), at }
  }

  /** Figures of all findings that concern an agency, by id. */
  *briefs(agency: string): Iterable<Brief> {
    const bits = BRIEF_FIELDS.map((name, i) => `(f."${name}" is not null) * ${2 ** i}`).join(' + ')
    const rows = this.db.prepare(`select f.id, f.outcome, f."class", ${ACTS}, f.amount_fen, f.due, ${bits} from finding f where ${ACTS} or ${HOLDS} order by f.id`).raw().iterate({ agency })
    for (const [id, outcome, cls, acts, fen, due, filled] of rows as Iterable<[number, string, FindingClass, number, number | null, Day | null, number]>) yield { id, outcome, class: cls, acts: acts === 1, fen, due, filled }
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

  rules(): readonly { rule: string; owner: string | null; state: string; missing: readonly string[]; incomplete: readonly Owed[] }[] {
    return (this.db.prepare('select * from rule_run').all() as { rule: string; owner: string | null; state: string; missing: string; incomplete: string }[])
      .map(r => ({ ...r, missing: JSON.parse(r.missing) as string[], incomplete: JSON.parse(r.incomplete) as Owed[] }))
  }

  batches(): readonly { batch: number; data_date: Day; layout: string; source: string | null }[] {
    return this.db.prepare('select * from run_batch order by batch').all() as ReturnType<RunReader['batches']>
  }

  close(): void {
    this.db.close()
  }
}
