import { yuanText } from '../kernel/index.js'
import { isMessageCode, say, type Lang, type MessageCode, type Messages } from '../messages/index.js'
import { fieldOf, fieldsOf, KIND_LABELS, KINDS, type Field, type Kind } from '../records/index.js'
import { maskedId, maskedName, maskedNumber, maskedText } from './mask.js'

/** How a report speaks: its language, what codes are called, and whether persons are masked. */
export interface Voice {
  readonly lang: Lang
  /** The words of a canonical code of a list; the code itself where it has none. */
  readonly label: (list: string, code: string) => string
  readonly mask: boolean
  /** Codes beside their words. */
  readonly codes?: true
}

/** Whoever speaks a language; a whole `Voice` does. */
export type Speaker = Pick<Voice, 'lang'>

/** The sentence of a code in the speaker's language. */
export function told<C extends MessageCode>({ lang }: Speaker, code: C, params?: Messages[C]): string {
  return say(lang, code, (params ?? {}) as Messages[C])
}

/** Of two texts the one in the speaker's language. */
export function inLang({ lang }: Speaker, text: { readonly zh: string; readonly en: string }): string {
  return lang === 'en' ? text.en : text.zh
}

/** The word for a code of the data; the code itself where there is none (a variant that a rule of the workspace made). */
export function word(fx: Speaker, group: WordGroup, code: string): string {
  const known = KNOWN[fx.lang][group]
  let text = known.get(code)
  if (text === undefined) {
    const name = `word.${group}.${code}`
    text = isMessageCode(name) ? told(fx, name as 'word.agency.ss') : code
    if (known.size < KNOWN_MOST) known.set(code, text)
  }
  return text
}

type WordGroup = 'agency' | 'who' | 'state' | 'kind' | 'variant' | 'field' | 'encoding' | 'level' | 'rows'

/** Words that were looked up: a line of a report asks for a dozen, always the same. */
const KNOWN: Readonly<Record<Lang, Readonly<Record<WordGroup, Map<string, string>>>>> = { 'zh-CN': noWords(), en: noWords() }
/** A rule of the workspace may make codes without end. */
const KNOWN_MOST = 1000

function noWords(): Record<WordGroup, Map<string, string>> {
  const none = (): Map<string, string> => new Map()
  return {
    agency: none(),
    who: none(),
    state: none(),
    kind: none(),
    variant: none(),
    field: none(),
    encoding: none(),
    level: none(),
    rows: none(),
  }
}

/** An agency's name; '' for none. */
export function agencyWord(fx: Speaker, agency: string | null): string {
  return agency === null ? '' : word(fx, 'agency', agency)
}

/** Who a rule speaks of: an agency, or owner, failing, all, any. */
export function whoWord(fx: Speaker, who: string): string {
  const text = word(fx, 'who', who)
  return text === who ? word(fx, 'agency', who) : text
}

/** A state of the ledger in words. */
export function stateWord(fx: Speaker, state: string): string {
  return word(fx, 'state', state)
}

/** A variant in words (its own name where a rule of the workspace made it); '' for none. */
export function variantWord(fx: Speaker, variant: string | null): string {
  return variant === null ? '' : word(fx, 'variant', variant)
}

/** A variant where its title does not say it already. */
export function variantBeside(fx: Speaker, title: string, variant: string | null): string {
  const text = variantWord(fx, variant)
  return title.toLowerCase().includes(text.toLowerCase()) || variant === 'other' ? '' : text
}

/** What a record kind is called. */
export function kindWord(fx: Speaker, kind: string): string {
  return Object.hasOwn(KIND_LABELS, kind) ? inLang(fx, KIND_LABELS[kind as Kind]) : kind
}

/** Rows of a unit, or details of persons: what tells apart two sides of one kind. */
export function rowsWord(fx: Speaker, level: string): string {
  return word(fx, 'rows', level)
}

/** Fields by name, of each kind; `toReversed`: of two of one name the first stays. */
const FIELDS: ReadonlyMap<string, ReadonlyMap<string, Field>> = new Map(
  KINDS.map(kind => [
    kind,
    new Map(
      fieldsOf(kind)
        .toReversed()
        .map(f => [f.name, f] as const),
    ),
  ]),
)
/** The first field of that name, kinds in their order. */
const NAMED: ReadonlyMap<string, Field> = new Map(KINDS.toReversed().flatMap(kind => fieldsOf(kind).map(f => [f.name, f] as const)))

/** The field of that name in records of that kind, else in any. */
function fieldNamed(name: string, of: string | undefined): Field | undefined {
  return (of === undefined ? undefined : FIELDS.get(of)?.get(name)) ?? NAMED.get(name)
}

/**
 * What a field is called, in records of that kind where it is called otherwise there; names that a rule makes for itself stay as they are.
 */
export function fieldWord(fx: Speaker, name: string, of?: string): string {
  const field = fieldNamed(name, of)
  return field === undefined ? word(fx, 'field', name) : inLang(fx, field)
}

/** The fields of a key; first and last month together are the period. */
export function keyWords(fx: Speaker, names: readonly string[], of?: string): string {
  const whole = names.includes('period_start') && names.includes('period_end')
  const said = whole ? names.flatMap(n => (n === 'period_start' ? ['period'] : n === 'period_end' ? [] : [n])) : names
  return said.map(n => fieldWord(fx, n, of)).join(' + ')
}

/** Whether records have a field of that name; others are made by rules. */
export function isRecorded(name: string): boolean {
  return NAMED.has(name)
}

/** Words in a row: 、 in Chinese, commas in English. */
export function listed(fx: Speaker, words: readonly string[]): string {
  return words.join(fx.lang === 'en' ? ', ' : '、')
}

