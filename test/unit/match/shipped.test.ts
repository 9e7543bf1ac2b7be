import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readParams, readRules } from '../../../src/match/index.js'

/** Codes of a letter: L01, L02, … */
const numbered = (letter: string, last: number): readonly string[] => Array.from({ length: last }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`)

describe('shipped rules', () => {
  it('are read and give every outcome of the catalogue', () => {
    const codes = readRules('templates/rules').flatMap(r => r.outcomes.map(o => o.code))
    expect([...new Set(codes)].toSorted()).toEqual([...numbered('L', 8), ...numbered('P', 12), ...numbered('R', 9), 'T01'])
  })

  it('say one thing of one variant: lists and workbooks know no more of it', () => {
    const said = new Map<string, Set<string>>()
    for (const o of readRules('templates/rules').flatMap(r => r.outcomes)) {
      const name = `${o.code}/${o.variant ?? ''}`
      said.set(name, (said.get(name) ?? new Set()).add(JSON.stringify([o.title, o.do])))
    }
    expect([...said].filter(([, words]) => words.size > 1).map(([name]) => name)).toEqual([])
  })

  it('count working days over 国庆 and 春节 with 调休', () => {
    const params = readParams('templates/params')
    expect(params.workdays('2025-09-30', 1)).toBe('2025-10-09')
    expect(params.workdays('2025-09-30', 3)).toBe('2025-10-11')
    expect(params.workdays('2025-01-25', 1)).toBe('2025-01-26')
    expect(params.grace('levy_sent')).toBe(3)
    expect(params.grace('none')).toBeUndefined()
  })

  it.each([
    ['a line within the months of another', 'pension,202507,202606,4650.00,23250.00\npension,202601,202612,4700.00,23500.00\n', { line: 2, column: 'to', found: '202606', expected: '< 202601' }],
    ['an open end before a later line', 'pension,202507,,4650.00,23250.00\npension,202601,,4700.00,23500.00\n', { line: 2, column: 'to', found: '', expected: '< 202601' }],
    ['a code that there is not', 'pension,202507,,4650.00,23250.00\npensoin,202507,,4650.00,23250.00\n', { line: 3, column: 'insurance', found: 'pensoin', expected: 'pension, injury' }],
    ['an end before its beginning', 'pension,202507,202506,4650.00,23250.00\n', { line: 2, column: 'to', found: '202506', expected: '≥ 202507' }],
  ])('refuses %s', (_, lines, params) => {
    const dir = mkdtempSync(join(tmpdir(), 'hedui-params-'))
    cpSync('templates/params', dir, { recursive: true })
    writeFileSync(join(dir, 'base-limits.csv'), `insurance,from,to,low,high\n${lines}`)
    expect(() => readParams(dir, list => list === 'insurance' ? ['pension', 'injury'] : []).table('base_limits')).toThrow(expect.objectContaining({ code: 'config.csv_value', params: expect.objectContaining(params) as object }) as Error)
    rmSync(dir, { recursive: true })
  })
})
