import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { matchRun } from '../../../src/flow/match.js'
import { taxPaid, type Given } from './extracts.js'
import { CaseCity, idOf, lineOf, quiet, TestCity, type Case } from './workspace.js'

const AS_OF = '2025-10-10'

describe('unit rows against details', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('compares money and heads of one voucher in one agency', async () => {
    const [a, b] = [idOf(1), idOf(2)]
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }], 'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }],
      'ss-payment-unit': [
        { voucher: 'V1', unit: '320.00', person: '160.00', heads: '2' }, { voucher: 'V2', unit: '320.00', person: '160.00', heads: '2' }, { voucher: 'V3', heads: '2' },
        { voucher: 'V4', heads: '1' }, { voucher: 'V5', employer_no: 'S9', unit: '1.00' }, { voucher: 'V6', heads: '1', late: '3.00' }, { voucher: 'V6', insurance: '210', unit: '5.00', person: '5.00', heads: '1' },
      ],
      'ss-payment-person': [
        { voucher: 'V1', id: a, person_no: 'P1' }, { voucher: 'V1', id: b, person_no: 'P2' }, { voucher: 'V2', id: a, person_no: 'P1' }, { voucher: 'V3', id: a, person_no: 'P1' },
        { voucher: 'V5', id: a, person_no: 'P1' }, { voucher: 'V6', id: '', person_no: 'P3', late: '2.00' },
      ],
      'tax-receipts': taxPaid({ voucher: 'V1', heads: '2' }, '320.00', '160.00'), 'tax-receipts-person': [...taxPaid({ voucher: 'V1', id: a }), ...taxPaid({ voucher: 'V1', id: b }, '160.00', '70.00')],
    })
    city.match(AS_OF, ['P08'])
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'P08|agency=ss|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=V2 amount new 24000',
      'P08|agency=ss|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=V3 headcount new 0',
      'P08|agency=ss|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=V6 amount new 100',
      'P08|agency=ss|employer=91110000MA0000001L|insurance=unemployment|period=202508|voucher=V6 amount new 1000',
      'P08|agency=ss|employer_no=S9|insurance=pension|period=202508|voucher=V5 amount new -15900',
      'P08|agency=tax|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=V1 amount new 1000',
    ])
    expect(city.objects().map(o => o['who_acts'])).toEqual([['ss'], ['ss'], ['ss'], ['ss'], ['ss'], ['tax']])
  })
})

describe('unit rows of several types', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('have heads of their own: among them are those of the voucher', async () => {
    const [a, b, c] = [idOf(3), idOf(4), idOf(5)]
    const unit = (voucher: string, type: string, heads: string): readonly Readonly<Record<string, string>>[] => [{ voucher, type, heads, unit: '320.00', person: '160.00' }]
    const persons = (voucher: string, ...of: readonly (readonly [string, string])[]): readonly Readonly<Record<string, string>>[] => of.map(([id, type]) => ({ voucher, id, type, person_no: `P${id}` }))
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }],
      'ss-payment-unit': [
        ...unit('T1', '10', '2'), { voucher: 'T1', type: '31', heads: '1' }, ...unit('T2', '10', '2'), ...unit('T2', '31', '2'), { voucher: 'T3', type: '10', heads: '3', unit: '160.00', person: '80.00' }, { voucher: 'T3', type: '31', heads: '1', unit: '160.00', person: '80.00' },
        { voucher: 'T4', type: '10', heads: '1', unit: '160.00', person: '80.00' }, { voucher: 'T4', type: '31', heads: '1', unit: '320.00', person: '160.00' },
      ],
      'ss-payment-person': [
        ...persons('T1', [a, '10'], [b, '10'], [c, '31']), ...persons('T2', [a, '10'], [b, '10'], [a, '31'], [b, '31']), ...persons('T3', [a, '10'], [b, '31']), ...persons('T4', [a, '10'], [b, '31'], [c, '31']),
      ],
    })
    city.match(AS_OF, ['P08'])
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      // Fewer than the type with most has, and more than all types together.
      ...['T3', 'T4'].map(v => `P08|agency=ss|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=${v} headcount new 0`),
    ])
  })
})

