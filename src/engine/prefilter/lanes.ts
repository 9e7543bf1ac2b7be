/** Rows that a leaf page can hold at most: two bytes of pointer and four of cell each. */
export const MAX_ROWS = 65536 / 6

/** A hash of 64 bits a row of a chunk, in two lanes of 32, into which a row's fields are mixed one field after the other. */
export class Lanes {
  readonly lo = new Int32Array(MAX_ROWS)
  readonly hi = new Int32Array(MAX_ROWS)

  protected begin(rows: number): void {
    this.lo.fill(0x3c6ef372, 0, rows)
    this.hi.fill(0x510e527f, 0, rows)
  }

  protected mix(r: number, bytes: Uint8Array, from: number, to: number): void {
    let a = this.lo[r]!
    let b = this.hi[r]!
    for (let p = from; p < to; p++) {
      const x = bytes[p]!
      a = Math.imul(a ^ x, 0x01000193)
      b = Math.imul(b ^ x, 0x5bd1e995)
      b ^= b >>> 15
    }
    this.lo[r] = a
    this.hi[r] = b
  }

  protected mixNumber(r: number, n: number): void {
    const { lo, hi } = this
    const high = Math.floor(n / 4294967296)
    lo[r] = Math.imul(lo[r]! ^ n, 0x85ebca6b) + high
    hi[r] = Math.imul(Math.imul(hi[r]! ^ n, 0xc2b2ae35) ^ high, 0x27d4eb2f)
    lo[r]! ^= lo[r]! >>> 13
  }

  /** Behind every field, so that what ends one cannot begin the next. */
  protected stir(rows: number): void {
    const { lo, hi } = this
    for (let r = 0; r < rows; r++) {
      lo[r] = Math.imul(lo[r]! ^ (lo[r]! >>> 15), 0x2c1b3c6d)
      hi[r] = Math.imul(hi[r]! ^ (hi[r]! >>> 13), 0x297a2d39)
    }
  }

  protected finish(rows: number): void {
    const { lo, hi } = this
    for (let r = 0; r < rows; r++) {
      lo[r] = finished(lo[r]!)
      hi[r] = finished(hi[r]! ^ 0x5bd1e995)
    }
  }
}

/** Spreads every bit over all 32 (Murmur3's last step). */
export function finished(h: number): number {
  let x = h ^ (h >>> 16)
  x = Math.imul(x, 0x85ebca6b)
  x ^= x >>> 13
  x = Math.imul(x, 0xc2b2ae35)
  return x ^ (x >>> 16)
}
