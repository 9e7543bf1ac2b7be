import { isUtf8 } from 'node:buffer'
import { problem } from '../kernel/index.js'
import { type Block, BLOCK_ROWS, Loops, RowState } from '../records/index.js'
import { passed, type Limits } from './limits.js'
import { Supply } from './supply.js'
import type { Encoding, SourceStage } from './types.js'

/** Bytes that a reader holds at a time where nothing else is asked. */
export const REGION = 4 << 20
/** Limits of a cell and of a record (catalogue §2, Quotes). */
const MAX_LINES = 1000

/** What the supply writes for what cannot be decoded. */
const REPLACEMENT = Buffer.from('\uFFFD')

const LF = 0x0a
const CR = 0x0d
const QUOTE = 0x22
const EQUALS = 0x3d

export interface TextSpec {
  readonly path: string
  readonly file: string
  readonly encoding: Encoding
  readonly delimiter: string
  /** Something in the file cannot be decoded: rows are looked at one by one. */
  readonly faulty: boolean
  readonly limits: Limits
  /** Bytes held at a time, and so the longest row; tests make it small to see every border. */
  readonly region?: number
  /** Told when bytes were read, made UTF-8, split. */
  readonly lap?: (stage: SourceStage) => void
}

/** Fills a block again and again with rows split in the file's own bytes. */
export class Scanner {
  /** Cells of each row as it stands. */
  readonly widths = new Int32Array(BLOCK_ROWS)
  private readonly spec: TextSpec
  private readonly block: Block
  private readonly columns: number | null
  private readonly after: number
  private readonly supply: Supply
  private readonly delimiter: Uint8Array
  /** 1: line end, quote or NUL; 2: may begin a delimiter. */
  private readonly kinds = new Uint8Array(256)
  private readonly region: number
  /** Rows of the plain form go through the fast loop. */
  private readonly isPlain: boolean
  private at: number
  private filled: number
  private line = 1

  constructor(spec: TextSpec, block: Block, { columns, after }: { columns: number | null; after: number }) {
    this.spec = spec
    this.block = block
    this.columns = columns
    this.after = after
    this.supply = new Supply(spec.path, spec.encoding, spec.lap)
    this.delimiter = new TextEncoder().encode(spec.delimiter)
    for (const b of [LF, CR, QUOTE, 0]) this.kinds[b] = 1
    this.kinds[this.delimiter[0]!] = 2
    this.region = spec.region ?? REGION
    this.isPlain =
      this.delimiter.length === 1 &&
      this.kinds[this.delimiter[0]!] === 2 &&
      columns !== null &&
      columns === block.raw.length &&
      columns <= spec.limits.columns &&
      Loops.fits(columns)
    this.at = block.regionStart
    this.filled = block.regionStart
  }

  close(): void {
    this.supply.close()
  }

  /** False when the file is at its end and no row is left. */
  next(): boolean {
    const { block } = this
    for (;;) {
      block.begin()
      this.refill(false)
      const started = this.at
      while (block.rows < BLOCK_ROWS && this.at < this.filled) {
        this.plainRows()
        if (block.rows < BLOCK_ROWS && this.at < this.filled && !this.row()) break
      }
      if (block.rows > 0) return true
      if (this.at >= this.filled && this.supply.done) return false
      if (this.at === started && !this.refill(true)) throw problem('source.cell_long', { file: this.spec.file, line: this.line })
    }
  }

  /**
   * Moves what is left to the region's front and reads on, when half of the region is free or the row asks for more; true where there is
   * more now. A line end behind the last byte spares a check a byte.
   */
  private refill(asked: boolean): boolean {
    const { block } = this
    const before = this.filled - this.at
    if (!this.supply.done && (asked || before < this.region / 2)) {
      block.bytes.copyWithin(block.regionStart, this.at, this.filled)
      this.filled = block.regionStart + before
      this.at = block.regionStart
      this.filled = this.supply.fill(block.bytes, this.filled, block.regionStart + this.region)
    }
    block.bytes[this.filled] = LF
    return this.filled - this.at > before || this.supply.done
  }

  /** Reads rows as long as nothing is the matter with them; the row that stopped it is for `row`. */
  private plainRows(): void {
    const { block, columns, line } = this
    const { limits } = this.spec
    if (columns === null || block.loops === null || !this.isPlain || line <= this.after) return
    const from = block.rows
    const { rows, at } = block.loops.split(
      { at: this.at, filled: this.filled, delimiter: this.delimiter[0]!, columns, longest: limits.cell_bytes },
      from,
      block,
    )
    this.at = at
    this.line = line + rows - from
    block.rows = rows
    block.state.fill(RowState.row, from, rows)
    this.widths.fill(columns, from, rows)
    for (let r = from; r < rows; r++) block.line[r] = line + r - from
    if (this.spec.faulty) this.refuseUndecodable(from, rows)
  }

