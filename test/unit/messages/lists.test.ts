import { describe, expect, it } from 'vitest'
import { messageCodes, say, type Messages } from '../../../src/messages/index.js'

/** Messages whose parameters list several things, which who throws them puts together without knowing the language. */
const LISTS: { readonly [C in keyof Messages]?: readonly string[] } = {
  'database.column': ['found'], 'source.xml_record': ['found'], 'source.no_entry': ['known'], 'source.entries': ['entries'], 'source.no_entries': ['entries'], 'source.sheet': ['known'], 'layout.excluded': ['columns'],
  'layout.column_missing': ['missing', 'found', 'nearest'], 'conform.order': ['order'], 'conform.missing': ['columns'], 'doc.totals': ['words'], 'propose.said.nearest': ['rivals'], 'propose.said.unplaced': ['columns'], 'propose.said.trial': ['reasons'],
}

/** A message with two words in each list, and the name of each other parameter. */
function told(lang: 'zh-CN' | 'en', code: keyof Messages): string {
  const params = new Proxy({}, { get: (_, name) => LISTS[code]!.includes(String(name)) ? '甲、乙' : String(name) })
  return say(lang, code, params as never)
}

describe('a list in a message', () => {
  it.each(messageCodes().filter(c => LISTS[c] !== undefined))('%s: 、 in Chinese, commas in English', code => {
    expect(told('zh-CN', code)).toContain('甲、乙')
    expect(told('en', code)).toContain('甲, 乙')
    expect(told('en', code)).not.toContain('、')
  })
})
