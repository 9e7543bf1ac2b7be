import { createHash } from 'node:crypto'
import type { Finding, FindingClass, FindingRow, Owed } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import { openDb, type Db, type RunRecord } from '../store/index.js'
import { Concerned } from './concern.js'
import { Cursor } from './cursor.js'
import { byPlace, FINDING_COLUMNS, FINDINGS, findingOf, ROW_COLUMNS, rowOf, ROWS, type Values } from './finding.js'

/** A finding with the rows behind it, by side and place. */
export interface WholeFinding { readonly finding: Finding; readonly rows: readonly FindingRow[]; /** Row number of the first of its rows in the run. */ readonly at: number }

/** Ids of findings that lie together, both ends included. */
interface Span { readonly outcome: string; readonly from: number; readonly to: number }

/** Where a finding lies in a run. */
export interface Place { readonly id: number; readonly at: number; readonly rows: number }

/** Findings that concern an agency: it must act on them (`acts`), or it only has or lacks a row of them (`informed`); of some classes only. */
export interface Concern { readonly agency: string; readonly part: 'acts' | 'informed'; readonly classes: readonly FindingClass[] }

/** What an agency must be told of one finding in a row of figures: the least that counts and sums need. */
export interface Brief { readonly id: number; readonly outcome: string; readonly class: FindingClass; readonly acts: boolean; readonly fen: number | null; readonly due: Day | null; readonly filled: number }

/** Key columns whose presence a brief tells, bit by bit. */
export const BRIEF_FIELDS = ['id_number', 'name', 'person_no', 'subject', 'employer', 'employer_no', 'employer_name', 'owner', 'insurance', 'insurances', 'period', 'voucher', 'vouchers', 'levy_no', 'levy_nos', 'area', 'office', 'id_numbers', 'person_nos', 'until', 'amount_fen'] as const

const ACTS = `instr(f."who_acts", '"' || :agency || '"') > 0`
const HOLDS = `(f."agency_has" is :agency or f."agency_lacks" is :agency or instr(f."kinds", '"' || :agency || ':') > 0)`

function concerns({ part, classes }: Concern): string {
  return `${part === 'acts' ? ACTS : `not ${ACTS} and ${HOLDS}`} and f."class" in (${classes.map(c => `'${c}'`).join(', ')})`
}

/** The column of a row that names its finding. */
const BEHIND = ROWS.fields.indexOf('finding')

/** Text put together before it is digested. */
const PIECE = 1 << 16

/** What a run found, in order of identity, with the rows behind it. Rows lie in the order of their findings, so that they are found without an index. */
export class RunReader {
  private readonly db: Db
  private readonly path: string
  private readonly asked = new Map<string, ReturnType<Db['prepare']>>()
  private known: readonly Span[] | undefined
  private crowded: readonly number[] | undefined
  /** A finding, and where its rows begin: whoever asks for one often asks for the next. */
  private mark = { finding: 1, at: 1 }

  constructor(run: Pick<RunRecord, 'path'>) {
    this.path = run.path
    this.db = openDb(run.path, { readonly: true })
  }

  /** A statement for single look-ups, prepared once. */
  private ask(sql: string): ReturnType<Db['prepare']> {
    let statement = this.asked.get(sql)
    if (statement === undefined) this.asked.set(sql, statement = this.db.prepare(sql))
    return statement
  }

  *findings(): Iterable<Finding> {
    for (const values of this.db.prepare(`select ${FINDING_COLUMNS} from finding f order by f.id`).raw().iterate() as Iterable<Values>) yield findingOf(values)
  }

  finding(id: number): Finding | null {
    const values = this.ask(`select ${FINDING_COLUMNS} from finding f where f.id = ?`).raw().get(id) as Values | undefined
    return values === undefined ? null : findingOf(values)
  }

  /** The finding of that identity, looked for in their order; null where the run has none. */
  idOf(identity: string): number | null {
    const at = this.ask('select identity from finding where id = ?').pluck()
    let from = 1
    for (let to = this.last() + 1; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if (at.get(middle) as string < identity) from = middle + 1
      else to = middle
    }
    return at.get(from) === identity ? from : null
  }

  rows(finding: number): readonly FindingRow[] {
    return this.between(this.firstRow(finding), this.firstRow(finding + 1))
  }

  private between(from: number, end: number): readonly FindingRow[] {
    const rows = (this.ask(`select ${ROW_COLUMNS} from finding_row r where r.rowid >= ? and r.rowid < ? order by r.rowid`).raw().all(from, end) as Values[]).map(rowOf)
    return rows.length > 1 ? rows.sort(byPlace) : rows
  }

  /** Where the rows of a finding, or of those after it, begin. */
  private firstRow(finding: number): number {
    if (this.mark.finding === finding) return this.mark.at
    const at = this.ask('select finding from finding_row where rowid = ?').pluck()
    let from = this.mark.finding < finding ? this.mark.at : 1
    for (let to = (this.ask('select max(rowid) from finding_row').pluck().get() as number | null ?? 0) + 1; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if (at.get(middle) as number < finding) from = middle + 1
      else to = middle
    }
    this.mark = { finding, at: from }
    return from
  }

