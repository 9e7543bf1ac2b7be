import type { Kind } from '../records/index.js'
import type { Cell, Column, Tint } from './model.js'
import { displayWidth } from './width.js'
import type { Discrepancy, EvidenceRow, Found } from './types.js'
import { agencyWord, fieldWord, glue, isMoney, kindWord, masked, shownText, told, type Voice } from './words.js'

/** Fields of a record that help to judge a discrepancy, in reading order. `period` is both months. */
const SHOWN: Readonly<Record<Kind, readonly string[]>> = {
  registration: ['id_number', 'name', 'person_no', 'insurance', 'status', 'begin_date', 'end_date', 'end_reason', 'employer', 'employer_name', 'area'],
  employer: ['employer_no', 'credit_code', 'name', 'area', 'industry_rate'],
  levy: ['levy_no', 'id_number', 'name', 'employer', 'employer_name', 'insurance', 'period', 'levy_type', 'base', 'rate_employer', 'rate_person', 'amount_employer', 'amount_person', 'amount', 'sent_date', 'due_date'],
  payment: [
    'voucher', 'levy_no', 'id_number', 'name', 'employer', 'employer_name', 'insurance', 'period', 'pay_type', 'refund', 'principal_employer', 'principal_person', 'late_fee', 'interest', 'amount',
    'paid_date', 'treasury_date', 'posted', 'failure', 'adjustment', 'original_voucher', 'payee',
  ],
  summary: ['area', 'office', 'insurance', 'month', 'amount_employer', 'amount_person', 'late_fee', 'interest', 'total'],
  wage_declaration: ['id_number', 'name', 'employer', 'insurance', 'period', 'wage', 'base'],
  bank_txn: ['voucher', 'txn_no', 'amount', 'status', 'bank_date', 'tax_date', 'payer', 'bank'],
}

/** Of a bureau's own side: what it finds its own records by. */
const OWN = ['employer_no'] as const

/** Shown only where they are not the same throughout the table. */
const DULL = new Set(['levy_type', 'pay_type', 'refund', 'posted', 'end_reason'])

/** Folded away unless it is what a verdict failed by. */
const DETAIL = new Set([
  'person_no', 'base', 'rate_employer', 'rate_person', 'amount_employer', 'amount_person', 'principal_employer', 'principal_person', 'late_fee', 'interest', 'paid_date', 'employer_no', 'employer', 'employer_name', 'area', 'end_reason',
  'adjustment', 'original_voucher', 'payee', 'levy_type', 'pay_type', 'refund', 'due_date', 'sent_date',
])

/** Shown whatever a rule asks about. */
const ALWAYS = new Set(['amount', 'total', 'wage'])
const PERIODS = ['period', 'period_start', 'period_end']
/** Where the rule is not known any more. */
const DEFAULT: ReadonlySet<string> = new Set(['name', 'insurance', 'period', 'status', 'treasury_date', 'voucher'])

/** Money that is not added up when a side has several rows. */
const NO_SUM = new Set(['base', 'base_employer', 'wage'])

/** Rows that differ in one of these are shown one by one on a sheet of their own; parts of one sum are not. */
const TELLING = ['voucher', 'levy_no', 'txn_no', 'id_number', 'person_no', 'name', 'insurance', 'period_start', 'period_end', 'employer', 'status', 'begin_date', 'end_date', 'area', 'refund', 'pay_type', 'levy_type'] as const

/** Rows after which widths are believed. */
const MEASURED = 400

export const WIDTH = { least: 8, most: 26 } as const

const DASH = '–'

/** A row's value of a field; `period` as yyyymm or yyyymm–yyyymm. */
function valueIn(row: EvidenceRow, field: string): string | number | null {
  if (field !== 'period') return row.vals[field] ?? null
  const start = row.vals['period_start'] ?? row.vals['period'] ?? null
  const end = row.vals['period_end'] ?? null
  return start === null ? null : end === null || end === start ? String(start) : `${start}${DASH}${end}`
}

function rawIn(row: EvidenceRow, field: string): string | undefined {
  return field === 'period' ? row.raw['period_start'] ?? row.raw['period_end'] ?? row.raw['period'] : row.raw[field]
}

