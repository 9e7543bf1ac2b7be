import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { batchDrop } from '../../../src/flow/batch.js'
import { openStore } from '../../../src/store/index.js'
import { insertLevies, LEVY_COLUMNS, levyRow } from '../../servers/levy.js'
import { Postgres, refusingCopy } from '../../servers/postgres.js'
import { DatabaseCity, only } from './database-city.js'

let server: Postgres
let city: DatabaseCity
beforeAll(async () => {
  server = await Postgres.start()
  await server.run(`create role reader login password 'reader only'; create schema zjk; grant usage on schema zjk to reader`)
})
afterAll(() => server.stop())

beforeEach(async () => {
  await server.run(`drop table if exists zjk.levy; create table zjk.levy (${LEVY_COLUMNS}); grant select on zjk.levy to reader; ${insertLevies('zjk.levy', [1, 2, 3].map(n => levyRow(n)))}`)
  city = new DatabaseCity(source())
  city.env = { LEVY_PASSWORD: 'reader only' }
  return () => city.remove()
})

/** The source, with lines that replace or add to its own. */
function source(more: Readonly<Record<string, string>> = {}): string {
  const lines = {
    name: 'levy-db', kind: 'postgres', layout: 'ss-levy', delivers: 'snapshot', table: 'zjk.levy', retries: '1', retry_wait: '0.1',
    connection: `{host: 127.0.0.1, port: ${server.port}, database: postgres, user: reader, password: {env: LEVY_PASSWORD}}`, ...more,
  }
  return `- ${Object.entries(lines).filter(([, v]) => v !== '').map(([k, v]) => `${k}: ${v}`).join('\n  ')}`
}

const INCREMENTAL = { incremental: '{watermark: aae418, overlap: 10m, key: [aaz288]}' }
const levyNos = (): unknown[] => city.records().map(r => r['levy_no'])

describe('a pull', () => {
  it('is loaded by its layout as a file is, with its name and row numbers, and nothing counts as changed', async () => {
    const extract = only(await city.load())
    expect(extract).toMatchObject({ file: 'levy-db', state: 'loaded', batch: 1, layout: 'ss-levy', agency: 'ss', dataDate: '2025-10-20', counts: { rowsRead: 3, rowsLoaded: 3, rowsChanged: 0, rowsWithIssues: 0 } })
    expect(city.records()[1]).toMatchObject({ line: 2, levy_no: 'Z2', amount: 24000, sent_date: '2025-09-15', period_start: 202509 })
    expect(extract.surplus).toEqual(['aae418'])
    expect(city.strays()).toEqual([])
  })

  it('of the same content is known, and loaded again when it has come back from another', async () => {
    await city.load()
    expect(only(await city.load())).toMatchObject({ state: 'known', batch: 1 })
    await server.run(`update zjk.levy set aae022 = 81 where aaz288 = 'Z2'`)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 2 })
    await server.run(`update zjk.levy set aae022 = 80 where aaz288 = 'Z2'`)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 3 })
    expect(city.records().map(r => r['amount_person'])).toEqual([8000, 8000, 8000])
    expect(city.strays()).toEqual([])
  })

  it('stands beside files, and is left alone where files are named or another source is meant', async () => {
    city.sources(`${source()}\n- name: levy-file\n  layout: ss-levy\n  pattern: levy_*.csv\n  delivers: append`)
    const path = join(city.dir, 'inbox', 'levy_1.csv')
    writeFileSync(path, 'AAZ288,AAC001,AAC147,AAC003,AAE140,AAE003,AAE020\nF1,P9,110101199003070011,某乙,110,202509,1.00\n')
    expect((await city.load()).extracts.map(x => [x.file, x.state, x.batch])).toEqual([['levy_1.csv', 'loaded', 1], ['levy-db', 'loaded', 2]])
    expect((await city.load({ sources: ['levy-file'] })).extracts.map(x => x.file)).toEqual(['levy_1.csv'])
    expect((await city.load({ files: [path] })).extracts.map(x => x.file)).toEqual(['levy_1.csv'])
    expect((await city.load({ sources: ['levy-db'] })).extracts.map(x => x.file)).toEqual(['levy-db'])
  })

  it('sets aside the row whose value does not fit its type, and marks what is doubtful', async () => {
    await server.run(`alter table zjk.levy alter aae020 type text, alter aae036 type text, alter aac147 type text;
      update zjk.levy set aae020 = 'viel' where aaz288 = 'Z1'; update zjk.levy set aae036 = 'gestern' where aaz288 = 'Z2'; update zjk.levy set aac147 = '11010119900307001X' where aaz288 = 'Z3'`)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsRead: 3, rowsLoaded: 2, rowsSetAside: 1 } })
    expect(city.notes('set_aside')).toMatchObject([{ line: 1, reason: 'reason.amount_unreadable', raw: expect.stringMatching(/^Z1\tP1\t/) as string }])
    expect(city.notes('issues').map(i => [i['line'], i['field']])).toEqual([[2, 'sent_date'], [3, 'id_number']])
  })

  it('comes by a cursor where COPY is not wanted or not allowed, the same to the byte', async () => {
    await city.load()
    city.sources(source({ copy: 'false' }))
    expect(only(await city.load())).toMatchObject({ state: 'known', batch: 1 })
    const gate = await refusingCopy(server.port)
    try {
      city.sources(source({ connection: `{host: 127.0.0.1, port: ${gate.port}, database: postgres, user: reader, password: {env: LEVY_PASSWORD}}` }))
      expect(only(await city.load())).toMatchObject({ state: 'known', batch: 1 })
      expect(gate.refused).toBe(1)
    } finally {
      gate.close()
    }
  })
})

