/** Keys are dealt out by some of their bits, so that the table of one part stays in the processor's cache. */
const PART_BITS = 7
export const PARTS = 1 << PART_BITS
/** Rows that a part grows by: a power of two between these, by how many rows there are. */
const LEAST = 32
const MOST = 4096

/** Keys of rows with the values to be compared, dealt into parts by key: 12 bytes a row and 8 a value. */
export class Entries {
  private readonly values: number
  private readonly shift: number
  private readonly parts: { readonly words: Int32Array[]; readonly values: Float64Array[]; rows: number }[]

  /** `values`: how many numbers each row carries; `rows`: how many rows there may be. */
  constructor(values: number, rows: number) {
    this.values = values
    this.shift = Math.round(Math.log2(Math.min(MOST, Math.max(LEAST, rows / PARTS / 4))))
    this.parts = Array.from({ length: PARTS }, () => ({ words: [], values: [], rows: 0 }))
  }

  add(lo: number, hi: number, row: number): void {
    const part = this.parts[hi >>> (32 - PART_BITS)]!
    const at = part.rows & ((1 << this.shift) - 1)
    if (at === 0) {
      part.words.push(new Int32Array(3 << this.shift))
      if (this.values > 0) part.values.push(new Float64Array(this.values << this.shift))
    }
    const words = part.words[part.rows >>> this.shift]!
    words[at * 3] = lo
    words[at * 3 + 1] = hi
    words[at * 3 + 2] = row
    part.rows++
    this.last = part
  }

  private last: { readonly values: Float64Array[]; rows: number } | null = null

  /** The i-th value of the row that was added last. */
  value(i: number, value: number): void {
    const { values, rows } = this.last!
    const at = rows - 1
    values[at >>> this.shift]![(at & ((1 << this.shift) - 1)) * this.values + i] = value
  }

  sizeOf(part: number): number {
    return this.parts[part]!.rows
  }

  /** Visits a part's rows in the order in which they were added. */
  // eslint-disable-next-line max-params -- hot loop: an object a row would cost more than the visit
  each(part: number, visit: (lo: number, hi: number, row: number, values: Float64Array, at: number) => void): void {
    const { words, values, rows } = this.parts[part]!
    const chunk = 1 << this.shift
    for (let done = 0, c = 0; done < rows; done += chunk, c++) {
      const w = words[c]!
      const v = values[c] ?? NONE
      const n = Math.min(chunk, rows - done)
      for (let i = 0; i < n; i++) visit(w[i * 3]!, w[i * 3 + 1]!, w[i * 3 + 2]!, v, i * this.values)
    }
  }

  /** Visits all rows, part by part. */
  all(visit: (row: number, values: Float64Array, at: number) => void): void {
    // eslint-disable-next-line max-params -- as `each`
    for (let part = 0; part < PARTS; part++) this.each(part, (_lo, _hi, row, values, at) => visit(row, values, at))
  }
}

const NONE = new Float64Array(0)

/** Places of the keys of one part, found by key: an open table, reused from part to part. */
export class KeyTable {
  private lo = new Int32Array(0)
  private hi = new Int32Array(0)
  private group = new Int32Array(0)
  private mask = 0
  groups = 0

  /** Empties the table and makes room for `keys`. */
  reset(keys: number): void {
    let size = 1024
    while (size < keys * 1.7) size *= 2
    if (size > this.group.length) {
      this.lo = new Int32Array(size)
      this.hi = new Int32Array(size)
      this.group = new Int32Array(size)
    } else this.group.fill(0, 0, size)
    this.mask = size - 1
    this.groups = 0
  }

  /** Number of the key's group, from 0 in order of first sight. */
  of(lo: number, hi: number): number {
    const { mask, group } = this
    for (let s = lo & mask; ; s = (s + 1) & mask) {
      const g = group[s]!
      if (g === 0) {
        this.lo[s] = lo
        this.hi[s] = hi
        group[s] = ++this.groups
        return this.groups - 1
      }
      if (this.lo[s] === lo && this.hi[s] === hi) return g - 1
    }
  }

  has(lo: number, hi: number): boolean {
    const { mask, group } = this
    for (let s = lo & mask; group[s] !== 0; s = (s + 1) & mask) if (this.lo[s] === lo && this.hi[s] === hi) return true
    return false
  }
}