  /** Sets aside the undecodable among rows that follow each other: nearly always there is none, and one look shows it. */
  private refuseUndecodable(from: number, to: number): void {
    const { rowStart, rowEnd } = this.block
    if (to === from || !this.undecodable(rowStart[from]!, rowEnd[to - 1]!)) return
    for (let r = from; r < to; r++) if (this.undecodable(rowStart[r]!, rowEnd[r]!)) this.refuse(r, 'reason.undecodable')
  }

  /** Reads one record; false when its end lies beyond what is there. */
  // One loop over the bytes of a row: a call a cell costs a third of the scanner's speed.
  // eslint-disable-next-line max-lines-per-function -- hot loop
  private row(): boolean {
    const { block, kinds, delimiter, filled, columns } = this
    const raw = block.raw
    const keep = raw.length
    const rowAt = this.at
    const r = block.rows
    const d = delimiter.length
    let { bytes } = block
    let p = rowAt
    let c = 0
    let lines = 0
    for (;;) {
      const start = p
      let end = -1
      let from = start
      if (bytes[p] === QUOTE && p < filled) {
        const quoted = this.quoted(p)
        if (quoted === null) return this.giveUp(rowAt, 'reason.open_quote')
        if (quoted.next < 0) return false
        bytes = block.bytes
        from = quoted.from
        end = quoted.to
        p = quoted.next
        lines += quoted.lines
      }
      for (;;) {
        while (kinds[bytes[p]!] === 0) p++
        const b = bytes[p]!
        if (b === delimiter[0]) {
          if (d === 1 || this.isDelimiter(bytes, p)) break
          // A delimiter of several characters may be cut by the end of what is there.
          if (p + d > filled && !this.supply.done) return false
          p++
          continue
        }
        if (b === LF || b === CR) break
        if (b === 0) throw problem('source.nul', { file: this.spec.file, line: this.line + lines })
        if (b === QUOTE) {
          if (end >= 0 || p !== start + 1 || bytes[start] !== EQUALS) return this.giveUp(rowAt, 'reason.stray_quote')
          // ="0001": how exports keep Excel from reading a text as a number. The cell is that whole sign, which cleansing takes off and
          // notes.
          const text = this.quoted(p)
          if (text === null) return this.giveUp(rowAt, 'reason.open_quote')
          if (text.next < 0) return false
          bytes = block.bytes
          p = end = text.next
          lines += text.lines
          continue
        }
        p++
      }
      if (end >= 0 && p !== this.quotedNext) return this.giveUp(rowAt, 'reason.stray_quote')
      if (p >= filled && !this.supply.done) {
        if (end < 0 && p - start > this.spec.limits.cell_bytes) throw problem('source.cell_long', { file: this.spec.file, line: this.line })
        return false
      }
      if (end < 0 && p - start > this.spec.limits.cell_bytes)
        throw problem('source.cell_long', { file: this.spec.file, line: this.line + lines })
      if (c < keep) {
        const column = raw[c]!
        column.start[r] = from
        column.end[r] = end >= 0 ? end : p
      }
      if (++c > this.spec.limits.columns) throw passed(this.spec.limits, 'columns', { file: this.spec.file, where: `#${this.line}` })
      if (p < filled && bytes[p] === delimiter[0] && bytes[p] !== LF) p += d
      else break
    }
    // A CR that is the last byte there may have its LF still to come.
    if (bytes[p] === CR && p + 1 >= filled && !this.supply.done) return false
    const next = p >= filled ? filled : bytes[p] === CR && p + 1 < filled && bytes[p + 1] === LF ? p + 2 : p + 1
    const line = this.line
    this.line += lines + 1
    this.at = next
    if (line <= this.after) return true
    block.rows = r + 1
    block.line[r] = line
    block.state[r] = RowState.row
    block.rowStart[r] = rowAt
    block.rowEnd[r] = p
    this.widths[r] = c
    // A preview goes by the widths: emptying its hundreds of columns row by row took most of its time.
    if (columns !== null) for (let i = c; i < keep; i++) raw[i]!.start[r] = raw[i]!.end[r] = rowAt
    if (this.spec.faulty && this.undecodable(rowAt, p)) this.refuse(r, 'reason.undecodable')
    else if (this.isBlank(r, Math.min(c, keep), c)) block.state[r] = RowState.blank
    else if (columns !== null && c !== columns) block.setAside(r, 'reason.cell_count', `${c} ≠ ${columns}`)
    return true
  }

  private quotedNext = -1

  private isDelimiter(bytes: Uint8Array, p: number): boolean {
    for (let i = 1; i < this.delimiter.length; i++) if (bytes[p + i] !== this.delimiter[i]) return false
    return true
  }

