import { afterEach, describe, expect, it } from 'vitest'
import { oracleBound, oracleText } from '../../../src/source/database/oracle.js'
import { sqlserverBound, sqlserverText } from '../../../src/source/database/sqlserver.js'
import { installFake } from '../../servers/fakes.js'
import { DatabaseCity, only } from './database-city.js'

let city: DatabaseCity
afterEach(() => city.remove())

function cityOf(kind: string, more: Readonly<Record<string, string>> = {}): DatabaseCity {
  const lines = {
    name: 'levy-db', kind, layout: 'ss-levy', delivers: 'snapshot', table: 'ZJK.SS_LEVY', retries: '0', connection: '{host: db.example, database: orcl, user: reader, password: {env: PW}}',
    incremental: '{watermark: AAE418, overlap: 10m, key: [AAZ288]}', ...more,
  }
  city = new DatabaseCity(`- ${Object.entries(lines).map(([k, v]) => `${k}: ${v}`).join('\n  ')}`)
  city.env = { PW: 'tiger in the tank' }
  return city
}

const NAMES = ['AAZ288', 'AAC001', 'AAC147', 'AAC003', 'AAE140', 'AAE003', 'AAE020', 'AAE036', 'AAE418']
const TYPES = ['VARCHAR2', 'VARCHAR2', 'CHAR', 'NVARCHAR2', 'VARCHAR2', 'NUMBER', 'NUMBER', 'DATE', 'TIMESTAMP']
const row = (n: number, at = '2025-10-01 08:00:00.000000'): (string | null)[] => [`Z${n}`, `P${n}`, '110101199003070011', '某\t甲', '110', '202509', '160.00', '2025-09-15 10:11:12', at]
const LIST = 'select q."AAZ288" c1, q."AAC001" c2, rtrim(q."AAC147") c3, q."AAC003" c4, q."AAE140" c5, to_char(q."AAE003", \'TM9\', \'NLS_NUMERIC_CHARACTERS=\'\'.,\'\'\') c6, '
  + 'to_char(q."AAE020", \'TM9\', \'NLS_NUMERIC_CHARACTERS=\'\'.,\'\'\') c7, to_char(q."AAE036", \'YYYY-MM-DD HH24:MI:SS\') c8, to_char(q."AAE418", \'YYYY-MM-DD HH24:MI:SS.FF6\') c9 from "ZJK"."SS_LEVY" q'

