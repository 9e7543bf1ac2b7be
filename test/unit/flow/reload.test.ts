import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { batchList } from '../../../src/flow/batch.js'
import { batchReload } from '../../../src/flow/reload.js'
import { idOf, quiet, TestCity } from './workspace.js'

const states = (city: TestCity): readonly (readonly [number, string, number])[] => batchList(city.ws, quiet).map(({ batch }) => [batch.id, batch.state, batch.segments.length])

describe('a batch that is loaded again', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is one batch of all its files, as its layout reads today, for the same day', async () => {
    for (const n of [1, 2]) city.write(`ss-levy_20251010_${n}.csv`, linesWith(n, '110'))
    await city.load()
    expect(states(city)).toEqual([[1, 'active', 2]])
    const layout = join(city.ws.layouts, 'ss-levy.yaml')
    writeFileSync(layout, `${readFileSync(layout, 'utf8')}# changed\n`)
    const report = await batchReload(city.ws, '1', { jobs: 1 }, quiet)
    expect(report.extracts.map(x => [x.state, x.batch, x.dataDate])).toEqual([['loaded', 2, '2025-10-10'], ['loaded', 2, '2025-10-10']])
    expect(states(city)).toEqual([[1, 'replaced', 2], [2, 'active', 2]])
  })

  it('stays where its files cannot be loaded any more', async () => {
    const layout = join(city.ws.layouts, 'ss-levy.yaml')
    const before = readFileSync(layout, 'utf8')
    writeFileSync(layout, before.replaceAll('费款所属期', '别的列'))
    const report = await batchReload(city.ws, '2', { jobs: 1 }, quiet)
    writeFileSync(layout, before)
    expect(report.extracts.map(x => x.problem?.code)).toEqual(['layout.column_missing', 'layout.column_missing'])
    expect(states(city).at(1)).toEqual([2, 'active', 2])
  })

  it('needs its originals unchanged', async () => {
    city.write('ss-levy_20251010_1.csv', linesWith(3, '110'))
    await expect(batchReload(city.ws, '2', { jobs: 1 }, quiet)).rejects.toMatchObject({ code: 'store.original_gone', params: { file: 'ss-levy_20251010_1.csv' } })
  })
})

describe('a batch of another day in one window', () => {
  const receipts = (...vouchers: readonly string[]): readonly { voucher: string; id: string }[] => vouchers.map((voucher, i) => ({ voucher, id: idOf(i + 1) }))

  it.each([
    ['shares no record: told', ['V1'], ['V2', 'V3'], [{ batch: 2, file: 'tax-receipts-person_20251013.csv', source: 'tax-receipts-person', window: '202510', before: 1, date: '2025-10-09' }]],
    ['goes on with it: not told', ['V1'], ['V1', 'V2'], []],
  ] as const)('that %s', async (_, first, second, displaced) => {
    const city = new TestCity()
    city.extract('tax-receipts-person', receipts(...first), '20251009')
    expect((await city.load()).displaced).toEqual([])
    city.extract('tax-receipts-person', receipts(...second), '20251013')
    expect((await city.load()).displaced).toEqual(displaced)
    city.remove()
  })
})

function linesWith(n: number, insurance: string): readonly (readonly string[])[] {
  return [['征集通知流水号', '个人编号', '证件号码', '姓名', '单位编号', '险种', '费款所属期起', '费款所属期止', '应缴总金额'], [`Z${n}`, `P${n}`, idOf(n), '某甲', 'S1', insurance, '202508', '202508', '240.00']]
}
