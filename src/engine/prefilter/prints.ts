import type { KeySpec } from './keys.js'
import type { LeafRows, SideReader } from './side-scan.js'

/**
 * A short fingerprint of a key, 32 bits by place, 0 where a part of it is absent. It finds rows that may be equal: who asks it must bear a
 * few that are not.
 */
export type ShortPrints = Int32Array

/** Fills in short fingerprints of a key: of the rows that take part, or of `every` row. */
export function shortPrints(into: ShortPrints, spec: KeySpec, every: boolean): SideReader {
  return ({ keys }) => {
    const at = keys.key(spec)
    return ({ prints, chunk, first, part }: LeafRows) => {
      const lanes = prints.lanes[at]!
      for (let r = 0; r < chunk.rows; r++) if (every || part[r] === 1) into[first + r] = shortOf(lanes[2 * r]!, lanes[2 * r + 1]!)
    }
  }
}

/** A fingerprint of two lanes in 32 bits; 0 for an absent key and for no other. */
export function shortOf(lo: number, hi: number): number {
  return lo !== 0 ? lo : hi !== 0 ? 1 : 0
}

/** A set of numbers of 32 bits but 0, of an expected size. */
export class ShortSet {
  private readonly slots: Int32Array
  private readonly mask: number

  constructor(most: number) {
    let size = 64
    while (size < most * 2) size *= 2
    this.slots = new Int32Array(size)
    this.mask = size - 1
  }

  add(value: number): void {
    let s = value & this.mask
    for (; this.slots[s] !== 0; s = (s + 1) & this.mask) if (this.slots[s] === value) return
    this.slots[s] = value
  }

  has(value: number): boolean {
    const { slots, mask } = this
    for (let s = value & mask; slots[s] !== 0; s = (s + 1) & mask) if (slots[s] === value) return true
    return false
  }
}

/** Bits a row of the bitmaps that candidates are found by: of so many rows one in eight is a false one at most. */
const BITS_A_ROW = 8

/** The fingerprints that stand more than once; all others that are there are found to be single by one look at a bit each. */
export function doubles(prints: ShortPrints): ShortSet {
  let bits = 10
  while (bits < 31 && 2 ** bits < prints.length * BITS_A_ROW) bits++
  const words = 2 ** (bits - 5)
  const seen = new Int32Array(words)
  const twice = new Int32Array(words)
  for (let i = 0; i < prints.length; i++) {
    const print = prints[i]!
    if (print === 0) continue
    const at = print >>> (32 - bits)
    const word = at >>> 5
    const bit = 1 << (at & 31)
    if ((seen[word]! & bit) !== 0) twice[word]! |= bit
    else seen[word]! |= bit
  }
  return repeated(candidates(prints, { twice, bits }))
}

/** Fingerprints whose bit was set twice. */
function candidates(prints: ShortPrints, { twice, bits }: { readonly twice: Int32Array; readonly bits: number }): Int32Array {
  let found = new Int32Array(1024)
  let n = 0
  for (let i = 0; i < prints.length; i++) {
    const print = prints[i]!
    const at = print >>> (32 - bits)
    if ((twice[at >>> 5]! & (1 << (at & 31))) === 0 || print === 0) continue
    if (n === found.length) {
      const more = new Int32Array(n * 2)
      more.set(found)
      found = more
    }
    found[n++] = print
  }
  return found.subarray(0, n)
}

/** Those that stand more than once in the list, which is sorted in place. */
function repeated(list: Int32Array): ShortSet {
  list.sort()
  let n = 0
  for (let i = 1; i < list.length; i++) if (list[i] === list[i - 1] && (i === 1 || list[i] !== list[i - 2])) n++
  const set = new ShortSet(n)
  for (let i = 1; i < list.length; i++) if (list[i] === list[i - 1]) set.add(list[i]!)
  return set
}
