import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Feeds } from '../../../src/engine/feeds.js'
import { proveBalances, RowCounts } from '../../../src/engine/proof.js'
import { matchRun } from '../../../src/flow/match.js'
import { readRules } from '../../../src/match/index.js'
import { openDb, openStore } from '../../../src/store/index.js'
import { idOf, quiet, TestCity } from '../flow/workspace.js'

const AS_OF = '2025-10-20'
let city: TestCity
let report: ReturnType<typeof matchRun>

/** Whether the balances of the run, changed so, are proven of the files in force. */
function proven(change: (line: (typeof report)['balance'][number]) => number): () => void {
  return () => {
    const store = openStore(city.ws.data)
    try {
      const feeds = new Feeds(openDb(':memory:'), store.inForce(AS_OF))
      proveBalances({ feeds, counts: new RowCounts(null) }, readRules(city.ws.rules), report.balance.map(b => ({ ...b, rows: b.rows + change(b) })), report.rules)
    } finally {
      store.close()
    }
  }
}

beforeAll(async () => {
  city = new TestCity()
  const levies = [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2) }, { no: 'A3', id: `${idOf(3).slice(0, -1)}0` }]
  await city.deliver({ 'ss-levy': levies, 'tax-levy-ss': levies.slice(0, 2) })
  report = matchRun(city.ws, { asOf: AS_OF, rules: [], exact: false }, quiet)
})
afterAll(() => city.remove())

describe('the proof of a run', () => {
  it('holds for what ran', () => {
    expect(new Set(report.balance.map(b => b.rule))).toEqual(new Set(['levy-copy', 'id-faults', 'names', 'base-limits', 'rates']))
    expect(proven(() => 0)).not.toThrow()
  })

  it.each(['levy-copy', 'id-faults', 'names', 'base-limits'])('fails where %s lost a row, or has one too many', rule => {
    const line = report.balance.find(b => b.rule === rule)!
    for (const by of [1, -1]) expect(proven(b => b === line ? by : 0)).toThrow(`balance of ${rule}`)
  })

  it('fails where one class has too many and another fewer than none', () => {
    const [one, other] = report.balance.filter(b => b.rule === 'id-faults' && b.side === 'ss:levy')
    expect([one, other]).not.toContain(undefined)
    expect(proven(b => b === one ? b.rows + 10 : b === other ? -one!.rows - 10 : 0)).toThrow('balance of id-faults')
  })
})
