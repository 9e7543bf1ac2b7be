import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FULL, refuseStale, ROOT } from './helpers/binary.js'

refuseStale()

interface Stage { readonly cpu: number; readonly laps?: readonly { readonly stage: string }[] }
interface Contender { readonly name: string; readonly equal: boolean; readonly cpu_s: readonly number[]; readonly peak_mb: number; readonly stages?: readonly Readonly<Record<string, Stage>>[] }
interface Day { readonly name: string; readonly rows: number; readonly changed: number; readonly outcomes: Readonly<Record<string, number>>; readonly ratio: { readonly cpu: number } | null }

const installed = (command: string): boolean => spawnSync(command, ['--version']).status === 0

// Sizes at which the bench measures nothing: what is held is that everyone finds the same, and that every day is the day it says.
describe('the bench', { timeout: 600_000 }, () => {
  let dir: string
  beforeAll(() => { dir = mkdtempSync(join(tmpdir(), 'hedui-bench-test-')) })
  afterAll(() => rmSync(dir, { recursive: true }))

  const bench = (...args: readonly string[]): unknown => {
    const json = join(dir, 'figures.json')
    const done = spawnSync(process.execPath, [join(ROOT, 'bench/run.js'), '--runs', '1', '--busy', '--json', json, ...args], { encoding: 'utf8' })
    expect(done.status, done.stdout + done.stderr).toBe(0)
    return JSON.parse(readFileSync(json, 'utf8'))
  }

  it.each(['good', 'dirty'])('gives everyone the same work on a %s day, and everyone finds the same', day => {
    const { contenders, discrepancies } = bench('--rows', '2000', '--day', day, '--only-job', '--contenders', 'hedui,plain,sqlite3') as { contenders: readonly Contender[]; discrepancies: Readonly<Record<string, number>> }
    expect(contenders.map(c => c.name)).toEqual(['hedui', 'plain', ...installed('sqlite3') && installed('python3') ? ['sqlite3'] : []])
    expect(contenders.map(c => c.equal)).toEqual(contenders.map(() => true))
    expect(discrepancies).toEqual({ differs: 29, owner_only: 9, tax_only: 9 })
    expect(contenders.filter(c => !(c.cpu_s[0]! > 0 && c.peak_mb > 0))).toEqual([])
    const [own] = contenders[0]!.stages!
    expect(own!['load']!.laps!.map(l => l.stage)).toContain('cleanse')
    expect(own!['match']!.laps!.map(l => l.stage)).toContain('prefilter')
  })

  it('lives days of hedui alone, each what it says', () => {
    // Each day is three starts and more: with HEDUI_FULL all are lived, else those that say most.
    const names = FULL ? ['good', 'disagree', 'dirty', 'repeats', 'empty', 'script', 'steps', 'three', 'catalogue', 'huge', 'gb18030', 'quoted'] : ['good', 'disagree', 'repeats', 'three', 'gb18030']
    const { days } = bench('--rows', '500', '--days', names.slice(1).join(), '--only-job') as { days: readonly Day[] }
    expect(days.map(d => d.name)).toEqual(names)
    for (const { name, rows, outcomes } of days) {
      expect([name, rows > (name === 'empty' ? 400 : 900) && rows <= 1000]).toEqual([name, true])
      expect([name, Object.keys(outcomes).length > 0]).toEqual([name, true])
    }
    const good = days[0]!.outcomes
    const sum = ({ outcomes }: Day): number => Object.values(outcomes).reduce((a, b) => a + b, 0)
    const says: Readonly<Record<string, (day: Day) => void>> = {
      disagree: day => { expect(sum(day)).toBeGreaterThan(500 * 0.25) },
      dirty: day => { expect([day.changed, day.outcomes]).toEqual([day.rows, good]) },
      repeats: day => { expect(day.outcomes['A01 ambiguous']).toBeGreaterThan(200) },
      empty: day => { expect(day.outcomes).toEqual({ 'L01 owner_only discrepancy': day.rows }) },
      script: day => { expect(day.outcomes).toEqual(good) },
      steps: day => { expect(Object.keys(day.outcomes).map(o => o.split(' ')[0])).toEqual(expect.arrayContaining(['L07', 'L08', 'P02'])) },
      three: day => { expect(Object.keys(day.outcomes)).toEqual(expect.arrayContaining(['X01 amounts discrepancy', 'X01 lacks_agency discrepancy'])) },
      catalogue: day => { expect(Object.keys(day.outcomes)).toEqual(expect.arrayContaining(Object.keys(good))) },
      gb18030: day => { expect(day.outcomes).toEqual(good) },
      quoted: day => { expect(day.outcomes).toEqual(good) },
    }
    for (const day of days) says[day.name]?.(day)
    expect(days.filter(d => d.ratio === null).map(d => d.name)).toEqual(names.filter(name => name === 'good' || name === 'catalogue'))
  })

  it('measures the export of a day as it does the rest', () => {
    const { days } = bench('--rows', '500', '--days', 'good') as { days: readonly (Day & { readonly stages: readonly Readonly<Record<string, Stage>>[] })[] }
    expect(days.map(d => [d.name, Object.keys(d.stages[0]!), Object.values(d.stages[0]!).every(s => s.cpu > 0)])).toEqual([['good', ['load', 'match', 'export'], true]])
  })

  it('tells contents apart: a line more, a line twice, a line changed; not their order', async () => {
    const { found, isSame } = await import(join(ROOT, 'bench/found.js')) as { found: (path: string, read: (line: string) => string | null) => Promise<object>; isSame: (a: object, b: object) => boolean }
    const of = (...lines: readonly string[]): Promise<object> => {
      const path = join(dir, 'lines')
      writeFileSync(path, lines.map(line => `${line}\n`).join(''))
      return found(path, line => line)
    }
    const one = await of('a,1', 'b,2', 'b,3')
    expect(isSame(one, await of('b,3', 'a,1', 'b,2'))).toBe(true)
    for (const other of [['a,1', 'b,2'], ['a,1', 'b,2', 'b,2'], ['a,1', 'b,2', 'b,4'], ['a,1', 'b,2', 'b,3', 'b,3'], ['b,1', 'a,2', 'b,3']]) expect(isSame(one, await of(...other))).toBe(false)
  })
})
