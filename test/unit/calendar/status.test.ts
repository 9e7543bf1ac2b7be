import { describe, expect, it } from 'vitest'
import { endOfDay, sourceStatus, type StatusQuestion, type DeliveredBatch, type PeriodStatus } from '../../../src/calendar/index.js'
import { readParams } from '../../../src/match/index.js'
import type { Batch } from '../../../src/store/index.js'
import { dueOf } from '../../../src/workspace/due.js'
import type { SourceSpec } from '../../../src/workspace/index.js'

const params = readParams('templates/params')

/** A batch of a window source, known by what differs: number, data date, when it was loaded on the operator's clock. */
interface Given { readonly id: number; readonly date: string; readonly at?: string; readonly month?: string; readonly state?: Batch['state']; readonly rows?: number; readonly fen?: number; readonly numbers?: readonly string[]; readonly slices?: readonly string[] }

function asked(asOf: string, moment = endOfDay(asOf)): StatusQuestion {
  return { asOf, moment, workdays: (day, n) => params.workdays(day, n), unusualShare: 0.5 }
}

function source(due: string | null, delivers: SourceSpec['delivers'] = 'window'): SourceSpec {
  return { name: 's', layout: 'l', patterns: [], delivers, due: due === null ? null : dueOf(due), encoding: 'auto', delimiter: 'auto', sheet: null, database: null, passwordFile: null }
}

function delivered(given: Given, delivers: SourceSpec['delivers'] = 'window'): DeliveredBatch {
  const counts = { rowsRead: given.rows ?? 10, rowsLoaded: 0, rowsChanged: 0, rowsWithIssues: 0, rowsSetAside: 0, rowsBlank: 0, rowsTotal: 0, amountRead: given.fen ?? 1000, amountSetAside: 0, rowsWithoutAmount: 0 }
  const segments = [{ batch: given.id, n: 1, file: 'f', path: '', digest: '', tables: [], counts, unknownCodes: [], roundedIds: false, batchNumbers: [] }]
  const batch: Batch = {
    id: given.id, source: 's', layout: 'l', fingerprint: '', agency: 'ss', sender: null, kinds: ['levy'], delivers, dataDate: given.date, window: given.month ?? given.date.slice(0, 7).replace('-', ''),
    loadedAt: new Date(given.at ?? `${given.date}T08:00:00`).toISOString(), state: given.state ?? 'active', replacedBy: null, segments,
  }
  return { batch, month: given.month ?? null, numbers: given.numbers ?? [], slices: given.slices ?? [] }
}

const MONTHLY = 'monthly by working day 5'
const lines = (periods: readonly PeriodStatus[]): readonly string[] => periods.map(p => `${p.period} ${p.state}${p.lateMinutes === null ? '' : ` +${p.lateMinutes}`} [${p.batches.join(' ')}]`)
const monthly = (given: readonly Given[], asOf: string): readonly string[] => lines(sourceStatus(source(MONTHLY), 'ss', given.map(g => delivered(g)), asked(asOf)))

