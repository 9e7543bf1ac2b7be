import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taxPaid, type Given } from './extracts.js'
import { batchDrop, batchList } from '../../../src/flow/batch.js'
import { idOf, lineOf, quiet, TestCity } from './workspace.js'

const july: Given = { from: '20250701', to: '20250731' }
const place = (area: string, office = '01'): Given => ({ area, office: office === '' ? '' : `${area}${office}` })

describe('totals', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  let undecided = 0

  beforeAll(async () => {
    const [a, b] = [idOf(1), idOf(2)]
    await city.deliver({
      // 2025-08: both sent DZXX101.
      'ss-summary': [
        { ...place('220101'), late: '' }, { ...place('220102'), unit: '170.00', person: '70.00' }, { ...place('220103'), unit: '161.00' }, { ...place('220104'), late: '3.00' },
        place('220105'), place('220105', '02'), place('220106'), place('220107'), { ...place('220108'), insurance: '410', person: '' },
        // Nothing at all, of which tax has no row.
        { ...place('220109'), unit: '0.00', person: '0.00', late: '' },
        // 2025-07: 社保 sent DZXX101, tax's details are summed.
        { ...place('220101'), ...july, unit: '320.00', person: '160.00', late: '5.00' }, { ...place('220102'), ...july, unit: '0.00', person: '0.00' },
      ],
      'tax-summary': [
        { ...place('220101'), late: '' }, place('220102'), place('220103'), place('220104'), { ...place('220105', ''), unit: '320.00', person: '160.00' }, { ...place('220106', ''), unit: '150.00' },
        { ...place('220108'), insurance: '10204', person: '0.00' },
      ],
      'tax-receipts': [...taxPaid({ voucher: 'V1', treasury: '2025-07-31', ...place('220101') }, '320.00', '160.00'), { voucher: 'V1', treasury: '2025-07-31', kind: '滞纳金', amount: '5.00', ...place('220101') }],
      'tax-receipts-person': [
        // Persons of V1 are another level. V2 is paid and refunded. V3 (2025-09) is not fed back whole; V4 lies in a month of which 社保 delivered nothing.
        ...taxPaid({ voucher: 'V1', id: a, treasury: '2025-07-31', ...place('220101') }), ...taxPaid({ voucher: 'V2', id: b, treasury: '2025-07-10', ...place('220102') }),
        ...taxPaid({ voucher: 'V3', id: a, treasury: '2025-09-10', ...place('220101') }), ...taxPaid({ voucher: 'V4', id: a, treasury: '2025-10-09', ...place('220101') }),
      ],
      'ss-payment-person': [{ voucher: 'V3', id: a, person_no: 'P1', unit: '150.00', treasury: '20250910', ...place('220101') }],
    })
    city.write('tax-refunds_20251010.csv', [
      ['电子税票号码', '原电子税票号码', '身份证件号码', '姓名', '征收项目代码', '征收品目', '费款所属期起', '费款所属期止', '退费金额', '退库日期', '社保经办机构', '统筹区编码'],
      ...(['单位缴纳', '个人缴纳'] as const).map((part, i) => ['V5', 'V2', b, '某甲', '10201', `职工基本养老保险(${part})`, '202508', '202508', i === 0 ? '160.00' : '80.00', '2025-07-20', '22010201', '220102']),
    ])
    await city.load()
    undecided = city.match('2025-10-10', ['T01']).undecided
  }, 60_000)

  it('are compared by area, office, insurance and month, parts and late fees apart', () => {
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'T01|agency=ss|area=220101|insurance=pension|office=22010101|period=202509 - new -1000',
      'T01|agency=ss|area=220102|insurance=pension|office=22010201|period=202508 - new 0',
      'T01|agency=ss|area=220103|insurance=pension|office=22010301|period=202508 - new 100',
      'T01|agency=ss|area=220104|insurance=pension|office=22010401|period=202508 - new 300',
      'T01|agency=ss|area=220106|insurance=pension|period=202508 - new 1000',
      'T01|agency=ss|area=220107|insurance=pension|office=22010701|period=202508 - new 24000',
    ])
  })

  it('leaves a month undecided of which one side delivered nothing', () => expect(undecided).toBe(1))

  it('says who lacks a total', () => {
    expect(city.objects({ area: '220107' })[0]).toMatchObject({ agency: 'ss', agency_has: 'ss', agency_lacks: 'tax' })
    expect(city.objects({ area: '220103' })[0]).not.toHaveProperty('agency_lacks')
  })

  it('name nobody among the many that they are sums of', () => {
    const [september] = city.objects({ period: 202509 })
    expect(Object.keys(september!).filter(k => ['employer', 'employer_name', 'name', 'person_no'].includes(k))).toEqual([])
    const { tax } = september!['sides'] as Record<string, Record<string, unknown>[]>
    expect(Object.keys(tax![0]!).toSorted()).toEqual(['amount_employer', 'amount_person', 'area', 'file', 'insurance', 'line', 'month', 'office', 'owner', 'rows', 'total'])
  })
})

