import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PARAM_TABLES, preferred } from '../../../src/match/index.js'
import { openDb } from '../../../src/store/index.js'

const { key } = PARAM_TABLES.rates
const row = fc.record({ insurance: fc.constantFrom('pension', 'medical', null), payer_type: fc.constantFrom('1', '2', null), from: fc.constantFrom(0, 202501, 202507), to: fc.constantFrom(202506, 999_999), rate_person: fc.nat() })
const asked = fc.record({ insurance: fc.constantFrom('pension', 'medical', 'injury'), payer_type: fc.constantFrom('1', '2', null), at: fc.constantFrom(202412, 202501, 202508) })

/** The line in force, chosen by sorting what fits: named before any, field by field, of several the latest. */
const OBVIOUS = `select rate_person from t where (insurance is null or insurance = :insurance) and (payer_type is null or payer_type = :payer_type) and "from" <= :at and "to" >= :at
  order by insurance is null, payer_type is null, "from" desc limit 1`

describe('a dated parameter', () => {
  it('is the first that fits, of lines in the order in which they are preferred', () => {
    const db = openDb(':memory:')
    db.exec('create table t (insurance, payer_type, "from", "to", rate_person)')
    const insert = db.prepare('insert into t values (:insurance, :payer_type, :from, :to, :rate_person)')
    fc.assert(fc.property(fc.uniqueArray(row, { selector: r => [...key.map(k => r[k]), r.from].join() }), asked, (rows, a) => {
      db.exec('delete from t')
      for (const r of rows) insert.run(r)
      const fits = preferred('rates', rows).find(r => key.every(k => r[k] === null || r[k] === a[k]) && Number(r['from']) <= a.at && Number(r['to']) >= a.at)
      expect(fits?.['rate_person']).toBe(db.prepare(OBVIOUS).pluck().get(a))
    }), { numRuns: 500 })
    db.close()
  })
})
