import { columnName } from '../kernel/index.js'
import type { Reader } from '../source/index.js'
import type { HeaderMatch } from './types.js'

/**
 * Cells of a sheet's rows that are merged over several, in columns that the layout reads, once all rows were read: where the first lies
 * (`征集!E4:E9`), and how many rows are blank below them; null where there are none. To fill them is not ours: an amount over three rows may
 * be the sum of all, or each one's own.
 */
export function mergedCells({
  reader,
  header,
}: {
  readonly reader: Reader
  readonly header: HeaderMatch
}): { readonly name: string; readonly rows: number } | null {
  const used = [...header.placed.values()]
  const merges = (reader.merges?.() ?? [])
    .map(m => ({ ...m, from: Math.max(m.from, header.line + 1) }))
    .filter(m => m.to > m.from && used.some(c => c >= m.first && c <= m.last))
    .toSorted((a, b) => a.from - b.from)
  const [first] = merges
  if (first === undefined) return null
  let [rows, done] = [0, 0]
  for (const { from, to } of merges) {
    rows += Math.max(0, to - Math.max(from, done))
    done = Math.max(done, to)
  }
  return { name: `${reader.sheet ?? ''}!${columnName(first.first)}${first.from}:${columnName(first.last)}${first.to}`, rows }
}
