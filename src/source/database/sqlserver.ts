import { CopyWriter } from './copy-text.js'
import { loadDriver } from './driver.js'
import { fromClause, quoteName } from './names.js'
import { Pieces } from './pieces.js'
import { tlsOf } from './tls.js'
import type { PullSpec, ResultColumn, Session, Since } from './types.js'

/** What is used of node-mssql. */
interface Mssql {
  readonly ConnectionPool: new (config: Readonly<Record<string, unknown>>) => MssqlPool
  readonly Transaction: new (pool: MssqlPool) => { begin(isolation: unknown): Promise<void> }
  readonly Request: new (on: unknown) => MssqlRequest
  readonly ISOLATION_LEVEL: { readonly SNAPSHOT: unknown; readonly READ_COMMITTED: unknown }
  readonly NVarChar: unknown
}
interface MssqlPool {
  connect(): Promise<unknown>
  close(): Promise<void>
  on(event: 'error', listener: (error: unknown) => void): void
}
interface MssqlRequest {
  stream: boolean
  arrayRowMode: boolean
  input(name: string, type: unknown, value: unknown): void
  query(sql: string): Promise<{ readonly recordset: readonly (readonly unknown[])[] }>
  on(event: 'row' | 'error' | 'done', listener: (value: never) => void): void
  pause(): void
  resume(): void
}

const CONNECT_MS = 15_000

/** An expression that gives a value as text; null for types that are no text and no number, whose columns are left out. */
export function sqlserverText({ name, type }: ResultColumn, zone: string): string | null {
  const column = `q.${quoteName('sqlserver', name)}`
  if (/^(bit|tinyint|smallint|int|bigint|decimal|numeric)$/.test(type)) return `convert(varchar(50), ${column})`
  if (type === 'money' || type === 'smallmoney') return `convert(varchar(50), ${column}, 2)`
  if (type === 'float' || type === 'real') return `convert(varchar(50), ${column}, 3)`
  if (type === 'date') return `convert(varchar(10), ${column}, 23)`
  if (/^(datetime|datetime2|smalldatetime)$/.test(type)) return `convert(varchar(27), convert(datetime2, ${column}), 121)`
  if (type === 'datetimeoffset') return `convert(varchar(27), convert(datetime2, switchoffset(${column}, '${zone}')), 121)`
  if (type === 'time') return `convert(varchar(16), ${column}, 114)`
  if (type === 'char' || type === 'nchar') return `rtrim(${column})`
  if (type === 'uniqueidentifier') return `convert(varchar(36), ${column})`
  if (/^(binary|varbinary|timestamp|rowversion)$/.test(type)) return `convert(varchar(max), convert(varbinary(max), ${column}), 2)`
  return /^(n?varchar|n?text|sysname)$/.test(type) ? column : null
}

/** How a bound text is compared with a column. */
export function sqlserverBound(type: string): string {
  if (/^(tinyint|smallint|int|bigint|decimal|numeric)$/.test(type)) return 'convert(decimal(38, 0), @mark)'
  return /^(date|datetime|datetime2|smalldatetime|datetimeoffset)$/.test(type) ? 'convert(datetime2, @mark, 121)' : '@mark'
}

class SqlserverSession implements Session {
  private readonly mssql: Mssql
  private readonly pool: MssqlPool
  private readonly spec: PullSpec
  private readonly from: string
  private transaction: unknown = null

  constructor(mssql: Mssql, pool: MssqlPool, spec: PullSpec) {
    this.mssql = mssql
    this.pool = pool
    this.spec = spec
    this.from = fromClause('sqlserver', spec.setting.from)
  }

  /** One snapshot where the database allows it, else what is committed at the time of the one statement. */
  async begin(): Promise<void> {
    const { mssql, pool } = this
    const [row] = (await this.request(pool).query('select snapshot_isolation_state from sys.databases where database_id = db_id()'))
      .recordset
    const transaction = new mssql.Transaction(pool)
    await transaction.begin(Number(row?.[0]) === 1 ? mssql.ISOLATION_LEVEL.SNAPSHOT : mssql.ISOLATION_LEVEL.READ_COMMITTED)
    this.transaction = transaction
  }

  private request(on: unknown): MssqlRequest {
    const request = new this.mssql.Request(on)
    request.arrayRowMode = true
    return request
  }

  async describe(): Promise<readonly ResultColumn[]> {
    const request = this.request(this.transaction)
    request.input('sql', this.mssql.NVarChar, `select * from ${this.from} q`)
    const { recordset } = await request.query(
      'select name, system_type_name, error_number, error_message from sys.dm_exec_describe_first_result_set(@sql, null, 0) order by column_ordinal',
    )
    const bad = recordset.find(r => r[2] !== null && r[2] !== undefined)
    if (bad !== undefined) throw Object.assign(new Error(String(bad[3])), { code: 'EREQUEST', number: Number(bad[2]) })
    return recordset
      .map(r => ({ name: String(r[0]), type: String(r[1]).toLowerCase().replace(/\(.*/, '') }))
      .filter(c => sqlserverText(c, '') !== null)
  }

  read(columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array> {
    const request = this.request(this.transaction)
    const mark = since === null ? '' : `q.${quoteName('sqlserver', since.column.name)}`
    const where = since === null ? '' : ` where ${mark} >= ${sqlserverBound(since.column.type)} or ${mark} is null`
    if (since !== null) request.input('mark', this.mssql.NVarChar, since.bound)
    const pieces = new Pieces(
      () => request.pause(),
      () => request.resume(),
    )
    const writer = new CopyWriter()
    request.stream = true
    request.on('row', (row: readonly unknown[]) => {
      writer.row(row.map(cell => (cell === null || cell === undefined ? null : String(cell))))
      if (writer.full) pieces.push(writer.take())
    })
    request.on('error', error => pieces.fail(error))
    request.on('done', () => {
      pieces.push(writer.take())
      pieces.end()
    })
    void request.query(`select ${columns.map(c => sqlserverText(c, this.spec.setting.timeZone)!).join(', ')} from ${this.from} q${where}`)
    return pieces
  }

  async close(): Promise<void> {
    await this.pool.close().catch(() => undefined)
  }
}

/** Connects and begins the snapshot. The intent to read only is told to the server (which has no such setting for a session). */
export async function connectSqlserver(spec: PullSpec): Promise<Session> {
  const mssql = await loadDriver<Mssql>('mssql', { kind: 'sqlserver', dir: spec.dir })
  const { host, port, database, user, tls } = spec.setting.connection
  const ca = tlsOf(tls, spec.dir)
  const pool = new mssql.ConnectionPool({
    server: host,
    port: port ?? 1433,
    database,
    user,
    password: spec.password ?? '',
    connectionTimeout: CONNECT_MS,
    requestTimeout: 0,
    pool: { max: 1, min: 0 },
    options: {
      encrypt: ca !== false,
      trustServerCertificate: false,
      readOnlyIntent: true,
      useUTC: true,
      ...(ca === false || ca.ca === undefined ? {} : { cryptoCredentialsDetails: { ca: ca.ca } }),
    },
  })
  pool.on('error', () => undefined)
  const session = new SqlserverSession(mssql, pool, spec)
  try {
    await pool.connect()
    await session.begin()
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
