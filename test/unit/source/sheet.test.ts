import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../src/source/index.js'
import { SharedStrings } from '../../../src/source/shared-strings.js'
import { shownNumber, styleOf, type CellStyle } from '../../../src/source/number-format.js'
import { numberText } from '../../../src/source/numbers.js'
import { SheetRows } from '../../../src/source/sheet.js'
import type { Workbook } from '../../../src/source/workbook.js'
import { XmlReader, type XmlHandler } from '../../../src/source/xml.js'
import { Files, FIXTURES, readAll } from './reading.js'

const files = new Files()
afterAll(() => files.remove())

const STYLES: readonly CellStyle[] = ['General', 'yyyy/m/d', '00000000', '"ZJ"000000', '0.0%', '"ZJ"@', '0!.0,'].map(styleOf)

function bookOf(strings: readonly string[]): Workbook {
  const shared = new SharedStrings('x', DEFAULT_LIMITS)
  for (const s of strings) shared.add(s)
  return { sheets: [], strings: shared, styles: STYLES, from1904: false }
}

const BOOK = bookOf(['甲', 'x & y', '_x4E2D_'])

function rowsOf(xml: string, pieces: number, quick: boolean): unknown {
  const rows = new SheetRows(BOOK)
  const plain: XmlHandler = { open: (n, a) => rows.open(n, a), text: t => rows.text(t), close: n => rows.close(n) }
  const reader = new XmlReader(quick ? rows : plain, { refuse: what => new Error(what) })
  for (let at = 0; at < xml.length; at += pieces) reader.write(xml.slice(at, at + pieces))
  return rows.take()
}

const value = fc.oneof(fc.constantFrom('0', '1', '2', '1.5', '45000', '12', '1.10101199003071E+17', '', ' 7 ', '甲&amp;乙', '_x0041_', '&#x4E2D;', 'TRUE', 'a b'))
const attributes = fc.record({ ref: fc.constantFrom('', ' r="A1"', ' r="C9"', ' r="AB3"', " r='B1'"), style: fc.constantFrom('', ...STYLES.map((_, i) => ` s="${i}"`)), type: fc.constantFrom('', ' t="s"', ' t="n"', ' t="str"', ' t="inlineStr"', ' t="b"', ' t="d"'), more: fc.constantFrom('', ' cm="1"') })
const cell = fc.tuple(attributes, value, fc.nat(6)).map(([a, v, form]) => {
  const head = `c${a.ref}${a.style}${a.type}${a.more}`
  return [`<${head}/>`, `<${head}><v>${v}</v></c>`, `<${head}><is><t>${v}</t></is></c>`, `<${head}><f>A1+1</f><v>${v}</v></c>`, `<${head}><f>A1</f></c>`, `<${head}><is><r><t>${v}</t></r><r><t xml:space="preserve"> z</t></r><rPh sb="0"><t>ph</t></rPh></is></c>`, `<x:${head}><x:v>${v}</x:v></x:c>`][form]!
})

it('the short way to read a cell gives what the long way gives, wherever the stream is cut', () => {
  fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 5 }), fc.integer({ min: 1, max: 60 }), (rows, pieces) => {
    const xml = `<worksheet><sheetData>${rows.map((cells, i) => `<row r="${i + 1}">${cells.join('')}</row>`).join('')}</sheetData></worksheet>`
    expect(rowsOf(xml, pieces, true)).toEqual(rowsOf(xml, xml.length, false))
  }), { numRuns: 500 })
})

it('numbers stand without noise, and with all their digits', () => {
  const cases = { '110101199003070011': '110101199003070011', '1.10105199003070E+17': '1.10105199003070E+17', '1.1010519900307001E+17': '1.1010519900307001E+17', '1.10101199003071012E+17': '110101199003071012', '1.2345678E7': '12345678', '1E+15': '1E+15', '1E14': '100000000000000', '0.30000000000000004': '0.3', '1E-7': '0.0000001', '5.0': '5', '-12.50': '-12.50', '1234.56': '1234.56', '.5': '.5', '007': '007', 'x': 'x', '-': '-', '': '' }
  for (const [text, expected] of Object.entries(cases)) expect([text, numberText(text)]).toEqual([text, expected])
})

