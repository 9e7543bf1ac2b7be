import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Given } from './extracts.js'
import { CaseCity, idOf, type Case } from './workspace.js'

const AS_OF = '2025-10-10'
/** A registration at its owner and in tax's copy, alike but for the form of dates. */
const held = (own: readonly Given[], copy: readonly Given[]): Case['rows'] => ({ 'ss-registration': own, 'tax-registration-ss': copy })

const COPIED: readonly Case[] = [
  { says: 'the same on both sides', rows: held([{}], [{}]), expect: [] },
  { says: 'at the owner alone', rows: held([{}], []), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'at tax alone', rows: held([], [{}]), expect: ['R01|insurance=pension tax_only new -'] },
  { says: 'one insurance of two', rows: held([{}, { insurance: '210' }], [{}]), expect: ['R01|insurance=unemployment owner_only new -'] },
  { says: 'ended at the owner is still registered', rows: held([{ status: '4', end: '20250630' }], []), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'never registered (none) counts as absent', rows: held([{ status: '0' }], []), expect: [] },
  { says: 'none at the owner, active at tax', rows: held([{ status: '0' }], [{}]), expect: ['R01|insurance=pension tax_only new -'] },
  { says: 'revoked at the owner (AAA321 3)', rows: held([{ transfer: '3' }], [{}]), expect: ['R01|insurance=pension tax_only new -'] },
  { says: 'revoked at tax (yxbz N)', rows: held([{}], [{ valid: 'N' }]), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'paused is 2 at 社保 and 3 as sent to tax', rows: held([{ status: '2', end: '20250630' }], [{ status: '3', end: '2025-06-30' }]), expect: [] },
  { says: 'status differs', rows: held([{ status: '4', end: '20250630' }], [{ status: '3', end: '2025-06-30' }]), expect: ['R06|insurance=pension - new -'] },
  { says: 'end differs', rows: held([{ status: '4', end: '20250630' }], [{ status: '4', end: '2025-07-31' }]), expect: ['R06|insurance=pension - new -'] },
  { says: 'an open end is blank, 9999-12-31, 999912 or 9999/12', rows: held([{ end: '99991231' }], [{ end: '9999/12' }]), expect: [] },
  { says: 'the spell with the latest begin counts', rows: held([{ begin: '20240101' }, { begin: '20200101', status: '4', end: '20231231' }], [{ begin: '2020-01-01', status: '4', end: '2023-06-30' }, { begin: '2024-01-01' }]), expect: [] },
  { says: 'a spell more at the owner, which is the latest', rows: held([{ begin: '20200101', status: '4', end: '20231231' }, { begin: '20240101' }], [{ begin: '2020-01-01', status: '4', end: '2023-12-31' }]), expect: ['R06|insurance=pension - new -'] },
  { says: 'type 04 and 05 at 社保 and 210 at tax are one', rows: held([{ id_type: '05', id: 'H01234567' }], [{ id_type: '210', id: 'H01234567' }]), expect: [] },
  { says: '15 digits at tax are the same person', rows: held([{ id: '110000195001011018' }], [{ id: '110000500101101' }]), expect: [] },
  { says: 'no id at tax: found by person number and name', rows: held([{}], [{ id: '', person_no: 'P00017' }]), expect: [] },
  { says: 'no id at tax, and a name that is cut', rows: held([{ name: '欧阳某某' }], [{ id: '', person_no: 'P00018', name: '欧阳' }]), expect: [] },
  { says: 'no id at the owner, and no name at tax', rows: held([{ id: '' }], [{ person_no: 'P00019', name: '' }]), expect: [] },
  { says: 'another id under the same number, and another name', rows: held([{}], [{ id: idOf(90_000), person_no: 'P00020', name: '别人' }]), expect: ['R01|insurance=pension owner_only new -', `R01|id_number=${idOf(90_000)}|insurance=pension tax_only new -`] },
  { says: 'no id at the owner: by its number', rows: held([{ id: '' }], []), expect: ['R01|agency=ss|insurance=pension|person_no=P00021 owner_only new -'] },
  { says: 'two spells that begin on one day, one paused, in another order at tax', rows: held([{ insurance: '410' }, { insurance: '410', status: '2' }], [{ insurance: '410', status: '3' }, { insurance: '410' }]), expect: [] },
  { says: 'for the year to come, at the owner alone', rows: held([{ begin: '20260101' }], []), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'for the year to come, at tax alone', rows: held([], [{ begin: '2026-01-01' }]), expect: ['R01|insurance=pension tax_only new -'] },
  { says: 'till the end of the year on both sides', rows: held([{ end: '20251231' }], [{ end: '2025-12-31' }]), expect: [] },
  { says: 'till the end of the year on both sides, paused at one', rows: held([{ end: '20251231' }], [{ end: '2025-12-31', status: '3' }]), expect: ['R06|insurance=pension - new -'] },
  { says: 'till the end of the year at the owner, open at tax', rows: held([{ end: '20251231' }], [{}]), expect: ['R06|insurance=pension - new -'] },
]

describe('registration copy', () => {
  const city = new CaseCity(COPIED)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['registration-copy'])
  }, 60_000)

  it.each(COPIED.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(COPIED[n]!.expect.toSorted()))
  it('finds nothing else', () => expect(city.orphans()).toEqual([]))
  it('does not run for 医保, of whom nobody delivered anything', () => {
    expect(city.match(AS_OF, ['R01']).rules).toContainEqual({ rule: 'registration-copy', owner: 'mi', state: 'not_run', missing: ['mi:registration', 'tax:registration'], incomplete: [] })
  })
})

