import { printKey, scan } from '../../store/index.js'
import type { Source } from '../feeds.js'
import { KeyTable } from './entries.js'
import { Columns, KeyPrints, type KeySetting } from './keys.js'
import { shortOf, ShortSet, type ShortPrints } from './prints.js'

/** Values of a key's fields, none of them absent. */
export type KeyValues = readonly (string | number)[]

/**
 * Rowids of a file's rows that may hold one of the wanted keys, in order: none that does is left out, and what is no such row after all is
 * for SQL to see. Null where the key cannot be read without SQL.
 */
export function rowsOfKeys(
  source: Source,
  key: readonly string[],
  wanted: readonly KeyValues[],
  employerOf: KeySetting['employerOf'],
): Int32Array | null {
  if (!isRead(key)) return null
  const columns = new Columns(source.kind)
  const keys = new KeyPrints(columns, {})
  const at = keys.key({ key })
  const table = new KeyTable()
  table.reset(wanted.length)
  for (const values of wanted) {
    const { lo, hi } = printKey(values)
    table.of(lo, hi)
  }
  const found: number[] = []
  const setting = { rounded: source.segment.roundedIds, employerOf, units: null }
  scan(source.segment, source.kind, columns.names, (chunk, prints) => {
    keys.run(chunk, prints, { setting, first: 0 })
    const lanes = prints.lanes[at]!
    // A key that lacks a part is two zeros, which no wanted key is.
    for (let r = 0; r < chunk.rows; r++) if (table.find(lanes[2 * r]!, lanes[2 * r + 1]!) >= 0) found.push(chunk.firstRow + r)
  })
  return Int32Array.from(found)
}

/** Whether a key of fields as they stand can be told without SQL. */
export function isRead(key: readonly string[]): boolean {
  return !key.includes('who')
}

/** The same of rows whose short fingerprints by that key were kept. */
export function rowsOfPrints(prints: ShortPrints, wanted: readonly KeyValues[]): Int32Array {
  const set = new ShortSet(wanted.length)
  for (const values of wanted) {
    const { lo, hi } = printKey(values)
    set.add(shortOf(lo, hi))
  }
  const found: number[] = []
  for (let i = 0; i < prints.length; i++) if (prints[i] !== 0 && set.has(prints[i]!)) found.push(i + 1)
  return Int32Array.from(found)
}
