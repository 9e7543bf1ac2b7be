import { resolve } from 'node:path'
import { CopyWriter } from './copy-text.js'
import { bareQuery, fromClause, quoteName } from './names.js'
import type { OpenSqlite, PullSpec, ResultColumn, Session, Since, SqliteFile } from './types.js'

/** A SQLite file: another workspace's, or a bureau's. One statement reads one snapshot. */
class SqliteSession implements Session {
  private readonly file: SqliteFile
  private readonly spec: PullSpec
  private readonly sql: string
  private reading: Iterator<readonly unknown[]> | null = null

  constructor(file: SqliteFile, spec: PullSpec) {
    this.file = file
    this.spec = spec
    const { from } = spec.setting
    this.sql = 'query' in from ? bareQuery(from.query) : `select * from ${fromClause('sqlite', from)}`
  }

  // The driver's errors become those of the promise.
  async describe(): Promise<readonly ResultColumn[]> {
    return Promise.resolve(this.file.columns(this.sql).map(name => ({ name, type: '' })))
  }

  async *read(_columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array> {
    const column = since === null ? '' : `q.${quoteName('sqlite', since.column.name)}`
    const sql =
      since === null
        ? this.sql
        : `select * from ${fromClause('sqlite', this.spec.setting.from)} q where ${column} >= ? or ${column} is null`
    const bound =
      since === null
        ? []
        : [this.spec.setting.incremental !== null && 'steps' in this.spec.setting.incremental.overlap ? BigInt(since.bound) : since.bound]
    const writer = new CopyWriter()
    const rows = this.file.rows(sql, bound)[Symbol.iterator]()
    this.reading = rows
    for (let step = rows.next(); step.done !== true; step = rows.next()) {
      writer.row(step.value.map(textOf))
      if (writer.full) yield await Promise.resolve(writer.take())
    }
    yield writer.take()
  }

  /** A file cannot be closed while a statement runs on it: one that nobody reads to its end is ended first. */
  close(): Promise<void> {
    this.reading?.return?.()
    this.file.close()
    return Promise.resolve()
  }
}

/** Whole numbers in full (they come as bigint), others in the fewest digits that give them back, bytes as hexadecimal digits. */
function textOf(value: unknown): string | null {
  if (value === null) return null
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex').toUpperCase() : String(value)
}

/** Opens a SQLite file as a source, by the driver that the store lends. */
export async function connectSqlite(spec: PullSpec, open: OpenSqlite): Promise<Session> {
  return Promise.resolve(new SqliteSession(open(resolve(spec.dir, spec.setting.connection.database)), spec))
}
