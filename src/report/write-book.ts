import { draftsOf } from './drafted.js'
import { formatOf, REPORT_FORMATS, type BookManner, type ReportFormat } from './formats.js'
import type { Book, Table } from './model.js'
import { Turns } from './turn.js'

/** Where a book's files go, and in which formats. */
export interface BookPlace {
  /** The folder; it must be there. */
  readonly dir: string
  /** How names of the files begin. */
  readonly stem: string
  readonly formats: readonly ReportFormat[]
}

/** A file that was written. */
export interface BookFile {
  /** Its name in the folder. */
  readonly file: string
  readonly format: ReportFormat
  /** What it holds: the whole book, or one of its tables. */
  readonly holds: 'book' | 'table'
  readonly tables: readonly Table[]
}

/**
 * Writes a book in several formats: a file `stem.ending` for the whole of it, a file `stem-table.ending` for each table, as the format has
 * it. Returns the files by format, then by table. Lines of a table are made once for the first book and all files of the table.
 */
export async function writeBook(book: Book, place: BookPlace, manner: BookManner): Promise<readonly BookFile[]> {
  const asked = REPORT_FORMATS.filter(f => place.formats.includes(f))
  const pathOf = (format: ReportFormat, table?: Table): string => `${place.dir}/${fileOf(place, format, table)}`
  let tables = await Promise.all(
    book.tables.map(async table => {
      let writing = table
      for (const name of asked) {
        const format = formatOf(name)
        if (format.holds === 'table') writing = await format.beside(writing, pathOf(name, table), manner)
      }
      return writing
    }),
  )
  let isWritten = false
  for (const name of asked) {
    const format = formatOf(name)
    if (format.holds !== 'book') continue
    await format.write({ ...book, tables }, pathOf(name), manner)
    // A further book must not write the tables' files again.
    tables = [...book.tables]
    isWritten = true
  }
  if (!isWritten) for (const table of tables) await readOut(table)
  return asked.flatMap((format): readonly BookFile[] => {
    const { holds } = formatOf(format)
    if (holds === 'book') return [{ file: fileOf(place, format), format, holds, tables: book.tables }]
    return book.tables.map(t => ({ file: fileOf(place, format, t), format, holds, tables: [t] }))
  })
}

function fileOf({ stem }: BookPlace, format: ReportFormat, table?: Table): string {
  return `${stem}${table === undefined ? '' : `-${table.file}`}.${formatOf(format).ending}`
}

/** Reads the drafts of a table to the end, which writes its files. */
async function readOut(table: Table): Promise<void> {
  const turns = new Turns()
  for (const _ of draftsOf(table)) {
    void _
    const turn = turns.line()
    if (turn !== undefined) await turn
  }
}
