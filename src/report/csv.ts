import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, writeSync } from 'node:fs'
import { fenText } from '../kernel/index.js'
import type { Cell, Line, Table } from './model.js'

export type CsvEncoding = 'utf-8' | 'gb18030'

/** Characters put together before they are encoded and written. */
const PIECE = 1 << 18

/** What a spreadsheet would take for a formula, full-width forms too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

const QUOTED = /[",\r\n]|^\s|\s$/

/** Neither of both: nearly all cells, told by one look. */
const PLAIN = /^(?![=+\-@＝＋－＠\s])[^",\r\n]*(?<!\s)$/

/** A text cell: what would be a formula gets an apostrophe in front, as spreadsheets write text. Never used on amounts: -5.20 stays -5.20. */
export function csvText(value: string): string {
  if (PLAIN.test(value)) return value
  const safe = FORMULA.test(value) ? `'${value}` : value
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

function csvCell(value: Cell, money: boolean): string {
  if (value === null) return ''
  return typeof value === 'number' ? (money ? fenText(value) : String(value)) : csvText(value)
}

/** Lines of one table as text, header first, each with its line end. Answer columns are left out. */
class Lines {
  readonly head: string
  private readonly shown: readonly { readonly i: number; readonly money: boolean }[]
  /** Words repeat down a column: what was written last is at hand. */
  private readonly before: Cell[]
  private readonly written: string[]

  constructor(columns: Table['columns']) {
    this.shown = columns.flatMap((c, i) => c.tint === 'answer' ? [] : [{ i, money: c.type === 'money' }])
    this.before = this.shown.map(() => null)
    this.written = this.shown.map(() => '')
    this.head = stringify([this.shown.map(({ i }) => columns[i]!.title.replaceAll('\n', ' '))], { record_delimiter: '\r\n' })
  }

  of(cells: Line['cells']): string {
    const { shown, before, written } = this
    let text = ''
    for (let c = 0; c < shown.length; c++) {
      const { i, money } = shown[c]!
      const value = cells[i] ?? null
      if (value !== before[c]) {
        before[c] = value
        written[c] = csvCell(value, money)
      }
      text += c === 0 ? written[c]! : `,${written[c]!}`
    }
    return `${text}\r\n`
  }
}

/** The lines of a table, header first, each with its line end, in pieces. */
export function* csvPieces(table: Pick<Table, 'columns' | 'lines'>): Iterable<string> {
  const pieces: string[] = []
  for (const _ of taken(table, piece => pieces.push(piece))) {
    void _
    yield* pieces.splice(0)
  }
  yield* pieces
}

/** The lines of a table, as they are; what they are in CSV is given on in pieces. */
function* taken(table: Pick<Table, 'columns' | 'lines'>, give: (piece: string) => void): Iterable<Line> {
  const lines = new Lines(table.columns)
  let text = lines.head
  for (const line of table.lines()) {
    text += lines.of(line.cells)
    if (text.length > PIECE) {
      give(text)
      text = ''
    }
    yield line
  }
  give(text)
}

/** Writes a table as CSV: UTF-8 with a byte order mark, or GB18030. Answer columns are left out. */
export async function writeCsv(table: Pick<Table, 'columns' | 'lines'>, path: string, encoding: CsvEncoding): Promise<void> {
  const lines = (await alsoCsv(table, path, encoding)).lines()
  for (const _ of lines) void _
}

/** The same table, written as CSV each time that its lines are read to the end: who writes it in another format too need not make them twice. */
export async function alsoCsv<T extends Pick<Table, 'columns' | 'lines'>>(table: T, path: string, encoding: CsvEncoding): Promise<T> {
  const encode = encoding === 'utf-8' ? (text: string) => Buffer.from(text) : await gb18030()
  return {
    ...table,
    *lines(): Iterable<Line> {
      const file = openSync(path, 'w', 0o600)
      try {
        if (encoding === 'utf-8') put(file, Buffer.from('\ufeff'))
        yield* taken(table, piece => { put(file, encode(piece)) })
      } finally {
        closeSync(file)
      }
    },
  }
}

async function gb18030(): Promise<(text: string) => Buffer> {
  const { default: iconv } = await import('iconv-lite')
  return text => iconv.encode(text, 'gb18030')
}

function put(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
