import { attribute, type XmlHandler } from './xml.js'
import { StringText, unescapeString, type Workbook } from './workbook.js'

export interface SheetRow { readonly line: number; readonly cells: readonly string[] }

const MAX_COLUMNS = 16384

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
  private readonly inline = new StringText()

  constructor(book: Workbook) {
    this.book = book
  }

  take(): readonly SheetRow[] {
    const out = this.ready
    this.ready = []
    return out
  }

  open(name: string, attributes: string): void {
    if (name === 'sheetData') this.inData = true
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
    }
    else this.inline.open(name)
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
    if (this.inValue) this.value += text
    else if (this.inFormula) this.formula += text
    else if (this.inData) this.inline.add(text)
  }

  close(name: string): void {
    if (!this.inData) return
    if (name === 'v') this.inValue = false
    else if (name === 'f') this.inFormula = false
    else if (name === 'c') {
      while (this.cells.length < this.column) this.cells.push('')
      this.cells[this.column] = this.shown()
      this.column++
    } else if (name === 'row') this.ready.push({ line: this.line, cells: trimmed(this.cells) })
    else if (name === 'sheetData') this.inData = false
    else this.inline.close(name)
  }

  private shown(): string {
    const inline = this.inline.take()
    const { value, type } = this
    if (type === 'inlineStr') return inline !== '' ? inline : unescapeString(value ?? '')
    if (value === null) return this.formula === null ? inline : `=${this.formula}`
    if (type === 's') return this.book.strings[Number(value)] ?? ''
    if (type === 'b') return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE'
    if (type === 'str') return unescapeString(value)
    if (type === 'e') return value
    if (type === 'd') return value.trim().replace('T', ' ').replace(/ 00:00:00(\.0+)?Z?$|Z$/, '')
    if (value.trim() === '') return this.formula === null ? '' : `=${this.formula}`
    return this.book.dated[this.style] === true ? dayText(value.trim(), this.book.from1904) : numberText(value.trim())
  }
}

function columnOf(ref: string | undefined): number {
  let n = 0
  for (const c of ref ?? '') {
    const code = c.charCodeAt(0) & ~32
    if (code < 65 || code > 90) break
    n = n * 26 + code - 64
  }
  return n
}

function trimmed(cells: readonly string[]): readonly string[] {
  let n = cells.length
  while (n > 0 && (cells[n - 1] ?? '') === '') n--
  return Array.from({ length: n }, (_, i) => cells[i] ?? '')
}

/** A number as it is written, without the noise of binary fractions; powers of ten written out. */
function numberText(text: string): string {
  if (/^-?\d{1,15}$/.test(text) || /^-?\d+$/.test(text)) return text
  const n = Number(text)
  if (!Number.isFinite(n)) return text
  if (Number.isInteger(n) && Math.abs(n) < 1e21) return BigInt(n).toString()
  const digits = text.replace(/^-?0*\.?0*/, '').replace(/[eE].*$/, '').replace('.', '').length
  if (!/[eE]/.test(text) && digits <= 15) return text
  const short = Number(n.toPrecision(15))
  return /e/.test(String(short)) ? short.toFixed(20).replace(/0+$/, '') : String(short)
}

const DAY_MS = 86_400_000

/** A serial day as ISO text; in the 1900 system day 60 never was (ECMA-376 part 1, §18.17.4.1). */
function dayText(text: string, from1904: boolean): string {
  const serial = Number(text)
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return text
  const seconds = Math.round((serial % 1) * 86_400)
  const day = Math.floor(serial) + (seconds === 86_400 ? 1 : 0)
  const time = new Date((seconds % 86_400) * 1000).toISOString().slice(11, 19)
  if (day === 0 && !from1904) return time
  const base = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day < 60 ? 31 : 30)
  const date = new Date(base + day * DAY_MS).toISOString().slice(0, 10)
  return time === '00:00:00' ? date : `${date} ${time}`
}
