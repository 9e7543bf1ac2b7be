import { nearest } from '../config/index.js'
import {
  chooseLayout,
  groupNames,
  headerCell,
  headerLines,
  headerRows,
  isNumbering,
  normalHeader,
  place,
  shownCell,
  unitAbove,
  type HeaderCell,
  type HeaderMatch,
  type HeaderRow,
  type Layout,
} from '../layout/index.js'
import { Problem } from '../kernel/index.js'
import { columnsFor, readHeader } from '../propose/index.js'
import type { PreviewRow } from '../source/index.js'
import type { Tally } from './tally.js'
import type { CellPlace } from './types.js'

/** A column of the layout as the file's sender would know it: its first Chinese header, else its first. */
export function headerName(layout: Layout, column: string): string {
  const headers = layout.spec.columns[column]?.headers ?? [column]
  return headers.find(h => /[\u3400-\u9FFF]/.test(h)) ?? headers[0]!
}

/** Mandatory groups in words: alternatives with a slash. */
export function groupWords(layout: Layout, groups: readonly Layout['spec']['mandatory'][number][]): string {
  return groups.map(group => [...new Set(groupNames(group).map(name => headerName(layout, name)))].slice(0, 4).join(' / ')).join('、')
}

/**
 * Finds the header in a table as near to the layout as it is, and tells how it departs; a column that was only renamed is read as the one
 * that it is, so that its cells are checked too. Null where fewer than two columns can be told.
 */
export function checkHeader(layout: Layout, preview: readonly PreviewRow[], tally: Tally, sheet: string | null): HeaderMatch | null {
  const row = bestRow(layout, preview)
  if (row === null) return null
  const cells = row.cells.map(headerCell)
  const { placed, secondId, units, twice, missing } = place(layout, cells)
  const columns = row.cells.map(shownCell)
  const at = { sheet, line: row.last.line }
  const used = new Set([...placed.values(), ...(secondId === null ? [] : [secondId.number, secondId.type])])
  const full = sayStrangers(layout, { placed, used, columns, cells, tally, at })
  const absent = missing.filter(group => !groupNames(group).some(name => full.has(name)))
  sayMissing(layout, { absent, full, columns, tally, at })
  if (twice !== undefined)
    tally.once(
      {
        code: 'conform.twice',
        params: { found: columns.find(c => normalHeader(c) === twice) ?? twice },
        column: columns.find(c => normalHeader(c) === twice) ?? null,
      },
      at,
    )
  sayOrder(layout, full, columns, tally)
  if (row.first > 1 || row.first !== row.last.line)
    tally.once({ code: 'conform.header_line', level: 'note', params: { line: row.last.line } }, at)
  const below = preview.find(r => r.line > row.last.line && r.state !== 'blank')
  const line = below !== undefined && isNumbering(below.cells) ? below.line : row.last.line
  const match: HeaderMatch = {
    line,
    rows: headerLines(preview, row),
    columns,
    placed: full,
    secondId,
    units,
    surplus: columns.filter((c, i) => c !== '' && !used.has(i) && ![...full.values()].includes(i)),
    above: preview.filter(r => r.line < row.first),
  }
  sayUnits(layout, match, tally, at)
  sayAgain(layout, preview, { row, tally, sheet })
  return match
}

interface Strangers {
  readonly placed: ReadonlyMap<string, number>
  /** Columns of the file that the layout takes. */
  readonly used: ReadonlySet<number>
  readonly columns: readonly string[]
  readonly cells: readonly HeaderCell[]
  readonly tally: Tally
  readonly at: CellPlace
}

/** Tells of columns that the layout does not know. Returns where its columns are with those that were only renamed. */
function sayStrangers(layout: Layout, { placed, used, columns, cells, tally, at }: Strangers): Map<string, number> {
  const full = new Map(placed)
  for (const [index, header] of columns.entries()) {
    if (used.has(index) || header === '') continue
    const column = renamedFrom(layout, { full, header, variants: cells[index]!.variants })
    if (column === undefined) tally.once({ code: 'conform.extra', level: 'note', params: { found: header }, column: header }, at)
    else {
      full.set(column, index)
      tally.once(
        { code: 'conform.renamed', params: { found: header, column: headerName(layout, column) }, column: header, field: column },
        at,
      )
    }
  }
  return full
}

/** Rows and pairs of rows by the columns that the layout knows in them; a pair only where it knows more than either row. */
function bestRow(layout: Layout, preview: readonly PreviewRow[]): HeaderRow | null {
  const { single, double } = headerRows(preview.slice(0, layout.spec.header_rows))
  const known = (row: HeaderRow): number => {
    const { placed, missing } = place(layout, row.cells.map(headerCell))
    const words = row.cells.filter(c => readHeader(headerCell(c).variants[0] ?? '') !== undefined).length
    return placed.size < 1 || placed.size + words < 2 ? 0 : placed.size + words * 0.1 - missing.length * 0.01
  }
  const best = (rows: readonly HeaderRow[]): { row: HeaderRow; known: number } | null =>
    rows.reduce<{ row: HeaderRow; known: number } | null>((top, row) => {
      const n = known(row)
      return n > (top?.known ?? 0) ? { row, known: n } : top
    }, null)
  const one = best(single)
  const two = best(double)
  return two !== null && (one === null || two.known > one.known + 1) ? two.row : (one?.row ?? null)
}

