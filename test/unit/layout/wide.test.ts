import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readLayout, type Layout } from '../../../src/layout/index.js'
import { citizenCheck } from '../../../src/records/index.js'
import { load, type Outcome } from './extract.js'

/** A person of nobody. */
const ID = `11000019900101001${citizenCheck('11000019900101001')}`

const dir = mkdtempSync(join(tmpdir(), 'hedui-wide-'))
afterAll(() => rmSync(dir, { recursive: true }))

function layoutOf(text: string): Layout {
  writeFileSync(join(dir, 'x.yaml'), text)
  return readLayout(join(dir, 'x.yaml'), 'x.yaml')
}

function loadBy(text: string, lines: readonly string[]): Outcome {
  return load(lines, undefined, { layouts: [layoutOf(text)] })
}

const HEAD = `name: wide
title: { zh: 宽表, en: wide }
agency: ss
`
const WIDE = `${HEAD}columns:
  id_number: [证件号码]
  period: [所属期]
  pension_employer: { headers: [养老保险单位], type: fen }
  pension_person: { headers: [养老保险个人], type: fen }
  pension_base: { headers: [养老保险基数], type: fen }
  injury: { headers: [工伤保险单位, 工伤保险], type: fen }
mandatory: [id_number, period, [pension_employer, injury]]
must: [amount, period]
records:
  - kind: levy
    level: person
    unpivot:
      - { set: { insurance: pension }, fields: { amount_employer: pension_employer, amount_person: pension_person, base: pension_base } }
      - { set: { insurance: injury }, fields: { amount: injury } }
`

describe('a wide sheet', () => {
  test('one record an insurance, under two header rows with columns of one name', () => {
    const { records, result } = loadBy(WIDE, ['证件号码|所属期|养老保险|||工伤保险', '||单位|个人|基数|单位', `${ID}|202505|800|400|5000|10.5`])
    expect(records.map(r => [r['insurance'], r['owner'], r['base'], r['amount_employer'], r['amount_person'], r['amount'], r['line']])).toEqual([
      ['pension', 'ss', 500000, 80000, 40000, 120000, 3], ['injury', 'ss', undefined, undefined, undefined, 1050, 3],
    ])
    expect(result).toMatchObject({ rowsRead: 1, amountRead: 121050, amountWritten: 121050, rowsWithoutAmount: 0 })
  })

  test('a set that is blank or 0 gives none, a base alone neither; a row of none is set aside', () => {
    const { records, aside, result } = loadBy(WIDE, ['证件号码|所属期|养老保险单位|养老保险个人|养老保险基数|工伤保险', `${ID}|202505|800|400|5000|0.00`, `${ID}|202505|||5000|3`, `${ID}|202505|0|0|5000|`])
    expect(records.map(r => [r['insurance'], r['line'], r['amount']])).toEqual([['pension', 2, 120000], ['injury', 3, 300]])
    expect(aside).toEqual([{ line: 4, reason: 'reason.no_record', detail: '' }])
    expect(result).toMatchObject({ rowsRead: 3, rowsSetAside: 1, amountRead: 120300 })
  })

  test('zeros are kept where the layout says so', () => {
    const { records } = loadBy(WIDE.replace('    unpivot:', '    zeros: keep\n    unpivot:'), ['证件号码|所属期|养老保险单位|工伤保险', `${ID}|202505|800|0.00`, `${ID}|202505|800|`])
    expect(records.map(r => [r['insurance'], r['line']])).toEqual([['pension', 2], ['pension', 3], ['injury', 2]])
  })

  test('an amount that cannot be read sets the row aside, whichever set it stands in', () => {
    const { records, aside, result } = loadBy(WIDE, ['证件号码|所属期|养老保险单位|养老保险个人|工伤保险', `${ID}|202505|800|400|壹`, `${ID}|202505|八|400|3`, `${ID}|202505|800|400|3`])
    expect(records.map(r => r['line'])).toEqual([4, 4])
    expect(aside).toEqual([{ line: 2, reason: 'reason.amount_unreadable', detail: '工伤保险: 壹' }, { line: 3, reason: 'reason.amount_unreadable', detail: '养老保险单位: 八' }])
    expect(result).toMatchObject({ rowsRead: 3, rowsSetAside: 2, rowsWithoutAmount: 2, amountRead: 120300 })
  })

  test('columns that the extract lacks leave their set out', () => {
    const { records, binder } = loadBy(WIDE, ['证件号码|所属期|工伤保险单位', `${ID}|202505|3`])
    expect(records.map(r => r['insurance'])).toEqual(['injury'])
    expect(binder.tables[0]!.fields).not.toContain('base')
  })

  test.each([
    ['a field that is none', 'base: pension_base', 'bass: pension_base', 'layout.reference', 'bass'],
    ['a column that is none', 'amount: injury', 'amount: injery', 'layout.reference', 'injery'],
    ['no field', '{ amount: injury }', '{}', 'config.value', '{}'],
  ])('%s is refused', (_, from, to, code, found) => {
    expect(() => layoutOf(WIDE.replace(from, to))).toThrow(expect.objectContaining({ code, params: expect.objectContaining({ found }) as object }) as Error)
  })

  test('wages: a cell that cannot be read sets the row aside, 0 is a wage', () => {
    const { records, aside } = load(['身份证件号码|姓名|缴费年度|企业职工基本养老保险缴费工资|工伤保险缴费工资', `${ID}|甲|2025|5000|0`, `${ID}|甲|2025|五千|1`], 'tax-wages')
    expect(records.map(r => [r['insurance'], r['wage']])).toEqual([['pension', 500000], ['injury', 0]])
    expect(aside).toMatchObject([{ line: 3, reason: 'reason.amount_unreadable' }])
  })
})

