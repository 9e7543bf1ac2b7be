import { nearest } from '../config/index.js'
import { problem } from '../kernel/index.js'
import type { PreviewRow } from '../source/index.js'
import {
  headerCell,
  headerLines,
  headerRows,
  inWidthOfRows,
  place,
  shownCell,
  synonymsOf,
  type HeaderCell,
  type HeaderRow,
  type Placing,
} from './header.js'
import { groupNames } from './read.js'
import { isNumbering, namesAlike, readsAlike } from './repeated.js'
import type { HeaderMatch, Layout } from './types.js'

interface Fit {
  readonly layout: Layout
  readonly row: HeaderRow
  readonly cells: readonly HeaderCell[]
  readonly placing: Placing
}

/**
 * `file` is what messages call the extract (with its sheet); `wanted` a layout's name, from `--layout` or a source; `record` the name of
 * the record elements of an XML file.
 */
export interface Choice {
  readonly file: string
  readonly wanted?: string
  readonly record?: string
}

/**
 * Finds the header and the layout that it fits (catalogue §2). A layout that is wanted must fit; else exactly one layout may: a larger set
 * of mandatory columns wins over one that it contains, then the one whose own words the header has; layouts by sender always ask. Throws
 * `layout.*`.
 */
export function chooseLayout(
  layouts: readonly Layout[],
  preview: readonly PreviewRow[],
  choice: Choice,
): { layout: Layout; header: HeaderMatch } {
  const { file } = choice
  const wanted = choice.wanted ?? ofRecord(layouts, choice)
  // A layout that says how its format is read is meant for nothing else.
  const open = layouts.filter(l => l.spec.format?.xml === undefined && l.spec.format?.fixed === undefined)
  const fit = wanted === undefined ? fromHeader(open, preview, file) : named(layouts, preview, { file, wanted })
  return { layout: fit.layout, header: headerOf(fit, preview, choice.file) }
}

/** The layout that declares these records. */
function ofRecord(layouts: readonly Layout[], { file, record }: Choice): string | undefined {
  if (record === undefined) return undefined
  const names = layouts.filter(l => l.spec.format?.xml?.records.includes(record) === true).map(l => l.name)
  if (names.length > 1) throw problem('layout.two_fit', { file, layouts: names.join(', ') })
  return names[0]
}

function named(layouts: readonly Layout[], preview: readonly PreviewRow[], choice: { file: string; wanted: string }): Fit {
  const layout = layouts.find(l => l.name === choice.wanted)
  const names = layouts.map(l => l.name)
  if (layout === undefined)
    throw problem('layout.unknown', { wanted: choice.wanted, known: names.join(', '), nearest: nearest(choice.wanted, names) ?? '' })
  const fit = fits(layout, preview)[0]
  if (fit === undefined) throw notFound([layout], preview, choice.file)
  return fit
}

function fromHeader(layouts: readonly Layout[], preview: readonly PreviewRow[], file: string): Fit {
  const fitting = layouts.flatMap(layout => fits(layout, preview).slice(0, 1))
  const all = fitting.filter(fit => forbidden(fit).length === 0)
  if (all.length === 0) throw notFound(layouts, preview, file, fitting)
  const largest = all.filter(fit => !all.some(other => contains(other.layout, fit.layout)))
  const signed = largest.filter(hasSignature)
  const left = largest.length > 1 && signed.length > 0 ? signed : largest
  const layoutNames = left.map(f => f.layout.name).join(', ')
  if (left.every(fit => fit.layout.sender !== null)) throw problem('layout.sender_unclear', { file, layouts: layoutNames })
  if (left.length > 1) throw problem('layout.two_fit', { file, layouts: layoutNames })
  return left[0]!
}

/**
 * Rows that have all mandatory columns; pairs of rows where no single row has, or where the row below adds columns (merged cells). A row in
 * which a column that is read spans others with names of their own is no header by itself: 单位部分 over 缴费基数 and 应缴金额 says of no amount which
 * it is.
 */
