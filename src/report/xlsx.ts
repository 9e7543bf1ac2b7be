import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import yauzl from 'yauzl'
import yazl from 'yazl'
import { columnName, type Day } from '../kernel/index.js'
import type { Draft } from './draft.js'
import { draftsOf } from './drafted.js'
import { LineLoops } from './line-loops.js'
import { HEADER_LINE, SHEET_LIMIT, type Book, type TableColumn, type Table } from './model.js'
import { sheetRows, type RowStyles } from './sheet-rows.js'
import type { SheetPart } from './skeleton.js'
import { sealed, sealTable, type Sealing } from './seal.js'
import { told, type Voice } from './words.js'

/** A sheet that was written: its name and rows. */
export interface WrittenSheet {
  readonly sheet: string
  readonly rows: number
}

interface Rows {
  readonly part: SheetPart
  readonly drafts: Iterator<Draft>
  readonly loops: LineLoops
  /** The table ends here. */
  readonly last: boolean
}

/**
 * Writes a book as an Excel workbook: tables above `limit` rows go over several sheets. Rows stream through; what is held in memory does
 * not grow with them, but for the seal's digests (12 bytes a row). The bytes depend on the book alone: zip members carry the day asked
 * about.
 */
export async function writeXlsx(book: Book, path: string, voice: Voice, limit = SHEET_LIMIT): Promise<readonly WrittenSheet[]> {
  const loops = new LineLoops()
  const sealing: Sealing | null = book.seal === null ? null : { seal: book.seal, marks: [], loops }
  const tables = sealing === null ? book.tables : book.tables.map(t => sealed(t, sealing))
  const seal =
    sealing === null
      ? []
      : [
          sealTable(
            sealing,
            book.tables.reduce((n, t) => n + (hasAnswers(t) ? t.count : 0), 0),
          ),
        ]
  const rows = [
    ...tables.flatMap(t => split(t, { limit, hidden: false, loops })),
    ...seal.flatMap(t => split(t, { limit, hidden: true, loops })),
  ]
  const { drawSkeleton } = await import('./skeleton.js')
  const words = {
    pages: told(voice, 'sheet.pages'),
    choose: told(voice, 'sheet.choose'),
    day: told(voice, 'sheet.day', { day: book.asOf }),
  }
  const skeleton = await drawSkeleton({ book, parts: rows.map(r => r.part), lang: voice.lang, words })
  await zipWith(await unzipped(skeleton), rows, { path, asOf: book.asOf })
  return rows.filter(r => !r.part.hidden).map(r => ({ sheet: r.part.name, rows: r.part.count }))
}

function hasAnswers(table: Pick<Table, 'columns'>): boolean {
  return table.columns.some(c => c.tint === 'answer')
}

/** Sheets of one table; they draw on one run of its drafts, in order. */
function split(table: Table, { limit, hidden, loops }: { limit: number; hidden: boolean; loops: LineLoops }): readonly Rows[] {
  const room = Math.max(1, limit - HEADER_LINE)
  let drafts: Iterator<Draft> | undefined
  const sheets = Math.max(1, Math.ceil(table.count / room))
  const shared: Iterator<Draft> = {
    next: () => (drafts ??= draftsOf(table, loops.draft(table.columns))[Symbol.iterator]()).next(),
    return: () => drafts?.return?.() ?? { done: true, value: undefined },
  }
  return Array.from({ length: sheets }, (_, i) => ({
    drafts: shared,
    loops,
    last: i === sheets - 1,
    part: {
      name: sheetName(table.name, i),
      title: table.title,
      notes: table.notes,
      columns: table.columns,
      frozen: table.frozen,
      count: Math.min(room, table.count - i * room),
      hidden,
    },
  }))
}

/** A quarter larger than by Node's own level, 6, for 0.4 of its time: sheets say the same again and again at any level. */
const LEVEL = 2

const NAME_LIMIT = 31

/** A name that Excel takes: 31 characters, none of []:*?/\ nor an apostrophe at either end. */
export function sheetName(name: string, part: number): string {
  const tail = part === 0 ? '' : ` (${part + 1})`
  return (
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'|'$/g, ' ')
      .slice(0, NAME_LIMIT - tail.length) + tail
  )
}

