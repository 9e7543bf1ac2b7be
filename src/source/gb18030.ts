import { GbLoops } from './gb-loops.js'

/** Shorter texts are cheaper done by hand. */
const FEW = 64

/**
 * GB18030 to UTF-8 by bytes, as the WHATWG decoder reads it: its own table of the two-byte codes (made from TextDecoder once), four-byte
 * codes through TextDecoder. A byte pair that is none becomes U+FFFD, and a trail byte below 80 is given back. Written for a stream: a code
 * cut by the chunk's end waits.
 */
export class Gb18030ToUtf8 {
  /** Malformed codes so far. */
  faults = 0
  /** The plain case goes through them; null: all by hand, as the tests do to compare. */
  loops: GbLoops | null = sharedLoops()
  private readonly table = pairTable()
  private readonly four = new TextDecoder('gb18030')
  private rest: number[] = []

  /** Converts `from[0..length)` into `to` at `at`; returns the new end. At most 3 bytes come of each byte, and 12 of what waited. */
  convert(from: Uint8Array, length: number, out: { to: Uint8Array; at: number; end: boolean }): number {
    let input = from
    let n = length
    if (this.rest.length > 0) {
      input = new Uint8Array(this.rest.length + length)
      input.set(this.rest)
      input.set(from.subarray(0, length), this.rest.length)
      n = input.length
      this.rest = []
    }
    const { to } = out
    const { table } = this
    const loops = n < FEW ? null : this.loops
    loops?.begin()
    let o = out.at
    let i = 0
    while (i < n) {
      if (loops !== null) {
        i = loops.convert(input, i, n, { to, at: o })
        o = loops.end
        if (i >= n) break
      }
      const b = input[i]!
      if (b < 0x80) {
        to[o++] = b
        i++
        continue
      }
      // Nearly every other code is a pair for a Han character: read here, without a call.
      const trail = i + 1 < n ? input[i + 1]! : 0
      const han = b > 0x80 && b < 0xff && trail >= 0x40 ? table[(b - 0x81) * 192 + trail - 0x40]! : 0
      if (han >= 0x800) {
        to[o++] = 0xe0 | (han >> 12)
        to[o++] = 0x80 | ((han >> 6) & 0x3f)
        to[o++] = 0x80 | (han & 0x3f)
        i += 2
      } else {
        const used = this.code(input, { i, n, end: out.end }, to, o)
        if (used === 0) {
          this.rest = [...input.subarray(i, n)]
          return o
        }
        o = this.at
        i += used
      }
    }
    return o
  }

  /** Forgets faults and what waited: another text begins. */
  reset(): void {
    this.faults = 0
    this.rest = []
  }

  private at = 0

  /** One code that begins with a byte from 80 on; returns the bytes used, 0 when more are needed. */
  private code(input: Uint8Array, { i, n, end }: { i: number; n: number; end: boolean }, to: Uint8Array, o: number): number {
    const lead = input[i]!
    if (lead === 0x80) return this.put(to, o, 0x20ac, 1)
    if (lead === 0xff) return this.bad(to, o, 1)
    if (i + 1 >= n) return end ? this.bad(to, o, n - i) : 0
    const trail = input[i + 1]!
    if (trail >= 0x30 && trail <= 0x39) return this.fourBytes(input, { i, n, end }, to, o)
    const code = trail >= 0x40 ? this.table[(lead - 0x81) * 192 + trail - 0x40]! : 0
    if (code !== 0) return this.put(to, o, code, 2)
    return this.bad(to, o, trail < 0x80 ? 1 : 2)
  }

  private fourBytes(input: Uint8Array, { i, n, end }: { i: number; n: number; end: boolean }, to: Uint8Array, o: number): number {
    const third = input[i + 2]
    if (third === undefined || i + 2 >= n) return end ? this.bad(to, o, n - i) : 0
    if (third < 0x81 || third > 0xfe) return this.bad(to, o, 1)
    const fourth = input[i + 3]
    if (fourth === undefined || i + 3 >= n) return end ? this.bad(to, o, n - i) : 0
    if (fourth < 0x30 || fourth > 0x39) return this.bad(to, o, 1)
    const code = this.four.decode(input.subarray(i, i + 4)).codePointAt(0) ?? 0xfffd
    return code === 0xfffd && !isReplacement(input, i) ? this.bad(to, o, 4) : this.put(to, o, code, 4)
  }

