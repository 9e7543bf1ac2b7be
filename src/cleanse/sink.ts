import type { Notes } from '../records/index.js'

/** Where a column's changes and issues go. `bad[r]` becomes 1 where the cell holds something that cannot be read. */
export interface Sink {
  readonly field: string
  readonly notes: Notes
  readonly bad: Uint8Array
}
