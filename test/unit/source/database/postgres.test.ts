import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { quoteText } from '../../../../src/source/database/names.js'
import { openPull, type DatabaseSetting, type PullSpec } from '../../../../src/source/index.js'
import { PASSWORD, Postgres } from '../../../servers/postgres.js'

let server: Postgres
beforeAll(async () => {
  server = await Postgres.start()
  await server.run('create database city')
})
afterAll(() => server.stop())

function pull(from: DatabaseSetting['from'], more: Partial<DatabaseSetting> = {}): PullSpec {
  const setting: DatabaseSetting = {
    kind: 'postgres', connection: { host: '127.0.0.1', port: server.port, database: 'city', user: 'postgres', password: null, tls: false },
    from, incremental: null, copy: true, timeZone: '+08:00', retry: { times: 0, wait: 0 }, patience: 30, ...more,
  }
  return { source: 'test', setting, password: PASSWORD, dir: '/nowhere', earlier: null, keep: null, today: '2025-10-20' }
}

interface Read { readonly names: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly digest: string; readonly states: readonly string[] }

async function read(spec: PullSpec): Promise<Read> {
  const source = await openPull(spec, () => { throw new Error('no SQLite here') })
  try {
    const [header, ...rows] = await collect(source.readers[0]!.rows())
    return { names: header!.cells, rows: rows.map(r => r.cells), digest: source.digest, states: rows.map(r => r.state) }
  } finally {
    await source.close()
  }
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = []
  for await (const item of items) out.push(item)
  return out
}

