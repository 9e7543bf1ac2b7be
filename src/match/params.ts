import { join } from 'node:path'
import { readCsv } from '../config/index.js'
import { isDay, problem, type Day } from '../kernel/index.js'

/** Dated parameters that rules ask for. */
export interface Params {
  /** The n-th working day after `day`; weekends and holidays are none, weekends worked instead (调休) are. */
  workdays(day: Day, n: number): Day
  /** A grace in working days; undefined where there is none of that name. */
  grace(name: string): number | undefined
  /** Last day that the holiday list speaks of; later days know only weekends. */
  readonly calendarEnd: Day
}

const DAY_MS = 86_400_000

/** Reads `holidays.csv` (date, kind off/work) and `grace.csv` (name, workdays). Throws `config.csv*`. */
export function readParams(dir: string): Params {
  const special = readHolidays(join(dir, 'holidays.csv'))
  const graces = readGraces(join(dir, 'grace.csv'))
  const works = (day: Day): boolean => {
    const kind = special.get(day)
    if (kind !== undefined) return kind === 'work'
    const week = new Date(`${day}T00:00:00Z`).getUTCDay()
    return week !== 0 && week !== 6
  }
  const seen = new Map<string, Day>()
  return {
    workdays: (day, n) => {
      const key = `${day}+${n}`
      const before = seen.get(key)
      if (before !== undefined) return before
      let at = day
      for (let left = n; left > 0;) {
        at = new Date(Date.parse(`${at}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
        if (works(at)) left--
      }
      seen.set(key, at)
      return at
    },
    grace: name => graces.get(name),
    calendarEnd: [...special.keys()].toSorted().at(-1) ?? '0000-00-00',
  }
}

function readHolidays(file: string): ReadonlyMap<Day, 'off' | 'work'> {
  const out = new Map<Day, 'off' | 'work'>()
  for (const { line, cells } of readCsv(file, ['date', 'kind'])) {
    const { date = '', kind = '' } = cells
    if (!isDay(date)) throw problem('config.csv_value', { file, line, column: 'date', found: date, expected: 'yyyy-mm-dd' })
    if (kind !== 'off' && kind !== 'work') throw problem('config.csv_value', { file, line, column: 'kind', found: kind, expected: 'off / work' })
    out.set(date, kind)
  }
  return out
}

function readGraces(file: string): ReadonlyMap<string, number> {
  const out = new Map<string, number>()
  for (const { line, cells } of readCsv(file, ['name', 'workdays'])) {
    const { name = '', workdays = '' } = cells
    if (!/^\d{1,3}$/.test(workdays)) throw problem('config.csv_value', { file, line, column: 'workdays', found: workdays, expected: '0–999' })
    out.set(name, Number(workdays))
  }
  return out
}
