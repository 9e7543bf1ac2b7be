import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Gb18030ToUtf8, isGb18030 } from '../../src/source/gb18030.js'

/** Text from `bytes`, cut in pieces; `plain`: without the loops in WebAssembly. */
function ours(bytes: Uint8Array, cuts: readonly number[], plain = false): string {
  const made = new Gb18030ToUtf8()
  if (plain) made.loops = null
  const to = new Uint8Array(bytes.length * 3 + 64)
  const points = [...new Set([0, ...cuts.filter(c => c < bytes.length), bytes.length])].toSorted((a, b) => a - b)
  let at = 0
  for (let i = 1; i < points.length; i++) {
    const part = bytes.subarray(points[i - 1], points[i])
    at = made.convert(part, part.length, { to, at, end: i === points.length - 1 })
  }
  return new TextDecoder().decode(to.subarray(0, at))
}

describe('GB18030 to UTF-8', () => {
  it('reads every byte sequence as TextDecoder does, however it is cut', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x30, max: 0x39 }), fc.constantFrom(0x0a, 0x2c, 0x7c, 0x80, 0xff))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 0 }), fc.array(byte, { minLength: 1, maxLength: 60 }), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }), (_, list, cuts) => {
      const bytes = Uint8Array.from(list)
      expect(ours(bytes, cuts)).toBe(new TextDecoder('gb18030', { ignoreBOM: true }).decode(bytes))
    }), { numRuns: 3000 })
  })

  it('reads long texts as TextDecoder does and as by hand, with as many faults, and calls the same whole', () => {
    const run = (unit: fc.Arbitrary<number>): fc.Arbitrary<readonly number[]> => fc.array(unit, { minLength: 1, maxLength: 40 })
    const han = fc.array(fc.tuple(fc.integer({ min: 0xb0, max: 0xf7 }), fc.integer({ min: 0xa1, max: 0xfe })), { minLength: 1, maxLength: 20 }).map(pairs => pairs.flat())
    const odd = fc.constantFrom([0xa1, 0xa4], [0x81, 0x30, 0x81, 0x30], [0x84, 0x31, 0xa4, 0x37], [0xff], [0x80], [0xb0, 0x20], [0xb0, 0x7f], [0xfe, 0xfe], [0x81, 0x30, 0x81], [0xb0])
    const part = fc.oneof({ weight: 5, arbitrary: run(fc.integer({ min: 0, max: 0x7f })) }, { weight: 5, arbitrary: han }, { weight: 1, arbitrary: odd })
    let whole = 0
    fc.assert(fc.property(fc.array(part, { minLength: 8, maxLength: 30, size: 'max' }), fc.array(fc.integer({ min: 1, max: 800 }), { maxLength: 3 }), (parts, cuts) => {
      const bytes = Uint8Array.from(parts.flat())
      const text = ours(bytes, cuts)
      expect(text).toBe(new TextDecoder('gb18030', { ignoreBOM: true }).decode(bytes))
      expect(text).toBe(ours(bytes, cuts, true))
      const [fast, plain] = [new Gb18030ToUtf8(), new Gb18030ToUtf8()]
      plain.loops = null
      for (const converter of [fast, plain]) converter.convert(bytes, bytes.length, { to: new Uint8Array(bytes.length * 3 + 64), at: 0, end: true })
      expect(fast.faults).toBe(plain.faults)
      expect(isGb18030(bytes)).toBe(plain.faults === 0)
      if (plain.faults === 0) whole++
    }), { numRuns: 2000 })
    expect(whole).toBeGreaterThan(100)
  })

  it('reads a text longer than a piece of the loops, with a code across its end', () => {
    for (const shift of [0, 1, 2, 3]) {
      const one = Uint8Array.from([...new TextEncoder().encode('1234,'), 0xd5, 0xc5, 0xc8, 0xfd, 0x81, 0x30, 0x81, 0x30, 0x0a])
      const bytes = new Uint8Array(shift + one.length * 200_000).fill(0x41)
      for (let i = shift; i < bytes.length; i += one.length) bytes.set(one, i)
      expect(ours(bytes, [])).toBe(new TextDecoder('gb18030').decode(bytes))
      expect(isGb18030(bytes)).toBe(true)
    }
  })

  it('calls a text whole exactly where it would be converted without a fault', () => {
    const byte = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x30, max: 0x39 }))
    const code = fc.oneof(byte.map(b => [b]), fc.tuple(fc.integer({ min: 0x81, max: 0xfe }), fc.integer({ min: 0x40, max: 0xfe })), fc.constant([0x81, 0x30, 0x81, 0x30]), fc.constant([0x84, 0x31, 0xa4, 0x37]))
    let whole = 0
    fc.assert(fc.property(fc.array(code, { maxLength: 6 }), codes => {
      const bytes = Uint8Array.from(codes.flat())
      const converter = new Gb18030ToUtf8()
      converter.convert(bytes, bytes.length, { to: new Uint8Array(200), at: 0, end: true })
      if (converter.faults === 0) whole++
      expect(isGb18030(bytes)).toBe(converter.faults === 0)
    }), { numRuns: 5000 })
    expect(whole).toBeGreaterThan(500)
  })

  it('reads every two-byte code', () => {
    const bytes = new Uint8Array(126 * 191 * 3)
    let n = 0
    for (let lead = 0x81; lead <= 0xfe; lead++) for (let trail = 0x40; trail <= 0xfe; trail++) { bytes[n++] = lead; bytes[n++] = trail; bytes[n++] = 0x0a }
    expect(ours(bytes.subarray(0, n), [])).toBe(new TextDecoder('gb18030').decode(bytes.subarray(0, n)))
  })
})
