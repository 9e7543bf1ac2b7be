import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesUnder } from '../../../src/flow/inbox.js'
import { peek } from '../../../src/flow/peek.js'
import { batchReload } from '../../../src/flow/reload.js'
import { idOf, quiet, TestCity } from './workspace.js'

let dir: string
const inbox = (): string => join(dir, 'inbox')
const names = (): readonly string[] => filesUnder(inbox()).map(path => path.slice(inbox().length + 1))

beforeEach(() => { dir = mkdtempSync(join(tmpdir(), 'hedui-inbox-')) })
afterEach(() => { rmSync(dir, { recursive: true }) })

describe('what lies in the inbox', () => {
  it('is found through links, once in a circle of them, and never in what a dot hides or in marks of open workbooks', () => {
    for (const folder of ['inbox/month', 'inbox/.trash', 'share/tax']) mkdirSync(join(dir, folder), { recursive: true })
    for (const file of ['inbox/a.csv', 'inbox/month/b.csv', 'inbox/.trash/old.csv', 'inbox/.c.csv.swp', 'inbox/~$a.xlsx', 'share/tax/d.csv']) writeFileSync(join(dir, file), 'x')
    symlinkSync(join(dir, 'share'), join(inbox(), 'share'))
    symlinkSync(join(dir, 'share/tax/d.csv'), join(inbox(), 'link.csv'))
    symlinkSync(inbox(), join(inbox(), 'month/up'))
    symlinkSync(join(dir, 'nowhere.csv'), join(inbox(), 'lost.csv'))
    expect(names()).toEqual(['a.csv', 'link.csv', 'lost.csv', 'month/b.csv', 'share/tax/d.csv'])
  })

  it('is nothing where there is no inbox, and not known where it cannot be read', () => {
    expect(names()).toEqual([])
    symlinkSync(join(dir, 'share'), inbox())
    expect(names).toThrow(expect.objectContaining({ code: 'load.inbox_gone' }))
    writeFileSync(join(dir, 'share'), 'x')
    expect(names).toThrow(expect.objectContaining({ code: 'ENOTDIR' }))
  })
})

describe('what is no file', () => {
  it('is refused by name, and holds nothing up: a pipe that nobody writes to, a device without end', async () => {
    const city = new TestCity()
    try {
      await city.deliver({ 'ss-levy': [{ no: 'A1', id: idOf(1) }] })
      const at = (name: string): string => join(city.ws.inbox, name)
      rmSync(at('ss-levy_20251010.csv'))
      execFileSync('mkfifo', ['ss-levy_20251010.csv', 'other.csv', 'tax-levy-ss_20251010.csv'].map(at))
      symlinkSync('/dev/zero', at('mi-levy.csv'))
      mkdirSync(at('bank-tips_20251010.csv'))
      const report = await city.load()
      expect(report.extracts.map(x => [x.file, x.state, x.problem?.code, x.problem?.params])).toEqual(['ss-levy_20251010.csv', 'tax-levy-ss_20251010.csv'].map(file => [file, 'problem', 'source.no_file', { file, what: 'pipe' }]))
      expect(report.strangers).toEqual(['mi-levy.csv', 'other.csv'])
      const told: readonly (readonly [string, object])[] = [['other.csv', { code: 'source.no_file', params: { file: 'other.csv', what: 'pipe' } }], ['mi-levy.csv', { code: 'source.no_file', params: { file: 'mi-levy.csv', what: 'device' } }], ['bank-tips_20251010.csv', { code: 'source.directory' }]]
      for (const [name, problem] of told) await expect(peek(at(name), { rows: 1, layouts: null }, { head: () => undefined, table: () => undefined, row: () => undefined })).rejects.toMatchObject(problem)
      await expect(batchReload(city.ws, '1', { jobs: 1 }, quiet)).rejects.toMatchObject({ code: 'store.original_gone' })
    } finally {
      city.remove()
    }
  })
})
