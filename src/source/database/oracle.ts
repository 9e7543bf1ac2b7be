import { CopyWriter } from './copy-text.js'
import { loadDriver } from './driver.js'
import { fromClause, quoteName } from './names.js'
import type { PullSpec, ResultColumn, Session, Since } from './types.js'

/** What is used of node-oracledb, and of DM's driver, which was made after it. */
interface OracleLike {
  readonly OUT_FORMAT_ARRAY: unknown
  readonly STRING: unknown
  readonly DATE?: unknown
  readonly NUMBER?: unknown
  readonly CLOB?: unknown
  fetchAsString?: unknown[]
  getConnection(config: Readonly<Record<string, unknown>>): Promise<OracleConnection>
}
interface OracleConnection {
  execute(
    sql: string,
    binds: readonly unknown[],
    options: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly metaData?: readonly ColumnMeta[]; readonly resultSet?: OracleRows }>
  close(options?: Readonly<Record<string, unknown>>): Promise<void>
}
interface ColumnMeta {
  readonly name: string
  readonly dbTypeName?: string
}
interface OracleRows {
  getRows(count: number): Promise<readonly (readonly (string | null)[])[]>
}

const ROWS = 2000
const TIME = 'YYYY-MM-DD HH24:MI:SS'
/** Numbers in full, with a point whatever the session's territory. */
const NUMBER_FORM = `'TM9', 'NLS_NUMERIC_CHARACTERS=''.,'''`

/** An expression that gives a value as text; null for types that are no text and no number, whose columns are left out. */
export function oracleText({ name, type }: ResultColumn, zone: string): string | null {
  const column = `q.${quoteName('oracle', name)}`
  if (/^(number|float|binary_|dec|numeric|int|integer|bigint|smallint|tinyint|byte|double|real)/.test(type))
    return `to_char(${column}, ${NUMBER_FORM})`
  if (/^timestamp.*(time zone|tz)/.test(type)) return `to_char(${column} at time zone '${zone}', '${TIME}.FF6')`
  if (/^(timestamp|datetime)/.test(type)) return `to_char(${column}, '${TIME}.FF6')`
  if (type === 'date') return `to_char(${column}, '${TIME}')`
  if (type === 'char' || type === 'nchar') return `rtrim(${column})`
  if (type === 'raw' || type === 'binary' || type === 'varbinary') return `rawtohex(${column})`
  if (/^interval/.test(type)) return `to_char(${column})`
  return /^(blob|bfile|object|long|json|xmltype|image|vector|cursor)/.test(type) ? null : column
}

/** How a bound text is compared with a column, so that the column itself stays as it is and an index serves. */
export function oracleBound(type: string): string {
  if (type === 'date') return `to_date(substr(:1, 1, 19), '${TIME}')`
  if (/^(timestamp|datetime)/.test(type)) return `to_timestamp(:1, '${TIME}.FF')`
  return /^(number|int|integer|bigint|dec|numeric)/.test(type) ? 'to_number(:1)' : ':1'
}

class OracleSession implements Session {
  private readonly oracle: OracleLike
  private readonly connection: OracleConnection
  private readonly spec: PullSpec
  private readonly from: string

  constructor(oracle: OracleLike, connection: OracleConnection, spec: PullSpec) {
    this.oracle = oracle
    this.connection = connection
    this.spec = spec
    this.from = fromClause(spec.setting.kind, spec.setting.from)
  }

  async describe(): Promise<readonly ResultColumn[]> {
    const { metaData } = await this.connection.execute(`select * from ${this.from} q where 1 = 0`, [], {
      outFormat: this.oracle.OUT_FORMAT_ARRAY,
      extendedMetaData: true,
    })
    const columns = (metaData ?? []).map(m => ({
      name: m.name,
      type: (m.dbTypeName ?? '')
        .toLowerCase()
        .replace(/^db_type_/, '')
        .replace(/\(.*?\)/g, '')
        .trim(),
    }))
    return columns.filter(c => oracleText(c, '') !== null)
  }

  async *read(columns: readonly ResultColumn[], since: Since | null): AsyncIterable<Uint8Array> {
    const { oracle } = this
    const list = columns.map((c, i) => `${oracleText(c, this.spec.setting.timeZone)!} c${i + 1}`).join(', ')
    const mark = since === null ? '' : `q.${quoteName(this.spec.setting.kind, since.column.name)}`
    const where = since === null ? '' : ` where ${mark} >= ${oracleBound(since.column.type)} or ${mark} is null`
    const options = {
      resultSet: true,
      outFormat: oracle.OUT_FORMAT_ARRAY,
      fetchArraySize: ROWS,
      prefetchRows: ROWS,
      fetchTypeHandler: () => ({ type: oracle.STRING }),
    }
    const { resultSet } = await this.connection.execute(
      `select ${list} from ${this.from} q${where}`,
      since === null ? [] : [since.bound],
      options,
    )
    const writer = new CopyWriter()
    for (;;) {
      const rows = await resultSet!.getRows(ROWS)
      for (const row of rows) writer.row(row.map(cell => (cell === null || cell === undefined ? null : String(cell))))
      if (writer.full || rows.length === 0) yield writer.take()
      if (rows.length === 0) return
    }
  }

  async close(): Promise<void> {
    await this.connection.close({ drop: true }).catch(() => undefined)
  }

  /** The session reads one snapshot and cannot write. */
  async begin(): Promise<void> {
    if (this.spec.setting.kind === 'oracle')
      await this.connection.execute(`alter session set time_zone = '${this.spec.setting.timeZone}'`, [], {})
    await this.connection.execute('set transaction read only', [], { autoCommit: false })
  }
}

async function connect(oracle: OracleLike, connection: OracleConnection, spec: PullSpec): Promise<Session> {
  const session = new OracleSession(oracle, connection, spec)
  try {
    await session.begin()
    return session
  } catch (error) {
    await session.close()
    throw error
  }
}

/** Oracle from 12.1 on, in node-oracledb's thin mode. `database` is the service name. */
export async function connectOracle(spec: PullSpec): Promise<Session> {
  const oracle = await loadDriver<OracleLike>('oracledb', { kind: 'oracle', dir: spec.dir })
  const { host, port, database, user, tls } = spec.setting.connection
  const connection = await oracle.getConnection({
    user,
    password: spec.password ?? '',
    connectString: `${tls === false ? '' : 'tcps://'}${host}:${port ?? 1521}/${database}`,
  })
  return connect(oracle, connection, spec)
}

/** DM, by the driver that the operator installed. `database` is the schema. Its login encryption needs ciphers that Node no longer has. */
export async function connectDm(spec: PullSpec): Promise<Session> {
  const dm = await loadDriver<OracleLike>('dmdb', { kind: 'dm', dir: spec.dir })
  const { host, port, database, user } = spec.setting.connection
  dm.fetchAsString = [dm.NUMBER, dm.DATE, dm.CLOB].filter(t => t !== undefined)
  const connection = await dm.getConnection({
    connectString: `${host}:${port ?? 5236}`,
    user,
    password: spec.password ?? '',
    autoCommit: false,
    loginEncrypt: false,
    ...(database === '' ? {} : { schema: database }),
  })
  return connect(dm, connection, spec)
}
