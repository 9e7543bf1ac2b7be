import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Given } from './extracts.js'
import { CaseCity, type Case } from './workspace.js'

const AS_OF = '2025-10-10'
const FIRM = { 'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }, { no: 'S2', code: '91110000MA0000002P' }], 'mi-employer': [{ no: 'M1', code: '91110000MA0000001L' }], 'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }, { no: 'D2', code: '91110000MA0000002P' }] }
const own = (...rows: readonly Given[]): Case['rows'] => ({ 'ss-registration': rows })
const held = (rows: readonly Given[], copy: readonly Given[]): Case['rows'] => ({ 'ss-registration': rows, 'tax-registration-ss': copy })
/** In both insurances that an employee should have. */
const whole = (rows: Case['rows']): Case['rows'] => ({ ...rows, 'mi-registration': [{}] })

const NUMBERS: readonly Case[] = [
  { says: 'one number in several insurances', rows: own({}, { insurance: '210' }), expect: [] },
  { says: 'two numbers in one agency', rows: own({}, { person_no: 'X1' }), expect: ['R04 many_numbers new -'] },
  { says: 'a number at each agency', rows: whole(own({})), expect: [] },
  { says: 'numbers as two senders gave them to tax', rows: { 'tax-registration-ss': [{ person_no: 'A' }], 'tax-registration-mi': [{ person_no: 'B' }] }, expect: [] },
  { says: 'one number, two ids', rows: own({}, { id: '110000195001011018' }), expect: ['R04|agency=ss|person_no=P00004 many_ids new -'] },
  { says: 'one number, one id in 15 and 18 digits', rows: own({ id: '110000195002021015' }, { id: '110000500202101' }), expect: [] },
  { says: 'a revoked row does not count', rows: own({}, { person_no: 'X2', transfer: '3' }), expect: [] },
]

const EMPLOYERS: readonly Case[] = [
  { says: 'one employer under two numbers', rows: held([{}], [{}]), expect: [] },
  { says: 'another employer at tax', rows: held([{}], [{ employer_no: 'D2' }]), expect: ['R07 - new -'] },
  { says: 'in two insurances: one discrepancy', rows: held([{}, { insurance: '210' }], [{ employer_no: 'D2' }, { insurance: '210', employer_no: 'D2' }]), expect: ['R07 - new -'] },
  { says: 'the latest active spell counts', rows: held([{ begin: '20180101', status: '4', end: '20191231' }, { employer_no: 'S2' }], [{ employer_no: 'D2' }]), expect: [] },
  { says: 'registered twice: that is R05', rows: held([{}, { employer_no: 'S2', begin: '20210101' }], [{}]), expect: ['R05|insurance=pension employers new -'] },
  { says: 'an unresolved employer is no difference', rows: held([{}], [{ employer_no: 'D9' }]), expect: [] },
  { says: 'without an employer at tax', rows: held([{}], [{ employer_no: '' }]), expect: [] },
  { says: 'injury at two employers from one day on, in another order at tax', rows: held([{ insurance: '410' }, { insurance: '410', employer_no: 'S2' }], [{ insurance: '410', employer_no: 'D2' }, { insurance: '410' }]), expect: [] },
]

const COMPANIONS: readonly Case[] = [
  { says: 'in pension and medical', rows: whole(own({})), expect: [] },
  { says: 'in pension alone', rows: own({}), expect: ['R08|insurance=medical no_medical new -'] },
  { says: 'in the pension of public bodies alone', rows: own({ insurance: '120' }), expect: ['R08|insurance=medical no_medical new -'] },
  { says: 'in medical alone', rows: { 'mi-registration': [{}] }, expect: ['R08|insurance=pension no_pension new -'] },
  { says: 'a paused medical row is one', rows: { ...own({}), 'mi-registration': [{ status: '2', end: '2025-01-01' }] }, expect: [] },
  { says: "medical in tax's copy alone is one", rows: { ...own({}), 'tax-registration-mi': [{}] }, expect: [] },
  { says: 'in 工伤 alone', rows: own({ insurance: '410' }), expect: [] },
  { says: 'flexible', rows: own({ payer: '1' }), expect: [] },
  { says: 'an employee by type', rows: own({ payer: '2', employer_no: '' }), expect: ['R08|insurance=medical no_medical new -'] },
  { says: 'retired', rows: { 'mi-registration': [{ payer: '1201' }] }, expect: [] },
  { says: 'neither type nor employer', rows: own({ employer_no: '' }), expect: [] },
  { says: 'ended', rows: own({ status: '4', end: '20250101' }), expect: [] },
]

