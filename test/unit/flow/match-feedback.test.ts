import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taxPaid } from './extracts.js'
import { CaseCity, TestCity, idOf, lineOf, type Case } from './workspace.js'

const AS_OF = '2025-10-11'
const both = (voucher: string): Case['rows'] => ({ 'ss-payment-person': [{ voucher }], 'tax-receipts-person': taxPaid({ voucher }) })

const CASES: readonly Case[] = [
  { says: 'tax holds 单位 and 个人 in rows of their own, the agency in one', rows: both('A1'), expect: [] },
  { says: 'late fee apart at tax, beside the parts at the agency', rows: {
    'ss-payment-person': [{ voucher: 'A2', late: '3.00' }], 'tax-receipts-person': [...taxPaid({ voucher: 'A2' }), { voucher: 'A2', kind: '滞纳金', amount: '3.00' }],
  }, expect: [] },
  { says: 'a late fee that was not fed back', rows: {
    'ss-payment-person': [{ voucher: 'A3' }], 'tax-receipts-person': [...taxPaid({ voucher: 'A3' }), { voucher: 'A3', kind: '滞纳金', amount: '3.00' }],
  }, expect: ['P02|insurance=pension|period=202508|voucher=A3 amount new 24000'] },
  { says: 'not fed back', rows: { 'tax-receipts-person': taxPaid({ voucher: 'B1' }) }, expect: ['P02|insurance=pension|period=202508|voucher=B1 tax_only new 24000'] },
  { says: 'in the treasury on the last day before the feast: on its way', rows: { 'tax-receipts-person': taxPaid({ voucher: 'B2', paid: '2025-09-29', treasury: '2025-09-30' }) }, expect: ['P02|insurance=pension|period=202508|voucher=B2 tax_only in_transit 24000'] },
  { says: 'fed back and unknown to tax', rows: { 'ss-payment-person': [{ voucher: 'B3' }] }, expect: ['P02|insurance=pension|period=202508|voucher=B3 agency_only new 24000'] },
  { says: 'revoked at tax', rows: { 'ss-payment-person': [{ voucher: 'B4' }], 'tax-receipts-person': taxPaid({ voucher: 'B4', valid: 'N' }) }, expect: ['P02|insurance=pension|period=202508|voucher=B4 agency_only new 24000'] },
  { says: 'amounts differ: the payment is at stake, by the agency', rows: { 'ss-payment-person': [{ voucher: 'C1', person: '80.01' }], 'tax-receipts-person': taxPaid({ voucher: 'C1' }) }, expect: ['P02|insurance=pension|period=202508|voucher=C1 amount new 24001'] },
  { says: 'another insurance of the same owner', rows: { 'ss-payment-person': [{ voucher: 'D1', insurance: '120' }], 'tax-receipts-person': taxPaid({ voucher: 'D1' }) }, expect: ['L07|period=202508|voucher=D1 - new 24000'] },
  { says: 'another period', rows: { 'ss-payment-person': [{ voucher: 'D2', from: '202507', to: '202507' }], 'tax-receipts-person': taxPaid({ voucher: 'D2' }) }, expect: ['L08|insurance=pension|voucher=D2 - new 24000'] },
  { says: 'another end of the span', rows: { 'ss-payment-person': [{ voucher: 'D3', to: '202509' }], 'tax-receipts-person': taxPaid({ voucher: 'D3' }) }, expect: ['L08|insurance=pension|voucher=D3 - new 24000'] },
  { says: 'another voucher: found by the levy number', rows: { 'ss-payment-person': [{ voucher: 'E1', no: 'Z1' }], 'tax-receipts-person': taxPaid({ voucher: 'E2', no: 'Z1' }) }, expect: [] },
  { says: 'another voucher and no levy number: found by id, insurance, period, type and amount', rows: { 'ss-payment-person': [{ voucher: 'E3' }], 'tax-receipts-person': taxPaid({ voucher: 'E4' }) }, expect: [] },
  { says: 'of another type too: not the same payment', rows: { 'ss-payment-person': [{ voucher: 'E5', type: '34' }], 'tax-receipts-person': taxPaid({ voucher: 'E6' }) }, expect: [
    'P02|insurance=pension|period=202508|voucher=E5 agency_only new 24000', 'P02|insurance=pension|period=202508|voucher=E6 tax_only new 24000',
  ] },
  { says: 'two at each side that only the loosest key brings together', rows: {
    'ss-payment-person': [{ voucher: 'F1' }, { voucher: 'F2' }], 'tax-receipts-person': [...taxPaid({ voucher: 'F3' }), ...taxPaid({ voucher: 'F4' })],
  }, expect: ['A01|insurance=pension|period=202508 - ambiguous -'] },
  { says: 'paid and not in the treasury within five working days', rows: { ...both('G1'), 'tax-receipts-person': taxPaid({ voucher: 'G1', paid: '2025-09-22', treasury: '' }) }, expect: ['P01|insurance=pension|period=202508|voucher=G1 - new 24000'] },
  { says: 'paid five working days ago and not in the treasury: on its way', rows: { 'tax-receipts-person': taxPaid({ voucher: 'G2', paid: '2025-09-28', treasury: '' }) }, expect: ['P01|insurance=pension|period=202508|voucher=G2 - in_transit 24000'] },
  { says: 'neither day known and not fed back: undecided', rows: { 'tax-receipts-person': taxPaid({ voucher: 'G3', paid: '', treasury: '' }) }, expect: [] },
  { says: 'fed back and not posted', rows: { ...both('H1'), 'ss-payment-person': [{ voucher: 'H1', posted: '0' }] }, expect: ['P03|insurance=pension|period=202508|voucher=H1 - new 24000'] },
  { says: 'fed back with a reason of failure', rows: { ...both('H2'), 'ss-payment-person': [{ voucher: 'H2', posted: '1', failure: '单位编号不存在' }] }, expect: ['P03|insurance=pension|period=202508|voucher=H2 - new 24000'] },
  { says: 'fed back twice: the surplus row is claimed, the first goes on', rows: { ...both('I1'), 'ss-payment-person': [{ voucher: 'I1' }, { voucher: 'I1' }] }, expect: ['P05|insurance=pension|period=202508|voucher=I1 - new 24000'] },
  { says: 'two lines of one voucher with their numbers are no repeat', rows: {
    'ss-payment-person': [{ voucher: 'I2', line: '1' }, { voucher: 'I2', line: '2' }], 'tax-receipts-person': [...taxPaid({ voucher: 'I2', line: '1' }), ...taxPaid({ voucher: 'I2', line: '2' })],
  }, expect: [] },
  { says: 'without an id on both sides: by each agency and its number', rows: { 'ss-payment-person': [{ voucher: 'J1', id: '' }], 'tax-receipts-person': taxPaid({ voucher: 'J1', id: '', person_no: 'T1' }) }, expect: [
    'P02|agency=ss|insurance=pension|period=202508|person_no=P00022|voucher=J1 agency_only new 24000',
  ] },
  { says: 'a refund at both sides, negative here and marked there', rows: {
    'ss-payment-person': [{ voucher: 'K1' }, { voucher: 'K2', refund: '1', unit: '160.00', person: '80.00' }],
    'tax-receipts-person': taxPaid({ voucher: 'K1' }), 'tax-refunds': taxPaid({ voucher: 'K2', original: 'K1' }, '-160.00', '-80.00'),
  }, expect: [] },
  { says: 'a refund under the original voucher here, under its own there', rows: {
    'ss-payment-person': [{ voucher: 'K3' }, { voucher: 'K3', refund: '1' }], 'tax-receipts-person': taxPaid({ voucher: 'K3' }), 'tax-refunds': taxPaid({ voucher: 'K4', original: 'K3' }),
  }, expect: [] },
  { says: 'a refund of another insurance here', rows: {
    'ss-payment-person': [{ voucher: 'K5' }, { voucher: 'K6', refund: '1', insurance: '120' }], 'tax-receipts-person': taxPaid({ voucher: 'K5' }), 'tax-refunds': taxPaid({ voucher: 'K6', original: 'K5' }),
  }, expect: ['L07|period=202508|voucher=K6 - new 24000'] },
  { says: 'a refund of another month here', rows: {
    'ss-payment-person': [{ voucher: 'K7' }, { voucher: 'K8', refund: '1', from: '202507', to: '202507' }], 'tax-receipts-person': taxPaid({ voucher: 'K7' }), 'tax-refunds': taxPaid({ voucher: 'K8', original: 'K7' }),
  }, expect: ['L08|insurance=pension|voucher=K8 - new 24000'] },
  { says: 'a refund that is not posted', rows: {
    'ss-payment-person': [{ voucher: 'K9' }, { voucher: 'K10', refund: '1', posted: '0' }], 'tax-receipts-person': taxPaid({ voucher: 'K9' }), 'tax-refunds': taxPaid({ voucher: 'K10', original: 'K9' }),
  }, expect: ['P03|insurance=pension|period=202508|voucher=K10 - new 24000'] },
  { says: 'a refund at tax alone', rows: { ...both('L1'), 'tax-refunds': taxPaid({ voucher: 'L2', original: 'L1' }) }, expect: ['P07|insurance=pension|period=202508|voucher=L2 one_side new 24000'] },
  { says: 'a refund at tax of yesterday', rows: { ...both('L3'), 'tax-refunds': taxPaid({ voucher: 'L4', original: 'L3', treasury: '2025-10-10' }) }, expect: ['P07|insurance=pension|period=202508|voucher=L4 one_side in_transit 24000'] },
  { says: 'a refund at tax that the treasury has yet to pay, in time', rows: { ...both('LA'), 'tax-refunds': taxPaid({ voucher: 'LB', original: 'LA', paid: '2025-09-30', treasury: '' }) }, expect: ['P07|insurance=pension|period=202508|voucher=LB one_side in_transit 24000'] },
  { says: 'a refund at tax that the treasury should have paid', rows: { ...both('LC'), 'tax-refunds': taxPaid({ voucher: 'LD', original: 'LC', paid: '2025-09-19', treasury: '' }) }, expect: ['P07|insurance=pension|period=202508|voucher=LD one_side new 24000'] },
  { says: 'a refund at the agency alone', rows: { 'ss-payment-person': [{ voucher: 'L5' }, { voucher: 'L6', refund: '1' }], 'tax-receipts-person': taxPaid({ voucher: 'L5' }) }, expect: ['P07|insurance=pension|period=202508|voucher=L6 one_side new 24000'] },
  { says: 'a refund of which the agency holds more', rows: { 'ss-payment-person': [{ voucher: 'L7' }, { voucher: 'L8', refund: '1', unit: '100.00', person: '50.00' }], 'tax-receipts-person': taxPaid({ voucher: 'L7' }), 'tax-refunds': taxPaid({ voucher: 'L8', original: 'L7' }, '90.00', '50.00') }, expect: ['P07|insurance=pension|period=202508|voucher=L8 one_side new 1000'] },
  { says: 'fed back twice, once without the person number and under another unit: the same row by id', rows: { ...both('M1'), 'ss-payment-person': [{ voucher: 'M1' }, { voucher: 'M1', person_no: '', employer_no: 'S2' }] }, expect: ['P05|insurance=pension|period=202508|voucher=M1 - new 24000'] },
  { says: 'an adjustment out of a month: nothing is left to feed back', rows: { 'ss-payment-person': [{ voucher: 'M1', from: '202509', to: '202509' }], 'tax-receipts-person': [...taxPaid({ voucher: 'M1' }), ...taxPaid({ voucher: 'M1', adjust: '更正' }, '-160.00', '-80.00'), ...taxPaid({ voucher: 'M1', adjust: '更正', from: '202509', to: '202509' })] }, expect: [] },
  { says: 'an adjustment that the agency reads as a refund is no other period', rows: { 'ss-payment-person': [{ voucher: 'M2', unit: '-160.00', person: '-80.00' }], 'tax-receipts-person': taxPaid({ voucher: 'M2', adjust: '科目调整' }, '-160.00', '-80.00') }, expect: [] },
  { says: 'the part of 单位 in the treasury, that of 个人 not: that part is late', rows: {
    ...both('G4'), 'tax-receipts-person': [...taxPaid({ voucher: 'G4', paid: '2025-09-22' }, '160.00', ''), ...taxPaid({ voucher: 'G4', paid: '2025-09-22', treasury: '' }, '', '80.00')],
  }, expect: ['P01|insurance=pension|period=202508|voucher=G4 - new 8000'] },
  { says: 'booked and taken back outside the treasury: nothing is late', rows: {
    ...both('G5'), 'tax-receipts-person': [...taxPaid({ voucher: 'G5', paid: '2025-09-22' }), ...['5.00', '-5.00'].flatMap(x => taxPaid({ voucher: 'G5', paid: '2025-09-22', treasury: '', adjust: '更正' }, x, ''))],
  }, expect: [] },
]

