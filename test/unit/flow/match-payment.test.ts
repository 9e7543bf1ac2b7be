import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taxPaid, type Given } from './extracts.js'
import { CaseCity, type Case } from './workspace.js'

/** Asked about on the day of the extracts. Levies are of 240.00, due on 2025-09-15, unless they say otherwise. */
const AS_OF = '2025-10-10'
const levy = (more: Given = {}): readonly Given[] => [{ no: `L${Object.values(more).join('')}`, ...more }]

const CASES: readonly Case[] = [
  { says: 'levied and paid', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'A1' }) }, expect: [] },
  { says: 'a late fee is no principal', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'A2' }), { voucher: 'A2', kind: '滞纳金', amount: '5.00' }] }, expect: [] },
  { says: 'levied, due and not paid at all', rows: { 'tax-levy-ss': levy() }, expect: ['L06|insurance=pension|period=202508 - new 24000'] },
  { says: 'due yesterday', rows: { 'tax-levy-ss': levy({ due: '2025-10-09' }) }, expect: ['L06|insurance=pension|period=202508 - new 24000'] },
  { says: 'due today: not yet', rows: { 'tax-levy-ss': levy({ due: '2025-10-10' }) }, expect: [] },
  { says: 'without a due day nobody can say', rows: { 'tax-levy-ss': levy({ due: '' }) }, expect: [] },
  { says: 'levied nothing', rows: { 'tax-levy-ss': levy({ unit: '0.00', person: '0.00' }) }, expect: [] },
  { says: 'a revoked payment is none', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'B1', valid: 'N' }) }, expect: ['L06|insurance=pension|period=202508 - new 24000'] },
  { says: 'a levy and its cancellation', rows: { 'tax-levy-ss': [{ no: 'C1' }, { no: 'C1', line: '2', unit: '-160.00', person: '-80.00' }] }, expect: [] },
  { says: 'paid too much', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'D1' }, '161.00') }, expect: ['P06|insurance=pension|period=202508 over new 100'] },
  { says: 'paid too little', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'D2' }, '159.99') }, expect: ['P06|insurance=pension|period=202508 under new -1'] },
  { says: 'paid too little while more may come', rows: { 'tax-levy-ss': levy({ due: '2025-10-15' }), 'tax-receipts-person': taxPaid({ voucher: 'D3' }, '159.99') }, expect: [] },
  { says: 'paid and never levied', rows: { 'tax-receipts-person': taxPaid({ voucher: 'D4' }) }, expect: ['P06|insurance=pension|period=202508 over new 24000'] },
  { says: 'two levies of two types, paid in one', rows: { 'tax-levy-ss': [...levy(), { no: 'S1', type: '34', unit: '10.00', person: '5.00' }], 'tax-receipts-person': taxPaid({ voucher: 'D5' }, '170.00', '85.00') }, expect: [] },
  { says: 'instalments that add up', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'E1' }, '100.00', ''), ...taxPaid({ voucher: 'E2' }, '60.00', '80.00')] }, expect: [] },
  { says: 'instalments that are too much together', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'E3' }, '160.00', ''), ...taxPaid({ voucher: 'E4' }, '', '81.00')] }, expect: ['P04|insurance=pension|period=202508 - new 100'] },
  { says: 'two payments of two types that are too much together', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'E5' }), ...taxPaid({ voucher: 'E6', type: '34' }, '10.00', '')] }, expect: ['P06|insurance=pension|period=202508 over new 1000'] },
  { says: 'paid twice', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'F1' }), ...taxPaid({ voucher: 'F2' })] }, expect: ['P04|insurance=pension|period=202508 - new 24000'] },
  { says: 'paid twice, levied twice', rows: { 'tax-levy-ss': [...levy(), { no: 'F0', type: '34' }], 'tax-receipts-person': [...taxPaid({ voucher: 'F3' }), ...taxPaid({ voucher: 'F4' })] }, expect: [] },
  { says: 'paid twice in one voucher is one payment, too large', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'F5' }), ...taxPaid({ voucher: 'F5' })] }, expect: ['P06|insurance=pension|period=202508 over new 24000'] },
  { says: 'paid twice and refunded, by the original voucher', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'G1' }), ...taxPaid({ voucher: 'G2' })], 'tax-refunds': taxPaid({ voucher: 'G3', original: 'G2' }) }, expect: [] },
  { says: 'paid twice and refunded, no original named, written negative', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'G4' }), ...taxPaid({ voucher: 'G5' })], 'tax-refunds': taxPaid({ voucher: 'G6' }, '-160.00', '-80.00') }, expect: [] },
  { says: 'paid three times, one refunded', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'H1' }), ...taxPaid({ voucher: 'H2' }), ...taxPaid({ voucher: 'H3' })], 'tax-refunds': taxPaid({ voucher: 'H4', original: 'H3' }) }, expect: ['P04|insurance=pension|period=202508 - new 24000'] },
  { says: 'paid twice, the second refunded in part: what is too much is left', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'H5' }), ...taxPaid({ voucher: 'H6' })], 'tax-refunds': taxPaid({ voucher: 'H7', original: 'H6' }, '160.00', '') }, expect: ['P04|insurance=pension|period=202508 - new 8000'] },
  { says: 'a supplement in the voucher of the regular payment does not hide that it was paid twice', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': [...taxPaid({ voucher: 'H8' }), ...taxPaid({ voucher: 'H8', type: '34' }, '1.00', ''), ...taxPaid({ voucher: 'H9' })] }, expect: ['P04|insurance=pension|period=202508 - new 24100'] },
  { says: 'paid and refunded in whole: too little', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'I1' }), 'tax-refunds': taxPaid({ voucher: 'I2', original: 'I1' }) }, expect: ['P06|insurance=pension|period=202508 under new -24000'] },
  { says: 'refunded more than was paid', rows: { 'tax-levy-ss': levy(), 'tax-receipts-person': taxPaid({ voucher: 'I3' }), 'tax-refunds': [...taxPaid({ voucher: 'I4', original: 'I3' }), ...taxPaid({ voucher: 'I5' }, '1.00', '')] }, expect: ['P07|insurance=pension|period=202508|voucher=I5 exceeds new 100'] },
  { says: "a resident's year, paid month by month", rows: {
    'tax-levy-ss': [{ no: 'J1', insurance: '170', from: '202501', to: '202512', unit: '0.00', person: '300.00' }],
    'tax-receipts-person': [['202501', '100.00'], ['202506', '150.00'], ['202512', '49.00']].map(([month, amount]) => ({ voucher: `J${month}`, insurance: '10210', item: '城乡居民基本养老保险费', from: month!, to: month!, amount: amount! })),
  }, expect: ['P06|insurance=pension_resident|period=202501|period_end=202512 under new -100'] },
  { says: 'months, paid by the quarter, and one month beside it', rows: {
    'tax-levy-ss': ['202507', '202508', '202509', '202510'].map(m => ({ no: `K${m}`, from: m, to: m })),
    'tax-receipts-person': [...taxPaid({ voucher: 'K1', from: '202507', to: '202509' }, '480.00', '240.00'), ...taxPaid({ voucher: 'K2', from: '202510', to: '202510' }, '160.00', '81.00')],
  }, expect: ['P06|insurance=pension|period=202510 over new 100'] },
  { says: 'equal spans go first: the month is even, the quarter is compared with what is left', rows: {
    'tax-levy-ss': [{ no: 'M1', from: '202507', to: '202507' }, { no: 'M2', from: '202507', to: '202509', unit: '10.00', person: '0.00' }],
    'tax-receipts-person': [...taxPaid({ voucher: 'M3', from: '202507', to: '202507' }), ...taxPaid({ voucher: 'M4', from: '202508', to: '202508' }, '9.00', '')],
  }, expect: ['P06|insurance=pension|period=202507|period_end=202509 under new -100'] },
  { says: 'paid without an id and without a number: by voucher', rows: { 'tax-receipts-person': [{ voucher: 'N1', id: '', amount: '9.00' }] }, expect: [] },
  { says: 'a supplement that is not due yet is not owed', rows: { 'tax-levy-ss': [...levy(), { no: 'O1', type: '34', unit: '8.00', person: '4.00', due: '2025-10-25' }], 'tax-receipts-person': taxPaid({ voucher: 'O1' }) }, expect: [] },
  { says: 'nor at stake where nothing is paid', rows: { 'tax-levy-ss': [...levy(), { no: 'O2', type: '34', unit: '8.00', person: '4.00', due: '2025-10-25' }] }, expect: ['L06|insurance=pension|period=202508 - new 24000'] },
  { says: 'less than what is due is paid', rows: { 'tax-levy-ss': [...levy(), { no: 'O3', type: '34', unit: '8.00', person: '4.00', due: '2025-10-25' }], 'tax-receipts-person': taxPaid({ voucher: 'O3' }, '150.00') }, expect: ['P06|insurance=pension|period=202508 under new -1000'] },
  { says: 'a supplement that came due too', rows: { 'tax-levy-ss': [...levy(), { no: 'O4', type: '34', unit: '8.00', person: '4.00', due: '2025-10-09' }] }, expect: ['L06|insurance=pension|period=202508 - new 25200'] },
]