describe('what stands in the way is a Problem', () => {
  const problem = async (): Promise<unknown> => {
    const { problem: found, state } = only(await city.load())
    expect(state).toBe('problem')
    expect(city.records()).toEqual([])
    expect(city.strays()).toEqual([])
    return found
  }

  it('wrong password, which is nowhere to be seen', async () => {
    city.env = { LEVY_PASSWORD: 'not the reader' }
    const found = await problem()
    expect(found).toMatchObject({ code: 'database.login', params: { source: 'levy-db', host: '127.0.0.1', user: 'reader' } })
    expect(JSON.stringify(found)).not.toContain('not the reader')
  })

  it('no password, or a file that others can read', async () => {
    city.env = {}
    expect(await problem()).toMatchObject({ code: 'database.password_env', params: { name: 'LEVY_PASSWORD' } })
    const connection = `{host: 127.0.0.1, port: ${server.port}, database: postgres, user: reader, password: {file: secret}}`
    city.sources(source({ connection }))
    expect(await problem()).toMatchObject({ code: 'source.secret_file', params: { detail: 'ENOENT' } })
    writeFileSync(join(city.dir, 'secret'), 'reader only\n\n', { mode: 0o644 })
    chmodSync(join(city.dir, 'secret'), 0o644)
    expect(await problem()).toMatchObject({ code: 'source.secret_open', params: { mode: '644' } })
    chmodSync(join(city.dir, 'secret'), 0o600)
    expect(only(await city.load())).toMatchObject({ state: 'loaded' })
  })

  it.each([
    ['a table that is not there', { table: 'zjk.levies' }, 'database.no_table'], ['a schema that is not there', { table: 'zj.levy' }, 'database.no_table'],
    ['a column that the query lost', { table: '', query: 'select aaz288, aae999 from zjk.levy' }, 'database.query_column'], ['a query that is none', { table: '', query: 'selec 1' }, 'database.query'],
  ])('%s', async (_, more, code) => {
    city.sources(source(more))
    expect(await problem()).toMatchObject({ code, params: { source: 'levy-db' } })
  })

  it('a table that may not be read, a database that is not there, nobody who listens', async () => {
    await server.run('revoke select on zjk.levy from reader')
    expect(await problem()).toMatchObject({ code: 'database.denied', params: { user: 'reader' } })
    city.sources(source({ connection: `{host: 127.0.0.1, port: ${server.port}, database: nowhere, user: reader, password: {env: LEVY_PASSWORD}}` }))
    expect(await problem()).toMatchObject({ code: 'database.no_database', params: { database: 'nowhere' } })
    city.sources(source({ connection: '{host: 127.0.0.1, port: 1, database: postgres, user: reader, password: {env: LEVY_PASSWORD}}' }))
    expect(await problem()).toMatchObject({ code: 'database.lost', params: { times: 1, detail: expect.stringContaining('ECONNREFUSED') as string } })
  })

  it('a mandatory column that vanished is named', async () => {
    await server.run('alter table zjk.levy rename aae140 to xzlx')
    expect(await problem()).toMatchObject({ code: 'layout.column_missing', params: { file: 'levy-db', missing: expect.stringContaining('AAE140') as string } })
  })

  it('a column that incremental names and that vanished', async () => {
    city.sources(source(INCREMENTAL))
    await server.run('alter table zjk.levy drop aae418')
    expect(await problem()).toMatchObject({ code: 'database.column', params: { column: 'aae418' } })
  })
})

