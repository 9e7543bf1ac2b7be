import type pgTypes from 'pg'
import type { QueryResult } from 'pg'
import type copyStreams from 'pg-copy-streams'
import type CursorType from 'pg-cursor'
import { CopyWriter } from './copy-text.js'
import { loadDriver } from './driver.js'
import { fromClause, quoteName, quoteText } from './names.js'
import { tlsOf } from './tls.js'
import type { PullSpec, ResultColumn, Session, Since } from './types.js'

/** What text means is settled for the session; it may only read, by the server's own setting. */
const settings = (zone: string): readonly string[] => [
  'set session characteristics as transaction read only',
  `set datestyle to 'ISO, YMD'`,
  'set standard_conforming_strings to on',
  `set client_encoding to 'UTF8'`,
  `set time zone interval '${zone}' hour to minute`,
  'set statement_timeout to 0',
]
/** Rows in the table's own order, scan after scan; servers of other makes need not know these. */
const WISHES = [
  'set synchronize_seqscans to off',
  'set max_parallel_workers_per_gather to 0',
  'set idle_in_transaction_session_timeout to 0',
]
const BEGIN = 'begin transaction isolation level repeatable read read only'
/** COPY is not allowed, or not known, here: the same rows come by a cursor. */
const NO_COPY = new Set(['42501', '0A000', '42601'])
const CURSOR_ROWS = 2000
const CONNECT_MS = 15_000

/** Types whose text would depend on the session or carry padding, by their number (pg_type.oid). */
const TYPES: Readonly<Record<number, string>> = { 17: 'bytea', 790: 'money', 1042: 'char', 1184: 'timestamptz', 1266: 'timetz' }

/** An expression that gives a value as text without zone, padding or currency sign. */
function asText({ name, type }: ResultColumn): string {
  const column = `q.${quoteName('postgres', name)}`
  if (type === 'timestamptz') return `${column}::timestamp`
  if (type === 'timetz') return `${column}::time`
  if (type === 'char') return `${column}::text`
  if (type === 'money') return `${column}::numeric`
  return type === 'bytea' ? `upper(encode(${column}, 'hex'))` : column
}

/** PostgreSQL, and what speaks its protocol: rows by COPY, whose bytes are handed on as they come. */
class PostgresSession implements Session {
  private readonly client: pgTypes.Client
  private readonly spec: PullSpec
  private readonly from: string

  constructor(client: pgTypes.Client, spec: PullSpec) {
    this.client = client
    this.spec = spec
    this.from = fromClause('postgres', spec.setting.from)
  }

  async describe(): Promise<readonly ResultColumn[]> {
    // By the extended protocol, which takes one statement and no more.
    const { fields } = (await this.client.query({
      text: `select * from ${this.from} q limit 0`,
      rowMode: 'array',
      queryMode: 'extended',
    } as { text: string; rowMode: 'array' })) as QueryResult
    return fields.map(f => ({ name: f.name, type: TYPES[f.dataTypeID] ?? '' }))
  }

  async *read(columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array> {
    const list = `select ${columns.map(asText).join(', ')} from ${this.from} q`
    const where = (bound: string): string =>
      since === null
        ? ''
        : ` where q.${quoteName('postgres', since.column.name)} >= ${bound} or q.${quoteName('postgres', since.column.name)} is null`
    if (this.spec.setting.copy) {
      const copied = yield* this.copy(`copy (${list}${where(since === null ? '' : quoteText(since.bound))}) to stdout`)
      if (copied) return
      await this.client.query('rollback')
      await this.client.query(BEGIN)
    }
    yield* this.cursor(`${list}${where('$1')}`, since === null ? [] : [since.bound])
  }

  /** False where COPY is not allowed; nothing has been handed on then. */
  private async *copy(sql: string): AsyncGenerator<Uint8Array, boolean> {
    const { to } = await loadDriver<typeof copyStreams>('pg-copy-streams', this.place)
    let begun = false
    try {
      for await (const piece of this.client.query(to(sql)) as AsyncIterable<Uint8Array>) {
        begun = true
        yield piece
      }
      return true
    } catch (error) {
      if (!begun && NO_COPY.has(String((error as { code?: unknown }).code))) return false
      throw error
    }
  }

  private async *cursor(sql: string, values: readonly string[]): AsyncIterable<Uint8Array> {
    const Cursor = await loadDriver<typeof CursorType>('pg-cursor', this.place)
    const cursor = this.client.query(
      new Cursor<(string | null)[]>(sql, [...values], {
        rowMode: 'array',
        types: { getTypeParser: () => (text: string) => text },
      } as never),
    )
    const writer = new CopyWriter()
    for (;;) {
      const rows = await cursor.read(CURSOR_ROWS)
      for (const row of rows) writer.row(row)
      if (writer.full || rows.length === 0) yield writer.take()
      if (rows.length === 0) return
    }
  }

  private get place(): { kind: 'postgres'; dir: string } {
    return { kind: 'postgres', dir: this.spec.dir }
  }

  close(): Promise<void> {
    // The socket is cut: a polite end would wait for a statement that still runs.
    ;(this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    return Promise.resolve()
  }
}

/** Connects, settles the session and begins the snapshot. Throws the driver's errors, and `database.driver`. */
export async function connectPostgres(spec: PullSpec): Promise<Session> {
  const pg = await loadDriver<typeof pgTypes>('pg', { kind: 'postgres', dir: spec.dir })
  const { host, port, database, user, tls } = spec.setting.connection
  const client = new pg.Client({
    host,
    port: port ?? 5432,
    database,
    user,
    password: spec.password ?? '',
    ssl: tlsOf(tls, spec.dir),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: 'hedui',
  })
  client.on('error', () => undefined)
  const session = new PostgresSession(client, spec)
  try {
    await client.connect()
    for (const setting of settings(spec.setting.timeZone)) await client.query(setting)
    // A database without an encoding knows only bytes: they come as they are, and the scanner looks which of them are UTF-8.
    const { rows } = await client.query<{ server_encoding: string }>('show server_encoding')
    if (rows[0]?.server_encoding === 'SQL_ASCII') await client.query(`set client_encoding to 'SQL_ASCII'`)
    for (const wish of WISHES) await client.query(wish).catch(() => undefined)
    await client.query(BEGIN)
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
