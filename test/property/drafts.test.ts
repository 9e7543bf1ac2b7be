import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yuanText } from '../../src/kernel/index.js'
import { once, plainTrail, trailOf } from '../../src/ledger/trail.js'
import { Draft } from '../../src/report/draft.js'
import { Words } from '../../src/report/known.js'
import { HOSTILE } from '../unit/report/book.js'

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(...HOSTILE), fc.constantFrom('社保', 'ZJ2025000000000031', 'é', '\u0800', '\ud7ff', '\ue000', '\ufffd', '\uffff', 'a\ufffeb', '㐀〇', '･ｶ'))
const part = fc.oneof(text, fc.integer({ min: -5, max: 3_000_000_000 }))

/** What a draft says of a cell of these parts. */
function cellOf(parts: readonly (string | number)[], add: (draft: Draft, part: string | number) => void): unknown {
  const draft = new Draft([{ type: 'text' }])
  draft.begin(false)
  for (const p of parts) add(draft, p)
  draft.close()
  return [draft.textOf(0), draft.bytes.toString('latin1', draft.start[0], draft.end[0]), draft.odd[0], draft.careful, draft.kind[0]]
}

describe('a cell', () => {
  it('of money is the cell of its text', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -99_999_999, max: 99_999_999 }), fc.maxSafeInteger(), fc.constantFrom(0, -0, 99_999, 100_000, 2 ** 31 - 1, 2 ** 31)), { maxLength: 3 }), fens => {
      expect(cellOf(fens, (draft, fen) => draft.money(Number(fen)))).toEqual(cellOf(fens, (draft, fen) => draft.add(yuanText(Number(fen)))))
    }))
  })

  it('of bytes and digits is the cell of their text', () => {
    fc.assert(fc.property(fc.array(part, { maxLength: 4 }), parts => {
      const taken = cellOf(parts, (draft, p) => {
        if (typeof p === 'number') draft.digits(p)
        else {
          const bytes = Buffer.from(`"${p}"`)
          if (/\p{Surrogate}/u.test(p) || !draft.take(bytes, 1, bytes.length - 1)) draft.add(p)
        }
      })
      expect(taken).toEqual(cellOf(parts, (draft, p) => draft.add(String(p))))
    }), { numRuns: 1000 })
  })

  it('takes everyday texts as bytes, and no bytes that are not well-formed', () => {
    const take = (bytes: readonly number[]): boolean => new Draft([{ type: 'text' }]).take(Uint8Array.from(bytes), 0, bytes.length)
    expect([...Buffer.from('a社保')].length).toBe(7)
    expect([[...Buffer.from('a社保')], [], [0xe7, 0xa4], [0xe7, 0x41, 0x42], [0xc3, 0xa9], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98, 0x80], [0x80], [0xef, 0xbf, 0xbf]].map(take)).toEqual([true, true, ...Array<boolean>(7).fill(false)])
  })

  it('of a word that was said before is the same cell', () => {
    fc.assert(fc.property(fc.array(fc.oneof(text, fc.constantFrom(202507, 202508, null)), { maxLength: 20 }), values => {
      const words = new Words(of => `«${of}»`)
      const [draft, plain] = [new Draft(values.map(() => ({ type: 'text' }))), new Draft(values.map(() => ({ type: 'text' })))]
      for (const value of values) {
        words.put(value, draft)
        plain.put(value === null ? null : `«${value}»`)
      }
      const all = (d: Draft): unknown[] => values.map((_, i) => [d.textOf(i), d.odd[i], d.kind[i], d.start[i], d.end[i]])
      expect(all(draft)).toEqual(all(plain))
    }))
  })
})

const name = fc.constantFrom('amount', 'period_start', 'name', 'insurance', 'a"b', '字')
const value = fc.option(fc.oneof({ weight: 1, arbitrary: text }, { weight: 4, arbitrary: fc.constantFrom('24000', '', 'ZJ1') }), { nil: null })
const differing = fc.record({ field: name, a: value, b: value })
const PASSES = [[], [{ key: ['levy_no'], candidates: 0, taken: false }], [{ key: ['levy_no'], candidates: 0, taken: false }, { key: ['a"b', '字'], candidates: 1, taken: true }]]
const trail = fc.record({
  passes: fc.constantFrom(...PASSES), failed: fc.option(differing, { nil: null }),
  nearest: fc.option(fc.record({ differs: fc.array(differing, { maxLength: 3 }) }), { nil: null }),
})

describe('a trail', () => {
  it('is read of its bytes as of its JSON, whatever came before', () => {
    let plain = 0
    fc.assert(fc.property(fc.array(trail, { minLength: 1, maxLength: 6 }), trails => {
      for (const one of [...trails, ...trails]) {
        const json = Buffer.from(JSON.stringify(one))
        const bytes = Buffer.concat([Buffer.from('x'), json, Buffer.from('}')])
        const read = plainTrail({ bytes, from: 11, to: 11 + json.length, window: bytes.toString('latin1'), base: 10 })
        if (read !== null) plain++
        const wanted = JSON.parse(json.toString()) as unknown
        expect(read ?? wanted).toEqual(wanted)
        expect(trailOf(json.toString())).toEqual(wanted)
      }
    }), { numRuns: 200 })
    expect(plain).toBeGreaterThan(100)
    expect(once('[1]')).toBe(once('[1]'))
  })
})