const own = (...rows: readonly Given[]): Case['rows'] => ({ 'ss-registration': rows })
const DOUBLE: readonly Case[] = [
  { says: 'one insurance at two employers', rows: own({}, { employer_no: 'S2' }), expect: ['R05|insurance=pension employers new -'] },
  { says: '工伤 at two employers is allowed', rows: own({ insurance: '410' }, { insurance: '410', employer_no: 'S2' }), expect: [] },
  { says: '工伤 in two areas is not', rows: own({ insurance: '410' }, { insurance: '410', area: '220102' }), expect: ['R05|insurance=injury areas new -'] },
  { says: 'two areas lead two employers', rows: own({}, { employer_no: 'S2', area: '220102' }), expect: ['R05|insurance=pension areas new -'] },
  { says: 'staff and resident, by the staff insurance', rows: own({}, { insurance: '170', employer_no: '' }), expect: ['R05|insurance=pension staff_and_resident new -'] },
  { says: 'staff and resident lead two employers', rows: own({}, { employer_no: 'S2' }, { insurance: '170', employer_no: '' }), expect: ['R05|insurance=pension staff_and_resident new -'] },
  { says: 'at 医保 as at 社保', rows: { 'mi-registration': [{}, { insurance: '390', employer_no: '' }] }, expect: ['R05|insurance=medical staff_and_resident new -'] },
  { says: 'an end on the day asked about is active', rows: own({ end: '20251010' }, { employer_no: 'S2' }), expect: ['R05|insurance=pension employers new -'] },
  { says: 'an end before it is not', rows: own({ end: '20251009' }, { employer_no: 'S2' }), expect: [] },
  { says: 'a begin on the day asked about is active', rows: own({ begin: '20251010' }, { employer_no: 'S2' }), expect: ['R05|insurance=pension employers new -'] },
  { says: 'a begin after it is not', rows: own({ begin: '20251011' }, { employer_no: 'S2' }), expect: [] },
  { says: 'paused is not active', rows: own({ status: '2' }, { employer_no: 'S2' }), expect: [] },
  { says: 'revoked is not active', rows: own({ transfer: '6' }, { employer_no: 'S2' }), expect: [] },
  { says: 'two numbers of one employer', rows: own({}, { employer_no: 'S1b' }), expect: [] },
  { says: "tax's copy does not count", rows: { 'ss-registration': [{}], 'tax-registration-ss': [{ employer_no: 'D2' }] }, expect: [] },
  { says: 'pension of staff and of public bodies is no double', rows: own({}, { insurance: '120', employer_no: 'S2' }), expect: [] },
  { says: 'three at three employers are one discrepancy', rows: own({}, { employer_no: 'S2' }, { employer_no: 'S3' }), expect: ['R05|insurance=pension employers new -'] },
]

const LATER: readonly Case[] = [
  { says: 'begun after what tax has sent', rows: held([{ begin: '20251005' }], []), expect: [] },
  { says: 'begun on its last day', rows: held([{ begin: '20250930' }], []), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'another spell begun after it, none of them at tax', rows: held([{ status: '4', end: '20250831' }, { begin: '20251005' }], []), expect: ['R01|insurance=pension owner_only new -'] },
  { says: 'another spell begun after it, the first at tax', rows: held([{ status: '4', end: '20250831' }, { begin: '20251005' }], [{ status: '4', end: '2025-08-31' }]), expect: [] },
  { says: 'ended after it', rows: held([{ status: '4', end: '20251005' }], [{}]), expect: [] },
  { says: 'to end in the year to come, which tax may not know yet', rows: held([{ end: '20261231' }], [{}]), expect: [] },
  { says: 'to end in the year to come, which tax knows, paused at tax', rows: held([{ end: '20261231' }], [{ end: '2026-12-31', status: '3' }]), expect: ['R06|insurance=pension - new -'] },
]

describe('a copy that is older than the registrations', () => {
  const city = new CaseCity(LATER)
  beforeAll(async () => {
    await city.settle('20250930')
    city.extract('ss-registration', LATER.flatMap(({ rows }, n) => (rows['ss-registration'] ?? []).map(r => ({ id: idOf(n + 1), ...r }))), '20251010')
    await city.load()
    city.match(AS_OF, ['registration-copy'])
  })
  afterAll(() => city.remove())
  it.each(LATER.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(LATER[n]!.expect))
})

describe('double registration', () => {
  const city = new CaseCity(DOUBLE)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle('20251010', { 'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }, { no: 'S1b', code: '91110000MA0000001L' }] })
    city.match(AS_OF, ['R05'])
  }, 60_000)

  it.each(DOUBLE.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(DOUBLE[n]!.expect.toSorted()))
  it('finds nothing else', () => expect(city.orphans()).toEqual([]))
  it('shows every spell that stands against another', () => {
    const [three] = city.objects({ outcome: 'R05' }).filter(o => ((o['sides'] as Record<string, readonly unknown[]>)['ss'] ?? []).length === 3 && o['variant'] === 'employers')
    expect(three).toMatchObject({ who_acts: ['ss'] })
  })
})
