import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMark, lowerBound, Newest } from '../../../../src/source/database/mark.js'

const MINUTES = { seconds: 600 }
const STEPS = { steps: 100 }

function newest(values: readonly string[], overlap: { seconds: number } | { steps: number }): string | null {
  const follow = new Newest(overlap, '2025-10-20')
  for (const value of values) {
    const bytes = Buffer.from(`xx${value}yy`)
    follow.see(bytes, 2, bytes.length - 2)
  }
  return follow.mark
}

describe('the lower bound', () => {
  it.each([
    ['2025-09-30 00:05:00', MINUTES, '2025-09-29 23:55:00'], ['2025-09-30T00:05:00.123456', MINUTES, '2025-09-29T23:55:00.123456'], ['20250930000500', MINUTES, '20250929235500'],
    ['2025-09-30', MINUTES, '2025-09-29'], ['20250301', { seconds: 86_400 }, '20250228'], ['0001-01-01 00:00:00', MINUTES, '0001-01-01 00:00:00'], ['2024-03-01 00:00:00', { seconds: 0 }, '2024-03-01 00:00:00'],
    ['1000', STEPS, '900'], ['50', STEPS, '0'], ['9007199254740993', STEPS, '9007199254740893'],
  ])('%s less its overlap', (mark, overlap, bound) => {
    expect(lowerBound(mark, overlap)).toBe(bound)
  })

  it('never lies above its mark, and is a mark itself', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1990-01-01T00:00:00Z'), max: new Date('2090-01-01T00:00:00Z'), noInvalidDate: true }), fc.integer({ min: 0, max: 10_000_000 }), (at, seconds) => {
      const iso = at.toISOString().slice(0, 19)
      for (const mark of [iso.replace('T', ' '), iso.slice(0, 10), iso.replaceAll(/[-:T]/g, '')]) {
        const bound = lowerBound(mark, { seconds })
        expect(bound <= mark && bound.length === mark.length && isMark(bound, { seconds })).toBe(true)
      }
    }))
  })
})

describe('the newest watermark', () => {
  it('of points in time in one form', () => {
    expect(newest(['2025-09-01 10:00:00', '2025-10-02 09:00:00.5', '2025-10-02 09:00:00', ''], MINUTES)).toBe('2025-10-02 09:00:00.5')
    expect(newest(['20250901100000', '20251002090000'], MINUTES)).toBe('20251002090000')
  })

  it('of serial numbers by value, not by text', () => {
    expect(newest(['9', '10', '9007199254740993', '9007199254740992'], STEPS)).toBe('9007199254740993')
  })

  it('leaves out a point in time that lies ahead, and what is none', () => {
    expect(newest(['2025-10-20 08:00:00', '9999-12-31 00:00:00', '2025-10-21 23:59:59', '2025-10-22 00:00:00'], MINUTES)).toBe('2025-10-21 23:59:59')
    expect(newest(['99991231000000', '20251020080000'], MINUTES)).toBe('20251020080000')
    expect(newest(['2025-02-30 00:00:00', 'yesterday', '2025-13-01'], MINUTES)).toBeNull()
    expect(newest(['12.5', 'x', ''], STEPS)).toBeNull()
  })
})
