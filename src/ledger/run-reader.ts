import { createHash } from 'node:crypto'
import type { Finding, FindingClass, FindingRow, Owed } from '../engine/index.js'
import { Problem, type Day } from '../kernel/index.js'
import { openWritten, runOlder, type Db, type RunRecord } from '../store/index.js'
import { Concerned } from './concern.js'
import { Cursor } from './cursor.js'
import {
  byPlace,
  FINDING_COLUMNS,
  FINDINGS,
  findingOf,
  ROW_COLUMNS,
  rowBehind,
  rowOf,
  ROWS,
  type RowBehind,
  type Values,
} from './finding.js'
import { commonOf, findingHere, RowsBehind, type Common } from './here.js'

/** A finding with the rows behind it, by side and place. */
export interface WholeFinding {
  readonly finding: Finding
  readonly rows: readonly RowBehind[]
}

/** Ids of findings that lie together, both ends included. */
interface Span {
  readonly outcome: string
  readonly from: number
  readonly to: number
}

/**
 * Findings that concern an agency: it must act on them (`acts`), or it only has or lacks a row of them (`informed`); of some classes only.
 */
export interface Concern {
  readonly agency: string
  readonly part: 'acts' | 'informed'
  readonly classes: readonly FindingClass[]
}

/**
 * Figures of findings that counts do not tell apart: how many, what is at stake, the largest amount, and which of `BRIEF_FIELDS` some of
 * them have, bit by bit.
 */
export interface Brief {
  readonly outcome: string
  readonly class: FindingClass
  readonly acts: boolean
  readonly due: Day | null
  readonly sort: number
  readonly rows: number
  readonly fen: number
  readonly widest: number
  readonly filled: number
}
type MutableBrief = { -readonly [K in keyof Brief]: Brief[K] }

/** Key columns whose presence a brief tells, bit by bit. */
export const BRIEF_FIELDS = [
  'id_number',
  'name',
  'person_no',
  'subject',
  'employer',
  'employer_no',
  'employer_name',
  'owner',
  'insurance',
  'insurances',
  'period',
  'voucher',
  'vouchers',
  'levy_no',
  'levy_nos',
  'area',
  'office',
  'id_numbers',
  'person_nos',
  'until',
  'amount_fen',
] as const

const ACTS = `instr(f."who_acts", '"' || :agency || '"') > 0`
const HOLDS = `(f."agency_has" is :agency or f."agency_lacks" is :agency or instr(f."kinds", '"' || :agency || ':') > 0)`

function concerns({ part, classes }: Concern): string {
  return `${part === 'acts' ? ACTS : `not ${ACTS} and ${HOLDS}`} and f."class" in (${classes.map(c => `'${c}'`).join(', ')})`
}

/** Whether an earlier version wrote the run, which did not say all that is read of one. */
function isOlder(db: Db): boolean {
  const lacks = ({ table, fields }: { readonly table: string; readonly fields: readonly string[] }): boolean => {
    const columns = new Set(db.prepare('select name from pragma_table_info(?)').pluck().all(table))
    return fields.some(f => f !== 'rowid' && !columns.has(f))
  }
  return [FINDINGS, ROWS].some(lacks)
}

/** States of a run's file that keep it from being read. */
const UNREAD: ReadonlySet<unknown> = new Set(['gone', 'older'])

/** Whether a run's file is there, and of today's version: one that is damaged is told when it is read. */
export function isReadable({ path }: Pick<RunRecord, 'path'>): boolean {
  try {
    new RunReader({ path }).close()
  } catch (error) {
    return !(error instanceof Problem && UNREAD.has((error.params as { state?: unknown }).state))
  }
  return true
}

/** The column of a row that names its finding. */
const BEHIND = ROWS.fields.indexOf('finding')

/** What a text may hold that JSON escapes, or that is odd enough to ask SQLite. */
const ESCAPED = /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029\ud800-\udfff\ufffd]/

/** Text put together before it is digested. */
const PIECE = 1 << 16