/** The key of a discrepancy as text, in the words of a record's field. */
export function keyText(f: Found, field: string): string | null {
  switch (field) {
    case 'period': return f.period === null ? null : f.period_end === null || f.period_end === f.period ? String(f.period) : `${f.period}${DASH}${f.period_end}`
    case 'voucher': return several(f.vouchers) ?? f.voucher
    case 'levy_no': return several(f.levy_nos) ?? f.levy_no
    case 'insurance': return several(f.insurances) ?? f.insurance
    case 'id_number': return several(f.id_numbers) ?? f.id_number
    case 'person_no': return several(f.person_nos) ?? f.person_no
    case 'month': return f.period === null ? null : String(f.period)
    case 'name': case 'employer': case 'employer_no': case 'employer_name': case 'area': case 'office': return f[field]
    default: return null
  }
}

function several(list: readonly string[] | null): string | null {
  return list === null || list.length === 0 ? null : list.join(' ')
}

interface SideField { says: boolean; raw: boolean; width: number; rawWidth: number }

interface Side { readonly agencies: Set<string>; readonly kinds: Set<Kind>; readonly fields: Map<string, SideField>; several: boolean; placed: boolean }

/**
 * Learns from all discrepancies of a table which columns its sides need: a field is shown where it says more than the key at the left does, the text as received
 * where it was another.
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
  /** Rows of discrepancies that have several telling rows on a side. */
  telling = 0
  /** Fields that those rows have. */
  readonly tellingFields = new Set<string>()

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
    for (const [name, rows] of bySide(d.rows)) if (rows.length > 1) this.sides.get(name)!.several = true
    if (!isTelling(d)) return
    this.telling += d.rows.length
    for (const row of d.rows) for (const name in row.vals) this.tellingFields.add(name)
  }

  private row(f: Found, row: EvidenceRow, measure: boolean): void {
    let side = this.sides.get(row.side)
    if (side === undefined) this.sides.set(row.side, side = { agencies: new Set(), kinds: new Set(), fields: new Map(), several: false, placed: false })
    side.agencies.add(row.agency)
    if (row.line > 0) side.placed = true
    if (row.vals['rows'] !== undefined) side.several = true
    if (row.kind === '') return
    side.kinds.add(row.kind)
    for (const field of SHOWN[row.kind]) this.field(side, { f, row, field, measure })
    if (row.agency === this.recipient) for (const field of OWN) this.field(side, { f, row, field, measure })
  }

  private field(side: Side, { f, row, field, measure }: { f: Found; row: EvidenceRow; field: string; measure: boolean }): void {
    const value = valueIn(row, field)
    let known = side.fields.get(field)
    if (known === undefined) side.fields.set(field, known = { says: false, raw: false, width: 0, rawWidth: 0 })
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

  /** The columns of all sides, and how a discrepancy fills them. */
  columns(): readonly SideColumn[] {
    const asked = new Set([...this.rules].flatMap(r => this.fieldsOf(r) ?? [...DEFAULT]))
    const minor = (field: string): boolean => !this.failed.has(field) && (DETAIL.has(field) || (!ALWAYS.has(field) && !(field === 'period' ? PERIODS : [field]).some(f => asked.has(f))))
    return [...this.sides].flatMap(([name, side], i) => {
      const tint = `side${Math.min(i, 3)}` as Tint
      const kind = [...side.kinds][0]
      const label = this.labelOf(side)
      const titled = (text: string): string => `${label}\n${text}`
      const order = [...new Set([...side.kinds].flatMap(k => SHOWN[k])), ...OWN]
      const out: SideColumn[] = order.flatMap(field => {
        const known = side.fields.get(field)
        if (known === undefined) return []
        const dull = DULL.has(field) && (this.dull.get(field)?.size ?? 0) < 2
        const title = field === 'period' ? told(this.voice, 'column.period') : fieldWord(this.voice, field, kind)
        return [
          ...((known.says || (known.width > 0 && this.failed.has(field))) && !dull ? [{ side: name, field, what: 'value' as const, column: this.column(titled(title), known.width, { tint, money: isMoney(field), detail: minor(field), several: side.several }) }] : []),
          ...(known.raw ? [{ side: name, field, what: 'raw' as const, column: this.column(titled(told(this.voice, 'column.raw', { field: title })), known.rawWidth, { tint, money: false, detail: false, several: side.several }) }] : []),
        ]
      })
      const extra = (what: 'rows' | 'place', column: Column): SideColumn => ({ side: name, field: '', what, column })
      if (side.several) out.push(extra('rows', { title: titled(told(this.voice, 'column.rows')), type: 'count', tint, width: WIDTH.least, wrap: false, detail: true }))
      if (side.placed) out.push(extra('place', { title: titled(told(this.voice, 'column.where')), type: 'text', tint, width: WIDTH.most, wrap: true, detail: true }))
      return out
    })
  }

  /** The agency; where one agency holds both sides, what kind of record it is. */
  private labelOf(side: Side): string {
    const [agency] = side.agencies
    const own = [...side.agencies].every(a => a === 'ss' || a === 'mi')
    const name = side.agencies.size === 1 ? agencyWord(this.voice, agency ?? '') : own ? told(this.voice, 'column.owners') : [...side.agencies].map(a => agencyWord(this.voice, a)).join('/')
    const twin = [...this.sides.values()].some(s => s !== side && [...s.agencies].some(a => side.agencies.has(a)))
    return twin ? `${name}${this.voice.lang === 'en' ? ' ' : ''}${[...side.kinds].map(k => kindWord(this.voice, k)).join('/')}` : name
  }

  private column(title: string, width: number, { tint, money, detail, several }: { tint: Tint; money: boolean; detail: boolean; several: boolean }): Column {
    const head = Math.max(...title.split('\n').map(displayWidth))
    const wide = Math.min(WIDTH.most, Math.max(money ? 12 : WIDTH.least, width + 2, Math.min(head + 1, 15)))
    return { title, type: money ? 'money' : 'text', tint, width: wide, wrap: several || width > WIDTH.most - 2, ...(detail ? { detail: true as const } : {}) }
  }
}

