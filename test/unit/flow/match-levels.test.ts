import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { whom } from '../../../src/cli/diff-words.js'
import { diffList } from '../../../src/flow/diff.js'
import { matchRun } from '../../../src/flow/match.js'
import { STATES } from '../../../src/ledger/index.js'
import { taxPaid, type Given } from './extracts.js'
import { idOf, lineOf, quiet, TestCity } from './workspace.js'

/** Levies of 240.00 of persons of a unit, as tax has them. */
const levies = (unit: string, persons: readonly number[], more: Given = {}): readonly Given[] => persons.map(n => ({ no: `${unit}${n}${more['from'] ?? ''}`, id: idOf(n), employer_no: unit, ...more }))
/** A unit's voucher, 单位 and 个人 in rows of their own. */
const voucher = (unit: string, whole: string, own: string, more: Given = {}): readonly Given[] => taxPaid({ voucher: `V${unit}`, employer_no: unit, ...more }, whole, own)
const details = (unit: string, person: number, amounts: readonly [string, string] = ['160.00', '80.00'], more: Given = {}): readonly Given[] => taxPaid({ voucher: `V${unit}`, employer_no: unit, id: idOf(person), ...more }, ...amounts)
const months = (from: string, to: string): Given => ({ from, to })

const LEVIES = [
  ...levies('E1', [11, 12, 13]), ...levies('E2', [21, 22]), ...levies('E3', [31, 32]), ...levies('E4', [41, 42]),
  ...['202507', '202508', '202509'].flatMap(m => levies('E5', [51, 52], months(m, m))),
  ...levies('E6', [61, 62]), { ...levies('E6', [61])[0]!, no: 'E6S', type: '34', unit: '10.00', person: '5.00' },
  ...levies('E10', [101], months('202507', '202509')), ...levies('E10', [102]),
  ...levies('E11', [111]), ...levies('E7', [71]), ...levies('E8', [81, 82]), ...levies('E8', [81], months('202509', '202509')), ...levies('', [91]),
]
const UNITS = [
  ...voucher('E1', '480.00', '240.00'), ...voucher('E2', '320.00', '159.99'), ...voucher('E3', '320.00', '160.00'), ...voucher('E5', '960.00', '480.00', months('202507', '202509')), ...voucher('E6', '320.00', '160.00'),
  ...voucher('E10', '160.00', '80.00', months('202507', '202509')),
  ...voucher('E11', '160.00', '80.00'), ...voucher('E7', '160.00', '80.00'), ...voucher('E8', '320.00', '160.00'), ...voucher('', '1.00', '1.00', { voucher: 'VX' }), ...voucher('E9', '7.00', ''),
]
const PERSONS = [
  ...details('E3', 31), ...details('E3', 32, ['160.00', '79.00']), ...details('E6', 61, ['10.00', '5.00'], { voucher: 'VE6S', type: '34' }), ...details('E7', 71), ...details('E11', 111, ['160.00', '80.00'], { voucher: '' }), ...details('', 99, ['3.00', ''], { voucher: 'VF' }),
]
const REFUNDS = [{ voucher: 'RE7', original: 'VE0', payee: '某公司', amount: '5.00', id: '' }]

const EXPECTED = [
  'P06|agency=tax|employer_no=E2|insurance=pension|period=202508 under new -1',
  `P06|id_number=${idOf(32)}|insurance=pension|period=202508 under new -100`,
  ...[41, 42].map(n => `L06|id_number=${idOf(n)}|insurance=pension|period=202508 - new 24000`),
  `L06|id_number=${idOf(81)}|insurance=pension|period=202509 - new 24000`,
  `L06|id_number=${idOf(91)}|insurance=pension|period=202508 - new 24000`,
  // The quarter is even: the month beside it is a person's.
  `L06|id_number=${idOf(102)}|insurance=pension|period=202508 - new 24000`,
  `P06|id_number=${idOf(99)}|insurance=pension|period=202508 over new 300`,
  'P06|agency=tax|employer_no=E9|insurance=pension|period=202508 over new 700',
].toSorted()

