// 64-bit arithmetic in two halves of 32 bits: the value at hand.
let lo = 0
let hi = 0

function times(bLo: number, bHi: number): void {
  const a0 = lo & 0xffff
  const a1 = lo >>> 16
  const b0 = bLo & 0xffff
  const b1 = bLo >>> 16
  const low = a0 * b0
  const middle = a0 * b1 + a1 * b0 + (low >>> 16)
  hi = (a1 * b1 + Math.floor(middle / 65536) + Math.imul(lo, bHi) + Math.imul(hi, bLo)) | 0
  lo = (middle << 16) | (low & 0xffff)
}

function rotate(n: number): void {
  const high = (hi << n) | (lo >>> (32 - n))
  lo = (lo << n) | (hi >>> (32 - n))
  hi = high
}

/** A step of Murmur3: mixes eight bytes into `hLo`, `hHi`. */
function word(h: { lo: number; hi: number }, wLo: number, wHi: number): void {
  lo = wLo
  hi = wHi
  times(0x114253d5, 0x87c37b91)
  rotate(31)
  times(0x2745937f, 0x4cf5ad43)
  lo ^= h.lo
  hi ^= h.hi
  rotate(27)
  times(5, 0)
  const sum = (lo >>> 0) + 0x52dce729
  h.lo = sum | 0
  h.hi = (hi + (sum > 0xffffffff ? 1 : 0)) | 0
}

/** Spreads every bit over all 64 (Murmur3's last step); never 0. */
function spread(): void {
  lo ^= hi >>> 1
  times(0xed558ccd, 0xff51afd7)
  lo ^= hi >>> 1
  times(0x1a85ec53, 0xc4ceb9fe)
  lo ^= hi >>> 1
  if (lo === 0 && hi === 0) lo = 1
}

const SEED_LO = 0xfe94f82b | 0
const SEED_HI = 0x3c6ef372
const ABSENT_LO = 0xade682d1 | 0
const ABSENT_HI = 0x510e527f

function put(lanes: Int32Array, r: number): void {
  lanes[2 * r] = lo
  lanes[2 * r + 1] = hi
}

/**
 * What the loops of wasm/prints.ts write for one row, in plain JavaScript: for cells outside of their memory, and what tests hold them
 * against. Lanes are the two halves, the low one first.
 */
export function printBytes(lanes: Int32Array, r: number, bytes: Uint8Array): void {
  const length = bytes.length
  // No cell has 2^31 bytes.
  const sum = (SEED_LO >>> 0) + length
  const h = { lo: sum | 0, hi: SEED_HI + (sum > 0xffffffff ? 1 : 0) }
  const four = (p: number): number =>
    (bytes[p] ?? 0) | ((bytes[p + 1] ?? 0) << 8) | ((bytes[p + 2] ?? 0) << 16) | ((bytes[p + 3] ?? 0) << 24)
  for (let p = 0; p < length; p += 8) word(h, four(p), four(p + 4))
  lo = h.lo
  hi = h.hi
  spread()
  put(lanes, r)
}

const bits = new Float64Array(1)
const halves = new DataView(bits.buffer)
const encoder = new TextEncoder()

/** Puts the fingerprint of a number into row r: of its bytes as a double, so that 1 and 1.0 are one. */
export function printNumber(lanes: Int32Array, r: number, n: number): void {
  // No zero has a sign.
  halves.setFloat64(0, n + 0, true)
  const h = { lo: SEED_LO, hi: SEED_HI }
  word(h, halves.getInt32(0, true), halves.getInt32(4, true))
  lo = h.lo
  hi = h.hi
  spread()
  put(lanes, r)
}

/** Puts the fingerprint of a text into row r, by its UTF-8. */
export function printText(lanes: Int32Array, r: number, text: string): void {
  printBytes(lanes, r, encoder.encode(text))
}

/** Begins a key in row r; `mixKey` for each field in order, then `finishKey`. */
export function beginKey(lanes: Int32Array, r: number): void {
  lanes[2 * r] = SEED_LO
  lanes[2 * r + 1] = SEED_HI
}

/** Mixes the value in row `r` of `from` into the key there. */
export function mixKey(lanes: Int32Array, r: number, from: Int32Array, loose: boolean): void {
  let vLo = from[2 * r]!
  let vHi = from[2 * r + 1]!
  const absent = vLo === 0 && vHi === 0
  if (absent && loose) {
    vLo = ABSENT_LO
    vHi = ABSENT_HI
  }
  lo = lanes[2 * r]!
  hi = lanes[2 * r + 1]!
  if ((lo === 0 && hi === 0) || (absent && !loose)) lo = hi = 0
  else {
    lo ^= vLo
    hi ^= vHi
    rotate(29)
    times(0x114253d5, 0x87c37b91)
    if (lo === 0 && hi === 0) lo = 1
  }
  put(lanes, r)
}

/** Ends the key in row r; a key that is absent stays absent. */
export function finishKey(lanes: Int32Array, r: number): void {
  lo = lanes[2 * r]!
  hi = lanes[2 * r + 1]!
  if (lo === 0 && hi === 0) return
  spread()
  put(lanes, r)
}

/** The fingerprint of a key of these values, as a row that holds them has it. */
export function printKey(values: readonly (string | number)[]): { readonly lo: number; readonly hi: number } {
  const key = new Int32Array(2)
  const cell = new Int32Array(2)
  beginKey(key, 0)
  for (const value of values) {
    if (typeof value === 'number') printNumber(cell, 0, value)
    else printText(cell, 0, value)
    mixKey(key, 0, cell, false)
  }
  finishKey(key, 0)
  return { lo: key[0]!, hi: key[1]! }
}
