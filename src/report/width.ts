import type { Cell, ColumnType } from './model.js'

/** Columns of a UTF-16 unit on screen, a Han character being two. */
const columnsOf = (unit: number): number => (unit < 0x1100 ? 1 : 2)

/** Columns that a value takes on screen. */
export function displayWidth(text: string): number {
  let width = 0
  for (let i = 0; i < text.length; i++) width += columnsOf(text.charCodeAt(i))
  return width
}

/** The same of a cell: money with its thousands and two places. */
export function cellWidth(value: Cell, type: ColumnType): number {
  if (value === null) return 0
  if (typeof value === 'string') return displayWidth(value)
  const digits = String(Math.abs(Math.trunc(type === 'money' ? value / 100 : value))).length
  return digits + Math.floor((digits - 1) / 3) + (type === 'money' ? 3 : 0) + (value < 0 ? 1 : 0)
}

/** The share of a column's width that a line of text fills: a word or a wide character that has no room left goes to the next line. */
const FILLED = 0.93

/** Lines that a text, as UTF-8, takes in a column of that width, breaks of its own among them. */
export function linesIn(bytes: Uint8Array, { from, to }: { readonly from: number; readonly to: number }, width: number): number {
  const room = width * FILLED
  let lines = 0
  let wide = 0
  for (let i = from; i < to; i++) {
    const b = bytes[i]!
    if (b === 0x0a) {
      lines += Math.max(1, Math.ceil(wide / room))
      wide = 0
    } else if (b < 0x80 || (b >= 0xc0 && (b < 0xe1 || (b === 0xe1 && bytes[i + 1]! < 0x84)))) wide += 1
    else if (b >= 0xf0) wide += 4
    else if (b >= 0xe1) wide += 2
  }
  return lines + Math.max(1, Math.ceil(wide / room))
}
