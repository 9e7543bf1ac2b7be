import { describe, expect, test } from 'vitest'
import { parseLayout } from '../../../src/layout/index.js'
import { layoutText, type Proposal } from '../../../src/propose/index.js'
import { load, type Outcome } from '../layout/extract.js'
import { creditCode, name, personId } from './dialects.js'
import { placedIn, proposed } from './rows.js'

interface Case { readonly proposal: Proposal; readonly fields: Readonly<Record<string, string>>; readonly read: Outcome }

const TOLD = { file: 'x.csv', format: 'text', encoding: null, delimiter: ',', sheet: null, header: '1', rows: 1, whole: true, totals: [] }

/** Proposes for a sheet of 20 rows below its header, and reads the sheet by what was proposed. */
function tried(header: readonly string[], row: (r: number) => readonly string[], file = 'x.csv'): Case {
  const heads = header.map(h => h.split('|'))
  const rows = Array.from({ length: 20 }, (_, r) => row(r))
  const proposal = proposed([...heads, ...rows], file)
  const text = layoutText(proposal, TOLD)
  const read = load([...header, ...rows.map(r => r.join('|'))], proposal.draft.name, { layouts: [parseLayout(text, 'proposed.yaml')], dataDate: '2025-12-31' })
  return { proposal, fields: placedIn(proposal), read }
}

function sure({ proposal }: Case, header: string): number {
  return proposal.placed.find(p => p.header === header)?.confidence ?? 0
}

const person = (r: number): readonly string[] => [personId(r), name(r)]
const month = (r: number): string => `2025${String(1 + r % 9).padStart(2, '0')}`

describe('交 for 缴', () => {
  test('is the slip of who types a header, and nothing else', () => {
    const made = tried(['征集通知流水号|证件号码|姓名|险种|交费月份|单位交|个人应交|交易流水号'], r => [`Z${r}`, ...person(r), '110', month(r), `${160 + r * 7 % 11}.00`, `${80 + r * 5 % 13}.50`, `T${r * 31}`])
    expect(made.fields).toMatchObject({ 交费月份: 'period', 单位交: 'amount_employer', 个人应交: 'amount_person' })
    expect(made.fields['交易流水号']).not.toBe('levy_no')
    expect(made.read.records[0]).toMatchObject({ kind: 'levy', period_start: 202501, amount_employer: 16000, amount_person: 8050 })
  })
})

describe('费款所属期', () => {
  test('alone is the period, unless another stands beside it later', () => {
    const { fields, read, proposal } = tried(['征集通知流水号|证件号码|姓名|险种|费款所属期|应缴金额'], r => [`Z${r}`, ...person(r), '110', month(r), '100.00'])
    expect(fields).toMatchObject({ 费款所属期: 'period' })
    expect(read.records[0]).toMatchObject({ kind: 'levy', period_start: 202501 })
    expect(proposal.draft.columns.find(c => c.name === 'period')!.headers[0]).toMatchObject({ is: '费款所属期', unless: expect.arrayContaining(['对应费款所属期', '费款所属年月']) as string[] })
  })

  test.each(['对应费款所属期', '费款所属年月', '应缴年月'])('beside %s is the booked month', other => {
    const made = tried([`征集通知流水号|证件号码|姓名|险种|费款所属期|${other}|应缴金额`], r => [`Z${r}`, ...person(r), '110', '202510', month(r), '100.00'])
    expect(made.fields).toMatchObject({ 费款所属期: 'booked_period', [other]: 'period' })
    expect(made.read.records[0]).toMatchObject({ period_start: 202501, booked_period: 202510 })
    expect(sure(made, other)).toBeGreaterThanOrEqual(0.9)
  })

  test('建账年月 alone is no period: said as missing', () => {
    const { proposal } = tried(['征集通知流水号|证件号码|姓名|险种|建账年月|应缴金额'], r => [`Z${r}`, ...person(r), '110', month(r), '100.00'])
    expect(proposal.missing.some(group => group.includes('period'))).toBe(true)
    expect(placedIn(proposal)).toMatchObject({ 建账年月: 'booked_period' })
  })

  test.each([['202501-202512', 202501, 202512], ['2025.01-2025.03', 202501, 202503], ['2025-01至2025-06', 202501, 202506], ['20250101-20251231', 202501, 202512], ['2025年1月~2025年12月', 202501, 202512]])('start and end in one cell, as %s', (cell, from, to) => {
    const made = tried(['征集通知流水号|证件号码|姓名|险种|费款所属期起止|应缴金额'], r => [`Z${r}`, ...person(r), '110', cell, '100.00'])
    expect(made.fields).toMatchObject({ 费款所属期起止: 'period' })
    expect(made.read.records[0]).toMatchObject({ period_start: from, period_end: to })
    expect(made.read.result.rowsSetAside).toBe(0)
  })
})

