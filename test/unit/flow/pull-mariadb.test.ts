import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openPull, type DatabaseSetting, type PullSpec } from '../../../src/source/index.js'
import { insertLevies, LEVY_COLUMNS, levyRow } from '../../servers/levy.js'
import { Mariadb, noMariadb } from '../../servers/mariadb.js'
import { DatabaseCity, only } from './database-city.js'

const PASSWORD = "it's secret"

describe.skipIf(noMariadb() !== null)('MariaDB', () => {
  let server: Mariadb
  let city: DatabaseCity
  beforeAll(async () => {
    server = await Mariadb.start()
    await server.run(`create database zjk character set utf8mb4; create user reader@'%' identified by '${PASSWORD.replace("'", "''")}'; grant select on zjk.* to reader@'%'`)
  })
  afterAll(() => server.stop())

  beforeEach(async () => {
    await server.run(`drop table if exists levy; create table levy (${LEVY_COLUMNS}); ${insertLevies('levy', [1, 2, 3].map(n => levyRow(n)))}`, 'zjk')
    city = new DatabaseCity(source())
    city.env = { LEVY_PASSWORD: PASSWORD }
    return () => city.remove()
  })

  function source(more: Readonly<Record<string, string>> = {}): string {
    const lines = {
      name: 'levy-db', kind: 'mysql', layout: 'ss-levy', delivers: 'snapshot', table: 'levy', retries: '1', retry_wait: '0.1',
      connection: `{host: 127.0.0.1, port: ${server.port}, database: zjk, user: reader, password: {env: LEVY_PASSWORD}}`, ...more,
    }
    return `- ${Object.entries(lines).filter(([, v]) => v !== '').map(([k, v]) => `${k}: ${v}`).join('\n  ')}`
  }

  async function read(query: string, more: Partial<DatabaseSetting> = {}): Promise<(readonly string[])[]> {
    const setting: DatabaseSetting = {
      kind: 'mysql', connection: { host: server.socket, port: null, database: 'zjk', user: 'reader', password: null, tls: false },
      from: { query }, incremental: null, copy: true, timeZone: '+08:00', retry: { times: 0, wait: 0 }, patience: 30, ...more,
    }
    const spec: PullSpec = { source: 'test', setting, password: PASSWORD, dir: '/nowhere', earlier: null, keep: null, today: '2025-10-20' }
    const pulled = await openPull(spec, () => { throw new Error('no SQLite here') })
    try {
      const rows: (readonly string[])[] = []
      for await (const row of pulled.readers[0]!.rows()) rows.push(row.cells)
      return rows
    } finally {
      await pulled.close()
    }
  }

  it('gives values as text: no lost digits, no zones, no padding', async () => {
    await server.run(`drop table if exists vals; create table vals (big bigint unsigned, num decimal(38,9), dbl double, day date, at datetime(6), stamp timestamp(3) null, tm time, yr year, bits bit(12), vc varchar(20), ch char(5), bin varbinary(8),
      js json, txt text, blank varchar(5), nul varchar(5), gbk varchar(20) character set gbk); set time_zone = '+00:00';
      insert into vals values (18446744073709551615, 12345678901234567890.123456789, 0.1, '2025-09-30', '2025-09-30 23:59:59.123456', '2025-09-30 23:30:00.5', '-10:00:00', 2025, b'101', 'x ', 'x', x'00ff', '{"a":1}',
      'tab\\there\\nline "q" back\\\\slash \\0nul', '', null, '张三'), (null, null, null, '0000-00-00', null, null, null, null, null, null, null, null, null, null, null, null, '甲')`, 'zjk')
    const [names, first, second] = await read('select * from vals')
    expect(names!.slice(0, 3)).toEqual(['big', 'num', 'dbl'])
    // A row with NUL is set aside: shown as received.
    expect(first).toEqual([[
      '18446744073709551615', '12345678901234567890.123456789', '0.1', '2025-09-30', '2025-09-30 23:59:59.123456', '2025-10-01 07:30:00.500', '-10:00:00', '2025', '5', 'x ', 'x', '00FF', '{"a":1}',
      'tab\\there\\nline "q" back\\\\slash \0nul', '', '\\N', '张三'].join('\t')])
    expect(second).toEqual([...Array<string>(3).fill(''), '0000-00-00', ...Array<string>(12).fill(''), '甲'])
  })

  it('keeps the order that a query sets, reads one snapshot, and cannot write', async () => {
    expect((await read('select aaz288 from levy order by aaz288 desc')).flat()).toEqual(['aaz288', 'Z3', 'Z2', 'Z1'])
    await server.run(`create or replace function writes() returns int deterministic modifies sql data begin delete from levy; return 1; end`, 'zjk')
    await server.run(`grant execute, delete on zjk.* to reader@'%'`)
    await expect(read('select writes() as x')).rejects.toMatchObject({ code: 'database.query', params: { detail: expect.stringContaining('READ_ONLY_TRANSACTION') as string } })
    await expect(read('select 1 as a; delete from levy')).rejects.toMatchObject({ code: 'database.query' })
    expect(await server.run('select count(*) as n from levy', 'zjk')).toEqual([{ n: 3 }])
  })

  it('is loaded by its layout, known when it comes again, and pulled in steps', async () => {
    city.sources(source({ incremental: '{watermark: aae418, overlap: 10m, key: [aaz288]}' }))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 1, counts: { rowsRead: 3, rowsLoaded: 3, rowsChanged: 0, rowsWithIssues: 0 } })
    expect(city.records()[1]).toMatchObject({ line: 2, levy_no: 'Z2', amount: 24000, sent_date: '2025-09-15' })
    expect(only(await city.load())).toMatchObject({ state: 'known' })
    await server.run(`set time_zone = '+08:00'; ${insertLevies('levy', [levyRow(4, { at: '2025-10-02 08:00:00' }), levyRow(5, { at: '2025-09-30 00:00:00' })])} update levy set aae022 = 90, aae418 = '2025-10-02 09:00:00' where aaz288 = 'Z2'`, 'zjk')
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: { added: 1, changed: 1 } })
    expect(city.records().map(r => [r['levy_no'], r['amount_person']])).toEqual([['Z1', 8000], ['Z3', 8000], ['Z2', 9000], ['Z4', 8000]])
    expect(only(await city.load({ full: true }))).toMatchObject({ state: 'loaded', counts: { rowsLoaded: 5 } })
  })

  it.each([
    ['wrong password', {}, 'wrong', 'database.login'], ['no such table', { table: 'levies' }, PASSWORD, 'database.no_table'], ['no such column', { table: '', query: 'select aae999 from levy' }, PASSWORD, 'database.query_column'],
    ['no right', { table: 'mysql.user' }, PASSWORD, 'database.denied'], ['not SQL', { table: '', query: 'selec' }, PASSWORD, 'database.query'],
  ])('%s is a Problem', async (_, more, password, code) => {
    city.sources(source(more))
    city.env = { LEVY_PASSWORD: password }
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code } })
    expect(city.strays()).toEqual([])
  })

  it('killed in the middle of a pull: tried again, told, nothing to be seen, and the next pull is whole', async () => {
    const query = `select l.*, sleep(case when seq % 500 = 0 then 0.1 else 0 end) as waits from levy l cross join seq_1_to_20000 where aaz288 = 'Z1'`
    city.sources(source({ table: '', query }))
    const loading = city.load()
    await new Promise(resolve => setTimeout(resolve, 1500))
    await server.kill()
    expect(only(await loading)).toMatchObject({ state: 'problem', problem: { code: 'database.lost', params: { times: 1 } } })
    expect(city.records()).toEqual([])
    expect(city.strays()).toEqual([])
    await server.restart()
    city.sources(source({ table: '', query: query.replace('0.1', '0') }))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsRead: 20_000 } })
  })
})
