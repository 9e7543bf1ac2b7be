import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchDrop } from '../../../src/flow/batch.js'
import { doctor } from '../../../src/flow/doctor.js'
import { peekSource } from '../../../src/flow/peek.js'
import { batchReload } from '../../../src/flow/reload.js'
import { openDb } from '../../../src/store/index.js'
import { insertLevies, LEVY_COLUMNS, levyRow } from '../../servers/levy.js'
import { DatabaseCity, only } from './database-city.js'

let city: DatabaseCity
let file: string
beforeEach(() => {
  city = new DatabaseCity('- {name: x, kind: sqlite, layout: ss-levy, delivers: snapshot, connection: {database: none.db}, table: levy}')
  file = join(city.dir, 'bureau.db')
  run(`create table levy (${LEVY_COLUMNS}); ${insertLevies('levy', [1, 2, 3].map(n => levyRow(n)))}`)
})
afterEach(() => city.remove())

function run(sql: string): void {
  const db = openDb(file)
  db.exec(sql)
  db.close()
}

const source = (more: Readonly<Record<string, string>> = {}): string => {
  const lines = { name: 'levy-db', kind: 'sqlite', layout: 'ss-levy', delivers: 'snapshot', connection: '{database: bureau.db}', table: 'levy', ...more }
  return `- ${Object.entries(lines).filter(([, v]) => v !== '').map(([k, v]) => `${k}: ${v}`).join('\n  ')}`
}

async function peeked(query: string, limit: number | null = null): Promise<(readonly string[])[]> {
  city.sources(source({ table: '', query }))
  const rows: (readonly string[])[] = []
  await peekSource(city.ws, 'levy-db', { request: { rows: limit, layouts: null }, fx: city.fx, emit: { head: () => undefined, table: () => undefined, row: r => rows.push(r.cells) } })
  return rows
}

describe('a SQLite file', () => {
  it('is loaded by its layout, known when it comes again, and pulled in steps', async () => {
    city.sources(source({ incremental: '{watermark: aae418, overlap: 10m, key: [aaz288]}' }))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 1, counts: { rowsLoaded: 3, rowsChanged: 0 } })
    expect(only(await city.load())).toMatchObject({ state: 'known' })
    await expect(batchReload(city.ws, '1', { jobs: 1 }, city.fx)).rejects.toMatchObject({ code: 'store.original_table' })
    run(`${insertLevies('levy', [levyRow(4, { at: '2025-10-02 08:00:00' })])} update levy set aae022 = 90, aae418 = '2025-10-02 09:00:00' where aaz288 = 'Z2'`)
    expect(only(await city.load())).toMatchObject({ state: 'loaded', fresh: { added: 1, changed: 1 } })
    expect(city.records().map(r => [r['levy_no'], r['amount_person']])).toEqual([['Z1', 8000], ['Z3', 8000], ['Z2', 9000], ['Z4', 8000]])
  })

  it('begins anew where its last pull was dropped, and the one before does not stand beside it', async () => {
    city.sources(source({ delivers: 'append', incremental: '{watermark: aae418, overlap: 10m, key: [aaz288]}' }))
    await city.load()
    run(insertLevies('levy', [levyRow(4, { at: '2025-10-02 08:00:00' })]))
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 2, fresh: { added: 1, changed: 0 } })
    expect(batchDrop(city.ws, '2', city.fx).again).toEqual([])
    expect(only(await city.load())).toMatchObject({ state: 'loaded', batch: 3, fresh: null, counts: { rowsLoaded: 4 } })
    expect(city.records().map(r => r['levy_no'])).toEqual(['Z1', 'Z2', 'Z3', 'Z4'])
    expect(doctor(city.ws, city.fx).wrong).toEqual([])
  })

  it('by a serial number, which is bound as a number', async () => {
    run('alter table levy add id integer; update levy set id = rowid * 9')
    city.sources(source({ incremental: '{watermark: id, overlap: 0, key: [id]}' }))
    await city.load()
    run(`insert into levy select 'Z9', aac001, aac058, aac147, aac003, aab001, aae140, aae003, aaa115, aae020, aae022, aae036, aaa321, aae418, 100 from levy limit 1`)
    expect(only(await city.load())).toMatchObject({ fresh: { added: 1, changed: 0 } })
  })

  it('gives values as text in full', async () => {
    expect(await peeked(`select 9223372036854775807 as big, 0.1 as real, 1e300 as huge, x'00ff' as bytes, null as nul, '' as blank, 'a' || char(9) || 'b' as tab -- the end`)).toEqual([
      ['big', 'real', 'huge', 'bytes', 'nul', 'blank', 'tab'], ['9223372036854775807', '0.1', '1e+300', '00FF', '', '', 'a\tb'],
    ])
  })

  it('can be looked into without being read to its end', async () => {
    const many = 'with recursive n(x) as (select 1 union all select x + 1 from n where x < 200000) select x from n'
    expect((await peeked(many, 3)).flat()).toEqual(['x', '1', '2'])
  })

  it('that belongs to another workspace is read while that one is in use', async () => {
    const db = openDb(file)
    db.pragma('journal_mode = wal')
    db.exec('begin immediate; delete from levy')
    city.sources(source())
    expect(only(await city.load())).toMatchObject({ state: 'loaded', counts: { rowsLoaded: 3 } })
    db.exec('rollback')
    db.close()
  })

  it.each([
    ['a file that is not there', { connection: '{database: none.db}' }, 'database.no_database'], ['a file that is none', { connection: '{database: text.db}' }, 'database.no_database'],
    ['no such table', { table: 'levies' }, 'database.no_table'], ['no such column', { table: '', query: 'select aae999 from levy' }, 'database.query_column'], ['not SQL', { table: '', query: 'selec' }, 'database.query'],
    ['what would write', { table: '', query: 'delete from levy returning *' }, 'database.query'],
  ])('%s is a Problem', async (_, more, code) => {
    writeFileSync(join(city.dir, 'text.db'), 'no database at all, but long enough to look at'.repeat(20))
    city.sources(source(more))
    expect(only(await city.load())).toMatchObject({ state: 'problem', problem: { code, params: { source: 'levy-db' } } })
    expect(city.strays()).toEqual([])
  })
})
