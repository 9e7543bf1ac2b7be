/** Databases that hedui reads; `file` sources have none. */
export const DATABASE_KINDS = ['postgres', 'mysql', 'oracle', 'sqlserver', 'sqlite', 'dm'] as const
/** Kind of a database, as the setting `kind` of a source names it. */
export type DatabaseKind = (typeof DATABASE_KINDS)[number]

/** How far a pull reaches back behind the watermark: seconds of a timestamp, or steps of a serial number. */
export type Overlap = { readonly seconds: number } | { readonly steps: number }

/**
 * Pulls only what is new: rows whose `watermark` is not below the last one less the overlap; `key` tells one row of the source from every
 * other.
 */
export interface Incremental {
  readonly watermark: string
  readonly overlap: Overlap
  readonly key: readonly string[]
}

/** A password is never written down in the settings: it comes from the environment, or from a file that others cannot read. */
export type PasswordPlace = { readonly env: string } | { readonly file: string }

/** A database source as `hedui.yaml` declares it. */
export interface DatabaseSetting {
  readonly kind: DatabaseKind
  readonly connection: {
    /** Host name, address, or (postgres, mysql) the path of a local socket. SQLite has none. */
    readonly host: string
    readonly port: number | null
    /** Database; Oracle: service name; DM: schema; SQLite: path of the file, from the workspace's folder. */
    readonly database: string
    readonly user: string
    readonly password: PasswordPlace | null
    /** Encrypted and checked: by the usual authorities, or by those of a file. */
    readonly tls: boolean | { readonly ca: string }
  }
  /** What is read: a table, by its name's parts, or a query. */
  readonly from: { readonly table: readonly string[] } | { readonly query: string }
  readonly incremental: Incremental | null
  /** PostgreSQL: by COPY; false: by a cursor. */
  readonly copy: boolean
  /** Offset of the clock by which points in time are shown as text, as +08:00. */
  readonly timeZone: string
  /** How often a lost connection is tried again, and the seconds before the first try (doubled each time). */
  readonly retry: { readonly times: number; readonly wait: number }
  /** Seconds without a byte after which a connection counts as lost. */
  readonly patience: number
}

/** What an earlier pull left, so that this one need ask only for what is new. */
export interface Earlier {
  /** Fingerprint of setting and columns: another one makes it useless. */
  readonly fingerprint: string
  readonly mark: string
  /** File with the rows as they were received. */
  readonly rows: string
}

/** Everything that one pull needs: plain data. */
export interface PullSpec {
  /** Name of the source: what messages call it. */
  readonly source: string
  readonly setting: DatabaseSetting
  readonly password: string | null
  /** Workspace folder: paths are from here, and drivers that the operator installed are found here. */
  readonly dir: string
  readonly earlier: Earlier | null
  /** Where the rows as received are kept for the next pull; null: they are not. A sister of it serves for what is new. */
  readonly keep: string | null
  /** Watermarks after this day are not taken for the newest, yyyy-mm-dd. */
  readonly today: string
}

/** A column of the answer, as the server describes it. */
export interface ResultColumn {
  readonly name: string
  /** How the server calls its type, in lower case, without length; empty: the driver does not say. */
  readonly type: string
}

/** Rows asked for: all, or those from a watermark on. */
export interface Since {
  readonly column: ResultColumn
  readonly bound: string
}

/** A connection that reads inside one snapshot. Its errors are the driver's own. */
export interface Session {
  describe(): Promise<readonly ResultColumn[]>
  /** The rows in COPY text form (`copy-text.ts`), in pieces of any size; `columns` are those of `describe`. */
  read(columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array>
  /** Ends the connection, whatever it does; never throws. */
  close(): Promise<void>
}

/** A SQLite file opened for reading; the store gives it (better-sqlite3 is known there alone). */
export interface SqliteFile {
  columns(sql: string): readonly string[]
  rows(sql: string, values: readonly (string | bigint)[]): Iterable<readonly unknown[]>
  close(): void
}
/** Opens a SQLite file for reading; throws the driver's own errors. */
export type OpenSqlite = (path: string) => SqliteFile