describe('values as text', () => {
  const QUERY = `select 9007199254740993::bigint as big, 12345678901234567890.123456789::numeric as num, date '2025-09-30' as day, timestamp '2025-09-30 23:59:59.123456' as at,
    timestamptz '2025-09-30 23:30:00+00' as atz, timetz '10:00:00+00' as ttz, 'x '::varchar(5) as vc, 'x'::char(5) as ch, ''::text as blank, null::text as nul, true as yes,
    '1234.50'::numeric::money as cash, '\\x00ff'::bytea as bytes, 0.1::float8 as f, 'NaN'::numeric as nan, E'tab\\there\\nline "quoted", back\\\\slash \\r\\b\\f\\v \\\\N' as odd, E'\\\\N' as bare`
  const EXPECTED = ['9007199254740993', '12345678901234567890.123456789', '2025-09-30', '2025-09-30 23:59:59.123456', '2025-10-01 07:30:00', '10:00:00', 'x ', 'x', '', '', 't',
    '1234.50', '00FF', '0.1', 'NaN', 'tab\there\nline "quoted", back\\slash \r\b\f\v \\N', '\\N']

  it('come whole by COPY and by a cursor, without zones, padding or lost digits', async () => {
    const copied = await read(pull({ query: QUERY }))
    const fetched = await read(pull({ query: QUERY }, { copy: false }))
    expect(copied.rows).toEqual([EXPECTED])
    expect(copied.names).toEqual(['big', 'num', 'day', 'at', 'atz', 'ttz', 'vc', 'ch', 'blank', 'nul', 'yes', 'cash', 'bytes', 'f', 'nan', 'odd', 'bare'])
    expect(fetched).toEqual(copied)
  })

  it('are the same wherever the server thinks it is', async () => {
    await server.run(`alter database city set timezone = 'America/New_York'; alter database city set datestyle = 'German'; alter database city set standard_conforming_strings = off; alter database city set lc_monetary = 'C'`)
    try {
      expect((await read(pull({ query: QUERY.replace(/E'/g, "E'") }))).rows[0]!.slice(2, 6)).toEqual(EXPECTED.slice(2, 6))
    } finally {
      await server.run('alter database city reset all')
    }
  })

  it('a literal is read as the text that it was made of, whatever that is', async () => {
    const texts = fc.sample(fc.string({ unit: fc.oneof(fc.constantFrom("'", '\\\\', '"', '$$', '--', ';', '\n', '甲'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })), maxLength: 12 }), 300).filter(t => !t.includes('\0'))
    const { rows } = await read(pull({ query: texts.map(t => `select ${quoteText(t)}::text as t`).join(' union all ') }))
    expect(rows.map(r => r[0])).toEqual(texts)
  })

  it('NULL and the empty text are told apart in the rows as received', async () => {
    const source = await openPull(pull({ query: `select null::text as a, ''::text as b, 'x' as c` }), () => { throw new Error('no SQLite here') })
    const reader = source.readers[0]!
    const block = reader.newBlock(3)
    const raws: string[] = []
    for await (const step of reader.blocks(block, 3, 0)) {
      void step
      for (let r = 0; r < block.rows; r++) raws.push(reader.rawOf(block, r))
    }
    await source.close()
    expect(raws).toEqual(['\\N\t\tx'])
  })
})

describe('tables and queries', () => {
  it('a table by schema and name, in any case, is quoted', async () => {
    await server.run(`create schema "Odd.Schema"; create table "Odd.Schema"."Ta""ble" ("列 一" text, "select" int); insert into "Odd.Schema"."Ta""ble" values ('甲', 1), (null, 2), (' ', null)`, 'city')
    const { names, rows, states } = await read(pull({ table: ['Odd.Schema', 'Ta"ble'] }))
    expect(names).toEqual(['列 一', 'select'])
    expect(rows).toEqual([['甲', '1'], ['', '2'], [' ', '']])
    expect(states).toEqual(['row', 'row', 'blank'])
  })

  it('a query may end in a semicolon or a comment, and is one statement', async () => {
    expect((await read(pull({ query: 'with a as (select 1 as x) select * from a -- the end' }))).rows).toEqual([['1']])
    expect((await read(pull({ query: 'select 1 as x;\n ; ' }))).rows).toEqual([['1']])
    await expect(read(pull({ query: 'select 1) q; create table escaped (x int); select (1' }))).rejects.toMatchObject({ code: 'database.query' })
    expect(await server.run(`select to_regclass('escaped') as t`, 'city')).toEqual([{ t: null }])
  })

  it('nothing can be written, whatever the query calls', async () => {
    await server.run(`create table kept (x int); create function writes() returns int language plpgsql as $$ begin insert into kept values (1); return 1; end $$`, 'city')
    await expect(read(pull({ query: 'select writes() as x' }))).rejects.toMatchObject({ code: 'database.query', params: { detail: expect.stringContaining('25006') as string } })
    expect(await server.run('select count(*)::int as n from kept', 'city')).toEqual([{ n: 0 }])
  })

  it('wide rows and many of them pass through the region whole', async () => {
    const query = `select g as n, repeat('宽', 20000 + g) as wide, repeat(E'\\\\', 1000) as slashes from generate_series(1, 300) g`
    const { rows } = await read(pull({ query }))
    expect(rows).toHaveLength(300)
    expect(rows.every(([n, wide, slashes]) => wide === '宽'.repeat(20000 + Number(n)) && slashes === '\\'.repeat(1000))).toBe(true)
    await expect(read(pull({ query: `select repeat('x', 1 << 21) as long` }))).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 1 } })
    expect((await read(pull({ query: 'select g as n, g::text as t from generate_series(1, 100000) g' }))).rows.at(-1)).toEqual(['100000', '100000'])
    expect((await read(pull({ query: 'select 1 as n where false' }))).rows).toEqual([])
  })

  it('a database without an encoding gives bytes, and those that are no UTF-8 cost their row alone', async () => {
    await server.run(`create database ascii template template0 encoding 'SQL_ASCII' lc_collate 'C' lc_ctype 'C'`)
    await server.run(`create table t (a text, b text); insert into t values ('1', '甲'), ('2', E'\\xd5\\xc5'), ('3', '乙')`, 'ascii')
    const spec = pull({ table: ['t'] })
    const { rows, states } = await read({ ...spec, setting: { ...spec.setting, connection: { ...spec.setting.connection, database: 'ascii' } } })
    expect(states).toEqual(['row', 'set_aside', 'row'])
    expect(rows[2]).toEqual(['3', '乙'])
  })
})

describe('one snapshot', () => {
  it('rows that come while the pull goes on are not in it', async () => {
    await server.run('create table grows as select g as n from generate_series(1, 50000) g', 'city')
    const source = await openPull(pull({ table: ['grows'] }), () => { throw new Error('no SQLite here') })
    await server.run('delete from grows where n > 40000; insert into grows select g from generate_series(50001, 60000) g', 'city')
    const rows = await collect(source.readers[0]!.rows())
    await source.close()
    expect(rows).toHaveLength(50_001)
    expect(rows.at(-1)!.cells).toEqual(['50000'])
  })
})
