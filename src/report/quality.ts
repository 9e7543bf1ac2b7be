import type { Agency, Day } from '../kernel/index.js'
import { column, type SummaryBlock, type Cell, type Line, type Table } from './model.js'
import { fieldWord, glue, inLang, shownText, told, type Voice } from './words.js'

/** What a quality rule found in a batch, and in the batch of the period before. */
export interface QualityLine {
  readonly batch: number
  readonly agency: Agency
  readonly source: string | null
  readonly layout: string
  readonly dataDate: Day
  readonly files: readonly string[]
  readonly rule: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly do: { readonly zh: string; readonly en: string }
  readonly standard: string
  readonly clause: string
  readonly basis: 'evidence' | 'inference'
  readonly severity: 'high' | 'medium' | 'low'
  readonly looked: number
  readonly bad: number
  readonly before: { readonly batch: number; readonly looked: number; readonly bad: number } | null
  readonly examples: readonly {
    readonly file: string
    readonly sheet: string | null
    readonly line: number
    readonly values: Readonly<Record<string, string | number | null>>
  }[]
}

/** A part of a whole as per cent, exact to two places; what is there and rounds to nothing is shown as such. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return ''
  const share = (part / whole) * 100
  return part > 0 && share < 0.01 ? '<0.01%' : part < whole && share > 99.99 ? '>99.99%' : `${share.toFixed(2)}%`
}

/** The values that tell of a fault: `性别 女，证件号码 …`; what is blank is said to be. */
export function valuesText(voice: Voice, values: QualityLine['examples'][number]['values']): string {
  return Object.entries(values)
    .map(
      ([field, value]) =>
        `${fieldWord(voice, field)} ${value === null ? told(voice, 'cli.explain.blank') : shownText(voice, field, value)}`,
    )
    .join(glue(voice))
}

/** Rules that found something, or did in the period before; by extract. */
export function qualityBlock(voice: Voice, lines: readonly QualityLine[]): readonly SummaryBlock[] {
  const told_ = lines.filter(l => l.bad > 0 || (l.before?.bad ?? 0) > 0)
  if (lines.length === 0) return []
  const heads = ['file', 'rule', 'title', 'severity', 'basis', 'clause', 'looked', 'bad', 'share', 'share_before'] as const
  const rows = told_.map((l): readonly Cell[] => [
    l.files.join(glue(voice)),
    l.rule,
    inLang(voice, l.title),
    told(voice, `word.severity.${l.severity}`),
    told(voice, `word.basis.${l.basis}`),
    `${l.standard} ${l.clause}`,
    l.looked,
    l.bad,
    shareText(l.bad, l.looked),
    l.before === null ? told(voice, 'quality.none_before') : shareText(l.before.bad, l.before.looked),
  ])
  const note = rows.length === 0 ? told(voice, 'quality.clean') : told(voice, 'block.quality_note')
  return [
    {
      title: told(voice, 'block.quality'),
      notes: [note],
      head: heads.map(h => told(voice, `head.${h}`)),
      types: ['text', 'text', 'text', 'text', 'text', 'text', 'count', 'count', 'text', 'text'],
      rows,
    },
  ]
}

/** Examples with their places, for the sender to look up. */
export function qualityTable(voice: Voice, lines: readonly QualityLine[], title: string): readonly Table[] {
  const rows = lines.flatMap(l =>
    l.examples.map((e): Line => ({
      cells: [
        e.file,
        e.sheet,
        e.line,
        `${l.rule} ${inLang(voice, l.title)}`,
        `${l.standard} ${l.clause}`,
        valuesText(voice, e.values),
        inLang(voice, l.do),
      ],
      quiet: false,
    })),
  )
  if (rows.length === 0) return []
  return [
    {
      name: told(voice, 'sheet.quality'),
      file: told(voice, 'sheet.quality'),
      title,
      notes: [told(voice, 'book.quality')],
      frozen: 3,
      sum: -1,
      fen: 0,
      count: rows.length,
      lines: () => rows,
      columns: [
        column(told(voice, 'head.file'), 34, { tint: 'key' }),
        column(told(voice, 'column.sheet'), 12, { tint: 'key' }),
        column(told(voice, 'column.line'), 9, { type: 'count', tint: 'key' }),
        column(told(voice, 'column.rule'), 34, { wrap: true }),
        column(told(voice, 'column.clause'), 26, { wrap: true }),
        column(told(voice, 'column.values'), 50, { tint: 'side0', wrap: true }),
        column(told(voice, 'column.do'), 44, { wrap: true }),
      ],
    },
  ]
}

/** Wrong rows in all. */
export function badRows(lines: readonly QualityLine[]): number {
  return lines.reduce((n, l) => n + l.bad, 0)
}
