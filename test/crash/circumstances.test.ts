import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/index.js'
import { CI, refuseStale } from '../helpers/binary.js'
import { Door } from '../helpers/door.js'
import { hedui } from '../helpers/process.js'
import type { TestCity } from '../unit/flow/workspace.js'
import { copyOf, expectClean, expectWell, MATCH, remove, runs, seen, segments, writeCity } from './city.js'

refuseStale()
// Many runs of the program: on a busy machine they take their time.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 300_000 })

/** For what is not the question of a test: no start of the program each time. */
let door: Door
let city: TestCity
let loaded: string
let matched: string
const gone: string[] = []

beforeAll(async () => {
  door = new Door()
  city = writeCity(4000)
  loaded = copyOf(city.ws.dir)
  expect((await door.hedui(['load', '--jobs', '1'], loaded)).status).toBe(0)
  matched = copyOf(loaded)
  expect((await door.hedui(MATCH, matched)).status).toBe(0)
})

afterAll(() => {
  door.close()
  city.remove()
  for (const dir of [loaded, matched, ...gone]) remove(dir)
})

function fresh(base: string): string {
  const dir = copyOf(base)
  gone.push(dir)
  return dir
}

describe('a workspace in use', () => {
  it('turns away who would write, with 75, and lets readers read', async () => {
    const dir = fresh(matched)
    const store = openStore(join(dir, 'data'))
    const lock = store.lock()
    try {
      for (const command of [['load'], MATCH, ['batch', 'drop', '1'], ['run', 'nightly']]) expect([command, (await door.hedui(command, dir)).status]).toEqual([command, 75])
      for (const command of [['batch', 'list'], ['diff', 'list'], ['doctor'], ['query', 'select count(*) from levy']]) expect([command, (await door.hedui(command, dir)).status]).toEqual([command, 0])
    } finally {
      lock.release()
      store.close()
    }
    expect((await door.hedui(['load'], dir)).status).toBe(0)
  })

  it('loads once when two load at once', async () => {
    const dir = fresh(city.ws.dir)
    const both = await Promise.all([hedui(['load'], dir), hedui(['load'], dir)])
    expect(both.map(b => b.status).filter(s => s !== 0 && s !== 75)).toEqual([])
    expect(both.some(b => b.status === 0)).toBe(true)
    expect(segments(dir)).toEqual(segments(loaded))
    expectClean(dir)
  })
})

const mounted: string[] = []
const mount = (...args: readonly string[]): boolean => spawnSync('mount', args, { stdio: 'ignore' }).status === 0

/** A small disk of its own at a folder; false, with the reason printed, where that is not allowed. */
function smallDisk(at: string, kib: number): boolean {
  mkdirSync(at, { recursive: true })
  if (mount('-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', at)) {
    mounted.push(at)
    return true
  }
  if (CI) throw new Error('a small disk (tmpfs) cannot be mounted: run as root')
  console.warn('skipped: a small disk (tmpfs) can be mounted by root alone')
  return false
}

const grow = (at: string): boolean => mount('-o', 'remount,size=256m', at)

/** Takes all room but some. */
function fill(at: string, leaving: number): void {
  const { stdout } = spawnSync('df', ['--output=avail', '-B1', at], { encoding: 'utf8' })
  writeFileSync(join(at, 'filler'), Buffer.alloc(Math.max(0, Number(stdout.split('\n')[1]) - leaving)))
}