describe('levy against payment where vouchers of units have no persons', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  beforeAll(async () => {
    await city.deliver({ 'tax-levy-ss': LEVIES, 'tax-receipts': UNITS, 'tax-receipts-person': PERSONS, 'tax-refunds': REFUNDS })
  }, 60_000)

  it.each([true, false])('sums the persons of the unit for those months, and compares all others by person (all rows seen by SQL: %s)', exact => {
    const run = matchRun(city.ws, { asOf: '2025-10-10', rules: ['levy-payment'], exact }, quiet)
    expect(city.objects().map(o => lineOf(o, '').replace(' open ', ' new ')).toSorted()).toEqual(EXPECTED)
    // Two rows of each of E3, E7 and E11, whose persons are compared, two that name no unit, and a refund by itself.
    expect(run.balance.filter(b => b.side === 'payment').map(b => [b.class, b.rows])).toContainEqual(['other_level', 9])
  })

  it('says whom it means where no list of units has its credit code', () => {
    const { diffs } = diffList(city.ws, { states: STATES, outcome: 'P06', limit: 99 })
    expect(diffs.map(d => whom(d.finding).split(' ')[0]).toSorted()).toEqual([idOf(32), idOf(99), 'E2', 'E9'].toSorted())
  })

  it('takes neither a late fee of its own nor a refund for what a month is told by', async () => {
    const fees = new TestCity()
    try {
      const persons = [...details('E1', 11, ['170.00', '80.00']), ...details('E1', 12, ['150.00', '80.00'])]
      await fees.deliver({ 'tax-levy-ss': levies('E1', [11, 12]), 'tax-receipts': [{ voucher: 'VL', employer_no: 'E1', kind: '滞纳金', amount: '5.00' }], 'tax-receipts-person': persons })
      for (const exact of [true, false]) {
        matchRun(fees.ws, { asOf: '2025-10-10', rules: ['levy-payment'], exact }, quiet)
        expect(fees.objects().map(o => lineOf(o, '').replace(' open ', ' new '))).toEqual([`P06|id_number=${idOf(11)}|insurance=pension|period=202508 over new 1000`, `P06|id_number=${idOf(12)}|insurance=pension|period=202508 under new -1000`])
      }
    } finally {
      fees.remove()
    }
  })

  it('reads what was fed back where tax delivered refunds alone', async () => {
    const fedBack = new TestCity()
    try {
      await fedBack.deliver({ 'tax-levy-ss': levies('E1', [11]), 'tax-refunds': REFUNDS, 'ss-payment-person': [{ voucher: 'V1', id: idOf(11) }] })
      fedBack.match('2025-10-10', ['levy-payment'])
      expect(fedBack.objects()).toEqual([])
    } finally {
      fedBack.remove()
    }
  })

  it('does not run where refunds are all that tax delivered of payments: nobody would have paid anything', async () => {
    const early = new TestCity()
    try {
      const refunds = [{ voucher: 'R1', original: 'V1', id: idOf(11) }]
      await early.deliver({ 'tax-levy-ss': levies('E1', [11, 12]), 'tax-refunds': refunds })
      const { rules } = early.match('2025-10-10', ['levy-payment', 'feedback'])
      expect(rules.filter(r => r.owner === 'ss').map(r => [r.rule, r.state, r.missing])).toEqual([['feedback', 'not_run', ['ss:payment', 'tax:payment']], ['levy-payment', 'not_run', ['tax:payment']]])
      await early.deliver({ 'ss-payment-person': [{ voucher: 'V1', id: idOf(11) }, { voucher: 'V2', id: idOf(12) }] })
      early.match('2025-10-10', ['feedback'])
      expect(early.objects()).toEqual([])
      await early.deliver({ 'tax-receipts-person': details('E1', 11, ['160.00', '80.00'], { voucher: 'V1' }) })
      early.match('2025-10-10', ['feedback'])
      expect(early.objects().map(o => lineOf(o, ''))).toEqual([`P02|id_number=${idOf(12)}|insurance=pension|period=202508|voucher=V2 agency_only new 24000`, `P07|id_number=${idOf(11)}|insurance=pension|period=202508|voucher=R1 one_side new 16000`])
    } finally {
      early.remove()
    }
  })

  it('does not run either where that day had no refunds: the file came empty, and is of refunds', async () => {
    const early = new TestCity()
    try {
      await early.deliver({ 'tax-levy-ss': levies('E1', [11, 12]), 'tax-refunds': [], 'ss-payment-person': [{ voucher: 'V1', id: idOf(11) }] })
      const { rules } = early.match('2025-10-10', ['feedback'])
      expect(rules.filter(r => r.owner === 'ss').map(r => [r.rule, r.state, r.missing])).toEqual([['feedback', 'not_run', ['tax:payment']]])
      await early.deliver({ 'tax-receipts-person': [] })
      early.match('2025-10-10', ['feedback'])
      expect(early.objects().map(o => lineOf(o, ''))).toEqual([`P02|id_number=${idOf(11)}|insurance=pension|period=202508|voucher=V1 agency_only new 24000`])
    } finally {
      early.remove()
    }
  })

  it('leaves undecided what a later file of units may still say', async () => {
    const late = new TestCity()
    try {
      await late.deliver({ 'tax-receipts': voucher('E1', '320.00', '160.00', months('202507', '202507')) }, '20250910')
      await late.deliver({ 'tax-levy-ss': [...levies('E1', [11, 12]), ...levies('E1', [11, 12], { ...months('202507', '202507'), due: '2025-08-15' }), ...levies('E2', [21])], 'tax-receipts-person': details('E3', 31) })
      for (const exact of [true, false]) {
        matchRun(late.ws, { asOf: '2025-10-20', rules: ['L06'], exact }, quiet)
        expect(late.objects().map(o => lineOf(o, '').replace(' open ', ' new '))).toEqual([`L06|id_number=${idOf(21)}|insurance=pension|period=202508 - new 24000`])
      }
    } finally {
      late.remove()
    }
  })

  it('runs where nobody delivered persons', async () => {
    const units = new TestCity()
    try {
      await units.deliver({ 'tax-levy-ss': [...levies('E1', [11, 12, 13]), ...levies('E2', [21, 22])], 'tax-receipts': [...voucher('E1', '480.00', '240.00'), ...voucher('E2', '320.00', '159.99')] })
      expect(units.match('2025-10-10', ['levy-payment']).rules.map(r => r.state)).toContain('ran')
      expect(units.objects().map(o => lineOf(o, ''))).toEqual([EXPECTED.find(e => e.includes('E2'))])
    } finally {
      units.remove()
    }
  })

  it('knows of units up to the day of their vouchers, of persons up to that of theirs', async () => {
    const known = new TestCity()
    try {
      await known.deliver({ 'tax-receipts': voucher('E2', '320.00', '159.99'), 'tax-receipts-person': details('', 99) }, '20250910')
      await known.deliver({ 'tax-levy-ss': [...levies('E2', [21, 22]), ...levies('', [91])] })
      known.match('2025-10-10', ['levy-payment'])
      const without = [`P06|id_number=${idOf(99)}|insurance=pension|period=202508 over new 24000`]
      expect(known.objects().map(o => lineOf(o, ''))).toEqual(without)
      await known.deliver({ 'tax-receipts': [...voucher('E2', '320.00', '159.99'), ...voucher('E1', '1.00', '')] }, '20250920')
      known.match('2025-10-10', ['levy-payment'])
      expect(known.objects().map(o => lineOf(o, '')).filter(x => x.includes('E2') || x.includes(idOf(91)))).toEqual([EXPECTED.find(e => e.includes('E2'))])
    } finally {
      known.remove()
    }
  })
})

