import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agreement, Term } from '../../src/match/index.js'
import type { Spec } from '../../src/engine/prefilter/judge.js'
import { ALL_PARTS, KeyEntries, PARTS, type PartBits, type Range } from '../../src/engine/prefilter/entries.js'
import { Groups } from '../../src/engine/prefilter/groups.js'
import { isPlain, Pairs } from '../../src/engine/prefilter/pairs.js'
import { doubles } from '../../src/engine/prefilter/prints.js'
import { rangesOf } from '../../src/engine/prefilter/ranges.js'
import { RowSet } from '../../src/engine/prefilter/row-set.js'

/** Fast loops of the prefilter against the plain ones. */
interface Row { readonly key: number; readonly values: readonly number[]; readonly hot: boolean; readonly absent: boolean }

const value = fc.constantFrom(0, 0, 1, 1, 1, NaN, -5, 2147483647, -2147483646)
/** Also of what no 32 bits hold, and of what stands for something else among them. */
const wide = fc.oneof(value, fc.constantFrom(2147483648, -2147483647, -2147483648, 1.5, 4503599627370497))
const row = (of: fc.Arbitrary<number>): fc.Arbitrary<Row> => fc.record({
  key: fc.integer({ min: 0, max: 12 }), values: fc.tuple(of, of), hot: fc.integer({ min: 0, max: 15 }).map(n => n === 0), absent: fc.integer({ min: 0, max: 9 }).map(n => n === 0),
})
const hi = (key: number): number => Math.imul(key, 0x9e3779b1)

function entriesOf(rows: readonly Row[], range: Range = ALL_PARTS): { entries: KeyEntries; hot: PartBits | null } {
  const entries = new KeyEntries(2, rows.length, range)
  const hot = new RowSet(rows.length)
  for (const [i, { key, values, hot: isHot, absent }] of rows.entries()) {
    if (!absent) entries.add(key, hi(key), i, values.map(v => new Float64Array([v])), 0)
    if (isHot) hot.add(i)
  }
  return { entries, hot: entries.bitsOf(hot) }
}

const term = (side: string, field: string): { term: Term; lane: null } => ({ term: { side, field, take: 'value' }, lane: null })
const specOf = (nulls: readonly Spec['compares'][number]['nulls'][]): Spec => ({
  compares: nulls.map((n, i) => ({ a: term('a', `f${i}`), b: term('b', `f${i}`), nulls: n })), guarded: false, doubts: [] as Agreement['doubts'], alone: [false, false], sums: false, money: 0, values: nulls.length,
})
const nulls = fc.constantFrom('zero', 'either', 'equal', 'never') as fc.Arbitrary<'zero' | 'either' | 'equal' | 'never'>

describe('entries', () => {
  it('give back what was added, part by part, in order, with their rows', () => {
    fc.assert(fc.property(fc.array(row(wide), { maxLength: 300 }), rows => {
      const { entries, hot } = entriesOf(rows)
      const back = new RowSet(rows.length)
      entries.gather(hot ?? entries.noBits(), back)
      expect(rows.flatMap((_, i) => back.has(i) ? [i] : [])).toEqual(rows.flatMap((r, i) => r.hot && !r.absent ? [i] : []))
      const found = new Map<number, (readonly number[])[]>()
      for (let part = 0; part < PARTS; part++) {
        entries.each(part, (lo, _hi, values, at) => found.set(lo, [...found.get(lo) ?? [], [...values.subarray(at, at + 2)]]))
      }
      const wanted = new Map<number, (readonly number[])[]>()
      for (const r of rows) if (!r.absent) wanted.set(r.key, [...wanted.get(r.key) ?? [], r.values])
      expect([...found].toSorted(([a], [b]) => a - b)).toEqual([...wanted].toSorted(([a], [b]) => a - b))
    }))
  })

  it('of ranges hold each part once, in the range that it is of', () => {
    fc.assert(fc.property(fc.array(row(wide), { maxLength: 300 }), fc.integer({ min: 1, max: PARTS }), (rows, n) => {
      const sizes = ({ entries }: ReturnType<typeof entriesOf>): readonly number[] => Array.from({ length: PARTS }, (_, part) => entries.sizeOf(part))
      // So much room as one row takes.
      const ranges = rangesOf(n, 2, 17)
      expect(ranges).toHaveLength(n)
      expect(ranges.flatMap(({ from, to }) => sizes(entriesOf(rows, { from, to })).slice(from, to))).toEqual(sizes(entriesOf(rows)))
      for (const { from, to } of ranges) expect(sizes(entriesOf(rows, { from, to })).every((size, part) => size === 0 || (part >= from && part < to))).toBe(true)
    }), { numRuns: 30 })
  })
})

describe('rows against rows', () => {
  it('are judged as groups of rows are', () => {
    fc.assert(fc.property(fc.array(row(value), { maxLength: 40 }), fc.array(row(value), { maxLength: 40 }), nulls, nulls, (a, b, x, y) => {
      const spec = specOf([x, y])
      expect(isPlain(spec)).toBe(true)
      const [left, right] = [entriesOf(a), entriesOf(b)]
      const both = { a: left.entries, b: right.entries }
      const judged = [new Pairs(spec), new Groups(spec)].map(judge => {
        const suspects = [left.entries.noBits(), right.entries.noBits()]
        for (let part = 0; part < PARTS; part++) if (both.a.sizeOf(part) + both.b.sizeOf(part) > 0) judge.judge({ both, part, hot: [left.hot, right.hot], suspects })
        return suspects
      })
      expect(judged[0]).toEqual(judged[1])
    }), { numRuns: 500 })
  })

  it('are not asked for what they do not know', () => {
    const plain = specOf(['equal'])
    const sum = { ...term('a', 'f'), term: { side: 'a', field: 'f', take: 'sum' as const } }
    for (const other of [{ sums: true }, { guarded: true }, { alone: [true, false] as const }, { compares: [{ a: sum, b: sum, nulls: 'zero' as const }] }]) expect(isPlain({ ...plain, ...other })).toBe(false)
  })
})

describe('what stands twice', () => {
  it('is found as by counting', () => {
    const print = fc.oneof(fc.constantFrom(0, 1, -1, 2147483647, -2147483648, 4194304, 4194305), fc.integer())
    fc.assert(fc.property(fc.array(print, { maxLength: 200 }), fc.integer({ min: 0, max: 3 }), (list, copies) => {
      const prints = Int32Array.from([...list, ...list.slice(0, copies)])
      const found = doubles(prints)
      for (const p of new Set(prints)) expect(found.has(p)).toBe(p !== 0 && prints.filter(x => x === p).length > 1)
    }))
  })
})
