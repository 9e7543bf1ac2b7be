import type { HeaderMatch } from '../layout/index.js'
import { RowState, type Block } from '../records/index.js'

const COLUMNS = ['批次号', '传输批次号', 'AAA322', 'CSPCH']
const LABELLED = /(?:传输批次号|批次号|AAA322|CSPCH)\s*[:：=]?\s*([\p{L}\p{N}_-]{1,64})/iu
/** An extract of more batches than this is a table of the sender's own, not a delivery. */
const MOST = 10_000

/** The sender's batch numbers that an extract carries: in its head lines, and in its column of them. */
export class BatchNumbers {
  private readonly found = new Set<string>()
  private last: Uint8Array = new Uint8Array(0)

  /** Notes the numbers that stand above the header, and returns which column holds those of rows; -1: none. */
  begin({ above, columns }: HeaderMatch): number {
    for (const row of above) this.note(LABELLED.exec(row.cells.join(' '))?.[1] ?? '')
    return columns.findIndex(c => COLUMNS.includes(c.replace(/[\s(（].*$/, '').toUpperCase()))
  }

  /** Rows of one batch lie together: a cell is decoded only where it differs from the one above it. */
  see(block: Block, column: number): void {
    const raw = block.raw[column]
    if (raw === undefined) return
    for (let r = 0; r < block.rows; r++) {
      if (block.state[r] !== RowState.row) continue
      const cell = block.bytes.subarray(raw.start[r]!, raw.end[r]!)
      if (same(cell, this.last)) continue
      this.last = cell.slice()
      this.note(block.text(raw, r).trim())
    }
  }

  private note(number: string): void {
    if (number !== '' && this.found.size < MOST) this.found.add(number)
  }

  /** In the order of their texts. */
  all(): readonly string[] {
    return [...this.found].toSorted()
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
