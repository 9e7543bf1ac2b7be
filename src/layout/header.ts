import { MONEY_UNITS, moneyUnit, type MoneyUnit } from '../cleanse/index.js'
import type { PreviewRow } from '../source/index.js'
import type { LayoutFile } from './schema.js'
import type { HeaderMatch, Layout, SecondId } from './types.js'

/** Stands between the two cells of a header of two rows. */
const UNDER = '\u0001'
const UNITS = `(${MONEY_UNITS})`
/** `金额单位：万元`, `单位：元 币种：人民币`, `单位：人、万元`, anywhere in a cell; a unit goes on in no word (`单位：分公司`). */
const ABOVE = new RegExp(
  `(?:(?:金额|计量|货币)单位[:：为]?|单位[:：])(?:[人户次笔个]+[、，,/ ])*(?:人民币)?${UNITS}(?=$|[ )）;；,，、/|。\\]】]|币种|人民币)`,
)
/** `9月征集表（万元）`: a title that ends in a unit. */
const TITLED = new RegExp(`[(（]${UNITS}[)）]$`)
/** A cell that only asks for a unit, which stands in the next one. */
const ASKS = /单位[:：]?\s*$/
const UNIT = new RegExp(`^(?:(?:金额|计量|货币)?单位[:：]?)?(?:人民币[:：]?)?${UNITS}$`)
/** A unit behind the name of a column; without a sign between only one that ends no other word (部分). */
const UNIT_BEHIND = /^(.+)[/:](元|角|分|百元|千元|[十百千]?万元|亿元)$|^(.+?)(百元|千元|[十百千]?万元|亿元)$/
/** In brackets behind a name, what it cannot do without: 所属期（起）, 应缴金额（单位）. */
const MEANT = /^(?:[起止始终]|起始|终止|开始|结束|截止|(?:用人)?单位(?:部分|缴纳|缴费)?|(?:职工)?个人(?:部分|缴纳|缴费)?)$/

/** 单位部分 over 应缴金额: 单位应缴金额. */
const WHOSE = /^(单位|个人)(?:部分|缴纳|缴费)$/

/** Characters of headers in their traditional form, and below them as layouts write them. */
const TRADITIONAL =
  '來係個備傳傷優劃動務區參員單報實審對屬帳庫後從徵態憑應戶撥據數時會業構標機檢歲減滯滿為無現產當療發碼稅種稱簽紀納級細終結統網編縣總繳繼續聯職與處號補覈訂計註認證變貨費賬輸轉辦農達還鄉醫銀錄鎮長門開間關險離電頁項預領額類養驗齡'
const SIMPLIFIED =
  '来系个备传伤优划动务区参员单报实审对属账库后从征态凭应户拨据数时会业构标机检岁减滞满为无现产当疗发码税种称签纪纳级细终结统网编县总缴继续联职与处号补核订计注认证变货费账输转办农达还乡医银录镇长门开间关险离电页项预领额类养验龄'
/** Those, and ASCII in full width: one look at a cell for both. */
const FOLDED = new RegExp(`[\uFF01-\uFF5E${TRADITIONAL}]`, 'g')

function folded(c: string): string {
  return c >= '\uFF01' ? String.fromCharCode(c.charCodeAt(0) - 0xfee0) : SIMPLIFIED[TRADITIONAL.indexOf(c)]!
}

/**
 * A header as it is compared: markup, blanks, width, case, underscores, traditional characters and the asterisk of mandatory columns do
 * not count.
 */