describe('what a side is not known of yet', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is undecided: payments of a month whose levies are to come, a payer without a unit beside an early file of units, a registration of yesterday', async () => {
    const flexible = { id: idOf(8), person_no: 'P8', employer_no: '' }
    await city.deliver({ 'tax-levy-ss': [{ no: 'N1', ...flexible }], 'ss-payment-person': [{ voucher: 'N1', ...flexible }], 'tax-registration-ss': [{ id: idOf(8), person_no: 'P8' }] }, '20250930')
    await city.deliver({
      'tax-receipts-person': [...taxPaid({ voucher: 'N1', ...flexible }), ...taxPaid({ voucher: 'N2', ...flexible, from: '202510', to: '202510', paid: '2025-10-09', treasury: '2025-10-10' })],
      'ss-payment-unit': [{ voucher: 'N9', heads: '1', from: '202510', to: '202510', treasury: '20251014' }],
      'ss-registration': [{ id: idOf(8), person_no: 'P8' }, { id: idOf(9), person_no: 'P9', begin: '20251008' }],
    }, '20251020')
    city.match('2025-10-21', ['P06', 'P02', 'R01'])
    expect(city.objects().filter(o => o['voucher'] !== 'N9').map(o => lineOf(o, ''))).toEqual([])
    await city.deliver({ 'tax-levy-ss': [{ no: 'N1', ...flexible }], 'ss-payment-person': [{ voucher: 'N1', ...flexible }], 'tax-registration-ss': [{ id: idOf(8), person_no: 'P8' }] }, '20251021')
    city.match('2025-10-22', ['P06', 'P02', 'R01'])
    expect(city.objects().filter(o => o['voucher'] !== 'N9').map(o => lineOf(o, '')).map(l => l.replace(/\|id_number=\d+X?/, ''))).toEqual([
      'P02|insurance=pension|period=202510|voucher=N2 tax_only new 24000', 'P06|insurance=pension|period=202510 over new 24000', 'R01|insurance=pension owner_only new -',
    ])
  })
})

describe('a side in files of several layouts that came up to different days', () => {
  let city: TestCity
  beforeEach(() => { city = new TestCity() })
  afterEach(() => city.remove())

  it.each([true, false])('is known of an insurance up to the day of the files that hold it (all rows seen by SQL: %s)', async exact => {
    const year = { from: '202601', to: '202612', insurance: '10212', item: '城乡居民基本医疗保险费' }
    const resident = (n: number, day: string): readonly Given[] => taxPaid({ voucher: `J${n}`, id: idOf(n), ...year, paid: day, treasury: day }, '400.00', '').map(r => ({ ...r, item: year.item }))
    const staff = [{ voucher: 'S1', id: idOf(3), treasury: '2025-10-09' }, { no: 'S2', id: idOf(4) }]
    await city.deliver({ 'mi-clct-resident': [{ voucher: 'J1', id: idOf(1), treasury: '2025-10-09' }] }, '20251010')
    await city.deliver({
      'mi-clct-staff': staff,
      'tax-receipts-person': [...resident(1, '2025-10-09'), ...resident(2, '2025-10-15'), ...taxPaid({ voucher: 'S1', id: idOf(3), insurance: '10203', paid: '2025-10-09', treasury: '2025-10-09' }).map((r, i) => ({ ...r, item: ['职工基本医疗保险(单位缴纳)', '职工基本医疗保险(个人缴纳)'][i]! }))],
      'tax-levy-mi': [{ no: 'S2', id: idOf(4) }, { no: 'J9', id: idOf(2), from: '202601', to: '202612', insurance: '390', unit: '', person: '400.00', due: '2025-12-31', sent: '2025-10-15' }],
    }, '20251024')
    const found = (): readonly string[] => {
      matchRun(city.ws, { asOf: '2025-10-24', rules: ['levy-copy', 'feedback'], exact }, quiet)
      return city.objects().map(o => lineOf(o, idOf(2)))
    }
    // Of residents 医保 has not yet been heard of later than the 10th, whatever day its file of staff came up to.
    expect(found()).toEqual([])
    await city.deliver({ 'mi-clct-resident': [{ voucher: 'J1', id: idOf(1), treasury: '2025-10-09' }] }, '20251023')
    expect(found()).toEqual(['L01|insurance=medical_resident|levy_no=J9|period=202601|period_end=202612 tax_only new 40000', 'P02|insurance=medical_resident|period=202601|period_end=202612|voucher=J2 tax_only new 40000'])
  })
})

