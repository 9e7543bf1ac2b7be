import stringWidth from 'string-width'

/** A column of a table on a terminal; `right` for numbers, `grow` may be cut when the terminal is narrow. */
export interface Col { readonly title: string; readonly right?: true; readonly grow?: true }

const GAP = 2

/** Lines of a table whose columns line up on a terminal that draws CJK two wide. Columns that may grow are cut with … to fit the width. */
export function table(columns: readonly Col[], rows: readonly (readonly string[])[], width: number): readonly string[] {
  const clean = rows.map(row => row.map(printable))
  const widths = columns.map((c, i) => Math.max(stringWidth(c.title), ...clean.map(r => stringWidth(r[i] ?? ''))))
  let over = widths.reduce((a, b) => a + b, 0) + GAP * (columns.length - 1) - width
  for (const [i, c] of [...columns.entries()].filter(([, col]) => col.grow === true).toSorted(([a], [b]) => widths[b]! - widths[a]!)) {
    if (over <= 0) break
    const cut = Math.min(over, widths[i]! - Math.max(8, stringWidth(c.title)))
    if (cut <= 0) continue
    widths[i] = widths[i]! - cut
    over -= cut
  }
  const line = (cells: readonly string[]): string => columns.map((c, i) => fitted(cells[i] ?? '', widths[i]!, c.right === true)).join(' '.repeat(GAP)).trimEnd()
  return [line(columns.map(c => c.title)), line(widths.map(w => '-'.repeat(w))), ...clean.map(line)]
}

function fitted(text: string, width: number, right: boolean): string {
  const cut = stringWidth(text) <= width ? text : shortened(text, width)
  const pad = ' '.repeat(Math.max(0, width - stringWidth(cut)))
  return right ? pad + cut : cut + pad
}

function shortened(text: string, width: number): string {
  let out = ''
  let used = 0
  for (const c of text) {
    const w = stringWidth(c)
    if (used + w > width - 1) break
    out += c
    used += w
  }
  return `${out}…`
}

/** Control characters of untrusted cells never reach the terminal. */
export function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- the very thing that is taken out
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
