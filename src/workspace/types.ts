import type { Agency } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'
import type { CsvEncoding, ReportFormat } from '../report/index.js'
import type { DatabaseSetting, Encoding, Limits } from '../source/index.js'
import type { Due } from './due.js'

/** Where extracts of one kind come from, and what one delivery of it means. */
export interface SourceSpec {
  readonly name: string
  /** Name of a layout. */
  readonly layout: string
  /**
   * File name patterns: `*` any text, `{date}` yyyymmdd or yyyy-mm-dd, `{period}` yyyymm, `{slice}` which of several files of one delivery,
   * `{batch}` the sender's batch number.
   */
  readonly patterns: readonly string[]
  readonly delivers: 'snapshot' | 'window' | 'append'
  /** When each delivery is due; null: nothing was agreed. */
  readonly due: Due | null
  readonly encoding: Encoding | 'auto'
  readonly delimiter: string | 'auto'
  readonly sheet: string | null
  /** The database that it is pulled from; null: it comes as files. */
  readonly database: DatabaseSetting | null
  /** File with the password of archives and workbooks, relative to the workspace. */
  readonly passwordFile: string | null
}

/** A night's work: `hedui run NAME`. */
export interface JobSpec {
  readonly name: string
  /** Sources whose files are looked for in `inbox/`, or that are pulled; empty: all. */
  readonly sources: readonly string[]
  /** Rules or outcomes to run; empty: all. */
  readonly rules: readonly string[]
  readonly export: boolean
  /** Go on when an extract could not be loaded. */
  readonly continue: boolean
}

/**
 * A workspace folder, checked: `hedui.yaml` and where its folders are. Layouts, codes, rules and params are read by their own folders'
 * doors.
 */
export interface Workspace {
  readonly dir: string
  readonly city: string
  readonly lang: Lang
  readonly sources: readonly SourceSpec[]
  readonly jobs: readonly JobSpec[]
  /** A file with more rows set aside than max(rows, share × rows read) is a Problem. */
  readonly maxSetAside: { readonly share: number; readonly rows: number }
  /** Seconds that a file in the inbox must have been quiet before it is taken. */
  readonly settleSeconds: number
  readonly limits: Limits
  /** Repeat of more than this share of row keys of a batch in force is said at load. */
  readonly repeatShare: number
  /** Rows or money that differ from the median of earlier periods by more than this share of it are said by `status`. */
  readonly unusualShare: number
  readonly export: { readonly encoding: CsvEncoding; readonly formats: readonly ReportFormat[]; readonly recipients: readonly Agency[] }
  /** Folders, absolute. */
  readonly layouts: string
  readonly rules: string
  readonly codes: string
  readonly params: string
  readonly data: string
  readonly inbox: string
  readonly outbox: string
}
