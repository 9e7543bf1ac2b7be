import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { say } from '../../../src/messages/index.js'
import { ROOT } from '../../helpers/binary.js'

const sources = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true }).filter(f => f.isFile() && f.name.endsWith('.ts')).map(f => readFileSync(join(f.parentPath, f.name), 'utf8'))
/** What schemas expect, as they say it: `'expected …'`, and the names that `text('…')` puts behind that word. */
const phrases = [...new Set(sources.flatMap(s => [...s.matchAll(/'(expected (?!\$)[^']+)'/g)].map(m => m[1]!).concat([...s.matchAll(/\btext\('((?:a|an|the) [^']+)'\)/g)].map(m => `expected ${m[1]!}`))))].toSorted()

describe('what a setting is expected to be', () => {
  const place = { file: 'hedui.yaml', line: 1, column: 1, path: 'city', found: '1' }

  it('is found in the schemas', () => {
    expect(phrases.length).toBeGreaterThan(40)
  })

  it.each(phrases)('%s: is said in Chinese', expected => {
    const what = /应为(.*)。请改正/.exec(say('zh-CN', 'config.value', { ...place, expected }))?.[1]
    expect(what).toMatch(/\p{Script=Han}/u)
  })

  it('says values as they are, and English without saying it twice', () => {
    expect(say('zh-CN', 'config.value', { ...place, expected: 'expected one of zh-CN, en' })).toContain('应为 zh-CN、en 之一')
    expect(say('en', 'config.value', { ...place, expected: 'expected one of zh-CN, en' })).toContain('; expected one of zh-CN, en.')
  })
})
