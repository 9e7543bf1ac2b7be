import { problem, Problem } from '../../kernel/index.js'
import type { PullSpec } from './types.js'

/** The connection broke or could not be made for now: the same pull may be tried again from its start. */
export class LostConnection extends Error {
  override readonly name = 'LostConnection'
  readonly detail: string

  constructor(detail: string) {
    super(detail)
    this.detail = detail
  }
}

/**
 * What a driver's error means. Codes: PostgreSQL SQLSTATE (5 signs), MySQL `ER_*`, SQLite `SQLITE_*`, Oracle `ORA-*` and `NJS-*`, SQL
 * Server `E*` and numbers, Node's socket codes.
 */
const LOST = [
  /^(08|57P0|53)/,
  /^40001$/,
  /^(ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENETUN|ENETDOWN|EAI_AGAIN$|ENOTFOUND$|ENOENT$|ESOCKET$|ETIMEOUT$)/,
  /^(PROTOCOL_CONNECTION_LOST|PROTOCOL_SEQUENCE_TIMEOUT|ER_SERVER_SHUTDOWN|ER_CON_COUNT_ERROR|ER_NORMAL_SHUTDOWN|ER_CONNECTION_KILLED|ER_QUERY_INTERRUPTED)$/,
  /^ORA-(03113|03114|03135|01555|01033|01034|01089|12170|12541|12537|12547)$/,
  /^NJS-(500|501|503|510|521|530)$/,
  /^SQLITE_BUSY/,
]
const LOGIN = [/^28/, /^ER_ACCESS_DENIED_ERROR$/, /^ER_NOT_SUPPORTED_AUTH_MODE$/, /^ORA-(01017|28000|28001)$/, /^(ELOGIN|EACCES|EPERM)$/]
const NO_DATABASE = [/^3D000$/, /^ER_BAD_DB_ERROR$/, /^ER_DBACCESS_DENIED_ERROR$/, /^ORA-(12514|12505)$/, /^SQLITE_(CANTOPEN|NOTADB)/]
const NO_TABLE = [/^(42P01|3F000)$/, /^ER_NO_SUCH_TABLE$/, /^ORA-00942$/]
const NO_COLUMN = [/^42703$/, /^ER_BAD_FIELD_ERROR$/, /^ORA-00904$/]
const DENIED = [/^42501$/, /^ER_(TABLE|COLUMN|SPECIFIC_)ACCESS_DENIED_ERROR$/, /^ORA-01031$/]

interface DriverError {
  readonly code?: unknown
  readonly number?: unknown
  readonly errno?: unknown
  readonly message?: unknown
  readonly errors?: readonly unknown[]
}

/** Numbers of SQL Server's errors by what they mean. */
const NUMBERS: Readonly<Record<number, string>> = { 208: '42P01', 207: '42703', 229: '42501', 4060: '3D000', 18456: '28P01' }

function codeOf(error: DriverError): string {
  if (typeof error.number === 'number' && NUMBERS[error.number] !== undefined) return NUMBERS[error.number]!
  if (error.code === 'SQLITE_ERROR')
    return /^no such table/.test(String(error.message)) ? '42P01' : /^no such column/.test(String(error.message)) ? '42703' : error.code
  if (typeof error.code === 'string') return error.code
  const ora = /\b(ORA-\d{5}|NJS-\d{3})\b/.exec(String(error.message))
  return ora?.[1] ?? ''
}

/**
 * A driver's error as a Problem that names place and next step, or as a lost connection; what is none of the database's making comes back
 * as it is.
 */
export function failed(error: unknown, spec: PullSpec): unknown {
  if (error instanceof Problem || error instanceof LostConnection || !(error instanceof Error)) return error
  const first = (error as DriverError).errors?.[0]
  const about: DriverError = first instanceof Error ? (first as DriverError) : (error as DriverError)
  const code = codeOf(about)
  const detail = told(about, code, spec.password)
  const is = (patterns: readonly RegExp[]): boolean => patterns.some(p => p.test(code))
  if (is(LOST) || /^Connection terminated|connection is in closed state|timeout expired|^Query read timeout/i.test(String(about.message)))
    return new LostConnection(detail)
  const { source } = spec
  const { host, database, user } = spec.setting.connection
  if (is(LOGIN)) return problem('database.login', { source, host, user, detail })
  if (is(NO_DATABASE)) return problem('database.no_database', { source, host, database, detail })
  if (is(NO_TABLE)) return problem('database.no_table', { source, detail })
  if (is(NO_COLUMN)) return problem('database.query_column', { source, detail })
  if (is(DENIED)) return problem('database.denied', { source, user, detail })
  return code === '' && about.errno === undefined ? error : problem('database.query', { source, detail })
}

/** The server's words in one line: no password, and no values of rows, which stand in quotes in complaints about data. */
function told({ message }: DriverError, code: string, password: string | null): string {
  const line = String(message).replace(/\s+/g, ' ').trim()
  const bare = password === null || password === '' ? line : line.replaceAll(password, '***')
  const text = /^22/.test(code) ? bare.replace(/"[^"]*"/g, '"…"') : bare
  return (code === '' || text.includes(code) ? text : `${code} ${text}`).slice(0, 300)
}