describe.each([['numbers of persons', NUMBERS, ['R04']], ['employers', EMPLOYERS, ['R07', 'R05']], ['companion insurances', COMPANIONS, ['R08']]] as const)('%s', (_, cases, rules) => {
  const city = new CaseCity(cases)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle('20251010', { ...FIRM, 'mi-registration': [{ id: '110000195003031012', person_no: 'M0', employer_no: '', payer: '1' }], 'tax-registration-ss': [] })
    city.match(AS_OF, rules)
  }, 60_000)

  it.each(cases.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(cases[n]!.expect.toSorted()))
  it('finds nothing else', () => expect(city.orphans()).toEqual([]))
})

describe('companion insurances of who has just begun', () => {
  const city = new CaseCity([
    { says: 'begun after what 医保 has sent', rows: own({ begin: '20251006' }), expect: [] },
    { says: 'begun on its last day', rows: own({ begin: '20251005' }), expect: ['R08|insurance=medical no_medical new -'] },
    { says: 'no day of beginning', rows: own({ begin: '' }), expect: ['R08|insurance=medical no_medical new -'] },
  ])
  afterAll(() => city.remove())

  it('are undecided till the other agency has sent its rows of that day', async () => {
    await city.settle('20251010', FIRM)
    await city.deliver({ 'mi-registration': [{ id: '110000195003031012', person_no: 'M0', employer_no: '', payer: '1' }] }, '20251005')
    city.match(AS_OF, ['R08'])
    expect([0, 1, 2].map(n => city.of(n))).toEqual([[], ['R08|insurance=medical no_medical new -'], ['R08|insurance=medical no_medical new -']])
    await city.deliver({ 'mi-registration': [{ id: '110000195003031012', person_no: 'M0', employer_no: '', payer: '1' }] }, '20251009')
    city.match(AS_OF, ['R08'])
    expect(city.of(0)).toEqual(['R08|insurance=medical no_medical new -'])
  }, 60_000)
})

describe('numbers and insurances that a discrepancy lists', () => {
  const city = new CaseCity([...NUMBERS, ...EMPLOYERS])
  afterAll(() => city.remove())

  it('are arrays in JSON', async () => {
    await city.settle('20251010', FIRM)
    city.match(AS_OF, ['R04', 'R07'])
    expect(city.objects({ outcome: 'R04' }).map(o => [o['variant'], o['person_no']])).toContainEqual(['many_numbers', ['P00001', 'X1']])
    expect(city.objects({ outcome: 'R04' }).find(o => o['variant'] === 'many_ids')?.['id_number']).toHaveLength(2)
    expect(city.objects({ outcome: 'R07' }).map(o => o['insurance'])).toEqual([['pension'], ['pension', 'unemployment']])
  })
})

