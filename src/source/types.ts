import type { Block } from '../records/index.js'

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

export interface SourceOptions {
  /** `auto`: catalogue §2. Another value is taken at its word: what does not decode is a Problem. */
  readonly encoding?: Encoding | 'auto'
  /** Any text of one or several characters; `auto` looks at the header. */
  readonly delimiter?: string | 'auto'
  /** Sheet name or number from 1; default: every sheet that has rows is a reader of its own. */
  readonly sheet?: string
  /**
   * How sure one is that these cells are a header (0: not at all). Given by the layouts, or by the shipped header words; decides the
   * encoding and the delimiter together with the counts of undecodable lines and of equal widths.
   */
  readonly headerScore?: (cells: readonly string[]) => number
}

/** A row as text, for finding the header and for `peek`. */
export interface PreviewRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly state: 'row' | 'blank' | 'set_aside'
  readonly reason?: string
}

/** One table of rows: a text file, or one sheet of a workbook. */
export interface Reader {
  readonly sheet: string | null
  /** The first rows, each with its own width. */
  preview(limit: number): Promise<readonly PreviewRow[]>
  /** All rows, each with its own width. */
  rows(): AsyncIterable<PreviewRow>
  /** A block wide enough, with the region that this reader needs. */
  newBlock(columns: number): Block
  /**
   * Refills `block` again and again with the rows after line `after`; `columns` is the width that the header sets. Rows of another width, with stray or
   * open quotes or undecodable bytes are marked in `block.state` with their reason; cells beyond the width are not kept (their row is set aside).
   * A row that is shorter or longer still has its raw text (`rawOf`), so that a layout can read totals from a foot line.
   */
  blocks(block: Block, columns: number, after: number): AsyncIterable<void>
  /** The row's text as received (decoded); for workbooks the cells joined by the delimiter `|`. */
  rawOf(block: Block, r: number): string
}

export interface OpenSource {
  readonly path: string
  readonly format: 'text' | 'xlsx' | 'database'
  readonly encoding: Encoding | null
  /** Why this encoding: `declared`, `bom`, `utf8-valid`, `header`, `han`, `fewer-faults`. */
  readonly encodingWhy: string | null
  readonly delimiter: string | null
  readonly readers: readonly Reader[]
  /** Sheets of a workbook, hidden ones too; none for a text file. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** SHA-256 of the file's bytes, hex. */
  readonly digest: string
  readonly bytes: number
  close(): Promise<void>
}
