import { numberColumn, textColumn, type Column } from './block.js'
import { fieldOf, isNumeric, type Kind } from './kinds.js'

/**
 * The records of one kind that a block gives: `columns[i]` belongs to `fields[i]` (the same fields, in table order, for the whole
 * extract), row r is a record where `emit[r]` is 1.
 */
export interface RecordColumns {
  readonly kind: Kind
  readonly fields: readonly string[]
  readonly columns: readonly Column[]
  readonly emit: Uint8Array
}

/** A column of nothing, for a field of a kind that some rows of an extract do not have. */
export function absentColumn(kind: Kind, name: string): Column {
  if (!isNumeric(fieldOf(kind, name)!.type)) return textColumn()
  const column = numberColumn()
  column.num!.fill(NaN)
  return column
}
