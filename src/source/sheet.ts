import { problem } from '../kernel/index.js'
import { shownNumber } from './number-format.js'
import { numberText } from './numbers.js'
import { attribute, unescapeXml, type XmlHandler } from './xml.js'
import type { Merge } from './types.js'
import { StringText, unescapeString, type Workbook } from './workbook.js'

/** A row of a sheet as a person sees it; cells that are absent between others are ''. */
export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[]
}

const MAX_COLUMNS = 16384
/** More than any program writes: one is enough to be told. */
const MAX_MERGES = 100_000

/** Reads the rows of a sheet's XML; `take` hands over those that are whole. */
export class SheetRows implements XmlHandler {
  private readonly book: Workbook
  private ready: SheetRow[] = []
  private inData = false
  private line = 0
  private cells: string[] = []
  private column = 0
  private type = ''
  private style = 0
  private value: string | null = null
  /** Text of the cell's formula; a formula whose result was not saved is shown as itself, never as 0. */
  private formula: string | null = null
  private inFormula = false
  private inValue = false
  private readonly inline: StringText
  /** Cells over several rows: they stand behind the rows. */
  readonly merges: Merge[] = []

  constructor(book: Workbook) {
    this.book = book
    this.inline = new StringText(book.strings.limits.cell_bytes, () => this.tooLong())
  }

  private tooLong(): Error {
    return problem('source.cell_long', { file: this.book.strings.file, line: this.line })
  }

  take(): readonly SheetRow[] {
    const out = this.ready
    this.ready = []
    return out
  }

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true
    if (name === 'mergeCell') this.merged(attribute(attributes, 'ref') ?? '')
    if (!this.inData) return
    if (name === 'row') {
      const r = Number(attribute(attributes, 'r'))
      this.line = Number.isInteger(r) && r > this.line ? r : this.line + 1
      this.cells = []
      this.column = 0
    } else if (name === 'c') this.cell(attributes)
    else if (name === 'v') {
      this.inValue = true
      this.value = ''
    } else if (name === 'f') {
      this.inFormula = true
      this.formula = ''
    } else this.inline.open(name)
  }

  private merged(ref: string): void {
    const [, left = '', from = '', right = '', to = ''] =
      /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/i.exec(ref.replaceAll('$', '')) ?? []
    if (Number(to) > Number(from) && this.merges.length < MAX_MERGES)
      this.merges.push({ from: Number(from), to: Number(to), first: columnOf(left) - 1, last: columnOf(right) - 1 })
  }

  /**
   * The forms in which nearly all cells are written: `<c r="B2" s="1" t="s"><v>5</v></c>`, without a value, and with an inline text of one
   * run.
   */
  whole(s: string, open: number): number {
    if (!this.inData || s.charCodeAt(open + 1) !== CELL || s.charCodeAt(open + 2) !== SPACE) return -1
    const ref = this.plainAttributes(s, open + 2)
    if (ref < 0) return -1
    const { end } = this
    let at = end + 1
    let text = ''
    if (s.charCodeAt(end - 1) !== SLASH) {
      const isValue = s.startsWith('<v>', at)
      const start = isValue ? at + 3 : s.startsWith('<is><t>', at) ? at + 7 : -1
      const stop = start < 0 ? -1 : s.indexOf('<', start)
      const close = isValue ? '</v></c>' : '</t></is></c>'
      if (stop < 0 || !s.startsWith(close, stop) || isValue === (this.type === 'inlineStr')) return -1
      text = s.slice(start, stop)
      at = stop + close.length
    }
    if (ref > 0 && ref <= MAX_COLUMNS) this.column = ref - 1
    if (text !== '')
      this.put(this.type === 'inlineStr' ? this.lettered(unescapeString(unescapeXml(text))) : this.valueOf(unescapeXml(text)))
    this.column++
    return at
  }

  private end = 0

  /**
   * Reads `r`, `s` and `t` in double quotes up to the tag's end; returns the column, 0 where none is named, -1 where anything else stands
   * there.
   */
  private plainAttributes(s: string, from: number): number {
    this.type = 'n'
    this.style = 0
    this.formula = null
    let column = 0
    let at = from
    while (s.charCodeAt(at) === SPACE) {
      const name = s.charCodeAt(at + 1)
      if (s.charCodeAt(at + 2) !== EQUALS || s.charCodeAt(at + 3) !== QUOTE) return -1
      const end = s.indexOf('"', at + 4)
      if (end < 0) return -1
      if (name === REF) column = columnAt(s, at + 4)
      else if (name === STYLE) this.style = Number(s.slice(at + 4, end))
      else if (name === TYPE) this.type = s.slice(at + 4, end)
      else return -1
      at = end + 1
    }
    this.end = s.charCodeAt(at) === SLASH ? at + 1 : at
    return s.charCodeAt(this.end) === GREATER ? column : -1
  }

  private put(text: string): void {
    if (text === '') return
    const { cells, column } = this
    while (cells.length < column) cells.push('')
    cells[column] = text
  }

  private cell(attributes: string): void {
    const at = columnOf(attribute(attributes, 'r'))
    if (at > 0 && at <= MAX_COLUMNS) this.column = at - 1
    this.type = attribute(attributes, 't') ?? 'n'
    this.style = Number(attribute(attributes, 's') ?? '0')
    this.value = null
    this.formula = null
  }

  text(text: string): void {
    if (this.inValue) this.value = this.longer(this.value, text)
    else if (this.inFormula) this.formula = this.longer(this.formula, text)
    else if (this.inData) this.inline.add(text)
  }

  private longer(before: string | null, text: string): string {
    const all = (before ?? '') + text
    if (all.length > this.book.strings.limits.cell_bytes) throw this.tooLong()
    return all
  }

  close(name: string): void {
    if (!this.inData) return
    if (name === 'v') this.inValue = false
    else if (name === 'f') this.inFormula = false
    else if (name === 'c') {
      this.put(this.shown())
      this.column++
    } else if (name === 'row') this.ready.push({ line: this.line, cells: this.cells })
    else if (name === 'sheetData') this.inData = false
    else this.inline.close(name)
  }

  private shown(): string {
    const inline = this.inline.take()
    const { value } = this
    if (this.type === 'inlineStr') return this.lettered(inline !== '' ? inline : unescapeString(value ?? ''))
    return value === null ? (this.formula === null ? inline : `=${this.formula}`) : this.valueOf(value)
  }

  private valueOf(value: string): string {
    const { type } = this
    if (type !== 'str' && value.trim() === '') return this.formula === null ? '' : `=${this.formula}`
    if (type === 's') return this.lettered(this.book.strings.at(Number(value)))
    if (type === 'b') return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'str') return this.lettered(unescapeString(value))
    if (type === 'e') return value
    if (type === 'd')
      return value
        .trim()
        .replace('T', ' ')
        .replace(/ 00:00:00(\.0+)?Z?$|Z$/, '')
    const style = this.book.styles[this.style]
    if (style === undefined || style.plain) return numberText(value.trim())
    return style.dated ? serialDay(value.trim(), this.book.from1904) : shownNumber(value.trim(), style)
  }

  /** A text with what its format puts before it. */
  private lettered(text: string): string {
    const before = this.book.styles[this.style]?.beforeText ?? ''
    return before === '' || text === '' ? text : before + text
  }
}