export interface SideColumn { readonly side: string; readonly field: string; readonly what: 'value' | 'raw' | 'rows' | 'place'; readonly column: Column }

function bySide(rows: readonly EvidenceRow[]): ReadonlyMap<string, readonly EvidenceRow[]> {
  const out = new Map<string, EvidenceRow[]>()
  for (const row of rows) {
    const list = out.get(row.side)
    if (list === undefined) out.set(row.side, [row])
    else list.push(row)
  }
  return out
}

/** Whether a side's rows differ in more than the parts of one sum. */
export function isTelling({ rows }: Pick<Discrepancy, 'rows'>): boolean {
  if (rows.length < 2) return false
  for (const [, list] of bySide(rows)) {
    const [first] = list
    for (let i = 1; i < list.length; i++) if (TELLING.some(t => (list[i]!.vals[t] ?? null) !== (first!.vals[t] ?? null))) return true
  }
  return false
}

const NOBODY: readonly EvidenceRow[] = []

/** The cells of the sides' columns. Of several rows money is added up, other values are listed once each. */
export function sideCells(columns: readonly SideColumn[], d: Discrepancy, voice: Voice): readonly Cell[] {
  const sides = bySide(d.rows)
  return columns.map(({ side, field, what }): Cell => {
    const rows = sides.get(side) ?? NOBODY
    if (rows.length === 0) return null
    switch (what) {
      case 'rows': return rows.reduce((n, r) => n + Number(r.vals['rows'] ?? 1), 0)
      case 'place': return listed(rows.map(r => r.line > 0 ? placeOf(r, voice) : ''), voice)
      case 'raw': return listed(rows.map(r => { const raw = rawIn(r, field); return raw === undefined ? '' : masked(voice, field, raw) }), voice)
      case 'value': return valueCell(rows, field, voice)
    }
  })
}

/** Where a row stood in its extract. */
export function placeOf(row: EvidenceRow, voice: Voice): string {
  return told(voice, 'column.place', { file: row.sheet === null ? row.file : `${row.file}[${row.sheet}]`, line: row.line })
}

function valueCell(rows: readonly EvidenceRow[], field: string, voice: Voice): Cell {
  if (isMoney(field) && (rows.length === 1 || !NO_SUM.has(field))) {
    let sum: number | null = null
    for (const row of rows) {
      const v = row.vals[field]
      if (typeof v === 'number') sum = (sum ?? 0) + v
    }
    return sum
  }
  if (rows.length === 1) return shownText(voice, field, valueIn(rows[0]!, field))
  return listed(rows.map(r => shownText(voice, field, valueIn(r, field))), voice)
}

function listed(texts: readonly string[], voice: Voice): string {
  if (texts.length === 1) return texts[0]!
  return [...new Set(texts)].filter(t => t !== '').join(glue(voice))
}
