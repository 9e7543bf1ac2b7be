import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { refuseStale } from '../helpers/binary.js'
import { Door } from '../helpers/door.js'
import { dice, hashes, hedui, interrupted, type Moment } from '../helpers/process.js'
import type { TestCity } from '../unit/flow/workspace.js'
import { AS_OF, copyOf, expectClean, expectWell, MATCH, remove, runs, seen, segments, writeCity } from './city.js'

refuseStale()
// Many runs of the program: on a busy machine they take their time.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

/** How often each command is interrupted; HEDUI_CRASHES=100 for a long night. */
const TIMES = Number(process.env['HEDUI_CRASHES'] ?? 2)
const SEED = Number(process.env['HEDUI_SEED'] ?? 20251011)

/** Half of the moments are spread over the whole command, half lie where it writes. */
function moments(seed: number, took: number, folder: (dir: string) => string): readonly ((dir: string) => Moment)[] {
  const roll = dice(seed)
  return Array.from({ length: TIMES }, (_, i) => {
    const signal = roll() < 0.25 ? 'SIGINT' : 'SIGKILL'
    const at = roll()
    return i % 2 === 0 ? () => ({ signal, ms: at * took }) : (dir: string) => ({ signal, ms: at * took * 0.3, after: folder(dir) })
  })
}

const stopped = (status: number | null): boolean => status === null || status === 130

/** What is interrupted, and what is timed for that, is the real program; what looks at the rest and repeats it need not be started each time. */
let door: Door
let city: TestCity
let loaded: string
let matched: string
/** Few discrepancies: a package of them is written in no time, and all the moments of writing one are there. */
let few: string
const took = { load: 0, match: 0, export: 0 }

beforeAll(async () => {
  door = new Door()
  city = writeCity(12_000)
  const dir = city.ws.dir
  // Once for nothing: the folders that writing is watched in stand, and the machine is warm.
  await hedui(['doctor'], dir)
  loaded = copyOf(dir)
  const load = await hedui(['load', '--jobs', '2'], loaded)
  expect([load.status, load.stderr.includes('24,000') || load.stderr]).toEqual([0, load.stderr])
  took.load = load.ms
  matched = copyOf(loaded)
  const match = await hedui(MATCH, matched)
  expect(match.status).toBe(0)
  took.match = match.ms
  const small = writeCity(600)
  few = copyOf(small.ws.dir)
  small.remove()
  for (const command of [['load'], MATCH]) expect((await door.hedui(command, few)).status).toBe(0)
})

afterAll(() => {
  door.close()
  city.remove()
  for (const dir of [loaded, matched, few]) remove(dir)
})

/** Interrupts a command at each moment in a copy of its own and looks at what is left; `repeat` then says what must hold after the same command once more. */
async function atEveryMoment(base: string, list: ReturnType<typeof moments>, command: readonly string[], repeat: (dir: string) => Promise<void>): Promise<void> {
  let cut = 0
  for (const [i, moment] of list.entries()) {
    const dir = copyOf(base)
    try {
      const of = moment(dir)
      const ended = await interrupted(command, dir, of)
      if (stopped(ended.status)) cut++
      else expect(ended.status, ended.stderr).toBe(0)
      try {
        expectWell(dir)
        await repeat(dir)
      } catch (error) {
        throw new Error(`interrupted no. ${i} of seed ${SEED} (${JSON.stringify(of)}): ${error instanceof Error ? error.message : String(error)}`, { cause: error })
      }
    } finally {
      remove(dir)
    }
  }
  expect(cut, 'no run was cut: the moments lie after its end').toBeGreaterThan(0)
}

describe('interrupted', () => {
  it('a load leaves nothing half-done, and a repeat gives the same bytes', async () => {
    const segmentsWanted = segments(loaded)
    const seenWanted = await seen(loaded, door)
    await atEveryMoment(city.ws.dir, moments(SEED, took.load, dir => join(dir, 'data/batches')), ['load', '--jobs', '2'], async dir => {
      const again = await door.hedui(['load', '--jobs', '2'], dir)
      expect([again.status, again.stderr]).toEqual([0, again.stderr])
      expect(segments(dir)).toEqual(segmentsWanted)
      expect(await seen(dir, door)).toBe(seenWanted)
      expectClean(dir)
    })
  })

  it('a match moves the ledger whole or not at all, and a repeat gives the same bytes', async () => {
    const runsWanted = runs(matched)
    const seenWanted = await seen(matched, door)
    await atEveryMoment(loaded, moments(SEED + 1, took.match, dir => join(dir, 'data/runs')), MATCH, async dir => {
      const whole = existsSync(join(dir, 'data/runs/1.db')) && await seen(dir, door) === seenWanted
      if (!whole) expect((await door.hedui(MATCH, dir)).status).toBe(0)
      expect(runs(dir)['1.db']).toBe(runsWanted['1.db'])
      expect(await seen(dir, door)).toBe(seenWanted)
      // The next command that writes cleans up.
      expect((await door.hedui(['load'], dir)).status).toBe(0)
      expectClean(dir)
    })
  })

  it('an export leaves whole packages alone, and a repeat gives the same bytes', async () => {
    const exported = copyOf(few)
    try {
      const done = await hedui(['export', '--json'], exported)
      expect(done.status, done.stderr).toBe(0)
      took.export = done.ms
      const wanted = hashes(join(exported, 'outbox', `${AS_OF}-1`))
      expect(Object.keys(wanted)).toContain('manifest.json')
      await atEveryMoment(few, moments(SEED + 2, took.export, dir => join(dir, 'outbox')), ['export'], async dir => {
        for (const name of packages(dir)) expectWhole(join(dir, 'outbox', name))
        if (packages(dir).length === 0) expect((await door.hedui(['export'], dir)).status).toBe(0)
        expect(hashes(join(dir, 'outbox', `${AS_OF}-1`))).toEqual(wanted)
        expect((await door.hedui(['load'], dir)).status).toBe(0)
        expectClean(dir)
        expect((await door.hedui(['export'], dir)).status).toBe(0)
        expect(readdirSync(join(dir, 'outbox')).filter(f => f.startsWith('.'))).toEqual([])
      })
    } finally {
      remove(exported)
    }
  })

  it('an export by Ctrl-C or kill takes its draft away, and ends as the signal ends a program', async () => {
    const ends: unknown[] = []
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const dir = copyOf(matched)
      try {
        const outbox = join(dir, 'outbox')
        const ended = await interrupted(['export'], dir, { signal, ms: 20, after: outbox })
        ends.push(ended.signal)
        expect([readdirSync(outbox), (await door.hedui(['doctor'], dir)).stdout]).toEqual([ended.signal === null ? [`${AS_OF}-1`] : [], expect.not.stringContaining('遗留文件')])
      } finally {
        remove(dir)
      }
    }
    // One of them may have been done already.
    expect(ends.some(signal => signal !== null)).toBe(true)
  })
})

const packages = (dir: string): readonly string[] => readdirSync(join(dir, 'outbox')).filter(f => !f.startsWith('.')).toSorted()

/** A package holds what its manifest says. */
function expectWhole(dir: string): void {
  const manifest = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as { files: readonly { file: string; sha256: string }[] }
  expect(manifest.files.length).toBeGreaterThan(0)
  for (const { file, sha256 } of manifest.files) expect(createHash('sha256').update(readFileSync(join(dir, file))).digest('hex')).toBe(sha256)
}
