import {
  CodeColumn,
  Constants,
  IdColumn,
  cleanseDates,
  cleanseDecimals,
  cleansePeriods,
  cleanseText,
  creditCode,
  hasCitizenShape,
  orgName,
  personName,
  text,
  MONEY_SCALES,
  RATE_SCALES,
  type DecimalForm,
  type MoneyUnit,
  type NoDay,
  type PeriodColumn,
  type Sink,
  type TextType,
} from '../cleanse/index.js'
import { problem } from '../kernel/index.js'
import { BLOCK_ROWS, fieldOf, numberColumn, type Block, type Column, type FieldType, type Notes } from '../records/index.js'
import { rateSign, unitAbove } from './header.js'
import { columnType, type Typed } from './roles.js'
import type { Condition } from './schema.js'
import type { Codes, HeaderMatch, Layout, SecondId } from './types.js'
import { plannedRecords } from './planned.js'

/** What the columns of one extract are read with. */
export interface InputSpec {
  readonly layout: Layout
  readonly header: HeaderMatch
  readonly codes: Codes
  /** Last possible birth date, yyyymmdd. */
  readonly notAfter: number
  readonly file: string
}

const TEXT_TYPES: Readonly<Partial<Record<FieldType, TextType>>> = {
  credit_code: creditCode,
  person_name: personName,
  org_name: orgName,
  text,
  timestamp: text,
}

/** Field that a column's notes speak of, where its name is not the field's. */
const NOTED: Readonly<Record<string, string>> = {
  period: 'period_start',
  period_from: 'period_start',
  period_lone: 'period_start',
  year: 'period_start',
  period_to: 'period_end',
  social_no: 'id_number',
  status_pay: 'status',
  transfer: 'live',
  reversal: 'live',
  validity: 'live',
  insurance_item: 'insurance',
  posted_date: 'posted',
}

/**
 * Marks for no day that a date may hold. Somebody may be born on the first day of 1900; a begin or a due time beyond all time is not
 * none: it never comes.
 */
const NO_DAYS: Readonly<Record<string, NoDay>> = {
  birth_date: 'zero',
  begin_date: 'early',
  due_date: 'early',
  window_from: 'early',
  window_to: 'early',
}

type Job = (block: Block, notes: Notes) => void

/** The record field that a column of an extract feeds: what notes call it. */
export function notedField({ layout, header }: Pick<InputSpec, 'layout' | 'header'>, name: string): string {
  if (name === 'period_lone' && ['period', 'period_from', 'year'].some(n => header.placed.has(n))) return 'booked_period'
  if (NOTED[name] !== undefined && !layout.kinds.includes('wage_declaration')) return NOTED[name]
  for (const record of plannedRecords(layout.spec)) {
    const target = Object.entries(record.fields ?? {}).find(([, from]) => [from].flat().includes(name))
    if (target !== undefined) return target[0]
  }
  return name
}

/** The columns of an extract that its layout uses, cleansed by type, block after block. */
export class Inputs {
  /** Texts, dates and ids: views of the block's raw columns, cleansed in place. */
  readonly texts = new Map<string, Column>()
  readonly nums = new Map<string, Column>()
  readonly codes = new Map<string, CodeColumn>()
  readonly periods = new Map<string, PeriodColumn>()
  readonly bads = new Map<string, Uint8Array>()
  readonly ids: IdColumn | null
  private readonly spec: InputSpec
  private readonly jobs: Job[] = []
  private readonly views: { readonly view: Column; readonly index: number }[] = []
  /** What notes call each column. */
  private readonly noted = new Map<string, string>()
  private readonly categories: ReadonlySet<string>
  private readonly agencies: readonly string[]
  private readonly takeSecond: ((block: Block) => void) | null
  constants: Constants | null = null

  constructor(spec: InputSpec) {
    this.spec = spec
    const { agency, sender, codes } = spec.layout.spec
    this.agencies = codes ?? (sender === undefined ? [agency] : [sender, agency])
    this.categories = categoriesOf(spec.layout)
    const names = Object.keys(spec.layout.spec.columns).filter(name => spec.header.placed.has(name))
    for (const name of byDependence(names)) this.add(name)
    this.takeSecond = spec.header.secondId === null ? null : this.secondOf(spec.header.secondId)
    this.ids = names.includes('id_number') || names.includes('social_no') ? this.addIds() : null
  }

