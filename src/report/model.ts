import type { Day } from '../kernel/index.js'
import type { Draft } from './draft.js'

/** Encodings in which CSV is written: UTF-8 with a byte order mark, or GB18030. */
export const CSV_ENCODINGS = ['utf-8', 'gb18030'] as const
/** One of them. */
export type CsvEncoding = (typeof CSV_ENCODINGS)[number]

/** A cell: text, a number (money in 分, counts as they are), or nothing. */
export type Cell = string | number | null

/** What a column holds. `money` is in 分 and is shown in 元. */
export type ColumnType = 'text' | 'money' | 'count'

/** Columns that belong together carry one colour. */
export type Tint = 'key' | 'side0' | 'side1' | 'side2' | 'side3' | 'plain' | 'answer'

/** A column of a table, as a sheet and a CSV file show it. */
export interface TableColumn {
  /** May be of two lines; CSV puts a blank between them. */
  readonly title: string
  readonly type: ColumnType
  readonly tint: Tint
  /** In characters, a Han character being two. */
  readonly width: number
  readonly wrap: boolean
  readonly center?: true
  /** Folded away until somebody asks for it; never printed. */
  readonly detail?: true
  /** What a clerk may choose. */
  readonly choices?: readonly string[]
  /** A day from then on. */
  readonly from?: Day
}

/** A column of texts, unless `more` says otherwise. */
export function column(title: string, width: number, more: Partial<TableColumn> = {}): TableColumn {
  return { title, type: 'text', tint: 'plain', width, wrap: false, ...more }
}

/** A row. `quiet`: for information only; nothing is to be filled in. */
export interface Line {
  readonly cells: readonly Cell[]
  readonly quiet: boolean
}

/** A table, as a sheet of a workbook or a CSV file. The lines may be read as often as one likes and are the same each time. */
export interface Table {
  /** Name of the sheet, unique in its book. */
  readonly name: string
  /** Name of a CSV file, without its ending. */
  readonly file: string
  readonly title: string
  readonly notes: readonly string[]
  readonly columns: readonly TableColumn[]
  /** Columns that stay in sight. */
  readonly frozen: number
  readonly count: number
  /** Column whose sum the manifest states; -1 where there is none. */
  readonly sum: number
  /** Its sum over all lines. */
  readonly fen: number
  lines(): Iterable<Line>
  /**
   * The same lines, each into the same draft: where a table knows a faster way than by its cells. What is written of a table goes by its
   * drafts.
   */
  readonly drafts?: (into: Draft) => Iterable<Draft>
}

/** A small table of a summary: all of it in memory. */
export interface SummaryBlock {
  readonly title: string
  readonly notes: readonly string[]
  readonly head: readonly string[]
  readonly types: readonly ColumnType[]
  readonly rows: readonly (readonly Cell[])[]
  /** Sheets that rows lead to. */
  readonly links?: readonly (string | null)[]
  /** The last row is a sum. */
  readonly total?: true
}

/** The first sheet: what the book is, and its figures. */
export interface Summary {
  readonly name: string
  readonly title: string
  readonly facts: readonly (readonly [string, string])[]
  readonly notes: readonly string[]
  readonly blocks: readonly SummaryBlock[]
}

/** What makes a returned workbook recognisable: a very hidden sheet of the package's name and every line's number and digest. */
export interface Seal {
  readonly name: string
  readonly facts: readonly (readonly [string, string])[]
  readonly head: readonly string[]
}

/** A workbook as plain data; formats are functions of it. */
export interface Book {
  readonly asOf: Day
  readonly title: string
  readonly summary: Summary
  readonly tables: readonly Table[]
  readonly seal: Seal | null
  /** What the manifest says of it beside rows and sums. */
  readonly counts: Readonly<Record<string, number>>
}

/** Headers stand in this line of every sheet, below title and notes. */
export const HEADER_LINE = 3

/** Rows that a sheet of a workbook can hold, its header lines among them (ECMA-376, Excel 2007 and later). */
export const SHEET_LIMIT = 1_048_576