function fits(layout: Layout, preview: readonly PreviewRow[]): readonly Fit[] {
  const rows = headerRows(preview.slice(0, layout.spec.header_rows))
  const among = (candidates: readonly HeaderRow[]): readonly Fit[] =>
    candidates.flatMap(row => {
      const cells = row.cells.map(headerCell)
      const placing = place(layout, cells)
      return placing.missing.length === 0 ? [{ layout, row, cells, placing }] : []
    })
  const single = among(rows.single).filter(({ row, placing }) => !spanned(preview, row).some(i => [...placing.placed.values()].includes(i)))
  const double = among(rows.double)
  if (single.length === 0) return double
  const deeper = (fit: Fit): Fit | undefined =>
    double.find(two => two.row.first === fit.row.first && two.placing.placed.size > fit.placing.placed.size)
  return single.map(fit => deeper(fit) ?? fit)
}

/**
 * Cells of a header row under which the row below names several columns, in Chinese: what has a digit, codes, and rows that number the
 * columns (一, 甲, ①) are no names.
 */
function spanned(preview: readonly PreviewRow[], { last, cells }: HeaderRow): readonly number[] {
  const rows = preview.filter(r => r.state !== 'blank')
  const below = (rows[rows.findIndex(r => r.line === last.line) + 1]?.cells ?? []).map(c => c.trim())
  if (below.some(c => /\p{N}/u.test(c)) || below.every(c => [...c].length < 2 || c === '栏次')) return []
  const isName = (c: string | undefined): boolean => /\p{Script=Han}/u.test(c ?? '')
  return cells.flatMap((cell, i) =>
    cell.trim() !== '' && isName(below[i]) && (cells[i + 1] ?? '-').trim() === '' && isName(below[i + 1]) ? [i] : [],
  )
}

function words(fit: Fit): readonly string[] {
  return fit.cells.flatMap(cell => cell.variants)
}

/** Headers that the layout says its extracts do not have. */
function forbidden({ layout, row, cells }: Fit): readonly string[] {
  const { without } = synonymsOf(layout)
  return row.cells.filter((_, i) => cells[i]!.variants.some(word => without.has(word))).map(shownCell)
}

function hasSignature(fit: Fit): boolean {
  const { signature } = synonymsOf(fit.layout)
  return words(fit).some(word => signature.has(word))
}

/** Every mandatory group of `small` is asked for by `large` too, by the same columns or fewer, and `large` asks for more. */
function contains(large: Layout, small: Layout): boolean {
  return (
    large.spec.mandatory.length > small.spec.mandatory.length &&
    small.spec.mandatory.every(group => {
      const names = groupNames(group)
      return large.spec.mandatory.some(other => groupNames(other).every(name => names.includes(name)))
    })
  )
}

function headerOf(fit: Fit, preview: readonly PreviewRow[], file: string): HeaderMatch {
  const { layout, row, placing } = fit
  const line = row.last.line
  if (placing.twice !== undefined) throw problem('layout.column_twice', { file, line, header: placing.twice })
  const columns = inWidthOfRows(row.cells.map(shownCell), preview, line)
  const { secondId } = placing
  const used = new Set([...placing.placed.values(), ...(secondId === null ? [] : [secondId.number, secondId.type])])
  const below = preview.find(r => r.line > line && r.state !== 'blank')
  const header: HeaderMatch = {
    line: below !== undefined && isNumbering(below.cells) ? below.line : line,
    rows: headerLines(preview, row),
    columns,
    placed: placing.placed,
    secondId,
    units: placing.units,
    surplus: columns.filter((name, i) => !used.has(i) && name !== ''),
    above: preview.filter(r => r.line < row.first),
  }
  const later = fits(layout, preview).filter(f => f.row.first > line)
  const next = later.find(f => f.row.first === below?.line)
  const isNext = (f: Fit): boolean => f === next && namesAlike(header, f.placing, f.row.cells)
  // AAE058 over 应缴金额（万元）: the row that says more is the header.
  if (next !== undefined && !isNext(next)) {
    const lower = headerOf(next, preview, file)
    if (namesAlike(lower, placing, row.cells)) return lower
  }
  const other = later.find(f => !isNext(f) && !readsAlike(header, f.placing, f.row.cells))
  if (other !== undefined) throw problem('layout.header_twice', { file, first: line, second: other.row.last.line })
  return header
}

