import type { Block } from '../records/index.js'

/** Where a constant's text stands in `block.bytes`: from `start` up to (not with) `end`. */
export interface Interval {
  readonly start: number
  readonly end: number
}

/** Bytes of a block's constants that columns may use together; beyond it texts go into the arena, row by row. */
const BUDGET = 192 * 1024

/** Texts that many rows share (canonical codes, agencies, faults), written once into a block's constants. Bound to one block. */
export class Constants {
  readonly block: Block
  private readonly known = new Map<string, Interval | undefined>()
  private used = 0

  constructor(block: Block) {
    this.block = block
  }

  /** Where the text stands in the block, or undefined when there is no more room for constants. */
  of(text: string): Interval | undefined {
    const known = this.known.get(text)
    if (known !== undefined || this.known.has(text)) return known
    const need = text.length * 3
    const interval = this.used + need > BUDGET ? undefined : this.block.constant(text)
    if (interval !== undefined) this.used += need
    this.known.set(text, interval)
    return interval
  }
}
