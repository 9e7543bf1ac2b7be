import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, writeSync } from 'node:fs'
import { Bytes, PIECE, plainBut } from './bytes.js'
import type { Cell, Line, Table } from './model.js'

export type CsvEncoding = 'utf-8' | 'gb18030'

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

/** What is not quoted; at its ends neither blanks nor what may begin a formula. */
const CAREFREE = plainBut('",', ' =+-@')

/** A column that is written, and what of it was written last: words repeat down a column. */
interface Shown { readonly i: number; readonly money: boolean; value: Cell; from: number; to: number; piece: number }

/** Lines of one table as bytes, header first, each with its line end. Answer columns are left out. */
class Lines {
  private readonly shown: readonly Shown[]
  private readonly out = new Bytes()
  private pieces = 0

  constructor(columns: Table['columns']) {
    this.shown = columns.flatMap((c, i) => c.tint === 'answer' ? [] : [{ i, money: c.type === 'money', value: null, from: 0, to: 0, piece: -1 }])
    this.out.text(stringify([this.shown.map(({ i }) => columns[i]!.title.replaceAll('\n', ' '))], { record_delimiter: '\r\n' }))
  }

  get isFull(): boolean {
    return this.out.at > PIECE
  }

  /** A piece of whole lines. */
  piece(): Buffer {
    this.pieces++
    return this.out.taken()
  }

  add(cells: Line['cells']): void {
    const { shown, out, pieces } = this
    for (let c = 0; c < shown.length; c++) {
      const column = shown[c]!
      const value = cells[column.i] ?? null
      if (c > 0) {
        out.room(1)
        out.bytes[out.at++] = COMMA
      }
      if (value === null) continue
      if (value === column.value && column.piece === pieces) {
        out.again(column.from, column.to)
        continue
      }
      column.value = value
      column.piece = pieces
      column.from = out.at
      if (typeof value === 'string') {
        if (!out.plain(value, CAREFREE)) out.text(csvText(value))
      } else if (column.money) out.fen(value)
      else out.text(String(value))
      column.to = out.at
    }
    out.text('\r\n')
  }
}

const COMMA = 0x2c

/** The lines of a table, header first, each with its line end, in pieces. */
export function* csvPieces(table: Pick<Table, 'columns' | 'lines'>): Iterable<string> {
  const pieces: string[] = []
  for (const _ of taken(table, piece => pieces.push(piece.toString()))) {
    void _
    yield* pieces.splice(0)
  }
  yield* pieces
}

/** The lines of a table, as they are; what they are in CSV is given on in pieces. */
function* taken(table: Pick<Table, 'columns' | 'lines'>, give: (piece: Buffer) => void): Iterable<Line> {
  const lines = new Lines(table.columns)
  for (const line of table.lines()) {
    lines.add(line.cells)
    if (lines.isFull) give(lines.piece())
    yield line
  }
  give(lines.piece())
}

/** Writes a table as CSV: UTF-8 with a byte order mark, or GB18030. Answer columns are left out. */
export async function writeCsv(table: Pick<Table, 'columns' | 'lines'>, path: string, encoding: CsvEncoding): Promise<void> {
  const lines = (await alsoCsv(table, path, encoding)).lines()
  for (const _ of lines) void _
}

/** The same table, written as CSV each time that its lines are read to the end: who writes it in another format too need not make them twice. */
export async function alsoCsv<T extends Pick<Table, 'columns' | 'lines'>>(table: T, path: string, encoding: CsvEncoding): Promise<T> {
  const encode = encoding === 'utf-8' ? (piece: Buffer) => piece : await gb18030()
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

async function gb18030(): Promise<(piece: Buffer) => Buffer> {
  const { default: iconv } = await import('iconv-lite')
  return piece => iconv.encode(piece.toString(), 'gb18030')
}

function put(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
