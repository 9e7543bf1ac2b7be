import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Draft } from '../../src/report/draft.js'
import { drafted } from '../../src/report/drafted.js'
import { LineLoops } from '../../src/report/line-loops.js'
import type { Cell, TableColumn, Table } from '../../src/report/model.js'
import { lineDigest, sealed, type Sealing } from '../../src/report/seal.js'
import { sheetRows } from '../../src/report/sheet-rows.js'
import { HOSTILE } from '../unit/report/book.js'

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom(...HOSTILE), fc.constantFrom('ss-levy_20250930.csv', 'a_xb', '_', 'x_', '甲\n乙', '情况说明：社保', 'y'.repeat(15), 'z'.repeat(16), '丙'.repeat(400)))
const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, 9, 10, -99, 100, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, 2 ** 53))
const cell: fc.Arbitrary<Cell> = fc.oneof({ weight: 4, arbitrary: text }, { weight: 2, arbitrary: number }, { weight: 1, arbitrary: fc.constant(null) })

function columnsOf(n: number): readonly TableColumn[] {
  return Array.from({ length: n }, (_, i) => ({ title: `c${i}`, type: i % 3 === 1 ? 'money' : 'text', tint: i % 5 === 4 ? 'answer' : 'key', width: 12, wrap: i % 4 === 0 }))
}

/** Rows of a sheet as written from a draft in the loops' memory, or in one of its own. */
function rowsOf(columns: readonly TableColumn[], lines: readonly Cell[][], loops: LineLoops, own: boolean): string {
  const styles = { loud: columns.map((_, i) => String(i)), quiet: columns.map((_, i) => String(i + 100)) }
  const drafts = drafted(lines.map((cells, i) => ({ cells, quiet: i % 2 === 1 })), own ? new Draft(columns) : loops.draft(columns))[Symbol.iterator]()
  return Buffer.concat([...sheetRows(drafts, { columns, styles, first: 999_998, count: lines.length, loops })]).toString()
}

function digestsOf(columns: readonly TableColumn[], lines: readonly Cell[][], loops: LineLoops): readonly string[] {
  const sealing: Sealing = { seal: { name: '', facts: [], head: [] }, marks: [], loops }
  const table: Table = { name: '', file: '', title: '', notes: [], columns, frozen: 0, count: lines.length, sum: -1, fen: 0, *lines() { for (const cells of lines) yield { cells, quiet: false } } }
  for (const _ of sealed(table, sealing).drafts!(loops.draft(columns))) void _
  return lines.map((_, i) => sealing.marks[0]!.digests.toString('hex', i * 8, i * 8 + 8))
}

describe('lines by WebAssembly', () => {
  const loops = new LineLoops()
  const lines = fc.integer({ min: 5, max: 40 }).chain(n => fc.tuple(fc.constant(columnsOf(n)), fc.array(fc.array(cell, { minLength: n, maxLength: n }), { maxLength: 12 })))

  it('are the rows and digests of the plain loops', () => {
    fc.assert(fc.property(lines, ([columns, of]) => {
      expect(rowsOf(columns, of, loops, false)).toBe(rowsOf(columns, of, loops, true))
      expect(digestsOf(columns, of, loops)).toEqual(of.map(cells => lineDigest(cells, columns).toString('hex')))
    }), { numRuns: 300 })
  })

  it('are made for most lines, and for none that finds no room', () => {
    const made = (cells: readonly Cell[]): boolean => {
      const columns = columnsOf(cells.length)
      const draft = loops.draft(columns)
      for (const _ of drafted([{ cells, quiet: false }], draft)) void _
      return loops.json(draft, [0]) !== null
    }
    expect([['L01', 100, null, '甲\n乙', 'a_b'], ['a"b', 1], ['x'.repeat(120_000), 1], Array.from({ length: 300 }, () => 'x')].map(made)).toEqual([true, false, false, false])
    const [wide, long] = [columnsOf(300), columnsOf(5)]
    expect(rowsOf(wide, [wide.map(() => 'x')], loops, false)).toBe(rowsOf(wide, [wide.map(() => 'x')], loops, true))
    const lines = [['甲'.repeat(30_000), 1, null, '', 'x'], ['乙', 1, null, '', 'x']]
    expect(rowsOf(long, lines, loops, false)).toBe(rowsOf(long, lines, loops, true))
  })
})
