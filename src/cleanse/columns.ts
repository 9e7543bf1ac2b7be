import { BLOCK_ROWS, DAY_BYTES, everyRow, isSoundCitizen, type Block, type Column, type RowList } from '../records/index.js'
import { compactDay, isTime, isoDay, MARKS_BEFORE, MARKS_FROM, readDate, type DateRule } from './day.js'
import { plainDecimal, readDecimal, type DecimalForm } from './decimal.js'
import type { Cleansed } from './fold.js'
import type { Sink } from './sink.js'
import { readId } from './id.js'
import { plainMonth, readPeriod, type PeriodRule } from './period.js'
import type { TextType } from './text.js'
import type { CodeColumn } from './code.js'
import type { Constants } from './constants.js'

/** A column of periods: first and last month. */
export interface PeriodColumn {
  readonly from: Float64Array
  readonly to: Float64Array
}

function note(sink: Sink, row: number, before: string, cleansed: Cleansed): void {
  const { value, reason, issue } = cleansed
  if (reason !== undefined) sink.notes.changes.push({ row, field: sink.field, before, after: value, reason })
  if (issue !== undefined) sink.notes.issues.push({ row, field: sink.field, value: cleansed.unreadable ? before : value, reason: issue })
  if (cleansed.unreadable) sink.bad[row] = 1
}

/** Texts in place: clean cells stay where they are, the others come back into the block's arena. */
export function cleanseText(block: Block, column: Column, type: TextType, sink: Sink): void {
  const { state, rows } = block
  const { start, end } = column
  let bytes = block.bytes
  const left = block.loops?.looks.texts(block, column, type.look) ?? everyRow(rows)
  for (let i = 0; i < left.length; i++) {
    const r = left[i]!
    const s = start[r]!
    const e = end[r]!
    if (state[r] !== 0 || s === e || type.canonical(bytes, s, e)) continue
    const raw = block.text(column, r)
    const cleansed = type.read(raw)
    note(sink, r, raw, cleansed)
    if (cleansed.value !== raw) block.put(column, r, cleansed.value)
    bytes = block.bytes
  }
}

/** A rate of one, in millionths: from there on, and below 0, it is an issue. */
const LARGEST_RATE = 1_000_000

/** Amounts, rates and counts straight from bytes to `num`; NaN where blank or unreadable. */
export function cleanseDecimals(block: Block, column: Column, form: DecimalForm, sink: Sink): void {
  const { state, rows, bytes } = block
  const { start, end } = column
  const num = column.num!
  const rate = form.issue === 'reason.rate_unreadable'
  const left = block.loops?.looks.decimals(block, column, { scale: form.scale, limit: rate ? LARGEST_RATE : Infinity }) ?? everyRow(rows)
  for (let i = 0; i < left.length; i++) {
    const r = left[i]!
    const s = start[r]!
    const e = end[r]!
    if (state[r] !== 0 || s === e) {
      num[r] = NaN
      continue
    }
    let value = plainDecimal(bytes, s, e, form.scale)
    if (Number.isNaN(value)) {
      const raw = block.text(column, r)
      const cleansed = readDecimal(raw, form)
      value = cleansed.num
      note(sink, r, raw, cleansed)
    }
    num[r] = value
  }
  // Over all rows: the look above leaves out no negative number.
  if (rate)
    for (let r = 0; r < rows; r++)
      if (num[r]! < 0 || num[r]! >= LARGEST_RATE)
        sink.notes.issues.push({ row: r, field: sink.field, value: block.text(column, r), reason: 'reason.rate_range' })
}

/** Dates in place, as ISO text. A declared compact form is rewritten byte by byte, never through a string. */
export function cleanseDates(block: Block, column: Column, rule: DateRule, sink: Sink): void {
  const { state } = block
  const { start, end } = column
  const compact = rule.declared.has('yyyymmdd')
  const compactTime = rule.declared.has('yyyymmddhhmmss')
  const isoTime = rule.declared.has('yyyy-mm-dd hh:mm:ss')
  const left = unsureDates(block, column, compact)
  for (let i = 0; i < left.length; i++) {
    const r = left[i]!
    const s = start[r]!
    const e = end[r]!
    if (state[r] !== 0 || s === e) continue
    const { bytes } = block
    const length = e - s
    let day = 0
    if (length === 10) day = isoDay(bytes, s)
    else if (length === 19 && isoTime && bytes[s + 10] === 0x20 && isTime(bytes, s + 11, true)) day = isoDay(bytes, s)
    else if ((length === 8 && compact) || (length === 14 && compactTime && isTime(bytes, s + 8, false))) day = compactDay(bytes, s)
    if (day < MARKS_BEFORE || day >= MARKS_FROM) readSlowly(block, column, r, rule, sink)
    else if (length === 19) end[r] = s + 10
    else if (length !== 10) putDay(block, column, r)
  }
}

