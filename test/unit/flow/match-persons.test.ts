import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from '../../../src/store/index.js'
import { CaseCity, idOf, TestCity, type Case } from './workspace.js'

const AS_OF = '2025-10-10'
const named = (...names: readonly string[]): Case['rows'] => ({ 'ss-registration': names.slice(0, 1).map(name => ({ name })), 'tax-registration-ss': names.slice(1).map(name => ({ name })) })

const NAMES: readonly Case[] = [
  { says: 'one name', rows: named('王小明', '王小明'), expect: [] },
  { says: 'folded alike: blanks, width, dots', rows: named('阿依·古丽', '阿依•古丽', '阿 依．古丽'), expect: [] },
  { says: 'another name', rows: named('王小明', '王大明'), expect: ['R02 other new -'] },
  { says: 'a name cut short', rows: named('阿卜杜拉·买买提', '阿卜杜拉·买'), expect: ['R02 cut new -'] },
  { says: 'a mark for a rare character', rows: named('王喆明', '王?明'), expect: ['R02 rare_character new -'] },
  { says: 'a box for a rare character', rows: named('王喆明', '王□明'), expect: ['R02 rare_character new -'] },
  { says: 'two marks for its two bytes', rows: named('王喆明', '王??明'), expect: ['R02 rare_character new -'] },
  { says: 'a mark that cannot stand for it', rows: named('王喆明', '李?明'), expect: ['R02 other new -'] },
  { says: 'the worst pair counts', rows: named('王喆明', '王?明', '王喆', '李四'), expect: ['R02 other new -'] },
  { says: 'cut is worse than a rare character', rows: named('王喆明', '王?明', '王喆'), expect: ['R02 other new -'] },
  { says: 'at two agencies that do not share a side', rows: { 'ss-registration': [{ name: '王小明' }], 'mi-registration': [{ name: '王小朋' }] }, expect: ['R02 other new -'] },
  { says: 'in a levy, a payment, a wage', rows: { 'ss-levy': [{ no: 'A1', name: '王小明' }], 'tax-receipts-person': [{ voucher: 'V1', name: '王小' }], 'tax-wages': [{ name: '王小明' }] }, expect: ['R02 cut new -'] },
  { says: 'a revoked levy does not count', rows: { 'ss-levy': [{ no: 'A2', name: '王小明' }, { no: 'A3', name: '李四', transfer: '3' }] }, expect: [] },
  { says: 'a blank name says nothing', rows: named('王小明', ''), expect: [] },
]

describe('names', () => {
  const city = new CaseCity(NAMES)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['R02'])
  }, 60_000)

  it.each(NAMES.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => expect(city.of(n)).toEqual(NAMES[n]!.expect.toSorted()))
  it('finds nothing else', () => expect(city.orphans()).toEqual([]))

  it('calls on the agency whose name fails, else on both', () => {
    const acts = (n: number): unknown => city.objects({ person: String(city.objects().find(o => JSON.stringify(o).includes(`P${String(n).padStart(5, '0')}`))?.['id_number']) })[0]?.['who_acts']
    expect(acts(2)).toEqual(['ss', 'tax'])
    expect(acts(3)).toEqual(['tax'])
    expect(acts(4)).toEqual(['tax'])
  })
})

