import { afterAll, describe, expect, it } from 'vitest'
import { batchList } from '../../../src/flow/batch.js'
import { query } from '../../../src/flow/query.js'
import type { Day } from '../../../src/kernel/index.js'
import { OWNER_HEADER, ownerRow } from '../../helpers/levies.js'
import { quiet, TestCity } from './workspace.js'

const rounded = (n: number): readonly string[] => ownerRow({ no: `R${n}`, person: n }).map((c, i) => OWNER_HEADER[i] === '证件号码' ? `1100001990010${String(10 + n)}000` : c)
const sound = (n: number): readonly string[] => ownerRow({ no: `S${n}`, person: n })

describe('ids that Excel rounded', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are told by the column of the whole batch, in however many slices it came, and one message says so of each', async () => {
    city.write('ss-levy_20250930_1.csv', [[...OWNER_HEADER], ...[1, 2, 3].map(rounded), ...[101, 102].map(sound)])
    city.write('ss-levy_20250930_2.csv', [[...OWNER_HEADER], ...[4, 5].map(rounded), sound(103)])
    const report = await city.load()
    expect(report.extracts.map(x => [x.state, x.roundedIds])).toEqual([['loaded', true], ['loaded', true]])
    expect(batchList(city.ws, quiet).flatMap(b => b.batch.segments.map(s => s.roundedIds))).toEqual([true, true])
  })

  it('stand in a query as ids that are no keys', () => {
    const rows: unknown[] = []
    query(city.ws, { sql: 'select levy_no, id_unusable from levy order by levy_no', asOf: '2025-10-11' as Day, batches: [] }, { columns: () => undefined, row: values => rows.push(values) })
    expect(rows).toEqual([1, 2, 3, 4, 5].map(n => [`R${n}`, 1]).concat([101, 102, 103].map(n => [`S${n}`, 0])))
  })

  it('are too few to be told in four', async () => {
    city.write('ss-levy_20251031_1.csv', [[...OWNER_HEADER], ...[1, 2].map(rounded), sound(101)])
    city.write('ss-levy_20251031_2.csv', [[...OWNER_HEADER], ...[3, 4].map(rounded), sound(103)])
    expect((await city.load()).extracts.filter(x => x.state === 'loaded').map(x => x.roundedIds)).toEqual([false, false])
  })

  it('of other kinds are none either: a payment whose voucher is destroyed is still no levy', async () => {
    await city.deliver({ 'mi-clct-staff': [{ voucher: '4.20250E+17', id: '110000199001010029' }] })
    expect(batchList(city.ws, quiet).at(-1)!.batch.segments[0]!.tables.map(t => [t.kind, t.rows])).toEqual([['payment', 1], ['levy', 0]])
  })
})