function unsureDates(block: Block, column: Column, compact: boolean): RowList {
  const looks = block.loops?.looks
  if (looks === undefined) return everyRow(block.rows)
  const arena = block.room(compact ? block.rows * DAY_BYTES : 0)
  const { left, written } = looks.dates(block, column, { compact, arena })
  block.took(written)
  return left
}

// eslint-disable-next-line max-params -- the slow way out of one loop
function readSlowly(block: Block, column: Column, r: number, rule: DateRule, sink: Sink): void {
  const raw = block.text(column, r)
  const cleansed = readDate(raw, rule)
  note(sink, r, raw, cleansed)
  if (cleansed.value !== raw) block.put(column, r, cleansed.value)
}

/** yyyymmdd at the cell's start becomes yyyy-mm-dd in the arena. */
function putDay(block: Block, column: Column, r: number): void {
  const at = block.room(10)
  const { bytes } = block
  const s = column.start[r]!
  for (let i = 0; i < 4; i++) bytes[at + i] = bytes[s + i]!
  bytes[at + 4] = bytes[at + 7] = 0x2d
  bytes[at + 5] = bytes[s + 4]!
  bytes[at + 6] = bytes[s + 5]!
  bytes[at + 8] = bytes[s + 6]!
  bytes[at + 9] = bytes[s + 7]!
  block.took(10)
  column.start[r] = at
  column.end[r] = at + 10
}

/** Periods to `out.from` and `out.to`, yyyymm; NaN where blank or unreadable. */
// eslint-disable-next-line max-params -- one column in, one out
export function cleansePeriods(block: Block, column: Column, rule: PeriodRule, out: PeriodColumn, sink: Sink): void {
  const { state, rows, bytes } = block
  const { start, end } = column
  const { from, to } = out
  const isoDays = rule.declared.has('yyyy-mm-dd')
  const compactDays = rule.declared.has('yyyymmdd')
  const left = block.loops?.looks.months(block, column, from) ?? everyRow(rows)
  if (block.loops !== null) to.set(from.subarray(0, rows))
  for (let i = 0; i < left.length; i++) {
    const r = left[i]!
    const s = start[r]!
    const e = end[r]!
    from[r] = to[r] = NaN
    if (state[r] !== 0 || s === e) continue
    const length = e - s
    let month = 0
    if (length === 6) month = plainMonth(bytes, s)
    else if (length === 10 && isoDays) month = Math.floor(isoDay(bytes, s) / 100)
    else if (length === 8 && compactDays) month = Math.floor(compactDay(bytes, s) / 100)
    if (month > 0) {
      from[r] = to[r] = month
      continue
    }
    const raw = block.text(column, r)
    const cleansed = readPeriod(raw, rule)
    note(sink, r, raw, cleansed)
    from[r] = cleansed.from
    to[r] = cleansed.to
  }
}

/** What ids are read with: the document types of the rows, the last possible birth date, and whether a blank one is worth an issue. */
export interface IdRule {
  readonly types: CodeColumn | null
  /** yyyymmdd */
  readonly notAfter: number
  readonly blankIsIssue: boolean
}

/** How the ids of a column end: cells that hold one, ids of 18 digits that end in 000, and the first few different ones of these. */
export interface IdEndings {
  readonly filled: number
  readonly endIn000: number
  readonly different: readonly string[]
}

/** Different ids that must end in 000 before a column counts as rounded by Excel. */
const ROUNDED_LEAST = 5

/**
 * At least 5 different ids of 18 digits end in 000, and more than 1 % of the cells that hold an id: in one file's column, or in the column
 * of a batch over all its files.
 */
export function looksRounded(parts: readonly IdEndings[]): boolean {
  if (parts.length > 1 && parts.some(p => looksRounded([p]))) return true
  const sum = (of: (p: IdEndings) => number): number => parts.reduce((n, p) => n + of(p), 0)
  return new Set(parts.flatMap(p => p.different)).size >= ROUNDED_LEAST && sum(p => p.endIn000) * 100 > sum(p => p.filled)
}

