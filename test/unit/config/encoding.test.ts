import { execFileSync } from 'node:child_process'
import iconv from 'iconv-lite'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { init } from '../../../src/flow/init.js'
import { Problem } from '../../../src/kernel/index.js'
import { readCodes, readLayouts } from '../../../src/layout/index.js'
import { readParams, readRules, rulesThatName } from '../../../src/match/index.js'
import { openWorkspace } from '../../../src/workspace/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-encoding-'))
beforeAll(() => { init(dir, false) })
afterAll(() => rmSync(dir, { recursive: true }))

/** What is said of a file of the workspace written in other bytes; it is put back. */
function said(file: string, change: (text: string) => Buffer): unknown {
  const path = join(dir, file)
  const before = readFileSync(path)
  writeFileSync(path, change(before.toString('utf8')))
  try {
    const folder = dirname(path)
    if (file === 'hedui.yaml') openWorkspace(dir)
    else if (file.startsWith('rules')) readRules(folder)
    else if (file.startsWith('layouts')) readLayouts(folder)
    else if (file.startsWith('codes')) readCodes(folder)
    else readParams(folder)
    return null
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, params: error.params, exit: error.exit }
    throw error
  } finally {
    writeFileSync(path, before)
  }
}

const lineOfFirstHan = (text: string): number => text.split('\n').findIndex(l => /\P{ASCII}/u.test(l)) + 1

describe.each(['hedui.yaml', 'rules/levy-copy.yaml', 'layouts/ss-levy.yaml', 'codes/levy_type.csv', 'params/holidays.csv'])('%s', file => {
  it('saved as GBK is told, with its first line that is no UTF-8', () => {
    const text = readFileSync(join(dir, file), 'utf8')
    expect(said(file, t => iconv.encode(t, 'gb18030'))).toMatchObject({ code: 'config.encoding', params: { line: lineOfFirstHan(text) }, exit: 2 })
  })

  it('may begin with a byte order mark', () => {
    expect(said(file, t => Buffer.from(`\uFEFF${t}`))).toBeNull()
  })
})

it('refuses a pipe in place of a settings file: whoever opens it waits for whoever writes', () => {
  const refused = (what: () => unknown, file: string): void => expect(what).toThrow(expect.objectContaining({ code: 'source.no_file', params: { file, what: 'pipe' }, exit: 2 }))
  const place = (file: string): string => join(dir, file)
  const put = ['rules/zz.yaml', 'layouts/zz.yaml', 'codes/zz.csv', 'params/grace.csv'].map(place)
  const grace = readFileSync(place('params/grace.csv'))
  rmSync(place('params/grace.csv'))
  execFileSync('mkfifo', put)
  try {
    refused(() => readRules(place('rules')), 'zz.yaml')
    refused(() => readLayouts(place('layouts')), 'zz.yaml')
    refused(() => readCodes(place('codes')), 'zz.csv')
    refused(() => readParams(place('params')), put[3]!)
    expect(rulesThatName(place('rules'), ['P11']).map(r => r.rule)).toEqual(['bank'])
    expect(init(dir, true).differ).toEqual(['params/grace.csv'])
  } finally {
    for (const file of put) rmSync(file)
    writeFileSync(place('params/grace.csv'), grace)
  }
})
