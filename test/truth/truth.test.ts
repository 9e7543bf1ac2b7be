import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { init } from '../../src/flow/init.js'
import { load } from '../../src/flow/load.js'
import { matchRun } from '../../src/flow/match.js'
import { DEFAULT_AS_OF, synth } from '../../src/flow/synth.js'
import { openWorkspace, type Workspace } from '../../src/workspace/index.js'
import { quiet } from '../unit/flow/workspace.js'
import { foundIn, identityOf, notedIn, readTruth, rowsIn, type TruthLine } from './compare.js'

const numbered = (letter: string, last: number): readonly string[] => Array.from({ length: last }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`)
const OUTCOMES = ['T01', ...numbered('R', 9), ...numbered('L', 8), ...numbered('P', 12), 'A01']

/** HEDUI_TRUTH_PEOPLE: one large city in place of the small ones, matched as shipped, behind the prefilter; 26,500 people make a million rows. */
const LARGE = Number(process.env['HEDUI_TRUTH_PEOPLE'] ?? 0)
const CITIES = LARGE > 0 ? [{ seed: 11, people: LARGE }] : [1, 2, 7].map(seed => ({ seed, people: 2000 + seed * 100 }))
/** Rows that a city has for each of its people, at least. */
const ROWS_EACH = 38

describe.each(CITIES)('a city of $people people, seed $seed', ({ seed, people }) => {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-truth-'))
  let ws: Workspace
  let truth: readonly TruthLine[]
  afterAll(() => rmSync(dir, { recursive: true }))

  beforeAll(async () => {
    init(dir, false)
    ws = openWorkspace(dir)
    synth({ dir: ws.inbox, people, seed })
    truth = readTruth(join(ws.inbox, 'truth.csv'))
    const report = await load(ws, { files: [], jobs: 1, settle: 0 }, quiet)
    expect(report.extracts.filter(x => x.state === 'problem')).toEqual([])
    expect(rowsIn(ws)).toBeGreaterThan(people * ROWS_EACH)
    matchRun(ws, { asOf: DEFAULT_AS_OF, rules: [], exact: LARGE === 0 }, quiet)
  }, 600_000)

  it('recognises the file that was delivered twice', async () => {
    const report = await load(ws, { files: [], jobs: 1, settle: 0 }, quiet)
    expect(report.extracts.every(x => x.state === 'known')).toBe(true)
  })

  it.each(OUTCOMES)('finds every planted %s and nothing else', outcome => {
    const planted = truth.filter(t => t['outcome'] === outcome && ['discrepancy', 'ambiguous', 'note'].includes(t['type']!)).map(t => `${identityOf(t)} ${t['variant']}`)
    const found = foundIn(ws).filter(f => f.outcome === outcome && f.state !== 'in_transit').map(f => `${f.identity} ${f.variant ?? ''}`)
    expect(planted.length).toBeGreaterThan(0)
    expect(found.toSorted()).toEqual([...new Set(planted)].toSorted())
  })

  it('finds everything in transit and nothing else', () => {
    const planted = truth.filter(t => t['type'] === 'in_transit').map(identityOf)
    expect(foundIn(ws).filter(f => f.state === 'in_transit').map(f => f.identity).toSorted()).toEqual(planted.toSorted())
  })

  it('lets no decoy stand', () => {
    const standing = new Set(foundIn(ws).filter(f => f.state !== 'in_transit').map(f => f.identity))
    const decoys = truth.filter(t => t['type'] === 'decoy')
    expect(decoys.length).toBeGreaterThan(5)
    expect(decoys.map(identityOf).filter(d => standing.has(d))).toEqual([])
  })

  it('records every change, with before, after and why, and no other', () => {
    const planted = truth.filter(t => t['type'] === 'change').map(t => [t['file'], t['line'], t['field'], t['before'], t['after'], t['reason']].join(' '))
    expect(notedIn(ws, 'changes').map(c => [c.file, c.line, c.field, c.before, c.after, c.reason].join(' ')).toSorted()).toEqual(planted.toSorted())
  })

  it('sets aside every broken row, and no other', () => {
    const planted = truth.filter(t => t['type'] === 'set_aside').map(t => [t['file'], t['line'], t['reason']].join(' '))
    expect(notedIn(ws, 'set_aside').map(c => [c.file, c.line, c.reason].join(' ')).toSorted()).toEqual(planted.toSorted())
  })
})
