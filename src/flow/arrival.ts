import { isDay, type Day } from '../kernel/index.js'
import { PLACEHOLDERS, type SourceSpec } from '../workspace/index.js'

/** A file to load, and what its name says about it. */
export interface Arrival extends NameSays {
  readonly path: string
  readonly file: string
  /** Of an archive, the file in it. */
  readonly entry: string | null
  /** What slices are told together by besides; null: nothing. */
  readonly group: string | null
}

/** What a name says by a source's patterns. */
export interface NameSays {
  readonly source: SourceSpec | null
  readonly date: Day | null
  readonly window: string | null
  readonly sliced: boolean
  /** The sender's number of the batch. */
  readonly number?: string | undefined
  /** Which of several files of one delivery. */
  readonly slice?: string | undefined
}

/** The first source whose pattern the last part of a name fits, and what the pattern finds in it; null where none fits. */
export function placed(name: string, sources: readonly SourceSpec[]): NameSays | null {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  for (const source of sources) {
    for (const pattern of source.patterns) {
      const m = patternOf(pattern).exec(file)
      if (m === null) continue
      const digits = m.groups?.['date']?.replaceAll('-', '')
      const date = digits === undefined ? null : `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
      if (date !== null && !isDay(date)) continue
      const window = m.groups?.['period'] ?? (source.delivers === 'window' && date !== null ? date.slice(0, 7).replace('-', '') : null)
      return { source, date, window, sliced: pattern.includes('{slice}'), number: m.groups?.['batch'], slice: m.groups?.['slice'] }
    }
  }
  return null
}

const FORMS: { readonly [P in (typeof PLACEHOLDERS)[number]]: string } = {
  date: '(?<date>\\d{8}|\\d{4}-\\d{2}-\\d{2})(?!\\d)',
  period: '(?<period>(?:19|20)\\d{2}(?:0[1-9]|1[0-2]))(?!\\d)',
  slice: '(?<slice>.*?)',
  batch: '(?<batch>\\d+)',
}
const STANDS_FOR: Readonly<Record<string, string>> = Object.fromEntries(PLACEHOLDERS.map(p => [`{${p}}`, FORMS[p]]))
const MARK = new RegExp(`(\\*|\\{(?:${PLACEHOLDERS.join('|')})\\})`)

/** Expressions of patterns: every file of an inbox is held to every pattern, and to compile one costs a millisecond. */
const EXPRESSIONS = new Map<string, RegExp>()

/** A file name pattern as an expression: everything but its marks stands for itself. */
function patternOf(pattern: string): RegExp {
  const known = EXPRESSIONS.get(pattern)
  if (known !== undefined) return known
  const source = pattern
    .split(MARK)
    .map(p => (p === '*' ? '.*' : (STANDS_FOR[p] ?? p.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))))
    .join('')
  const expression = new RegExp(`^${source}$`, 'iu')
  EXPRESSIONS.set(pattern, expression)
  return expression
}
