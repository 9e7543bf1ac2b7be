import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a fake driver was asked, in order: the call and what it was called with. */
export type Call = readonly [what: string, ...with_: unknown[]]

/** Puts a fake of a driver's interface where an operator would install the driver: into the workspace. It answers as `globalThis.fakes[name]` says and records its calls there. */
export function installFake(dir: string, name: 'oracledb' | 'dmdb' | 'mssql', answer: (sql: string, binds: unknown) => unknown): { readonly calls: Call[] } {
  const place = join(dir, 'node_modules', name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'package.json'), JSON.stringify({ name, version: '0.0.0', type: 'module', main: 'index.js' }))
  writeFileSync(join(place, 'index.js'), name === 'mssql' ? MSSQL : ORACLE.replaceAll('NAME', name))
  const fake = { calls: [] as Call[], answer };
  (globalThis as unknown as { fakes?: Record<string, unknown> }).fakes = { ...(globalThis as unknown as { fakes?: Record<string, unknown> }).fakes, [name]: fake }
  return fake
}

/** node-oracledb's interface as its sources have it (26.0.0): getConnection, execute with resultSet, getRows, close. DM's driver was made after it. */
const ORACLE = `
const fake = () => globalThis.fakes['NAME']
const driver = {
  OUT_FORMAT_ARRAY: 4001, STRING: 2001, NUMBER: 2010, DATE: 2014, CLOB: 2017,
  async getConnection(config) {
    fake().calls.push(['getConnection', config, driver.fetchAsString])
    return {
      async execute(sql, binds, options) {
        fake().calls.push(['execute', sql, binds, options])
        const answer = await fake().answer(sql, binds)
        if (answer instanceof Error) throw answer
        if (!options.resultSet) return { metaData: answer.metaData, rows: [] }
        const rows = [...answer.rows]
        return { resultSet: { async getRows(count) { return rows.splice(0, count) }, async close() {} } }
      },
      async close(options) { fake().calls.push(['close', options]) },
    }
  },
}
export default driver
`

/** node-mssql's interface (12.7): ConnectionPool, Transaction, Request in stream mode with arrayRowMode. */
const MSSQL = `
import { EventEmitter } from 'node:events'
const fake = () => globalThis.fakes['mssql']
class ConnectionPool extends EventEmitter {
  constructor(config) { super(); this.config = config }
  async connect() {
    fake().calls.push(['connect', this.config])
    const answer = await fake().answer('connect', null)
    if (answer instanceof Error) throw answer
  }
  async close() { fake().calls.push(['close']) }
}
class Transaction {
  constructor(pool) { this.pool = pool }
  async begin(isolation) { fake().calls.push(['begin', isolation]) }
}
class Request extends EventEmitter {
  constructor(on) { super(); this.on_ = on; this.inputs = {} }
  input(name, type, value) { this.inputs[name] = value }
  pause() {}
  resume() {}
  async query(sql) {
    fake().calls.push(['query', sql, this.inputs, this.on_.constructor.name])
    const answer = await fake().answer(sql, this.inputs)
    if (!this.stream) { if (answer instanceof Error) throw answer; return { recordset: answer } }
    if (answer instanceof Error) this.emit('error', answer)
    else for (const row of answer) this.emit('row', row)
    this.emit('done', {})
  }
}
export default { ConnectionPool, Transaction, Request, ISOLATION_LEVEL: { SNAPSHOT: 5, READ_COMMITTED: 2 }, NVarChar: 'nvarchar' }
`
