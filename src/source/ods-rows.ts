import { problem } from '../kernel/index.js'
import { passed, type Limits } from './limits.js'
import { shownNumber, styleOf, type CellStyle } from './number-format.js'
import type { OdsStyles } from './ods-styles.js'
import { serialDay } from './sheet.js'
import type { StringRow } from './string-rows.js'
import type { Merge } from './types.js'
import { attribute, type XmlHandler } from './xml.js'

export interface OdsSpec {
  readonly file: string
  readonly limits: Limits
  readonly styles: OdsStyles
  /** The table's number in the file, from 0. */
  readonly table: number
}

/** Rows of the largest table that any program writes. */
const MOST_ROWS = 1 << 24
const MOST_COLUMNS = 16_384
const MOST_MERGES = 100_000
const SOME_ROWS = 500

/** What stands in a paragraph and is no part of the cell's text: notes, readings of Han characters, drawings. */
const ASIDE: ReadonlySet<string> = new Set(['note', 'annotation', 'ruby-text', 'frame', 'custom-shape', 'control', 'g'])
const PERCENT = styleOf('0%')
const GENERAL = styleOf('General')

/** A cell as its tag tells it. */
interface Cell {
  readonly attributes: string
  readonly repeated: number
  readonly style: string
  text: string | null
}

/**
 * Reads the rows of one table of an OpenDocument workbook (OpenDocument 1.3 part 3, §9): of a cell the value that its attributes hold, else
 * the text of its paragraphs. Rows and cells that stand repeated are there as often. `take` hands over what is whole.
 */
export class OdsRows implements XmlHandler {
  /** Whether the table has been read to its end. */
  done = false
  depth = 0
  readonly merges: Merge[] = []
  private readonly spec: OdsSpec
  private ready: { readonly line: number; readonly repeated: number; readonly cells: readonly string[] }[] = []
  private sheetAt = 0
  private tables = -1
  private tableAt = 0
  private line = 0
  private rowAt = 0
  private repeated = 1
  private rowStyle: string | undefined
  private cells: string[] = []
  private column = 0
  private readonly columnStyles: { readonly until: number; readonly style: string }[] = []
  private cell: Cell | null = null
  private cellAt = 0
  /** Depth of what is passed over; 0: nothing. */
  private asideAt = 0
  private paragraphAt = 0
  private blankBefore = true

  constructor(spec: OdsSpec) {
    this.spec = spec
  }

  /** The rows that are whole, some at a time. */
  *take(): Iterable<readonly StringRow[]> {
    let some: StringRow[] = []
    for (const { line, repeated, cells } of this.ready) {
      for (let i = 0; i < repeated; i++) {
        some.push({ line: line + i, cells })
        if (some.length < SOME_ROWS) continue
        yield some
        some = []
      }
    }
    this.ready = []
    if (some.length > 0) yield some
  }

  open(name: string, attributes: string): void {
    this.depth++
    if (this.asideAt > 0 || this.done) return
    if (name === 'spreadsheet') this.sheetAt = this.depth
    else if (name === 'table' && this.depth === this.sheetAt + 1 && this.sheetAt > 0) this.begin()
    else if (this.tableAt === 0) return
    else if (this.paragraphAt > 0) this.inParagraph(name, attributes)
    else if (this.cell !== null) this.inCell(name)
    else if (name === 'table-column')
      this.columnStyles.push({
        until: (this.columnStyles.at(-1)?.until ?? 0) + repeats(attributes, 'columns'),
        style: attribute(attributes, 'default-cell-style-name') ?? '',
      })
    else if (name === 'table-row') this.row(attributes)
    else if (this.rowAt > 0 && (name === 'table-cell' || name === 'covered-table-cell')) this.beginCell(attributes)
    // Drawings and forms of a table may hold tables and texts of their own.
    else if (name === 'shapes' || name === 'forms' || name === 'table-source' || name === 'table') this.asideAt = this.depth
  }

  private begin(): void {
    this.tables++
    if (this.tables === this.spec.table) this.tableAt = this.depth
  }

  private row(attributes: string): void {
    this.rowAt = this.depth
    this.line++
    this.repeated = repeats(attributes, 'rows')
    this.rowStyle = attribute(attributes, 'default-cell-style-name')
    this.cells = []
    this.column = 0
  }

  private beginCell(attributes: string): void {
    this.cellAt = this.depth
    const style = attribute(attributes, 'style-name') ?? this.rowStyle ?? this.columnStyles.find(c => c.until > this.column)?.style ?? ''
    this.cell = { attributes, repeated: attributes.includes('repeated') ? repeats(attributes, 'columns') : 1, style, text: null }
    const spanned = attributes.includes('rows-spanned') ? Number(attribute(attributes, 'number-rows-spanned')) : 1
    if (spanned > 1 && this.merges.length < MOST_MERGES) {
      this.merges.push({
        from: this.line,
        to: this.line + spanned - 1,
        first: this.column,
        last: this.column + Math.max(1, Number(attribute(attributes, 'number-columns-spanned') ?? 1)) - 1,
      })
    }
  }