describe('a full disk', () => {
  afterAll(() => {
    for (const at of mounted) spawnSync('umount', [at])
  })

  it('stops a load with a Problem, nothing half-done; with room it gives the same bytes', async context => {
    const dir = fresh(city.ws.dir)
    rmSync(join(dir, 'data'), { recursive: true, force: true })
    if (!smallDisk(join(dir, 'data'), 1200)) return context.skip()
    const full = await hedui(['load', '--jobs', '1'], dir)
    expect([full.status, full.stderr]).toEqual([2, expect.stringContaining('磁盘写满')])
    expectWell(dir)
    expect(readdirSync(join(dir, 'data/batches')).filter(f => f.endsWith('.tmp'))).toEqual([])
    expect(grow(join(dir, 'data'))).toBe(true)
    const again = await hedui(['load', '--jobs', '1'], dir)
    expect(again.status, again.stderr).toBe(0)
    expect(segments(dir)).toEqual(segments(loaded))
    expectClean(dir)
  })

  it('stops a match with a Problem and leaves the ledger as it was', async context => {
    const dir = fresh(city.ws.dir)
    rmSync(join(dir, 'data'), { recursive: true, force: true })
    if (!smallDisk(join(dir, 'data'), 65_536)) return context.skip()
    expect((await hedui(['load', '--jobs', '1'], dir)).status).toBe(0)
    for (const leaving of [600_000, 200_000, 40_000]) {
      fill(join(dir, 'data'), leaving)
      const before = await seen(dir, door)
      const full = await hedui(MATCH, dir)
      rmSync(join(dir, 'data/filler'))
      expect([full.status, full.stderr]).toEqual([2, expect.stringContaining('磁盘写满')])
      expect(await seen(dir, door)).toBe(before)
      expectWell(dir)
    }
    expect((await hedui(MATCH, dir)).status).toBe(0)
    expect(runs(dir)).toEqual(runs(matched))
    expectClean(dir)
  })

  it('stops an export with a Problem and no package', async context => {
    const dir = fresh(matched)
    rmSync(join(dir, 'outbox'), { recursive: true, force: true })
    if (!smallDisk(join(dir, 'outbox'), 16)) return context.skip()
    const full = await hedui(['export'], dir)
    expect([full.status, full.stderr]).toEqual([2, expect.stringContaining('磁盘写满')])
    expect(readdirSync(join(dir, 'outbox')).filter(f => !f.startsWith('.'))).toEqual([])
    expect(grow(join(dir, 'outbox'))).toBe(true)
    expect((await hedui(['export'], dir)).status).toBe(0)
    expect(readdirSync(join(dir, 'outbox')).filter(f => f.startsWith('.'))).toEqual([])
  })

  it('a data folder that cannot be written can be looked at, and whoever would write is told', async context => {
    const dir = fresh(matched)
    const kept = copyOf(join(dir, 'data'))
    gone.push(kept)
    rmSync(join(dir, 'data'), { recursive: true })
    if (!smallDisk(join(dir, 'data'), 65_536)) return context.skip()
    cpSync(kept, join(dir, 'data'), { recursive: true })
    const look = [['batch', 'list'], ['batch', 'show', '1'], ['diff', 'list'], ['diff', 'list', '--at', '2025-10-20'], ['diff', 'show', '1'], ['diff', 'explain', '1'], ['status'], ['query', 'select count(*) from levy']]
    const seenBy = async (): Promise<unknown> => Promise.all(look.map(async command => {
      const { status, stdout, stderr } = await door.hedui(command, dir)
      return { command, status, stdout, stderr }
    }))
    const own = await seenBy()
    expect(own).toEqual(look.map(command => expect.objectContaining({ command, status: 0 })))
    expect(mount('-o', 'remount,ro', join(dir, 'data'))).toBe(true)
    expect(await seenBy()).toEqual(own)
    const { status, stdout } = await door.hedui(['doctor'], dir)
    expect([status, stdout]).toEqual([0, expect.stringContaining('可以查看，不能装载、比对、导出')])
    for (const command of [['load'], MATCH, ['export'], ['batch', 'drop', '1']]) {
      const refused = await door.hedui(command, dir)
      expect([command, refused.status, refused.stderr]).toEqual([command, 2, expect.stringContaining('不能读写')])
    }
  })

  it('an outbox that cannot be written is seen by doctor', async context => {
    const dir = fresh(matched)
    rmSync(join(dir, 'outbox'), { recursive: true, force: true })
    if (!smallDisk(join(dir, 'outbox'), 16)) return context.skip()
    expect(mount('-o', 'remount,ro', join(dir, 'outbox'))).toBe(true)
    const { status, stdout } = await door.hedui(['doctor'], dir)
    expect([status, stdout]).toEqual([2, expect.stringContaining(`写不了：${join(dir, 'outbox')}（EROFS）`)])
  })
})

describe('a place with blanks and Chinese in its path', () => {
  it('is as good as any', async () => {
    const dir = copyOf(city.ws.dir, join(fresh(city.ws.dir), '我的 城市 (2025)'))
    expect((await hedui(['load', '--jobs', '2'], dir)).status).toBe(0)
    expect((await hedui(MATCH, dir)).status).toBe(0)
    expect([segments(dir), runs(dir)]).toEqual([segments(matched), runs(matched)])
    expectClean(dir)
  })
})