describe('adjustments of units', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are notes where the net of the unit agrees, and no person rows tell of the voucher', async () => {
    const [a, b] = [idOf(6), idOf(7)]
    const levied = [a, b].map((id, i) => ({ no: `L${i}`, id, person_no: `P${i}`, employer_no: 'D1' }))
    await city.deliver({
      'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }],
      'tax-levy-ss': [...levied, ...levied.map(r => ({ ...r, no: `${r.no}9`, from: '202509', to: '202509' }))],
      'tax-receipts': [
        { voucher: 'U1', amount: '480.00', adjust: '更正' }, { voucher: 'U2', amount: '470.00', from: '202509', to: '202509', adjust: '更正' },
        { voucher: 'U3', insurance: '10202', item: '失业保险(单位缴纳)', amount: '5.00', adjust: '更正' }, { voucher: 'U3', insurance: '10202', item: '失业保险(单位缴纳)', amount: '-5.00' },
        { voucher: 'U4', insurance: '10204', item: '工伤保险', amount: '5.00', adjust: '更正' }, { voucher: 'U5', insurance: '10204', item: '工伤保险', amount: '-5.00' },
      ],
      'tax-receipts-person': taxPaid({ voucher: 'U4', id: a, insurance: '10204', item: '工伤保险' }, '5.00', ''),
    })
    city.match(AS_OF, ['P12'])
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'P12|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=U1 - note 48000', 'P12|employer=91110000MA0000001L|insurance=unemployment|period=202508|voucher=U3 - note 500',
    ])
  })
})

describe('bank journal', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const paid = (voucher: string, more: Readonly<Record<string, string>> = {}): ReturnType<typeof taxPaid> => taxPaid({ voucher, id: idOf(1), ...more })

  beforeAll(async () => {
    await city.deliver({
      'bank-tips': [
        { voucher: 'A1', txn: 'a' }, { voucher: 'A2', txn: 'b', amount: '100.00' }, { voucher: 'A2', txn: 'c', amount: '140.00' }, { voucher: 'A2', txn: 'c', amount: '140.00' },
        { voucher: 'B1', txn: 'd' }, { voucher: 'B2', txn: 'e', day: '20251009' }, { voucher: 'B3', txn: 'f', status: '0' }, { voucher: 'B4', txn: 'g', status: '2' },
        { voucher: 'D1', txn: 'h', status: '2' }, { voucher: 'D2', txn: 'i', status: '2' }, { voucher: 'D2', txn: 'j' }, { voucher: 'E1', txn: 'k', amount: '239.99' },
        { voucher: 'F1', txn: 'l' }, { voucher: 'F1', txn: 'l', status: '9' }, { voucher: 'F2', txn: 'm', status: '9' }, { voucher: 'F3', txn: 'n', status: '9' },
        { voucher: 'G1', txn: 'o', day: '20250826' }, { voucher: 'G2', txn: 'p', day: '20250901' }, { voucher: 'G3', txn: 'q', day: '20250828' },
        // Without a voucher, or with one that Excel destroyed, nothing can be said.
        { voucher: '', txn: 'r' }, { voucher: '4.20250E+17', txn: 's' }, { voucher: '4.20250E+17', txn: 't', amount: '1.00' },
      ],
      'tax-receipts': taxPaid({ voucher: 'A1' }),
      'tax-receipts-person': [
        ...paid('A1'), ...paid('A2'), ...paid('C1'), ...paid('C2', { paid: '2025-10-09' }), ...paid('C3', { channel: '微信' }), ...paid('C4', { channel: 'TIPS' }), ...paid('D1'), ...paid('D2'), ...paid('E1'), ...paid('F1'), ...paid('F3'),
        ...paid('G1'), ...paid('G2', { paid: '2025-08-29' }), ...paid('G3'), ...paid(''), ...paid('4.20250E+17'),
      ],
      'tax-refunds': taxPaid({ voucher: 'R1', original: 'F3', id: idOf(1) }),
    })
    city.match(AS_OF, ['bank'])
  }, 60_000)

  it('says what stands on one side, differs, was reversed, or only crosses a day', () => {
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'P09|voucher=B1 bank_only new 24000', 'P09|voucher=B2 bank_only in_transit 24000', 'P09|voucher=C1 tax_only new 24000', 'P09|voucher=C2 tax_only in_transit 24000', 'P09|voucher=C4 tax_only new 24000',
      'P09|voucher=D1 status new 24000', 'P09|voucher=E1 amount new 24000', 'P10|voucher=G1 day note 24000', 'P10|voucher=G2 month note 24000', 'P11|voucher=F1 - new 24000',
    ])
  })

  it('keeps notes out of what stands', () => {
    expect(city.objects({ states: ['note'] })).toHaveLength(2)
    expect(city.match(AS_OF, ['bank']).moves).toMatchObject({ before: 6, after: 6, in_transit: 2, note: 2 })
  })

  it('says whose turn it is', () => {
    expect(city.objects({ voucher: 'B1' })[0]).toMatchObject({ agency_has: 'bank', agency_lacks: 'tax', who_acts: ['tax'] })
    expect(city.objects({ voucher: 'C1' })[0]).toMatchObject({ agency_has: 'tax', agency_lacks: 'bank', who_acts: ['bank'] })
  })
})

