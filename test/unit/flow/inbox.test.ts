import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filesUnder } from '../../../src/flow/inbox.js'

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