describe('a pull in steps', () => {
  const LATE = { at: '2025-10-01 07:55:00' }
  beforeEach(() => city.sources(source(INCREMENTAL)))

  it('asks for what is new, takes a row that came late, and has each row once in its newest form', async () => {
    await city.load()
    await server.run(`${insertLevies('zjk.levy', [levyRow(4, { at: '2025-10-02 08:00:00' }), levyRow(5, LATE), levyRow(6, { at: '2025-09-01 00:00:00' }), levyRow(7, { at: null })])}
      update zjk.levy set aae022 = 90, aae418 = '2025-10-02 09:00:00' where aaz288 = 'Z2'`)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 2, fresh: { added: 3, changed: 1 }, counts: { rowsLoaded: 6 } })
    // Z6 lies below the watermark and its overlap: only a full pull sees it.
    expect(levyNos().slice(0, 2)).toEqual(['Z1', 'Z3'])
    expect(levyNos().toSorted()).toEqual(['Z1', 'Z2', 'Z3', 'Z4', 'Z5', 'Z7'])
    expect(city.records().find(r => r['levy_no'] === 'Z2')).toMatchObject({ amount_person: 9000 })
    expect(city.records().map(r => r['line'])).toEqual([1, 2, 3, 4, 5, 6])
    expect(only(await city.load())).toMatchObject({ state: 'known', batch: 2 })
    expect(only(await city.load({ full: true }))).toMatchObject({ state: 'loaded', fresh: null, counts: { rowsLoaded: 7 } })
    expect(levyNos().toSorted()).toEqual(['Z1', 'Z2', 'Z3', 'Z4', 'Z5', 'Z6', 'Z7'])
    expect(city.strays()).toEqual([])
  })

  it('counts each row once too where every batch of the source counts', async () => {
    city.sources(source({ ...INCREMENTAL, delivers: 'append' }))
    await city.load()
    await server.run(insertLevies('zjk.levy', [levyRow(4, { at: '2025-10-02 08:00:00' })]))
    expect(only(await city.load())).toMatchObject({ batch: 2, fresh: { added: 1, changed: 0 } })
    expect(levyNos()).toEqual(['Z1', 'Z2', 'Z3', 'Z4'])
    expect(only(await city.load({ full: true }))).toMatchObject({ state: 'known' })
    await server.run(`delete from zjk.levy where aaz288 = 'Z1'`)
    expect(only(await city.load())).toMatchObject({ state: 'known' })
    expect(only(await city.load({ full: true }))).toMatchObject({ batch: 3 })
    expect(levyNos()).toEqual(['Z2', 'Z3', 'Z4'])
  })

  it('by a serial number, and by digits that are a time', async () => {
    await server.run('alter table zjk.levy add id bigserial, add cc varchar(14); update zjk.levy set cc = to_char(aae418, \'YYYYMMDDHH24MISS\')')
    city.sources(`${source({ incremental: '{watermark: id, overlap: 1, key: [id]}' })}\n${source({ name: 'levy-cc', incremental: '{watermark: cc, overlap: 1h, key: [aaz288]}' })}`)
    expect((await city.load()).extracts.map(x => x.state)).toEqual(['loaded', 'loaded'])
    await server.run(`insert into zjk.levy select 'Z4', aac001, aac058, aac147, aac003, aab001, aae140, aae003, aaa115, aae020, aae022, aae036, aaa321, aae418, nextval('zjk.levy_id_seq'), '20251003000000' from zjk.levy limit 1`)
    expect((await city.load()).extracts.map(x => [x.state, x.fresh?.added, x.counts?.rowsLoaded])).toEqual([['loaded', 1, 4], ['loaded', 1, 4]])
    expect(openMarks()).toEqual([['levy-cc', '20251003000000'], ['levy-db', '4']])
  })

  it('moves its watermark only with the batch', async () => {
    await city.load()
    expect(openMarks()).toEqual([['levy-db', '2025-10-01 08:00:00']])
    await server.run(`${insertLevies('zjk.levy', Array.from({ length: 30 }, (_, i) => levyRow(100 + i, { at: '2025-10-05 08:00:00' })))} alter table zjk.levy alter aae020 type text; update zjk.levy set aae020 = 'x' where aaz288 > 'Z1' and aaz288 < 'Z2' and aaz288 <> 'Z1'`)
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code: 'load.set_aside' } })
    expect(openMarks()).toEqual([['levy-db', '2025-10-01 08:00:00']])
    expect(levyNos()).toEqual(['Z1', 'Z2', 'Z3'])
    expect(city.strays()).toEqual([])
  })

  it('begins anew when its batch was dropped, its setting changed, or a column came', async () => {
    await city.load()
    batchDrop(city.ws, '1', city.fx)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 2, fresh: null })
    await server.run('alter table zjk.levy add more text')
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: null })
    expect(only(await city.load())).toMatchObject({ state: 'known' })
    city.sources(source({ incremental: '{watermark: aae418, overlap: 20m, key: [aaz288]}' }))
    await server.run(insertLevies('zjk.levy', [levyRow(4).replace(/\)$/, ', null)')]))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: null, counts: { rowsLoaded: 4 } })
  })

  it('refuses a key that does not tell rows apart', async () => {
    city.sources(source({ incremental: '{watermark: aae418, overlap: 10m, key: [aab001]}' }))
    await city.load()
    await server.run(insertLevies('zjk.levy', [levyRow(4, { at: '2025-10-02 08:00:00' })]))
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code: 'database.key', params: { key: 'aab001' } } })
    expect(city.strays()).toEqual([])
  })

  function openMarks(): unknown[] {
    const store = openStore(city.ws.data)
    try {
      return store.pulls().map(p => [p.source, p.mark])
    } finally {
      store.close()
    }
  }
})