/** Between the parts of a list whose parts hold commas. */
export function glue({ lang }: Speaker): string {
  return lang === 'en' ? '; ' : '；'
}

/** An agency's records: 税务的缴费明细, payment of tax. */
export function recordsOf(fx: Speaker, who: string, kinds: readonly string[]): string {
  return told(fx, 'cli.records_of', {
    who: whoWord(fx, who),
    kind: listed(
      fx,
      kinds.map(k => kindWord(fx, k)),
    ),
  })
}

/** `tax:payment` and `ss:payment` in words: 税务、社保的缴费明细. */
export function missingText(missing: readonly string[], fx: Speaker): string {
  const by = new Map<string, Set<string>>()
  for (const m of missing) {
    const [who = '', kind = ''] = m.split(':')
    by.set(
      kind,
      (by.get(kind) ?? new Set<string>()).add(
        who
          .split('/')
          .map(w => whoWord(fx, w))
          .join('/'),
      ),
    )
  }
  return listed(
    fx,
    [...by].map(([kind, who]) => told(fx, 'cli.records_of', { who: listed(fx, [...who]), kind: kindWord(fx, kind) })),
  )
}

/** Periods named one by one; of more the first, and how many there are besides. */
const PERIODS_NAMED = 4

/** What sources owe, those of the same periods together: ss-levy、tax-levy-ss 缺 202510. */
export function owesText(fx: Speaker, owed: readonly { readonly source: string; readonly periods: readonly string[] }[]): string {
  const by = new Map<string, { sources: Set<string>; periods: readonly string[] }>()
  for (const { source, periods } of owed) {
    const one = by.get(periods.join(' ')) ?? { sources: new Set<string>(), periods }
    one.sources.add(source)
    by.set(periods.join(' '), one)
  }
  return [...by.values()]
    .map(({ sources, periods }) =>
      told(fx, 'status.owes', {
        sources: listed(fx, [...sources].toSorted()),
        periods: listed(fx, periods.slice(0, PERIODS_NAMED)),
        more: Math.max(0, periods.length - PERIODS_NAMED),
      }),
    )
    .join(glue(fx))
}

/** Sums that rules make are money too. */
const RULE_MONEY = new Set(['total', 'levied', 'paid', 'repeated'])

/** Whether a field holds 分: a sum that rules make, or the first field of that name. */
export function isMoney(field: string): boolean {
  return RULE_MONEY.has(field) || NAMED.get(field)?.type === 'fen'
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

/** Rates are held in millionths. */
const RATE_PERCENT = 10_000

/** A canonical value as text for people: codes in words, money in 元, rates in per cent; what is absent is the empty text. */
export function shownText(voice: Voice, field: string, value: string | number | null | undefined): string {
  return value === null || value === undefined || value === '' ? '' : showing(voice, field)(value)
}

/** How each voice shows the values of each field: a report asks for a few dozen fields, and each a million times. */
const SHOWING = new WeakMap<Voice, Map<string, Show>>()
type Show = (value: string | number) => string

/** How a field's values are shown, where they are not absent. */
function showing(voice: Voice, field: string): Show {
  let known = SHOWING.get(voice)
  if (known === undefined) SHOWING.set(voice, (known = new Map<string, Show>()))
  let show = known.get(field)
  if (show === undefined) known.set(field, (show = showOf(voice, field)))
  return show
}

function showOf(voice: Voice, field: string): Show {
  const other = plainShowOf(voice, field)
  return isMoney(field) ? value => (Number.isFinite(Number(value)) ? yuanText(Number(value)) : other(value)) : other
}

/** Whether a field's values are shown as they are. */
export function isShownAsIs(voice: Voice, field: string): boolean {
  const named = NAMED.get(field)
  return (
    !voice.mask &&
    !isMoney(field) &&
    named?.list === undefined &&
    named?.type !== 'flag' &&
    named?.type !== 'rate' &&
    field !== 'owner' &&
    field !== 'level' &&
    field !== 'id_fault'
  )
}

function plainShowOf(voice: Voice, field: string): Show {
  const named = NAMED.get(field)
  if (named?.list !== undefined) return kept(code => codeText(voice, field, code))
  if (named?.type === 'flag') return value => told(voice, Number(value) === 1 ? 'cli.yes' : 'cli.no')
  if (named?.type === 'rate') return value => `${Number(value) / RATE_PERCENT}%`
  if (field === 'owner') return value => agencyWord(voice, String(value))
  if (field === 'level') return value => word(voice, 'level', String(value))
  if (field === 'id_fault')
    return value =>
      String(value)
        .split(',')
        .map(f => reasonWord(voice, `id_${f}`))
        .join(glue(voice))
  return value => masked(voice, field, String(value))
}

/** Keeps what was answered for the first values: of codes there are few. */
function kept(ask: (text: string) => string): Show {
  const known = new Map<string | number, string>()
  return value => {
    let text = known.get(value)
    if (text === undefined) {
      text = ask(String(value))
      if (known.size < KNOWN_MOST) known.set(value, text)
    }
    return text
  }
}

/** The code lists of a field, one a record kind that has it: 状态 of a registration and of a bank's line are two. */
const LISTS: ReadonlyMap<string, readonly string[]> = new Map(
  KINDS.flatMap(kind => fieldsOf(kind))
    .filter(f => f.list !== undefined)
    .map(f => [f.name, [...new Set(KINDS.flatMap(kind => fieldOf(kind, f.name)?.list ?? []))]] as const),
)

function codeText(voice: Voice, field: string, code: string): string {
  const text = (LISTS.get(field) ?? []).map(list => voice.label(list, code)).find(label => label !== '' && label !== code) ?? code
  return voice.codes !== true || text === code ? text : told(voice, 'cli.explain.code', { word: text, code })
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
