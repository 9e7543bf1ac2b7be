import { readFileSync, statSync } from 'node:fs'
import type { CellObject, WorkSheet } from '@e965/xlsx'
import { problem } from '../kernel/index.js'
import { closedTables } from './html-tables.js'
import { passed, type Limits } from './limits.js'
import { shownNumber, styleOf, type CellStyle } from './number-format.js'
import { doubleText } from './numbers.js'
import { serialDay } from './sheet.js'
import { StringReader, type StringRow } from './string-rows.js'
import type { Encoding, LeftOut, Merge, Reader } from './types.js'

/** GBK, for .xls files of before Excel 97 that do not say theirs. */
const CODE_PAGE = 936
const SOME_ROWS = 500

export interface LegacySpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly sheet: string | undefined
  /** Of tables in HTML or XML, which are text. */
  readonly encoding: Encoding | null
}

/** A workbook that was read as a whole; its readers run over what is in memory. */
export interface LegacyBook {
  readonly readers: readonly Reader[]
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * Opens a workbook of an old or a rare kind (.xls, .xlsb, tables in HTML or in the XML of Excel 2003) as a whole. Throws `source.limit`,
 * `source.part`, `source.sheet`, `source.no_rows`.
 */
export async function openLegacy(spec: LegacySpec): Promise<LegacyBook> {
  const { path, file, limits } = spec
  if (statSync(path).size > limits.memory_bytes) throw passed(limits, 'memory_bytes', { file })
  const [xlsx, cptable] = await Promise.all([import('@e965/xlsx'), import('@e965/xlsx/dist/cpexcel.full.mjs')])
  xlsx.set_cptable(cptable)
  const bytes = readFileSync(path)
  const how = { dense: true, cellNF: true, cellText: false, cellFormula: true, codepage: CODE_PAGE, raw: true } as const
  const book = attempt(file, () =>
    quietly(() =>
      spec.encoding === null
        ? xlsx.read(bytes, { ...how, type: 'buffer' })
        : xlsx.read(readable(new TextDecoder(spec.encoding).decode(bytes)), { ...how, type: 'string' }),
    ),
  )
  const from1904 = book.Workbook?.WBProps?.date1904 === true
  const sheets = book.SheetNames.map((name, i) => ({ name, hidden: (book.Workbook?.Sheets?.[i]?.Hidden ?? 0) !== 0 }))
  const readers = sheets.map(
    ({ name }) =>
      new StringReader({
        file,
        sheet: name,
        limits,
        head: [],
        read: () => rowsOf(book.Sheets[name]!, from1904),
        merges: () => mergesOf(book.Sheets[name]!),
      }),
  )
  const chosen = chosenSheets({ file, sheets, wanted: spec.sheet }, readers)
  if (chosen.readers.length === 0) throw problem('source.no_rows', { file })
  return { sheets, ...chosen }
}

/** Character references of HTML by name, but for those that SheetJS reads. */
const NAMED: Readonly<Record<string, string>> = {
  ensp: '\u2002',
  emsp: '\u2003',
  thinsp: '\u2009',
  zwnj: '\u200C',
  zwj: '\u200D',
  yen: '¥',
  cent: '¢',
  sect: '§',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  copy: '©',
  reg: '®',
}
/** What stands for a character that would be markup; a blank that does not break is one. */
const GUARDED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\u00A0': ' ' }
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi

/**
 * Markup with the character references that SheetJS leaves (numbers in HTML), or reads wrongly (above U+FFFF in XML), put in. It is done
 * before SheetJS reads the rest: afterwards `&amp;#183;`, which says `&#183;`, could not be told from it.
 */
function dereferenced(markup: string): string {
  return markup.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return Object.hasOwn(NAMED, name) ? NAMED[name]! : whole
    const code = decimal !== undefined ? Number(decimal) : parseInt(hex ?? '', 16)
    const isText = (code >= 0xa0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) || (code >= 0x20 && code < 0x7f)
    if (!isText) return whole
    const character = String.fromCodePoint(code)
    return GUARDED[character] ?? character
  })
}

