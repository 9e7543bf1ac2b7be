import type { Kind } from '../records/index.js'
import type { TableColumn, Tint } from './model.js'
import { displayWidth } from './width.js'
import type { Discrepancy, EvidenceRow, Found } from './types.js'
import { SideCells, type SideColumn } from './side-cells.js'
import { keyText, rawIn, SHOWN, valueIn } from './side-values.js'
import { agencyWord, fieldWord, isMoney, kindWord, rowsWord, shownText, told, type Voice } from './words.js'

/** Shown on a bureau's own side only: what it finds its records by. */
const OWN = ['employer_no'] as const

/** Shown only where they are not the same throughout the table. */
const DULL = new Set(['levy_type', 'pay_type', 'refund', 'posted', 'end_reason'])

/** Folded away unless it is what a verdict failed by. */
const DETAIL = new Set([
  'person_no',
  'base',
  'rate_employer',
  'rate_person',
  'amount_employer',
  'amount_person',
  'principal_employer',
  'principal_person',
  'late_fee',
  'interest',
  'paid_date',
  'employer_no',
  'employer',
  'employer_name',
  'area',
  'end_reason',
  'adjustment',
  'original_voucher',
  'payee',
  'levy_type',
  'pay_type',
  'refund',
  'due_date',
  'sent_date',
])

/** Shown whatever a rule asks about. */
const ALWAYS = new Set(['amount', 'total', 'wage'])
const PERIODS = ['period', 'period_start', 'period_end']
/** Where the rule is not known any more. */
const DEFAULT: ReadonlySet<string> = new Set(['name', 'insurance', 'period', 'status', 'treasury_date', 'voucher'])

/** Rows after which widths are believed. */
const MEASURED = 400

/** Widths between which columns of sides are made as wide as what they hold, in characters. */
export const WIDTH = { least: 8, most: 26 } as const

interface SideField {
  says: boolean
  raw: boolean
  width: number
  rawWidth: number
}

interface Side {
  readonly agencies: Set<string>
  readonly kinds: Set<Kind>
  readonly levels: Set<string>
  readonly fields: Map<string, SideField>
  several: boolean
  placed: boolean
}

/** A side as its columns show it. */
interface SideShape {
  readonly name: string
  readonly side: Side
  readonly label: string
  readonly tint: Tint
}

/**
 * Learns from all discrepancies of a table which columns its sides need: a field is shown where it says more than the key at the left does,
 * the text as received where it was another.
 */
export class Sides {
  private readonly voice: Voice
  private readonly recipient: string
  private readonly sides = new Map<string, Side>()
  private readonly dull = new Map<string, Set<string>>()
  private measured = 0
  private readonly failed = new Set<string>()
  private readonly fieldsOf: (rule: string) => readonly string[] | null
  private readonly rules = new Set<string>()

  /** `fields`: what a rule compares or asks about; null where nobody knows. */
  constructor(voice: Voice, recipient: string, fields: (rule: string) => readonly string[] | null) {
    this.voice = voice
    this.recipient = recipient
    this.fieldsOf = fields
  }

  add(d: Discrepancy): void {
    const measure = this.measured++ < MEASURED
    this.rules.add(d.finding.rule)
    if (d.finding.trail?.failed) this.failed.add(d.finding.trail.failed.field)
    for (const row of d.rows) this.row(d.finding, row, measure)
    if (d.rows.length < 2) return
    for (const [i, row] of d.rows.entries()) if (d.rows[i - 1]?.side === row.side) this.sides.get(row.side)!.several = true
  }

  private row(f: Found, row: EvidenceRow, measure: boolean): void {
    let side = this.sides.get(row.side)
    if (side === undefined)
      this.sides.set(
        row.side,
        (side = { agencies: new Set(), kinds: new Set(), levels: new Set(), fields: new Map(), several: false, placed: false }),
      )
    side.agencies.add(row.agency)
    if (row.line > 0) side.placed = true
    if (row.value('rows') !== null) side.several = true
    if (row.kind === '') return
    side.kinds.add(row.kind)
    if (side.levels.size < 2) side.levels.add(String(row.value('level') ?? ''))
    for (const field of SHOWN[row.kind]) this.field(side, { f, row, field, measure })
    if (row.agency === this.recipient) for (const field of OWN) this.field(side, { f, row, field, measure })
  }

  private field(side: Side, { f, row, field, measure }: { f: Found; row: EvidenceRow; field: string; measure: boolean }): void {
    const value = valueIn(row, field)
    let known = side.fields.get(field)
    if (known === undefined) side.fields.set(field, (known = { says: false, raw: false, width: 0, rawWidth: 0 }))
    if (DULL.has(field)) {
      const seen = this.dull.get(field) ?? new Set<string>()
      this.dull.set(field, seen.add(String(value)))
    }
    if (!known.says && value !== null && String(value) !== keyText(f, field)) known.says = true
    const raw = rawIn(row, field)
    if (raw !== undefined) known.raw = true
    if (!measure) return
    known.width = Math.max(known.width, displayWidth(shownText(this.voice, field, value)))
    if (raw !== undefined) known.rawWidth = Math.max(known.rawWidth, displayWidth(raw))
  }

