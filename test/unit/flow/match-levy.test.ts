import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CaseCity, type Case } from './workspace.js'

/** Asked about on 2025-10-11, a Saturday on which people work: three working days after 2025-09-30 (国庆 and 中秋 between). */
const AS_OF = '2025-10-11'

const CASES: readonly Case[] = [
  { says: 'the same on both sides', rows: { 'ss-levy': [{ no: 'A1' }], 'tax-levy-ss': [{ no: 'A1' }] }, expect: [] },
  { says: 'at the owner, none at tax', rows: { 'ss-levy': [{ no: 'B1' }] }, expect: ['L01|insurance=pension|levy_no=B1|period=202508 owner_only new 24000'] },
  { says: 'at tax and not at the owner', rows: { 'tax-levy-ss': [{ no: 'C1' }] }, expect: ['L01|insurance=pension|levy_no=C1|period=202508 tax_only new 24000'] },
  { says: 'sent on the last day before the feast: still in its grace', rows: { 'ss-levy': [{ no: 'D1', sent: '20250930' }] }, expect: ['L01|insurance=pension|levy_no=D1|period=202508 owner_only in_transit 24000'] },
  { says: 'sent a working day earlier (a Monday): grace over', rows: { 'ss-levy': [{ no: 'E1', sent: '20250929' }] }, expect: ['L01|insurance=pension|levy_no=E1|period=202508 owner_only new 24000'] },
  { says: 'sent on a Sunday that people worked', rows: { 'ss-levy': [{ no: 'E2', sent: '20250928' }] }, expect: ['L01|insurance=pension|levy_no=E2|period=202508 owner_only new 24000'] },
  { says: 'sent after what tax delivered: undecided', rows: { 'ss-levy': [{ no: 'E3', sent: '20251011' }] }, expect: ['L01|insurance=pension|levy_no=E3|period=202508 owner_only in_transit 24000'] },
  { says: 'without a sent date there is no grace', rows: { 'ss-levy': [{ no: 'E4', sent: '' }] }, expect: ['L01|insurance=pension|levy_no=E4|period=202508 owner_only new 24000'] },
  { says: 'revoked at the owner (AAA321 3): tax alone holds it', rows: { 'ss-levy': [{ no: 'F1', transfer: '3' }], 'tax-levy-ss': [{ no: 'F1' }] }, expect: ['L01|insurance=pension|levy_no=F1|period=202508 tax_only new 24000'] },
  { says: 'revoked at the owner (AAA321 6) and never sent', rows: { 'ss-levy': [{ no: 'F2', transfer: '6' }] }, expect: [] },
  { says: 'revoked at tax (yxbz N): the owner alone holds it', rows: { 'ss-levy': [{ no: 'F3' }], 'tax-levy-ss': [{ no: 'F3', valid: 'N' }] }, expect: ['L01|insurance=pension|levy_no=F3|period=202508 owner_only new 24000'] },
  { says: 'a levy and its cancellation', rows: { 'ss-levy': [{ no: 'G1' }, { no: 'G1', line: '2', unit: '-160.00', person: '-80.00' }] }, expect: [] },
  { says: 'a levy, its cancellation and the levy again: the rest is live', rows: { 'ss-levy': [{ no: 'G2' }, { no: 'G2', line: '2', unit: '-160.00', person: '-80.00' }, { no: 'G2', line: '3' }] }, expect: ['L01|insurance=pension|levy_no=G2|period=202508 owner_only new 24000'] },
  { says: 'a cancellation on another levy number undoes nothing', rows: { 'ss-levy': [{ no: 'G3' }, { no: 'G4', unit: '-160.00', person: '-80.00' }], 'tax-levy-ss': [{ no: 'G3' }, { no: 'G4', unit: '-160.00', person: '-80.00' }] }, expect: [] },
  { says: 'totals differ by a cent', rows: { 'ss-levy': [{ no: 'H1', unit: '160.01' }], 'tax-levy-ss': [{ no: 'H1' }] }, expect: ['L02|insurance=pension|levy_no=H1|period=202508 cent new 1'] },
  { says: 'totals differ by more', rows: { 'ss-levy': [{ no: 'H2' }], 'tax-levy-ss': [{ no: 'H2', person: '80.02' }] }, expect: ['L02|insurance=pension|levy_no=H2|period=202508 other new -2'] },
  { says: 'one total, parts that differ', rows: { 'ss-levy': [{ no: 'H3', unit: '159.00', person: '81.00' }], 'tax-levy-ss': [{ no: 'H3' }] }, expect: ['L02|insurance=pension|levy_no=H3|period=202508 other new 0'] },
  { says: 'one total, parts that differ by a cent', rows: { 'ss-levy': [{ no: 'H4', unit: '159.99', person: '80.01' }], 'tax-levy-ss': [{ no: 'H4' }] }, expect: ['L02|insurance=pension|levy_no=H4|period=202508 cent new 0'] },
  { says: 'two levies of one number, one off by a cent and one by more: one discrepancy, the graver variant, the sum', rows: {
    'ss-levy': [{ no: 'H5', unit: '160.01' }, { no: 'H5', line: '2', unit: '150.00' }], 'tax-levy-ss': [{ no: 'H5' }, { no: 'H5', line: '2', unit: '140.00' }],
  }, expect: ['L02|insurance=pension|levy_no=H5|period=202508 other new 1001'] },
  { says: 'another levy number at tax: found by id, insurance, period and type', rows: { 'ss-levy': [{ no: 'I1' }], 'tax-levy-ss': [{ no: 'I2' }] }, expect: [] },
  { says: 'a span of months stays one levy', rows: { 'ss-levy': [{ no: 'J1', from: '202507', to: '202509' }] }, expect: ['L01|insurance=pension|levy_no=J1|period=202507|period_end=202509 owner_only new 24000'] },
  { says: 'without an id: by person number', rows: { 'ss-levy': [{ no: 'K1', id: '' }] }, expect: ['L01|agency=ss|insurance=pension|levy_no=K1|period=202508|person_no=P00021 owner_only new 24000'] },
  { says: 'code 410 at 社保 is 工伤', rows: { 'ss-levy': [{ no: 'L1', insurance: '410' }], 'tax-levy-ss': [{ no: 'L1', insurance: '410' }] }, expect: [] },
  { says: 'the same levy twice at the owner', rows: { 'ss-levy': [{ no: 'M1' }, { no: 'M2' }], 'tax-levy-ss': [{ no: 'M1' }] }, expect: ['L03|insurance=pension|period=202508 - new 24000'] },
  { says: 'twice at the owner, the later one at tax', rows: { 'ss-levy': [{ no: 'M3' }, { no: 'M4' }], 'tax-levy-ss': [{ no: 'M4' }] }, expect: ['L03|insurance=pension|period=202508 - new 24000'] },
  { says: 'twice on both sides', rows: { 'ss-levy': [{ no: 'N1' }, { no: 'N2' }], 'tax-levy-ss': [{ no: 'N1' }, { no: 'N2' }] }, expect: ['L03|insurance=pension|period=202508 - new 24000'] },
  { says: 'three times at the owner, twice at tax', rows: { 'ss-levy': [{ no: 'O1' }, { no: 'O2' }, { no: 'O3' }], 'tax-levy-ss': [{ no: 'O1' }, { no: 'O3' }] }, expect: ['L03|insurance=pension|period=202508 - new 48000'] },
  { says: 'twice at tax alone: the second has no source', rows: { 'ss-levy': [{ no: 'P1' }], 'tax-levy-ss': [{ no: 'P1' }, { no: 'P2' }] }, expect: ['L01|insurance=pension|levy_no=P2|period=202508 tax_only new 24000'] },
  { says: 'twice with another type: no repeat', rows: { 'ss-levy': [{ no: 'Q1' }, { no: 'Q2', type: '34' }], 'tax-levy-ss': [{ no: 'Q1' }, { no: 'Q2', type: '34' }] }, expect: [] },
  { says: 'repeats of two amounts are one discrepancy', rows: {
    'ss-levy': [{ no: 'R1' }, { no: 'R2' }, { no: 'R3', person: '1.00' }, { no: 'R4', person: '1.00' }], 'tax-levy-ss': [{ no: 'R1' }, { no: 'R3', person: '1.00' }],
  }, expect: ['L03|insurance=pension|period=202508 - new 40100'] },
  { says: 'a repeat of which one copy is revoked is none', rows: { 'ss-levy': [{ no: 'S1' }, { no: 'S2', transfer: '3' }], 'tax-levy-ss': [{ no: 'S1' }] }, expect: [] },
  { says: 'two at each side that only the loosest key brings together: several candidates', rows: {
    'ss-levy': [{ no: 'T1', person: '1.00' }, { no: 'T2', person: '2.00' }], 'tax-levy-ss': [{ no: 'T3', person: '1.00' }, { no: 'T4', person: '2.00' }],
  }, expect: ['A01|insurance=pension|period=202508 - ambiguous -'] },
  { says: 'two at the owner, one of them matched before: the other goes on alone', rows: {
    'ss-levy': [{ no: 'U1', person: '1.00' }, { no: 'U2', person: '2.00' }], 'tax-levy-ss': [{ no: 'U1', person: '1.00' }],
  }, expect: ['L01|insurance=pension|levy_no=U2|period=202508 owner_only new 16200'] },
  { says: 'without an id, twice at the owner: the same person by number', rows: { 'ss-levy': [{ no: 'V1', id: '' }, { no: 'V2', id: '' }] }, expect: [
    'L01|agency=ss|insurance=pension|levy_no=V1|period=202508|person_no=P00033 owner_only new 24000', 'L03|agency=ss|insurance=pension|period=202508|person_no=P00033 - new 24000',
  ] },
  { says: 'a regular levy and a supplement under one number without lines: told apart by type', rows: {
    'ss-levy': [{ no: 'W1', line: '' }, { no: 'W1', line: '', type: '34', unit: '8.00', person: '4.00' }], 'tax-levy-ss': [{ no: 'W1', line: '', type: '34', unit: '8.00', person: '4.00' }, { no: 'W1', line: '' }],
  }, expect: [] },
  { says: 'two of one type under one number without lines: several candidates by that number', rows: {
    'ss-levy': [{ no: 'X1', line: '' }, { no: 'X1', line: '', unit: '8.00' }], 'tax-levy-ss': [{ no: 'X1', line: '' }, { no: 'X1', line: '', unit: '9.00' }],
  }, expect: ['A01|insurance=pension|levy_no=X1|period=202508 - ambiguous -'] },
  { says: 'months that begin alike and end otherwise are two levies', rows: { 'ss-levy': [{ no: 'A2' }], 'tax-levy-ss': [{ no: 'A3', to: '202509' }] }, expect: ['L01|insurance=pension|levy_no=A2|period=202508 owner_only new 24000', 'L01|insurance=pension|levy_no=A3|period=202508|period_end=202509 tax_only new 24000'] },
  { says: 'but for one number and line', rows: { 'ss-levy': [{ no: 'A4' }], 'tax-levy-ss': [{ no: 'A4', to: '202509' }] }, expect: [] },
]