  /** Whether the extract has a column of that name. */
  has(name: string): boolean {
    return this.texts.has(name) || this.nums.has(name) || this.codes.has(name) || this.periods.has(name)
  }

  /** Raw columns in which a declared sign for nothing is emptied: all but codes, whose lists say what a sign means. */
  get plain(): readonly number[] {
    return this.views.map(v => v.index)
  }

  /** Points the views at the block. */
  attach(block: Block): void {
    if (this.constants?.block !== block) this.constants = new Constants(block)
    for (const { view, index } of this.views) {
      view.start = block.raw[index]!.start
      view.end = block.raw[index]!.end
    }
  }

  /** Cleanses all columns of the block. */
  run(block: Block, notes: Notes): void {
    this.takeSecond?.(block)
    for (const bad of this.bads.values()) bad.fill(0)
    for (const job of this.jobs) job(block, notes)
  }

  /** (list, code) -> rows, of codes without translation. */
  unknownCodes(): ReadonlyMap<string, number> {
    const all = new Map<string, number>()
    for (const [name, column] of this.codes) {
      const list = this.listOf(name)
      for (const [code, rows] of column.unknown()) all.set(`${list}:${code}`, (all.get(`${list}:${code}`) ?? 0) + rows)
    }
    return all
  }

  /** Name of the column in the extract. */
  headerOf(name: string): string {
    return this.spec.header.columns[this.spec.header.placed.get(name) ?? -1] ?? name
  }

  private typed(name: string): Typed {
    return columnType(this.spec.layout, name)
  }

  private listOf(name: string): string {
    return this.typed(name).list ?? name
  }

  private view(name: string, num: Float64Array | null = null): Column {
    const view: Column = { start: new Int32Array(0), end: new Int32Array(0), num }
    this.views.push({ view, index: this.spec.header.placed.get(name)! })
    return view
  }

  /** In rows whose id is blank the second one stands in its place, and its type in that of the first. */
  private secondOf({ number, type }: SecondId): (block: Block) => void {
    const { placed } = this.spec.header
    const [own, ownType] = [placed.get('id_number')!, placed.get('id_type')]
    this.views.push({ view: { start: new Int32Array(0), end: new Int32Array(0), num: null }, index: number })
    return block => {
      const { raw, bytes, state } = block
      for (let r = 0; r < block.rows; r++) {
        if (state[r] !== 0 || !isBlankCell(bytes, raw[own]!, r) || isBlankCell(bytes, raw[number]!, r)) continue
        move(raw[number]!, raw[own]!, r)
        if (ownType !== undefined && type >= 0 && !isBlankCell(bytes, raw[type]!, r)) move(raw[type]!, raw[ownType]!, r)
      }
    }
  }

  private sink(name: string, notes: Notes): Sink {
    let field = this.noted.get(name)
    if (field === undefined) this.noted.set(name, (field = this.notedField(name)))
    return { field, notes, bad: this.bads.get(name)! }
  }

  /** The record field that a column feeds: what its notes are about. */
  notedField(name: string): string {
    return notedField(this.spec, name)
  }

  private add(name: string): void {
    const { type, list } = this.typed(name)
    this.bads.set(name, new Uint8Array(BLOCK_ROWS))
    if (this.categories.has(name) || (type === 'code' && list !== null)) this.addCode(name, this.categories.has(name) ? null : list)
    else if (name === 'id_number' || name === 'social_no') this.texts.set(name, this.view(name))
    else if (type === 'fen' || type === 'rate' || type === 'int') this.addNumber(name, type)
    else if (type === 'period') this.addPeriod(name)
    else if (type === 'date') this.addDate(name)
    else {
      const column = this.view(name)
      this.texts.set(name, column)
      const normaliser = TEXT_TYPES[type] ?? text
      this.jobs.push((block, notes) => cleanseText(block, column, normaliser, this.sink(name, notes)))
      this.addBlanks(name, column)
    }
  }

