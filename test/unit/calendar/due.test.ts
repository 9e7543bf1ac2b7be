import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gapsOf } from '../../../src/calendar/gaps.js'
import { dueDay, expected, lastOwed, periodOfDay } from '../../../src/calendar/periods.js'
import { Problem } from '../../../src/kernel/index.js'
import { readParams } from '../../../src/match/index.js'
import { dueOf } from '../../../src/workspace/due.js'
import { openWorkspace } from '../../../src/workspace/index.js'
import { init } from '../../../src/flow/init.js'

const params = readParams('templates/params')
const workdays = (day: string, n: number): string => params.workdays(day, n)

describe('when a period is due', () => {
  it.each([
    // 国庆 and 中秋 2025 end on the 8th; Saturday the 11th is worked: 9, 10, 11, 13, 14.
    ['monthly by working day 5', '202509', '2025-10-14'],
    ['monthly by working day 3', '202509', '2025-10-11'],
    ['monthly by working day 1', '202512', '2026-01-04'],
    ['monthly by day 10', '202509', '2025-10-10'],
    ['monthly by day 31', '202601', '2026-02-28'],
    ['monthly by day 25 same month', '202509', '2025-09-25'],
    ['monthly by working day 5 same month', '202510', '2025-10-14'],
    ['daily by 06:00', '2025-09-30', '2025-10-01'],
    ['daily by 22:00 same day', '2025-09-30', '2025-09-30'],
    ['working days by 06:00', '2025-09-30', '2025-10-09'],
    // A Sunday that people worked.
    ['working days by 06:00', '2025-09-27', '2025-09-28'],
  ])('%s: %s on %s', (due, period, day) => {
    expect(dueDay(dueOf(due), period, workdays)).toBe(day)
  })

  it('reads the time of day; without one the whole day', () => {
    expect(['daily by 06:30', 'monthly by day 10 at 18:00', 'monthly by day 10'].map(d => dueOf(d).minute)).toEqual([390, 1080, 1440])
  })

  it.each([
    ['monthly by working day 5', '2025-09-30', '202509'],
    ['monthly by working day 5', '2025-10-10', '202509'],
    ['monthly by working day 5', '2025-09-29', '202508'],
    ['monthly by working day 5', '2026-01-05', '202512'],
    ['monthly by day 25 same month', '2025-10-10', '202510'],
    ['daily by 06:00', '2025-10-10', '2025-10-10'],
  ])('%s: data of %s is of %s', (due, day, period) => {
    expect(periodOfDay(dueOf(due), day)).toBe(period)
  })

  it('expects every month over a year\'s end, and working days only where it says so', () => {
    expect(expected(dueOf('monthly by working day 5'), '202511', '2026-02-10', workdays)).toEqual(['202511', '202512', '202601'])
    expect(expected(dueOf('working days by 06:00'), '2025-09-26', '2025-10-11', workdays)).toEqual(['2025-09-26', '2025-09-28', '2025-09-29', '2025-09-30', '2025-10-09', '2025-10-10', '2025-10-11'])
    expect(expected(dueOf('daily by 06:00'), '2025-02-27', '2025-03-01', workdays)).toEqual(['2025-02-27', '2025-02-28', '2025-03-01'])
  })

  it('of a source that never delivered owes the last period that is due', () => {
    expect(lastOwed(dueOf('monthly by working day 5'), '2025-10-13', workdays)).toBe('202508')
    expect(lastOwed(dueOf('monthly by working day 5'), '2025-10-14', workdays)).toBe('202509')
    expect(lastOwed(dueOf('working days by 06:00'), '2025-10-08', workdays)).toBe('2025-09-29')
  })
})

describe('gaps in batch numbers', () => {
  const shown = (numbers: readonly string[]): readonly string[] => gapsOf(numbers).map(g => `${g.from}–${g.to} ${g.missing} before ${g.next}`)

  it.each([
    ['none', ['7', '8', '9'], []],
    ['one, numbers of one width', ['0007', '0009'], ['0008–0008 1 before 0009']],
    ['a run, in any order', ['A12', 'A9', 'A8'], ['A10–A11 2 before A12']],
    ['each day begins anew', ['20250930001', '20250930003', '20251009001', '20251009002'], ['20250930002–20250930002 1 before 20250930003']],
    ['two series', ['SS1', 'SS3', 'MI1', 'MI2'], ['SS2–SS2 1 before SS3']],
    ['times of day are no count', ['20250930101500', '20250930143000'], []],
    ['other forms are left alone', ['x', '', 'a-b'], []],
    ['the same twice', ['1', '1', '2'], []],
  ])('%s', (_, numbers, gaps) => {
    expect(shown(numbers)).toEqual(gaps)
  })
})

describe('due in hedui.yaml', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'hedui-due-'))
    init(dir, false)
  })
  afterAll(() => { rmSync(dir, { recursive: true }) })

  const withDue = (due: string): unknown => {
    const file = join(dir, 'hedui.yaml')
    writeFileSync(file, `city: 某市\nsources:\n  - name: ss-levy\n    layout: ss-levy\n    pattern: 'ss-levy_{date}.*'\n    delivers: window\n    due: ${due}\n`)
    try {
      return openWorkspace(dir).sources[0]!.due
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return `${error.code} ${JSON.stringify(error.params)}`
    }
  }

  it('is read', () => {
    expect(withDue('working days by 06:00 same day')).toEqual({ every: 'workday', by: null, minute: 360, same: true })
    expect(withDue('monthly by working day 5')).toEqual({ every: 'month', by: { workday: 5 }, minute: 1440, same: false })
  })

  it.each(['weekly', 'daily by 6:00', 'daily by 24:00', 'monthly by working day 24', 'monthly by day 0', 'monthly by day 32', 'daily by 06:00 same month', 'monthly by day 5 same day'])('%s is refused with its line', due => {
    expect(withDue(due)).toMatch(/^config\.value .*"line":7,"column":5,"path":"sources\.0\.due"/)
  })

  it('ships as examples that the operator agrees to', () => {
    expect(readFileSync('templates/hedui.yaml', 'utf8').match(/^ {4}# due: /gm)!.length).toBeGreaterThan(15)
    expect(readFileSync('templates/hedui.yaml', 'utf8')).not.toMatch(/^ {4}due: /m)
  })
})
