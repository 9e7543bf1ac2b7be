import type { RowSet } from './row-set.js'

/** Keys are dealt out by some of their bits, so that the table of one part stays in the processor's cache. */
export const PARTS = 255
/** Rows that a part grows by: a power of two between these, by how many rows there are. */
const LEAST = 32
const MOST = 4096

/** Stand in the place of a value that is absent, and of one that is no whole number of 32 bits above these. */
export const NONE = -2147483648
export const WIDE = -2147483647

/** One part: chunks of rows, how many, and the values that found no room among them, in order. */
interface Part {
  readonly chunks: Int32Array[]
  readonly wide: number[]
  rows: number
}

/** Which rows of each part are meant: a bit a row. */
export type PartBits = readonly Uint8Array[]

/** Parts from one up to (not with) another. */
export interface Range {
  readonly from: number
  readonly to: number
}
/** Every part: all keys at once, where memory allows it. */
export const ALL_PARTS: Range = { from: 0, to: PARTS }

/**
 * Memory for the keys of a side: for all rows in one piece, which goes back to the system as soon as nobody needs it; what is never written
 * to takes none.
 */
export interface KeyRoom {
  readonly words: Int32Array
  readonly partOf: Uint8Array
}

/**
 * Room for rows with so many values each. `shared`: it is used for one range after the other, in any thread: what the collector of garbage
 * has not come to yet takes memory.
 */
export function roomFor(values: number, rows: number, shared: boolean): KeyRoom {
  const words = (2 + values) * (rows + (PARTS << shiftFor(rows)))
  return shared
    ? { words: new Int32Array(new SharedArrayBuffer(4 * words)), partOf: new Uint8Array(new SharedArrayBuffer(rows)) }
    : { words: new Int32Array(words), partOf: new Uint8Array(rows) }
}

function shiftFor(rows: number): number {
  return Math.round(Math.log2(Math.min(MOST, Math.max(LEAST, rows / PARTS / 8))))
}

/**
 * Keys of rows with the values to be compared, dealt into parts by key: 9 bytes a row and 4 a value. Rows whose part is not in its range
 * are left out.
 */
export class KeyEntries {
  readonly values: number
  private readonly from: number
  private readonly to: number
  private readonly shift: number
  private readonly parts: readonly Part[]
  /** Room for all chunks. */
  private readonly room: Int32Array
  private taken = 0
  /** The part of each row by place, and `PARTS` where it has none. */
  private readonly partOf: Uint8Array

  /** `values`: how many numbers each row carries; `rows`: how many rows there may be. */
  constructor(values: number, rows: number, { from, to }: Range, room: KeyRoom = roomFor(values, rows, false)) {
    this.values = values
    this.from = from
    this.to = to
    this.shift = shiftFor(rows)
    this.parts = Array.from({ length: PARTS }, () => ({ chunks: [], wide: [], rows: 0 }))
    this.room = room.words
    this.partOf = room.partOf.fill(PARTS)
  }

  /** Entries as they come from another thread, without their methods. */
  static of(entries: KeyEntries): KeyEntries {
    return Object.assign(Object.create(KeyEntries.prototype) as KeyEntries, entries)
  }

  /**
   * Adds row `row` with its key's lanes and the values that the columns hold at `r` (NaN: absent). Rows come in order of their places.
   */
  // eslint-disable-next-line max-params -- hot loop: an object a row would cost more than the rest
  add(lo: number, hi: number, row: number, columns: readonly Float64Array[], r: number): void {
    const p = ((hi >>> 16) * PARTS) >>> 16
    if (p < this.from || p >= this.to) return
    const part = this.parts[p]!
    const at = part.rows & ((1 << this.shift) - 1)
    const stride = 2 + this.values
    if (at === 0) part.chunks.push(this.room.subarray(this.taken, (this.taken += stride << this.shift)))
    const chunk = part.chunks[part.rows >>> this.shift]!
    let i = at * stride
    chunk[i++] = lo
    chunk[i++] = hi
    for (let c = 0; c < columns.length; c++) {
      const value = columns[c]![r]!
      const whole = value | 0
      chunk[i++] = whole === value && whole > WIDE ? whole : this.odd(part, value)
    }
    part.rows++
    this.partOf[row] = p
  }

