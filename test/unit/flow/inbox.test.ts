import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { filesUnder } from '../../../src/flow/inbox.js'

const inbox = mkdtempSync(join(tmpdir(), 'hedui-inbox-'))
afterAll(() => rmSync(inbox, { recursive: true, force: true }))

it('links to files are files; marks of open workbooks, hidden files and links that lead nowhere are none', () => {
  for (const name of ['levy.xlsx', '~$levy.xlsx', '.hidden']) writeFileSync(join(inbox, name), 'x')
  symlinkSync(join(inbox, 'levy.xlsx'), join(inbox, 'linked.xlsx'))
  symlinkSync(join(inbox, 'away.csv'), join(inbox, 'broken.csv'))
  symlinkSync(inbox, join(inbox, 'round'))
  expect(filesUnder(inbox).map(path => basename(path))).toEqual(['levy.xlsx', 'linked.xlsx'])
})
