import type { Known } from './characters.js'
import type { Draft } from './draft.js'
import { isKeyText } from './giving.js'
import { knownOf, Words } from './known.js'
import type { Cell, TableColumn } from './model.js'
import { keyText, rawIn, SHOWN, valueIn } from './side-values.js'
import type { Discrepancy, EvidenceRow } from './types.js'
import { fieldWord, glue, isMoney, isShownAsIs, masked, shownText, told, type Voice } from './words.js'

/** Money that is not added up when a side has several rows. */
const NO_SUM = new Set(['base', 'base_employer', 'wage'])

/** A column of a side, and which of its row's values it shows. */
export interface SideColumn {
  readonly side: string
  readonly field: string
  readonly what: 'value' | 'raw' | 'rows' | 'place'
  readonly column: TableColumn
}

interface Plan {
  readonly columns: readonly SideColumn[]
  /** Names of the sides, in order, and what they are called. */
  readonly sides: readonly string[]
  readonly labels: ReadonlyMap<string, string>
  /** Fields left out because all that were looked at say the same, and what they say. */
  readonly same: ReadonlyMap<string, string>
  readonly cut: boolean
}

/** What is still to be said of a side's rows of one kind: fields without a column of their own. */
interface Unsaid {
  readonly fields: readonly { readonly field: string; readonly word: string; readonly same: string | undefined }[]
  readonly label: string
  readonly raw: ReadonlySet<string>
}

type Fill = (rows: readonly EvidenceRow[]) => Cell
/** The same of one row, into a draft. */
type Put = (row: EvidenceRow, into: Draft) => void

/** Fills the columns of the sides. Of several rows money is added up, other values are listed once each. */
export class SideCells {
  private readonly voice: Voice
  private readonly plan: Plan
  private readonly byName: ReadonlyMap<string, number>
  /** A column's side, and how it is filled by that side's rows. */
  private readonly fills: readonly { readonly at: number; readonly fill: Fill; readonly put: Put }[]
  private readonly unsaid = new Map<string, Map<string, Unsaid>>()
  /** Rows by side, of one discrepancy after the other. */
  private readonly lists: readonly EvidenceRow[][]

  constructor(voice: Voice, plan: Plan) {
    this.voice = voice
    this.plan = plan
    this.byName = new Map(plan.sides.map((name, i) => [name, i]))
    this.lists = plan.sides.map(() => [])
    this.fills = plan.columns.map(c => ({ at: this.byName.get(c.side)!, fill: this.fillOf(c), put: this.putOf(c) }))
  }

  get columns(): readonly TableColumn[] {
    const rest: readonly TableColumn[] = this.plan.cut
      ? [{ title: told(this.voice, 'column.rest'), type: 'text', tint: 'plain', width: 24, wrap: true, detail: true }]
      : []
    return [...this.plan.columns.map(c => c.column), ...rest]
  }

  /** Adds a discrepancy's cells to a line. */
  put(d: Discrepancy, line: Cell[]): void {
    for (const list of this.lists) list.length = 0
    for (const row of d.rows) this.lists[this.byName.get(row.side) ?? -1]?.push(row)
    for (const { at, fill } of this.fills) {
      const rows = this.lists[at]!
      line.push(rows.length === 0 ? null : fill(rows))
    }
    if (this.plan.cut) line.push(this.rest(d))
  }

  /** The same into a draft. */
  draft(d: Discrepancy, into: Draft): void {
    for (const list of this.lists) list.length = 0
    for (const row of d.rows) this.lists[this.byName.get(row.side) ?? -1]?.push(row)
    for (const { at, fill, put } of this.fills) {
      const rows = this.lists[at]!
      if (rows.length === 0) into.none()
      else if (rows.length === 1) put(rows[0]!, into)
      else into.put(fill(rows))
    }
    if (this.plan.cut) into.put(this.rest(d))
  }

  private putOf(column: SideColumn): Put {
    const { voice } = this
    const { field, what } = column
    const fill = this.fillOf(column)
    if (what === 'place') return new Places(voice).put
    if (what === 'raw') return (row, into) => into.text(fill([row]) as string)
    // Masked values differ from person to person: to remember them as words would have no end.
    if (what === 'rows' || field === 'period' || voice.mask) return (row, into) => into.put(fill([row]))
    if (isMoney(field)) {
      return (row, into) => {
        const fen = row.value(field)
        if (typeof fen === 'number') into.number(fen)
        else into.none()
      }
    }
    if (!isShownAsIs(voice, field)) {
      const words = new Words(value => shownText(voice, field, value))
      return (row, into) => words.put(row.value(field) ?? '', into)
    }
    return (row, into) => {
      if (row.give?.(field, into) === true) into.close()
      else into.text(shownText(voice, field, row.value(field)))
    }
  }