describe('arrivals', () => {
  it('in time, late by minutes, missing, not due yet', () => {
    const given: readonly Given[] = [{ id: 1, date: '2025-07-31', month: '202507', at: '2025-08-07T23:59:00' }, { id: 2, date: '2025-08-31', month: '202508', at: '2025-09-06T01:30:00' }]
    // August 2025: working day 5 is the 7th; September: Friday the 5th, until its end; October: the 14th.
    expect(monthly(given, '2025-10-13')).toEqual(['202507 arrived [1]', '202508 late +90 [2]', '202509 expected []'])
    expect(monthly(given, '2025-10-14').at(-1)).toBe('202509 missing []')
  })

  it('a time of day is kept to the minute', () => {
    const daily = (at: string): readonly string[] => lines(sourceStatus(source('daily by 06:00'), 'ss', [delivered({ id: 1, date: '2025-10-09', at })], asked('2025-10-10', new Date('2025-10-10T12:00:00'))))
    expect(daily('2025-10-10T06:00:00')).toEqual(['2025-10-09 arrived [1]', '2025-10-10 expected []'])
    expect(daily('2025-10-10T06:01:00')).toEqual(['2025-10-09 late +1 [1]', '2025-10-10 expected []'])
  })

  it('before the hour nothing is missing yet, after it it is', () => {
    const at = (moment: string): string | undefined => lines(sourceStatus(source('daily by 06:00'), 'ss', [delivered({ id: 1, date: '2025-10-08' })], asked('2025-10-10', new Date(moment))))[1]
    expect([at('2025-10-10T05:59:00'), at('2025-10-10T06:00:00')]).toEqual(['2025-10-09 expected []', '2025-10-09 missing []'])
  })

  it('of a batch loaded after the day asked about nobody says when it came', () => {
    const [p] = sourceStatus(source(MONTHLY), 'ss', [delivered({ id: 1, date: '2025-08-31', at: '2026-03-01T08:00:00' })], asked('2025-09-10'))
    expect(p).toMatchObject({ state: 'arrived', arrived: null, lateMinutes: null })
  })

  it('a source that never delivered owes its last period; without a due time nothing', () => {
    expect(monthly([], '2025-10-20')).toEqual(['202509 missing []'])
    expect(sourceStatus(source(null), 'ss', [], asked('2025-10-20'))).toEqual([])
  })

  it('what came before its month was over is not whole, until the rest comes', () => {
    const early: Given = { id: 1, date: '2025-09-20', month: '202509' }
    expect(monthly([early], '2025-10-13')).toEqual(['202509 early [1]'])
    expect(monthly([early], '2025-10-14')).toEqual(['202509 short [1]'])
    expect(monthly([early, { id: 2, date: '2025-09-30', month: '202509', at: '2025-10-09T08:00:00' }], '2025-10-14')).toEqual(['202509 arrived [1 2]'])
  })

  it('what lies after the day asked about, and what was taken out, did not come', () => {
    expect(monthly([{ id: 1, date: '2025-08-31', month: '202508' }, { id: 2, date: '2025-09-30', month: '202509', state: 'dropped' }, { id: 3, date: '2025-10-31', month: '202510' }], '2025-10-14')).toEqual(['202508 arrived [1]', '202509 missing []'])
  })

  it('of snapshots an older one that never came is missed by nobody; of windows it is', () => {
    const given: readonly Given[] = [{ id: 1, date: '2025-07-31' }, { id: 2, date: '2025-09-30' }]
    expect(lines(sourceStatus(source(MONTHLY, 'snapshot'), 'ss', given.map(g => delivered(g, 'snapshot')), asked('2025-10-10')))).toEqual(['202507 arrived [1]', '202508 skipped []', '202509 arrived [2]'])
    expect(monthly(given, '2025-10-10')).toEqual(['202507 arrived [1]', '202508 missing []', '202509 arrived [2]'])
  })
})

describe('what came', () => {
  it('sent again, replaced, and counted once', () => {
    const [p] = sourceStatus(source(MONTHLY), 'ss', [delivered({ id: 1, date: '2025-09-30', rows: 7, fen: 70 }), delivered({ id: 2, date: '2025-10-02', month: '202509', rows: 8, fen: 80 })], asked('2025-10-14'))
    expect(p).toMatchObject({ period: '202509', batches: [1, 2], inForce: [2], resent: 1, replaced: 1, rows: 8, fen: 80 })
  })

  it('a gap is told at the period whose batch shows it, and never twice', () => {
    const given: readonly Given[] = [{ id: 1, date: '2025-07-31', numbers: ['101', '102'] }, { id: 2, date: '2025-08-31', numbers: ['104'] }, { id: 3, date: '2025-09-30', numbers: ['105'], slices: ['_1', '_3'] }]
    const gaps = sourceStatus(source(MONTHLY), 'ss', given.map(g => delivered(g)), asked('2025-10-14')).map(p => p.gaps.map(g => `${g.from}–${g.to}`))
    expect(gaps).toEqual([[], ['103–103'], ['_2–_2']])
  })

  it('rows and money against the median of the periods before, from three on', () => {
    const given: readonly Given[] = [10, 12, 11, 13].map((rows, i) => ({ id: i + 1, date: `2025-0${i + 4}-30`.replace('05-30', '05-31').replace('07-30', '07-31'), rows, fen: rows * 100 }))
    const of = (rows: number, fen: number): PeriodStatus => sourceStatus(source(MONTHLY), 'ss', [...given, { id: 9, date: '2025-08-31', rows, fen }].map(g => delivered(g)), asked('2025-09-04')).at(-1)!
    expect(of(12, 1200)).toMatchObject({ usualRows: 12, usualFen: 1150, unusual: false })
    expect(of(18, 1200)).toMatchObject({ unusual: false })
    expect(of(19, 1200)).toMatchObject({ unusual: true })
    expect(of(12, 574)).toMatchObject({ unusual: true })
    expect(sourceStatus(source(MONTHLY), 'ss', given.map(g => delivered(g)), asked('2025-08-04')).map(p => p.usualRows)).toEqual([null, null, null, 11])
  })
})
