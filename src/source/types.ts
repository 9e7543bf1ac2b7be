import type { Block } from '../records/index.js'
import type { Limits } from './limits.js'

/** Encodings of text that hedui reads. `gb18030` holds GBK and GB2312. */
export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** What a file is, told by its bytes. `html`: tables in HTML or in the XML of Excel 2003, as web systems name .xls. */
export type Format = 'database' | 'text' | 'fixed' | 'jsonl' | 'xml' | 'dbf' | 'xlsx' | 'xlsb' | 'xls' | 'ods' | 'html'

/** What a file was wrapped in. */
export type Wrapping = 'zip' | 'gz' | 'password'

/** A column of a fixed-width file: bytes `start` to `start + length - 1`, counted from 1. */
export interface FixedColumn {
  readonly header: string
  readonly start: number
  readonly length: number
}

/** What a file's bytes do not say and its layout declares. */
export interface FormatSpec {
  readonly fixed?: {
    /** The encoding in whose bytes positions are counted. */
    readonly encoding: 'gb18030' | 'utf-8'
    /** Lines before the first row. */
    readonly skip: number
    /** Blanks at the end of a line were cut off. */
    readonly trimmed: boolean
    readonly columns: readonly FixedColumn[]
  }
  readonly xml?: {
    /** Names of the elements that are records; each is a table of its own. */
    readonly records: readonly string[]
    /** Attribute of a child that names its column, in place of the child's own name. */
    readonly column?: string
  }
  readonly dbf?: { readonly encoding: 'gb18030' | 'utf-8' }
  readonly archive?: {
    /** Patterns with `*` of the entries that hold rows. */
    readonly entries: readonly string[]
    /** `one`: the entries are slices of one extract; `many`: an extract each. */
    readonly as: 'one' | 'many'
  }
}

/** How a file is to be opened, where its bytes are not to decide. */
export interface SourceOptions {
  /** `auto`: catalogue §2. Another value is taken at its word: what does not decode is a Problem. */
  readonly encoding?: Encoding | 'auto'
  /** Any text of one or several characters; `auto` looks at the header. */
  readonly delimiter?: string | 'auto'
  /** Sheet name or number from 1 (of an XML file: the record element); default: every sheet that has rows is a reader of its own. */
  readonly sheet?: string
  /**
   * How sure one is that these cells are a header (0: not at all). Given by the layouts, or by the shipped header words; decides the
   * encoding and the delimiter together with the counts of undecodable lines and of equal widths.
   */
  readonly headerScore?: (cells: readonly string[]) => number
  readonly format?: FormatSpec
  /** Entry of an archive; an archive of one needs none. */
  readonly entry?: string
  readonly limits?: Limits
  /** Opens archives and workbooks that have a password. */
  readonly password?: string
  /**
   * A folder that may be made for what is unpacked, and is removed by `close`; default: one of its own among the system's temporary files.
   */
  readonly scratch?: string
  /** Told when a stage is over. */
  readonly lap?: (stage: SourceStage) => void
}

/**
 * Stages of reading a file: opening it, one look over all its bytes (digest, encoding), and then again and again getting bytes, making them
 * UTF-8, splitting rows.
 */
export type SourceStage = 'open' | 'survey' | 'read' | 'transcode' | 'split'

/** A row as text, for finding the header and for `peek`. */
export interface PreviewRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly state: 'row' | 'blank' | 'set_aside'
  readonly reason?: string
}

/** A cell over several rows, of which only the first has what stands there: lines, and columns from 0, both ends included. */
export interface Merge {
  readonly from: number
  readonly to: number
  readonly first: number
  readonly last: number
}

/** One table of rows: a text file, a sheet of a workbook, the records of one name in an XML file. */
export interface Reader {
  readonly sheet: string | null
  /** The first rows, each with its own width. */
  preview(limit: number): Promise<readonly PreviewRow[]>
  /**
   * All rows, each with its own width. Where the format itself names the columns, their row comes first, behind what the file's head says.
   */
  rows(): AsyncIterable<PreviewRow>
  /** A block wide enough, with the region that this reader needs. */
  newBlock(columns: number): Block
  /**
   * Refills `block` again and again with the rows after line `after`; `columns` is the width that the header sets. Rows of another width,
   * with stray or open quotes or undecodable bytes are marked in `block.state` with their reason; cells beyond the width are not kept
   * (their row is set aside). A row that is shorter or longer still has its raw text (`rawOf`), so that a layout can read totals from a
   * foot line.
   */
  blocks(block: Block, columns: number, after: number): AsyncIterable<void>
  /** Cells that are merged over several rows; known once all rows were read. */
  merges?(): readonly Merge[]
  /** The row's text as received (decoded); for tables of strings the cells joined by the delimiter `|`. */
  rawOf(block: Block, r: number): string
}

/**
 * Something of a file that was not read, which is said; of merged cells the rows below the first, and where the first of them lies; of
 * repeated headers the lines of the first of them.
 */
export interface LeftOut {
  readonly what: 'hidden_sheet' | 'deleted_rows' | 'other_records' | 'merged_cells' | 'headers_again' | 'memo_fields'
  readonly name: string
  readonly rows: number
}

/** An extract that was opened: what it is, and its tables. Whoever opened it closes it. */
export interface OpenSource {
  readonly path: string
  readonly format: Format
  readonly wrapped: readonly Wrapping[]
  readonly encoding: Encoding | null
  /** Why this encoding, as `word.encoding.*` says it. */
  readonly encodingWhy: string | null
  readonly delimiter: string | null
  readonly readers: readonly Reader[]
  /** Sheets of a workbook, hidden ones too, or tables of an XML file; none for others. */
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  readonly leftOut: readonly LeftOut[]
  /** SHA-256 of the file's bytes, hex; of a packed file those that it was packed from. */
  readonly digest: string
  readonly bytes: number
  /** Paths beside which a control file may lie. */
  readonly beside: readonly string[]
  /** Throws `source.changed` when the file is not the one that was opened. */
  unchanged(): void
  close(): Promise<void>
}