describe('totals without areas', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('compare at the coarser level where one side knows no area, and only there', async () => {
    await city.deliver({
      'ss-summary': [place('220101'), place('220102'), { ...place('220101'), insurance: '210', unit: '5.00', person: '5.00' }],
      'tax-summary': [{ area: '', office: '', unit: '320.00', person: '161.00' }, { ...place('220101'), insurance: '10202', unit: '5.00', person: '6.00' }],
    })
    city.match('2025-10-10', ['T01'])
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'T01|agency=ss|area=220101|insurance=unemployment|office=22010101|period=202508 - new -100', 'T01|agency=ss|insurance=pension|period=202508 - new -100',
    ])
  })
})

describe('a month that one side knows further than the other', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is undecided where a payment is later than what the other side is known up to, and decided where none is', async () => {
    await city.deliver({ 'ss-payment-person': [{ voucher: 'W1', id: idOf(1), person_no: 'P1', treasury: '20251009', ...place('220101') }, { voucher: 'W2', id: idOf(2), person_no: 'P2', unit: '150.00', treasury: '20251009', ...place('220102') }] }, '20251015')
    await city.deliver({
      'tax-receipts-person': [
        ...taxPaid({ voucher: 'W1', id: idOf(1), treasury: '2025-10-09', ...place('220101') }), ...taxPaid({ voucher: 'W3', id: idOf(1), treasury: '2025-10-21', ...place('220101') }),
        ...taxPaid({ voucher: 'W2', id: idOf(2), treasury: '2025-10-09', ...place('220102') }),
      ],
    }, '20251022')
    city.match('2025-10-22', ['T01'])
    expect(city.objects().map(o => lineOf(o, ''))).toEqual(['T01|agency=ss|area=220102|insurance=pension|office=22010201|period=202510 - new -1000'])
  })
})

describe('a month that a side delivers no more', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const told = (): readonly string[] => city.objects().map(o => lineOf(o, '').replace('T01|agency=ss|', ''))
  const again = async (rows: readonly Given[]): Promise<ReturnType<typeof city.match>['moves']> => {
    const last = batchList(city.ws, quiet).findLast(l => l.batch.layout === 'ss-summary' && l.batch.state === 'active')!
    batchDrop(city.ws, String(last.batch.id), quiet)
    await city.deliver({ 'ss-summary': rows }, '20250930')
    return city.match('2025-10-11', ['T01']).moves
  }

  it('closes nothing of it: its only row went to another month; once there is a row of it again, what is not found is mended', async () => {
    await city.deliver({ 'ss-summary': [place('220101')], 'tax-summary': [place('220102')] }, '20250930')
    city.match('2025-10-10', ['T01'])
    expect(told()).toEqual(['area=220101|insurance=pension|office=22010101|period=202508 - new 24000', 'area=220102|insurance=pension|office=22010201|period=202508 - new -24000'])
    expect(await again([{ ...place('220101'), ...july }])).toMatchObject({ before: 2, closed: 0, after: 2, undecided: 2 })
    expect(await again([{ ...place('220101'), ...july }, place('220102')])).toMatchObject({ before: 2, closed: 2, after: 0, undecided: 0 })
  })
})