/**
 * The Problem of a header that no layout fits: the columns that are missing where one comes near, else that there is none. `unmeant` fit,
 * and say that their extracts have no such columns: the one of them that knows the most columns is named, unless one that comes near knows
 * more still, less what it lacks.
 */
function notFound(layouts: readonly Layout[], preview: readonly PreviewRow[], file: string, unmeant: readonly Fit[] = []): Error {
  const near = nearestFit(layouts, preview)
  const passed = unmeant.toSorted((a, b) => b.placing.placed.size - a.placing.placed.size)[0]
  if (
    passed !== undefined &&
    passed.placing.placed.size >= (near === undefined ? 0 : near.placing.placed.size - near.placing.missing.length)
  ) {
    return problem('layout.excluded', {
      file,
      line: passed.row.last.line,
      layout: passed.layout.name,
      columns: forbidden(passed).join('、'),
    })
  }
  if (near === undefined)
    return problem('layout.header_not_found', {
      file,
      rows: Math.min(preview.length, Math.max(...layouts.map(l => l.spec.header_rows))),
      layouts: layouts.map(l => l.name).join(', '),
    })
  return columnMissing(near, file)
}

/** The layout and row that lack the fewest mandatory columns, and not more than half of them. */
function nearestFit(layouts: readonly Layout[], preview: readonly PreviewRow[]): Omit<Fit, 'cells'> | undefined {
  return layouts
    .flatMap(layout => {
      const { single, double } = headerRows(preview.slice(0, layout.spec.header_rows))
      return [...single, ...double].map(row => ({ layout, row, placing: place(layout, row.cells.map(headerCell)) }))
    })
    .filter(
      x => x.placing.placed.size >= 2 && x.placing.missing.length > 0 && x.placing.missing.length * 2 <= x.layout.spec.mandatory.length,
    )
    .toSorted((a, b) => a.placing.missing.length - b.placing.missing.length || b.placing.placed.size - a.placing.placed.size)[0]
}

/** The Problem of a header that lacks mandatory columns: which, and what stands there instead. */
function columnMissing({ layout, row, placing }: Omit<Fit, 'cells'>, file: string): Error {
  const columns = row.cells.map(shownCell).filter(cell => cell !== '')
  const booked = placing.placed.get('booked_period')
  const names = placing.missing.flatMap(groupNames)
  if (booked !== undefined && names.includes('period')) {
    return problem('layout.period_missing', { file, line: row.last.line, layout: layout.name, booked: shownCell(row.cells[booked] ?? '') })
  }
  const headers = placing.missing.map(group =>
    groupNames(group)
      .map(name => shownHeader(layout, name))
      .join(' / '),
  )
  const nearNames = [
    ...new Set(names.flatMap(name => layout.spec.columns[name]?.headers ?? []).flatMap(header => nearest(header, columns) ?? [])),
  ]
  return problem('layout.column_missing', {
    file,
    line: row.last.line,
    layout: layout.name,
    missing: headers.join('、'),
    found: columns.join('、'),
    nearest: nearNames.join('、'),
  })
}

/** How a missing column is named to the operator: its first Chinese header, and its code. */
function shownHeader(layout: Layout, name: string): string {
  const headers = layout.spec.columns[name]?.headers ?? [name]
  const chinese = headers.find(h => /[\u4E00-\u9FFF]/.test(h))
  const code = headers[0]!
  return chinese === undefined || chinese === code ? code : `${chinese}（${code}）`
}
