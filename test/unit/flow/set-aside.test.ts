import { afterAll, describe, expect, it } from 'vitest'
import { load } from '../../../src/flow/load.js'
import { OWNER_HEADER, ownerRow } from '../../helpers/levies.js'
import { quiet, TestCity } from './workspace.js'

describe('rows set aside', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  /** Loads a file of so many rows with a cell too few, and so many good ones. */
  const loaded = async (bad: number, good: number): Promise<readonly unknown[]> => {
    const rows = Array.from({ length: good + bad }, (_, n) => n < bad ? ownerRow({ no: `A${n}`, person: n }).slice(1) : ownerRow({ no: `A${n}`, person: n }))
    const { extracts: [x] } = await load(city.ws, { files: [city.write(`${bad}-${good}.csv`, [[...OWNER_HEADER], ...rows])], layout: 'ss-levy', date: '2025-09-30', jobs: 1, settle: 0 }, quiet)
    return [x!.state, x!.counts?.rowsSetAside ?? x!.problem!.params]
  }

  it('may be twenty of a small file, and not one more', async () => {
    expect(await loaded(20, 30)).toEqual(['loaded', 20])
    expect(await loaded(21, 30)).toEqual(['problem', expect.objectContaining({ rows: 21, read: 51, limit: 20, line: 2 })])
  })

  it('may be one in a hundred of a large one, and not one more', async () => {
    expect(await loaded(30, 2970)).toEqual(['loaded', 30])
    expect(await loaded(31, 3030)).toEqual(['problem', expect.objectContaining({ rows: 31, read: 3061, limit: 30 })])
  })
})