describe('levy against payment', () => {
  const city = new CaseCity(CASES)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['levy-payment'])
  }, 60_000)

  it.each(CASES.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(CASES[n]!.expect.toSorted()))

  it('finds nothing else but the payment of nobody', () => {
    expect(city.orphans().map(o => o['identity'])).toEqual(['P06|insurance=pension|period=202508|voucher=N1'])
  })

  it('lists the vouchers of what was paid twice, and tells the due day for ageing', () => {
    expect(city.objects({ outcome: 'P04' }).map(o => o['voucher'])).toContainEqual(['F1', 'F2'])
    expect(city.objects({ outcome: 'L06' })[0]).toMatchObject({ due: '2025-09-15', who_acts: ['tax'] })
  })
})

describe('levy against payment, known up to a day', () => {
  const city = new CaseCity([
    { says: 'due after the last day that payments are known of', rows: { 'tax-levy-ss': [{ no: 'A1', due: '2025-09-25' }] }, expect: [] },
    { says: 'due on that day', rows: { 'tax-levy-ss': [{ no: 'A2', due: '2025-09-24' }] }, expect: ['L06|insurance=pension|period=202508 - new 24000'] },
  ])
  afterAll(() => city.remove())

  it('leaves what may still be paid undecided, and closes nothing of it', async () => {
    await city.deliver({ 'tax-receipts-person': [{ voucher: 'X', id: '110000199001010019' }] }, '20250924')
    await city.settle('20251009')
    city.match('2025-10-10', ['levy-payment'])
    expect([city.of(0), city.of(1)]).toEqual([[], ['L06|insurance=pension|period=202508 - new 24000']])
  })

  it('is not told by refunds alone, nor by rows of units', async () => {
    city.extract('tax-refunds', [{ voucher: 'R', original: 'X', id: '110000199001010019' }], '20251008')
    city.extract('tax-receipts', [{ voucher: 'U', employer_no: 'D9' }], '20251008')
    await city.load()
    city.match('2025-10-10', ['levy-payment'])
    expect(city.of(0)).toEqual([])
  })

  it('decides once payments are known of later days', async () => {
    city.extract('tax-receipts-person', [{ voucher: 'Y', id: '110000199001010019' }], '20251008')
    await city.load()
    city.match('2025-10-10', ['levy-payment'])
    expect(city.of(0)).toEqual(['L06|insurance=pension|period=202508 - new 24000'])
  })
})

describe('levy against payment without tax', () => {
  const city = new CaseCity([
    { says: "the owner's levy where tax delivered none", rows: { 'mi-clct-staff': [{ no: 'A1' }] }, expect: [] },
    { says: 'paid at the owner', rows: { 'mi-clct-staff': [{ no: 'A2', voucher: 'V2', treasury: '2025-08-27' }] }, expect: ['P06|insurance=medical|period=202508 over new 24000'] },
  ])
  afterAll(() => city.remove())

  it("reads the owner's levy and payments; without a due day nothing is overdue", async () => {
    await city.settle()
    expect(city.match('2025-10-10', ['levy-payment']).rules).toEqual([
      { rule: 'levy-payment', owner: 'ss', state: 'not_run', missing: ['tax:levy', 'tax:payment'], incomplete: [] }, { rule: 'levy-payment', owner: 'mi', state: 'ran', missing: [], incomplete: [] },
    ])
    expect([city.of(0), city.of(1)]).toEqual([[], ['P06|insurance=medical|period=202508 over new 24000']])
  })
})
