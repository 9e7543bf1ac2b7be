import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchDrop } from '../../../src/flow/batch.js'
import { diffShow } from '../../../src/flow/diff-show.js'
import { doctor } from '../../../src/flow/doctor.js'
import { exportRun } from '../../../src/flow/export.js'
import { matchRun } from '../../../src/flow/match.js'
import { query } from '../../../src/flow/query.js'
import { openDb } from '../../../src/store/index.js'
import { asMendable, Problem } from '../../../src/kernel/index.js'
import { idOf, quiet, TestCity } from '../flow/workspace.js'

let city: TestCity
const segment = (): string => join(city.ws.data, 'batches', '1-1.db')
const catalog = (): string => join(city.ws.data, 'catalog.db')
const asked = (): void => { query(city.ws, { sql: 'select * from levy', asOf: '2025-10-10', batches: [] }, { columns: () => undefined, row: () => undefined }) }
const matched = (): void => { city.match('2025-10-10') }

/** What the operator is told; our bugs come through. */
function told(work: () => void): unknown {
  try {
    work()
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, params: error.params, exit: error.exit }
    const disk = asMendable(error)
    if (disk !== null) return disk
    throw error
  }
  return null
}

beforeEach(async () => {
  city = new TestCity()
  await city.deliver({ 'ss-levy': [{ no: 'A1', id: idOf(1) }], 'tax-levy-ss': [{ no: 'A1', id: idOf(1) }] })
})
afterEach(() => city.remove())

describe('the file of a batch', () => {
  it('that is gone is named by every command, and none makes an empty one; dropped and loaded again, all is well', async () => {
    rmSync(segment())
    const problem = { code: 'store.batch_file', params: { file: segment(), batch: 1, state: 'gone' }, exit: 2 }
    expect([told(matched), told(asked), existsSync(segment())]).toEqual([problem, problem, false])
    expect(doctor(city.ws, quiet).wrong).toEqual([{ what: 'missing', file: segment() }])
    batchDrop(city.ws, '1', quiet)
    expect((await city.load()).extracts.filter(x => x.state === 'loaded')).toHaveLength(1)
    expect(told(matched)).toBeNull()
    expect(doctor(city.ws, quiet).wrong).toEqual([])
  })

  it('that is cut short, empty or something else is named as damaged', () => {
    const problem = { code: 'store.batch_file', params: { file: segment(), batch: 1, state: 'damaged' }, exit: 2 }
    truncateSync(segment(), 5000)
    expect([told(matched), told(asked)]).toEqual([problem, problem])
    truncateSync(segment(), 0)
    expect([told(matched), told(asked)]).toEqual([problem, problem])
    writeFileSync(segment(), 'x'.repeat(500))
    expect([told(matched), told(asked)]).toEqual([problem, problem])
  })

  it('that is damaged inside ends in a word about doctor, which names it', () => {
    const bytes = readFileSync(segment())
    bytes.fill(0xff, 65_536)
    writeFileSync(segment(), bytes)
    expect(told(asked)).toMatchObject({ code: 'store.damaged', exit: 2 })
    expect(told(matched)).toMatchObject({ exit: 2 })
    expect(doctor(city.ws, quiet).wrong).toMatchObject([{ what: 'damaged', file: segment() }])
  })
})

describe('the file of a run', () => {
  const run = (): string => join(city.ws.data, 'runs', '1.db')
  const exported = async (): Promise<unknown> => { try { await exportRun(city.ws, {}, quiet) } catch (error) { return error } return null }

  it('that is gone is made again by matching, and doctor, export and diff show say so', async () => {
    await city.deliver({ 'tax-levy-ss': [] }, '20251011')
    matchRun(city.ws, { asOf: '2025-10-11', rules: [], exact: false }, quiet)
    rmSync(run())
    const problem = { code: 'store.run_file', params: { file: run(), run: 1, state: 'gone' }, exit: 2 }
    expect([await exported(), told(() => { diffShow(city.ws, '1') })]).toMatchObject([problem, problem])
    expect(doctor(city.ws, quiet).wrong).toEqual([{ what: 'run', file: run(), run: 1, detail: null }])
    matchRun(city.ws, { asOf: '2025-10-11', rules: [], exact: false }, quiet)
    expect([await exported(), told(() => { diffShow(city.ws, '1') })]).toEqual([null, null])
    const { wrong, remarks } = doctor(city.ws, quiet)
    expect([wrong, remarks.filter(r => r.what === 'old_run')]).toEqual([[], [{ what: 'old_run', file: run(), run: 1, detail: null }]])
  })

  it('that entries still need, which the last run did not decide, is told, and so is what a package lacks', async () => {
    await city.deliver({ 'tax-levy-ss': [] }, '20251011')
    matchRun(city.ws, { asOf: '2025-10-11', rules: [], exact: false }, quiet)
    matchRun(city.ws, { asOf: '2025-10-12', rules: ['T01'], exact: false }, quiet)
    const standing = city.objects().filter(o => o['state'] !== 'fixed').length
    expect(standing).toBeGreaterThan(0)
    rmSync(run())
    expect(doctor(city.ws, quiet).wrong).toEqual([{ what: 'needed_run', file: run(), run: 1, entries: standing, detail: null }])
    expect((await exportRun(city.ws, {}, quiet)).lost).toEqual([{ run: 1, entries: standing }])
  })

  it('that an earlier version wrote, without a column of today, is told, and made again by matching', async () => {
    await city.deliver({ 'tax-levy-ss': [] }, '20251011')
    matchRun(city.ws, { asOf: '2025-10-11', rules: [], exact: false }, quiet)
    const db = openDb(run())
    db.exec('alter table finding drop column kinds')
    db.close()
    const problem = { code: 'store.run_file', params: { file: run(), run: 1, state: 'older' }, exit: 2 }
    expect([await exported(), told(() => { diffShow(city.ws, '1') })]).toMatchObject([problem, problem])
    matchRun(city.ws, { asOf: '2025-10-12', rules: ['T01'], exact: false }, quiet)
    expect((await exportRun(city.ws, {}, quiet)).lost).toMatchObject([{ run: 1 }])
    matchRun(city.ws, { asOf: '2025-10-13', rules: [], exact: false }, quiet)
    expect([await exported(), told(() => { diffShow(city.ws, '1') })]).toEqual([null, null])
  })

  it('that is cut short is told as damaged', async () => {
    matched()
    truncateSync(run(), 5000)
    expect(await exported()).toMatchObject({ code: 'store.run_file', params: { state: 'damaged' } })
    expect(doctor(city.ws, quiet).wrong).toMatchObject([{ what: 'run', run: 1 }])
  })
})

describe('a catalogue', () => {
  it('that is none is named, by doctor too', () => {
    writeFileSync(catalog(), 'garbage\n'.repeat(200))
    for (const end of ['-wal', '-shm']) rmSync(catalog() + end, { force: true })
    const problem = { code: 'store.catalog', params: { file: catalog() }, exit: 2 }
    expect([told(matched), told(asked), told(() => { doctor(city.ws, quiet) })]).toEqual([problem, problem, problem])
  })

  it('that is damaged inside is what doctor finds', () => {
    const bytes = readFileSync(catalog())
    bytes.fill(0xff, bytes.length - 4096)
    writeFileSync(catalog(), bytes)
    expect(doctor(city.ws, quiet).wrong).toMatchObject([{ what: 'catalog', file: catalog() }])
  })
})
