import { widthOf } from './width.js'

export { yuanText as yuan } from '../kernel/index.js'

/**
 * A column of a table on a terminal. `right`: for numbers. Where the table is wider than the terminal, first the columns marked `spare` are
 * left out; then those marked `below` (and the spare ones) go to a second line under each row, as `title value`; then those marked `grow`
 * are cut in their middle.
 */
export interface Col {
  readonly title: string
  readonly right?: true
  readonly spare?: true
  readonly below?: true
  readonly grow?: true
}

/** What a line of a table is, for colours: the head and its rule, a row, or the second line of a row. */
type Part = 'head' | 'row' | 'below'
/** Where a table is drawn: columns of the terminal, and colours if it has them. */
export interface Frame {
  readonly width: number
  /** Wraps a whole line in a colour. */
  readonly paint?: (text: string, part: Part) => string
}

const GAP = 2
const DOT = ' · '
const NARROWEST = 8
/** Blanks before the second line of a row. */
const INDENT = 4

/** Lines of a table whose columns line up on a terminal that draws CJK two wide. An infinite width (a pipe) cuts nothing. */
export function table(
  columns: readonly Col[],
  rows: readonly (readonly string[])[],
  { width, paint = text => text }: Frame,
): readonly string[] {
  const clean = rows.map(row => columns.map((_, i) => printable(row[i] ?? '')))
  const natural = columns.map((c, i) => clean.reduce((most, r) => Math.max(most, widthOf(r[i]!)), widthOf(c.title)))
  const all = columns.map((_, i) => i)
  const wide = (shown: readonly number[]): number => shown.reduce((sum, i) => sum + natural[i]!, 0) + GAP * (shown.length - 1)
  const dense = all.filter(i => columns[i]!.spare !== true)
  const above = dense.filter(i => columns[i]!.below !== true)
  const shown = wide(all) <= width ? all : wide(dense) <= width ? dense : above
  const under = shown === above && above.length < dense.length ? all.filter(i => !above.includes(i)) : []
  const widths = cut(
    shown.map(i => ({ width: natural[i]!, title: widthOf(columns[i]!.title), grow: columns[i]!.grow === true })),
    wide(shown) - width,
  )
  const line = (cells: readonly string[]): string =>
    shown
      .map((i, n) => fitted(cells[i]!, widths[n]!, columns[i]!.right === true))
      .join(' '.repeat(GAP))
      .trimEnd()
  const second = (cells: readonly string[]): readonly string[] =>
    packed(
      under.filter(i => cells[i] !== '').map(i => `${columns[i]!.title} ${cells[i]!}`),
      width - INDENT,
    )
  return [
    paint(line(columns.map(c => c.title)), 'head'),
    paint(widths.map(w => '-'.repeat(w)).join(' '.repeat(GAP)), 'head'),
    ...clean.flatMap(cells => [paint(line(cells), 'row'), ...second(cells).map(l => paint(`${' '.repeat(INDENT)}${l}`, 'below'))]),
  ]
}

/** Parts with dots between, a part never broken over two lines unless it is wider than one. */
function packed(parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(last) + widthOf(part) + DOT.length <= width) lines[lines.length - 1] = last + DOT + part
    else lines.push(part)
  }
  return lines.flatMap(l => wrapped(l, width))
}

/** Rows one field a line, for rows that no screen is wide enough for; what is blank is left out. */
export function upright(names: readonly string[], rows: readonly (readonly string[])[], from: number): readonly string[] {
  const width = names.reduce((most, name) => Math.max(most, widthOf(name)), 0)
  return rows.flatMap((row, i) => [
    `-- ${from + i}`,
    ...names.flatMap((name, c) => (row[c] === '' ? [] : [`${fitted(name, width, false)}  ${printable(row[c] ?? '')}`])),
  ])
}

/** Whether columns of these names find room side by side at all. */
export function fitsAcross(names: readonly string[], width: number): boolean {
  return names.reduce((sum, name) => sum + Math.max(NARROWEST, widthOf(name)) + GAP, -GAP) <= width
}

/** Widths after those columns that may be cut gave up what is over, the widest first. */
function cut(
  columns: readonly { readonly width: number; readonly title: number; readonly grow: boolean }[],
  over: number,
): readonly number[] {
  const widths = columns.map(c => c.width)
  let left = over
  for (const [i, c] of [...columns.entries()].filter(([, col]) => col.grow).toSorted(([, a], [, b]) => b.width - a.width)) {
    if (left <= 0) break
    const take = Math.max(0, Math.min(left, c.width - Math.max(NARROWEST, c.title)))
    widths[i] = c.width - take
    left -= take
  }
  return widths
}

function fitted(text: string, width: number, right: boolean): string {
  const short = widthOf(text) <= width ? text : shortened(text, width)
  const pad = ' '.repeat(Math.max(0, width - widthOf(short)))
  return right ? pad + short : short + pad
}

/** A text cut in its middle, so that names that begin alike can still be told apart by their ends. */
function shortened(text: string, width: number): string {
  const tail = head([...text].reverse().join(''), Math.floor((width - 1) / 2))
  return `${head(text, width - 1 - widthOf(tail))}…${[...tail].reverse().join('')}`
}

/** As much of the beginning of a text as fits the width. */
function head(text: string, width: number): string {
  let out = ''
  let used = 0
  for (const c of text) {
    used += widthOf(c)
    if (used > width) break
    out += c
  }
  return out
}

/** A line that fits the width: cut at its end with … where it does not. */
export function fitting(line: string, width: number): string {
  return widthOf(line) <= width ? line : `${head(line, width - 1)}…`
}

/** Closing marks never begin a line, opening ones never end one. */
const CLOSING = /^[，。；：、？！）”》…·,.;:?!)\]}]/
const OPENING = /^[（“《]$/

/**
 * Lines of at most `width` columns: Chinese breaks anywhere but before a closing mark and behind an opening one, Latin words stay whole
 * where they fit.
 */
export function wrapped(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text]
  const out: string[] = []
  let line: string[] = []
  const full = (): string => line.join('')
  for (const piece of text.match(/[\x21-\x7e\u00a1-\u2014\u2020-\u2fff]+|./gu) ?? []) {
    if (line.length > 0 && widthOf(full() + piece) > width) {
      const taken: string[] = []
      if (CLOSING.test(piece) && line.length > 1) taken.unshift(line.pop()!)
      if (OPENING.test(line.at(-1)!) && line.length > 1) taken.unshift(line.pop()!)
      out.push(full().trimEnd())
      line = [...taken, piece].filter(p => p.trim() !== '')
    } else line.push(piece)
    while (widthOf(full()) > width && full().length > 1) {
      const first = head(full(), width)
      out.push(first)
      line = [full().slice(first.length)]
    }
  }
  return full().trim() === '' ? out : [...out, full().trimEnd()]
}

/** Control characters of untrusted cells never reach the terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·')
}
