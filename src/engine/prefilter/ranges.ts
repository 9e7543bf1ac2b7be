import { PARTS, type Range } from './entries.js'
import type { Found } from './reading.js'

/** Bytes that the keys of both sides may take at one time: those of 25 M rows a side with one compared number. */
export const KEY_BYTES = 640 << 20

/** The parts of keys in as few ranges as have room, each for as many parts. `values`: how many numbers each row carries. */
export function rangesOf(rows: number, values: number, bytes: number): readonly Range[] {
  const n = Math.min(PARTS, Math.max(1, Math.ceil(rows * (4 * (2 + values) + 1) / bytes)))
  return Array.from({ length: n }, (_, i) => ({ from: Math.floor(i * PARTS / n), to: Math.floor((i + 1) * PARTS / n) }))
}

type Both = readonly [Found, Found]

/** Both sides by key, one range after the other: where one has room for all it is kept, where not each is read anew whenever they are gone through, so that memory does not grow with rows. */
export class Keyed {
  private readonly ranges: readonly Range[]
  private readonly read: (range: Range) => Both
  private kept: Both | null

  /** `found`: the one range, where it was read already. */
  constructor(ranges: readonly Range[], read: (range: Range) => Both, found: Both | null) {
    this.ranges = ranges
    this.read = read
    this.kept = found
  }

  *each(): Iterable<Both> {
    if (this.ranges.length > 1) {
      for (const range of this.ranges) yield this.read(range)
      return
    }
    this.kept ??= this.read(this.ranges[0]!)
    yield this.kept
  }
}
