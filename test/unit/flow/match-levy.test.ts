import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idOf, TestCity } from './workspace.js'

const LEVY = ['征集通知流水号', '应征明细序号', '个人编号', '证件类型', '证件号码', '姓名', '单位编号', '险种', '对应费款所属期', '应缴类型', '单位应缴', '个人应缴', '发送日期', '传输类型']
const TAX = ['征集通知流水号', '应征明细序号', '证件类型', '证件号码', '姓名', '单位编号', '险种', '费款所属期', '应缴类型', '单位应缴', '个人应缴', '缴款期限']

describe('levy copy', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(idOf) as [string, string, string, string, string]

  beforeAll(async () => {
    const own = (no: string, id: string, period: string, amount: string, more: { sent?: string; live?: string } = {}): string[] =>
      [no, '1', `P${id.slice(-4)}`, '01', id, '某甲', 'U1', '110', period, '10', amount, '80.00', more.sent ?? '20250901', more.live ?? '1']
    city.write('ss-levy_20250930.csv', [LEVY,
      own('Z1', a, '202508', '160.00'), own('Z2', b, '202508', '160.00'), own('Z3', c, '202508', '160.01'),
      own('Z4', d, '202508', '160.00'), own('Z5', d, '202508', '160.00'), own('Z6', e, '202508', '200.00', { sent: '20250930' }), own('Z7', e, '202507', '100.00', { live: '3' })])
    const tax = (no: string, id: string, period: string, amount: string): string[] => [no, '1', '01', id, '某甲', 'U1', '10201', period, '10', amount, '80.00', '2025-09-15']
    city.write('tax-levy-ss_20250930.csv', [TAX, tax('Z1', a, '202508', '160.00'), tax('Z3', c, '202508', '160.00'), tax('Z4', d, '202508', '160.00'), tax('Z5', d, '202508', '160.00'), tax('Z9', a, '202507', '90.00')])
    const report = await city.load()
    expect(report.extracts.map(x => [x.file, x.state, x.problem])).toEqual([['ss-levy_20250930.csv', 'loaded', null], ['tax-levy-ss_20250930.csv', 'loaded', null]])
  })

  it('finds what is missing, what differs, what stands twice, and what is still in its grace', () => {
    const report = city.match('2025-10-11', ['levy-copy'])
    expect(city.found()).toEqual([
      { identity: `L01|id_number=${b}|insurance=pension|levy_no=Z2|period=202508`, class: 'discrepancy', variant: 'owner_only', amount_fen: 24000 },
      { identity: `L01|id_number=${a}|insurance=pension|levy_no=Z9|period=202507`, class: 'discrepancy', variant: 'tax_only', amount_fen: 17000 },
      { identity: `L01|id_number=${e}|insurance=pension|levy_no=Z6|period=202508`, class: 'in_transit', variant: 'owner_only', amount_fen: 28000 },
      { identity: `L02|id_number=${c}|insurance=pension|levy_no=Z3|period=202508`, class: 'discrepancy', variant: 'cent', amount_fen: 1 },
      { identity: `L03|id_number=${d}|insurance=pension|period=202508`, class: 'discrepancy', variant: null, amount_fen: 24000 },
    ].toSorted((x, y) => x.identity < y.identity ? -1 : 1))
    const owner = report.balance.filter(l => l.side === 'owner').map(l => [l.class, l.rows])
    expect(Object.fromEntries(owner)).toEqual({ matched: 2, L01: 1, L02: 1, L03: 1, in_transit: 1, not_live: 1 })
    expect(report.moves).toMatchObject({ before: 0, opened: 4, after: 4, in_transit: 1 })
  })

  it('opens nothing new when the same data is matched again, and calls in what outlived its grace', () => {
    expect(city.match('2025-10-11').moves).toMatchObject({ before: 4, opened: 0, closed: 0, after: 4, in_transit: 1 })
    expect(city.match('2025-10-12', ['L01']).moves).toMatchObject({ before: 4, opened: 1, closed: 0, after: 5, in_transit: 0 })
  })

  it('a day before the last run is shown and leaves the ledger alone', () => {
    expect(city.match('2025-10-01')).toMatchObject({ state: 'shown', moves: null })
  })
})