  /** A quoted cell from its opening quote: null when it does not close within the limits, next < 0 when more must be read first. */
  private quoted(open: number): { from: number; to: number; next: number; lines: number } | null {
    const { block, filled } = this
    const { bytes } = block
    let lines = 0
    let doubled = 0
    for (let p = open + 1; p < filled; p++) {
      const b = bytes[p]!
      if (b === QUOTE) {
        if (bytes[p + 1] === QUOTE && p + 1 < filled) {
          doubled++
          p++
          continue
        }
        if (p + 1 >= filled && !this.supply.done) break
        this.quotedNext = p + 1
        return { ...(doubled === 0 ? { from: open + 1, to: p } : this.unescaped(open + 1, p, doubled)), next: p + 1, lines }
      }
      if (b === LF || (b === CR && bytes[p + 1] !== LF)) lines++
      if (b === 0) throw problem('source.nul', { file: this.spec.file, line: this.line + lines })
      if (lines >= MAX_LINES || p - open > this.spec.limits.cell_bytes) return null
    }
    return this.supply.done ? null : { from: 0, to: 0, next: -1, lines: 0 }
  }

  /** The cell with its doubled quotes made single, in the block's arena. */
  private unescaped(from: number, to: number, doubled: number): { from: number; to: number } {
    const { block } = this
    const start = block.room(to - from)
    const { bytes } = block
    let o = start
    for (let p = from; p < to; p++) {
      bytes[o++] = bytes[p]!
      if (bytes[p] === QUOTE) p++
    }
    block.took(to - from - doubled)
    return { from: start, to: o }
  }

  /** Sets the record's first line aside and resumes at the next. */
  private giveUp(rowAt: number, reason: string): boolean {
    const { block, filled } = this
    let p = rowAt
    while (block.bytes[p] !== LF && block.bytes[p] !== CR)
      if (block.bytes[p++] === 0) throw problem('source.nul', { file: this.spec.file, line: this.line })
    if ((p >= filled || (block.bytes[p] === CR && p + 1 >= filled)) && !this.supply.done) return false
    const r = block.rows
    const line = this.line
    this.line++
    this.at = p >= filled ? filled : block.bytes[p] === CR && block.bytes[p + 1] === LF && p + 1 < filled ? p + 2 : p + 1
    if (line <= this.after) return true
    block.rows = r + 1
    block.line[r] = line
    block.rowStart[r] = rowAt
    block.rowEnd[r] = p
    this.widths[r] = 0
    this.refuse(r, reason)
    return true
  }

  private refuse(r: number, reason: string): void {
    const { block } = this
    this.widths[r] = 0
    for (const column of block.raw) column.start[r] = column.end[r] = block.rowStart[r]!
    block.setAside(r, reason, '')
  }

  private undecodable(from: number, to: number): boolean {
    const { bytes } = this.block
    const part = bytes.subarray(from, to)
    return this.spec.encoding === 'utf-8' ? !isUtf8(part) : Buffer.from(part.buffer, part.byteOffset, part.length).includes(REPLACEMENT)
  }

  /** All cells empty, or blanks of any width; of a row that is too wide, the cells beyond too. */
  private isBlank(r: number, cells: number, width: number): boolean {
    const { raw, bytes, rowStart, rowEnd } = this.block
    for (let c = 0; c < cells; c++) {
      const { start, end } = raw[c]!
      for (let p = start[r]!; p < end[r]!;) {
        const blank = blankAt(bytes, p)
        if (blank === 0) return false
        p += blank
      }
    }
    if (width <= cells) return true
    for (let p = rowStart[r]!; p < rowEnd[r]!;) {
      const blank = blankAt(bytes, p)
      const sign = bytes[p] === QUOTE ? 1 : bytes[p] === this.delimiter[0] && this.isDelimiter(bytes, p) ? this.delimiter.length : 0
      if (blank === 0 && sign === 0) return false
      p += blank === 0 ? sign : blank
    }
    return true
  }
}

/**
 * Bytes of the blank at `p`: space, tab, line end, NBSP, ideographic space, those without width, the end mark of DOS; 0 where there is
 * none.
 */
function blankAt(bytes: Uint8Array, p: number): number {
  const b = bytes[p]!
  if (b === 0x20 || b === 0x09 || b === LF || b === CR) return 1
  if (b === 0xc2) return bytes[p + 1] === 0xa0 ? 2 : 0
  if (b === 0xe3) return bytes[p + 1] === 0x80 && bytes[p + 2] === 0x80 ? 3 : 0
  if (b === 0xe2) return bytes[p + 1] === 0x80 && bytes[p + 2]! >= 0x80 && bytes[p + 2]! <= 0x8f ? 3 : 0
  if (b === 0x1a) return 1
  return b === 0xef && bytes[p + 1] === 0xbb && bytes[p + 2] === 0xbf ? 3 : 0
}
