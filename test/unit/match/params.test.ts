import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readParams } from '../../../src/match/index.js'
import { TEMPLATES } from '../../helpers/binary.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-params-'))
beforeAll(() => { cpSync(join(TEMPLATES, 'params'), dir, { recursive: true }) })
afterAll(() => rmSync(dir, { recursive: true }))

/** What is said of a file with lines behind it; it is put back. */
function said(file: string, ...lines: readonly string[]): unknown {
  const path = join(dir, file)
  const before = readFileSync(path, 'utf8')
  writeFileSync(path, `${before.trimEnd()}\n${lines.join('\n')}\n`)
  try {
    readParams(dir)
    return null
  } catch (error) {
    return error
  } finally {
    writeFileSync(path, before)
  }
}

describe('parameters that say a thing twice', () => {
  const lines = (file: string): number => readFileSync(join(TEMPLATES, 'params', file), 'utf8').trimEnd().split('\n').length

  it('a grace of two lengths is told, with both lines', () => {
    expect(said('grace.csv', 'levy_sent,30,twice')).toMatchObject({ code: 'config.csv_again', params: { name: 'levy_sent', line: lines('grace.csv') + 1, found: '30', first: 3, before: '3' } })
  })

  it('a day both off and worked is told; the same said twice is not', () => {
    const line = lines('holidays.csv') + 2
    expect(said('holidays.csv', '2099-09-29,off,a', '2099-09-29,work,b')).toMatchObject({ code: 'config.csv_again', params: { name: '2099-09-29', line, found: 'work', first: line - 1, before: 'off' } })
    expect(said('holidays.csv', '2099-09-29,off,a', '2099-09-29,off,b')).toBeNull()
  })
})
