import type mysqlTypes from 'mysql2'
import { CopyWriter } from './copy-text.js'
import { loadDriver } from './driver.js'
import { bareQuery, fromClause, quoteName } from './names.js'
import { Pieces } from './pieces.js'
import { tlsOf } from './tls.js'
import type { PullSpec, ResultColumn, Session, Since } from './types.js'

const CONNECT_MS = 15_000
const BINARY = 63
/** Column types of the protocol (MySQL Internals, column definition). */
const BIT = 16
const GEOMETRY = 255
const TEXTUAL = new Set([15, 249, 250, 251, 252, 253, 254])

/** Settings that not every make knows: read-only by the server, and patience with a reader that writes to its disk. */
const WISHES = [
  'set session transaction read only',
  'set session net_write_timeout = 3600',
  'set session max_execution_time = 0',
  'set session max_statement_time = 0',
]

interface Field {
  readonly name: string
  readonly columnType?: number
  readonly type?: number
  readonly characterSet: number
}

/** Types whose bytes are no text: told apart so that they are shown as digits. */
function typeOf({ columnType, type, characterSet }: Field): string {
  const code = columnType ?? type ?? 0
  if (code === BIT) return 'bit'
  return code === GEOMETRY || (TEXTUAL.has(code) && characterSet === BINARY) ? 'binary' : ''
}

/** MySQL, MariaDB and what speaks their protocol: rows in the text protocol, whose bytes are the server's own text. */
class MysqlSession implements Session {
  private readonly connection: mysqlTypes.Connection
  private readonly spec: PullSpec
  private readonly from: string

  constructor(connection: mysqlTypes.Connection, spec: PullSpec) {
    this.connection = connection
    this.spec = spec
    this.from = fromClause('mysql', spec.setting.from)
  }

  run(sql: string): Promise<readonly Field[]> {
    return new Promise((resolve, reject) => {
      this.connection.query(sql, (error, _rows, fields) => {
        if (error !== null) reject(error)
        else resolve((fields ?? []) as unknown as readonly Field[])
      })
    })
  }

  async describe(): Promise<readonly ResultColumn[]> {
    return (await this.run(`select * from ${this.from} q limit 0`)).map(f => ({ name: f.name, type: typeOf(f) }))
  }

  read(columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array> {
    const { connection } = this
    const { from } = this.spec.setting
    const column = since === null ? '' : `q.${quoteName('mysql', since.column.name)}`
    // A query runs as it is written where all is asked for: the order that it sets would be lost inside another.
    const sql =
      since !== null
        ? `select * from ${this.from} q where ${column} >= ? or ${column} is null`
        : 'query' in from
          ? bareQuery(from.query)
          : `select * from ${this.from} q`
    const special = columns.flatMap((c, i) => (c.type === '' ? [] : [i]))
    const pieces = new Pieces(
      () => connection.pause(),
      () => connection.resume(),
    )
    const writer = new CopyWriter()
    const query = connection.query({ sql, values: since === null ? [] : [since.bound], rowsAsArray: true, typeCast: false as never })
    query.on('result', (row: unknown) => {
      const cells = row as (Uint8Array | null)[]
      for (const i of special) cells[i] = digits(cells[i]!, columns[i]!.type)
      writer.bytes(cells)
      if (writer.full) pieces.push(writer.take())
    })
    query.on('error', error => pieces.fail(error))
    // A lost connection is told to the connection alone.
    connection.on('error', error => pieces.fail(error))
    query.on('end', () => {
      pieces.push(writer.take())
      pieces.end()
    })
    return pieces
  }

  close(): Promise<void> {
    this.connection.destroy()
    return Promise.resolve()
  }
}

/** A bit field as a number, other bytes as hexadecimal digits. */
function digits(cell: Uint8Array | null, type: string): Uint8Array | null {
  if (cell === null) return null
  const hex = Buffer.from(cell).toString('hex').toUpperCase()
  return Buffer.from(type === 'bit' ? String(BigInt(`0x0${hex}`)) : hex)
}

/** Connects, settles the session and begins the snapshot. Throws the driver's errors, and `database.driver`. */
export async function connectMysql(spec: PullSpec): Promise<Session> {
  const mysql = await loadDriver<typeof mysqlTypes>('mysql2', { kind: 'mysql', dir: spec.dir })
  const { host, port, database, user, tls } = spec.setting.connection
  const ssl = tlsOf(tls, spec.dir)
  const connection = mysql.createConnection({
    ...(host.startsWith('/') ? { socketPath: host } : { host, port: port ?? 3306 }),
    database,
    user,
    password: spec.password ?? '',
    charset: 'utf8mb4',
    connectTimeout: CONNECT_MS,
    ...(ssl === false ? {} : { ssl }),
    multipleStatements: false,
    enableKeepAlive: true,
  })
  connection.on('error', () => undefined)
  const session = new MysqlSession(connection, spec)
  try {
    await new Promise<void>((resolve, reject) => connection.connect(error => (error === null ? resolve() : reject(error))))
    await session.run('set session transaction isolation level repeatable read')
    await session.run(`set time_zone = '${spec.setting.timeZone}'`)
    for (const wish of WISHES) await session.run(wish).catch(() => undefined)
    // TiDB knows no READ ONLY here.
    await session
      .run('start transaction with consistent snapshot, read only')
      .catch(() => session.run('start transaction with consistent snapshot'))
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}
