import type { GroupRule } from '../../match/index.js'
import { MAX_ROWS, scan } from '../../store/index.js'
import type { Source } from '../feeds.js'
import { KeyEntries, KeyTable, type PartBits } from './entries.js'
import { Columns, KeyPrints } from './keys.js'
import { isRead } from './of-keys.js'
import { rangesOf } from './ranges.js'
import { RowSet } from './row-set.js'

/** What a rule's files are read with: credit codes of units, and the bytes that keys may take at one time. */
interface Setting {
  readonly employerOf: (agency: string, number: string) => string
  readonly keyBytes: number
}

/** Numbers that a row carries: the lanes of the value that is to be one. */
const VALUES = 2

/**
 * For each file the rowids, in order, of the rows among which a rule can find anything: those of keys under which the value that is to be
 * one (`differ`) stands as several. Rows that take no part are looked at as well: with them there may be more such keys, never fewer. Null
 * where a rule asks for no such value, or for one that only SQL can tell, and where it would be most of the rows: then nothing is gained.
 */
export function rivals(
  { kind, key, differ }: GroupRule,
  sources: readonly Source[],
  { employerOf, keyBytes }: Setting,
): readonly Int32Array[] | null {
  if (kind !== 'unique' || differ === undefined || !isRead([...key, differ])) return null
  const rows = sources.reduce((n, s) => n + s.rows, 0)
  const found = new RowSet(rows)
  for (const range of rangesOf(rows, VALUES, keyBytes)) {
    const entries = new KeyEntries(VALUES, rows, range)
    let first = 0
    for (const source of sources) {
      addKeys(entries, source, { key, differ, employerOf, first })
      first += source.rows
    }
    const bits = entries.noBits()
    for (let part = range.from; part < range.to; part++) markRivals(entries, part, bits)
    entries.gather(bits, found)
  }
  if (found.size * 2 > rows) return null
  let first = 0
  return sources.map(source => found.within(first, (first += source.rows)).map(r => r + 1))
}

/** Adds the keys of a file's rows that have both; `first`: the place of its first row. */
function addKeys(
  entries: KeyEntries,
  source: Source,
  {
    key,
    differ,
    employerOf,
    first,
  }: { readonly key: readonly string[]; readonly differ: string; readonly first: number } & Pick<Setting, 'employerOf'>,
): void {
  const columns = new Columns(source.kind)
  const keys = new KeyPrints(columns, {})
  const [of, value] = [keys.key({ key }), keys.field(differ)]
  const values = [new Float64Array(MAX_ROWS), new Float64Array(MAX_ROWS)]
  scan(source.segment, source.kind, columns.names, (chunk, prints) => {
    keys.run(chunk, prints, { setting: { rounded: source.segment.roundedIds, employerOf, units: null }, first: 0 })
    const [lanes, said] = [prints.lanes[of]!, prints.lanes[value]!]
    const place = first + chunk.firstRow - 1
    for (let r = 0, at = 0; r < chunk.rows; r++, at += 2) {
      // What lacks a part is two zeros.
      if ((lanes[at] === 0 && lanes[at + 1] === 0) || (said[at] === 0 && said[at + 1] === 0)) continue
      values[0]![r] = said[at]!
      values[1]![r] = said[at + 1]!
      entries.add(lanes[at]!, lanes[at + 1]!, place + r, values, r)
    }
  })
}

const table = new KeyTable()

/** Marks the rows of a part whose key has several values. */
function markRivals(entries: KeyEntries, part: number, bits: PartBits): void {
  const rows = entries.sizeOf(part)
  table.reset(rows)
  const [group, first, several] = [new Int32Array(rows), new Float64Array(VALUES * rows), new Uint8Array(rows)]
  let i = 0
  entries.each(part, (lo, hi, values, at) => {
    const before = table.groups
    const g = (group[i++] = table.of(lo, hi))
    if (g === before) {
      first[VALUES * g] = values[at]!
      first[VALUES * g + 1] = values[at + 1]!
    } else if (first[VALUES * g] !== values[at] || first[VALUES * g + 1] !== values[at + 1]) several[g] = 1
  })
  const mine = bits[part]!
  for (i = 0; i < rows; i++) if (several[group[i]!] === 1) mine[i >>> 3]! |= 1 << (i & 7)
}
