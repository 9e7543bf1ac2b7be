import { ident } from '../sql/index.js'
import { columnsOf } from './rules.js'
import type { Side } from './types.js'

/** Columns of a side's working table, without PLACE. */
export function workColumns(side: Side): readonly string[] {
  return [...columnsOf(side), 'id_written']
}

/** Names of working tables: a side's rows and its items (what is compared). */
export const rowsTable = (side: string): string => ident(`in_${side}`)
export const itemsTable = (side: string): string => ident(`item_${side}`)

/** The place where a rule decides: which columns were delivered at all. */
export interface Setting { delivered(side: string, field: string): boolean }