  /** The largest id of a finding. */
  last(): number {
    return this.spans().at(-1)?.to ?? 0
  }

  /** Codes of the outcomes that it found. */
  outcomes(): readonly string[] {
    return this.spans().map(s => s.outcome)
  }

  /** Where each outcome's findings lie: identities begin with the outcome's code. */
  private spans(): readonly Span[] {
    return this.known ??= this.db.prepare('select outcome, min(id) as "from", max(id) as "to" from finding group by outcome order by min(id)').all() as Span[]
  }

  /** Findings of an outcome with their rows, one at a time; nothing is made of those that are not wanted. */
  *of(outcome: string, concern: Concern): Iterable<WholeFinding> {
    const span = this.spans().find(s => s.outcome === outcome)
    if (span === undefined) return
    const findings = new Cursor({ path: this.path }, { ...FINDINGS, from: span.from })
    const rows = new Cursor({ path: this.path }, { ...ROWS, from: this.firstRow(span.from) })
    const concerned = new Concerned(findings, concern.agency)
    try {
      for (; findings.row <= span.to; findings.next()) {
        if (!concern.classes.includes(concerned.class()) || concerned.part() !== concern.part) continue
        const id = findings.row
        while (rows.number(BEHIND)! < id && rows.next());
        const mine: FindingRow[] = []
        const at = rows.row
        for (; rows.row < Infinity && rows.number(BEHIND) === id; rows.next()) mine.push(rowOf(rows.values()))
        yield { finding: findingOf(findings.values()), rows: mine.length > 1 ? mine.sort(byPlace) : mine, at }
      }
    } finally {
      findings.close()
      rows.close()
    }
  }

  /** One finding with its rows, where it concerns an agency so. */
  one(id: number, concern: Concern): WholeFinding | null {
    const values = this.ask(`select ${FINDING_COLUMNS} from finding f where f.id = :id and ${concerns(concern)}`).raw().get({ id, agency: concern.agency }) as Values | undefined
    if (values === undefined) return null
    const at = this.firstRow(id)
    return { finding: findingOf(values), rows: this.between(at, this.firstRow(id + 1)), at }
  }

  /** Ids of an outcome's findings of which a side has more rows than one. */
  several(outcome: string): readonly number[] {
    const span = this.spans().find(s => s.outcome === outcome)
    this.crowded ??= this.db.prepare('select distinct finding from (select finding from finding_row group by finding, side having count(*) > 1) order by finding').pluck().all() as number[]
    return span === undefined ? [] : this.crowded.filter(id => id >= span.from && id <= span.to)
  }

  /** Findings again, each by its id and where its rows lie. */
  *again(wanted: Iterable<Place>): Iterable<WholeFinding> {
    for (const { id, at, rows } of wanted) yield { finding: this.finding(id)!, rows: this.between(at, at + rows), at }
  }

  /** Ids, in order, of the findings on which an agency must act. */
  *acts(agency: string): Iterable<{ readonly outcome: string; readonly id: number }> {
    const findings = new Cursor({ path: this.path }, { ...FINDINGS, from: 1 })
    const outcome = FINDINGS.fields.indexOf('outcome')
    const concerned = new Concerned(findings, agency)
    for (; findings.row < Infinity; findings.next()) if (concerned.part() === 'acts') yield { id: findings.row, outcome: findings.text(outcome)! }
  }

  /** Figures of all findings that concern an agency, by id. */
  *briefs(agency: string): Iterable<Brief> {
    const findings = new Cursor({ path: this.path }, { ...FINDINGS, from: 1 })
    const [outcome, amount, due] = [FINDINGS.fields.indexOf('outcome'), FINDINGS.fields.indexOf('amount_fen'), FINDINGS.fields.indexOf('due')]
    const fields = BRIEF_FIELDS.map(name => FINDINGS.fields.indexOf(name))
    const concerned = new Concerned(findings, agency)
    for (; findings.row < Infinity; findings.next()) {
      const part = concerned.part()
      if (part === null) continue
      let filled = 0
      for (const [i, column] of fields.entries()) if (findings.has(column)) filled |= 1 << i
      yield { id: findings.row, outcome: findings.text(outcome)!, class: concerned.class(), acts: part === 'acts', fen: findings.number(amount), due: findings.text(due), filled }
    }
  }

  /** A digest of what was found, and how much: identities with class, variant and amount. */
  digest(): { readonly digest: string; readonly findings: number } {
    const hash = createHash('sha256')
    let findings = 0
    let text = ''
    for (const line of this.db.prepare('select json_array(identity, class, variant, amount_fen) from finding order by id').pluck().iterate() as Iterable<string>) {
      text += `${line}\n`
      findings++
      if (text.length < PIECE) continue
      hash.update(text)
      text = ''
    }
    return { digest: hash.update(text).digest('hex'), findings }
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
