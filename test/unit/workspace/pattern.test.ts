import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placed } from '../../../src/flow/arrival.js'
import { init } from '../../../src/flow/init.js'
import { openWorkspace } from '../../../src/workspace/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-pattern-'))
beforeAll(() => { init(dir, false) })
afterAll(() => rmSync(dir, { recursive: true }))

/** The workspace with one source of that pattern, or the Problem that it gets. */
function sourceOf(pattern: string): unknown {
  const path = join(dir, 'hedui.yaml')
  writeFileSync(path, `city: 某市\nsources:\n  - { name: x, layout: ss-levy, delivers: append, pattern: ${pattern} }\n`)
  expect(readFileSync(path, 'utf8')).toContain(pattern)
  try {
    return openWorkspace(dir).sources
  } catch (error) {
    return error
  }
}

describe('a file name pattern', () => {
  it.each([
    ['"a_{datum}.csv"', { found: '{datum}', nearest: '' }], ['"a_{dates}.csv"', { found: '{dates}', nearest: '{date}' }], ['["a.csv", "a_{Period}.csv"]', { found: '{Period}', nearest: '{period}' }], ['"a_{日期}.csv"', { found: '{日期}', nearest: '' }],
  ])('%s names nothing: told with its place and what there is', (pattern, params) => {
    expect(sourceOf(pattern)).toMatchObject({ code: 'workspace.pattern', params: { ...params, file: 'hedui.yaml', line: 3, known: '{date} {period} {slice} {batch}' } })
  })

  it('says a placeholder once', () => {
    expect(sourceOf('"{date}_{date}.csv"')).toMatchObject({ code: 'workspace.pattern_twice', params: { found: '{date}', line: 3 } })
  })

  it('may hold any other braces, which stand for themselves', () => {
    const sources = sourceOf('"a{1}_{date}_{batch}{slice}.csv"') as Parameters<typeof placed>[1]
    expect(placed('a{1}_20251010_77_2.csv', sources)).toMatchObject({ date: '2025-10-10', slice: '_2', number: '77' })
    expect(placed('a1_20251010_77_2.csv', sources)).toBeNull()
  })
})
