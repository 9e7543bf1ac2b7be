import { BLOCK_ROWS, RowState, type Block } from '../records/index.js'
import { headerCell, normalHeader, place, rateSign, synonymsOf, unitAbove, type Placing } from './header.js'
import type { HeaderMatch, Layout } from './types.js'

const encoder = new TextEncoder()
/** What stands between the cells of a line as it was received. */
const BETWEEN = /[,|;\t，；]/
/** Header cells that a row must have to be one: two extracts may share a word with a datum, not three. */
const LEAST = 3
/** Rows above a repeated header that may name its unit of money. */
const TITLE_ROWS = 5
/** Longest cell, in bytes, that is looked at as a word of a header. */
const WORD_BYTES = 120
const PAGE = /第\d+页|共\d+页/g
/** Blanks, quotes, marks and brackets that may stand before a word of a header. */
const BEFORE = encoder.encode(' \t"\'*([<_')

/** A row in which the header stands again. `same`: it names the same columns in the same places; else another extract begins there. */
export interface HeaderAgain {
  readonly row: number
  readonly same: boolean
}

export interface RepeatSpec {
  readonly layout: Layout
  readonly header: HeaderMatch
  /** The row's text as received, for rows of another width. */
  readonly rawOf: ((block: Block, r: number) => string) | undefined
}

/** Whether cells placed by a layout are read as the header is: the same columns, in the same places, in the same units. */
export function readsAlike(header: HeaderMatch, placing: Placing, cells: readonly string[]): boolean {
  const { placed, units, secondId } = placing
  const alike = <T>(a: ReadonlyMap<string, T>, b: ReadonlyMap<string, T>): boolean =>
    a.size === b.size && [...a].every(([name, value]) => b.get(name) === value)
  return (
    alike(placed, header.placed) &&
    alike(units, header.units) &&
    secondId?.number === header.secondId?.number &&
    [...placed.values()].every(i => rateSign(cells[i] ?? '') === rateSign(header.columns[i] ?? ''))
  )
}

/** Whether a row right below a header names columns of it in other words (姓名 below AAC003), and none otherwise. */
export function namesAlike(header: HeaderMatch, { placed, units }: Placing, cells: readonly string[]): boolean {
  return (
    [...placed].every(([name, i]) => (header.placed.get(name) ?? i) === i) &&
    [...units].every(([name, unit]) => header.units.get(name) === unit) &&
    cells.every((cell, i) => rateSign(cell) === '' || rateSign(cell) === rateSign(header.columns[i] ?? ''))
  )
}

const joined = (cells: readonly string[]): string => cells.map(normalHeader).join('')

/** A title as it is compared from page to page. */
const titleOf = (text: string): string => normalHeader(text.replaceAll(new RegExp(BETWEEN, 'g'), '')).replace(PAGE, '')

/** Finds the header, and what stood above it, further down: pages of a printed report, files put together. */
export class Repeats {
  /** What title rows begin with. */
  readonly titleWords: readonly Uint8Array[]
  private readonly spec: RepeatSpec
  /** Columns whose cells a header row must have: one of each of its rows. */
  private readonly probes: readonly number[]
  private readonly rows: ReadonlySet<string>
  private readonly words: ReadonlySet<string>
  private readonly titles: ReadonlySet<string>
  private readonly first = new Uint8Array(256)
  /** Second and third bytes of words. */
  private readonly next = new Uint8Array(65536)
  /** Lengths of words that begin with a digit, as codes of GB/T 40217 do. */
  private readonly digitLengths = new Uint8Array(WORD_BYTES + 1)
  private readonly least: number
  /** Rows of the block that are to be judged. */
  private readonly marks = new Uint8Array(BLOCK_ROWS)
  /** The row above was a header: its other row, or one that numbers the columns, may follow. */
  private below = true

  constructor(spec: RepeatSpec) {
    const { layout, header } = spec
    this.spec = spec
    const filled = header.rows.length < 2 ? [] : header.rows.map(cells => cells.findIndex(c => c.trim() !== ''))
    this.probes = [...new Set([[...header.placed.values()][0] ?? 0, ...filled])].filter(c => c >= 0)
    this.rows = new Set(header.rows.map(joined))
    this.words = new Set([...synonymsOf(layout).byHeader.keys(), ...header.rows.flat().map(normalHeader)].filter(w => w !== ''))
    for (const word of this.words)
      for (const text of [word, word.toLowerCase()]) {
        const bytes = encoder.encode(text)
        this.first[bytes[0]!] = 1
        if (isDigit(bytes[0]!)) this.digitLengths[Math.min(bytes.length, WORD_BYTES)] = 1
        const at = ((bytes[1] ?? 0) << 8) | (bytes[2] ?? 0)
        this.next.fill(1, at, bytes.length < 3 ? at + 256 : at + 1)
      }
    for (const b of [...BEFORE, 0xc2, 0xe3, 0xef]) this.first[b] = 2
    this.least = Math.min(LEAST, header.placed.size)
    const above = header.above.map(({ cells }) => cells.filter(c => c.trim() !== '')).filter(cells => cells.length > 0)
    this.titles = new Set(above.map(cells => titleOf(cells.join(''))).filter(t => [...t].length > 2))
    this.titleWords = above.map(cells => encoder.encode(/^.*?(?=第|\d*页|$)/.exec(cells[0]!.trim())![0])).filter(w => w.length > 5)
  }

  /** A row that stands above the header, word for word but for the number of its page. */
  isTitle(text: string): boolean {
    return this.titles.size > 0 && this.titles.has(titleOf(text))
  }

