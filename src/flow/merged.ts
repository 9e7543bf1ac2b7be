import type { HeaderMatch } from '../layout/index.js'
import type { LeftOut, Reader } from '../source/index.js'

/**
 * Cells of a sheet's rows that are merged over several, in columns that the layout reads: below the first they are blank. To fill them is not ours: an amount over three rows
 * may be the sum of all, or each one's own.
 */
export function mergedCells({ reader, header }: { readonly reader: Reader; readonly header: HeaderMatch }): readonly LeftOut[] {
  const used = [...header.placed.values()]
  const merges = (reader.merges?.() ?? []).map(m => ({ ...m, from: Math.max(m.from, header.line + 1) })).filter(m => m.to > m.from && used.some(c => c >= m.first && c <= m.last)).toSorted((a, b) => a.from - b.from)
  const [first] = merges
  if (first === undefined) return []
  let [rows, done] = [0, 0]
  for (const { from, to } of merges) {
    rows += Math.max(0, to - Math.max(from, done))
    done = Math.max(done, to)
  }
  return [{ what: 'merged_cells', name: `${reader.sheet ?? ''}!${letters(first.first)}${first.from}:${letters(first.last)}${first.to}`, rows }]
}

/** A column as workbooks call it: 0 is A. */
function letters(column: number): string {
  return column < 26 ? String.fromCharCode(65 + column) : letters(Math.floor(column / 26) - 1) + letters(column % 26)
}