  private inCell(name: string): void {
    if (name !== 'p' && name !== 'h') {
      this.asideAt = this.depth
      return
    }
    this.paragraphAt = this.depth
    this.blankBefore = true
    const cell = this.cell!
    cell.text = cell.text === null ? '' : `${cell.text}\n`
  }

  private inParagraph(name: string, attributes: string): void {
    if (ASIDE.has(name)) this.asideAt = this.depth
    else if (name === 's') this.add(' '.repeat(Math.min(Number(attribute(attributes, 'c') ?? 1) || 1, this.spec.limits.cell_bytes + 1)))
    else if (name === 'tab') this.add('\t')
    else if (name === 'line-break') this.add('\n')
  }

  private add(text: string): void {
    const cell = this.cell!
    cell.text = (cell.text ?? '') + text
    this.blankBefore = false
    if (cell.text.length > this.spec.limits.cell_bytes)
      throw passed(this.spec.limits, 'cell_bytes', { file: this.spec.file, where: `#${this.line}` })
  }

  /** Blanks and line ends of the file itself stand for one blank, and for none at the beginning of a paragraph (§6.1.2). */
  text(text: string): void {
    if (this.paragraphAt === 0 || this.asideAt > 0) return
    const one = text.replace(/[\t\r\n ]+/g, ' ')
    const added = this.blankBefore && one.startsWith(' ') ? one.slice(1) : one
    if (added === '') return
    this.add(added)
    this.blankBefore = added.endsWith(' ')
  }

  close(): void {
    const at = this.depth--
    if (this.asideAt > 0) {
      if (at === this.asideAt) this.asideAt = 0
    } else if (at === this.paragraphAt) this.endParagraph()
    else if (at === this.cellAt) this.endCell()
    else if (at === this.rowAt) this.endRow()
    else if (at === this.tableAt) {
      this.tableAt = 0
      this.done = true
    } else if (at === this.sheetAt) this.sheetAt = 0
  }

  private endParagraph(): void {
    this.paragraphAt = 0
    if (this.blankBefore && this.cell!.text!.endsWith(' ')) this.cell!.text = this.cell!.text!.slice(0, -1)
  }

  private endCell(): void {
    this.cellAt = 0
    const cell = this.cell!
    this.cell = null
    const shown = this.shown(cell)
    if (shown !== '') {
      if (this.column + cell.repeated > MOST_COLUMNS)
        throw passed(this.spec.limits, 'columns', { file: this.spec.file, where: `#${this.line}` })
      while (this.cells.length < this.column) this.cells.push('')
      for (let i = 0; i < cell.repeated; i++) this.cells.push(shown)
    }
    this.column += cell.repeated
  }

  private endRow(): void {
    const { cells, line, repeated } = this
    this.rowAt = 0
    if (cells.length > 0) {
      if (line + repeated > MOST_ROWS) throw problem('source.part', { file: this.spec.file, part: 'content.xml', detail: `> ${MOST_ROWS}` })
      this.ready.push({ line, repeated, cells })
    }
    this.line += repeated - 1
  }

  private shown({ attributes, style: name, text }: Cell): string {
    const written = text ?? ''
    // Of a formula that failed the value is empty, and the text says which error it is.
    if (attributes === '' || /value-type\s*=\s*["']error/.test(attributes)) return written
    const type = attribute(attributes, 'value-type')
    const style = name === '' ? GENERAL : this.spec.styles.of(name)
    if (type === 'float' || type === 'currency' || type === 'percentage')
      return number(attribute(attributes, 'value') ?? written, type === 'percentage' && !style.percent ? PERCENT : style)
    if (type === 'date') return (attribute(attributes, 'date-value') ?? written).replace('T', ' ').replace(/ 00:00:00(\.0+)?Z?$|Z$/, '')
    if (type === 'time') return timeText(attribute(attributes, 'time-value') ?? written)
    if (type === 'boolean') return attribute(attributes, 'boolean-value') === 'true' ? 'TRUE' : 'FALSE'
    const formula = type === undefined && text === null ? attribute(attributes, 'formula') : undefined
    if (formula !== undefined) return formula.replace(/^\w+:/, '')
    const value = attributes.includes('string-value') ? attribute(attributes, 'string-value') : undefined
    const said = value === undefined || value === '' ? written : value
    return said === '' ? '' : style.beforeText + said
  }
}

function number(value: string, style: CellStyle): string {
  return style.dated ? serialDay(value, false) : shownNumber(value, style)
}

/** A duration as a time of day (`PT08H30M00S`). */
function timeText(value: string): string {
  const m = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?$/.exec(value)
  return m === null ? value : [m[1], m[2], m[3]].map(n => (n ?? '').padStart(2, '0')).join(':')
}

/** How often a row or a cell stands; one that says nothing readable stands once. */
function repeats(attributes: string, what: 'rows' | 'columns'): number {
  const n = Number(attribute(attributes, `number-${what}-repeated`) ?? 1)
  return Number.isInteger(n) && n > 0 ? n : 1
}
