import { kindWord, listed, told, whoWord, word, type Speaker } from '../report/index.js'

export { agencyWord, fieldWord, inLang, kindWord, listed, owesText, recordsOf, stateWord, told, variantBeside, whoWord } from '../report/index.js'

export function encodingWord(fx: Speaker, why: string): string {
  return word(fx, 'encoding', why)
}

export function ruleKindWord(fx: Speaker, kind: string): string {
  return word(fx, 'kind', kind)
}

/** `tax:payment` and `ss:payment` in words: 税务、社保的缴费明细. */
export function missingText(missing: readonly string[], fx: Speaker): string {
  const by = new Map<string, Set<string>>()
  for (const m of missing) {
    const [who = '', kind = ''] = m.split(':')
    by.set(kind, (by.get(kind) ?? new Set<string>()).add(who.split('/').map(w => whoWord(fx, w)).join('/')))
  }
  return listed(fx, [...by].map(([kind, who]) => told(fx, 'cli.records_of', { who: listed(fx, [...who]), kind: kindWord(fx, kind) })))
}