describe('values outvote names', () => {
  test('统一社会信用代码 that holds a platform’s unit numbers is the unit number', () => {
    const made = tried(['征集通知流水号|证件号码|姓名|统一社会信用代码|险种|费款所属期|应缴金额'], r => [`Z${r}`, ...person(r), `2201${String(10000000 + r % 4)}`, '110', month(r), '100.00'])
    expect(made.fields['统一社会信用代码']).toBe('employer_no')
    expect(made.proposal.placed.find(p => p.field === 'employer_no')!.evidence).toContainEqual(expect.objectContaining({ what: 'against', field: 'employer' }))
    expect(made.read.records[0]).toMatchObject({ employer_no: '220110000000' })
    expect(made.read.records[0]).not.toHaveProperty('employer')
  })

  test('even where the numbers have 18 characters', () => {
    const { fields } = tried(['征集通知流水号|证件号码|姓名|统一社会信用代码|险种|费款所属期|应缴金额'], r => [`Z${r}`, ...person(r), `220100000000${String(100000 + r % 6)}`, '110', month(r), '100.00'])
    expect(fields['统一社会信用代码']).toBe('employer_no')
  })

  test('单位编号 that holds credit codes is the credit code', () => {
    const { fields } = tried(['征集通知流水号|证件号码|姓名|单位编号|险种|费款所属期|应缴金额'], r => [`Z${r}`, ...person(r), creditCode(r % 5), '110', month(r), '100.00'])
    expect(fields['单位编号']).toBe('employer')
  })

  test('个人编号 that holds identity numbers is the identity number where there is no other', () => {
    const { fields } = tried(['征集通知流水号|个人编号|姓名|险种|费款所属期|应缴金额'], r => [`Z${r}`, ...person(r), '110', month(r), '100.00'])
    expect(fields['个人编号']).toBe('id_number')
  })

  test('a name that its values deny is not placed with confidence', () => {
    const { proposal } = tried(['征集通知流水号|证件号码|姓名|险种|费款所属期|应缴金额|缴款期限'], r => [`Z${r}`, name(r), personId(r), '110', month(r), '100.00', `备注${r}`])
    expect(placedIn(proposal)).toMatchObject({ 姓名: 'id_number' })
    expect(placedIn(proposal)).not.toHaveProperty('缴款期限')
    for (const p of proposal.placed) if (p.confidence >= 0.8) expect(['征集通知流水号', '险种', '费款所属期', '应缴金额']).toContain(p.header)
  })
})

