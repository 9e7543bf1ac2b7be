import type { PartJudge, PartOf, Spec } from './judge.js'
import { KeyTable, NONE, type KeyEntries } from './entries.js'

/** Bits of a key of side a. */
const BROKEN = 1
const SEEN = 2

/** Whether a rule asks for nothing but one row a side whose values are equal. */
export function isPlain({ compares, guarded, alone, sums }: Spec): boolean {
  return !sums && !guarded && !alone[0] && !alone[1] && compares.every(c => c.a.term.take === 'value' && c.b.term.take === 'value')
}

/** Judges a part in which all values stand in the chunks, for such a rule: as `Groups` does, row against row. */
export class Pairs implements PartJudge {
  private readonly nulls: readonly string[]
  private readonly table = new KeyTable()
  /** Of each key its first row on side a, and its bits. */
  private first = new Int32Array(0)
  private state = new Uint8Array(0)
  private groups: readonly [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)]

  constructor({ compares }: Spec) {
    this.nulls = compares.map(c => c.nulls)
  }

  judge({ both: { a, b }, part, hot, suspects }: PartOf): void {
    const sizes = [a.sizeOf(part), b.sizeOf(part)] as const
    if (Math.max(...sizes) > this.state.length) {
      const size = Math.max(...sizes) * 2
      this.first = new Int32Array(size)
      this.state = new Uint8Array(size)
      this.groups = [new Int32Array(size), new Int32Array(size)]
    }
    this.table.reset(sizes[0])
    this.readFirst(a, part)
    this.readSecond(a, b, part)
    const { state } = this
    for (const s of [0, 1] as const) {
      const bits = hot[s]?.[part]
      const groups = this.groups[s]
      if (bits !== undefined)
        for (let i = 0; i < sizes[s]; i++) if (((bits[i >>> 3]! >>> (i & 7)) & 1) === 1 && groups[i]! >= 0) state[groups[i]!]! |= BROKEN
    }
    for (const s of [0, 1] as const) {
      const bits = suspects[s]![part]!
      const groups = this.groups[s]
      // A key that b alone has has no group.
      for (let i = 0; i < sizes[s]; i++) if (groups[i]! < 0 || state[groups[i]!] !== SEEN) bits[i >>> 3]! |= 1 << (i & 7)
    }
  }

  private readFirst(a: KeyEntries, part: number): void {
    const {
      table,
      first,
      state,
      groups: [mine],
    } = this
    const [chunks, stride, chunkRows, rows] = [a.chunksOf(part), 2 + a.values, 1 << a.chunkShift, a.sizeOf(part)]
    for (let i = 0; i < rows;) {
      const words = chunks[i >>> a.chunkShift]!
      for (const end = Math.min(rows, i + chunkRows), from = i; i < end; i++) {
        const w = (i - from) * stride
        const before = table.groups
        const g = table.of(words[w]!, words[w + 1]!)
        mine[i] = g
        if (g === before) {
          first[g] = i
          state[g] = 0
        } else state[g] = BROKEN
      }
    }
  }

  private readSecond(a: KeyEntries, b: KeyEntries, part: number): void {
    const {
      table,
      first,
      state,
      groups: [, mine],
    } = this
    const [chunks, stride, chunkRows, rows] = [b.chunksOf(part), 2 + b.values, 1 << b.chunkShift, b.sizeOf(part)]
    const [others, otherStride, shift] = [a.chunksOf(part), 2 + a.values, a.chunkShift]
    for (let i = 0; i < rows;) {
      const words = chunks[i >>> b.chunkShift]!
      for (const end = Math.min(rows, i + chunkRows), from = i; i < end; i++) {
        const w = (i - from) * stride
        const g = table.find(words[w]!, words[w + 1]!)
        mine[i] = g
        if (g < 0) continue
        if ((state[g]! & SEEN) !== 0) state[g] = SEEN | BROKEN
        else {
          const at = first[g]!
          const equal = this.equal(others[at >>> shift]!, (at & ((1 << shift) - 1)) * otherStride + 2, words, w + 2)
          state[g]! |= equal ? SEEN : SEEN | BROKEN
        }
      }
    }
  }

  private equal(x: Int32Array, atX: number, y: Int32Array, atY: number): boolean {
    for (let c = 0; c < this.nulls.length; c++) {
      const a = x[atX + c]!
      const b = y[atY + c]!
      if (a === b && a !== NONE) continue
      const nulls = this.nulls[c]!
      if (a !== NONE && b !== NONE) return false
      if (nulls === 'never' || (nulls === 'equal' && a !== b) || (nulls === 'zero' && a !== b && a !== 0 && b !== 0)) return false
    }
    return true
  }
}