/** Marks rows for the look at ids: their document is not one that a citizen's number stands for. */
const OTHER_DOCUMENT = 128

/** Identity numbers in place, with their faults and whether they can be keys; and how they end. */
export class IdColumn {
  readonly faults: Column = { start: new Int32Array(BLOCK_ROWS), end: new Int32Array(BLOCK_ROWS), num: null }
  readonly unusable = new Float64Array(BLOCK_ROWS)
  private readonly marks = new Uint8Array(BLOCK_ROWS)
  private plainTypes: boolean[] = []
  private filled = 0
  private endIn000 = 0
  private readonly ending = new Set<string>()

  /** How ids of 18 digits end, over all rows so far: tells an extract whose ids Excel rounded. */
  get endings(): IdEndings {
    return { filled: this.filled, endIn000: this.endIn000, different: [...this.ending] }
  }

  /** Makes the column canonical, and notes faults and ids that may be no key (catalogue §2). */
  // eslint-disable-next-line max-params -- one column in, one out
  run(block: Block, column: Column, rule: IdRule, constants: Constants, sink: Sink): void {
    const { state } = block
    const { start, end } = column
    const { faults, unusable } = this
    faults.start.fill(0)
    faults.end.fill(0)
    const left = this.unsure(block, column, rule)
    let bytes = block.bytes
    for (let i = 0; i < left.length; i++) {
      const r = left[i]!
      if (state[r] !== 0) continue
      const s = start[r]!
      const sound = end[r]! - s === 18 && this.isPlain(rule, r) && isSoundCitizen(bytes, s, rule.notAfter)
      if (sound) unusable[r] = 0
      else {
        this.readSlowly(block, column, r, { rule, constants, sink })
        bytes = block.bytes
      }
      const e = end[r]!
      if (e === start[r]) continue
      this.filled++
      if (bytes[e - 1] === 48 && bytes[e - 2] === 48 && bytes[e - 3] === 48 && e - start[r]! === 18) this.countEnding(block, column, r)
    }
  }

  /** Rows that are not certainly a citizen's sound number; the others are counted and done with. */
  private unsure(block: Block, column: Column, rule: IdRule): RowList {
    const looks = block.loops?.looks
    if (looks === undefined) return everyRow(block.rows)
    const { rows, state } = block
    const { marks } = this
    marks.set(state.subarray(0, rows))
    if (rule.types !== null) for (let r = 0; r < rows; r++) if (!this.isPlain(rule, r)) marks[r]! |= OTHER_DOCUMENT
    const { left, sure } = looks.ids({ rows, state: marks }, column, rule.notAfter)
    this.unusable.fill(0, 0, rows)
    this.filled += sure
    return left
  }

  private countEnding(block: Block, column: Column, r: number): void {
    const id = block.text(column, r)
    if (!/^\d{18}$/.test(id)) return
    this.endIn000++
    if (this.ending.size < ROUNDED_LEAST) this.ending.add(id)
  }

  /** The row's document type is a citizen's or blank. */
  private isPlain(rule: IdRule, r: number): boolean {
    if (rule.types === null) return true
    const entry = rule.types.index[r]!
    return (this.plainTypes[entry] ??= ['', '01'].includes(rule.types.valueOf(entry)))
  }

  private readSlowly(block: Block, column: Column, r: number, more: { rule: IdRule; constants: Constants; sink: Sink }): void {
    const { rule, constants, sink } = more
    const raw = block.text(column, r)
    const type = rule.types === null ? '' : rule.types.valueOf(rule.types.index[r]!)
    const cleansed = readId(raw, type, rule.notAfter)
    this.unusable[r] = cleansed.unusable ? 1 : 0
    const issue = cleansed.value === '' && rule.blankIsIssue ? 'reason.id_blank' : cleansed.issue
    note(sink, r, raw, { ...cleansed, issue })
    if (cleansed.value !== raw) block.put(column, r, cleansed.value)
    if (cleansed.faults.length === 0) return
    const at = constants.of(cleansed.faults.join(','))
    if (at === undefined) block.put(this.faults, r, cleansed.faults.join(','))
    else {
      this.faults.start[r] = at.start
      this.faults.end[r] = at.end
    }
  }
}