  private odd(part: Part, value: number): number {
    if (value !== value) return NONE
    part.wide.push(value)
    return WIDE
  }

  /** Rows of a part. */
  sizeOf(part: number): number {
    return this.parts[part]!.rows
  }

  /** Whether all values of a part stand in its chunks. */
  isNarrow(part: number): boolean {
    return this.parts[part]!.wide.length === 0
  }

  /**
   * The chunks of a part, each of `1 << chunkShift` rows: `2 + values` words a row, the key's lanes and the values, `NONE` and `WIDE` among
   * them.
   */
  chunksOf(part: number): readonly Int32Array[] {
    return this.parts[part]!.chunks
  }

  /** log2 of the rows of a chunk. */
  get chunkShift(): number {
    return this.shift
  }

  /** Visits a part's rows in the order of their places; the values stand from `at` on, NaN where absent. */
  each(part: number, visit: (lo: number, hi: number, values: Float64Array, at: number) => void): void {
    const { wide, chunks, rows } = this.parts[part]!
    const { values } = this
    const out = new Float64Array(values << this.shift)
    let odd = 0
    for (const [c, words] of chunks.entries()) {
      const here = Math.min(1 << this.shift, rows - (c << this.shift))
      for (let i = 0, w = 0, v = 0; i < here; i++, w += 2 + values) {
        for (let n = 0; n < values; n++) {
          const word = words[w + 2 + n]!
          out[v++] = word > WIDE ? word : word === NONE ? NaN : wide[odd++]!
        }
        visit(words[w]!, words[w + 1]!, out, v - values)
      }
    }
  }

  /** The rows of the set that were added, part by part; null where the set is empty. */
  bitsOf(rows: RowSet): PartBits | null {
    if (rows.isEmpty) return null
    const bits = this.noBits()
    const next = new Int32Array(PARTS)
    for (let row = 0; row < this.partOf.length; row++) {
      const p = this.partOf[row]!
      if (p === PARTS) continue
      const at = next[p]!++
      if (rows.has(row)) bits[p]![at >>> 3]! |= 1 << (at & 7)
    }
    return bits
  }

  /** Room for a bit of each row, none of them set. */
  noBits(): PartBits {
    return this.parts.map(part => new Uint8Array((part.rows >>> 3) + 1))
  }

  /** Adds the rows that are meant to the set. */
  gather(bits: PartBits, into: RowSet): void {
    const next = new Int32Array(PARTS)
    for (let row = 0; row < this.partOf.length; row++) {
      const p = this.partOf[row]!
      if (p === PARTS) continue
      const at = next[p]!++
      if ((bits[p]![at >>> 3]! & (1 << (at & 7))) !== 0) into.add(row)
    }
  }
}

/** Places of the keys of one part, found by key: an open table, reused from part to part. */
export class KeyTable {
  /** Of each slot the key's lanes, and its group and 1 (0: free). */
  private slots = new Int32Array(0)
  private mask = 0
  groups = 0

  /** Empties the table and makes room for `keys`. */
  reset(keys: number): void {
    let size = 1024
    while (size < keys * 1.7) size *= 2
    if (size * 4 > this.slots.length) this.slots = new Int32Array(size * 4)
    else this.slots.fill(0, 0, size * 4)
    this.mask = size - 1
    this.groups = 0
  }

  /** Number of the key's group, from 0 in order of first sight. */
  of(lo: number, hi: number): number {
    const { mask, slots } = this
    for (let s = lo & mask; ; s = (s + 1) & mask) {
      const at = s << 2
      const g = slots[at + 2]!
      if (g === 0) {
        slots[at] = lo
        slots[at + 1] = hi
        slots[at + 2] = ++this.groups
        return this.groups - 1
      }
      if (slots[at] === lo && slots[at + 1] === hi) return g - 1
    }
  }

  /** The same of a key that was seen before; −1 for another. */
  find(lo: number, hi: number): number {
    const { mask, slots } = this
    for (let s = lo & mask; ; s = (s + 1) & mask) {
      const at = s << 2
      const g = slots[at + 2]!
      if (g === 0 || (slots[at] === lo && slots[at + 1] === hi)) return g - 1
    }
  }
}
