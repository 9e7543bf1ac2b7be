import type { Agreement, Compare, Doubt } from '../../match/index.js'
import { Entries, KeyTable, PARTS } from './entries.js'
import type { SideScan, Tally } from './side-scan.js'

/** Keys of both sides, and what is compared of each row; the last value of a row is its money. */
export interface Both { readonly a: Entries; readonly b: Entries }

/** Bits of a group. */
const HOT = 1
const SEVERAL_A = 2
const SEVERAL_B = 4
const BROKEN = 8

/**
 * Groups the rows of both sides by key, part by part. What stands on both sides and agrees is matched and only counted; all rows of every other key are suspects. `sums`: a
 * key may have several rows a side and agrees by their sums; else it must have one a side.
 */
export function agree(sides: readonly [SideScan, SideScan], both: Both, { agreement, sums }: { readonly agreement: Agreement; readonly sums: boolean }): readonly [Tally, Tally] {
  const matched: [Tally, Tally] = [{ rows: 0, fen: 0 }, { rows: 0, fen: 0 }]
  const table = new KeyTable()
  const groups = new Groups(agreement, sums)
  for (let part = 0; part < PARTS; part++) {
    const sizes = [both.a.sizeOf(part), both.b.sizeOf(part)] as const
    if (sizes[0] + sizes[1] === 0) continue
    table.reset(sizes[0] + sizes[1])
    groups.reset(sizes[0] + sizes[1])
    const numbers = [new Int32Array(sizes[0]), new Int32Array(sizes[1])] as const
    for (const [s, entries] of [both.a, both.b].entries()) {
      const { hot } = sides[s]!
      const mine = numbers[s]!
      let i = 0
      // eslint-disable-next-line max-params -- a visit a row, see `Entries.each`
      entries.each(part, (lo, hi, row, values, at) => {
        const g = table.of(lo, hi)
        mine[i++] = g
        groups.add(g, s, values, at)
        if (hot.has(row)) groups.bits[g]! |= HOT
      })
    }
    groups.judge(table.groups)
    for (const [s, entries] of [both.a, both.b].entries()) {
      const { suspects } = sides[s]!
      const tally = matched[s]!
      const mine = numbers[s]!
      let i = 0
      // eslint-disable-next-line max-params -- a visit a row, see `Entries.each`
      entries.each(part, (_lo, _hi, row, values, at) => {
        if (groups.bits[mine[i++]!] !== 0) suspects.add(row)
        else {
          tally.rows++
          tally.fen += values[at + agreement.compares.length]!
        }
      })
    }
  }
  return matched
}

/** What is known of the keys of one part. */
class Groups {
  bits = new Uint8Array(0)
  private counts: readonly [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)]
  private differences: Float64Array[] = []
  private blanks: Uint8Array[] = []
  /** Guards that some row of the key meets. */
  private met = new Int32Array(0)
  private readonly compares: readonly Compare[]
  private readonly sums: boolean
  private readonly guarded: boolean
  private readonly doubts: readonly Doubt[]

  constructor({ compares, guards, doubts }: Agreement, sums: boolean) {
    this.compares = compares
    this.sums = sums
    this.guarded = guards.length > 0
    this.doubts = doubts
  }

  reset(size: number): void {
    if (size > this.bits.length) {
      this.bits = new Uint8Array(size)
      this.met = new Int32Array(size)
      this.counts = [new Int32Array(size), new Int32Array(size)]
      this.differences = this.compares.map(() => new Float64Array(size))
      this.blanks = this.compares.map(() => new Uint8Array(size))
      return
    }
    for (const list of [this.bits, this.met, ...this.counts, ...this.differences, ...this.blanks]) list.fill(0, 0, size)
  }

  add(g: number, side: number, values: Float64Array, at: number): void {
    if (++this.counts[side]![g]! > 1) this.bits[g]! |= side === 0 ? SEVERAL_A : SEVERAL_B
    if (this.guarded) this.met[g]! |= values[at + this.compares.length + 1]!
    for (let c = 0; c < this.differences.length; c++) {
      const value = values[at + c]!
      if (value !== value) this.blanks[c]![g]! |= 1 << side
      else this.differences[c]![g]! += side === 0 ? value : -value
    }
  }

  /** Leaves bits on the groups that SQL must decide. */
  judge(groups: number): void {
    const { bits, counts, sums } = this
    for (let g = 0; g < groups; g++) {
      const several = bits[g]! & (SEVERAL_A | SEVERAL_B)
      if ((bits[g]! & HOT) !== 0 || counts[0][g] === 0 || counts[1][g] === 0 || (several !== 0 && !sums) || !this.equal(g, several !== 0) || this.doubts.some(d => holds(d, this.met[g]!))) bits[g] = BROKEN
      else bits[g] = 0
    }
  }

  private equal(g: number, several: boolean): boolean {
    for (let c = 0; c < this.differences.length; c++) {
      const { nulls, a } = this.compares[c]!
      if (several && !a.sum) return false
      const blanks = this.blanks[c]![g]!
      if (blanks === 0 ? this.differences[c]![g] !== 0 : a.sum || nulls === 'never' || (nulls === 'equal' && blanks !== 3)) return false
    }
    return true
  }
}

