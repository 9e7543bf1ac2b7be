import type { Cursor, Sample } from './cursor.js'

/** Kinds of rows that are known at a time. */
const KEPT = 8

/**
 * What rows have in common that lie one after the other: columns whose values repeat together are compared as bytes, and what is made of
 * them is made once.
 */
export class Alike<T> {
  private readonly cursor: Cursor
  private readonly columns: readonly number[]
  private readonly make: () => T
  private readonly known: { readonly sample: Sample; readonly value: T }[] = []
  private last = 0

  /** `make`: of the row at which the cursor stands, of these columns alone. */
  constructor(cursor: Cursor, columns: readonly number[], make: () => T) {
    this.cursor = cursor
    this.columns = columns
    this.make = make
  }

  /** What was made of the first row that has in these columns what this one has. */
  here(): T {
    const { cursor, columns, known } = this
    const last = known[this.last]
    if (last !== undefined && cursor.isLike(columns, last.sample)) return last.value
    const other = known.findIndex(k => cursor.isLike(columns, k.sample))
    if (other >= 0) {
      this.last = other
      return known[other]!.value
    }
    this.last = known.length < KEPT ? known.length : (this.last + 1) % KEPT
    known[this.last] = { sample: cursor.sample(columns), value: this.make() }
    return known[this.last]!.value
  }
}
