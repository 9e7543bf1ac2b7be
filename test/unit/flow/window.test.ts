import { describe, expect, it, test } from 'vitest'
import { placed } from '../../../src/flow/arrival.js'
import { windowOf } from '../../../src/flow/window.js'
import type { SourceSpec } from '../../../src/workspace/index.js'

test.each([
  ['202508', '202508'], ['2025-08', '202508'], ['2025年8月', '202508'], ['2025/8', '202508'], [' ２０２５０８ ', '202508'],
  ['202501-202503', '202501-202503'], ['2025年1-3月', '202501-202503'], ['2025-01~2025-03', '202501-202503'], ['2025', '202501-202512'], ['2025年', '202501-202512'],
  ['2025-08-05', '2025-08-05'], ['20250805', '2025-08-05'],
  ['abc', null], ['', null], ['202513', null], ['202500', null], ['2025-8-32', null], ['20250832', null], ['202503-202501', null], ['45000', null],
])('window %s: %s', (written, window) => {
  expect(windowOf(written)).toBe(window)
})

describe('{period} of a pattern', () => {
  const source = (pattern: string): SourceSpec => ({ name: 'levy', delivers: 'window', patterns: [pattern] }) as unknown as SourceSpec

  it.each([['征集_202512.csv', '202512'], ['征集_202501.csv', '202501'], ['征集_202513.csv', undefined], ['征集_202500.csv', undefined], ['征集_2025123.csv', undefined]])('is a month: %s', (name, window) => {
    expect(placed(name, [source('征集_{period}.csv')])?.window).toBe(window)
  })

  it('is not found in the middle of a day', () => {
    expect(placed('征集_20250912.csv', [source('*征集*{period}*')])).toBeNull()
    expect(placed('征集9月202509终.csv', [source('*征集*{period}*')])?.window).toBe('202509')
  })
})
