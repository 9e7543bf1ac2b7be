import { afterAll, describe, expect, it } from 'vitest'
import { load } from '../../../src/flow/load.js'
import { linesOf, type Given } from './extracts.js'
import { idOf, quiet, TestCity } from './workspace.js'

describe('a batch that comes again', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const loaded = async (name: string, rows: readonly Given[]): Promise<readonly unknown[]> => {
    const path = city.write(name, linesOf('ss-payment-person', rows))
    const { repeats } = await load(city.ws, { files: [path], layout: 'ss-payment-person', date: '2025-10-10', jobs: 1, settle: 0 }, quiet)
    return repeats.map(({ repeats: n, share, before }) => [n, share, before])
  }
  const row = (n: number, more: Given = {}): Given => ({ voucher: `V${n}`, id: idOf(n), person_no: `P${n}`, ...more })
  const rows = (from: number, to: number, more: Given = {}): readonly Given[] => Array.from({ length: to - from }, (_, i) => row(from + i, more))

  it('is told with corrected amounts too, and where it is a small part of what holds it', async () => {
    expect(await loaded('first.csv', rows(0, 40))).toEqual([])
    expect(await loaded('corrected.csv', rows(0, 40, { unit: '170.00' }))).toEqual([[40, 1, 1]])
    // One in a hundred of the new one, all of the old ones.
    expect(await loaded('larger.csv', rows(0, 4000))).toEqual([[40, 1, 1], [40, 1, 2]])
    // A row of its own in a hundred.
    expect(await loaded('other.csv', rows(3999, 4099))).toEqual([])
    // A refund of a voucher is another row.
    expect(await loaded('refund.csv', rows(0, 40, { refund: '1' }))).toEqual([])
  })
})