export function normalHeader(cell: string): string {
  return cell
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/gi, '')
    .replace(FOLDED, folded)
    .replace(/[[【〔{]/g, '(')
    .replace(/[\]】〕}]/g, ')')
    .replace(/[\s\u3000\u00A0\u200B-\u200F\u2060\uFEFF*"'`_-]/g, '')
    .replace(/[:：]$/, '')
    .toUpperCase()
}

/** Ways to read one header cell, best first, and the unit of money that it names. */
export interface HeaderCell {
  readonly variants: readonly string[]
  readonly unit: MoneyUnit | undefined
}

/** Cells as they were read: the same rows are held to one layout after another, and a cell costs a dozen expressions. */
const READ = new Map<string, HeaderCell>()
const READ_LIMIT = 2000
const LONG = 200

/**
 * Reads a header cell: blanks, width, brackets and case do not count, a unit of money is taken off. Cells of usual length are remembered.
 */
export function headerCell(cell: string): HeaderCell {
  const known = READ.get(cell)
  if (known !== undefined) return known
  const read = readHeaderCell(cell)
  if (cell.length > LONG) return read
  if (READ.size >= READ_LIMIT) READ.clear()
  READ.set(cell, read)
  return read
}

function readHeaderCell(cell: string): HeaderCell {
  const [over, below] = cell.split(UNDER)
  if (below !== undefined) {
    const under = headerCell(below)
    const above = headerCell(over!)
    // 单位 under 应缴金额 is what other headers call 单位应缴金额.
    const whose = above.variants.flatMap(a => [a, ...(WHOSE.exec(a)?.slice(1) ?? [])])
    const joined = whose.flatMap(a => under.variants.flatMap(v => [a + v, v + a]))
    return { variants: [...new Set([normalHeader(over! + below), ...joined, ...under.variants])], unit: under.unit ?? above.unit }
  }
  const full = normalHeader(cell)
  const variants = [full]
  let unit: MoneyUnit | undefined
  const bracket = /^(.*)\(([^()]*)\)$/.exec(full)
  if (bracket !== null) {
    const [, outer = '', inner = ''] = bracket
    unit = moneyUnit(UNIT.exec(inner)?.[1] ?? '')
    if (outer !== '' && MEANT.test(inner)) variants.push(outer + inner, inner + outer)
    else {
      if (outer !== '') variants.push(outer)
      if (inner !== '' && unit === undefined) variants.push(inner)
    }
  }
  const behind = UNIT_BEHIND.exec(full)
  if (behind !== null) {
    unit = moneyUnit(behind[2] ?? behind[4]!)
    variants.push(behind[1] ?? behind[3]!)
  }
  if (/[^(][%‰]$/.test(full)) variants.push(full.replace(/[/:]?[%‰]$/, ''))
  const coded = /^([A-Z]{3}\d{3}N?)[.:|/]?([^\dA-Z].*)$/.exec(full) ?? /^(.*[^\dA-Z])([A-Z]{3}\d{3}N?)$/.exec(full)
  if (coded !== null) variants.push(coded[1]!, coded[2]!)
  if (full.includes('.')) variants.push(full.slice(full.lastIndexOf('.') + 1))
  return { variants: [...new Set(variants)].filter(v => v !== ''), unit }
}

/** 单位费率(%), 工伤费率‰: the sign in which what stands below is given, or ''. */
export function rateSign(header: string): string {
  return /([%‰])\)?$/.exec(normalHeader(header))?.[1] ?? ''
}

/** The unit of money that a row above the header names for the whole extract (`金额单位：万元`). */
export function unitAbove(header: HeaderMatch): MoneyUnit | undefined {
  for (const { cells } of header.above) {
    const texts = cells.map((cell, i) =>
      ASKS.test(cell)
        ? `${spaced(cell).replace(/[:：]? *$/, '：')}${spaced(cells.slice(i + 1).find(c => c.trim() !== '') ?? '')}`
        : spaced(cell),
    )
    const found = texts.flatMap(text => moneyUnit((ABOVE.exec(text) ?? TITLED.exec(text.trim()))?.[1] ?? '') ?? [])[0]
    if (found !== undefined) return found
  }
  return undefined
}

/** A title as units are looked for in it: no blanks but those that end a word, no markup. */
function spaced(cell: string): string {
  return cell
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\s\u3000\u00A0]+/g, ' ')
    .replace(/([:：为位]) | (?=[:：])/g, '$1')
}

/** How a layout reads one row of header cells. */
export interface Placing {
  /** Cell index by column name. */
  readonly placed: ReadonlyMap<string, number>
  readonly units: ReadonlyMap<string, MoneyUnit>
  readonly secondId: SecondId | null
  /** Headers that stand twice and would both serve one column. */
  readonly twice: string | undefined
  /** Mandatory groups without a column. */
  readonly missing: readonly LayoutFile['mandatory'][number][]
}

/** A column that a header names, and on what other headers in the row: `unless` none, `beside` one of these stands there. */
interface Synonym {
  readonly column: string
  readonly order: number
  readonly unless: ReadonlySet<string> | null
  readonly beside: ReadonlySet<string> | null
}

