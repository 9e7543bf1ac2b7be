import { columnName } from '../kernel/index.js'
import { Bytes, PIECE } from './bytes.js'
import { ODD } from './characters.js'
import { NUMBER, TEXT, type Draft } from './draft.js'
import type { CellPieces, LineLoops } from './line-loops.js'
import type { TableColumn } from './model.js'
import { linesIn } from './width.js'

/** What Excel holds in a cell at most, in UTF-16 units. */
export const CELL_LIMIT = 32_767

const SPECIAL = /[&<>\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/
const UNSAYABLE = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/**
 * Text as it stands in XML: what XML cannot say is written `_xHHHH_` (ECMA-376, ST_Xstring), and text that looks like that is kept from
 * being read so.
 */
export function xmlText(text: string): string {
  if (!SPECIAL.test(text)) return text
  return text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/_x(?=[0-9A-Fa-f]{4}_)/g, '_x005F_x')
    .replace(UNSAYABLE, c => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>]/g, c => ENTITIES[c]!)
}

/** Text cut to what a cell holds. */
export function cellText(text: string): string {
  return text.length <= CELL_LIMIT ? text : `${text.slice(0, CELL_LIMIT - 1).replace(/\p{Surrogate}$/u, '')}…`
}

/** Styles of a row's cells, by column, as numbers of the workbook's style table. */
export interface RowStyles {
  readonly loud: readonly string[]
  readonly quiet: readonly string[]
}

/** What a text is written otherwise for, and what must be kept by name: blanks at its ends, and lines. */
const CAREFUL = ODD.markup | ODD.strange | ODD.underscore
const KEPT = ODD.edge | ODD.feed

const ascii = (text: string): Uint8Array => Uint8Array.from(text, c => c.charCodeAt(0))
const [TEXT_END, VALUE_END, ROW_END] = ['</t></is></c>', '</v></c>', '</row>'].map(ascii) as [Uint8Array, Uint8Array, Uint8Array]

/** How a cell goes on after its place, by what it holds, in one style. */
interface Opening {
  readonly none: Uint8Array
  readonly value: Uint8Array
  readonly text: Uint8Array
  readonly kept: Uint8Array
}

function opening(style: string): Opening {
  const [none, value, text, kept] = ['/>', '><v>', ' t="inlineStr"><is><t>', ' t="inlineStr"><is><t xml:space="preserve">'].map(rest =>
    ascii(`" s="${style}"${rest}`),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array]
  return { none, value, text, kept }
}

interface Down {
  readonly place: Uint8Array
  readonly loud: Opening
  readonly quiet: Opening
}

function piecesOf({ place, loud, quiet }: Down): CellPieces {
  const all = ({ none, value, text, kept }: Opening): readonly Uint8Array[] => [none, value, text, kept]
  return { place, loud: all(loud), quiet: all(quiet) }
}

interface SheetRows {
  readonly columns: readonly TableColumn[]
  readonly styles: RowStyles
  readonly first: number
  readonly count: number
  readonly loops: LineLoops
}

/**
 * Rows of a sheet as XML, from row `first` on, `count` of them, in pieces: text as inline strings, so that nothing is kept in memory,
 * numbers as numbers. Written by hand as bytes, because that is several times as fast as a workbook library; lines without a cell that must
 * be looked at again in WebAssembly.
 */
export function* sheetRows(drafts: Iterator<Draft>, { columns, styles, first, count, loops }: SheetRows): Iterable<Buffer> {
  const down = columns.map((_, i): Down => ({
    place: ascii(`<c r="${columnName(i)}`),
    loud: opening(styles.loud[i]!),
    quiet: opening(styles.quiet[i]!),
  }))
  const wrapped = columns.flatMap((c, i) => (c.wrap && c.detail !== true ? [{ i, width: c.width }] : []))
  const out = new Bytes()
  loops.begin(down.map(piecesOf))
  for (let n = 0; n < count; n++) {
    const next = drafts.next()
    if (next.done === true) throw new Error(`${n} lines where ${count} were counted`)
    const draft = next.value
    const at = String(first + n)
    out.text(`<row r="${at}" ht="${heightOf(draft, wrapped)}">`)
    const made = loops.row(draft, first + n)
    if (made !== null) out.put(made)
    else for (let c = 0; c < down.length; c++) cell(out, down[c]!, draft, { c, at })
    out.put(ROW_END)
    if (out.at > PIECE) yield out.taken()
  }
  yield out.taken()
}

function cell(out: Bytes, column: Down, draft: Draft, { c, at }: { readonly c: number; readonly at: string }): void {
  out.put(column.place)
  out.room(at.length)
  out.ascii(at)
  const as = draft.quiet ? column.quiet : column.loud
  const kind = draft.kind[c]
  if (kind === NUMBER) {
    out.put(as.value)
    out.part(draft.bytes, draft.start[c]!, draft.end[c]!)
    out.put(VALUE_END)
  } else if (kind === TEXT && draft.end[c]! > draft.start[c]!) text(out, as, draft, c)
  else out.put(as.none)
}

function text(out: Bytes, as: Opening, draft: Draft, c: number): void {
  const odd = draft.odd[c]!
  const [from, to] = [draft.start[c]!, draft.end[c]!]
  if ((odd & CAREFUL) === 0 && to - from <= CELL_LIMIT) {
    out.put((odd & KEPT) === 0 ? as.text : as.kept)
    out.part(draft.bytes, from, to)
  } else {
    const xml = xmlText(cellText(draft.textOf(c)))
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

/** How high a row must be for its wrapped texts: office programs do not measure rows of files that they did not write. */
function heightOf(draft: Draft, wrapped: readonly { readonly i: number; readonly width: number }[]): number {
  let lines = 1
  for (const { i, width } of wrapped)
    if (draft.kind[i] === TEXT) lines = Math.max(lines, linesIn(draft.bytes, { from: draft.start[i]!, to: draft.end[i]! }, width))
  return Math.min(HIGHEST, lines * LINE + ROW)
}
