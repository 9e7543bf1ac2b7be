import { problem } from '../kernel/index.js'
import { Block, BLOCK_ROWS, RowState } from '../records/index.js'
import { SheetRows, type SheetRow } from './sheet.js'
import type { PreviewRow, Reader } from './types.js'
import type { Sheet, Workbook } from './workbook.js'
import type { Zip } from './zip.js'

const MAX_CELL = 1 << 20

/** One sheet of a workbook as rows: what `<v>` says, as text. */
export class SheetReader implements Reader {
  readonly sheet: string
  private readonly zip: Zip
  private readonly file: string
  private readonly book: Workbook
  private readonly part: string

  constructor(zip: Zip, file: string, { book, sheet }: { book: Workbook; sheet: Sheet }) {
    this.zip = zip
    this.file = file
    this.book = book
    this.sheet = sheet.name
    this.part = sheet.part
  }

  newBlock(columns: number): Block {
    return new Block(columns, 0)
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
    for await (const rows of this.read()) for (const { line, cells } of rows) yield { line, cells, state: isBlank(cells) ? 'blank' : 'row' }
  }

  private async *read(): AsyncIterable<readonly SheetRow[]> {
    const handler = new SheetRows(this.book)
    for await (const step of this.zip.read(this.part, handler, false)) {
      void step
      yield handler.take()
    }
  }

  async *blocks(block: Block, columns: number, after: number): AsyncIterable<void> {
    block.begin()
    block.sheet = this.sheet
    for await (const rows of this.read()) {
      for (const row of rows) {
        if (row.line <= after) continue
        this.put(block, row, columns)
        if (block.rows < BLOCK_ROWS) continue
        yield
        block.begin()
      }
    }
    if (block.rows > 0) yield
  }

  private put(block: Block, { line, cells }: SheetRow, columns: number): void {
    const r = block.rows++
    block.line[r] = line
    block.state[r] = RowState.row
    block.rowStart[r] = block.rowEnd[r] = 0
    for (let c = 0; c < block.raw.length; c++) {
      const column = block.raw[c]!
      const text = cells[c] ?? ''
      if (text.length > MAX_CELL) throw problem('source.cell_long', { file: this.file, line })
      if (text === '') column.start[r] = column.end[r] = 0
      else block.put(column, r, text)
    }
    if (isBlank(cells)) block.state[r] = RowState.blank
    else if (cells.length > columns) {
      block.rawText.set(r, cells.join('|'))
      block.setAside(r, 'reason.cell_count', `${cells.length} ≠ ${columns}`)
    }
  }

  rawOf(block: Block, r: number): string {
    return block.rawText.get(r) ?? block.raw.map(c => block.text(c, r)).join('|')
  }
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every(c => c.trim() === '')
}