  /** Texts that mean nothing in this column alone (`正常` as a kind of adjustment). */
  private addBlanks(name: string, column: Column): void {
    const blanks = new Set((this.spec.layout.spec.columns[name] as { blanks?: readonly string[] }).blanks ?? [])
    if (blanks.size === 0) return
    const longest = Math.max(...[...blanks].map(text => text.length * 3))
    this.jobs.push(block => {
      for (let r = 0; r < block.rows; r++) {
        const length = column.end[r]! - column.start[r]!
        if (block.state[r] === 0 && length > 0 && length <= longest && blanks.has(block.text(column, r))) column.end[r] = column.start[r]!
      }
    })
  }

  private addCode(name: string, list: string | null): void {
    const blanks = new Set(this.spec.layout.spec.blanks)
    const translate = (code: string): string | undefined => {
      for (const agency of this.agencies) {
        const canonical = this.spec.codes.canonical(agency, list ?? '', code)
        if (canonical !== undefined) return canonical
      }
      return blanks.has(code) ? '' : undefined
    }
    const column = new CodeColumn(list === null ? null : translate)
    this.codes.set(name, column)
    const index = this.spec.header.placed.get(name)!
    const skip = this.skipOf(name)
    this.jobs.push((block, notes) => column.run(block, block.raw[index]!, this.constants!, { ...this.sink(name, notes), ...skip(block) }))
  }

  /**
   * Rows where a column keeps silent: a text that only tells records apart is no field of theirs, a tax item only refines the insurance,
   * and the insurance is not asked where the item has said it.
   */
  private skipOf(name: string): (block: Block) => { skip?: Uint8Array } {
    const { placed } = this.spec.header
    const onlyTells = this.categories.has(name) && !this.spec.layout.kinds.some(kind => fieldOf(kind, name) !== undefined)
    if (onlyTells || (name === 'insurance_item' && placed.has('insurance'))) {
      const all = new Uint8Array(BLOCK_ROWS).fill(1)
      return () => ({ skip: all })
    }
    const item = this.codes.get('insurance_item')
    if (name !== 'insurance' || item === undefined) return () => ({})
    const skip = new Uint8Array(BLOCK_ROWS)
    return block => {
      for (let r = 0; r < block.rows; r++) skip[r] = item.index[r] !== 0 && item.knows(item.index[r]!) ? 1 : 0
      return { skip }
    }
  }

  private addNumber(name: string, type: 'fen' | 'rate' | 'int'): void {
    const column = this.view(name, numberColumn().num)
    this.nums.set(name, column)
    const form = this.form(name, type)
    this.jobs.push((block, notes) => cleanseDecimals(block, column, form, this.sink(name, notes)))
  }

  private form(name: string, type: 'fen' | 'rate' | 'int'): DecimalForm {
    const { spec } = this.spec.layout
    if (type === 'int') return { scale: 0, issue: 'reason.count_unreadable' }
    if (type === 'rate') {
      const declared = spec.rates === 'percent' ? '%' : ''
      const sign = (spec.unit_in_header ? rateSign(this.headerOf(name)) : '') || declared
      return { scale: RATE_SCALES[sign] ?? 6, issue: 'reason.rate_unreadable' }
    }
    const declared = (spec.columns[name] as { money?: MoneyUnit }).money ?? spec.money
    const found = this.spec.header.units.get(name) ?? unitAbove(this.spec.header)
    if (found !== undefined && found !== declared && !spec.unit_in_header) {
      throw problem('layout.unit', { file: this.spec.file, line: this.spec.header.line, header: this.headerOf(name), found, declared })
    }
    return { scale: MONEY_SCALES[found ?? declared], issue: 'reason.amount_unreadable' }
  }

  private addPeriod(name: string): void {
    const column = this.view(name)
    const out = { from: new Float64Array(BLOCK_ROWS), to: new Float64Array(BLOCK_ROWS) }
    this.periods.set(name, out)
    const { columns, periods } = this.spec.layout.spec
    const rule = { declared: new Set<string>((columns[name] as { periods?: readonly string[] }).periods ?? periods), year: name === 'year' }
    this.jobs.push((block, notes) => cleansePeriods(block, column, rule, out, this.sink(name, notes)))
  }

