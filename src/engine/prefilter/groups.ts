import type { Agreement, Compare, Doubt } from '../../match/index.js'
import { Entries, KeyTable, PARTS } from './entries.js'
import type { SideScan, Tally } from './side-scan.js'

/** Keys of both sides, and what is compared of each row; the last value of a row is its money. */
export interface Both { readonly a: Entries; readonly b: Entries }

/** Bits of a group. */
const HOT = 1
const SEVERAL = 2
const BROKEN = 4

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
  /** Sides that hold a value, of each comparison: an item has none where none of its rows has. */
  private filled: Uint8Array[] = []
  /** The first row's own values, of each comparison and side, and bits of the sides on which another row has another one. */
  private firsts: (readonly [Float64Array, Float64Array])[] = []
  private mixed: Uint8Array[] = []
  /** Guards that some row of the key meets. */
  private met = new Int32Array(0)
  private readonly compares: readonly Compare[]
  private readonly sums: boolean
  private readonly guarded: boolean
  private readonly doubts: readonly Doubt[]
  private readonly alone: Agreement['alone']
  /** Values that were seen of a key, where those are counted; null where none are. */
  private readonly seen: KeyTable | null

  constructor({ compares, guards, doubts, alone }: Agreement, sums: boolean) {
    this.compares = compares
    this.alone = alone
    this.seen = compares.some(c => c.a.take === 'distinct' || c.b.take === 'distinct') ? new KeyTable() : null
    this.sums = sums
    this.guarded = guards.length > 0
    this.doubts = doubts
  }

  reset(size: number): void {
    this.seen?.reset(size * this.compares.length)
    if (size > this.bits.length) {
      this.bits = new Uint8Array(size)
      this.met = new Int32Array(size)
      this.counts = [new Int32Array(size), new Int32Array(size)]
      this.differences = this.compares.map(() => new Float64Array(size))
      this.filled = this.compares.map(() => new Uint8Array(size))
      this.mixed = this.compares.map(() => new Uint8Array(size))
      this.firsts = this.compares.map(() => [new Float64Array(size), new Float64Array(size)])
      return
    }
    for (const list of [this.bits, this.met, ...this.counts, ...this.differences, ...this.filled, ...this.mixed]) list.fill(0, 0, size)
  }

  add(g: number, side: number, values: Float64Array, at: number): void {
    const rows = ++this.counts[side]![g]!
    if (rows > 1) this.bits[g]! |= SEVERAL
    if (this.guarded) this.met[g]! |= values[at + this.compares.length + 1]!
    for (let c = 0; c < this.differences.length; c++) {
      const value = values[at + c]!
      const { take } = this.compares[c]![side === 0 ? 'a' : 'b']
      if (take === 'value') {
        const first = this.firsts[c]![side]!
        if (rows > 1) {
          // Of rows that say the same any one may speak for all: whether the least, the largest or the latest is taken.
          if (!Object.is(first[g], value)) this.mixed[c]![g]! |= 1 << side
          continue
        }
        first[g] = value
      }
      const more = take !== 'distinct' ? value : value !== value || this.isNew(value, g, 2 * c + side) ? 1 : 0
      if (more !== more) continue
      this.filled[c]![g]! |= 1 << side
      this.differences[c]![g]! += side === 0 ? more : -more
    }
  }

  /** Whether a value (53 bits) is seen for the first time of a key and a place. */
  private isNew(value: number, g: number, place: number): boolean {
    const seen = this.seen!
    const before = seen.groups
    seen.of((value | 0) ^ Math.imul(g + 1, 0x9e3779b1), Math.floor(value / 4294967296) ^ Math.imul(place + 1, 0x85ebca6b))
    return seen.groups > before
  }

  /** Leaves bits on the groups that SQL must decide. */
  judge(groups: number): void {
    const { bits, counts, sums } = this
    for (let g = 0; g < groups; g++) {
      if ((bits[g]! & HOT) !== 0) bits[g] = BROKEN
      else if (counts[0][g] === 0 || counts[1][g] === 0) bits[g] = this.alone[counts[0][g] === 0 ? 1 : 0] ? 0 : BROKEN
      else if ((bits[g] !== 0 && !sums) || !this.equal(g) || this.doubts.some(d => holds(d, this.met[g]!))) bits[g] = BROKEN
      else bits[g] = 0
    }
  }

  private equal(g: number): boolean {
    for (let c = 0; c < this.differences.length; c++) {
      const { nulls } = this.compares[c]!
      if (this.mixed[c]![g] !== 0) return false
      const filled = this.filled[c]![g]!
      if (filled === 3 || nulls === 'zero' ? this.differences[c]![g] !== 0 : nulls === 'never' || (nulls === 'equal' && filled !== 0)) return false
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

/** Which groups are visited: those of so many rows on each side, or those with a row of this kind; the first `values` values of each row go along. */
export interface Wanted {
  readonly values: number
  readonly sized?: (a: number, b: number) => boolean
  readonly marked?: (side: number, row: number, values: Float64Array, at: number) => boolean
}

/** Visits the rows of both sides key by key, in the order in which they stand. */
export function eachGroup(both: Both, { values: kept, sized, marked }: Wanted, visit: (members: readonly Member[]) => void): void {
  const table = new KeyTable()
  for (let part = 0; part < PARTS; part++) {
    const sizes = [both.a.sizeOf(part), both.b.sizeOf(part)] as const
    const size = sizes[0] + sizes[1]
    if (size === 0) continue
    table.reset(size)
    const group = new Int32Array(size)
    const rows = new Int32Array(size)
    const numbers = new Float64Array(size * kept)
    const marks = new Uint8Array(marked === undefined ? 0 : size)
    let n = 0
    for (const [side, entries] of [both.a, both.b].entries()) {
      // eslint-disable-next-line max-params -- a visit a row, see `Entries.each`
      entries.each(part, (lo, hi, row, values, at) => {
        const g = table.of(lo, hi)
        group[n] = g
        if (marked?.(side, row, values, at) === true) marks[g] = 1
        rows[n] = row
        for (let v = 0; v < kept; v++) numbers[n * kept + v] = values[at + v]!
        n++
      })
    }
    const { order, ends } = ordered(group, table.groups)
    for (let g = 0, from = 0; g < table.groups; from = ends[g++]!) {
      const to = ends[g]!
      if (marked !== undefined && marks[g] === 0) continue
      let b = to
      while (b > from && order[b - 1]! >= sizes[0]) b--
      if (sized?.(b - from, to - b) === false) continue
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
