import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import iconv from 'iconv-lite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { load } from '../../../src/flow/load.js'
import type { Lap } from '../../../src/flow/stopwatch.js'
import { BINARY, refuseStale } from '../../helpers/binary.js'
import { idOf, quiet, TestCity } from './workspace.js'

refuseStale()

const HEADER = '征集通知流水号,个人编号,证件号码,姓名,统一社会信用代码,险种代码,对应费款所属期,个人缴费基数,个人缴费比例,应缴总金额,发送日期,应缴类型代码'
const levies = (rows: number, first = 0): string => [HEADER, ...Array.from({ length: rows }, (_, n) => `ZJ${first + n},P${n},${idOf(n)},王芳,91110000MA0000019Q,110,202507,4000.00,0.0800,960.00,20250901,10`)].join('\n') + '\n'

describe('what the stages of a load took', () => {
  let city: TestCity
  beforeEach(() => { city = new TestCity() })
  afterEach(() => city.remove())

  /** A clock that takes one step a look: what a stage took is the number of looks that ended in it. */
  const loaded = async (path: string, profile: boolean): Promise<{ laps: readonly Lap[]; looks: number }> => {
    let looks = 0
    const { laps, extracts } = await load(city.ws, { files: [path], jobs: 1, profile }, { ...quiet, ticks: () => ++looks * 1000 })
    expect(extracts.map(x => x.state)).toEqual(['loaded'])
    return { laps, looks }
  }
  const stages = (laps: readonly Lap[], of: string | null): readonly string[] => laps.filter(l => l.of === of).map(l => l.stage).toSorted()

  it('is told for every stage of a file, and for the whole', async () => {
    const { laps } = await loaded(city.write('ss-levy_20250930.csv', levies(5000).trim().split('\n').map(l => l.split(','))), true)
    expect(stages(laps, 'ss-levy_20250930.csv')).toEqual(['cleanse', 'encode', 'layout', 'notes', 'open', 'read', 'split', 'start', 'survey', 'sync', 'write'])
    expect(stages(laps, null)).toEqual(['commit', 'start'])
    // Three blocks of at most 2,048 rows: each is cleansed once.
    expect(laps.find(l => l.stage === 'cleanse')!.seconds).toBe(3)
  })

  it('tells transcoding apart where there is some', async () => {
    const path = city.write('ss-levy_20250930.csv', [])
    writeFileSync(path, iconv.encode(levies(100), 'gb18030'))
    const { laps } = await loaded(path, true)
    expect(laps.filter(l => l.stage === 'transcode').map(l => l.seconds > 0)).toEqual([true])
  })

  it('leaves no time out: the stages of a file are all of its time', async () => {
    const { laps, looks } = await loaded(city.write('ss-levy_20250930.csv', levies(100).trim().split('\n').map(l => l.split(','))), true)
    // Looks that end no stage: the first of each of two stopwatches, the file's own first and last, and the one before its batch is committed.
    expect(laps.filter(l => l.stage !== 'start' || l.of === null).reduce((sum, l) => sum + l.seconds, 0)).toBe(looks - 5)
  })

  it('costs no look at the clock when nobody asks', async () => {
    const { laps, looks } = await loaded(city.write('ss-levy_20250930.csv', levies(5000).trim().split('\n').map(l => l.split(','))), false)
    expect(laps).toEqual([])
    // When the file began and ended.
    expect(looks).toBe(2)
  })

  it('comes back from workers, each stage beside its file', () => {
    const files = ['ss-levy_20250930.csv', 'ss-levy_20250929.csv'].map((name, n) => city.write(name, levies(10_000, n * 10_000).trim().split('\n').map(l => l.split(','))))
    const done = spawnSync(process.execPath, [BINARY, '-C', city.ws.dir, 'load', '--jobs', '2', '--profile', '--json', ...files], { encoding: 'utf8' })
    expect(done.status, done.stderr).toBe(0)
    const lines = done.stdout.trim().split('\n').map(line => JSON.parse(line) as { file?: string; laps?: readonly Lap[] })
    expect(lines.map(l => Object.keys(l).includes('laps'))).toEqual([false, false, true])
    const { laps } = lines[2]!
    for (const of of ['ss-levy_20250930.csv', 'ss-levy_20250929.csv']) {
      // The start of a worker takes its time.
      expect(laps!.find(l => l.of === of && l.stage === 'start')!.seconds).toBeGreaterThan(0.01)
      expect(stages(laps!, of)).toContain('cleanse')
    }
  })
})