describe('Oracle, by a fake of its driver', () => {
  it('reads one snapshot, everything as text, then what is new with the watermark bound', async () => {
    cityOf('oracle')
    let rows = [row(1), row(2)]
    const fake = installFake(city.dir, 'oracledb', sql => sql.includes('1 = 0') ? { metaData: [...NAMES.map((name, i) => ({ name, dbTypeName: TYPES[i] })), { name: 'BILD', dbTypeName: 'BLOB' }] } : { rows })
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsRead: 2, rowsLoaded: 2 } })
    expect(city.records()[0]).toMatchObject({ levy_no: 'Z1', name: '某甲', amount: 16000, sent_date: '2025-09-15' })
    expect(fake.calls.map(c => c[0] === 'execute' ? c[1] : c[0])).toEqual([
      'getConnection', `alter session set time_zone = '+08:00'`, 'set transaction read only', 'select * from "ZJK"."SS_LEVY" q where 1 = 0', LIST, 'close',
    ])
    expect(fake.calls[0]![1]).toEqual({ user: 'reader', password: 'tiger in the tank', connectString: 'db.example:1521/orcl' })
    rows = [row(2), row(3, '2025-10-02 08:00:00.000000')]
    fake.calls.length = 0
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: { added: 1, changed: 0 } })
    const asked = fake.calls.find(c => String(c[1]).startsWith(LIST))!
    expect(asked.slice(1, 3)).toEqual([`${LIST} where q."AAE418" >= to_timestamp(:1, 'YYYY-MM-DD HH24:MI:SS.FF') or q."AAE418" is null`, ['2025-10-01 07:50:00.000000']])
    expect(city.records().map(r => r['levy_no'])).toEqual(['Z1', 'Z2', 'Z3'])
  })

  it.each([['ORA-01017', 'database.login'], ['ORA-00942', 'database.no_table'], ['ORA-00904', 'database.query_column'], ['ORA-12514', 'database.no_database'], ['ORA-03113', 'database.lost'], ['NJS-503', 'database.lost'], ['ORA-00933', 'database.query']])(
    '%s is told as %s, without the password', async (code, told) => {
      cityOf('oracle')
      installFake(city.dir, 'oracledb', () => Object.assign(new Error(`${code}: something with tiger in the tank`), { code }))
      const { problem } = only(await city.load())
      expect(problem).toMatchObject({ code: told, params: { detail: expect.stringContaining(code) as string } })
      expect(JSON.stringify(problem)).not.toContain('tiger')
    })

  it('has a text for each type that is one', () => {
    const text = (type: string): string | null => oracleText({ name: 'C', type }, '+08:00')
    expect(text('timestamp with time zone')).toBe(`to_char(q."C" at time zone '+08:00', 'YYYY-MM-DD HH24:MI:SS.FF6')`)
    expect(['blob', 'bfile', 'long raw', 'long', 'xmltype'].map(text)).toEqual([null, null, null, null, null])
    expect([text('raw'), text('nchar'), text('clob'), text('')]).toEqual(['rawtohex(q."C")', 'rtrim(q."C")', 'q."C"', 'q."C"'])
    expect(['date', 'number', 'varchar2'].map(oracleBound)).toEqual([`to_date(substr(:1, 1, 19), 'YYYY-MM-DD HH24:MI:SS')`, 'to_number(:1)', ':1'])
  })

  it('by the real driver, when nobody listens, is a lost connection', async () => {
    cityOf('oracle', { connection: '{host: 127.0.0.1, port: 1, database: orcl, user: reader, password: {env: PW}}' })
    expect(only(await city.load())).toMatchObject({ problem: { code: 'database.lost', params: { detail: expect.stringContaining('NJS-503') as string } } })
  })
})

describe('DM, by a fake of its driver', () => {
  it('reads by the driver that stands in the workspace', async () => {
    cityOf('dm')
    const fake = installFake(city.dir, 'dmdb', sql => sql.includes('1 = 0') ? { metaData: NAMES.map(name => ({ name })) } : { rows: [row(1)] })
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsLoaded: 1 } })
    expect(fake.calls.map(c => c[0] === 'execute' ? c[1] : c[0])).toEqual([
      'getConnection', 'set transaction read only', 'select * from "ZJK"."SS_LEVY" q where 1 = 0', `select ${NAMES.map((n, i) => `q."${n}" c${i + 1}`).join(', ')} from "ZJK"."SS_LEVY" q`, 'close',
    ])
    expect(fake.calls[0]!.slice(1)).toEqual([{ connectString: 'db.example:5236', user: 'reader', password: 'tiger in the tank', autoCommit: false, loginEncrypt: false, schema: 'orcl' }, [2010, 2014, 2017]])
  })

  it('without its driver says how to get it', async () => {
    cityOf('dm')
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code: 'database.driver', params: { name: 'dmdb', command: `npm install --prefix ${city.dir} dmdb` } } })
  })
})

