import { headerCell, headerRows, shownCell, type Codes, type HeaderCell, type Layout } from '../layout/index.js'
import type { PreviewRow } from '../source/index.js'
import { insuranceIn } from './insurances.js'
import { readHeader } from './words.js'

/** The header that a proposal rests on: its rows, and each column's name. */
export interface FoundHeader {
  /** First and last row of it. */
  readonly first: number
  readonly last: number
  readonly columns: readonly string[]
  readonly cells: readonly HeaderCell[]
  readonly above: readonly PreviewRow[]
  /** Columns whose names say something. */
  readonly known: number
}

/** Whether a header cell says something, by the shipped layouts' names or by its words. */
export class HeaderWords {
  private readonly names = new Set<string>()
  private readonly codes: Codes
  private readonly memo = new Map<string, number>()

  constructor(layouts: readonly Layout[], codes: Codes) {
    this.codes = codes
    for (const { spec } of layouts)
      for (const { headers } of Object.values(spec.columns)) for (const h of headers) this.names.add(headerCell(h).variants[0] ?? '')
  }

  /** 0–1: how much a cell looks like the name of a column. */
  weight(cell: string): number {
    const known = this.memo.get(cell)
    if (known !== undefined) return known
    const weight = this.weigh(cell)
    if (this.memo.size < 50_000) this.memo.set(cell, weight)
    return weight
  }

  private weigh(cell: string): number {
    const { variants } = headerCell(cell)
    const full = variants[0] ?? ''
    if (full === '' || full.length > 40) return 0
    if (/^[-+.,\d%]+$/.test(full) || /^\d{4}[-/.年]/.test(full)) return -0.5
    if (variants.some(v => this.names.has(v))) return 1
    if (variants.some(v => (readHeader(v)?.strength ?? 0) >= 0.7)) return 0.7
    return insuranceIn(this.codes, full) === undefined ? 0 : 0.5
  }

  /** How sure a row is a header, for the source: 0 for fewer than two names. */
  score(cells: readonly string[]): number {
    const weights = cells.map(c => this.weight(c))
    const known = weights.filter(w => w > 0).length
    return known < 2
      ? 0
      : Math.max(
          0,
          weights.reduce((a, b) => a + b, 0),
        )
  }
}

/** How many rows a header may lie below the top. */
const HEAD_ROWS = 60

/**
 * The row, or the pair of rows under merged cells, with most names. Where no row has two names: the first row of texts above rows that hold
 * numbers; null where there is none either.
 */
export function findHeader(preview: readonly PreviewRow[], words: HeaderWords): FoundHeader | null {
  const { single, double } = headerRows(preview.slice(0, HEAD_ROWS))
  const scored = (rows: typeof single): readonly { row: (typeof single)[number]; score: number }[] =>
    rows.map(row => ({ row, score: words.score(row.cells) }))
  const best = scored(single).reduce<{ row: (typeof single)[number]; score: number } | null>(
    (top, x) => (x.score > (top?.score ?? 0) ? x : top),
    null,
  )
  const pairs = scored(double.filter(d => isPair(d, single)))
  const pair = pairs.reduce<{ row: (typeof single)[number]; score: number } | null>(
    (top, x) => (x.score > (top?.score ?? 0) ? x : top),
    null,
  )
  const chosen =
    pair !== null && (best === null || (pair.score >= best.score + 0.9 && touches(pair.row, best.row)))
      ? pair.row
      : (best?.row ?? firstTexts(single))
  if (chosen === null) return null
  const cells = chosen.cells.map(headerCell)
  return {
    first: chosen.first,
    last: chosen.last.line,
    columns: chosen.cells.map(shownCell),
    cells,
    above: preview.filter(r => r.line < chosen.first),
    known: chosen.cells.filter(c => words.weight(c) > 0).length,
  }
}

/** Both rows of a pair hold texts, not values. */
function isPair(
  pair: { cells: readonly string[]; first: number; last: PreviewRow },
  single: readonly { first: number; cells: readonly string[] }[],
): boolean {
  const rows = single.filter(s => s.first === pair.first || s.first === pair.last.line)
  return rows.every(({ cells }) => cells.filter(c => /\d{4,}/.test(c) || /^\s*[-\d.,]+\s*$/.test(c)).length === 0)
}

function touches(pair: { first: number; last: PreviewRow }, row: { first: number }): boolean {
  return row.first === pair.first || row.first === pair.last.line
}

function firstTexts<T extends { cells: readonly string[] }>(rows: readonly T[]): T | null {
  const filled = (cells: readonly string[]): readonly string[] => cells.filter(c => c.trim() !== '')
  const at = rows.findIndex(({ cells }, i) => {
    const own = filled(cells)
    const below = filled(rows[i + 1]?.cells ?? [])
    return (
      own.length >= 2 &&
      new Set(own).size === own.length &&
      own.every(c => !/^[-\d.,\s]+$/.test(c)) &&
      below.length >= own.length / 2 &&
      below.some(c => /\d/.test(c))
    )
  })
  return rows[at] ?? null
}
