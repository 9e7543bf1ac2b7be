import { execFile, spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BINARY, refuseStale } from '../../helpers/binary.js'
import { insertLevies, LEVY_COLUMNS, levyRow } from '../../servers/levy.js'
import { Postgres } from '../../servers/postgres.js'
import { DatabaseCity } from '../flow/database-city.js'

const SECRET = 'a-password-like-no-other'

let server: Postgres
let city: DatabaseCity
beforeAll(async () => {
  refuseStale()
  server = await Postgres.start()
  await server.run(`create role reader login password '${SECRET}'; create table levy (${LEVY_COLUMNS}); create table more (${LEVY_COLUMNS}); grant select on levy, more to reader;
    ${insertLevies('levy', [1, 2].map(n => levyRow(n)))} ${insertLevies('more', [3, 4, 5].map(n => levyRow(n)))}`)
  const source = (name: string, rest: string): string => `- name: ${name}\n  kind: postgres\n  layout: ss-levy\n  delivers: append\n  retries: 1\n  retry_wait: 0.1\n`
    + `  connection: {host: 127.0.0.1, port: ${server.port}, database: postgres, user: reader, password: {env: LEVY_PASSWORD}}\n  ${rest}`
  const slow = `query: "select l.*, pg_sleep(0.002)::text as waits from levy l cross join generate_series(1, 5000)"`
  city = new DatabaseCity([
    source('levy-db', 'table: levy\n  incremental: {watermark: aae418, overlap: 10m, key: [aaz288]}'), source('more-db', 'table: more'), source('slow-db', slow),
  ].join('\n'))
})
afterAll(async () => {
  city.remove()
  await server.stop()
})

interface Ran { readonly status: number; readonly out: string; readonly err: string }

function hedui(args: readonly string[], password: string | null = SECRET): Promise<Ran> {
  const env: NodeJS.ProcessEnv = { ...process.env, ...(password === null ? {} : { LEVY_PASSWORD: password }) }
  return new Promise(resolve => {
    execFile(process.execPath, [BINARY, '-C', city.dir, '--debug', ...args], { env }, (error, out, err) => resolve({ status: error === null ? 0 : Number(error.code), out, err }))
  })
}

describe('databases on the command line', () => {
  it('are looked into', async () => {
    const { status, out } = await hedui(['peek', '--source', 'more-db', '--json'])
    expect(status).toBe(0)
    const lines = out.trim().split('\n').map(l => JSON.parse(l) as Record<string, unknown>)
    expect(lines[0]).toMatchObject({ file: 'more-db', format: 'database' })
    expect(lines[1]).toMatchObject({ header: 0, layout: { name: 'ss-levy' } })
    expect(lines.slice(2).map(l => [l['line'], (l['cells'] as string[])[0]])).toEqual([[0, 'aaz288'], [1, 'Z3'], [2, 'Z4'], [3, 'Z5']])
    expect(await hedui(['peek', '--source', 'none'])).toMatchObject({ status: 2, err: expect.stringContaining('more-db') as string })
    expect(await hedui(['peek'])).toMatchObject({ status: 2 })
  })

  it('are pulled several at a time, a worker each; a wrong password or none hurts no other', async () => {
    const { status, out } = await hedui(['load', '--source', 'levy-db', '--source', 'more-db', '--jobs', '2', '--json'])
    expect(status).toBe(0)
    expect(out.trim().split('\n').map(l => JSON.parse(l) as { file: string; state: string; batch: number }).map(x => [x.file, x.state, x.batch])).toEqual([['levy-db', 'loaded', 1], ['more-db', 'loaded', 2]])
    const wrong = await hedui(['load', '--source', 'levy-db', '--source', 'more-db', '--jobs', '2'], 'another-password-entirely')
    expect(wrong.status).toBe(2)
    expect(wrong.err).toMatch(/reader[^]*reader/)
    const none = await hedui(['load', '--source', 'levy-db', '--jobs', '2'], null)
    expect(none).toMatchObject({ status: 2, err: expect.stringContaining('LEVY_PASSWORD') as string })
    for (const { out: o, err } of [wrong, none]) expect(o + err).not.toContain('another-password-entirely')
  })

  it('goes on from the last pull, or begins anew when told to', async () => {
    await server.run(insertLevies('levy', [levyRow(6, { at: '2025-10-03 08:00:00' })]))
    const steps = await hedui(['load', '--source', 'levy-db', '--lang', 'en'])
    expect(steps).toMatchObject({ status: 0, err: expect.stringContaining('1 rows are new and 0 changed') as string })
    expect(await hedui(['load', '--source', 'levy-db', '--full'])).toMatchObject({ status: 0, err: expect.stringContaining('不再装载') as string })
    const counted = await hedui(['query', 'select count(*) as n from levy', '--json'])
    expect(JSON.parse(counted.out)).toEqual({ n: 6 })
  })

  it('killed with -9 in the middle of a pull leave nothing that the next command does not clear away', async () => {
    const child = spawn(process.execPath, [BINARY, '-C', city.dir, 'load', '--source', 'slow-db', '--jobs', '2'], { env: { ...process.env, LEVY_PASSWORD: SECRET }, stdio: 'ignore' })
    const gone = new Promise(resolve => child.once('exit', resolve))
    for (let tried = 0; !readdirSync(join(city.dir, 'data/batches')).some(f => f.endsWith('.tmp')) && tried < 200; tried++) await new Promise(resolve => setTimeout(resolve, 50))
    child.kill('SIGKILL')
    await gone
    expect(city.strays().length).toBeGreaterThan(0)
    await hedui(['load', '--source', 'more-db'])
    expect(city.strays()).toEqual([])
    expect(JSON.parse((await hedui(['query', 'select count(*) as n from levy', '--json'])).out)).toEqual({ n: 6 })
  })

  it('leave the password nowhere, and what they write is for its owner alone', () => {
    const files = readdirSync(city.dir, { recursive: true, withFileTypes: true }).filter(f => f.isFile()).map(f => join(f.parentPath, f.name))
    expect(files.length).toBeGreaterThan(10)
    expect(files.filter(f => readFileSync(f).includes(SECRET))).toEqual([])
    expect(files.filter(f => f.includes('/data/')).filter(f => (statSync(f).mode & 0o077) !== 0)).toEqual([])
  })
})