  /** Rows of the block that are the header again, and those that number its columns. */
  find(block: Block): readonly HeaderAgain[] {
    const found: HeaderAgain[] = []
    const { state, rows } = block
    const marks = this.marked(block)
    let next = this.below ? 0 : -1
    for (let r = 0; r < rows; r++) {
      if (marks[r] === 0 && r !== next) continue
      this.below = r === next
      const same = state[r] === RowState.row ? this.judge(block, r) : this.judgeRaw(block, r)
      if (same !== undefined) found.push({ row: r, same })
      if (same !== undefined || (r === next && state[r] === RowState.blank)) next = r + 1
    }
    this.below = next === rows
    return found
  }

  /** Marks the rows to be judged: one look at the first bytes of a cell of nearly every row. */
  private marked(block: Block): Uint8Array {
    const { bytes, raw, rows } = block
    const { first, next, marks } = this
    marks.fill(0, 0, rows)
    for (const c of this.probes) {
      const { start } = raw[c]!
      for (let r = 0; r < rows; r++) {
        const s = start[r]!
        const kind = first[bytes[s]!]!
        if (kind === 0 || (kind === 1 && next[(bytes[s + 1]! << 8) | bytes[s + 2]!] === 0)) continue
        if (marks[r] === 0 && this.isWord(block, c, r)) marks[r] = 1
      }
    }
    if (this.spec.rawOf !== undefined) for (const r of block.reasons.keys()) marks[r] = 1
    return marks
  }

  private isWord(block: Block, c: number, r: number): boolean {
    const column = block.raw[c]!
    const { bytes } = block
    const s = column.start[r]!
    const length = column.end[r]! - s
    if (length < 2 || length > WORD_BYTES || block.state[r] !== RowState.row) return false
    if (isDigit(bytes[s]!) && this.digitLengths[length] === 0) return false
    if (this.first[bytes[s]!] === 2 && bytes[s]! < 0x80 && !hasLetter(bytes, s, s + length)) return false
    return headerCell(block.text(column, r).trim()).variants.some(v => this.words.has(v))
  }

  /** Undefined: no header. Else whether it is the same. */
  private judge(block: Block, r: number): boolean | undefined {
    const { header, layout } = this.spec
    const cells = header.columns.map((_, c) => block.text(block.raw[c]!, r).trim())
    if (this.below && (isNumbering(cells) || isRule(cells.join('')))) return true
    if (this.rows.has(joined(cells))) return this.sameUnit(block, r)
    if (!isHeaderLike(cells)) return undefined
    const placing = place(layout, cells.map(headerCell))
    if (placing.placed.size < this.least) return undefined
    if (this.below && namesAlike(header, placing, cells)) return true
    return readsAlike(header, placing, cells) && this.sameUnit(block, r)
  }

  /** A line of another width: the same header but for empty columns at its end, or another one. */
  private judgeRaw(block: Block, r: number): boolean | undefined {
    const { rawOf } = this.spec
    if (rawOf === undefined || block.state[r] !== RowState.setAside) return undefined
    const cells = rawOf(block, r).split(BETWEEN)
    if (this.rows.has(joined(cells))) return true
    if (!isHeaderLike(cells)) return undefined
    return place(this.spec.layout, cells.map(headerCell)).placed.size < Math.max(this.least, LEAST) ? undefined : false
  }

  /** The rows above may say another unit of money than stood above the first header. */
  private sameUnit(block: Block, r: number): boolean {
    const { header, layout, rawOf } = this.spec
    if (header.units.size > 0) return true
    const above = Array.from({ length: Math.min(TITLE_ROWS, r) }, (_, i) => r - 1 - i)
      .filter(i => block.state[i] !== RowState.blank)
      .map(i => ({
        line: block.line[i]!,
        cells:
          block.state[i] === RowState.setAside && rawOf !== undefined
            ? rawOf(block, i).split(BETWEEN)
            : header.columns.map((_, c) => block.text(block.raw[c]!, i)),
        state: 'row' as const,
      }))
    return (unitAbove({ ...header, above }) ?? unitAbove(header) ?? layout.spec.money) === (unitAbove(header) ?? layout.spec.money)
  }
}

const isDigit = (b: number): boolean => b >= 0x30 && b <= 0x39

function hasLetter(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p]! >= 0x41) return true
  return false
}

/** A line that a terminal draws: `---- ----`, `+----+----+`. */
export function isRule(text: string): boolean {
  return /^[-=_+|:\s]{3,}$/.test(text) && /[-=_]{2}/.test(text)
}

/** A header has names in its cells, and no numbers. */
function isHeaderLike(cells: readonly string[]): boolean {
  const filled = cells.map(c => c.trim()).filter(c => c !== '')
  return filled.length >= 2 && !filled.some(c => /^[\d.,:/ -]+[Xx]?$/.test(c))
}

/** A row below the header that only numbers the columns: 1, 2, 3 or (1), (2), or ①, ②, 栏次 before them. */
export function isNumbering(cells: readonly string[]): boolean {
  const numbers = cells
    .map(c => c.trim())
    .filter(c => c !== '' && c !== '栏次')
    .map(columnNumber)
  const first = numbers[0] ?? NaN
  return numbers.length >= 3 && (first === 0 || first === 1) && numbers.every((n, i) => n === first + i)
}

function columnNumber(cell: string): number {
  const circled = /^[\u2460-\u2473]$/.test(cell) ? cell.charCodeAt(0) - 0x245f : NaN
  const plain = /^[(（]?(\d{1,3})[)）]?$/.exec(cell)?.[1]
  return plain === undefined ? circled : Number(plain)
}
