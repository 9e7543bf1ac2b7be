import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Given } from './extracts.js'
import { idOf, TestCity } from './workspace.js'

const a = idOf(1)

/** What stands under an undecided outcome was another that is over: one that a side denies which nobody waits for, or that asks for the absence of what is there. */
describe('an outcome that is over, beside one that is not decided yet', () => {
  let city: TestCity
  beforeEach(() => void (city = new TestCity()))
  afterEach(() => city.remove())
  const told = (rule: string): unknown => city.objects({ rule }).map(o => [o['outcome'], o['variant'] ?? null, o['state']])
  const night = async (rule: string, asOf: string, extracts: readonly [Parameters<typeof city.extract>[0], readonly Given[], string][]): Promise<unknown> => {
    for (const [layout, rows, date] of extracts) city.extract(layout, rows, date)
    await city.load()
    city.match(asOf, [rule])
    return told(rule)
  }

  it('R01 beside R06: the registration came, with another end of which the other side is not known yet', async () => {
    expect(await night('registration-copy', '2025-09-01', [['ss-registration', [{ id: a, person_no: 'P1' }], '20250901'], ['tax-registration-ss', [], '20250901']])).toEqual([['R01', 'owner_only', 'new']])
    expect(await night('registration-copy', '2025-10-09', [['ss-registration', [{ id: a, person_no: 'P1', status: '4', end: '20251005' }], '20251009'], ['tax-registration-ss', [{ id: a }], '20251001']])).toEqual([['R01', 'owner_only', 'fixed']])
    expect(await night('registration-copy', '2025-10-12', [['tax-registration-ss', [{ id: a }], '20251012']])).toEqual([['R01', 'owner_only', 'fixed'], ['R06', null, 'new']])
  })

  it('P09 after a reversal that tax cannot know of yet', async () => {
    const paid: Given = { voucher: 'V', id: a, amount: '250.00', channel: 'TIPS' }
    expect(await night('bank', '2025-09-05', [['bank-tips', [{ voucher: 'V', txn: 'T1' }], '20250905'], ['tax-receipts-person', [paid], '20250905']])).toEqual([['P09', 'amount', 'new']])
    expect(await night('bank', '2025-09-10', [['bank-tips', [{ voucher: 'V', txn: 'T2', status: '9', day: '20250908' }], '20250909']])).toEqual([['P09', 'amount', 'fixed']])
    expect(await night('bank', '2025-09-12', [['tax-receipts-person', [paid, { voucher: 'W', id: a, amount: '1.00' }], '20250912']])).toContainEqual(['P11', null, 'new'])
  })

  it('what may still come to be so is left as it was: R06 where the registration may be missing', async () => {
    expect(await night('registration-copy', '2025-09-01', [['ss-registration', [{ id: a, person_no: 'P1' }], '20250901'], ['tax-registration-ss', [{ id: a, status: '4' }], '20250901']])).toEqual([['R06', null, 'new']])
    expect(await night('registration-copy', '2025-10-09', [['ss-registration', [{ id: a, person_no: 'P1', begin: '20251005' }], '20251009'], ['tax-registration-ss', [], '20251001']])).toEqual([['R06', null, 'open']])
  })
})