describe('levy copy', () => {
  const city = new CaseCity(CASES)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['levy-copy'])
  }, 60_000)

  it.each(CASES.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(CASES[n]!.expect.toSorted()))

  it('finds nothing else', () => expect(city.orphans()).toEqual([]))

  it('tells who has it, who lacks it, who must act, and which numbers are repeated', () => {
    const [owner] = city.objects({ outcome: 'L01' }).filter(o => o['levy_no'] === 'B1')
    expect(owner).toMatchObject({ agency_has: 'ss', agency_lacks: 'tax', who_acts: ['ss'], severity: 'high', sides: { ss: [{ line: 3, amount: 24000 }] } })
    expect(owner).not.toHaveProperty('period_end')
    expect(owner).not.toHaveProperty('voucher')
    const [tax] = city.objects({ outcome: 'L01' }).filter(o => o['levy_no'] === 'C1')
    expect(tax).toMatchObject({ agency_has: 'tax', agency_lacks: 'ss', who_acts: ['tax'] })
    const [both] = city.objects({ outcome: 'L02' }).filter(o => o['levy_no'] === 'H2')
    expect(both).toMatchObject({ who_acts: ['ss', 'tax'], sides: { ss: [{ amount: 24000 }], tax: [{ amount: 24002 }] } })
    expect(both).not.toHaveProperty('agency_lacks')
    expect(city.objects({ outcome: 'L03' }).map(o => o['levy_no'])).toContainEqual(['O1', 'O2', 'O3'])
  })
})