  /**
   * How discrepancies fill the columns of all sides. `cut`: more will come than were looked at; what only they say goes into one column of
   * the rest.
   */
  cells(cut: boolean): SideCells {
    const columns = this.columns()
    const same = new Map([...this.dull].flatMap(([field, seen]) => (seen.size === 1 ? [[field, [...seen][0]!] as const] : [])))
    const labels = new Map([...this.sides].map(([name, side]) => [name, this.labelOf(side)]))
    return new SideCells(this.voice, { columns, sides: [...this.sides.keys()], labels, same, cut })
  }

  private columns(): readonly SideColumn[] {
    const asked = new Set([...this.rules].flatMap(r => this.fieldsOf(r) ?? [...DEFAULT]))
    const minor = (field: string): boolean =>
      !this.failed.has(field) &&
      (DETAIL.has(field) || (!ALWAYS.has(field) && !(field === 'period' ? PERIODS : [field]).some(f => asked.has(f))))
    return [...this.sides].flatMap(([name, side], i) => {
      const shape = { name, side, label: this.labelOf(side), tint: `side${Math.min(i, 3)}` as Tint }
      const order = [...new Set([...side.kinds].flatMap(k => SHOWN[k])), ...OWN]
      return [...order.flatMap(field => this.fieldColumns(shape, field, minor(field))), ...this.placeColumns(shape)]
    })
  }

  /** A field's value, and what was received in its place. */
  private fieldColumns({ name, side, label, tint }: SideShape, field: string, detail: boolean): readonly SideColumn[] {
    const known = side.fields.get(field)
    if (known === undefined) return []
    const isDull = DULL.has(field) && (this.dull.get(field)?.size ?? 0) < 2
    const title = field === 'period' ? told(this.voice, 'column.period') : fieldWord(this.voice, field, [...side.kinds][0])
    const { several } = side
    const out: SideColumn[] = []
    if ((known.says || (known.width > 0 && this.failed.has(field))) && !isDull) {
      const column = this.column(`${label}\n${title}`, known.width, { tint, money: isMoney(field), detail, several })
      out.push({ side: name, field, what: 'value', column })
    }
    if (known.raw) {
      const raw = `${label}\n${told(this.voice, 'column.raw', { field: title })}`
      out.push({ side: name, field, what: 'raw', column: this.column(raw, known.rawWidth, { tint, money: false, detail: false, several }) })
    }
    return out
  }

  /** How many rows there are, and where they stood. */
  private placeColumns({ name, side, label, tint }: SideShape): readonly SideColumn[] {
    const extra = (what: 'rows' | 'place', title: string, more: Pick<TableColumn, 'type' | 'width' | 'wrap'>): SideColumn => ({
      side: name,
      field: '',
      what,
      column: { title: `${label}\n${title}`, tint, detail: true, ...more },
    })
    return [
      ...(side.several ? [extra('rows', told(this.voice, 'column.rows'), { type: 'count', width: WIDTH.least, wrap: false })] : []),
      ...(side.placed ? [extra('place', told(this.voice, 'column.where'), { type: 'text', width: WIDTH.most, wrap: true })] : []),
    ]
  }

  /**
   * The agency; where one agency holds both sides, what kind of record it is, and of one kind whether these are rows of units or of
   * persons.
   */
  private labelOf(side: Side): string {
    const [agency] = side.agencies
    const own = [...side.agencies].every(a => a === 'ss' || a === 'mi')
    const name =
      side.agencies.size === 1
        ? agencyWord(this.voice, agency ?? '')
        : own
          ? told(this.voice, 'column.owners')
          : [...side.agencies].map(a => agencyWord(this.voice, a)).join('/')
    const twin = [...this.sides.values()].some(s => s !== side && [...s.agencies].some(a => side.agencies.has(a)))
    if (!twin) return name
    const alike = [...this.sides.values()].some(s => s !== side && [...s.kinds].some(k => side.kinds.has(k)))
    const [level = ''] = side.levels
    const what =
      alike && side.levels.size === 1 && level !== ''
        ? rowsWord(this.voice, level)
        : [...side.kinds].map(k => kindWord(this.voice, k)).join('/')
    return `${name}${this.voice.lang === 'en' ? ' ' : ''}${what}`
  }

  private column(
    title: string,
    width: number,
    { tint, money, detail, several }: { tint: Tint; money: boolean; detail: boolean; several: boolean },
  ): TableColumn {
    const head = Math.max(...title.split('\n').map(displayWidth))
    const wide = Math.min(WIDTH.most, Math.max(money ? 12 : WIDTH.least, width + 2, Math.min(head + 1, 15)))
    return {
      title,
      type: money ? 'money' : 'text',
      tint,
      width: wide,
      wrap: several || width > WIDTH.most - 2,
      ...(detail ? { detail: true as const } : {}),
    }
  }
}
