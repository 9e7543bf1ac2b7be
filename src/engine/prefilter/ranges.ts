import { PARTS, roomFor, type Range, type KeyRoom } from './entries.js'

/** Bytes that the keys of both sides may take at one time: those of 25 M rows a side with one compared number. */
export const KEY_BYTES = 640 << 20

/** Keys of both sides: the `rows` of each, how many `values` a row carries, and the ranges in which they are gone through. */
export interface Ranged {
  readonly ranges: readonly Range[]
  readonly rows: readonly [number, number]
  readonly values: number
}

/** Keys of both sides in ranges of which each has room in so many bytes. */
export function ranged(rows: readonly [number, number], values: number, bytes: number): Ranged {
  return { rows, values, ranges: rangesOf(rows[0] + rows[1], values, bytes) }
}

/** The parts of keys in as few ranges as have room, each for as many parts. `values`: how many numbers each row carries. */
export function rangesOf(rows: number, values: number, bytes: number): readonly Range[] {
  const n = Math.min(PARTS, Math.max(1, Math.ceil((rows * (4 * (2 + values) + 1)) / bytes)))
  return Array.from({ length: n }, (_, i) => ({ from: Math.floor((i * PARTS) / n), to: Math.floor(((i + 1) * PARTS) / n) }))
}

/** Parts of keys, and the room for them on either side where there are more of them to come. */
export interface Span extends Range {
  readonly rooms?: readonly [KeyRoom, KeyRoom]
}

/** What of both sides is gone through by key. `found`: all of it, where it was read already. */
interface Asked<T> extends Ranged {
  readonly found: T | null
}

/**
 * What was read of both sides by key, one range after the other: where one has room for all it is kept, where not each is read anew
 * whenever they are gone through, so that memory does not grow with rows.
 */
export class Keyed<T> {
  private readonly asked: Asked<T>
  private readonly read: (span: Span) => T
  private kept: T | null

  constructor(asked: Asked<T>, read: (span: Span) => T) {
    this.asked = asked
    this.read = read
    this.kept = asked.found
  }

  *each(): Iterable<T> {
    const { ranges, rows, values } = this.asked
    if (ranges.length > 1) {
      const rooms = [roomFor(values, rows[0], true), roomFor(values, rows[1], true)] as const
      for (const range of ranges) yield this.read({ ...range, rooms })
      return
    }
    this.kept ??= this.read(ranges[0]!)
    yield this.kept
  }
}
