import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, test } from 'vitest'
import { showTable } from '../../../src/cli/paint.js'
import { table, wrapped, type Col } from '../../../src/cli/table.js'
import { exactWidths } from '../../../src/cli/width.js'

beforeAll(exactWidths)

const columns: readonly Col[] = [{ title: '文件' }, { title: '批次', right: true }, { title: '机构', spare: true }, { title: '版式', below: true }, { title: '读到', right: true }]
const rows = [['tax-receipts-person_20251010.csv', '15', '税务', 'tax-receipts-person', '213,480'], ['tax-receipts_20251010.xlsx', '16', '税务', 'tax-receipts', '6,400']]

describe('a table on a terminal', () => {
  test('with room enough stands in one line a row, Chinese two wide', () => {
    expect(table(columns, rows, { width: 100 })).toEqual([
      '文件                              批次  机构  版式                    读到',
      '--------------------------------  ----  ----  -------------------  -------',
      'tax-receipts-person_20251010.csv    15  税务  tax-receipts-person  213,480',
      'tax-receipts_20251010.xlsx          16  税务  tax-receipts           6,400',
    ])
  })

  test('too narrow: spare columns go first, then a second line; names stay whole', () => {
    expect(table(columns, rows, { width: 70 })[2]).toBe('tax-receipts-person_20251010.csv    15  tax-receipts-person  213,480')
    expect(table(columns, rows, { width: 52 }).slice(2, 4)).toEqual(['tax-receipts-person_20251010.csv    15  213,480', '    机构 税务 · 版式 tax-receipts-person'])
  })

  test('a pipe has no width: nothing is cut', () => {
    const long = 'x'.repeat(500)
    expect(table([{ title: 'a', grow: true }], [[long]], { width: Infinity })[2]).toBe(long)
  })

  test('columns that may be cut are cut in their middle', () => {
    expect(table([{ title: 'file', grow: true }], [['tax-receipts-person_20251010.csv']], { width: 20 })[2]).toBe('tax-receip…51010.csv')
  })

  test('control characters of a cell do not reach the terminal', () => {
    expect(table([{ title: 'a' }], [['\u001b[31mred\u0007']], { width: 80 })[2]).toBe('·[31mred·')
  })
})

describe('a table among results', () => {
  test('loads what counts its characters, and lines up', async () => {
    const lines: string[] = []
    await showTable({ columns: Infinity, out: line => lines.push(line) }, [{ title: '姓名' }, { title: 'n' }], [['👩‍👩‍👧 é', '1'], ['张三 Ω', '2']])
    expect(lines).toEqual(['姓名    n', '------  -', '👩‍👩‍👧 é    1', '张三 Ω  2'])
  })
})

describe('wrapped text', () => {
  test('Chinese breaks anywhere but before a closing mark, Latin words stay whole', () => {
    expect(wrapped('先试一试：hedui demo 在虚构的城市上走完全程；', 20)).toEqual(['先试一试：hedui demo', '在虚构的城市上走完全', '程；'])
    expect(wrapped('第一个不一致的字段。', 18)).toEqual(['第一个不一致的字', '段。'])
  })

  test('no line ends in an opening mark', () => {
    expect(wrapped('医保为长期照护保险（care）', 20)).toEqual(['医保为长期照护保险', '（care）'])
  })

  test('no line is wider than asked for, and no word is lost', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }).map(s => s.replace(/\s+/g, ' ')), fc.integer({ min: 10, max: 100 }), (text, width) => {
      const lines = wrapped(text, width)
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(Math.max(width, 2))
      expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
    }))
  })
})