describe('levy copy at 医保', () => {
  const cases: readonly Case[] = [
    { says: 'the same on both sides', rows: { 'mi-clct-staff': [{ no: 'A1' }], 'tax-levy-mi': [{ no: 'A1' }] }, expect: [] },
    { says: 'revs_flag +', rows: { 'mi-clct-staff': [{ no: 'B1', reversal: '+' }] }, expect: [] },
    { says: 'revs_flag -', rows: { 'mi-clct-staff': [{ no: 'B2', reversal: '-' }] }, expect: [] },
    { says: 'vali_flag 0', rows: { 'mi-clct-staff': [{ no: 'B3', valid: '0' }] }, expect: [] },
    { says: 'vali_flag 2, reversal pending', rows: { 'mi-clct-staff': [{ no: 'B4', valid: '2' }] }, expect: [] },
    { says: 'account movements that nobody paid', rows: { 'mi-clct-staff': [{ no: 'C1', type: '36' }, { no: 'C2', type: '40' }, { no: 'C3', type: '41' }] }, expect: [] },
    { says: 'code 410 at 医保 is 长期照护', rows: { 'mi-clct-staff': [{ no: 'D1', insurance: '410' }] }, expect: ['L01|insurance=care|levy_no=D1|period=202508 owner_only new 24000'] },
    { says: 'a row with a voucher is a payment, not a levy', rows: { 'mi-clct-staff': [{ no: 'E1', voucher: 'V1', treasury: '2025-08-27' }] }, expect: [] },
  ]
  const city = new CaseCity(cases)
  afterAll(() => city.remove())
  let balance: readonly (readonly [string, number])[] = []
  beforeAll(async () => {
    await city.settle()
    balance = city.match(AS_OF, ['levy-copy']).balance.filter(l => l.side === 'owner' && l.owner === 'mi').map(l => [l.class, l.rows])
  }, 60_000)

  it.each(cases.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(cases[n]!.expect.toSorted()))

  it('counts what is not live, pending and not comparable apart', () => {
    expect(Object.fromEntries(balance)).toEqual({ matched: 1, L01: 1, not_live: 3, reversal_pending: 1, not_comparable: 3 })
  })
})