const id = (value: string, type = '01'): Case['rows'] => ({ 'ss-registration': [{ id: value, id_type: type }] })
const IDS: readonly (Case & { readonly reasons?: readonly string[] })[] = [
  { says: 'sound', rows: id('110000195001011018'), expect: [] },
  { says: '17 characters', rows: id('11000019500101101'), expect: ['R03|id_number=11000019500101101 length new -'], reasons: ['length'] },
  { says: 'a letter inside', rows: id('11000A195001011016'), expect: ['R03|id_number=11000A195001011016 characters new -'], reasons: ['characters'] },
  { says: 'check digit', rows: id('110000195001011015'), expect: ['R03|id_number=110000195001011015 check_digit new -'], reasons: ['check_digit'] },
  { says: '30 February', rows: id('110000195002301010'), expect: ['R03|id_number=110000195002301010 check_digit new -'], reasons: ['check_digit', 'date'] },
  { says: 'an unknown province', rows: id('990000195001011018'), expect: ['R03|id_number=990000195001011018 check_digit new -'], reasons: ['check_digit', 'province', 'type'] },
  { says: 'Taiwan, Hong Kong and Macao', rows: { 'ss-registration': [{ id: '810000199408230021', id_type: '16' }, { id: '830000199201300022', id_type: '16' }] }, expect: [] },
  { says: 'a permanent residence number', rows: id('911124198108030024', '07'), expect: [] },
  { says: "a citizen's number under a residence permit", rows: id('110000195001011018', '16'), expect: ['R03|id_number=110000195001011018 type new -'], reasons: ['type'] },
  { says: 'a passport is no citizen number', rows: id('E12345678', '08'), expect: [] },
  { says: 'what Excel damaged is no key: by number', rows: id('1.10000195001011E+17'), expect: ['R03|agency=ss|person_no=P00010 characters new -'], reasons: ['characters'] },
  { says: 'faults of several rows of one id in their order', rows: { 'ss-registration': [{ id: '110000195001021011', id_type: '16' }], 'tax-registration-ss': [{ id: '110000195001021011' }] }, expect: ['R03|id_number=110000195001021011 check_digit new -'], reasons: ['check_digit', 'type'] },
]

describe('identity numbers', () => {
  const city = new CaseCity(IDS)
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.settle()
    city.match(AS_OF, ['R03'])
  }, 60_000)

  it.each(IDS.map(({ says }, n) => ({ says, n })))('$says', ({ n }) => {
    expect(city.of(n)).toEqual(IDS[n]!.expect.toSorted())
    const found = city.objects().find(o => JSON.stringify(o).includes(`P${String(n).padStart(5, '0')}`))
    expect(found?.['reasons']).toEqual(IDS[n]!.reasons)
  })
})

describe('who acts on what several agencies have', () => {
  const wrong = { id: '110000195001011015' }
  const [ss, mi, tax] = [{ 'ss-registration': [{ ...wrong, person_no: 'P1' }] }, { 'mi-registration': [{ ...wrong, person_no: 'P2' }] }, { 'tax-registration-ss': [wrong] }]

  it.each([['ss first', [ss, mi, tax]], ['tax first', [tax, mi, ss]], ['mi first', [mi, tax, ss]]] as const)('are all of them, whoever delivers first: %s', async (_, deliveries) => {
    const city = new TestCity()
    for (const extracts of deliveries) await city.deliver(extracts)
    city.match(AS_OF, ['R03'])
    expect(city.objects().map(o => [o['outcome'], o['who_acts']])).toEqual([['R03', ['mi', 'ss', 'tax']]])
    city.remove()
  })
})

describe('a name that one copy alone holds', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('stands where that copy was taken out, whatever else tax delivered', async () => {
    const person = { id: idOf(1), person_no: 'P1', name: '王二' }
    await city.deliver({ 'ss-registration': [person], 'mi-registration': [person], 'tax-registration-mi': [person], 'tax-registration-ss': [{ ...person, name: '王贰' }] })
    city.match('2025-10-10', ['R02'])
    expect(city.objects().map(o => o['state'])).toEqual(['new'])
    const store = openStore(city.ws.data)
    store.drop(store.batches().find(b => b.layout === 'tax-registration-ss')!.id, '2025-10-11T00:00:00Z')
    store.close()
    expect(city.match('2025-10-11', ['R02']).moves).toMatchObject({ before: 1, closed: 0, after: 1 })
    await city.deliver({ 'tax-registration-ss': [person] }, '20251012')
    expect(city.match('2025-10-12', ['R02']).moves).toMatchObject({ before: 1, closed: 1, after: 0 })
  })
})
