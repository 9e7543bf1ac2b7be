import { scan } from '../../store/index.js'
import type { Source } from '../feeds.js'
import { KeyTable } from './entries.js'
import { Columns, KeyHash, type KeySetting } from './keys.js'

/**
 * Rowids of a file's rows that may hold one of the wanted keys, in order: none that does is left out, and what is no such row after all is for SQL to see. Null where the key
 * cannot be read without SQL.
 */
export function rowsOfKeys(source: Source, key: readonly string[], wanted: readonly (readonly (string | number)[])[], employerOf: KeySetting['employerOf']): Int32Array | null {
  const columns = new Columns(source.kind)
  const spec = { key, loose: new Set<string>(), made: {} }
  if (key.includes('who') || !KeyHash.reads(spec, columns)) return null
  const hash = new KeyHash(spec, columns)
  const table = new KeyTable()
  table.reset(wanted.length)
  for (const values of wanted) {
    const { lo, hi } = hash.of(values)
    table.of(lo, hi)
  }
  const found: number[] = []
  const setting = { rounded: source.segment.roundedIds, employerOf, units: null }
  scan(source.segment, source.kind, columns.names, chunk => {
    hash.run(chunk, setting, 0)
    for (let r = 0; r < chunk.rows; r++) if (hash.absent[r] === 0 && table.has(hash.lo[r]!, hash.hi[r]!)) found.push(chunk.firstRow + r)
  })
  return Int32Array.from(found)
}