describe('headers of two rows', () => {
  const HEAD = ['证件号码|姓名|所属期|养老保险|||失业保险||工伤保险|合计', '|||缴费基数|单位|个人|单位|个人|单位|']

  test('columns of one name under merged cells: a wide sheet, unpivoted; the total repeats its parts', () => {
    const made = tried(HEAD, r => [...person(r), month(r), '5000.00', '800.00', '400.00', '25.00', '25.00', '10.00', '1260.00'])
    expect(made.proposal.nearest.kinds).toEqual(['levy'])
    expect(made.read.records.filter(r => r['line'] === 3).map(r => [r['insurance'], r['base'], r['amount_employer'], r['amount_person'], r['amount']])).toEqual([
      ['pension', 500000, 80000, 40000, 120000], ['unemployment', undefined, 2500, 2500, 5000], ['injury', undefined, 1000, undefined, 1000],
    ])
    expect(made.proposal.unplaced).toContainEqual(expect.objectContaining({ header: '合计', why: 'repeats' }))
    expect(made.read.result).toMatchObject({ rowsRead: 20, rowsSetAside: 0 })
  })

  test('and a row below that numbers the columns', () => {
    const proposal = proposed([...HEAD.map(h => h.split('|')), ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'], ...Array.from({ length: 10 }, (_, r) => [...person(r), month(r), '5000.00', '800.00', '400.00', '25.00', '25.00', '10.00', '1260.00'])])
    expect(placedIn(proposal)).toMatchObject({ 证件号码: 'id_number' })
  })

  test('groups above plain names', () => {
    const made = tried(['人员信息||单位信息||征集信息|||', '证件号码|姓名|单位编号|单位名称|征集通知流水号|险种|应缴年月|应缴金额'], r => [...person(r), `U${r % 3}`, '某市机械厂', `Z${r}`, '110', month(r), '100.00'])
    expect(made.fields).toMatchObject({ '证件号码': 'id_number', '应缴金额': 'amount' })
    expect(made.read.records[0]).toMatchObject({ kind: 'levy', employer_no: 'U0', amount: 10000 })
  })
})

describe('columns that repeat others', () => {
  test('应缴总金额 is the amount and is proven by its parts; 汇总 columns are left out', () => {
    const made = tried(['征集通知流水号|证件号码|姓名|险种|应缴年月|单位应缴|个人应缴|应缴总金额|单位应缴汇总|汇总'], r => [`Z${r}`, ...person(r), '110', month(r), `${800 + r}.00`, `${400 + r}.50`, `${1200 + 2 * r}.50`, `${800 + r}.00`, `${1200 + 2 * r}.50`])
    expect(made.fields).toMatchObject({ 单位应缴: 'amount_employer', 个人应缴: 'amount_person', 应缴总金额: 'amount' })
    expect(made.proposal.placed.find(p => p.field === 'amount')!.evidence).toContainEqual({ what: 'sum', total: '应缴总金额', parts: '单位应缴 + 个人应缴', share: 1 })
    expect(made.proposal.unplaced.map(u => [u.header, u.why, u.of])).toEqual([['单位应缴汇总', 'repeats', '单位应缴'], ['汇总', 'repeats', '应缴总金额']])
    expect(made.read.records[0]).toMatchObject({ amount: 120050 })
  })
})

describe('levy and payment in one row', () => {
  const head = '结算单号|应缴年月|证件号码|姓名|险种代码|缴费基数|单位应缴金额|个人应缴金额|应缴总金额|单位实缴金额|个人实缴金额|足额到账标志代码'

  test('two records, the payment only where something was paid', () => {
    const made = tried([head], r => [`JS${r}`, month(r), ...person(r), '110', '5000.00', '800.00', '400.00', '1200.00', ...(r % 2 === 0 ? ['800.00', '400.00', '1'] : ['0.00', '0.00', '0'])])
    expect(made.proposal.nearest.kinds.toSorted()).toEqual(['levy', 'payment'])
    const first = made.read.records.filter(r => r['line'] === 2)
    expect(first.map(r => [r['kind'], r['amount']])).toEqual([['levy', 120000], ['payment', 120000]])
    expect(made.read.records.filter(r => r['line'] === 3).map(r => r['kind'])).toEqual(['levy'])
    expect(made.fields).toMatchObject({ 单位应缴金额: 'amount_employer', 应缴总金额: 'due_amount', 单位实缴金额: 'principal_employer', 缴费基数: 'base' })
  })

  test('the voucher says which rows are paid where there is one', () => {
    const made = tried(['征集通知流水号|电子税票号码|证件号码|姓名|单位编号|险种|费款所属期|应缴金额|实缴金额'], r => [`Z${r}`, r % 2 === 0 ? `32201250900000${String(1000 + r)}` : '', ...person(r), 'U1', '110', month(r), '1200.00', r % 2 === 0 ? '1200.00' : ''])
    expect(made.read.records.filter(r => r['line'] === 2).map(r => [r['kind'], r['amount']])).toEqual([['levy', 120000], ['payment', 120000]])
    expect(made.read.records.filter(r => r['line'] === 3).map(r => r['kind'])).toEqual(['levy'])
  })
})

describe('单位 and 个人', () => {
  test('in rows: a levy is two records', () => {
    const made = tried(['征集通知流水号|证件号码|姓名|险种|费款所属期|缴费主体|应缴金额'], r => [`Z${r}`, ...person(r >> 1), '110', month(r >> 1), r % 2 === 0 ? '单位' : '个人', r % 2 === 0 ? '800.00' : '400.00'])
    expect(made.fields).toMatchObject({ 缴费主体: 'part' })
    expect(made.read.records.filter(r => Number(r['line']) <= 3).map(r => [r['line'], r['amount_employer'], r['amount_person'], r['amount']])).toEqual([[2, 80000, undefined, 80000], [3, undefined, 40000, 40000]])
  })

  test('in rows of a payment: the amount is split', () => {
    const made = tried(['电子税票号码|证件号码|姓名|单位编号|险种|费款所属期|缴费部分|实缴金额'], r => [`3220125090000${String(10000 + r)}`, ...person(r >> 1), 'U1', '110', month(r >> 1), r % 2 === 0 ? '单位部分' : '个人部分', r % 2 === 0 ? '800.00' : '400.00'])
    expect(made.read.records.filter(r => Number(r['line']) <= 3).map(r => [r['kind'], r['principal_employer'], r['principal_person']])).toEqual([['payment', 80000, undefined], ['payment', undefined, 40000]])
  })

  test('in columns', () => {
    const made = tried(['征集通知流水号|证件号码|姓名|险种|费款所属期|单位缴费|个人缴费|缴费合计'], r => [`Z${r}`, ...person(r), '110', month(r), '800.00', '400.00', '1200.00'])
    expect(made.fields).toMatchObject({ 单位缴费: 'amount_employer', 个人缴费: 'amount_person' })
    expect(made.read.records[0]).toMatchObject({ amount: 120000, amount_employer: 80000 })
  })
})

describe('a wide sheet', () => {
  test('one column an insurance', () => {
    const made = tried(['身份证号|姓名|月份|养老保险|医疗保险|失业保险|工伤保险|生育保险|合计'], r => [...person(r), month(r), '400.00', '100.00', '25.00', '0.00', '', '525.00'], '缴费明细.csv')
    expect(made.read.records.filter(r => r['line'] === 2).map(r => [r['insurance'], r['amount']])).toEqual([['pension', 40000], ['medical', 10000], ['unemployment', 2500]])
    expect(made.proposal.nearest.kinds).toEqual(['payment'])
  })

  test('of wages', () => {
    const made = tried(['*缴费人识别号|*姓名|*身份证件类型代码|*身份证件号码|企业职工基本养老保险缴费工资|失业保险缴费工资|工伤保险缴费工资'], r => [creditCode(1), name(r), '201', personId(r), '5000.00', '5000.00', '5000.00'])
    expect(made.proposal.nearest.layout).toBe('tax-wages')
    expect(made.read.records.filter(r => r['line'] === 2).map(r => [r['kind'], r['insurance'], r['wage']])).toEqual([['wage_declaration', 'pension', 500000], ['wage_declaration', 'unemployment', 500000], ['wage_declaration', 'injury', 500000]])
  })
})
