import type { Agreement } from '../../match/index.js'
import type { KeyEntries, PartBits } from './entries.js'
import type { PartCompare } from './terms.js'

/** Keys of both sides, and what is compared of each row. */
export interface BothSides {
  readonly a: KeyEntries
  readonly b: KeyEntries
}

/** How the rows of a key are compared: their values in order; behind those the guards that they meet, where there are any (`guarded`). */
export interface Spec {
  readonly compares: readonly PartCompare[]
  readonly guarded: boolean
  readonly doubts: Agreement['doubts']
  readonly alone: Agreement['alone']
  /** A key may have several rows a side and agrees by their sums; else it must have one a side. */
  readonly sums: boolean
  /** Which value is a row's money (absent counts as nothing); −1: rows have none. */
  readonly money: number
  /** How many values a row has. */
  readonly values: number
}

/**
 * One part of both sides: the rows that bring their whole key before SQL, by side (null: none), and where the rows that SQL must decide are
 * noted.
 */
export interface PartOf {
  readonly both: BothSides
  readonly part: number
  readonly hot: readonly (PartBits | null)[]
  readonly suspects: readonly PartBits[]
}

/** Compares the rows of one part; those that do not agree it notes as suspects, which SQL decides. */
export interface PartJudge {
  judge(part: PartOf): void
}
