import type { Book, CsvEncoding, Table } from './model.js'
import type { Voice } from './words.js'

/** How books are to be written, whatever the format; each takes from it what it knows of. */
export interface BookManner {
  readonly voice: Voice
  readonly encoding: CsvEncoding
  /** Rows that a sheet may hold; absent: what Excel allows. */
  readonly sheetLimit?: number
}

interface Written {
  /** Ending of its files, without the dot. */
  readonly ending: string
  /** What a line takes to write, one of CSV being 1. */
  readonly cost: number
}

/** A format that holds a whole book in one file. */
interface BookFormat extends Written {
  readonly holds: 'book'
  readonly write: (book: Book, path: string, manner: BookManner) => Promise<unknown>
}

/**
 * A format that holds one table in a file. It returns the same table, which writes the file each time that its drafts are read to the end:
 * a package in several formats makes each line once.
 */
interface TableFormat extends Written {
  readonly holds: 'table'
  readonly beside: (table: Table, path: string, manner: BookManner) => Promise<Table>
}

/**
 * The formats of reports, in the order in which a package names its files. All that is known of a format stands here; settings, packages,
 * the manifest and reference pages come from it. Writers are loaded when they are used: every command passes here, and few write files.
 */
const FORMATS = {
  xlsx: {
    ending: 'xlsx',
    cost: 4,
    holds: 'book',
    write: async (book, path, { voice, sheetLimit }) => (await import('./xlsx.js')).writeXlsx(book, path, voice, sheetLimit),
  },
  csv: {
    ending: 'csv',
    cost: 1,
    holds: 'table',
    beside: async (table, path, { encoding }) => (await import('./csv.js')).alsoCsv(table, path, encoding),
  },
} as const satisfies Readonly<Record<string, BookFormat | TableFormat>>

/** Name of a report format, as in the setting `export.formats` and in manifests. */
export type ReportFormat = keyof typeof FORMATS

/** All report formats, in the order of a package's files. */
export const REPORT_FORMATS = Object.keys(FORMATS) as readonly ReportFormat[]

/** What is known of a format. */
export function formatOf(name: ReportFormat): BookFormat | TableFormat {
  return FORMATS[name]
}

/** What a line takes to write in all of these formats, one of CSV being 1. */
export function costOfLine(formats: readonly ReportFormat[]): number {
  return formats.reduce((n, f) => n + FORMATS[f].cost, 0)
}
