import type { Cell, ColumnType } from './model.js'

/** Columns that a value takes on screen, a Han character being two. */
export function displayWidth(text: string): number {
  let width = 0
  for (let i = 0; i < text.length; i++) width += text.charCodeAt(i) < 0x1100 ? 1 : 2
  return width
}

/** The same of a cell: money with its thousands and two places. */
export function widthOf(value: Cell, type: ColumnType): number {
  if (value === null) return 0
  if (typeof value === 'string') return displayWidth(value)
  const digits = String(Math.abs(Math.trunc(type === 'money' ? value / 100 : value))).length
  return digits + Math.floor((digits - 1) / 3) + (type === 'money' ? 3 : 0) + (value < 0 ? 1 : 0)
}