describe('feedback by person', () => {
  const city = new CaseCity(CASES)
  afterAll(() => city.remove())
  let lines: readonly string[] = []
  beforeAll(async () => {
    await city.settle()
    lines = city.match(AS_OF, ['feedback']).balance.filter(l => l.owner === 'ss' && ['in_transit', 'undecided', 'P01', 'P03', 'P05', 'A01', 'ambiguous'].includes(l.class)).map(l => `${l.side} ${l.class} ${l.rows}`)
  }, 60_000)

  it.each(CASES.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(CASES[n]!.expect.toSorted()))

  it('finds nothing else but the payment of which tax knows only its own number', () => {
    expect(city.orphans().map(o => lineOf(o, ''))).toEqual(['P02|agency=tax|insurance=pension|period=202508|person_no=T1|voucher=J1 tax_only new 24000'])
  })

  it('counts every row once', () => expect(lines.toSorted()).toEqual(['agency P01 2', 'agency P03 3', 'agency P05 2', 'agency ambiguous 2', 'tax P01 4', 'tax P03 6', 'tax ambiguous 4', 'tax in_transit 8', 'tax undecided 2']))

  it('says which hand-off broke', () => {
    const of = (voucher: string): unknown => city.objects().find(o => o['voucher'] === voucher)
    expect(of('B1')).toMatchObject({ agency_has: 'tax', agency_lacks: 'ss', who_acts: ['tax'] })
    expect(of('B3')).toMatchObject({ agency_has: 'ss', agency_lacks: 'tax', who_acts: ['ss'] })
    expect(of('H1')).toMatchObject({ who_acts: ['ss'] })
    expect(of('B2')).toMatchObject({ until: '2025-10-11' })
    expect(city.objects({ outcome: 'L07' })[0]).not.toHaveProperty('insurance')
    expect(city.objects({ outcome: 'L08' })[0]).not.toHaveProperty('period')
    expect(city.objects({ outcome: 'A01' })[0]).toMatchObject({ voucher: ['F1', 'F2', 'F3', 'F4'], who_acts: ['ss', 'tax'] })
  })
})