const refund = (payee: string, more: Readonly<Record<string, string>> = {}): Case['rows'] => ({ 'tax-refunds': [{ voucher: `R${payee}${Object.values(more).join('')}`, name: '王小明', payee, amount: '10.00', ...more }] })
const CASES: readonly Case[] = [
  { says: 'refunded to the payer', rows: refund('王小明'), expect: [] },
  { says: 'refunded to another', rows: refund('李四'), expect: ['P07|insurance=pension|period=202508|voucher=R李四 payee new 1000'] },
  { says: 'payee not known', rows: refund(''), expect: [] },
  {
    says: 'one refund that both hold is the same money', rows: { 'tax-refunds': [{ voucher: 'RB', name: '王小明', payee: '李四', amount: '10.00' }], 'ss-payment-person': [{ voucher: 'RB', name: '王小明', payee: '李四', refund: '1', unit: '10.00', person: '' }] },
    expect: ['P07|insurance=pension|period=202508|voucher=RB payee new 1000'],
  },
  {
    says: 'one refund that both hold, one of them with more', rows: { 'tax-refunds': [{ voucher: 'RC', name: '王小明', payee: '李四', amount: '12.00' }], 'ss-payment-person': [{ voucher: 'RC', name: '王小明', payee: '李四', refund: '1', unit: '10.00', person: '' }] },
    expect: ['P07|insurance=pension|period=202508|voucher=RC payee new 1200'],
  },
  { says: 'the payer, written with a blank and a wide one', rows: refund('王 小　明'), expect: [] },
  { says: 'adjusted, and the net agrees', rows: { 'tax-levy-ss': [{ no: 'A1' }], 'tax-receipts-person': [...taxPaid({ voucher: 'V1', adjust: '科目调整' }), ...taxPaid({ voucher: 'V2', adjust: '科目调整' }, '-160.00', '-80.00'), ...taxPaid({ voucher: 'V3' })] }, expect: [
    'P12|insurance=pension|period=202508|voucher=V1 - note 24000', 'P12|insurance=pension|period=202508|voucher=V2 - note -24000',
  ] },
  { says: 'adjusted, and the net does not agree', rows: { 'tax-levy-ss': [{ no: 'A2' }], 'tax-receipts-person': taxPaid({ voucher: 'V4', adjust: '科目调整' }, '10.00', '') }, expect: ['P06|insurance=pension|period=202508 under new -23000'] },
  { says: 'adjusted out of a month in which nothing is owed', rows: { 'tax-receipts-person': [...taxPaid({ voucher: 'V6', adjust: '更正' }, '50.00', ''), ...taxPaid({ voucher: 'V7', adjust: '更正' }, '-50.00', '')] }, expect: [
    'P12|insurance=pension|period=202508|voucher=V6 - note 5000', 'P12|insurance=pension|period=202508|voucher=V7 - note -5000',
  ] },
  { says: 'not adjusted', rows: { 'tax-levy-ss': [{ no: 'A3' }], 'tax-receipts-person': taxPaid({ voucher: 'V5', adjust: '正常' }) }, expect: [] },
]

describe('payees and adjustments', () => {
  const city = new CaseCity(CASES)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['refund-payee', 'P12', 'P06'])
  }, 60_000)

  it.each(CASES.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n).filter(l => !l.includes('exceeds'))).toEqual(CASES[n]!.expect.toSorted()))
})
