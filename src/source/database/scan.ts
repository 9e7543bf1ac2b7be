import { isUtf8 } from 'node:buffer'
import { problem } from '../../kernel/index.js'
import { BLOCK_ROWS, RowState, type Block } from '../../records/index.js'
import { BACKSLASH, LF, TAB, isNull, unescape } from './copy-text.js'
import type { Newest } from './mark.js'

/** Bytes that a block keeps for rows as they arrive; two more stand behind them, so that no check a byte is needed. */
export const REGION = 4 << 20
/** Bytes behind the region that may be read and are never part of a row. */
export const BEHIND = 2
const MAX_CELL = 1 << 20

/** Where a watermark stands, and who follows it. */
export interface Watched {
  readonly column: number
  readonly newest: Newest
}

/** Splits COPY text in a block's own region; a cell is an interval of the region, or of the arena where it had to be unescaped. */
export class CopyScanner {
  private readonly block: Block
  private readonly columns: number
  private readonly source: string
  private readonly watched: Watched | null
  /** 1: ends a cell; 2: backslash; 3: NUL. */
  private readonly kinds = new Uint8Array(256)
  private at: number
  private filled: number
  private rowsSeen = 0
  private hasNul = false

  constructor(block: Block, { columns, source, watched }: { columns: number; source: string; watched: Watched | null }) {
    this.block = block
    this.columns = columns
    this.source = source
    this.watched = watched
    this.kinds[TAB] = this.kinds[LF] = 1
    this.kinds[BACKSLASH] = 2
    this.kinds[0] = 3
    this.at = this.filled = block.regionStart
    block.begin()
  }

  /** Takes as much of a piece as the region has room for; returns the bytes taken. */
  accept(piece: Uint8Array, from: number): number {
    const { block } = this
    const taken = Math.min(piece.length - from, block.regionStart + REGION - this.filled)
    block.bytes.set(from === 0 && taken === piece.length ? piece : piece.subarray(from, from + taken), this.filled)
    this.filled += taken
    block.bytes[this.filled] = block.bytes[this.filled + 1] = LF
    return taken
  }

  /** Reads rows; true when the block must be handed on before more can be read. */
  read(): boolean {
    const { block } = this
    while (block.rows < BLOCK_ROWS) {
      if (this.at >= this.filled || !this.row()) {
        const full = this.filled - block.regionStart >= REGION
        if (full && block.rows === 0) throw problem('source.cell_long', { file: this.source, line: this.rowsSeen + 1 })
        return full
      }
    }
    return true
  }

  /** Marks what cannot be decoded or is blank, before the block is handed on. */
  finish(): void {
    const { block } = this
    const { rows, rowStart, rowEnd } = block
    if (rows === 0) return
    const decodable = isUtf8(block.bytes.subarray(rowStart[0]!, rowEnd[rows - 1]!))
    for (let r = 0; r < rows; r++) {
      if (!decodable && !isUtf8(block.bytes.subarray(rowStart[r]!, rowEnd[r]!))) this.refuse(r, '')
      else if (this.hasNul && block.bytes.subarray(rowStart[r]!, rowEnd[r]!).includes(0)) this.refuse(r, 'NUL')
      else if (this.isBlank(r)) block.state[r] = RowState.blank
    }
    this.hasNul = false
  }

  /** Starts the next block with what is left of the region. */
  next(): void {
    const { block } = this
    block.bytes.copyWithin(block.regionStart, this.at, this.filled)
    this.filled = block.regionStart + this.filled - this.at
    this.at = block.regionStart
    block.bytes[this.filled] = block.bytes[this.filled + 1] = LF
    block.begin()
  }

  /** True when a row has begun and not ended. */
  get unfinished(): boolean {
    return this.at < this.filled
  }

  /** Reads one row; false when its end has not come yet. */
  private row(): boolean {
    const { block, kinds, filled } = this
    const { raw } = block
    const r = block.rows
    const rowAt = this.at
    let { bytes } = block
    let p = rowAt
    let c = 0
    for (;;) {
      const start = p
      let escaped = false
      for (;;) {
        while (kinds[bytes[p]!] === 0) p++
        const kind = kinds[bytes[p]!]!
        if (kind === 1) break
        if (kind === 2) {
          escaped = true
          p += 2
        } else {
          this.hasNul = true
          p++
        }
      }
      if (p >= filled) return false
      if (p - start > MAX_CELL) throw problem('source.cell_long', { file: this.source, line: this.rowsSeen + 1 })
      const column = raw[c]
      if (column !== undefined) {
        if (escaped) this.cell(r, c, { start, end: p })
        else {
          column.start[r] = start
          column.end[r] = p
        }
        bytes = block.bytes
      }
      c++
      if (bytes[p] === LF) break
      p++
    }
    return this.ended(r, c, p)
  }

  private ended(r: number, cells: number, end: number): boolean {
    const { block, watched, columns } = this
    if (cells !== columns) throw new Error(`a row of ${cells} cells where ${columns} were announced`)
    block.line[r] = ++this.rowsSeen
    block.state[r] = RowState.row
    block.rowStart[r] = this.at
    block.rowEnd[r] = end
    if (watched !== null) watched.newest.see(block.bytes, block.raw[watched.column]!.start[r]!, block.raw[watched.column]!.end[r]!)
    this.at = end + 1
    block.rows = r + 1
    return true
  }

  /** A cell with a backslash: NULL is blank, the rest is unescaped into the arena. */
  private cell(r: number, c: number, { start, end }: { start: number; end: number }): void {
    const { block } = this
    const column = block.raw[c]!
    if (isNull(block.bytes, start, end)) {
      column.start[r] = column.end[r] = start
      return
    }
    const to = block.room(end - start)
    const done = unescape(block.bytes, start, end, to)
    block.took(done - to)
    column.start[r] = to
    column.end[r] = done
  }

  private refuse(r: number, detail: string): void {
    const { block } = this
    for (const column of block.raw) column.start[r] = column.end[r] = block.rowStart[r]!
    block.setAside(r, 'reason.undecodable', detail)
  }

  private isBlank(r: number): boolean {
    const { raw, bytes } = this.block
    for (const { start, end } of raw) {
      for (let p = start[r]!; p < end[r]!; p++) {
        if (bytes[p] === 0x20 || bytes[p] === 0x09) continue
        if (bytes[p] === 0xe3 && bytes[p + 1] === 0x80 && bytes[p + 2] === 0x80) {
          p += 2
          continue
        }
        return false
      }
    }
    return true
  }
}
