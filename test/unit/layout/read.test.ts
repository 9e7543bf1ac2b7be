import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { fingerprint, readLayouts } from '../../../src/layout/index.js'
import { codes, layouts } from './extract.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-layouts-'))
const GOOD = `name: my-levy
title: { zh: 本地征集, en: local levy }
agency: ss
columns:
  levy_no: [流水号]
  id_number: [身份证]
  insurance: [险种]
  period: [月份]
  amount: { headers: [金额], money: 分 }
mandatory: [levy_no, insurance, period, amount]
must: [amount, period]
records:
  - kind: levy
    level: person
`

afterAll(() => rmSync(dir, { recursive: true }))
afterEach(() => rmSync(join(dir, 'b.yaml'), { force: true }))

function read(text: string): ReturnType<typeof readLayouts> {
  writeFileSync(join(dir, 'a.yaml'), text)
  return readLayouts(dir)
}

describe('a layout file', () => {
  test('is read with its defaults', () => {
    const [layout] = read(GOOD)
    expect(layout).toMatchObject({ name: 'my-levy', agency: 'ss', sender: null, kinds: ['levy'], file: 'a.yaml' })
    expect(layout!.spec).toMatchObject({ money: '元', header_rows: 30, periods: ['yyyymm'], unit_in_header: true })
  })

  test('its fingerprint changes with what decides how an extract is read', () => {
    const before = fingerprint(read(GOOD)[0]!, codes)
    expect(fingerprint(read(`# a comment\n${GOOD}`)[0]!, codes)).toBe(before)
    expect(fingerprint(read(GOOD.replace('money: 分', 'money: 元'))[0]!, codes)).not.toBe(before)
  })

  test.each([
    ['a key that does not exist', GOOD.replace('mandatory:', 'mandatry:'), { code: 'config.value' }],
    ['a column that no kind has', GOOD.replace('levy_no: [流水号]', 'levy_nr: [流水号]'), { code: 'layout.reference', params: { file: 'a.yaml', line: 5, found: 'levy_nr', nearest: 'levy_no' } }],
    ['a mandatory column that is none', GOOD.replace('[levy_no, insurance, period, amount]', '[levy_no, insurence]'), { code: 'layout.reference', params: { line: 10, found: 'insurence', nearest: 'insurance' } }],
    ['a header under two columns', GOOD.replace('[身份证]', '[流水号]'), { code: 'layout.synonym_twice', params: { file: 'a.yaml', header: '流水号', first: 'levy_no', second: 'id_number' } }],
    ['a field of another kind', `${GOOD}    fields: { voucher: levy_no }\n`, { code: 'layout.reference', params: { found: 'voucher' } }],
    ['a condition on no column', `${GOOD}    when: { nothing: filled }\n`, { code: 'layout.reference', params: { found: 'nothing' } }],
  ])('with %s', (_, text, expected) => {
    let thrown: unknown
    try {
      read(text)
    } catch (error) {
      thrown = error
    }
    if (expected.code === 'config.value') expect(thrown).toMatchObject({ code: expect.stringMatching(/^config\./) as string, params: expect.objectContaining({ file: 'a.yaml' }) as object })
    else expect(thrown).toMatchObject(expected)
  })

  test('two of one name', () => {
    writeFileSync(join(dir, 'b.yaml'), GOOD)
    expect(() => read(GOOD)).toThrow(expect.objectContaining({ code: 'layout.name', params: { file: 'b.yaml', name: 'my-levy', other: 'a.yaml' } }) as Error)
  })

  test('none in the folder, or no folder', () => {
    const empty = mkdtempSync(join(tmpdir(), 'hedui-empty-'))
    expect(() => readLayouts(empty)).toThrow(expect.objectContaining({ code: 'layout.none' }) as Error)
    rmSync(empty, { recursive: true })
    expect(() => readLayouts(empty)).toThrow(expect.objectContaining({ code: 'layout.none' }) as Error)
  })
})

describe('the shipped layout files', () => {
  test('say in Chinese what they are, and their own words are no other agency’s', () => {
    const owns = new Map(layouts.map(l => [l.name, new Set(Object.values(l.spec.columns).flatMap(c => c.headers.map(h => h.toUpperCase())))]))
    for (const layout of layouts) {
      expect(readFileSync(join(import.meta.dirname, '../../../templates/layouts', layout.file), 'utf8')).toMatch(/^# .*[一-龥]/)
      if (layout.agency === 'tax') continue
      const others = layouts.filter(l => l.agency !== layout.agency && l.agency !== 'tax')
      for (const word of layout.spec.signature ?? []) {
        for (const other of others) expect(owns.get(other.name)!.has(word.toUpperCase()), `${word} of ${layout.name} in ${other.name}`).toBe(false)
      }
    }
  })
})