function columnOf(ref: string | undefined): number {
  return ref === undefined ? 0 : columnAt(ref, 0)
}

/** The number of a column by its letters, from 1; 0 where none stand there. */
function columnAt(s: string, from: number): number {
  let n = 0
  for (let at = from; ; at++) {
    const code = s.charCodeAt(at) & ~32
    if (!(code >= 65 && code <= 90)) return n
    n = n * 26 + code - 64
  }
}

const CELL = 0x63
const SPACE = 0x20
const EQUALS = 0x3d
const QUOTE = 0x22
const SLASH = 0x2f
const GREATER = 0x3e
const REF = 0x72
const STYLE = 0x73
const TYPE = 0x74

const DAY_MS = 86_400_000

/**
 * A serial day as ISO text; in the 1900 system day 60 never was (ECMA-376 part 1, §18.17.4.1). What lies less than half a millisecond
 * before a day is that day, computed; the last moment of a month that databases keep (23:59:59.997) is not the next one.
 */
export function serialDay(text: string, from1904: boolean): string {
  const serial = Number(text)
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return text
  const ms = Math.round((serial % 1) * DAY_MS)
  const day = Math.floor(serial) + (ms === DAY_MS ? 1 : 0)
  const seconds = Math.min(Math.round((ms % DAY_MS) / 1000), 86_399)
  const time = new Date(seconds * 1000).toISOString().slice(11, 19)
  if (day === 0 && !from1904) return time
  const base = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  const date = new Date(base + day * DAY_MS).toISOString().slice(0, 10)
  return time === '00:00:00' ? date : `${date} ${time}`
}
