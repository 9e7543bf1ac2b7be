import type { Agency, Day, Fen, Owner } from '../kernel/index.js'
import type { Kind } from '../records/index.js'

/** A batch as the catalogue knows it: one delivery of a source. */
export interface Batch {
  readonly id: number
  readonly source: string | null
  readonly layout: string
  readonly agency: Agency
  readonly sender: Owner | null
  readonly kinds: readonly Kind[]
  readonly delivers: 'snapshot' | 'window' | 'append'
  readonly dataDate: Day
  /** Window of the delivery, as text (yyyymm or from..to); null where none. */
  readonly window: string | null
  readonly loadedAt: string
  readonly state: 'active' | 'dropped' | 'replaced'
  readonly replacedBy: number | null
  readonly segments: readonly Segment[]
}

/** A file of a batch: one SQLite file with a table a record kind, and `changes`, `issues`, `set_aside`, `meta`. */
export interface Segment {
  readonly batch: number
  readonly n: number
  /** The extract's file name (no folder). */
  readonly file: string
  /** Absolute path of the SQLite file. */
  readonly path: string
  readonly digest: string
  /** Rows and fields of each record table. */
  readonly tables: readonly { readonly kind: Kind; readonly fields: readonly string[]; readonly rows: number }[]
  readonly counts: SegmentCounts
  /** Ids of 18 digits that end in 000 serve as no key in this segment's batch (catalogue §2). */
  readonly roundedIds: boolean
}

export interface SegmentCounts {
  readonly rowsRead: number
  readonly rowsLoaded: number
  readonly rowsChanged: number
  readonly rowsWithIssues: number
  readonly rowsSetAside: number
  readonly rowsBlank: number
  readonly rowsTotal: number
  readonly amountRead: Fen
  readonly amountSetAside: Fen
  readonly rowsWithoutAmount: number
}