/** A layout's synonyms, normalised once. */
interface Synonyms {
  readonly byHeader: ReadonlyMap<string, readonly Synonym[]>
  readonly signature: ReadonlySet<string>
  readonly without: ReadonlySet<string>
}

const known = new WeakMap<Layout, Synonyms>()

/** A layout's headers by their normal form; made once a layout. */
export function synonymsOf(layout: Layout): Synonyms {
  const made = known.get(layout)
  if (made !== undefined) return made
  const byHeader = new Map<string, Synonym[]>()
  for (const [column, { headers, conditions }] of Object.entries(layout.spec.columns)) {
    for (const [order, header] of headers.entries()) {
      const normal = normalHeader(header)
      const condition = conditions?.find(c => c.is === header)
      const unless = condition?.unless === undefined ? null : namesIn(layout, condition.unless)
      const beside = condition?.beside === undefined ? null : namesIn(layout, condition.beside)
      byHeader.set(normal, [...(byHeader.get(normal) ?? []), { column, order, unless, beside }])
    }
  }
  const set = (words: readonly string[] | undefined): ReadonlySet<string> => new Set((words ?? []).map(normalHeader))
  const synonyms = { byHeader, signature: set(layout.spec.signature), without: set(layout.spec.without) }
  known.set(layout, synonyms)
  return synonyms
}

/** Headers of a condition, normalised: of a column's name all headers that it has on no condition of their own. */
function namesIn(layout: Layout, names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap(name => {
      const column = layout.spec.columns[name]
      return (column === undefined ? [name] : column.headers.filter(h => column.conditions?.some(c => c.is === h) !== true)).map(
        normalHeader,
      )
    }),
  )
}

/** Places a layout's columns in a row of header cells: earlier synonyms before later ones, whole headers before parts of them. */
export function place(layout: Layout, cells: readonly HeaderCell[]): Placing {
  const { byHeader } = synonymsOf(layout)
  const all = new Set(cells.flatMap(cell => cell.variants))
  const anyOf = (headers: ReadonlySet<string>): boolean => [...headers].some(h => all.has(h))
  const holds = ({ unless, beside }: Synonym): boolean => (unless === null || !anyOf(unless)) && (beside === null || anyOf(beside))
  const best = new Map<string, { index: number; rank: number; tied: boolean }>()
  for (const [index, cell] of cells.entries()) {
    const taken = new Set<string>()
    for (const [v, variant] of cell.variants.entries()) {
      for (const synonym of byHeader.get(variant) ?? []) {
        const { column, order } = synonym
        if (taken.has(column) || !holds(synonym)) continue
        taken.add(column)
        const rank = order * 10 + v
        const before = best.get(column)
        if (before === undefined || rank < before.rank) best.set(column, { index, rank, tied: false })
        else if (rank === before.rank) before.tied = true
      }
      if (taken.size > 0) break
    }
  }
  const placed = new Map([...best].map(([column, b]) => [column, b.index]))
  const units = new Map(
    [...best].flatMap(([column, b]) => (cells[b.index]!.unit === undefined ? [] : [[column, cells[b.index]!.unit!] as const])),
  )
  const tied = [...best].find(([, b]) => b.tied)
  const twice = tied === undefined ? undefined : cells[tied[1].index]!.variants[0]
  return {
    placed,
    units,
    secondId: secondId(layout, cells, placed),
    twice,
    missing: layout.spec.mandatory.filter(group => !satisfied(group, placed)),
  }
}

/** The layout's second id, where it stands beside another one. */
function secondId({ spec }: Layout, cells: readonly HeaderCell[], placed: ReadonlyMap<string, number>): SecondId | null {
  if (spec.second_id === undefined || !placed.has('id_number')) return null
  const taken = new Set(placed.values())
  const at = (headers: readonly string[]): number =>
    cells.findIndex(({ variants }, i) => !taken.has(i) && headers.some(h => variants.includes(normalHeader(h))))
  const number = at(spec.second_id.number)
  return number < 0 ? null : { number, type: at(spec.second_id.type) }
}

function satisfied(group: LayoutFile['mandatory'][number], placed: ReadonlyMap<string, number>): boolean {
  if (typeof group === 'string') return placed.has(group)
  if ('of' in group) return group.of.filter(name => placed.has(name)).length >= group.count
  return group.some(name => placed.has(name))
}

