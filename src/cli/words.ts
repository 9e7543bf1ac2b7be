import type { Effects } from '../kernel/index.js'
import { isMessageCode, say, type MessageCode, type Messages } from '../messages/index.js'
import { fieldOf, KIND_LABELS, KINDS, type Kind } from '../records/index.js'

type Speaker = Pick<Effects, 'lang'>

/** The sentence of a code in the language of the session. */
export function told<C extends MessageCode>(fx: Speaker, code: C, params?: Messages[C]): string {
  return say(fx.lang, code, (params ?? {}) as Messages[C])
}

/** Of two texts the one in the language of the session. */
export function inLang(fx: Speaker, text: { readonly zh: string; readonly en: string }): string {
  return fx.lang === 'en' ? text.en : text.zh
}

/** The word for a code of the data; the code itself where there is none (a variant that a rule of the workspace made). */
function word(fx: Speaker, group: 'agency' | 'who' | 'state' | 'kind' | 'variant' | 'field' | 'encoding', code: string): string {
  const name = `word.${group}.${code}`
  return isMessageCode(name) ? told(fx, name as 'word.agency.ss') : code
}

export function agencyWord(fx: Speaker, agency: string | null): string {
  return agency === null ? '' : word(fx, 'agency', agency)
}

/** Who a rule speaks of: an agency, or owner, failing, all, any. */
export function whoWord(fx: Speaker, who: string): string {
  return isMessageCode(`word.who.${who}`) ? word(fx, 'who', who) : word(fx, 'agency', who)
}

export function stateWord(fx: Speaker, state: string): string {
  return word(fx, 'state', state)
}

export function variantWord(fx: Speaker, variant: string | null): string {
  return variant === null ? '' : word(fx, 'variant', variant)
}

export function encodingWord(fx: Speaker, why: string): string {
  return word(fx, 'encoding', why)
}

export function ruleKindWord(fx: Speaker, kind: string): string {
  return word(fx, 'kind', kind)
}

/** What a record kind is called. */
export function kindWord(fx: Speaker, kind: string): string {
  return Object.hasOwn(KIND_LABELS, kind) ? inLang(fx, KIND_LABELS[kind as Kind]) : kind
}

/** What a field is called, in records of that kind where it is called otherwise there; names that a rule makes for itself stay as they are. */
export function fieldWord(fx: Speaker, name: string, of?: string): string {
  for (const kind of [...KINDS.filter(k => k === of), ...KINDS]) {
    const field = fieldOf(kind, name)
    if (field !== undefined) return inLang(fx, field)
  }
  return word(fx, 'field', name)
}

/** Words in a row: 、 in Chinese, commas in English. */
export function listed(fx: Speaker, words: readonly string[]): string {
  return words.join(fx.lang === 'en' ? ', ' : '、')
}

/** An agency's records: 税务的缴费明细, payment of tax. */
export function recordsOf(fx: Speaker, who: string, kinds: readonly string[]): string {
  return told(fx, 'cli.records_of', { who: whoWord(fx, who), kind: listed(fx, kinds.map(k => kindWord(fx, k))) })
}

/** A variant where its title does not say it already. */
export function variantBeside(fx: Speaker, title: string, variant: string | null): string {
  const text = variantWord(fx, variant)
  return title.toLowerCase().includes(text.toLowerCase()) || variant === 'other' ? '' : text
}
