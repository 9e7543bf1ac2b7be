import { Bytes, PIECE, plainBut } from './bytes.js'
import type { Cell, Column, Line } from './model.js'
import { linesOf } from './width.js'

/** What Excel holds in a cell at most, in UTF-16 units. */
const CELL_LIMIT = 32_767

const SPECIAL = /[&<>\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/
const UNSAYABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** Text as it stands in XML: what XML cannot say is written `_xHHHH_` (ECMA-376, ST_Xstring), and text that looks like that is kept from being read so. */
export function xmlText(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text.replace(/\p{Surrogate}/gu, '\ufffd').replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x').replace(UNSAYABLE, c => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`).replace(/[&<>]/g, c => ENTITIES[c]!)
}

/** A → 1, … AA → 27, the other way round. */
export function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + (n - 1) % 26) + name
  return name
}

/** Text cut to what a cell holds. */
export function cellText(text: string): string {
  return text.length <= CELL_LIMIT ? text : `${text.slice(0, CELL_LIMIT - 1).replace(/\p{Surrogate}$/u, '')}…`
}

/** Styles of a row's cells, by column, as numbers of the workbook's style table. */
export interface RowStyles { readonly loud: readonly string[]; readonly quiet: readonly string[] }

/** What XML takes as it is; blanks at the ends must be kept by name, and what looks like `_xHHHH_` is not plain. */
const PLAIN = plainBut('&<>_', ' ')

const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0))
const [TEXT_END, VALUE_END, ROW_END] = ['</t></is></c>', '</v></c>', '</row>'].map(ascii) as [Uint8Array, Uint8Array, Uint8Array]

/** How a cell goes on after its place, by what it holds, in one style. */
interface Opening { readonly none: Uint8Array; readonly value: Uint8Array; readonly text: Uint8Array; readonly kept: Uint8Array }

function opening(style: string): Opening {
  const [none, value, text, kept] = ['/>', '><v>', ' t="inlineStr"><is><t>', ' t="inlineStr"><is><t xml:space="preserve">'].map(rest => ascii(`" s="${style}"${rest}`)) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  return { none, value, text, kept }
}

/** A column, and what of it was written last behind its place: words repeat down a column. */
interface Down { readonly place: Uint8Array; readonly loud: Opening; readonly quiet: Opening; readonly money: boolean; value: Cell; wasQuiet: boolean; piece: number; from: number; to: number }

/**
 * Rows of a sheet as XML, from row `first` on, `count` of them, in pieces: text as inline strings, so that nothing is kept in memory,
 * numbers as numbers. Written by hand as bytes, because that is several times as fast as a workbook library.
 */
export function* sheetRows(lines: Iterator<Line>, { columns, styles, first, count }: { columns: readonly Column[]; styles: RowStyles; first: number; count: number }): Iterable<Buffer> {
  const down = columns.map((c, i): Down => ({ place: ascii(`<c r="${columnName(i)}`), loud: opening(styles.loud[i]!), quiet: opening(styles.quiet[i]!), money: c.type === 'money', value: null, wasQuiet: false, piece: -1, from: 0, to: 0 }))
  const wrapped = columns.flatMap((c, i) => c.wrap && c.detail !== true ? [{ i, width: c.width, value: '', lines: 1 }] : [])
  const out = new Bytes()
  let piece = 0
  for (let n = 0; n < count; n++) {
    const next = lines.next()
    if (next.done === true) throw new Error(`${n} lines where ${count} were counted`)
    const { cells, quiet } = next.value
    const at = String(first + n)
    out.text(`<row r="${at}" ht="${heightOf(cells, wrapped)}">`)
    for (let c = 0; c < down.length; c++) cell(out, down[c]!, { value: cells[c] ?? null, at, quiet, piece })
    out.put(ROW_END)
    if (out.at <= PIECE) continue
    yield out.taken()
    piece++
  }
  yield out.taken()
}

function cell(out: Bytes, column: Down, { value, at, quiet, piece }: { readonly value: Cell; readonly at: string; readonly quiet: boolean; readonly piece: number }): void {
  out.put(column.place)
  out.room(at.length)
  out.ascii(at)
  const as = quiet ? column.quiet : column.loud
  if (value === null || value === '') {
    out.put(as.none)
    return
  }
  if (value === column.value && quiet === column.wasQuiet && piece === column.piece) {
    out.again(column.from, column.to)
    return
  }
  column.value = value
  column.wasQuiet = quiet
  column.piece = piece
  column.from = out.at
  if (typeof value === 'string') text(out, as, value)
  else {
    out.put(as.value)
    if (column.money) out.fen(value)
    else out.text(String(value))
    out.put(VALUE_END)
  }
  column.to = out.at
}

function text(out: Bytes, as: Opening, value: string): void {
  const before = out.at
  out.put(as.text)
  if (!out.plain(value, PLAIN)) {
    const xml = xmlText(cellText(value))
    out.at = before
    out.put(/^\s|\s$|\n/.test(xml) ? as.kept : as.text)
    out.text(xml)
  }
  out.put(TEXT_END)
}

/** Points that a line of text takes, and a row beside them. */
const LINE = 13.5
const ROW = 3
/** Excel's highest row. */
const HIGHEST = 409

/** A column whose texts are wrapped, and the lines that its last text takes. */
interface Wrapped { readonly i: number; readonly width: number; value: string; lines: number }

/** How high a row must be for its wrapped texts: office programs do not measure rows of files that they did not write. */
function heightOf(cells: readonly Cell[], wrapped: readonly Wrapped[]): number {
  let lines = 1
  for (const column of wrapped) {
    const value = cells[column.i]
    if (typeof value !== 'string' || value === '') continue
    if (value !== column.value) {
      column.value = value
      column.lines = linesOf(value, column.width)
    }
    lines = Math.max(lines, column.lines)
  }
  return Math.min(HIGHEST, lines * LINE + ROW)
}