it('numbers and texts as their formats show them, with all their digits', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['00000000', '123', '00000123'], ['00000000_ ', '123', '00000123'], ['[$-804]00000000;@', '123', '00000123'], ['00000000', '12.5', '12.5'], ['000"-"000', '1234', '1234'],
    ['"ZJ"000000', '12', 'ZJ000012'], ['\\Z\\J0', '12', 'ZJ12'], ['"3607"0000', '12', '36070012'], ['"ZJ"#', '12', 'ZJ12'], ['"ZJ"000000', '12.5', '12.5'], ['"ZJ"0.00', '12.5', '12.5'], ['"第"0', '12', '12'], ['"第"000', '12', '012'], ['0000"号"', '12', '0012'], ['"第"0000"号"', '12', '0012'], ['0000"万元"', '12', '12万元'], ['"￥"0', '12', '12'], ['¥0', '12', '12'],
    ['0%', '0.16', '16%'], ['0.00%', '0.005', '0.5%'], ['0%', '1', '100%'], ['0%;[Red]-0%', '-0.05', '-5%'], ['0"%"', '16', '16'],
    ['0.00"万元"', '12.5', '12.5万元'], ['#,##0.00_);(#,##0.00)"万"', '12.5', '12.5'], ['0"百万元"', '3', '3百万元'], ['0.0" 亿元"', '-1.5', '-1.5亿元'], ['0\\万', '7', '7万'], ['0"万"', '0', '0'], ['0"万人次"', '7', '7'], ['"万"0', '7', '7'],
    ['0!.0,', '12002400', '12002400 [0!.0,]'], ['0"."0,"万"', '12002400', '12002400 [0"."0,"万"]'], ['0\\.0000', '12002400', '12002400 [0\\.0000]'], ['#,##0,', '1200', '1200 [#,##0,]'], ['0.00,,', '0', '0'],
    ['#,##0.00', '1200.24', '1200.24'], ['_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ', '1200.24', '1200.24'], ['#,##0_);(#,##0)', '-5', '-5'], ['0000\\.00', '202509', '202509'], ['0000\\.00\\.00', '20250903', '20250903'], ['0000!-00!-00', '20250903', '20250903'], ['0.00E+00', '1200.24', '1200.24'], ['# ?/?', '0.5', '0.5'], ['General', '12', '12'], ['G/通用格式', '12', '12'],
  ]
  for (const [format, number, shown] of cases) expect([format, number, styleOf(format).plain ? number : shownNumber(number, styleOf(format))]).toEqual([format, number, shown])
  expect(['"ZJ"@', '0;-0;0;"ZJ"@', '@', '"甲"@', '"ZJ"0'].map(f => styleOf(f).beforeText)).toEqual(['ZJ', 'ZJ', '', '', ''])
})

describe('shared strings', () => {
  it('come back whatever they are, the first and the later ones', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 200 }), list => {
      const { strings } = bookOf(list)
      expect(list.map((_, i) => strings.at(i))).toEqual(list)
      expect([strings.at(-1), strings.at(list.length), strings.at(NaN)]).toEqual(['', '', ''])
    }))
    const many = Array.from({ length: 40_000 }, (_, i) => `文字${i}${'x'.repeat(i % 700)}`)
    const { strings } = bookOf(many)
    expect(many.findIndex((s, i) => strings.at(i) !== s)).toBe(-1)
  })
})

test('a header with markup, a header of two rows, ids as numbers and days stand as a person sees them', async () => {
  const { tables } = await readAll(`${FIXTURES}/levy.xlsx`, {}, cells => cells.includes('证件号码'))
  expect(tables[0]!.rows[0]!.cells).toEqual(['ZJ000001', '0000000001', '110000199001020019', '测试甲', '0000012345', '110', '202509', '5001', '1200.24', '2025-09-21'])
})
