import type { BothSides } from './judge.js'
import { KeyTable, PARTS } from './entries.js'

/** A row of a group: its side, and its values. */
export interface Member {
  readonly side: number
  readonly values: readonly number[]
}

/** Whether a row is one for which its group is visited. */
export type Mark = (side: number, values: Float64Array, at: number) => boolean

/**
 * Visits the rows of both sides key by key, in the order in which they stand: of the keys that have a row that is marked. The first
 * `values` values of each row go along.
 */
export function eachGroup(
  both: BothSides,
  { values: kept, marked }: { readonly values: number; readonly marked: Mark },
  visit: (members: readonly Member[]) => void,
): void {
  const table = new KeyTable()
  for (let part = 0; part < PARTS; part++) {
    const sizes = [both.a.sizeOf(part), both.b.sizeOf(part)] as const
    const size = sizes[0] + sizes[1]
    if (size === 0) continue
    table.reset(size)
    const group = new Int32Array(size)
    const numbers = new Float64Array(size * kept)
    const marks = new Uint8Array(size)
    let n = 0
    for (const [side, entries] of [both.a, both.b].entries()) {
      entries.each(part, (lo, hi, values, at) => {
        const g = table.of(lo, hi)
        group[n] = g
        if (marked(side, values, at)) marks[g] = 1
        for (let v = 0; v < kept; v++) numbers[n * kept + v] = values[at + v]!
        n++
      })
    }
    const { order, ends } = ordered(group, table.groups)
    for (let g = 0, from = 0; g < table.groups; from = ends[g++]!) {
      const to = ends[g]!
      if (marks[g] === 0) continue
      visit(
        Array.from(order.subarray(from, to), (at): Member => ({
          side: at < sizes[0] ? 0 : 1,
          values: Array.from(numbers.subarray(at * kept, (at + 1) * kept)),
        })),
      )
    }
  }
}

/** Places by group, in each in order, and where each group ends: sorted by counting. */
function ordered(group: Int32Array, groups: number): { readonly order: Int32Array; readonly ends: Int32Array } {
  const ends = new Int32Array(groups)
  for (const g of group) ends[g]!++
  for (let g = 1; g < groups; g++) ends[g]! += ends[g - 1]!
  const order = new Int32Array(group.length)
  for (let at = group.length - 1; at >= 0; at--) order[--ends[group[at]!]!] = at
  // Filled from behind: each end has become its beginning.
  for (let g = 0; g < groups; g++) ends[g] = g + 1 < groups ? ends[g + 1]! : group.length
  return { order, ends }
}