describe('SQL Server, by a fake of its driver', () => {
  const SQLTYPES = ['varchar(32)', 'nvarchar(20)', 'char(18)', 'nvarchar(60)', 'varchar(3)', 'int', 'decimal(18,2)', 'datetime', 'datetime2(7)']
  const text = ['q.[AAZ288]', 'q.[AAC001]', 'rtrim(q.[AAC147])', 'q.[AAC003]', 'q.[AAE140]', 'convert(varchar(50), q.[AAE003])', 'convert(varchar(50), q.[AAE020])',
    'convert(varchar(27), convert(datetime2, q.[AAE036]), 121)', 'convert(varchar(27), convert(datetime2, q.[AAE418]), 121)']

  it('reads in a snapshot where there is one, everything as text, then what is new with the watermark bound', async () => {
    cityOf('sqlserver', { table: 'dbo.SS_LEVY' })
    let rows = [row(1), row(2)]
    const fake = installFake(city.dir, 'mssql', sql => {
      if (sql === 'connect') return null
      if (sql.includes('snapshot_isolation_state')) return [[1]]
      return sql.includes('first_result_set') ? [...NAMES.map((n, i) => [n, SQLTYPES[i], null, null]), ['BILD', 'image', null, null]] : rows
    })
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsLoaded: 2 } })
    expect(fake.calls[0]![1]).toMatchObject({ server: 'db.example', port: 1433, database: 'orcl', user: 'reader', password: 'tiger in the tank', options: { encrypt: false, trustServerCertificate: false, readOnlyIntent: true } })
    expect(fake.calls[2]).toEqual(['begin', 5])
    expect(fake.calls[3]!.slice(1)).toEqual(['select name, system_type_name, error_number, error_message from sys.dm_exec_describe_first_result_set(@sql, null, 0) order by column_ordinal', { sql: 'select * from [dbo].[SS_LEVY] q' }, 'Transaction'])
    expect(fake.calls[4]!.slice(1, 3)).toEqual([`select ${text.join(', ')} from [dbo].[SS_LEVY] q`, {}])
    rows = [row(3, '2025-10-02 08:00:00.0000000')]
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: { added: 1, changed: 0 } })
    expect(fake.calls.at(-2)!.slice(1, 3)).toEqual([`select ${text.join(', ')} from [dbo].[SS_LEVY] q where q.[AAE418] >= convert(datetime2, @mark, 121) or q.[AAE418] is null`, { mark: '2025-10-01 07:50:00.000000' }])
  })

  it('a table that is not there, a wrong password, a server that went away', async () => {
    cityOf('sqlserver')
    installFake(city.dir, 'mssql', sql => sql === 'connect' ? null : sql.includes('first_result_set') ? [[null, null, 208, 'Invalid object name']] : [[0]])
    expect(only(await city.load())).toMatchObject({ problem: { code: 'database.no_table' } })
    installFake(city.dir, 'mssql', () => Object.assign(new Error('Login failed'), { code: 'ELOGIN' }))
    expect(only(await city.load())).toMatchObject({ problem: { code: 'database.login' } })
    installFake(city.dir, 'mssql', () => Object.assign(new Error('Connection lost'), { code: 'ESOCKET' }))
    expect(only(await city.load())).toMatchObject({ problem: { code: 'database.lost' } })
  })

  it('has a text for each type that is one', () => {
    const of = (type: string): string | null => sqlserverText({ name: 'C', type }, '+08:00')
    expect(of('datetimeoffset')).toBe(`convert(varchar(27), convert(datetime2, switchoffset(q.[C], '+08:00')), 121)`)
    expect([of('money'), of('float'), of('uniqueidentifier'), of('rowversion')]).toEqual(['convert(varchar(50), q.[C], 2)', 'convert(varchar(50), q.[C], 3)', 'convert(varchar(36), q.[C])', 'convert(varchar(max), convert(varbinary(max), q.[C]), 2)'])
    expect(['image', 'xml', 'geometry', 'sql_variant'].map(of)).toEqual([null, null, null, null])
    expect(['bigint', 'datetime', 'varchar'].map(sqlserverBound)).toEqual(['convert(decimal(38, 0), @mark)', 'convert(datetime2, @mark, 121)', '@mark'])
  })

  it('without its driver says how to get it', async () => {
    cityOf('sqlserver')
    expect(only(await city.load())).toMatchObject({ problem: { code: 'database.driver', params: { name: 'mssql' } } })
  })
})
