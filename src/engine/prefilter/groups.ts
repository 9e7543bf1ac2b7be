import type { Agreement, Doubt } from '../../match/index.js'
import type { PartJudge, PartOf, Spec } from './judge.js'
import { KeyTable } from './entries.js'

/** Bits of a group. */
const HOT = 1
const SEVERAL = 2
const BROKEN = 4

/**
 * Judges a part group by group: a key may have several rows a side, and agrees by their sums (`sums`), else it must have one a side; every
 * kind of comparison, guard and doubt is known here.
 */
export class Groups implements PartJudge {
  private bits = new Uint8Array(0)
  private counts: readonly [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)]
  private differences: Float64Array[] = []
  /** Sides that hold a value, of each comparison: an item has none where none of its rows has. */
  private filled: Uint8Array[] = []
  /** The first row's own values, of each comparison and side, and bits of the sides on which another row has another one. */
  private firsts: (readonly [Float64Array, Float64Array])[] = []
  private mixed: Uint8Array[] = []
  /** Guards that some row of the key meets. */
  private met = new Int32Array(0)
  private readonly compares: Spec['compares']
  private readonly table = new KeyTable()
  private readonly sums: boolean
  private readonly guarded: boolean
  private readonly doubts: readonly Doubt[]
  private readonly alone: Agreement['alone']
  /** Values that were seen of a key, where those are counted; null where none are. */
  private readonly seen: KeyTable | null

  constructor({ compares, guarded, doubts, alone, sums }: Spec) {
    this.compares = compares
    this.alone = alone
    this.seen = compares.some(c => c.a.term.take === 'distinct' || c.b.term.take === 'distinct') ? new KeyTable() : null
    this.sums = sums
    this.guarded = guarded
    this.doubts = doubts
  }

  judge({ both, part, hot, suspects }: PartOf): void {
    const { table } = this
    const sizes = [both.a.sizeOf(part), both.b.sizeOf(part)] as const
    table.reset(sizes[0] + sizes[1])
    this.reset(sizes[0] + sizes[1])
    const numbers = [new Int32Array(sizes[0]), new Int32Array(sizes[1])] as const
    for (const [s, entries] of [both.a, both.b].entries()) {
      const mine = numbers[s]!
      const bits = hot[s]?.[part]
      let i = 0
      entries.each(part, (lo, hi, values, at) => {
        const g = table.of(lo, hi)
        this.add(g, s, values, at)
        if (bits !== undefined && ((bits[i >>> 3]! >>> (i & 7)) & 1) === 1) this.bits[g]! |= HOT
        mine[i++] = g
      })
    }
    this.decide(table.groups)
    for (const [s, mine] of numbers.entries()) {
      const bits = suspects[s]![part]!
      for (let i = 0; i < mine.length; i++) if (this.bits[mine[i]!] !== 0) bits[i >>> 3]! |= 1 << (i & 7)
    }
  }

  private reset(size: number): void {
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

  private add(g: number, side: number, values: Float64Array, at: number): void {
    const rows = ++this.counts[side]![g]!
    if (rows > 1) this.bits[g]! |= SEVERAL
    if (this.guarded) this.met[g]! |= values[at + this.compares.length]!
    for (let c = 0; c < this.differences.length; c++) {
      const value = values[at + c]!
      const { take } = this.compares[c]![side === 0 ? 'a' : 'b'].term
      if (take === 'value') {
        const first = this.firsts[c]![side]!
        if (rows > 1) {
          // Where all rows say the same, any of them may speak for all: the least, the largest and the latest are one value.
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
  private decide(groups: number): void {
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
      if (filled === 3 || nulls === 'zero' ? this.differences[c]![g] !== 0 : nulls === 'never' || (nulls === 'equal' && filled !== 0))
        return false
    }
    return true
  }
}

/** Whether a doubt is left, of the guards that were met. */
function holds(doubt: Doubt, met: number): boolean {
  if ('guard' in doubt) return ((met >>> doubt.guard) & 1) === 1
  return 'all' in doubt ? doubt.all.every(d => holds(d, met)) : doubt.any.some(d => holds(d, met))
}
