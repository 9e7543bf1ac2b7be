import { join } from 'node:path'
import { readCsv } from '../config/index.js'
import { isDay, problem, type Day } from '../kernel/index.js'

/**
 * Dated parameters that rules may look up: their file, the key (a blank part stands for any), and their values. Amounts in 分, rates in
 * millionths.
 */
export const PARAM_TABLES = {
  base_limits: { file: 'base-limits.csv', key: ['insurance'], values: { low: 'fen', high: 'fen' } },
  rates: { file: 'rates.csv', key: ['insurance', 'payer_type'], values: { rate_employer: 'rate', rate_person: 'rate' } },
} as const satisfies Readonly<
  Record<string, { readonly file: string; readonly key: readonly string[]; readonly values: Readonly<Record<string, 'fen' | 'rate'>> }>
>
/** Name of a dated parameter, as rules write it. */
export type ParamTable = keyof typeof PARAM_TABLES

/** A row of a dated parameter: its key, the months it is in force, its values; null where blank. */
export type ParamRow = Readonly<Record<string, string | number | null>>

/** Dated parameters that rules ask for. */
export interface Params {
  /** The folder that they are read from: another thread reads them itself. */
  readonly dir: string
  /** The n-th working day after `day`; weekends and holidays are none, weekends worked instead (调休) are. */
  workdays(day: Day, n: number): Day
  /** A grace in working days; undefined where there is none of that name. */
  grace(name: string): number | undefined
  /** Rows of a dated parameter, by line of its file. Throws `config.csv*`. */
  table(name: ParamTable): readonly ParamRow[]
  /** Last day that the holiday list speaks of; later days know only weekends. */
  readonly calendarEnd: Day
}

const DAY_MS = 86_400_000

/** Canonical codes of a list; none: any is taken. */
type KnownCodes = (list: string) => readonly string[]

/**
 * Reads `holidays.csv` (date, kind off/work) and `grace.csv` (name, workdays). Throws `config.csv*`. `known`: what key fields of dated
 * parameters may say, as the code list of the field's name; a line for an unknown code would never be in force, and nobody would
 * learn it.
 */
export function readParams(dir: string, known: KnownCodes = () => []): Params {
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
    dir,
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
    table: name => readTable(dir, name, known),
    calendarEnd: [...special.keys()].toSorted().at(-1) ?? '0000-00-00',
  }
}

/** Reads days off and worked. A day that stands twice is refused: one line would hold, and nobody would learn that the other does not. */
function readHolidays(file: string): ReadonlyMap<Day, 'off' | 'work'> {
  const out = new Map<Day, 'off' | 'work'>()
  const first = new Map<Day, number>()
  for (const { line, cells } of readCsv(file, ['date', 'kind'])) {
    const { date = '', kind = '' } = cells
    if (!isDay(date)) throw problem('config.csv_value', { file, line, column: 'date', found: date, expected: 'yyyy-mm-dd' })
    if (kind !== 'off' && kind !== 'work')
      throw problem('config.csv_value', { file, line, column: 'kind', found: kind, expected: 'off / work' })
    const before = out.get(date)
    if (before !== undefined && before !== kind)
      throw problem('config.csv_again', { file, line, name: date, found: kind, first: first.get(date) ?? 1, before })
    out.set(date, kind)
    first.set(date, first.get(date) ?? line)
  }
  return out
}

function readGraces(file: string): ReadonlyMap<string, number> {
  const out = new Map<string, number>()
  const first = new Map<string, number>()
  for (const { line, cells } of readCsv(file, ['name', 'workdays'])) {
    const { name = '', workdays = '' } = cells
    if (!/^\d{1,3}$/.test(workdays))
      throw problem('config.csv_value', { file, line, column: 'workdays', found: workdays, expected: '0–999' })
    const before = out.get(name)
    if (before !== undefined)
      throw problem('config.csv_again', { file, line, name, found: workdays, first: first.get(name) ?? 1, before: String(before) })
    out.set(name, Number(workdays))
    first.set(name, line)
  }
  return out
}

const OPEN_END = 999_999
const DECIMALS = { fen: { digits: 2, expected: '1234.56' }, rate: { digits: 6, expected: '0.08' } } as const

function readTable(dir: string, name: ParamTable, known: KnownCodes): readonly ParamRow[] {
  const { file, key, values } = PARAM_TABLES[name]
  const path = join(dir, file)
  const rows = readCsv(path, [...key, 'from', ...Object.keys(values)])
  const spells = new Map<string, Spell[]>()
  const codes = new Map(key.map(list => [list, known(list)]))
  const out = rows.map(({ line, cells }) => {
    const bad = (column: string, expected: string): never => {
      throw problem('config.csv_value', { file: path, line, column, found: cells[column] ?? '', expected })
    }
    for (const [column, list] of codes) if (list.length > 0 && !['', ...list].includes(cells[column] ?? '')) bad(column, list.join(', '))
    const month = (column: string, blank: number): number => {
      const text = cells[column] ?? ''
      if (text === '' && column === 'to') return blank
      return /^\d{4}(0[1-9]|1[0-2])$/.test(text) ? Number(text) : bad(column, 'yyyymm')
    }
    const decimal = (column: string, type: 'fen' | 'rate'): number | null => {
      const text = cells[column] ?? ''
      const { digits, expected } = DECIMALS[type]
      if (text === '') return null
      const m = /^(\d{1,12})(?:\.(\d{1,6}))?$/.exec(text)
      if (m === null || (m[2] ?? '').replace(/0+$/, '').length > digits) return bad(column, expected)
      return Number(m[1]! + (m[2] ?? '').padEnd(digits, '0').slice(0, digits))
    }
    const spell = { line, from: month('from', 0), to: month('to', OPEN_END), written: cells['to'] ?? '' }
    const at = JSON.stringify(key.map(k => cells[k]))
    spells.set(at, [...(spells.get(at) ?? []), spell])
    return {
      ...Object.fromEntries(key.map(k => [k, cells[k] === '' ? null : (cells[k] ?? null)])),
      from: spell.from,
      to: spell.to,
      ...Object.fromEntries(Object.entries(values).map(([column, type]) => [column, decimal(column, type)])),
    }
  })
  for (const of of spells.values()) refuseOverlap(of, path)
  return out
}

/** The months in which a line is in force, and how their end is written. */
interface Spell {
  readonly line: number
  readonly from: number
  readonly to: number
  readonly written: string
}

/** In one month one line is in force: of two nobody could say which. */
function refuseOverlap(spells: readonly Spell[], file: string): void {
  const ordered = spells.toSorted((a, b) => a.from - b.from)
  for (const [i, { line, from, to, written }] of ordered.entries()) {
    const next = ordered[i + 1]
    if (to < from) throw problem('config.csv_value', { file, line, column: 'to', found: written, expected: `≥ ${from}` })
    if (next !== undefined && to >= next.from)
      throw problem('config.csv_value', { file, line, column: 'to', found: written, expected: `< ${next.from}` })
  }
}
