import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { afterAll, expect, it } from 'vitest'
import { query } from '../../../src/flow/query.js'
import { idOf, TestCity } from './workspace.js'

const city = new TestCity()
afterAll(() => city.remove())

it('a query over more files than SQLite attaches leaves no copy of the records behind, wherever it ends', async () => {
  const days = Array.from({ length: 9 }, (_, i) => `2025090${i + 1}`)
  for (const [i, day] of days.entries()) city.extract('ss-levy', [{ no: `A${i}`, id: idOf(i) }], day)
  const loaded = await city.load()
  expect(loaded.batches).toHaveLength(9)
  const ours = (): readonly string[] => readdirSync(tmpdir()).filter(name => name.startsWith('hedui-query-'))
  const before = ours()
  const seen: unknown[] = []
  query(city.ws, { sql: 'select levy_no from levy order by 1', asOf: '2025-10-10', batches: loaded.batches }, { columns: () => undefined, row: ([no]) => { seen.push([no, ours().length - before.length]) } })
  expect(seen).toEqual(days.map((_, i) => [`A${i}`, 0]))
})
