import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchDrop, batchList, batchShow } from '../../../src/flow/batch.js'
import { diffShow } from '../../../src/flow/diff-show.js'
import { diffList } from '../../../src/flow/diff.js'
import { doctor } from '../../../src/flow/doctor.js'
import { exportRun } from '../../../src/flow/export.js'
import { qualityOf } from '../../../src/flow/quality.js'
import { query } from '../../../src/flow/query.js'
import { explainRule } from '../../../src/flow/rules.js'
import { status } from '../../../src/flow/status.js'
import { asMendable } from '../../../src/kernel/index.js'
import { copyStill } from '../../../src/store/copy.js'
import { openDb } from '../../../src/store/index.js'
import { takeLock } from '../../../src/store/lock.js'
import { asNobody, lookingAt } from '../../helpers/reader.js'
import { idOf, quiet, TestCity } from '../flow/workspace.js'

let city: TestCity
const catalog = (): string => join(city.ws.data, 'catalog.db')
const levies = (): readonly unknown[] => {
  const out: unknown[] = []
  query(city.ws, { sql: 'select l.levy_no, b.layout from levy l join catalog.batch b on b.id = l.batch order by 1', asOf: '2025-10-10', batches: [] }, { columns: () => undefined, row: values => out.push(values) })
  return out
}
/** What commands that only read say of the workspace. */
const looked = (): string => JSON.stringify({
  batches: batchList(city.ws, quiet), batch: batchShow(city.ws, '1', quiet), list: diffList(city.ws, { states: ['new'], limit: 9 }), then: diffList(city.ws, { states: ['new'], limit: 9, at: '2025-10-10' }),
  show: diffShow(city.ws, '1'), levies: levies(), status: status(city.ws, { asOf: '2025-10-10', sources: [], periods: 1 }, quiet), rule: explainRule(city.ws, 'levy-copy', { all: true }, quiet),
})
const scratch = (): readonly string[] => readdirSync(tmpdir()).filter(name => name.startsWith('hedui-look-'))

beforeEach(async () => {
  city = new TestCity()
  await city.deliver({ 'ss-levy': [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2) }], 'tax-levy-ss': [{ no: 'A1', id: idOf(1) }] })
  city.match('2025-10-10')
})
afterEach(() => city.remove())

describe('a workspace that may only be read', () => {
  it('is looked at as its owner looks at it, and stays as it was', async () => {
    const before = scratch()
    const own = looked()
    const bytes = readFileSync(catalog())
    expect(await lookingAt(city.ws.dir, looked)).toBe(own)
    expect(await lookingAt(city.ws.dir, () => doctor(city.ws, quiet).remarks)).toContainEqual({ what: 'look', dir: city.ws.data })
    expect([readFileSync(catalog()).equals(bytes), readdirSync(city.ws.data).toSorted(), scratch()]).toEqual([true, ['batches', 'catalog.db', 'lock.db', 'runs'], before])
  })

  it('shows what stands in the log alone, as a command leaves it that is at work or was killed', async () => {
    const db = openDb(catalog())
    db.pragma('wal_autocheckpoint = 0')
    db.exec("update batch set layout = 'renamed' where id = 1")
    const beside = ['catalog.db', 'catalog.db-wal'].map(name => join(city.ws.data, name))
    for (const path of beside) copyFileSync(path, `${path}.kept`)
    const named = (): unknown => batchShow(city.ws, '1', quiet).batch.layout
    expect(await lookingAt(city.ws.dir, named)).toBe('renamed')
    db.close()
    for (const path of beside) copyFileSync(`${path}.kept`, path)
    rmSync(`${catalog()}-shm`, { force: true })
    expect(await lookingAt(city.ws.dir, named)).toBe('renamed')
  })

  it('that holds nothing yet is empty; one whose catalogue may not even be read is no empty one', async () => {
    rmSync(city.ws.data, { recursive: true })
    expect(await lookingAt(city.ws.dir, () => batchList(city.ws, quiet))).toEqual([])
    mkdirSync(city.ws.data)
    writeFileSync(catalog(), '')
    chmodSync(catalog(), 0o600)
    const refused = await asNobody(() => { try { batchList(city.ws, quiet) } catch (error) { return asMendable(error) } })
    // Whoever is not root owns it, and reads an empty one.
    expect(refused ?? { code: 'store.denied', params: { path: catalog() } }).toMatchObject({ code: 'store.denied', params: { path: catalog() } })
  })

  it('is held to the quality rules, which keep nothing there', async () => {
    const asked = { asOf: '2025-10-10', batches: [], out: null } as const
    const { kept, ...report } = await lookingAt(city.ws.dir, () => qualityOf(city.ws, asked, quiet))
    expect([kept, report.lines.length > 0]).toEqual([false, true])
    expect(await qualityOf(city.ws, asked, quiet)).toEqual({ ...report, kept: true })
  })

  it('leaves nothing of a command that was interrupted once another looks; what is looked at stays', async () => {
    const [left, used] = ['hedui-look-left', 'hedui-look-used'].map(name => join(tmpdir(), `${name}-${process.pid}`)) as [string, string]
    await asNobody(() => { for (const dir of [left, used]) mkdirSync(dir) })
    const lock = await asNobody(() => takeLock(used))
    try {
      for (const dir of [left, used]) utimesSync(dir, 1_600_000_000, 1_600_000_000)
      await lookingAt(city.ws.dir, () => batchList(city.ws, quiet))
      expect([existsSync(left), existsSync(used)]).toEqual([false, true])
    } finally {
      lock.release()
      for (const dir of [left, used]) rmSync(dir, { recursive: true, force: true })
    }
  })

  it('refuses who would write', async () => {
    await lookingAt(city.ws.dir, async () => {
      for (const work of [() => city.load(), () => { city.match('2025-10-11') }, () => { batchDrop(city.ws, '1', quiet) }, () => exportRun(city.ws, {}, quiet)]) {
        const error = await Promise.resolve().then(work).then(() => null, asMendable)
        expect(error).toMatchObject({ code: 'store.denied', exit: 2 })
      }
    })
  })
})

const RESTLESS = '/proc/sys/kernel/random/uuid'

describe('a copy of a file that others may write meanwhile', () => {
  it('is of one moment, or there is none', () => {
    const dir = mkdtempSync(join(tmpdir(), 'hedui-copy-'))
    try {
      const path = join(dir, 'a.db')
      const into = join(dir, 'into')
      mkdirSync(into)
      expect([copyStill(path, into), existsSync(join(into, 'a.db'))]).toEqual([false, false])
      // Another at every reading, as Linux has one.
      if (existsSync(RESTLESS)) expect(() => copyStill(RESTLESS, into, [1, 1])).toThrow(expect.objectContaining({ code: 'store.busy', exit: 75 }))
      writeFileSync(path, Buffer.alloc((1 << 20) + 5, 7))
      expect([copyStill(path, into), readFileSync(join(into, 'a.db')).equals(readFileSync(path))]).toEqual([true, true])
    } finally {
      rmSync(dir, { recursive: true })
    }
  })
})