/**
 * How sure these cells are a header of any of the layouts: 0 for fewer than two columns known, else the number of columns that the best
 * layout knows, and 100 more when nothing mandatory is missing.
 */
export function headerScore(layouts: readonly Layout[]): (cells: readonly string[]) => number {
  let known: ReadonlySet<string> | undefined
  return cells => {
    if (cells.length < 2) return 0
    known ??= new Set(layouts.flatMap(layout => [...synonymsOf(layout).byHeader.keys()]))
    const read = cells.map(headerCell)
    // Every line of a file's beginning is asked under every delimiter: nearly all of them hold no known name, and no layout needs to be
    // tried then.
    if (read.filter(({ variants }) => variants.some(v => known!.has(v))).length < 2) return 0
    return layouts.reduce((best, layout) => {
      const { placed, missing } = place(layout, read)
      const columns = new Set(placed.values()).size
      return columns < 2 ? best : Math.max(best, columns + (missing.length === 0 ? 100 : 0))
    }, 0)
  }
}

/** Rows that may be a header: every row that is not blank, and every pair of neighbours as a header of two rows (merged cells above). */
export interface HeaderRow {
  readonly first: number
  readonly last: PreviewRow
  readonly cells: readonly string[]
}

/** All rows and pairs of rows of the preview that may be the header, in the order of the file. */
export function headerRows(preview: readonly PreviewRow[]): {
  readonly single: readonly HeaderRow[]
  readonly double: readonly HeaderRow[]
} {
  const rows = preview.filter(row => row.state !== 'blank')
  const single = rows.map(row => ({ first: row.line, last: row, cells: row.cells }))
  const double = rows.slice(1).map((row, i) => ({ first: rows[i]!.line, last: row, cells: merged(rows[i]!.cells, row.cells) }))
  return { single, double }
}

/**
 * The cells of a header's rows as they stand. By the rows themselves: where a format names its columns, the first record has their line.
 */
export function headerLines(preview: readonly PreviewRow[], { first, last }: HeaderRow): readonly (readonly string[])[] {
  if (first === last.line) return [last.cells]
  const rows = preview.filter(r => r.state !== 'blank')
  return [...rows.slice(Math.max(0, rows.indexOf(last) - 1), rows.indexOf(last)), last].map(r => r.cells)
}

/** Share of rows that must have the same width for a header of another one to be read in it. */
const SAME_WIDTH = 0.9

/**
 * The header's cells in the width of the rows below it, where it is only empty cells at the end that rows have and the header has not, or
 * the reverse: exports put a delimiter behind the last cell, of rows or of the header alone. One row by itself may have a delimiter in a
 * cell, and so may every row that holds `1,234.00` without quotes.
 */
export function inWidthOfRows(columns: readonly string[], preview: readonly PreviewRow[], line: number): readonly string[] {
  const rows = preview.filter(r => r.line > line && r.state !== 'blank' && r.cells.length > 1)
  const width = rows[0]?.cells.length ?? columns.length
  const short = Math.min(width, columns.length)
  const isBlank = (cells: readonly string[]): boolean => cells.slice(short).every(c => c.trim() === '')
  const isParted = (cells: readonly string[]): boolean =>
    cells.some((c, i) => /^-?\d{1,3}$/.test(c) && /^\d{3}(?:\.\d+)?$/.test(cells[i + 1] ?? ''))
  const alike = rows.filter(r => r.cells.length === width && isBlank(r.cells) && (width < columns.length || !isParted(r.cells))).length
  if (width === columns.length || !isBlank(columns) || alike < rows.length * SAME_WIDTH) return columns
  return width < columns.length ? columns.slice(0, width) : [...columns, ...Array.from({ length: width - columns.length }, () => '')]
}

/** Upper cells reach to the right over blanks; a lower cell is read under its upper one, a column without a lower cell by the upper. */
function merged(upper: readonly string[], lower: readonly string[]): readonly string[] {
  let over = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, i) => {
    const own = (upper[i] ?? '').trim()
    if (own !== '') over = own
    const below = (lower[i] ?? '').trim()
    return below === '' ? own : own === '' && over === '' ? below : over + UNDER + below
  })
}

/** A header cell as it is shown: of two rows, both. */
export function shownCell(cell: string): string {
  return cell.replace(UNDER, ' ').trim()
}