describe('feedback by unit', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const [a, b] = [idOf(1), idOf(2)]

  beforeAll(async () => {
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }], 'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }],
      // V1: persons on both sides, units too: persons are compared. V2: units at the agency, persons at tax: summed. V3: tax lacks a person's row. V4: unresolved employer at the agency.
      'ss-payment-unit': [{ voucher: 'V1', unit: '320.00', person: '160.00' }, { voucher: 'V2', unit: '320.00', person: '160.00' }, { voucher: 'V3', unit: '320.00', person: '160.00' }, { voucher: 'V4', employer_no: 'S9' }, { voucher: 'V6', unit: '320.00', person: '160.00' }, { voucher: 'V7', insurance: '210' }],
      'ss-payment-person': [{ voucher: 'V1', id: a, person_no: 'P1' }, { voucher: 'V1', id: b, person_no: 'P2', unit: '150.00' }],
      'tax-receipts': [...taxPaid({ voucher: 'V1' }, '320.00', '160.00')],
      'tax-receipts-person': [
        ...taxPaid({ voucher: 'V1', id: a }), ...taxPaid({ voucher: 'V1', id: b }), ...taxPaid({ voucher: 'V2', id: a }), ...taxPaid({ voucher: 'V2', id: b }), ...taxPaid({ voucher: 'V3', id: a }),
        // V5: one voucher of two insurances; the agency sends units of one and persons of the other.
        // V6: units at the agency, persons without a unit at tax: they are of the voucher's only unit. V7: so too where tax lacks a person.
        ...taxPaid({ voucher: 'V6', id: a, employer_no: '' }), ...taxPaid({ voucher: 'V6', id: b, employer_no: '' }), ...taxPaid({ voucher: 'V7', id: a, employer_no: '' }),
        ...taxPaid({ voucher: 'V5', id: a }), { voucher: 'V5', id: a, insurance: '10202', item: '失业保险(单位)', amount: '10.00' },
      ],
    })
    city.match(AS_OF, ['feedback'])
  }, 60_000)

  it('compares persons where both sides hold them, else sums them to the unit', () => {
    expect(city.objects().map(o => lineOf(o, ''))).toEqual([
      'P02|agency=ss|employer_no=S9|insurance=pension|period=202508|voucher=V4 agency_only new 24000',
      'P02|employer=91110000MA0000001L|insurance=pension|period=202508|voucher=V3 amount new 48000',
      'L07|employer=91110000MA0000001L|period=202508|voucher=V7 - new 24000',
      `P02|id_number=${b}|insurance=pension|period=202508|voucher=V1 amount new 23000`,
      `P02|id_number=${a}|insurance=pension|period=202508|voucher=V5 tax_only new 24000`,
      `P02|id_number=${a}|insurance=unemployment|period=202508|voucher=V5 tax_only new 1000`,
    ].toSorted())
  })

  it('says an unresolved employer by agency and number', () => {
    const v4 = city.objects().find(o => o['voucher'] === 'V4')!
    expect(v4).toMatchObject({ agency: 'ss', employer_no: 'S9' })
    expect(v4).not.toHaveProperty('employer')
    expect(city.objects().find(o => o['voucher'] === 'V3')).not.toHaveProperty('id_number')
  })
})