const BOTH = `${HEAD}columns:
  id_number: [证件号码]
  insurance: [险种]
  period: [对应费款所属期, { is: 费款所属期, unless: [对应费款所属期, 费款所属年月] }, 费款所属年月]
  booked_period: [{ is: 费款所属期, beside: [period] }, 建账年月]
  due: { headers: [应缴金额], type: fen }
  paid: { headers: [实缴金额], type: fen }
mandatory: [id_number, insurance, period, due]
must: [amount, period]
records:
  - kind: levy
    level: person
    fields: { amount: due }
  - kind: payment
    level: person
    when: { paid: nonzero }
    fields: { amount: paid }
`

describe('a header that depends on others', () => {
  test.each([
    ['alone', '费款所属期|应缴金额', '202505|1', { period_start: 202505 }],
    ['beside another', '费款所属期|对应费款所属期|应缴金额', '202506|202505|1', { period_start: 202505, booked_period: 202506 }],
    ['beside a third', '费款所属年月|费款所属期|应缴金额', '202505|202506|1', { period_start: 202505, booked_period: 202506 }],
  ])('%s', (_, header, cells, expected) => {
    const { records } = loadBy(BOTH, [`证件号码|险种|${header}`, `${ID}|110|${cells}`])
    expect(records[0]).toMatchObject(expected)
    expect('booked_period' in records[0]!).toBe('booked_period' in expected)
  })
})

describe('levy and payment in one row', () => {
  test('two records, the second on a condition; the money of the row is counted once', () => {
    const { records, result } = loadBy(BOTH, ['证件号码|险种|费款所属期|应缴金额|实缴金额', `${ID}|110|202505|100|100`, `${ID}|110|202505|100|0.00`, `${ID}|110|202505|100|`])
    expect(records.map(r => [r['kind'], r['line'], r['amount']])).toEqual([['levy', 2, 10000], ['levy', 3, 10000], ['levy', 4, 10000], ['payment', 2, 10000]])
    expect(result).toMatchObject({ rowsRead: 3, amountRead: 30000, rowsWithoutAmount: 0 })
  })
})

describe('a row that numbers the columns', () => {
  test.each(['1|2|3|4', '（1）|（2）|（3）|（4）', '栏次|1|2|3', '①|②|③|④', '0|1|2|3'])('%s belongs to the header', numbers => {
    const { records, result } = loadBy(BOTH, ['证件号码|险种|费款所属期|应缴金额', numbers, `${ID}|110|202505|100`])
    expect(records.map(r => r['line'])).toEqual([3])
    expect(result).toMatchObject({ rowsRead: 1, rowsSetAside: 0, rowsTotal: 0 })
  })

  test('a row of other numbers does not', () => {
    const { result } = loadBy(BOTH, ['证件号码|险种|费款所属期|应缴金额', '1|2|3|5', `${ID}|110|202505|100`])
    expect(result.rowsRead).toBe(2)
  })
})