  private fillOf({ field, what }: SideColumn): Fill {
    const { voice } = this
    switch (what) {
      case 'rows':
        return rows => rows.reduce((n, r) => n + Number(r.value('rows') ?? 1), 0)
      case 'place':
        return rows => this.listed(rows, r => (r.line > 0 ? placeOf(r, voice) : ''))
      case 'raw':
        return rows =>
          this.listed(rows, r => {
            const raw = rawIn(r, field)
            return raw === undefined ? '' : masked(voice, field, raw)
          })
      case 'value': {
        const text = (r: EvidenceRow): string => shownText(voice, field, valueIn(r, field))
        return isMoney(field)
          ? rows => (rows.length === 1 || !NO_SUM.has(field) ? sum(rows, field) : (same(rows, field) ?? this.listed(rows, text)))
          : rows => this.listed(rows, text)
      }
    }
  }

  private listed(rows: readonly EvidenceRow[], text: (row: EvidenceRow) => string): string {
    if (rows.length === 1) return text(rows[0]!)
    const texts = rows.map(text)
    return texts.every(t => t === texts[0]) ? texts[0]! : this.joined([...new Set(texts)].filter(t => t !== ''))
  }

  /** A unit's thousands of persons are not read in one cell: their rows stand one by one on a sheet of their own. */
  private joined(texts: readonly string[]): string {
    const first = texts.slice(0, MOST_LISTED).join(glue(this.voice))
    return texts.length <= MOST_LISTED
      ? first
      : first + told(this.voice, 'column.more', { count: texts.length, sheet: told(this.voice, 'sheet.rows') })
  }

  /** What rows say beyond key and columns; there is something only where the first discrepancies did not say it. */
  private rest(d: Discrepancy): string | null {
    let out: Set<string> | null = null
    for (const row of d.rows) {
      const { fields, label, raw } = this.unsaidOf(row)
      for (const { field, word, same } of fields) {
        if (isKeyText(row, field, d.finding)) continue
        const value = valueIn(row, field)
        if (value === null || String(value) === same || String(value) === keyText(d.finding, field)) continue
        out = (out ?? new Set<string>()).add(`${label} ${word} ${shownText(this.voice, field, value)}`)
      }
      for (const field in row.raw) {
        if (!raw.has(field.startsWith('period') ? 'period' : field))
          out = (out ?? new Set<string>()).add(
            `${label} ${told(this.voice, 'column.raw', { field: fieldWord(this.voice, field, row.kind) })} ${masked(this.voice, field, row.raw[field]!)}`,
          )
      }
    }
    return out === null ? null : this.joined([...out])
  }

  private unsaidOf({ side, kind }: EvidenceRow): Unsaid {
    let kinds = this.unsaid.get(side)
    if (kinds === undefined) this.unsaid.set(side, (kinds = new Map<string, Unsaid>()))
    let unsaid = kinds.get(kind)
    if (unsaid === undefined) {
      const shown = (what: SideColumn['what']): ReadonlySet<string> =>
        new Set(this.plan.columns.filter(c => c.side === side && c.what === what).map(c => c.field))
      const said = shown('value')
      const fields = (kind === '' ? [] : SHOWN[kind])
        .filter(f => !said.has(f))
        .map(field => ({ field, word: fieldWord(this.voice, field, kind), same: this.plan.same.get(field) }))
      kinds.set(kind, (unsaid = { fields, label: this.plan.labels.get(side) ?? side, raw: shown('raw') }))
    }
    return unsaid
  }
}

/** So many values of several rows are listed in a cell. */
const MOST_LISTED = 20

function sum(rows: readonly EvidenceRow[], field: string): number | null {
  let total: number | null = null
  for (const row of rows) {
    const v = row.value(field)
    if (typeof v === 'number') total = (total ?? 0) + v
  }
  return total
}

/** The number that all rows say; null where they say several, or some say none. */
function same(rows: readonly EvidenceRow[], field: string): number | null {
  const first = rows[0]!.value(field)
  return typeof first === 'number' && rows.every(row => row.value(field) === first) ? first : null
}

/** Where a row stood in its extract. */
export function placeOf(row: EvidenceRow, voice: Voice): string {
  return told(voice, 'column.place', { file: row.sheet === null ? row.file : `${row.file}[${row.sheet}]`, line: row.line })
}

/** A line number that no extract reaches, which tells where a place has its own. */
const MARK = 987_654_321_012

/** Where rows stood, one after the other: mostly in one file. */
class Places {
  private readonly voice: Voice
  private file = ''
  private sheet: string | null = null
  /** What stands before and behind the line's number; null where that is not so simple. */
  private around: readonly [Known, Known] | null = null

  constructor(voice: Voice) {
    this.voice = voice
  }

  readonly put = (row: EvidenceRow, into: Draft): void => {
    if (row.file !== this.file || row.sheet !== this.sheet) this.turn(row)
    const { around } = this
    if (row.line <= 0) into.text('')
    else if (around === null) into.text(placeOf(row, this.voice))
    else {
      into.addKnown(around[0])
      into.digits(row.line)
      into.known(around[1])
    }
  }

  private turn(row: EvidenceRow): void {
    this.file = row.file
    this.sheet = row.sheet
    const [before, behind, more] = placeOf({ ...row, line: MARK }, this.voice)
      .split(String(MARK))
      .map(knownOf)
    this.around = more === undefined && before != null && behind != null ? [before, behind] : null
  }
}
