import type { Column } from '../records/index.js'
import { beginKey, finishKey, mixKey, printBytes, printNumber } from './plain-prints.js'
import type { Chunk } from './types.js'

/** How many columns of fingerprints there are. */
export const SLOTS = 96

/** The loops of wasm/prints.ts. */
export interface PrintLoops {
  texts(to: number, column: number, rows: number): void
  numbers(to: number, column: number, otherwise: number, rows: number): void
  ids(to: number, column: number, unusable: number, rounded: boolean, rows: number): void
  otherwise(to: number, from: number, rows: number): void
  begin(to: number, rows: number): void
  mix(to: number, from: number, loose: boolean, rows: number): void
  finish(to: number, rows: number): void
}

/**
 * Fingerprints of 64 bits of the cells of a chunk, and of keys made of them: columns (by number, below `SLOTS`) of two lanes of 32 bits a
 * row, both 0 where there is nothing. They are of the chunk that is being visited, and used again for the next.
 */
export class Prints {
  /** Lanes of row r of column n: `lanes[n][2r]` and `lanes[n][2r + 1]`. */
  readonly lanes: readonly Int32Array[]
  private readonly loops: PrintLoops
  private plain: PlainPrints | null = null
  private rows = 0

  constructor(lanes: readonly Int32Array[], loops: PrintLoops) {
    this.lanes = lanes
    this.loops = loops
  }

  /** The chunk that is visited next; `plainly`: its cells do not lie in the loops' memory. */
  of(chunk: Chunk, plainly: boolean): void {
    this.rows = chunk.rows
    this.plain = plainly ? new PlainPrints(this.lanes, chunk) : null
  }

  /** Cells of a column of texts. */
  texts(to: number, column: number): void {
    ;(this.plain ?? this.loops).texts(to, column, this.rows)
  }

  /** Cells of a column of numbers; where one is absent, that of the column `otherwise`. */
  numbers(to: number, column: number, otherwise: number): void {
    ;(this.plain ?? this.loops).numbers(to, column, otherwise, this.rows)
  }

  /**
   * Ids that serve as keys: not those that the column `unusable` marks with 1 nor, where `rounded`, those of 18 characters that end in 000.
   */
  ids(to: number, column: number, { unusable, rounded }: { readonly unusable: number; readonly rounded: boolean }): void {
    const loops = this.plain ?? this.loops
    loops.ids(to, column, unusable, rounded, this.rows)
  }

  /** What stands in `from` where `to` has nothing. */
  otherwise(to: number, from: number): void {
    ;(this.plain ?? this.loops).otherwise(to, from, this.rows)
  }

  /**
   * A key of what stands in these columns, in this order: nothing where one is absent that is not `loose` (absent is then a value like any
   * other).
   */
  key(to: number, parts: readonly { readonly from: number; readonly loose: boolean }[]): void {
    const loops = this.plain ?? this.loops
    loops.begin(to, this.rows)
    for (const { from, loose } of parts) loops.mix(to, from, loose, this.rows)
    loops.finish(to, this.rows)
  }
}

/** The same over cells anywhere, row by row: the loops' oracle. */
class PlainPrints implements PrintLoops {
  private readonly lanes: readonly Int32Array[]
  private readonly bytes: Uint8Array
  private readonly columns: readonly Column[]

  constructor(lanes: readonly Int32Array[], { bytes, columns }: Chunk) {
    this.lanes = lanes
    this.bytes = bytes
    this.columns = columns
  }

  texts(to: number, column: number, rows: number): void {
    for (let r = 0; r < rows; r++) this.text(to, column, r)
  }

  numbers(to: number, column: number, otherwise: number, rows: number): void {
    const [first, second] = [this.columns[column]!.num!, this.columns[otherwise]!.num!]
    for (let r = 0; r < rows; r++) {
      const n = Number.isNaN(first[r]!) ? second[r]! : first[r]!
      if (Number.isNaN(n)) this.none(to, r)
      else printNumber(this.lanes[to]!, r, n)
    }
  }

  // eslint-disable-next-line max-params -- as the WebAssembly loop, which takes numbers only
  ids(to: number, column: number, unusable: number, rounded: boolean, rows: number): void {
    const { start, end } = this.columns[column]!
    for (let r = 0; r < rows; r++) {
      const e = end[r]!
      if (this.columns[unusable]!.num![r] === 1 || (rounded && e - start[r]! === 18 && this.bytes.subarray(e - 3, e).every(b => b === 48)))
        this.none(to, r)
      else this.text(to, column, r)
    }
  }

  otherwise(to: number, from: number, rows: number): void {
    const [a, b] = [this.lanes[to]!, this.lanes[from]!]
    for (let r = 0; r < rows; r++) if (a[2 * r] === 0 && a[2 * r + 1] === 0) a.set(b.subarray(2 * r, 2 * r + 2), 2 * r)
  }

  begin(to: number, rows: number): void {
    for (let r = 0; r < rows; r++) beginKey(this.lanes[to]!, r)
  }

  mix(to: number, from: number, loose: boolean, rows: number): void {
    for (let r = 0; r < rows; r++) mixKey(this.lanes[to]!, r, this.lanes[from]!, loose)
  }

  finish(to: number, rows: number): void {
    for (let r = 0; r < rows; r++) finishKey(this.lanes[to]!, r)
  }

  private text(to: number, column: number, r: number): void {
    const { start, end } = this.columns[column]!
    if (start[r] === end[r]) this.none(to, r)
    else printBytes(this.lanes[to]!, r, this.bytes.subarray(start[r], end[r]))
  }

  private none(to: number, r: number): void {
    this.lanes[to]!.fill(0, 2 * r, 2 * r + 2)
  }
}