const levied = (rows: readonly Given[], levies: readonly Given[]): Case['rows'] => ({ 'ss-registration': rows, 'ss-levy': levies })
const AFTER: readonly Case[] = [
  { says: 'levied in the month of the end', rows: levied([{ status: '4', end: '20250815' }], [{ no: 'A1' }]), expect: [] },
  { says: 'levied in the month after', rows: levied([{ status: '4', end: '20250731' }], [{ no: 'A2' }]), expect: ['R09|insurance=pension|period=202508 - new 24000'] },
  { says: 'two months after', rows: levied([{ status: '4', end: '20250630' }], [{ no: 'A3' }, { no: 'A4', from: '202509', to: '202509' }]), expect: ['R09|insurance=pension|period=202508 - new 24000', 'R09|insurance=pension|period=202509 - new 24000'] },
  { says: 'an open spell elsewhere', rows: levied([{ status: '4', end: '20250731' }, { employer_no: 'S2', begin: '20250801' }], [{ no: 'A5' }]), expect: [] },
  { says: 'the latest end counts', rows: levied([{ status: '4', end: '20200731' }, { status: '4', end: '20250831' }], [{ no: 'A6' }]), expect: [] },
  { says: 'supplements are exempt', rows: levied([{ status: '4', end: '20250731' }], [{ no: 'A7', type: '32' }]), expect: [] },
  { says: 'another insurance', rows: levied([{ status: '4', end: '20250731' }], [{ no: 'A8', insurance: '210' }]), expect: [] },
  { says: 'revoked', rows: levied([{ status: '4', end: '20250731' }], [{ no: 'A9', transfer: '3' }]), expect: [] },
  { says: 'a levy and its cancellation', rows: levied([{ status: '4', end: '20250731' }], [{ no: 'B1' }, { no: 'B1', line: '2', unit: '-160.00', person: '-80.00' }]), expect: [] },
  { says: 'dead, though the spell is open', rows: levied([{ reason: '6401', end: '' }], [{ no: 'B2' }]), expect: [] },
  { says: 'dead since July, the spell of another employer open', rows: levied([{ reason: '6401', status: '4', end: '20250715' }, { employer_no: 'S2' }], [{ no: 'B3' }]), expect: ['R09|insurance=pension|period=202508 - new 24000'] },
  { says: 'never registered is R01, not R09', rows: levied([], [{ no: 'B4' }]), expect: [] },
  { says: 'in prison years ago, registered anew since', rows: levied([{ reason: '6305', status: '4', begin: '20100101', end: '20150331' }, { begin: '20180101' }], [{ no: 'B5' }]), expect: [] },
  { says: 'in prison since July, an older spell elsewhere open', rows: levied([{ reason: '6305', status: '4', begin: '20200101', end: '20250715' }, { employer_no: 'S2', begin: '20180101' }], [{ no: 'B6' }]), expect: ['R09|insurance=pension|period=202508 - new 24000'] },
]
const base = (base: string, more: Given = {}): readonly Given[] => [{ no: `N${base}${Object.values(more).join('')}`, base, ...more }]
const BASES: readonly Case[] = [
  { says: 'at the floor', rows: { 'ss-levy': base('4650.00') }, expect: [] },
  { says: 'a cent below the floor', rows: { 'ss-levy': base('4649.99') }, expect: ['L04|insurance=pension|period=202508 low new -'] },
  { says: 'at the ceiling', rows: { 'ss-levy': base('23250.00') }, expect: [] },
  { says: 'above the ceiling', rows: { 'ss-levy': base('23250.01') }, expect: ['L04|insurance=pension|period=202508 high new -'] },
  { says: 'the limits of its own month', rows: { 'ss-levy': base('4500.00', { from: '202506', to: '202506' }) }, expect: [] },
  { says: 'without a base', rows: { 'ss-levy': [{ no: 'N9', base: '' }] }, expect: [] },
  { says: 'an insurance without limits', rows: { 'ss-levy': base('100.00', { insurance: '170' }) }, expect: [] },
]
const RATES: readonly Case[] = [
  { says: 'rates and amounts in order', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.16', rate_person: '8%', unit: '800.00', person: '400.00' }) }, expect: [] },
  { says: 'without rates, amounts in order', rows: { 'ss-levy': base('5001.00', { unit: '800.16', person: '400.08' }) }, expect: [] },
  { says: 'half a cent goes up', rows: { 'ss-levy': base('5000.03', { unit: '800.00', person: '400.00' }) }, expect: [] },
  { says: 'a rate that is not in force', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.20', rate_person: '0.08', unit: '1000.00', person: '400.00' }) }, expect: ['L05|insurance=pension|period=202508 rate new -'] },
  { says: 'a cent beside', rows: { 'ss-levy': base('5000.00', { unit: '800.01', person: '400.00' }) }, expect: ['L05|insurance=pension|period=202508 cent new -'] },
  { says: 'another amount', rows: { 'ss-levy': base('5000.00', { unit: '800.00', person: '500.00' }) }, expect: ['L05|insurance=pension|period=202508 amount new -'] },
  { says: 'only the total, in order', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.16', rate_person: '0.08', unit: '', person: '', total: '1200.00' }) }, expect: [] },
  { says: 'only the total, a cent beside', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.16', rate_person: '0.08', unit: '', person: '', total: '1200.01' }) }, expect: ['L05|insurance=pension|period=202508 cent new -'] },
  { says: 'only the total, another one', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.16', rate_person: '0.08', unit: '', person: '', total: '1100.00' }) }, expect: ['L05|insurance=pension|period=202508 amount new -'] },
  { says: 'only a total that may be one part: one rate is not written', rows: { 'ss-levy': base('5000.00', { rate_unit: '0.16', unit: '', person: '', total: '800.00' }) }, expect: [] },
  { says: "工伤 by the employer's own rate", rows: { 'ss-levy': base('5000.00', { insurance: '410', rate_unit: '0.004', unit: '20.00', person: '0.00' }) }, expect: [] },
  { says: '工伤 by another rate', rows: { 'ss-levy': base('5000.00', { insurance: '410', rate_unit: '0.007', unit: '35.00', person: '0.00' }) }, expect: ['L05|insurance=injury|period=202508 rate new -'] },
  { says: 'a flexible worker has rates of his own', rows: { 'ss-levy': base('5000.00', { payer: '1', employer_no: '', unit: '0.00', person: '1000.00' }) }, expect: [] },
  { says: 'a difference levied for a changed base is not computed', rows: { 'ss-levy': base('5000.00', { type: '34', unit: '8.00', person: '4.00' }) }, expect: [] },
  { says: 'a span of months is not computed', rows: { 'ss-levy': base('5000.00', { from: '202507', to: '202509', unit: '2400.00', person: '1200.00' }) }, expect: [] },
]

describe.each([['levied after the end', AFTER, 'R09'], ['bases', BASES, 'L04'], ['rates', RATES, 'L05']] as const)('%s', (_, cases, rule) => {
  const city = new CaseCity(cases)
  afterAll(() => city.remove())
  let balance: Readonly<Record<string, number>> = {}
  beforeAll(async () => {
    city.write('ss-employer_20251010.csv', [['单位编号', '统一社会信用代码', '单位名称', '工伤行业费率'], ['S1', '91110000MA0000001L', '某公司', '0.4%']])
    await city.settle('20251010', rule === 'R09' ? {} : { 'ss-registration': [] })
    balance = Object.fromEntries(city.match(AS_OF, [rule]).balance.filter(l => l.owner === 'ss').map(l => [l.class, l.rows]))
  }, 60_000)

  it.each(cases.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(cases[n]!.expect.toSorted()))
  it('finds nothing else', () => expect(city.orphans()).toEqual([]))
  it('counts every levy once', () => {
    const rows = cases.reduce((n, c) => n + (c.rows['ss-levy']?.length ?? 0), 0)
    expect(Object.values(balance).reduce((a, b) => a + b, 0)).toBe(rows)
    if (rule === 'L04') expect(balance['filtered']).toBe(1)
    if (rule === 'R09') expect(balance['not_live']).toBe(3)
  })
})