/** The missing column of the layout that a header of another name is: by its words, or by a slip of the pen. */
function renamedFrom(
  layout: Layout,
  of: { full: ReadonlyMap<string, number>; header: string; variants: readonly string[] },
): string | undefined {
  const free = (column: string): boolean => !of.full.has(column) && !stoodFor(column, of.full)
  const reading = of.variants.map(readHeader).find(r => r !== undefined)
  if (reading?.concept === 'ignore') return undefined
  const named = reading === undefined || reading.strength < 0.8 ? undefined : columnsFor(reading.concept, layout).find(free)
  if (named !== undefined) return named
  const known = Object.keys(layout.spec.columns)
    .filter(free)
    .flatMap(column => layout.spec.columns[column]!.headers.map(h => [normalHeader(h), column] as const))
    .filter(([h]) => h.length >= 3)
  const near = nearest(
    of.variants[0] ?? '',
    known.map(([h]) => h),
  )
  return near === undefined || (of.variants[0] ?? '').length < 3 ? undefined : known.find(([h]) => h === near)?.[1]
}

/** Another column has told the same already: a period from its first and last month needs no third. */
function stoodFor(column: string, full: ReadonlyMap<string, number>): boolean {
  const kin =
    [
      ['period', 'period_from', 'period_lone', 'year'],
      ['insurance', 'insurance_item'],
      ['id_number', 'social_no'],
    ].find(set => set.includes(column)) ?? []
  return kin.some(other => full.has(other))
}

interface Missing {
  readonly absent: readonly Layout['spec']['mandatory'][number][]
  readonly full: ReadonlyMap<string, number>
  readonly columns: readonly string[]
  readonly tally: Tally
  readonly at: { sheet: string | null; line: number }
}

function sayMissing(layout: Layout, { absent, full, columns, tally, at }: Missing): void {
  for (const group of absent) {
    const names = groupNames(group)
    const booked = full.get('booked_period')
    if (names.includes('period') && booked !== undefined)
      tally.once({ code: 'conform.booked_only', params: { found: columns[booked]! }, column: columns[booked]!, field: 'period' }, at)
    else tally.once({ code: 'conform.missing', params: { columns: groupWords(layout, [group]) }, field: names[0]! }, at)
  }
  const grouped = new Set(absent.flatMap(groupNames))
  const optional = layout.spec.complete === true ? ('fault' as const) : ('note' as const)
  for (const column of Object.keys(layout.spec.columns)) {
    if (full.has(column) || grouped.has(column) || stoodFor(column, full) || isShared(layout, column, full)) continue
    if (optional === 'fault' || !isAlternative(layout, column, full))
      tally.once({ code: 'conform.absent', level: optional, params: { column: headerName(layout, column) }, field: column }, at)
  }
}

function isShared(layout: Layout, column: string, full: ReadonlyMap<string, number>): boolean {
  const headers = new Set(layout.spec.columns[column]!.headers.map(normalHeader))
  return [...full.keys()].some(other => layout.spec.columns[other]!.headers.some(h => headers.has(normalHeader(h))))
}

/** One of a mandatory group that is met: the others need not be there. */
function isAlternative(layout: Layout, column: string, full: ReadonlyMap<string, number>): boolean {
  return layout.spec.mandatory.some(
    group => typeof group !== 'string' && groupNames(group).includes(column) && groupNames(group).some(name => full.has(name)),
  )
}

function sayOrder(layout: Layout, full: ReadonlyMap<string, number>, columns: readonly string[], tally: Tally): void {
  const declared = Object.keys(layout.spec.columns).flatMap(c => full.get(c) ?? [])
  const distinct = [...new Set(declared)]
  if (distinct.every((n, i) => i === 0 || n > distinct[i - 1]!)) return
  tally.once({
    code: 'conform.order',
    level: 'note',
    params: {
      order: [...distinct]
        .toSorted((a, b) => a - b)
        .map(i => columns[i]!)
        .join('、'),
    },
  })
}

function sayUnits(layout: Layout, match: HeaderMatch, tally: Tally, at: { sheet: string | null; line: number }): void {
  const above = unitAbove(match)
  if (above !== undefined && above !== layout.spec.money)
    tally.once(
      { code: 'conform.unit', params: { declared: layout.spec.money, found: above } },
      { ...at, line: match.above[0]?.line ?? at.line },
    )
  for (const [column, found] of match.units) {
    const declared = (layout.spec.columns[column] as { money?: string } | undefined)?.money ?? layout.spec.money
    const header = match.columns[match.placed.get(column) ?? -1] ?? column
    if (found !== declared) tally.once({ code: 'conform.unit', params: { declared, found }, column: header, field: column }, at)
  }
}

/** The same header again among the first rows; further down the rows tell. */
function sayAgain(
  layout: Layout,
  preview: readonly PreviewRow[],
  { row, tally, sheet }: { row: HeaderRow; tally: Tally; sheet: string | null },
): void {
  try {
    chooseLayout([layout], preview, { file: '', wanted: layout.name })
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'layout.header_twice') {
      const { second } = error.params as { second: number }
      tally.once({ code: 'conform.header_twice', params: { first: row.last.line, second } }, { sheet, line: second })
    }
  }
}
