import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/flow/doctor.js'
import type { Problem } from '../../../src/kernel/index.js'
import { DatabaseCity } from '../flow/database-city.js'

const city = new DatabaseCity('- {name: x, kind: sqlite, layout: ss-levy, delivers: snapshot, connection: {database: a.db}, table: t}')
afterAll(() => city.remove())

const CONNECTION = 'connection: {host: h, database: d, user: u, password: {env: PW}}'

/** The setting, or the Problem that it gets. */
function setting(...lines: readonly string[]): unknown {
  city.sources(`- name: levy-db\n  layout: ss-levy\n  delivers: snapshot\n${lines.map(l => `  ${l}`).join('\n')}`)
  try {
    return city.ws.sources[0]!.database
  } catch (error) {
    return error
  }
}

describe('a database source in hedui.yaml', () => {
  it('with what is usual left out', () => {
    expect(setting('kind: postgres', CONNECTION, 'table: zjk.levy')).toEqual({
      kind: 'postgres', connection: { host: 'h', port: null, database: 'd', user: 'u', password: { env: 'PW' }, tls: false }, from: { table: ['zjk', 'levy'] }, incremental: null, copy: true,
      timeZone: '+08:00', retry: { times: 3, wait: 2 }, patience: 600,
    })
  })

  it.each([['30s', { seconds: 30 }], ['10m', { seconds: 600 }], ['2h', { seconds: 7200 }], ['1d', { seconds: 86_400 }], ['500', { steps: 500 }]])('an overlap of %s', (overlap, read) => {
    expect(setting('kind: mysql', CONNECTION, 'query: select 1', `incremental: {watermark: a, overlap: ${overlap}, key: [k]}`)).toMatchObject({ incremental: { watermark: 'a', overlap: read, key: ['k'] } })
  })

  it.each([
    ['neither table nor query', ['kind: postgres', CONNECTION]], ['both', ['kind: postgres', CONNECTION, 'table: t', 'query: select 1']], ['a kind that is none', ['kind: db2', CONNECTION, 'table: t']],
    ['no host', ['kind: postgres', 'connection: {database: d, user: u}', 'table: t']], ['no file', ['kind: sqlite', 'connection: {host: h}', 'table: t']],
    ['no key', ['kind: postgres', CONNECTION, 'table: t', 'incremental: {watermark: a, overlap: 1d, key: []}']], ['an overlap that is none', ['kind: postgres', CONNECTION, 'table: t', 'incremental: {watermark: a, overlap: soon, key: [k]}']],
    ['an offset that is none', ['kind: postgres', CONNECTION, 'table: t', 'time_zone: Asia/Shanghai']], ['a port too large', ['kind: postgres', 'connection: {host: h, database: d, user: u, port: 70000}', 'table: t']],
  ])('%s is a Problem with its place', (_, lines) => {
    expect(setting(...lines)).toMatchObject({ code: 'config.value', params: { file: 'hedui.yaml', line: expect.any(Number) as number } })
  })

  it('keys that only files or only databases have are not taken', () => {
    expect(setting('kind: postgres', CONNECTION, 'table: t', 'encoding: gb18030')).toMatchObject({ code: 'config.key_kind', params: { found: 'encoding', kind: 'postgres', kinds: 'file' } })
    expect(setting('pattern: x.csv', 'table: t')).toMatchObject({ code: 'config.key', params: { found: 'table' } })
  })

  it.each([
    ['as text', 'connection: {host: h, database: d, user: u, password: hunter2}'], ['as a number', 'connection: {host: h, database: d, user: u, password: 20251001}'],
    ['in a URL', 'connection: "postgres://u:hunter2@h/d"'], ['as the name of a variable', 'connection: {host: h, database: d, user: u, password: {env: "hunter2!"}}'],
  ])('a password written down %s is refused and not repeated', (_, connection) => {
    const problem = setting('kind: postgres', connection, 'table: t') as Problem
    expect(problem).toMatchObject({ code: 'config.value', params: { found: '***' } })
    expect(problem.text('zh-CN') + problem.text('en') + problem.message).not.toMatch(/hunter2|20251001/)
  })
})

describe('doctor', () => {
  it('says which driver is missing, which password others can read, and which is not set here', () => {
    setting('kind: dm', CONNECTION, 'table: t')
    expect(doctor(city.ws, city.fx)).toMatchObject({
      wrong: [{ what: 'config', problem: { code: 'database.driver', params: { name: 'dmdb' } } }], remarks: expect.arrayContaining([expect.objectContaining({ what: 'config' })]) as unknown[],
    })
    setting('kind: postgres', 'connection: {host: h, database: d, user: u, password: {file: pw}}', 'table: t')
    writeFileSync(join(city.dir, 'pw'), 'x')
    chmodSync(join(city.dir, 'pw'), 0o640)
    expect(doctor(city.ws, city.fx).wrong).toMatchObject([{ problem: { code: 'source.secret_open', params: { mode: '640' } } }])
    chmodSync(join(city.dir, 'pw'), 0o600)
    expect(doctor(city.ws, city.fx).wrong).toEqual([])
  })
})