/** Whether a doubt is left, of the guards that were met. */
function holds(doubt: Doubt, met: number): boolean {
  if ('guard' in doubt) return (met >>> doubt.guard & 1) === 1
  return 'all' in doubt ? doubt.all.every(d => holds(d, met)) : doubt.any.some(d => holds(d, met))
}

/** A row of a group: its side, its place there, and its values. */
export interface Member { readonly side: number; readonly row: number; readonly values: readonly number[] }

/** Of the groups: those that are `worth` a visit, by how many rows they have on each side; the first `values` values of each row go along. */
export interface Wanted { readonly values: number; readonly worth: (a: number, b: number) => boolean }

/** Visits the rows of both sides key by key, in the order in which they stand. */
export function eachGroup(both: Both, { values: kept, worth }: Wanted, visit: (members: readonly Member[]) => void): void {
  const table = new KeyTable()
  for (let part = 0; part < PARTS; part++) {
    const sizes = [both.a.sizeOf(part), both.b.sizeOf(part)] as const
    const size = sizes[0] + sizes[1]
    if (size === 0) continue
    table.reset(size)
    const group = new Int32Array(size)
    const rows = new Int32Array(size)
    const numbers = new Float64Array(size * kept)
    let n = 0
    for (const entries of [both.a, both.b]) {
      // eslint-disable-next-line max-params -- a visit a row, see `Entries.each`
      entries.each(part, (lo, hi, row, values, at) => {
        group[n] = table.of(lo, hi)
        rows[n] = row
        for (let v = 0; v < kept; v++) numbers[n * kept + v] = values[at + v]!
        n++
      })
    }
    const { order, ends } = ordered(group, table.groups)
    for (let g = 0, from = 0; g < table.groups; from = ends[g++]!) {
      const to = ends[g]!
      let b = to
      while (b > from && order[b - 1]! >= sizes[0]) b--
      if (!worth(b - from, to - b)) continue
      visit(Array.from(order.subarray(from, to), (at): Member => ({ side: at < sizes[0] ? 0 : 1, row: rows[at]!, values: Array.from(numbers.subarray(at * kept, (at + 1) * kept)) })))
    }
  }
}

/** Places by group, in each in order, and where each group ends: sorted by counting. */
function ordered(group: Int32Array, groups: number): { readonly order: Int32Array; readonly ends: Int32Array } {
  const ends = new Int32Array(groups)
  for (const g of group) ends[g]!++
  for (let g = 1; g < groups; g++) ends[g]! += ends[g - 1]!
  const order = new Int32Array(group.length)
  for (let at = group.length - 1; at >= 0; at--) order[--ends[group[at]!]!] = at
  // Filled from behind: each end has become its beginning.
  for (let g = 0; g < groups; g++) ends[g] = g + 1 < groups ? ends[g + 1]! : group.length
  return { order, ends }
}
