/** A set of rows of a side, by place: one bit a row. */
export class RowSet {
  private readonly words: Uint32Array
  readonly rows: number

  constructor(rows: number, words: Uint32Array = new Uint32Array((rows >>> 5) + 1)) {
    this.rows = rows
    this.words = words
  }

  /** A set as it comes from another thread, without its methods. */
  static of({ rows, words }: RowSet): RowSet {
    return new RowSet(rows, words)
  }

  static from(rows: number, places: ArrayLike<number>): RowSet {
    const set = new RowSet(rows)
    for (let i = 0; i < places.length; i++) set.add(places[i]!)
    return set
  }

  has(row: number): boolean {
    return ((this.words[row >>> 5]! >>> (row & 31)) & 1) === 1
  }

  add(row: number): void {
    this.words[row >>> 5]! |= 1 << (row & 31)
  }

  addAll({ words }: RowSet): void {
    for (let w = 0; w < words.length; w++) this.words[w]! |= words[w]!
  }

  delete(row: number): void {
    this.words[row >>> 5]! &= ~(1 << (row & 31))
  }

  clear(): void {
    this.words.fill(0)
  }

  /** Whether a row from `from` up to (not with) `to` is among them. */
  hasAny(from: number, to: number): boolean {
    for (let row = from; row < to; row++) {
      if ((row & 31) === 0 && this.words[row >>> 5] === 0) row += 31
      else if (this.has(row)) return true
    }
    return false
  }

  get isEmpty(): boolean {
    return this.words.every(word => word === 0)
  }

  get size(): number {
    let n = 0
    for (const word of this.words) for (let w = word; w !== 0; w &= w - 1) n++
    return n
  }

  /** Places from `from` up to (not with) `to`, less `from`, in order. */
  within(from: number, to: number): Int32Array {
    const out: number[] = []
    for (let row = from; row < to; row++) {
      if ((row & 31) === 0 && this.words[row >>> 5] === 0) row += 31
      else if (this.has(row)) out.push(row - from)
    }
    return Int32Array.from(out)
  }
}
