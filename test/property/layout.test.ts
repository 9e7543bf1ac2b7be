import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bindLayout, chooseLayout } from '../../src/layout/index.js'
import { Block, RowState, citizenCheck } from '../../src/records/index.js'
import { codes, fill, layouts, load, preview } from '../unit/layout/extract.js'

const HEADER = ['AAZ288', 'AAC147', 'AAC003', 'AAE140', 'AAE003', 'AAE020', 'AAE022', 'AAE058', 'AAE036', 'AAA321']
const id = fc.integer({ min: 100, max: 999 }).map(n => `11000019900101${n}`).map(s => s + citizenCheck(s))
const cents = fc.integer({ min: 0, max: 9_999_999 }).map(n => (n / 100).toFixed(2))

/** Cells of a levy: sound ones often, dirt of every kind now and then. */
const cells: readonly fc.Arbitrary<string>[] = [
  fc.constantFrom('Z1', 'Z2', ' Z3', "'0004", ''), fc.oneof(id, id.map(i => i.toLowerCase()), fc.constantFrom('', '1100', '1.1E+17', '合计')), fc.constantFrom('测试甲', '测　乙', '阿甲.买乙', '', '小计'),
  fc.constantFrom('110', '１１０', '777', ''), fc.constantFrom('202505', '2025-05', '202513', '', '203001'), fc.oneof(cents, fc.constantFrom('', 'x', '1,000.00')), fc.oneof(cents, fc.constantFrom('')),
  fc.oneof(cents, fc.constantFrom('', '(5.00)', '1.234', '-')), fc.constantFrom('20250510', '2025/5/10', '', '今天'), fc.constantFrom('1', '6', '', '77'),
]
const line = fc.oneof({ weight: 8, arbitrary: fc.tuple(...cells) }, { weight: 1, arbitrary: fc.constant(HEADER.map(() => '')) }, { weight: 1, arbitrary: fc.constant(['x', 'y']) })
const extract = fc.array(line, { minLength: 1, maxLength: 40 }).map(rows => rows.map(row => row.map(cell => cell.replaceAll('|', ''))))

describe('an extract of any dirt', () => {
  test('every row is in exactly one class, and every 分 too', () => {
    fc.assert(fc.property(extract, rows => {
      const { result, records, aside } = load([HEADER.join('|'), ...rows.map(row => row.join('|'))], 'ss-levy')
      expect(result.rowsRead + result.rowsBlank + result.rowsTotal).toBe(rows.length)
      expect(result.rowsRead).toBe(records.length + aside.length)
      expect(result.rowsSetAside).toBe(aside.length)
      expect(records.reduce((sum, r) => sum + Number(r['amount']), 0)).toBe(result.amountRead - result.amountSetAside)
      expect(records.every(r => Number.isInteger(r['amount']) && Number.isInteger(r['period_start']))).toBe(true)
    }), { numRuns: 150 })
  })

  test('where blocks end changes nothing', () => {
    const { layout, header } = chooseLayout(layouts, preview([HEADER]), { file: 'x', wanted: 'ss-levy' })
    const read = (parts: readonly (readonly string[][])[]): unknown => {
      const binder = bindLayout({ layout, header, codes, dataDate: '2025-06-30', file: 'x', sheet: null, rawOf: (b, r) => b.rawText.get(r) ?? '' })
      const block = new Block(HEADER.length, 65536)
      let first = 2
      const seen: unknown[] = []
      for (const part of parts) {
        fill(block, part, first)
        const { records, notes } = binder.apply(block)
        for (let r = 0; r < part.length; r++) {
          for (const { kind, fields, columns, emit } of records) {
            if (emit[r] === 1) seen.push([kind, first + r, fields.map((f, i) => [f, columns[i]!.num?.[r] ?? block.text(columns[i]!, r)])])
          }
          if (block.state[r] === RowState.setAside) seen.push([first + r, block.reasons.get(r)])
        }
        seen.push(...notes.changes.map(c => ({ ...c, row: c.row + first })).toSorted((a, b) => a.row - b.row), ...notes.issues.map(i => ({ ...i, row: i.row + first })))
        first += part.length
      }
      return { seen: seen.map(s => JSON.stringify(s)).toSorted(), result: binder.finish() }
    }
    fc.assert(fc.property(extract, fc.nat(40), (rows, at) => {
      expect(read([rows.slice(0, at), rows.slice(at)].filter(part => part.length > 0))).toEqual(read([rows]))
    }), { numRuns: 100 })
  })

  test('cleansing what was cleansed changes nothing', () => {
    const columns = ['levy_no', 'id_number', 'name', 'insurance', 'period_start', 'amount_employer', 'amount_person', 'amount', 'sent_date'] as const
    const written = (record: Readonly<Record<string, unknown>>): string => columns.map(c => {
      const value = record[c]
      return value === undefined ? '' : c.startsWith('amount') ? (Number(value) / 100).toFixed(2) : String(value as string | number)
    }).join('|')
    fc.assert(fc.property(extract, rows => {
      const once = load([HEADER.join('|'), ...rows.map(row => row.join('|'))], 'ss-levy')
      if (once.records.length === 0) return
      const twice = load([HEADER.slice(0, 9).join('|'), ...once.records.map(written)], 'ss-levy')
      expect(twice.changes).toEqual([])
      expect(twice.records.map(written)).toEqual(once.records.map(written))
    }), { numRuns: 150 })
  })
})
