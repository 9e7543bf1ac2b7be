import { expect, it } from 'vitest'
import { parseCsv } from '../../../src/config/index.js'
import { Problem } from '../../../src/kernel/index.js'

const LINES = ['code,label', '# a remark', '10,正常', '', '"2,0","补""缴"', '30, 预缴 ']
const ROWS = [{ line: 3, cells: { code: '10', label: '正常' } }, { line: 5, cells: { code: '2,0', label: '补"缴' } }, { line: 6, cells: { code: '30', label: '预缴' } }]

it.each(['\n', '\r\n', '\r'])('settings are read with lines that end in %j, the last with an end or without', end => {
  expect(parseCsv(LINES.join(end), ['code'], 'x.csv')).toEqual(ROWS)
  expect(parseCsv(LINES.join(end) + end, ['code'], 'x.csv')).toEqual(ROWS)
})

it('settings are read where line ends are mixed, as two editors leave them', () => {
  expect(parseCsv(LINES.map((line, i) => line + (i % 2 === 0 ? '\r\n' : '\n')).join(''), ['code'], 'x.csv')).toEqual(ROWS)
})

it('a row with too many cells is told with its line', () => {
  const read = (): unknown => parseCsv('code,label\r\n10,正常\r\n20,补缴,x\r\n', ['code'], 'x.csv')
  expect(read).toThrow(Problem)
  try { read() } catch (error) { expect((error as Problem).params).toMatchObject({ file: 'x.csv', line: 3, found: 3, expected: 2 }) }
})
