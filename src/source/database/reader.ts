import { Block, RowState } from '../../records/index.js'
import type { PreviewRow, Reader } from '../types.js'
import { LostConnection } from './failure.js'
import { BEHIND, CopyScanner, REGION, type Watched } from './scan.js'

/** The result of a pull as rows: the names of its columns are the header, on line 0, and row 1 is the first. It can be read once. */
export class DatabaseReader implements Reader {
  readonly sheet = null
  private readonly source: string
  private readonly names: readonly string[]
  private readonly pieces: () => AsyncIterable<Uint8Array>
  private readonly watched: Watched | null

  constructor(spec: {
    readonly source: string
    readonly names: readonly string[]
    readonly pieces: () => AsyncIterable<Uint8Array>
    readonly watched: Watched | null
  }) {
    this.source = spec.source
    this.names = spec.names
    this.pieces = spec.pieces
    this.watched = spec.watched
  }

  newBlock(columns: number): Block {
    return new Block(columns, REGION + BEHIND)
  }

  preview(): Promise<readonly PreviewRow[]> {
    return Promise.resolve([this.header])
  }

  private get header(): PreviewRow {
    return { line: 0, cells: this.names, state: 'row' }
  }

  async *rows(): AsyncIterable<PreviewRow> {
    yield this.header
    const block = this.newBlock(this.names.length)
    for await (const step of this.blocks(block)) {
      void step
      for (let r = 0; r < block.rows; r++) {
        const reason = block.reasons.get(r)?.reason
        const line = block.line[r]!
        if (reason !== undefined) yield { line, cells: [this.rawOf(block, r)], state: 'set_aside', reason }
        else yield { line, cells: block.raw.map(c => block.text(c, r)), state: block.state[r] === RowState.blank ? 'blank' : 'row' }
      }
    }
  }

  async *blocks(block: Block): AsyncIterable<void> {
    const scanner = new CopyScanner(block, { columns: this.names.length, source: this.source, watched: this.watched })
    for await (const piece of this.pieces()) {
      for (let from = 0; ;) {
        from += scanner.accept(piece, from)
        if (scanner.read()) {
          scanner.finish()
          yield
          scanner.next()
        } else if (from >= piece.length) break
      }
    }
    if (scanner.unfinished) throw new LostConnection('the rows end in the middle of one')
    if (block.rows === 0) return
    scanner.finish()
    yield
  }

  rawOf(block: Block, r: number): string {
    return new TextDecoder().decode(block.bytes.subarray(block.rowStart[r]!, block.rowEnd[r]!))
  }
}