/**
 * What a run found, in order of identity, with the rows behind it. Rows lie in the order of their findings, so that they are found without
 * an index.
 */
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
    this.db = openWritten(run.path)
    if (!isOlder(this.db)) return
    this.db.close()
    throw runOlder(run.path)
  }

  /** A statement for single look-ups, prepared once. */
  private ask(sql: string): ReturnType<Db['prepare']> {
    let statement = this.asked.get(sql)
    if (statement === undefined) this.asked.set(sql, (statement = this.db.prepare(sql)))
    return statement
  }

  *findings(): Iterable<Finding> {
    for (const values of this.db.prepare(`select ${FINDING_COLUMNS} from finding f order by f.id`).raw().iterate() as Iterable<Values>)
      yield findingOf(values)
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
      if ((at.get(middle) as string) < identity) from = middle + 1
      else to = middle
    }
    return at.get(from) === identity ? from : null
  }

  rows(finding: number): readonly FindingRow[] {
    return this.between(this.firstRow(finding), this.firstRow(finding + 1))
  }

  private between(from: number, end: number): readonly FindingRow[] {
    const rows = (
      this.ask(`select ${ROW_COLUMNS} from finding_row r where r.rowid >= ? and r.rowid < ? order by r.rowid`)
        .raw()
        .all(from, end) as Values[]
    ).map(rowOf)
    return rows.length > 1 ? rows.sort(byPlace) : rows
  }

  /** Where the rows of a finding, or of those after it, begin. */
  private firstRow(finding: number): number {
    if (this.mark.finding === finding) return this.mark.at
    const at = this.ask('select finding from finding_row where rowid = ?').pluck()
    let from = this.mark.finding < finding ? this.mark.at : 1
    for (let to = ((this.ask('select max(rowid) from finding_row').pluck().get() as number | null) ?? 0) + 1; from < to;) {
      const middle = Math.floor((from + to) / 2)
      if ((at.get(middle) as number) < finding) from = middle + 1
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
    return (this.known ??= [...this.walked()])
  }

  /** Each outcome's last finding is looked for by halves: a walk through a million would take a second. */
  private *walked(): Iterable<Span> {
    const outcomeOf = this.ask('select outcome from finding where id = ?').pluck()
    const most = (this.ask('select max(id) from finding').pluck().get() as number | null) ?? 0
    for (let from = 1; from <= most;) {
      const outcome = outcomeOf.get(from) as string
      let to = from
      for (let beyond = most + 1; to + 1 < beyond;) {
        const middle = Math.floor((to + beyond) / 2)
        if (outcomeOf.get(middle) === outcome) to = middle
        else beyond = middle
      }
      yield { outcome, from, to }
      from = to + 1
    }
  }

  /**
   * Findings of an outcome with their rows, one at a time; nothing is made of what is not asked for. A finding and its rows are good until
   * the next is taken.
   */
  of(outcome: string, concern: Concern): Iterable<WholeFinding> {
    const span = this.spans().find(s => s.outcome === outcome)
    return span === undefined ? [] : this.within(span, concern, null)
  }

  /** Those of them of which a side has more rows than one; where there are none, nothing is read. */
  several(outcome: string, concern: Concern): Iterable<WholeFinding> {
    const span = this.spans().find(s => s.outcome === outcome)
    const crowded = (this.crowded ??= this.crowds())
    const first = span === undefined ? undefined : crowded.find(id => id >= span.from)
    return span === undefined || first === undefined || first > span.to ? [] : this.within({ ...span, from: first }, concern, crowded)
  }

  /** Of a span; `only`: these ids alone, in order. */
  private *within(span: Span, concern: Concern, only: readonly number[] | null): Iterable<WholeFinding> {
    const findings = new Cursor({ path: this.path }, { ...FINDINGS, from: span.from })
    const rows = new Cursor({ path: this.path }, { ...ROWS, from: this.firstRow(span.from) })
    const concerned = new Concerned(concern.agency)
    const behind = new RowsBehind(rows)
    const finding = findingHere(findings)
    let at = only === null ? 0 : only.indexOf(span.from)
    try {
      for (; findings.row <= span.to; findings.next()) {
        if (only !== null) {
          while (only[at]! < findings.row) at++
          if (only[at] !== findings.row) continue
        }
        finding.turn()
        if (!concern.classes.includes(finding.class) || concerned.part(finding.common) !== concern.part) continue
        const id = findings.row
        while (rows.number(BEHIND)! < id && rows.next());
        const mine: RowBehind[] = []
        for (; rows.row < Infinity && rows.number(BEHIND) === id; rows.next()) mine.push(behind.row(mine.length))
        yield { finding, rows: mine.length > 1 ? mine.sort(byPlace) : mine }
      }
    } finally {
      findings.close()
      rows.close()
    }
  }

  /** One finding with its rows, where it concerns an agency so. */
  one(id: number, concern: Concern): WholeFinding | null {
    const values = this.ask(`select ${FINDING_COLUMNS} from finding f where f.id = :id and ${concerns(concern)}`)
      .raw()
      .get({ id, agency: concern.agency }) as Values | undefined
    if (values === undefined) return null
    return { finding: findingOf(values), rows: this.rows(id).map(rowBehind) }
  }

  /** Ids, in order, of the findings of which a side has more rows than one: rows of a finding lie together. */
  private crowds(): readonly number[] {
    const out: number[] = []
    const rows = new Cursor({ path: this.path }, { ...ROWS, fields: ['rowid', 'finding', 'side'], from: 1 })
    let [finding, told] = [0, false]
    const sides: string[] = []
    for (; rows.row < Infinity; rows.next()) {
      const id = rows.number(1)!
      const side = rows.text(2)!
      if (id !== finding) {
        sides.length = 0
        finding = id
        told = false
      } else if (!told && sides.includes(side)) {
        told = true
        out.push(id)
      }
      if (!told) sides.push(side)
    }
    return out
  }

  /**
   * Figures of the findings that concern an agency, together by what counts tell apart and by their sort, as the first of each lie; a sort
   * below 0 leaves one out.
   */
  briefs(agency: string, sortOf: (id: number) => number): readonly Brief[] {
    const findings = new Cursor({ path: this.path }, { ...FINDINGS, from: 1 })
    const amount = FINDINGS.fields.indexOf('amount_fen')
    const fields = BRIEF_FIELDS.map(name => FINDINGS.fields.indexOf(name))
    const commons = commonOf(findings)
    const concerned = new Concerned(agency)
    const briefs = new Map<string, MutableBrief>()
    let [last, lastSort, brief]: [Common | null, number, MutableBrief | undefined] = [null, -1, undefined]
    for (; findings.row < Infinity; findings.next()) {
      const common = commons.here()
      const part = concerned.part(common)
      const sort = part === null ? -1 : sortOf(findings.row)
      if (sort < 0) continue
      if (brief === undefined || common !== last || sort !== lastSort) {
        const { outcome, class: cls, due } = common
        const key = `${outcome} ${cls} ${part} ${due} ${sort}`
        brief = briefs.get(key)
        if (brief === undefined)
          briefs.set(key, (brief = { outcome, class: cls, acts: part === 'acts', due, sort, rows: 0, fen: 0, widest: 0, filled: 0 }))
        last = common
        lastSort = sort
      }
      const fen = findings.number(amount) ?? 0
      brief.rows++
      brief.fen += fen
      brief.widest = Math.max(brief.widest, Math.abs(fen))
      for (let i = 0; i < fields.length; i++) if ((brief.filled & (1 << i)) === 0 && findings.has(fields[i]!)) brief.filled |= 1 << i
    }
    return [...briefs.values()]
  }

  /** A digest of what was found, and how much: identities with class, variant and amount. */
  digest(): { readonly digest: string; readonly findings: number } {
    const hash = createHash('sha256')
    const asJson = this.ask('select json_array(identity, class, variant, amount_fen) from finding where id = ?').pluck()
    const cursor = new Cursor({ path: this.path }, { ...FINDINGS, fields: ['id', 'identity', 'class', 'variant', 'amount_fen'], from: 1 })
    let findings = 0
    let text = ''
    for (; cursor.row < Infinity; cursor.next()) {
      const [identity, cls, variant] = [cursor.text(1)!, cursor.text(2)!, cursor.text(3)]
      // What JSON escapes is left to SQLite, by whose lines packages have their names.
      const isPlain = !ESCAPED.test(identity) && (variant === null || !ESCAPED.test(variant))
      text += isPlain
        ? `["${identity}","${cls}",${variant === null ? 'null' : `"${variant}"`},${cursor.number(4) ?? 'null'}]\n`
        : `${asJson.get(cursor.row) as string}\n`
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
    return (
      this.db.prepare('select * from rule_run').all() as {
        rule: string
        owner: string | null
        state: string
        missing: string
        incomplete: string
      }[]
    ).map(r => ({ ...r, missing: JSON.parse(r.missing) as string[], incomplete: JSON.parse(r.incomplete) as Owed[] }))
  }

  batches(): readonly { batch: number; data_date: Day; layout: string; source: string | null }[] {
    return this.db.prepare('select * from run_batch order by batch').all() as ReturnType<RunReader['batches']>
  }

  close(): void {
    this.db.close()
  }
}
