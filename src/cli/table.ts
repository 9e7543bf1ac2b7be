import { Chalk } from 'chalk'
import stringWidth from 'string-width'
import type { Effects } from '../kernel/index.js'
import { told } from './words.js'

/** A column of a table on a terminal. On a narrow one, columns are first left out, then cut. */
export interface Col {
  readonly title: string
  /** Numbers: flush right. */
  readonly right?: true
  /** May be cut in its middle (file names and numbers differ at both ends) to fit the terminal. */
  readonly grow?: true
  /** Width that a cut leaves at least. */
  readonly least?: number
  /** Left out when the terminal is too narrow, the highest first. */
  readonly spare?: number
}

const GAP = 2
const LEAST = 8

/** A table laid out: its lines, and the titles of the columns that a narrow terminal has no room for. */
export interface Laid { readonly lines: readonly string[]; readonly leftOut: readonly string[] }

/** Lines of a table whose columns line up on a terminal that draws CJK two wide; `width` Infinity: nothing is left out or cut. */
export function table(columns: readonly Col[], rows: readonly (readonly string[])[], width: number): Laid {
  const clean = rows.map(row => row.map(printable))
  const full = columns.map((c, i) => clean.reduce((w, r) => Math.max(w, stringWidth(r[i] ?? '')), stringWidth(c.title)))
  const shown = chosen(columns, full, width)
  const widths = cut(shown.map(i => ({ col: columns[i]!, width: full[i]! })), width)
  const line = (cells: readonly string[]): string => shown.map((i, n) => fitted(cells[i] ?? '', widths[n]!, columns[i]!.right === true)).join(' '.repeat(GAP)).trimEnd()
  return {
    lines: [line(columns.map(c => c.title)), widths.map(w => '-'.repeat(w)).join(' '.repeat(GAP)), ...clean.map(line)],
    leftOut: columns.filter((_, i) => !shown.includes(i)).map(c => c.title),
  }
}

/** Prints a table to the width of the terminal, its heading bold where colours are wanted. */
export function showTable(columns: readonly Col[], rows: readonly (readonly string[])[], fx: Effects): void {
  const { lines: [title, ...rest], leftOut } = table(columns, rows, fx.columns)
  fx.out(bold(title!, fx))
  for (const line of rest) fx.out(line)
  if (leftOut.length > 0) fx.note(told(fx, 'cli.narrow', { columns: leftOut.join(fx.lang === 'en' ? ', ' : '、') }))
}

export function bold(text: string, fx: Pick<Effects, 'color'>): string {
  return new Chalk({ level: fx.color ? 1 : 0 }).bold(text)
}

const leastOf = (col: Col, width: number): number => col.grow === true ? Math.min(width, Math.max(col.least ?? LEAST, stringWidth(col.title))) : width

/** Which columns fit, cut as far as they may be. */
function chosen(columns: readonly Col[], widths: readonly number[], width: number): readonly number[] {
  let shown = columns.map((_, i) => i)
  const needed = (): number => shown.reduce((sum, i) => sum + leastOf(columns[i]!, widths[i]!) + GAP, -GAP)
  for (const i of shown.filter(c => columns[c]!.spare !== undefined).toSorted((a, b) => columns[b]!.spare! - columns[a]!.spare!)) {
    if (needed() <= width) break
    shown = shown.filter(s => s !== i)
  }
  return shown
}

/** Widths to print in: the widest that may be cut gives first. */
function cut(columns: readonly { readonly col: Col; readonly width: number }[], width: number): readonly number[] {
  const widths = columns.map(c => c.width)
  let over = widths.reduce((a, b) => a + b + GAP, -GAP) - width
  for (const i of [...columns.keys()].toSorted((a, b) => widths[b]! - widths[a]!)) {
    if (over <= 0) break
    const given = Math.min(over, widths[i]! - leastOf(columns[i]!.col, widths[i]!))
    widths[i] = widths[i]! - given
    over -= given
  }
  return widths
}

function fitted(text: string, width: number, right: boolean): string {
  const short = stringWidth(text) <= width ? text : shortened(text, width)
  const pad = ' '.repeat(Math.max(0, width - stringWidth(short)))
  return right ? pad + short : short + pad
}

/** Both ends with … between: what names and numbers have of their own stands at their ends. */
function shortened(text: string, width: number): string {
  const all = [...text]
  const head = taken(all, Math.ceil((width - 1) / 2))
  const tail = taken(all.toReversed(), width - 1 - stringWidth(head.join('')))
  return `${head.join('')}…${tail.toReversed().join('')}`
}

function taken(characters: readonly string[], width: number): readonly string[] {
  let used = 0
  const end = characters.findIndex(c => (used += stringWidth(c)) > width)
  return end < 0 ? characters : characters.slice(0, end)
}

/** Control characters of untrusted cells never reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·')
}

/** 1234567 -> 1,234,567 */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** 分 as 元 with thousands: 1234567 -> 12,345.67 */
export function yuan(fen: number): string {
  const s = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${count(Number(s.slice(0, -2)))}.${s.slice(-2)}`
}
