import type { Column } from './block.js'
import type { Kind } from './kinds.js'

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
