import { appendFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { batchDrop, batchList } from '../../../src/flow/batch.js'
import { matchRun, type MatchReport } from '../../../src/flow/match.js'
import { openStore, type RunRecord } from '../../../src/store/index.js'
import { taxPaid, type Given } from './extracts.js'
import { idOf, quiet, TestCity } from './workspace.js'

const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(idOf) as [string, string, string, string, string]
const own = (id: string, no: string, more: Given = {}): Given => ({ id, no, person_no: `P${no}`, ...more })
const tax = (id: string, no: string, more: Given = {}): Given => ({ id, no, ...more })

type Catalogue = readonly Readonly<Record<string, unknown>>[]

/** A city that matches as the command does, and its twin that matches anew every time. */
class Twins {
  readonly swift = new TestCity()
  readonly plain = new TestCity()

  async load(extracts: Parameters<TestCity['deliver']>[0], date: string): Promise<void> {
    for (const city of [this.swift, this.plain]) await city.deliver(extracts, date)
  }

  /** Matches both; the swift one's report, once everything but how it came about is the same. */
  match(asOf: string, rules: readonly string[] = []): MatchReport {
    const [swift, plain] = [false, true].map(exact => matchRun((exact ? this.plain : this.swift).ws, { asOf, rules, exact }, quiet)) as [MatchReport, MatchReport]
    expect({ ...swift, sameAs: null, laps: [] }).toEqual({ ...plain, laps: [] })
    expect(this.ledgerOf(this.swift)).toEqual(this.ledgerOf(this.plain))
    expect(readFileSync(this.last(this.swift).path).equals(readFileSync(this.last(this.plain).path))).toBe(true)
    return swift
  }

  last(city: TestCity): RunRecord {
    const store = openStore(city.ws.data)
    try {
      return store.runs().at(-1)!
    } finally {
      store.close()
    }
  }

  private ledgerOf(city: TestCity): readonly Catalogue[] {
    const store = openStore(city.ws.data)
    try {
      return store.readCatalog(db => ['entry order by no', 'move order by id'].map(of => db.prepare(`select * from ${of}`).all() as Catalogue))
    } finally {
      store.close()
    }
  }

  remove(): void {
    this.swift.remove()
    this.plain.remove()
  }
}

describe('a match of the same premises', () => {
  const city = new Twins()
  afterAll(() => city.remove())

  it('takes over what the last run found: what was new is open, in transit and ambiguous stay', async () => {
    await city.load({
      'ss-levy': [own(a, 'A'), own(b, 'B', { sent: '20250829' }), own(c, 'C', { unit: '160.01' }), own(d, 'D')], 'tax-levy-ss': [tax(c, 'C'), tax(d, 'D')], 'tax-receipts-person': taxPaid({ voucher: 'V', id: e }),
      'ss-registration': [{ id: a, person_no: 'P1' }, { id: a, person_no: 'P1', employer_no: 'S2' }],
    }, '20250901')
    const first = city.match('2025-09-01')
    expect(first).toMatchObject({ run: 1, sameAs: null, moves: { before: 0 } })
    const again = city.match('2025-09-01')
    expect(again).toMatchObject({ run: 2, sameAs: 1, moves: { before: first.moves!['after'], opened: 0, reopened: 0, closed: 0, after: first.moves!['after'], in_transit: first.moves!['in_transit'] } })
    expect(first.moves!['after']).toBeGreaterThan(1)
    expect(first.moves!['in_transit']).toBeGreaterThan(0)
    expect(city.match('2025-09-01')).toMatchObject({ run: 3, sameAs: 2 })
  })

  it('costs no disk: both runs are one file', () => {
    const store = openStore(city.swift.ws.data)
    const inodes = store.runs().map(r => statSync(r.path).ino)
    store.close()
    expect(new Set(inodes).size).toBe(1)
  })

  it('leaves undecided what the run before left', () => {
    expect(city.match('2025-09-01', ['L01']).sameAs).toBeNull()
    const again = city.match('2025-09-01', ['L01'])
    expect(again).toMatchObject({ sameAs: 4, moves: { opened: 0, closed: 0 } })
    expect(again.moves!['undecided']).toBeGreaterThan(0)
  })

  it('moves the ledger from where it stands, when the run with these findings is not the last', () => {
    expect(city.match('2025-09-01').sameAs).toBe(3)
  })

  it('reopens and closes as it would anew', async () => {
    await city.load({ 'ss-levy': [own(b, 'B'), own(c, 'C'), own(d, 'D')], 'tax-levy-ss': [tax(b, 'B'), tax(c, 'C'), tax(d, 'D')] }, '20250902')
    expect(city.match('2025-09-02')).toMatchObject({ sameAs: null, moves: { reopened: 0 } })
    await city.load({ 'ss-levy': [own(a, 'A'), own(b, 'B'), own(c, 'C')], 'tax-levy-ss': [tax(b, 'B'), tax(c, 'C')] }, '20250903')
    expect(city.match('2025-09-03')).toMatchObject({ sameAs: null, moves: { reopened: 1 } })
    expect(city.match('2025-09-03')).toMatchObject({ sameAs: 8, moves: { reopened: 0 } })
  })

  it('shows a day before the last run again, and leaves the ledger alone', () => {
    expect(city.match('2025-09-02')).toMatchObject({ state: 'shown', moves: null, sameAs: 7 })
  })

  it.each<readonly [string, (city: TestCity) => void]>([
    ['a rule', x => { appendFileSync(join(x.ws.rules, 'levy-copy.yaml'), '# looked at\n') }],
    ['a parameter', x => { appendFileSync(join(x.ws.params, 'grace.csv'), 'spring,3,春节\n') }],
    ['a batch', x => { batchDrop(x.ws, String(batchList(x.ws, quiet).find(l => l.batch.layout === 'ss-registration')!.batch.id), quiet) }],
    ['the file of the run', x => { rmSync(city.last(x).path) }],
    ['a page of that file', x => {
      const { path } = city.last(x)
      const bytes = readFileSync(path)
      rmSync(path)
      writeFileSync(path, bytes.fill(0xee, 65_536, 131_072))
    }],
  ])('is matched anew where it is not the same: %s', (_, change) => {
    city.match('2025-09-03')
    change(city.swift)
    change(city.plain)
    const report = city.match('2025-09-03')
    expect(report.sameAs ?? 0).toBeLessThan(report.run - 1)
    expect(city.match('2025-09-03').sameAs).toBe(report.run)
  })

  it('is matched anew on another day, and when it is asked exactly', () => {
    expect(city.match('2025-09-04').sameAs).toBeNull()
    expect(matchRun(city.swift.ws, { asOf: '2025-09-04', rules: [], exact: true }, quiet).sameAs).toBeNull()
  })
})