/** A cell of Excel 2003's XML that is a number of more digits than a double holds. */
const LONG_NUMBER = /(<(?:\w+:)?Data\b[^<>]*?\bType\s*=\s*["'])Number(["'][^<>]*>\s*\d{16,}\s*<)/g

/** Markup in which such a number is a text: some exporters write all 18 digits of an id there, and as a number SheetJS would round it. */
function keptNumbers(markup: string): string {
  return markup.replace(LONG_NUMBER, '$1String$2')
}

/** A cell's text in the XML of Excel 2003 that has markup in it, for a part in another font or colour. */
const RICH = /(<(?:\w+:)?Data\b[^<>]*(?<!\/)>)([^<]*<(?!\/(?:\w+:)?Data\s*>)[\s\S]*?)(<\/(?:\w+:)?Data\s*>)/g
const CDATA = /<!\[CDATA\[([\s\S]*?)\]\]>/g

/**
 * The XML of Excel 2003 with every cell's text plain: of one with fonts SheetJS drops what stands before the first, and it refuses CDATA,
 * which templates of other systems write.
 */
function plainTexts(markup: string): string {
  return markup
    .replace(CDATA, (_, text: string) => text.replace(/[&<>]/g, c => GUARDED[c]!))
    .replace(RICH, (_, open: string, text: string, close: string) => open + text.replace(/<[^<>]*>/g, '') + close)
}

/** Markup as SheetJS reads it rightly. */
function readable(markup: string): string {
  return keptNumbers(dereferenced(/<(?:\w+:)?Workbook\b/.test(markup) ? plainTexts(markup) : closedTables(markup)))
}

/** Without what SheetJS prints about number formats that nobody asked for; it reads in one go, so that nothing else can be meant. */
function quietly<T>(read: () => T): T {
  const { error, warn, log } = console
  const silent = (): void => undefined
  Object.assign(console, { error: silent, warn: silent, log: silent })
  try {
    return read()
  } finally {
    Object.assign(console, { error, warn, log })
  }
}

function attempt<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    throw problem('source.part', { file, part: 'workbook', detail })
  }
}

/** The sheet that was asked for by name or number, else all that are shown, and which were left out. Throws `source.sheet`. */
export function chosenSheets<T>(
  {
    file,
    sheets,
    wanted,
  }: { file: string; sheets: readonly { readonly name: string; readonly hidden: boolean }[]; wanted: string | undefined },
  readers: readonly T[],
): { readers: readonly T[]; leftOut: readonly LeftOut[] } {
  if (wanted === undefined) {
    const shown = sheets.some(s => !s.hidden) ? sheets.map(s => !s.hidden) : sheets.map(() => true)
    return {
      readers: readers.filter((_, i) => shown[i]),
      leftOut: sheets.filter((_, i) => !shown[i]).map(s => ({ what: 'hidden_sheet', name: s.name, rows: 0 })),
    }
  }
  const byName = sheets.findIndex(s => s.name === wanted)
  const i = byName >= 0 ? byName : Number(wanted) - 1
  if (readers[i] === undefined) throw problem('source.sheet', { file, found: wanted, known: sheets.map(s => s.name).join('、') })
  return { readers: [readers[i]], leftOut: [] }
}

function mergesOf(sheet: WorkSheet): readonly Merge[] {
  return (sheet['!merges'] ?? []).filter(({ s, e }) => e.r > s.r).map(({ s, e }) => ({ from: s.r + 1, to: e.r + 1, first: s.c, last: e.c }))
}

async function* rowsOf(sheet: WorkSheet, from1904: boolean): AsyncIterable<readonly StringRow[]> {
  const data = (sheet as { '!data'?: readonly (readonly (CellObject | undefined)[] | undefined)[] })['!data'] ?? []
  let some: StringRow[] = []
  for (let r = 0; r < data.length; r++) {
    const row = data[r]
    if (row === undefined) continue
    some.push({ line: r + 1, cells: trimmed(row, from1904) })
    if (some.length < SOME_ROWS) continue
    yield some
    some = []
  }
  if (some.length > 0) yield some
}

function trimmed(row: readonly (CellObject | undefined)[], from1904: boolean): readonly string[] {
  const cells = Array.from(row, cell => (cell === undefined ? '' : shown(cell, from1904)))
  let n = cells.length
  while (n > 0 && cells[n - 1] === '') n--
  return cells.slice(0, n)
}

/** What Excel shows of an error, by the number that .xls and .xlsb keep of it. */
const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
}

const STYLES = new Map<string, CellStyle>()

/** A number format is asked for again with every cell. */
function styled(format: string): CellStyle {
  const known = STYLES.get(format) ?? styleOf(format)
  STYLES.set(format, known)
  return known
}

function shown({ t, v, z, f, w }: CellObject, from1904: boolean): string {
  if (v === undefined || v === null || t === 'z') return f === undefined ? '' : `=${f}`
  if (t === 'b') return v === true ? 'TRUE' : 'FALSE'
  if (t === 'e') return w ?? ERRORS[Number(v)] ?? `#${String(v)}`
  const style = typeof z === 'string' ? styled(z) : null
  if (t !== 'n') return v === '' || style === null ? String(v) : style.beforeText + String(v)
  const n = Number(v)
  if (style?.dated === true) return serialDay(String(n), from1904)
  const text = doubleText(n)
  return style === null || style.plain ? text : shownNumber(text, style)
}
