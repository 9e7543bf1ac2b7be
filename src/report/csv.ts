import { stringify } from 'csv-stringify/sync'
import { closeSync, openSync, writeSync } from 'node:fs'
import { fenText } from '../kernel/index.js'
import type { Cell, Table } from './model.js'

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

/** The lines of a table, header first, each with its line end, in pieces. */
export function* csvPieces(table: Pick<Table, 'columns' | 'lines'>): Iterable<string> {
  const shown = table.columns.map((c, i) => ({ i, money: c.type === 'money', title: c.title.replaceAll('\n', ' '), answer: c.tint === 'answer' })).filter(c => !c.answer)
  let text = stringify([shown.map(c => c.title)], { record_delimiter: '\r\n' })
  for (const { cells } of table.lines()) {
    let line = ''
    for (const { i, money } of shown) line += `,${csvCell(cells[i] ?? null, money)}`
    text += `${line.slice(1)}\r\n`
    if (text.length <= PIECE) continue
    yield text
    text = ''
  }
  yield text
}

/** Writes a table as CSV: UTF-8 with a byte order mark, or GB18030. Answer columns are left out. */
export async function writeCsv(table: Pick<Table, 'columns' | 'lines'>, path: string, encoding: CsvEncoding): Promise<void> {
  const encode = encoding === 'utf-8' ? (text: string) => Buffer.from(text) : await gb18030()
  const file = openSync(path, 'w', 0o600)
  try {
    if (encoding === 'utf-8') put(file, Buffer.from('\ufeff'))
    for (const piece of csvPieces(table)) put(file, encode(piece))
  } finally {
    closeSync(file)
  }
}

async function gb18030(): Promise<(text: string) => Buffer> {
  const { default: iconv } = await import('iconv-lite')
  return text => iconv.encode(text, 'gb18030')
}

function put(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done)
}
