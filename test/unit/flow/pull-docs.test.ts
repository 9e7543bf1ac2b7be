import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { openDb } from '../../../src/store/index.js'
import { ROOT } from '../../helpers/binary.js'
import { Mariadb, noMariadb } from '../../servers/mariadb.js'
import { Postgres } from '../../servers/postgres.js'
import { DatabaseCity, only } from './database-city.js'

/** The blocks of a page, by language. */
function blocks(kind: string): { readonly sql: string; readonly yaml: string } {
  const page = readFileSync(join(ROOT, 'docs/sources', `${kind}.md`), 'utf8')
  const of = (lang: string): string => new RegExp(`\`\`\`${lang}\\n([^]*?)\`\`\``).exec(page)?.[1] ?? ''
  return { sql: of('sql'), yaml: of('yaml').replace(/^sources:\n/, '').replaceAll(/^ {2}/gm, '') }
}

let city: DatabaseCity
afterEach(() => city.remove())

const LOADED = { state: 'loaded', layout: 'ss-levy', counts: { rowsRead: 2, rowsLoaded: 2, rowsChanged: 0, rowsWithIssues: 0, rowsSetAside: 0 } }

describe('the examples of the source pages', () => {
  it('postgres', async () => {
    const server = await Postgres.start()
    try {
      const { sql, yaml } = blocks('postgres')
      await server.run('create database zjk')
      await server.run(sql, 'zjk')
      city = new DatabaseCity(yaml.replace('5432', String(server.port)))
      city.env = { HEDUI_ZJK_PASSWORD: 'set-your-own' }
      expect(only(await city.load())).toMatchObject(LOADED)
    } finally {
      await server.stop()
    }
  })

  it.skipIf(noMariadb() !== null)('mysql', async () => {
    const server = await Mariadb.start()
    try {
      const { sql, yaml } = blocks('mysql')
      await server.run(sql)
      city = new DatabaseCity(yaml.replace('3306', String(server.port)))
      mkdirSync(join(city.dir, 'secrets'))
      writeFileSync(join(city.dir, 'secrets/zjk'), 'set-your-own\n', { mode: 0o600 })
      expect(only(await city.load())).toMatchObject(LOADED)
    } finally {
      await server.stop()
    }
  })

  it('sqlite', async () => {
    const { sql, yaml } = blocks('sqlite')
    city = new DatabaseCity(yaml.replace('../bureau.db', 'bureau.db'))
    const db = openDb(join(city.dir, 'bureau.db'))
    db.exec(sql)
    db.close()
    expect(only(await city.load())).toMatchObject(LOADED)
  })

  it.each(['oracle', 'sqlserver', 'dm'])('%s is a valid setting, and its page says that it is unverified', kind => {
    city = new DatabaseCity(blocks(kind).yaml)
    expect(city.ws.sources[0]!.database).toMatchObject({ kind })
    expect(readFileSync(join(ROOT, 'docs/sources', `${kind}.md`), 'utf8')).toMatch(/未在真实[^]*Not verified on a real/)
  })

  it('and the one in the template, once its marks are taken off', () => {
    const template = readFileSync(join(ROOT, 'templates/hedui.yaml'), 'utf8')
    const block = /^ {2}# - name: ss-levy-db\n(?: {2}# .*\n)+/m.exec(template)![0]
    city = new DatabaseCity(block.replaceAll(/^ {2}# /gm, ''))
    expect(city.ws.sources[0]).toMatchObject({ name: 'ss-levy-db', database: { kind: 'postgres', incremental: { key: ['aaz288'] } } })
  })
})