  private addDate(name: string): void {
    const column = this.view(name)
    this.texts.set(name, column)
    const { columns, dates } = this.spec.layout.spec
    const declared = new Set<string>((columns[name] as { dates?: readonly string[] }).dates ?? dates)
    const month = name === 'begin_date' ? 'first' : name === 'end_date' || name === 'end_reason_date' ? 'last' : null
    const rule = { declared, month, openEnd: name === 'end_date', none: NO_DAYS[this.notedField(name)] ?? 'all' } as const
    this.jobs.push((block, notes) => cleanseDates(block, column, rule, this.sink(name, notes)))
  }

  /** The identity number; the social security number stands in where it is blank and that one has a citizen's shape. */
  private addIds(): IdColumn {
    const ids = new IdColumn()
    const social = this.texts.get('social_no')
    const own = this.texts.get('id_number')
    const column = own ?? { start: new Int32Array(BLOCK_ROWS), end: new Int32Array(BLOCK_ROWS), num: null }
    this.texts.set('id_number', column)
    if (!this.bads.has('id_number')) this.bads.set('id_number', new Uint8Array(BLOCK_ROWS))
    const rule = { types: this.codes.get('id_type') ?? null, notAfter: this.spec.notAfter, blankIsIssue: !asksForId(this.spec.layout) }
    this.jobs.push((block, notes) => {
      if (own === undefined) column.end.set(column.start)
      if (social !== undefined) takeSocial(block, column, social)
      ids.run(block, column, rule, this.constants!, this.sink('id_number', notes))
      if (social !== undefined && own !== undefined) noteDifferent(block, column, social, { notes, rule })
    })
    return ids
  }
}

function move(from: Column, to: Column, r: number): void {
  to.start[r] = from.start[r]!
  to.end[r] = from.end[r]!
}

function isBlankCell(bytes: Uint8Array, column: Column, r: number): boolean {
  return isBlank(bytes, column.start[r]!, column.end[r]!)
}

function takeSocial(block: Block, column: Column, social: Column): void {
  for (let r = 0; r < block.rows; r++) {
    if (block.state[r] !== 0 || social.end[r] === social.start[r] || !isBlankCell(block.bytes, column, r)) continue
    if (hasCitizenShape(block.text(social, r))) move(social, column, r)
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p]! > 0x20) return false
  return true
}

/** Both numbers filled and different, for a citizen: which of them is right nobody can tell here. */
function noteDifferent(block: Block, column: Column, social: Column, more: { notes: Notes; rule: { types: CodeColumn | null } }): void {
  const { bytes, rows, state } = block
  for (let r = 0; r < rows; r++) {
    const length = column.end[r]! - column.start[r]!
    if (state[r] !== 0 || length === 0 || social.end[r]! - social.start[r]! !== length) continue
    let same = true
    for (let i = 0; i < length && same; i++) same = bytes[column.start[r]! + i] === bytes[social.start[r]! + i]
    if (same) continue
    const { types } = more.rule
    const type = types === null ? '' : types.valueOf(types.index[r]!)
    const other = block.text(social, r)
    if ((type !== '' && type !== '01') || !hasCitizenShape(other) || other.trim().toUpperCase() === block.text(column, r)) continue
    more.notes.issues.push({ row: r, field: 'id_number', value: block.text(column, r), reason: 'reason.id_social_no' })
  }
}

/** A layout that tells persons from units by a blank id has nothing to say about a blank one. */
function asksForId(layout: Layout): boolean {
  return layout.spec.records.some(record => record.when?.['id_number'] !== undefined)
}

/** Columns whose values only decide (patterns in conditions): read as categories. */
function categoriesOf(layout: Layout): ReadonlySet<string> {
  const conditions: Condition[] = layout.spec.records.flatMap(record => [
    record.when ?? {},
    ...(record.split?.rules.map(rule => rule.when ?? {}) ?? []),
  ])
  return new Set(
    conditions.flatMap(when =>
      Object.entries(when)
        .filter(([, wanted]) => Array.isArray(wanted))
        .map(([name]) => name),
    ),
  )
}

/** The tax item before the insurance that it refines. */
function byDependence(names: readonly string[]): readonly string[] {
  return names.toSorted((a, b) => Number(b === 'insurance_item') - Number(a === 'insurance_item'))
}
