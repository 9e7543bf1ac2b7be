import { Block, RowState } from '../records/index.js'
import { split } from './delimiter.js'
import { REGION, Scanner, type TextSpec } from './text-scanner.js'
import type { PreviewRow, Reader } from './types.js'

const PREVIEW_COLUMNS = 512

const MARKUP = /<\/?[a-z][^<>]*>/i
const MARKUP_ALL = new RegExp(MARKUP, 'gi')

/** A text file as rows (RFC 4180; LF, CRLF and CR may be mixed). */
export class TextReader implements Reader {
  readonly sheet = null
  private readonly spec: TextSpec

  constructor(spec: TextSpec) {
    this.spec = spec
  }

  newBlock(columns: number): Block {
    return new Block(columns, (this.spec.region ?? REGION) + 64)
  }

  async preview(limit: number): Promise<readonly PreviewRow[]> {
    const out: PreviewRow[] = []
    for await (const row of this.rows()) {
      out.push(row)
      if (out.length >= limit) break
    }
    return out
  }

  /** Every row with its own width. */
  async *rows(): AsyncIterable<PreviewRow> {
    const block = this.newBlock(PREVIEW_COLUMNS)
    const scanner = new Scanner(this.spec, block, { columns: null, after: 0 })
    try {
      while (scanner.next()) for (let r = 0; r < block.rows; r++) yield this.shown(block, r, scanner.widths[r]!)
    } finally {
      scanner.close()
    }
  }

  private shown(block: Block, r: number, width: number): PreviewRow {
    const line = block.line[r]!
    const reason = block.reasons.get(r)?.reason
    if (reason !== undefined) return { line, cells: this.marked(this.rawOf(block, r)), state: 'set_aside', reason }
    const cells = Array.from({ length: Math.min(width, PREVIEW_COLUMNS) }, (_, c) => block.text(block.raw[c]!, r))
    return { line, cells, state: block.state[r] === RowState.blank ? 'blank' : 'row' }
  }

  /**
   * A line that was set aside, as one cell; one with markup as cells without it, because quotes in tags are no quotes, and a header may be
   * written so.
   */
  private marked(raw: string): readonly string[] {
    return MARKUP.test(raw) ? split(raw.replaceAll(MARKUP_ALL, ''), this.spec.delimiter) : [raw]
  }

  async *blocks(block: Block, columns: number, after: number): AsyncIterable<void> {
    const scanner = new Scanner(this.spec, block, { columns, after })
    try {
      while (scanner.next()) yield
    } finally {
      scanner.close()
    }
  }

  rawOf(block: Block, r: number): string {
    return new TextDecoder().decode(block.bytes.subarray(block.rowStart[r]!, block.rowEnd[r]!))
  }
}
