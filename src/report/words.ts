import { yuanText } from '../kernel/index.js'
import { isMessageCode, say, type Lang, type MessageCode, type Messages } from '../messages/index.js'
import { fieldOf, fieldsOf, KINDS, type Field, type Kind } from '../records/index.js'
import { maskedId, maskedName, maskedNumber, maskedText } from './mask.js'

/** How a report speaks: its language, what codes are called, and whether persons are masked. */
export interface Voice {
  readonly lang: Lang
  /** The words of a canonical code of a list; the code itself where it has none. */
  readonly label: (list: string, code: string) => string
  readonly mask: boolean
}

/** The sentence or word of a code in the voice's language. */
export function told<C extends MessageCode>({ lang }: Pick<Voice, 'lang'>, code: C, params?: Messages[C]): string {
  return say(lang, code, (params ?? {}) as Messages[C])
}

/** Of two texts the one in the voice's language. */
export function inLang({ lang }: Pick<Voice, 'lang'>, text: { readonly zh: string; readonly en: string }): string {
  return lang === 'en' ? text.en : text.zh
}

/** The word of an agency, a state or another name of the glossary; a name without one stays as it is. */
export function word(voice: Pick<Voice, 'lang'>, name: string | null): string {
  const code = `word.${name ?? ''}`
  return name === null ? '' : isMessageCode(code) ? told(voice, code as 'word.ss') : name
}

/** The first field of that name, kinds in their order. */
const NAMED: ReadonlyMap<string, Field> = new Map(KINDS.toReversed().flatMap(kind => fieldsOf(kind).map(f => [f.name, f] as const)))

/** What a field is called, in records of that kind; names that rules make have words of the glossary, or stay as they are. */
export function fieldWord(voice: Pick<Voice, 'lang'>, name: string, kind?: Kind): string {
  const field = (kind === undefined ? undefined : fieldOf(kind, name)) ?? NAMED.get(name)
  return field === undefined ? word(voice, name) : inLang(voice, field)
}

/** Sums that rules make are money too. */
const RULE_MONEY = new Set(['total', 'levied', 'paid', 'repeated'])

export function isMoney(field: string): boolean {
  return NAMED.get(field)?.type === 'fen' || RULE_MONEY.has(field)
}

/** Fields that name a person, or may, beside those whose type says so. */
const NUMBERS = new Set(['person_no', 'employer', 'employer_no', 'subject'])
const NAMES = new Set(['payer', 'payee'])

/** A value as received, masked where the voice asks for it. */
export function masked({ mask }: Pick<Voice, 'mask'>, field: string, text: string): string {
  if (!mask) return text
  const type = NAMED.get(field)?.type
  if (type === 'id_number') return maskedId(text)
  if (type === 'person_name' || NAMES.has(field)) return maskedName(text)
  return field === 'subject' ? maskedText(text) : NUMBERS.has(field) ? maskedNumber(text) : text
}

/** A canonical value as text for people: codes in words, money in 元, rates in per cent. */
export function shownText(voice: Voice, field: string, value: string | number | null): string {
  if (value === null || value === '') return ''
  const kind = NAMED.get(field)
  if (isMoney(field)) return yuanText(Number(value))
  if (kind?.list !== undefined) return voice.label(kind.list, String(value))
  if (kind?.type === 'flag') return told(voice, Number(value) === 0 ? 'word.no' : 'word.yes')
  if (kind?.type === 'rate') return `${Number(value) / 10_000}%`
  if (field === 'owner') return word(voice, String(value))
  if (field === 'id_fault') return String(value).split(',').map(f => reasonWord(voice, `id_${f}`)).join(glue(voice))
  return masked(voice, field, String(value))
}

/** What an outcome of the catalogue is called as a whole; another by its own words. */
export function outcomeWord(voice: Pick<Voice, 'lang'>, outcome: string, other: { readonly zh: string; readonly en: string }): string {
  const code = `outcome.${outcome}`
  return isMessageCode(code) ? told(voice, code as 'outcome.A01') : inLang(voice, other)
}

/** A reason of changes, issues, rows set aside or id faults, in words. */
export function reasonWord(voice: Pick<Voice, 'lang'>, reason: string): string {
  const code = reason.startsWith('reason.') ? reason : `reason.${reason}`
  return isMessageCode(code) ? told(voice, code as 'reason.blank') : reason
}

/** Between the parts of a list in running text. */
export function glue({ lang }: Pick<Voice, 'lang'>): string {
  return lang === 'en' ? '; ' : '；'
}