type Parts = ReadonlyMap<string, Buffer>

/** The members of a small zip in memory, in order. */
async function unzipped(bytes: Buffer): Promise<Parts> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, opened) => (error === null ? resolve(opened) : reject(error)))
  })
  const parts = new Map<string, Buffer>()
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', resolve)
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entry.fileName.endsWith('/')) {
        zip.readEntry()
        return
      }
      zip.openReadStream(entry, (error, stream) => {
        if (error !== null) {
          reject(error)
          return
        }
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('error', reject)
        stream.on('end', () => {
          parts.set(entry.fileName, Buffer.concat(chunks))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
  return parts
}

/** Puts the workbook together: each part's sheet with its rows, everything else as it was drawn. Sheet 1 is the summary. */
async function zipWith(parts: Parts, rows: readonly Rows[], { path, asOf }: { path: string; asOf: Day }): Promise<void> {
  const [year, month, day] = asOf.split('-').map(Number) as [number, number, number]
  // A zip's own times have no zone: made of local parts they say the day anywhere.
  const options = { mtime: new Date(year, month - 1, day), forceDosTimestamp: true, mode: 0o100600, compressionLevel: LEVEL }
  const zip = new yazl.ZipFile()
  const out = createWriteStream(path, { mode: 0o600 })
  const failed = new Promise<never>((_, reject) => {
    zip.on('error', reject)
    const sheets = new Map(rows.map((r, i) => [`xl/worksheets/sheet${i + 2}.xml`, r]))
    for (const [name, bytes] of [...parts].toSorted(([a], [b]) => order(a) - order(b))) {
      const part = sheets.get(name)
      if (part === undefined) zip.addBuffer(bytes, name, options)
      else {
        zip.addReadStreamLazy(name, options, give => {
          const stream = Readable.from(sheetXml(bytes.toString(), part), { highWaterMark: 2 })
          stream.on('error', reject)
          give(null, stream)
        })
      }
    }
  })
  zip.outputStream.pipe(out)
  zip.end()
  try {
    await Promise.race([finished(out), failed])
  } catch (error) {
    out.destroy()
    throw error
  } finally {
    for (const { drafts } of rows) drafts.return?.()
  }
}

/** Content types first, as readers that stream expect; sheets in their order. */
function order(name: string): number {
  const sheet = /^xl\/worksheets\/sheet(\d+)\.xml$/.exec(name)
  return name === '[Content_Types].xml' ? 0 : sheet === null ? 1 : 1 + Number(sheet[1])
}

/** A drawn sheet with its sample rows replaced by the real ones. */
function* sheetXml(drawn: string, { part, drafts, last, loops }: Rows): Iterable<Buffer> {
  const samples = [HEADER_LINE + 1, HEADER_LINE + 2].map(n => rowOf(drawn, n))
  const from = drawn.indexOf(`<row r="${HEADER_LINE + 1}"`)
  const to = drawn.indexOf('</sheetData>')
  const head = from < 0 ? drawn.slice(0, to) : drawn.slice(0, from)
  const corner = `${columnName(Math.max(0, part.columns.length - 1))}${HEADER_LINE + part.count}`
  yield Buffer.from(head.replace(/<dimension ref="[^"]*"\/>/, `<dimension ref="A1:${corner}"/>`))
  const styles: RowStyles = { loud: stylesOf(samples[0]!, part.columns), quiet: stylesOf(samples[1]!, part.columns) }
  yield* sheetRows(drafts, { columns: part.columns, styles, first: HEADER_LINE + 1, count: part.count, loops })
  if (last && drafts.next().done !== true) throw new Error(`${part.name}: more lines than were counted`)
  yield Buffer.from(drawn.slice(to))
}

function rowOf(drawn: string, n: number): string {
  const from = drawn.indexOf(`<row r="${n}"`)
  return from < 0 ? '' : drawn.slice(from, drawn.indexOf('</row>', from))
}

function stylesOf(row: string, columns: readonly TableColumn[]): readonly string[] {
  const found = new Map([...row.matchAll(/<c r="([A-Z]+)\d+" s="(\d+)"/g)].map(m => [m[1]!, m[2]!]))
  return columns.map((_, i) => found.get(columnName(i)) ?? '0')
}