  private bad(to: Uint8Array, o: number, used: number): number {
    this.faults++
    return this.put(to, o, 0xfffd, used)
  }

  private put(to: Uint8Array, o: number, code: number, used: number): number {
    if (code < 0x80) to[o++] = code
    else if (code < 0x800) {
      to[o++] = 0xc0 | (code >> 6)
      to[o++] = 0x80 | (code & 0x3f)
    } else if (code < 0x10000) {
      to[o++] = 0xe0 | (code >> 12)
      to[o++] = 0x80 | ((code >> 6) & 0x3f)
      to[o++] = 0x80 | (code & 0x3f)
    } else {
      to[o++] = 0xf0 | (code >> 18)
      to[o++] = 0x80 | ((code >> 12) & 0x3f)
      to[o++] = 0x80 | ((code >> 6) & 0x3f)
      to[o++] = 0x80 | (code & 0x3f)
    }
    this.at = o
    return used
  }
}

/** True where a whole text holds no malformed code: `Gb18030ToUtf8` would convert it without a fault. It writes nothing. */
export function isGb18030(bytes: Uint8Array): boolean {
  const table = pairTable()
  const n = bytes.length
  const loops = n < FEW ? null : sharedLoops()
  loops?.begin()
  let four: Gb18030ToUtf8 | undefined
  for (let i = 0; i < n;) {
    if (loops !== null && (i = loops.pass(bytes, i, n)) >= n) break
    const lead = bytes[i]!
    if (lead <= 0x80) {
      i++
      continue
    }
    const trail = i + 1 < n ? bytes[i + 1]! : 0
    if (lead !== 0xff && trail >= 0x40 && table[(lead - 0x81) * 192 + trail - 0x40] !== 0) i += 2
    else if (trail >= 0x30 && trail <= 0x39 && isFour((four ??= new Gb18030ToUtf8()), bytes.subarray(i, i + 4))) i += 4
    else return false
  }
  return true
}

const character = new Uint8Array(16)

function isFour(converter: Gb18030ToUtf8, bytes: Uint8Array): boolean {
  converter.reset()
  converter.convert(bytes, bytes.length, { to: character, at: 0, end: true })
  return bytes.length === 4 && converter.faults === 0
}

/** 84 31 A4 37 is U+FFFD itself. */
function isReplacement(b: Uint8Array, i: number): boolean {
  return b[i] === 0x84 && b[i + 1] === 0x31 && b[i + 2] === 0xa4 && b[i + 3] === 0x37
}

let doubles: Uint8Array | undefined

/** Bytes that a character takes in GB18030: one for ASCII, two where the table of pairs has it, else four. */
export function bytesInGb18030(code: number): 1 | 2 | 4 {
  if (code < 0x80) return 1
  if (doubles === undefined) {
    doubles = new Uint8Array(0x10000)
    for (const c of pairTable()) doubles[c] = 1
  }
  return doubles[code] === 1 ? 2 : 4
}

let shared: GbLoops | undefined

/** One for all: each conversion is over before another begins. */
function sharedLoops(): GbLoops {
  return (shared ??= new GbLoops(pairTable()))
}

let pairs: Uint16Array | undefined

/** Code points of the two-byte codes, 0 where there is none: lead 81–FE by trail 40–FF. */
function pairTable(): Uint16Array {
  if (pairs !== undefined) return pairs
  const table = new Uint16Array(126 * 192)
  const decoder = new TextDecoder('gb18030')
  const all = new Uint8Array(126 * 190 * 2)
  const places: number[] = []
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue
      all[places.length * 2] = lead
      all[places.length * 2 + 1] = trail
      places.push((lead - 0x81) * 192 + trail - 0x40)
    }
  }
  const text = decoder.decode(all)
  if (text.length === places.length) for (const [i, place] of places.entries()) table[place] = text.charCodeAt(i)
  else
    for (const [i, place] of places.entries()) {
      const one = decoder.decode(all.subarray(i * 2, i * 2 + 2))
      if (one.length === 1 && one !== '\uFFFD') table[place] = one.charCodeAt(0)
    }
  pairs = table
  return table
}
