import { problem } from '../kernel/index.js'
import { Block, BLOCK_ROWS, RowState, textColumn, type Column } from '../records/index.js'
import { passed, type Limits } from './limits.js'
import type { Merge, PreviewRow, Reader } from './types.js'

/** A row of texts; one that cannot be read says why, and its cells are then its text as received. */
export interface StringRow {
  readonly line: number
  readonly cells: readonly string[]
  readonly fault?: { readonly reason: string; readonly detail: string }
}

/** A table whose cells come as strings: a sheet, a DBF, the records of an XML file. */
export interface StringTable {
  readonly file: string
  readonly sheet: string | null
  readonly limits: Limits
  /**
   * Rows that the format itself gives before its records: what its head says, and last the names of its columns. Empty where the header
   * stands among the rows.
   */
  readonly head: readonly PreviewRow[]
  /** All rows from the first one, some at a time. */
  read(): AsyncIterable<readonly StringRow[]>
  /** Cells over several rows; known once all rows were read. */
  merges?(): readonly Merge[]
}

/** Bytes of texts after which a block is handed on although it has room for more rows. */
const BLOCK_BYTES = 32 << 20
/** How many cells of the greatest size a row may weigh. */
const ROW_CELLS = 4

/** Fills blocks from rows of strings. */
export class StringReader implements Reader {
  readonly sheet: string | null
  private readonly table: StringTable
  private bytes = 0
  /** Where the cells stand as received: cleansing points a block's own columns at what it made of them. */
  private received: readonly Column[] = []

  constructor(table: StringTable) {
    this.table = table
    this.sheet = table.sheet
  }

  newBlock(columns: number): Block {
    return new Block(columns, 0)
  }

  merges(): readonly Merge[] {
    return this.table.merges?.() ?? []
  }

  async preview(limit: number): Promise<readonly PreviewRow[]> {
    const out: PreviewRow[] = []
    for await (const row of this.rows()) {
      out.push(row)
      if (out.length >= limit) break
    }
    return out
  }

  async *rows(): AsyncIterable<PreviewRow> {
    yield* this.table.head
    for await (const rows of this.table.read()) {
      for (const { line, cells, fault } of rows) {
        this.refuseWide(line, cells.length)
        if (fault !== undefined) yield { line, cells, state: 'set_aside', reason: fault.reason }
        else yield { line, cells, state: isBlank(cells) ? 'blank' : 'row' }
      }
    }
  }

  async *blocks(block: Block, columns: number, after: number): AsyncIterable<void> {
    // A header that the format gives is none of its rows, whatever its line.
    const skipTo = this.table.head.length > 0 ? -1 : after
    const begin = (): void => {
      block.begin()
      this.bytes = 0
    }
    begin()
    block.sheet = this.sheet
    for await (const rows of this.table.read()) {
      for (const row of rows) {
        if (row.line <= skipTo) continue
        this.put(block, row, columns)
        if (block.rows < BLOCK_ROWS && this.bytes < BLOCK_BYTES) continue
        this.keep(block)
        yield
        begin()
      }
    }
    if (block.rows === 0) return
    this.keep(block)
    yield
  }

  private keep({ raw, rows }: Block): void {
    if (this.received.length !== raw.length) this.received = raw.map(textColumn)
    for (const [c, { start, end }] of raw.entries()) {
      const kept = this.received[c]!
      kept.start.set(start.subarray(0, rows))
      kept.end.set(end.subarray(0, rows))
    }
  }

  private put(block: Block, { line, cells, fault }: StringRow, columns: number): void {
    const r = block.rows++
    block.line[r] = line
    block.state[r] = RowState.row
    block.rowStart[r] = block.rowEnd[r] = 0
    this.refuseWide(line, cells.length)
    const before = this.bytes
    for (let c = 0; c < block.raw.length; c++) {
      const column = block.raw[c]!
      const text = fault === undefined ? (cells[c] ?? '') : ''
      if (text === '') column.start[r] = column.end[r] = 0
      else this.cell(block, { column, r, text, line })
    }
    if (this.bytes - before > this.table.limits.cell_bytes * ROW_CELLS) throw problem('source.cell_long', { file: this.table.file, line })
    if (fault !== undefined || cells.length > columns)
      this.refuse(block, r, { cells, fault: fault ?? { reason: 'reason.cell_count', detail: `${cells.length} ≠ ${columns}` } })
    else if (isBlank(cells)) block.state[r] = RowState.blank
  }

  private refuseWide(line: number, columns: number): void {
    if (columns > this.table.limits.columns) throw passed(this.table.limits, 'columns', { file: this.table.file, where: `#${line}` })
  }

  private cell(block: Block, { column, r, text, line }: { column: Block['raw'][number]; r: number; text: string; line: number }): void {
    const { cell_bytes } = this.table.limits
    if (text.length > cell_bytes) throw problem('source.cell_long', { file: this.table.file, line })
    block.put(column, r, text)
    const length = column.end[r]! - column.start[r]!
    if (length > cell_bytes) throw problem('source.cell_long', { file: this.table.file, line })
    this.bytes += length
  }

  private refuse(block: Block, r: number, { cells, fault }: { cells: readonly string[]; fault: { reason: string; detail: string } }): void {
    block.rawText.set(r, cells.join('|'))
    block.setAside(r, fault.reason, fault.detail)
  }

  rawOf(block: Block, r: number): string {
    return block.rawText.get(r) ?? this.received.map(c => block.text(c, r)).join('|')
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every(c => /^[\s\u200B-\u200F]*$/.test(c))
}
