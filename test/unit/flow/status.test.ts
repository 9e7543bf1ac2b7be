import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportRun } from '../../../src/flow/export.js'
import { agreeDue } from '../../../src/flow/init.js'
import { load } from '../../../src/flow/load.js'
import { matchRun } from '../../../src/flow/match.js'
import { status, type StatusReport } from '../../../src/flow/status.js'
import { openStore } from '../../../src/store/index.js'
import { openWorkspace, type Workspace } from '../../../src/workspace/index.js'
import { linesOf } from './extracts.js'
import { idOf, quiet, TestCity } from './workspace.js'

/** The clock of these tests stands on 2025-10-20: September was due on the 14th, October is not over. */
const AS_OF = '2025-10-20'

describe('the calendar of a city', () => {
  const city = new TestCity()
  let ws: Workspace
  const ask = (asOf = AS_OF): StatusReport => status(ws, { asOf, sources: [], periods: 3 }, quiet)
  const lines = (report: StatusReport): readonly string[] => report.periods.filter(p => p.batches.length > 0 || p.source === 'tax-levy-ss').map(p => `${p.source} ${p.period} ${p.state} [${p.batches.join(' ')}]`)
  const ofRule = (report: StatusReport, rule: string): readonly unknown[] => report.rules.filter(r => r.rule === rule).map(r => [r.owner, r.state, r.incomplete])

  beforeAll(async () => {
    agreeDue(city.ws.dir)
    ws = openWorkspace(city.ws.dir)
    for (const [period, number] of [['202508', '0001'], ['202509', '0003']] as const) {
      const [head, ...rows] = linesOf('ss-levy', [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2) }])
      city.write(`ss-levy_${period}.csv`, [[...head!, '批次号'], ...rows.map(r => [...r, number])])
    }
    city.write('tax-levy-ss_202508.csv', linesOf('tax-levy-ss', [{ no: 'A1', id: idOf(1) }]))
    const report = await load(ws, { files: [], jobs: 1, settle: 0 }, quiet)
    expect(report.extracts.map(x => x.state)).toEqual(['loaded', 'loaded', 'loaded'])
  })
  afterAll(() => city.remove())

  it('names what came, what came late, and what did not come', () => {
    expect(lines(ask())).toEqual(['ss-levy 202508 late [1]', 'ss-levy 202509 late [2]', 'tax-levy-ss 202508 late [3]', 'tax-levy-ss 202509 missing []'])
    expect(status(ws, { asOf: AS_OF, sources: ['ss-levy', 'tax-levy-ss'], periods: 3 }, quiet)).toMatchObject({ incomplete: 1, rules: [] })
    expect(lines(ask('2025-10-13'))).toEqual(['ss-levy 202508 arrived [1]', 'ss-levy 202509 arrived [2]', 'tax-levy-ss 202508 arrived [3]', 'tax-levy-ss 202509 expected []'])
  })

  it('reads the sender\'s batch numbers and tells the gap', () => {
    const store = openStore(ws.data)
    try {
      expect(store.batches().map(b => b.segments.map(s => s.batchNumbers))).toEqual([[['0001']], [['0003']], [[]]])
    } finally {
      store.close()
    }
    expect(ask().periods.flatMap(p => p.gaps.map(g => `${p.period}: ${g.from}`))).toEqual(['202509: 0002'])
  })

  it('says of each rule whether it may be run', () => {
    expect(ofRule(ask(), 'levy-copy')).toEqual([['ss', 'incomplete', [{ source: 'tax-levy-ss', periods: ['202509'] }]], ['mi', 'lacking', []]])
    expect(ofRule(ask('2025-10-13'), 'levy-copy')).toEqual([['ss', 'ready', []], ['mi', 'lacking', []]])
    // Rates are of the owner's levies alone, but asks employers, of which the last month is owed by sources that never delivered.
    expect(ofRule(ask(), 'base-limits')[0]).toEqual(['ss', 'ready', []])
    expect(ofRule(ask(), 'rates')[0]).toMatchObject(['ss', 'incomplete', [{ source: 'mi-employer' }, { source: 'ss-employer' }, { source: 'tax-employer' }]])
  })

  it('match says it of the rules that ran, and the workbook of the balance', async () => {
    const report = matchRun(ws, { asOf: AS_OF, rules: ['levy-copy', 'base-limits'], exact: false }, quiet)
    expect(report.rules.filter(r => r.owner === 'ss').map(r => [r.rule, r.state, r.incomplete])).toEqual([['base-limits', 'ran', []], ['levy-copy', 'ran', [{ source: 'tax-levy-ss', periods: ['202509'] }]]])
    const { dir } = await exportRun(ws, { run: report.run }, quiet)
    const [first] = read(readFileSync(join(dir, 'tax/税务-差异清单.xlsx'))).SheetNames
    const cells = utils.sheet_to_json(read(readFileSync(join(dir, 'tax/税务-差异清单.xlsx'))).Sheets[first!]!, { header: 1, defval: '' }).map(r => (r as unknown[]).join('|'))
    expect(cells.filter(l => l.startsWith('应征核对|')).map(l => l.split('|').findLast(c => c !== ''))).toEqual(['tax-levy-ss 缺 202509', 'tax-levy-ss 缺 202509'])
  })

  it('a run whose sources owe nothing says nothing', () => {
    const before = matchRun(ws, { asOf: '2025-10-13', rules: ['levy-copy'], exact: false }, quiet)
    expect(before.rules.filter(r => r.state === 'ran').map(r => r.incomplete)).toEqual([[]])
  })
})