describe('a server that goes down', () => {
  /** A pull that lasts some seconds: rows in fits and starts. */
  const SLOW = { table: '', query: `select l.*, pg_sleep(case when n % 500 = 0 then 0.1 else 0 end)::text as waits from zjk.levy l cross join generate_series(1, 20000) n where aaz288 = 'Z1'` }

  it('in the middle of a pull: it is tried again, then told, nothing is to be seen, and the next pull is whole', async () => {
    city.sources(source(SLOW))
    const started = Date.now()
    const loading = city.load()
    await new Promise(resolve => setTimeout(resolve, 1500))
    server.kill()
    const extract = only(await loading)
    expect(extract).toMatchObject({ state: 'problem', problem: { code: 'database.lost', params: { source: 'levy-db', times: 1 } } })
    expect(Date.now() - started).toBeGreaterThan(1500)
    expect(city.records()).toEqual([])
    expect(city.strays()).toEqual([])
    await server.restart()
    city.sources(source({ ...SLOW, query: SLOW.query.replace('0.1', '0') }))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsRead: 20_000 } })
  })

  it('and comes back while the pull waits: the pull is whole', async () => {
    city.sources(source({ ...SLOW, query: SLOW.query.replace('20000', '6000'), retries: '5', retry_wait: '1' }))
    const loading = city.load()
    await new Promise(resolve => setTimeout(resolve, 800))
    server.kill()
    await server.restart()
    expect(only(await loading)).toMatchObject({ state: 'loaded', counts: { rowsRead: 6000, rowsLoaded: 6000 } })
    expect(city.records()).toHaveLength(6000)
  })

  it('or says nothing any more: it counts as lost', async () => {
    city.sources(source({ table: '', query: `select l.*, pg_sleep(30)::text as waits from zjk.levy l`, timeout: '1', retries: '0' }))
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code: 'database.lost', params: { detail: '1 s' } } })
  })
})
