import type { Agency, Day, Fen, Owner } from '../kernel/index.js'
import type { Kind } from '../records/index.js'

/** A batch as the catalogue knows it: one delivery of a source. */
export interface Batch {
  readonly id: number
  readonly source: string | null
  readonly layout: string
  /** Of the layout and the codes that it was loaded by. */
  readonly fingerprint: string
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
  /** Later days on which the same content was delivered again, oldest first. */
  readonly confirmed?: readonly Day[]
}

/** A table of records: what it holds, by the layout that it was read by. */
export interface TableSpec {
  readonly kind: Kind
  readonly fields: readonly string[]
  /** Refunds alone, by its layout. */
  readonly refunds?: true
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
  readonly tables: readonly (TableSpec & { readonly rows: number })[]
  readonly counts: SegmentCounts
  /** Codes without translation: (list, code), rows. */
  readonly unknownCodes: readonly { readonly list: string; readonly code: string; readonly rows: number }[]
  /** The sender's numbers of the batches that the file holds. */
  readonly batchNumbers: readonly string[]
  /** Ids of 18 digits that end in 000 serve as no key in this segment's batch (catalogue §2). */
  readonly roundedIds: boolean
}

/** The balance of a load: rows read = loaded + set aside + blank + total rows; money in 分 of what can be read. */
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

/** A connection to one SQLite file; better-sqlite3's own type, opened only by the store's door (`openDb`). */
export type Db = import('better-sqlite3').Database

/** The workspace lock, held by an open handle; released by `release` or by the end of the process. */
export interface Lock {
  release(): void
}

/** A run as the catalogue knows it. */
export interface RunRecord {
  readonly id: number
  readonly asOf: Day
  readonly ranAt: string
  /** `ledger`: the ledger moved with it; `shown`: its day lies before the last run's, the ledger was left alone. */
  readonly state: 'ledger' | 'shown'
  /** Absolute path of `data/runs/<id>.db`. */
  readonly path: string
  readonly exact: boolean
  /** Digest of all that its findings follow from (`premisesOf`); null: it is not to be taken over by a later run. */
  readonly premises: string | null
}

/** What a run says of itself when it is committed. */
export type RunWords = Pick<RunRecord, 'asOf' | 'state' | 'exact' | 'premises'>

/**
 * Gives each of these empty tables its rows, in order, each with the values of its columns (texts where the column is text: nothing is
 * converted; bytes are a text's UTF-8); an `integer primary key` in front is given as null and counts from 1.
 */
export type Fill = (
  tables: readonly string[],
  rows: (put: (table: string, values: readonly (string | number | null | Uint8Array)[]) => void) => void,
) => void

/** A run being written: `data/runs/<id>.tmp`, journal off. Nobody sees it before `commit`. */
export interface OpenRun {
  readonly id: number
  readonly db: Db
  /** The last that is written, as pages (SQLite file format 2, §1.6): the connection is closed for it. */
  readonly fill: Fill
  /**
   * Closes the file, fsync, rename to `<id>.db`, fsync of the folder; then ONE catalogue transaction that inserts the run and calls
   * `inside` with the catalogue connection (the ledger moves there), in which the run's file stands as `found`.
   */
  commit(words: RunWords, inside: (catalog: Db, run: RunRecord) => void): RunRecord
  abandon(): void
}

/**
 * A piece of a table in row order, as the page reader finds it. `columns[i]` belongs to the i-th field asked for; absent cells: NaN, and 0
 * to 0.
 */
export interface Chunk {
  readonly bytes: Uint8Array
  /** rowid of the first row; the others follow one by one. */
  readonly firstRow: number
  readonly rows: number
  readonly columns: readonly import('../records/index.js').Column[]
}

/** What is remembered of a source that is pulled in steps: where the next pull begins. */
export interface PullMark {
  readonly source: string
  /** Of the source's setting and columns. */
  readonly fingerprint: string
  readonly mark: string
}

/** With the batch that holds its rows. */
export interface KeptPull extends PullMark {
  readonly batch: number
}

/** The door to a workspace's data folder. */
export interface Store {
  readonly dataDir: string
  /** The catalogue that is open, for another connection that only reads: of a folder that may not be written, a copy. */
  readonly catalogFile: string
  /** It is a copy: the folder may not be written. */
  readonly isLook: boolean
  /** Takes the lock and removes strays; throws `store.busy` (exit 75). */
  lock(): Lock
  batches(): readonly Batch[]
  /**
   * Catalogue §2: data date ≤ day, not dropped, not replaced; of a snapshot source only the newest, of a window source the newest a window.
   * By batch id.
   */
  inForce(day: Day): readonly Batch[]
  runs(): readonly RunRecord[]
  /** The newest run of these premises, of those whose file is there and whole (`quick_check`). */
  runOf(premises: string): RunRecord | undefined
  /** Id of the next batch; given under the lock. */
  nextBatch(): number
  /** Where a segment is written before its batch is committed: `batch` need not be the id that it gets in the end. */
  draftPath(batch: number, n: number): string
  /** Where the rows of a pull are kept, as they were received, for the next one to build on. */
  rowsPath(batch: number): string
  /** What the sources that are pulled in steps go on from. */
  pulls(): readonly KeptPull[]
  /**
   * Renames the drafts, one a segment, and names the batch in the catalogue, in one transaction with what it replaces and with the mark of
   * its pull (`rows`: the draft of its rows).
   */
  commitBatch(
    batch: Batch,
    of: {
      readonly drafts: readonly string[]
      readonly now: string
      readonly replaces: readonly number[]
      readonly pull?: (PullMark & { readonly rows: string }) | null
    },
  ): void
  /** Removes a draft that no batch will name. */
  discard(draft: string): void
  /** Takes a batch out; gives those that it had replaced, which count again. */
  drop(id: number, now: string): readonly number[]
  /** Notes that a batch's content was delivered again as of a later day: it is known up to then. */
  confirm(id: number, day: Day, now: string): void
  beginRun(now: string): OpenRun
  /**
   * Commits a run that found what an earlier one found: the file is the same, under both names (a copy where the file system has no links).
   * `inside` as for `OpenRun.commit`.
   */
  repeatRun(
    of: RunRecord,
    words: Pick<RunWords, 'state'> & { readonly now: string },
    inside: (catalog: Db, run: RunRecord) => void,
  ): RunRecord
  /** Files that the catalogue does not name. */
  strays(): readonly string[]
  audit(entry: { readonly at: string; readonly what: string; readonly detail: Readonly<Record<string, unknown>> }): void
  /** A read-only look at catalog.db. */
  readCatalog<T>(look: (db: Db) => T): T
  /** One catalogue transaction that changes something (under the lock). */
  writeCatalog<T>(change: (db: Db) => T): T
  close(): void
}