describe('a refund beside what was paid under its voucher', () => {
  const code = '91110000MA0000001L'
  const units = { 'tax-employer': [{ no: 'E1', code }], 'ss-employer': [{ no: 'E1', code }] }
  const received = (rows: Readonly<Record<string, string>>): readonly Given[] => [{ voucher: 'VE1', txn: 'T1', amount: '480.00', ...rows }]
  let city: TestCity
  beforeEach(() => { city = new TestCity() })
  afterEach(() => city.remove())
  const found = (exact: boolean): readonly string[] => {
    matchRun(city.ws, { asOf: '2025-10-10', rules: ['levy-payment', 'feedback', 'totals', 'bank', 'unit-details'], exact }, quiet)
    return city.objects().map(o => lineOf(o, ''))
  }

  it.each([true, false].flatMap(exact => [{ voucher: 'R1', original: 'VE1' }, { voucher: 'VE1' }, { voucher: '', original: 'VE1' }].map(refund => ({ exact, refund }))))('of a person says nothing of what the unit paid (%j)', async ({ exact, refund }) => {
    await city.deliver({
      ...units, 'tax-levy-ss': levies('E1', [11, 12]), 'tax-receipts': voucher('E1', '320.00', '160.00'), 'bank-tips': received({}),
      'tax-refunds': taxPaid({ id: idOf(11), employer_no: 'E1', ...refund }), 'ss-payment-unit': [{ voucher: 'VE1', employer_no: 'E1', unit: '320.00', person: '160.00' }],
    })
    // The persons are compared through their unit, which now lacks what was refunded; and the refund was not fed back.
    expect(found(exact)).toEqual([
      `P06|employer=${code}|insurance=pension|period=202508 under new -24000`,
      `P07|id_number=${idOf(11)}|insurance=pension|period=202508${refund.voucher === '' ? '' : `|voucher=${refund.voucher}`} one_side new 24000`,
    ])
  })

  it.each([true, false])('of a unit says nothing of what persons paid, and undoes a payment that the bank reversed (all rows seen by SQL: %s)', async exact => {
    await city.deliver({
      ...units, 'tax-receipts-person': [...details('E1', 11), ...details('E1', 12)], 'tax-receipts': voucher('E1', '320.00', '160.00', { voucher: 'VE2' }),
      'tax-refunds': [...taxPaid({ voucher: 'R1', original: 'VE1', id: '', employer_no: 'E1' }, '5.00', ''), ...[11, 12].flatMap(n => taxPaid({ voucher: `R${n}`, original: 'VE2', id: idOf(n), employer_no: 'E1' }))],
      'bank-tips': [...received({}), ...received({ voucher: 'VE2', txn: 'T2', status: '9' })],
    })
    expect(found(exact).filter(l => /^P(?:09|11)/.test(l))).toEqual([])
  })
})
