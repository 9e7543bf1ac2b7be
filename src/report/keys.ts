import type { Day } from '../kernel/index.js'
import type { Draft } from './draft.js'
import { giveKey } from './giving.js'
import type { Cell, TableColumn } from './model.js'
import { Reasons } from './reasons.js'
import { why, type Case } from './explain.js'
import { knownOf, Words } from './known.js'
import { keyText } from './side-values.js'
import { WIDTH } from './sides.js'
import type { Discrepancy, Found, Part, RuleShape } from './types.js'
import { displayWidth } from './width.js'
import { agencyWord, fieldWord, glue, inLang, listed, masked, shownText, stateWord, told, variantBeside, type Voice } from './words.js'

type Both = { readonly zh: string; readonly en: string }

/** What an outcome is called and what there is to do about it. */
export interface OutcomeWords {
  readonly title: Both
  readonly do: Both
}

/** Fields of the key, in reading order, with the least width of their columns. */
const KEYS = [
  ['id_number', 19],
  ['name', 8],
  ['person_no', 13],
  ['subject', 14],
  ['unit', 20],
  ['employer', 20],
  ['owner', 9],
  ['insurance', 13],
  ['period', 10],
  ['voucher', 20],
  ['levy_no', 18],
  ['area', 9],
  ['office', 10],
] as const
type KeyName = (typeof KEYS)[number][0]

/** Key columns and the fields that fill them. */
const SOURCES: readonly (readonly [KeyName, ...string[]])[] = [
  ['id_number', 'id_number', 'id_numbers'],
  ['name', 'name'],
  ['person_no', 'person_no', 'person_nos'],
  ['subject', 'subject'],
  ['unit', 'employer', 'employer_no'],
  ['employer', 'employer', 'employer_no'],
  ['insurance', 'insurance', 'insurances'],
  ['period', 'period'],
  ['voucher', 'voucher', 'vouchers'],
  ['levy_no', 'levy_no', 'levy_nos'],
  ['area', 'area'],
  ['office', 'office'],
]
const PERSONAL = new Set<KeyName>(['name', 'person_no', 'unit', 'employer'])

/** Folded away: what the columns beside them say in words, or what only helps to look a thing up. */
const DETAIL = new Set<string>(['person_no', 'employer', 'area', 'office'])
const WRAPPED = new Set<string>(['unit', 'insurance', 'voucher', 'levy_no', 'person_no', 'id_number'])

/** Whom a key is of, as its identity says. */
interface KeyOf {
  /** It is about a person: beside a sum, name and number are those of some row behind it. */
  readonly personal: boolean
  /** The employer, of a person or as part of the key; that of some row behind a sum says nothing. */
  readonly unit: string | null
}

function keyOf(f: Found): KeyOf {
  const personal = /\|(?:id_number|person_no|subject|voucher|levy_no)=/.test(f.identity)
  return { personal, unit: personal || /\|employer(?:_no)?=/.test(f.identity) ? (f.employer ?? f.employer_no) : null }
}

function rawKey(f: Found, name: KeyName, { personal, unit }: KeyOf): string | null {
  switch (name) {
    case 'owner':
      return f.owner
    case 'name':
    case 'person_no':
      return personal ? keyText(f, name) : null
    case 'subject':
      return f.subject
    case 'unit':
      return unit === null ? null : (f.employer_name ?? unit)
    case 'employer':
      return unit
    default:
      return keyText(f, name)
  }
}

/** Learns which fields of the key the discrepancies of a table have. */
export class KeyShape {
  readonly has = new Set<KeyName>()
  readonly width = new Map<string, number>()
  readonly owners = new Set<string>()
  money = false
  grace = false
  opened = false
  widest = 0

  add({ finding: f, opened }: Discrepancy): void {
    const key = keyOf(f)
    for (const [name] of KEYS) {
      const value = rawKey(f, name, key)
      if (value === null || value === '') continue
      this.has.add(name)
      if (value.length > (this.width.get(name) ?? 0)) this.width.set(name, displayWidth(value))
    }
    if (f.owner !== null) this.owners.add(f.owner)
    if (opened !== null) this.opened = true
    if (f.until !== null) this.grace = true
    if (f.amount_fen !== null) this.money = true
  }

  /**
   * What all of them have, where only the first were looked at. `personal`: without one the name and number of some row behind a sum say
   * nothing.
   */
  complete(filled: ReadonlySet<string>, widest: number): void {
    this.widest = widest
    const personal = this.has.has('id_number') || this.has.has('person_no') || this.has.has('name') || filled.has('subject')
    for (const [name, ...from] of SOURCES) if (from.some(f => filled.has(f)) && (personal || !PERSONAL.has(name))) this.has.add(name)
    if (filled.has('until')) this.grace = true
    if (filled.has('amount_fen')) this.money = true
  }
}

/** Columns of few words. */
const WORDS = new Set<KeyName>(['insurance', 'period'])

/** A column at the left, and how a discrepancy fills it. */
export interface KeyColumn {
  readonly name: string
  readonly column: TableColumn
  readonly get: (d: Discrepancy, part: Part) => Cell
  /** The same, faster. */
  readonly put: (d: Discrepancy, into: Draft, part: Part) => void
}

interface Ground {
  readonly voice: Voice
  readonly words: (outcome: string, variant: string | null) => OutcomeWords
  readonly rule: (name: string) => RuleShape | null
}

/** What cells ask of a finding, made once for findings that are alike in it. */
interface Asked {
  readonly words: Last<ReturnType<typeof wordsOf>>
  readonly key: Last<ReturnType<typeof keyOf>>
  readonly acts: Last<ReturnType<typeof agencies>>
}

/** Who and what, why, and what to do. `apart`: for 在途 and notes, with the outcome in every row. */
export function keyColumns(shape: KeyShape, { voice, words, rule }: Ground, { apart }: { apart: boolean }): readonly KeyColumn[] {
  const text = (code: KeyTitle): string => told(voice, code)
  const ask: Asked = {
    words: new Last(['outcome', 'variant'], f => wordsOf(words(f.outcome, f.variant), f, voice)),
    key: new Last(['identity'], keyOf),
    acts: new Last(['who_acts'], f => agencies(f, voice)),
  }
  const tasks = { acts: text('task.acts'), informed: text('task.informed') }
  const keyed = KEYS.filter(([name]) => shape.has.has(name) && (name !== 'owner' || shape.owners.size > 1)).map(([name, width]) =>
    keyedColumn({ name, width }, shape, voice, ask),
  )
  const first = keyed.filter(k => k.name === 'id_number' || k.name === 'name')
  const plain = (name: 'acts' | 'opened' | 'until', width: number, get: KeyColumn['get'], more: Partial<TableColumn> = {}): KeyColumn =>
    worded(name, column(text(`column.${name}`), width, { tint: 'plain', ...more }), get)
  const money = (): TableColumn => column(text('column.amount'), Math.max(12, moneyWidth(shape.widest)), { type: 'money' })
  return [
    counted('no', column(text('column.no'), 7, { type: 'count', center: true }), d => d.no),
    ...(apart ? [] : [worded('task', column(text('column.task'), 7, { center: true }), (_, part) => tasks[part])]),
    ...first,
    ...(apart ? [worded('code', column(text('head.code'), 6), d => d.finding.outcome)] : []),
    worded('title', column(text('column.title'), 13, { wrap: true }), d => ask.words.of(d.finding).title),
    worded('state', column(text('column.state'), 7, { center: true }), d => stateWord(voice, d.state)),
    ...keyed.filter(k => !first.includes(k)),
    ...(shape.money ? [counted('amount', money(), d => d.finding.amount_fen)] : []),
    whyColumn(rule, { voice, apart, ask }),
    plain('acts', 11, d => ask.acts.of(d.finding), { detail: true }),
    ...(shape.opened ? [plain('opened', 11, d => d.opened, { detail: true })] : []),
    ...(shape.grace ? [plain('until', 11, d => d.finding.until)] : []),
  ]
}

type KeyTitle =
  | 'column.no'
  | 'head.code'
  | `column.${'owner' | 'period' | 'unit' | 'subject' | 'task' | 'title' | 'state' | 'amount' | 'why' | 'acts' | 'opened' | 'until'}`
  | `task.${'acts' | 'informed'}`

function column(title: string, width: number, more: Partial<TableColumn> = {}): TableColumn {
  return { title, type: 'text', tint: 'key', width, wrap: false, ...more }
}

function worded(name: string, shown: TableColumn, get: KeyColumn['get']): KeyColumn {
  return { name, column: shown, get, put: inWords(get) }
}

function counted(name: string, shown: TableColumn, get: KeyColumn['get']): KeyColumn {
  return { name, column: shown, get, put: plainly(get) }
}

/** A field of the key, or one that helps to find the thing. */
function keyedColumn({ name, width }: { name: KeyName; width: number }, shape: KeyShape, voice: Voice, ask: Asked): KeyColumn {
  const wide = Math.min(WIDTH.most, Math.max(width, WRAPPED.has(name) && name !== 'id_number' ? 0 : (shape.width.get(name) ?? 0) + 1))
  const isOwn = name === 'owner' || name === 'period' || name === 'unit' || name === 'subject'
  const get: KeyColumn['get'] = d => {
    const value = rawKey(d.finding, name, ask.key.of(d.finding))
    return value === null ? null : keyCell(value, name, voice)
  }
  const spoken = (): KeyColumn['put'] =>
    inWords(
      d => keyText(d.finding, name),
      one => keyCell(one, name, voice),
    )
  return {
    name,
    column: column(isOwn ? told(voice, `column.${name}`) : fieldWord(voice, name), wide, {
      wrap: WRAPPED.has(name),
      ...(DETAIL.has(name) && (shape.has.has('id_number') || name === 'employer') ? { detail: true } : {}),
      ...(name === 'period' || name === 'owner' ? { center: true } : {}),
    }),
    get,
    put: WORDS.has(name) ? spoken() : voice.mask ? plainly(get) : spelled(name, ask.key, get),
  }
}

/** Why, and below it what to do: the sentence of the outcome with what differs. */
function whyColumn(rule: Ground['rule'], { voice, apart, ask }: { voice: Voice; apart: boolean; ask: Asked }): KeyColumn {
  const reasons = new Reasons(voice)
  const acts = new Last(['outcome', 'variant', 'who_acts'], f => {
    const text = `\n${told(voice, 'cli.explain.acts', { agencies: ask.acts.of(f), action: ask.words.of(f).action })}`
    return knownOf(text) ?? text
  })
  return {
    name: 'why',
    column: column(told(voice, 'column.why'), 48, { tint: 'plain', wrap: true }),
    get: d => whyCell(caseOf(d, rule), { voice, apart, agencies: ask.acts.of(d.finding), action: ask.words.of(d.finding).action }),
    put: (d, into) => {
      reasons.add(caseOf(d, rule), into)
      const task = apart ? '' : acts.of(d.finding)
      if (typeof task === 'string') into.add(task)
      else into.addKnown(task)
      into.close()
    },
  }
}

function plainly(get: KeyColumn['get']): KeyColumn['put'] {
  return (d, into, part) => into.put(get(d, part))
}

/** For a column in which the same words stand again and again: each is made once. */
function inWords(get: KeyColumn['get'], say?: (of: string) => string): KeyColumn['put'] {
  const words = new Words(say === undefined ? String : of => say(String(of)))
  return (d, into, part) => words.put(get(d, part), into)
}

/** For a column that shows the first of some fields that has a text. */
function spelled(name: KeyName, keys: Last<KeyOf>, get: KeyColumn['get']): KeyColumn['put'] {
  const fields = SPELLED[name] ?? [name]
  const isShown =
    name === 'name' || name === 'person_no'
      ? (k: KeyOf) => k.personal
      : name === 'unit' || name === 'employer'
        ? (k: KeyOf) => k.unit !== null
        : null
  return (d, into, part) => {
    let given: boolean | null = null
    if (isShown === null || isShown(keys.of(d.finding)))
      for (let i = 0; given === null && i < fields.length; i++) given = giveKey(d.finding, fields[i]!, into)
    if (given === true) into.close()
    else into.put(given === null ? null : get(d, part))
  }
}

const SPELLED: Partial<Record<KeyName, readonly string[]>> = {
  unit: ['employer_name', 'employer', 'employer_no'],
  employer: ['employer', 'employer_no'],
}

function agencies(f: Found, voice: Voice): string {
  return listed(
    voice,
    f.who_acts.map(a => agencyWord(voice, a)),
  )
}

function caseOf({ finding, state, rows }: Discrepancy, rule: Ground['rule']): Case {
  return { finding, state, rows, rule: rule(finding.rule) }
}

/** Why it is one, and below it who must do what. */
function whyCell(c: Case, { voice, apart, agencies, action }: { voice: Voice; apart: boolean; agencies: string; action: string }): string {
  const reason = why(c, voice)
  return apart ? reason : `${reason}\n${told(voice, 'cli.explain.acts', { agencies, action })}`
}

/** What a discrepancy is called, and what there is to do. */
function wordsOf(words: OutcomeWords, f: Found, voice: Voice): { readonly title: string; readonly action: string } {
  const title = inLang(voice, words.title)
  const more = variantBeside(voice, title, f.variant)
  return {
    title: more === '' ? title : voice.lang === 'en' ? `${title} (${more})` : `${title}（${more}）`,
    action: inLang(voice, words.do),
  }
}

const moneyWidth = (fen: number): number => Math.ceil((String(fen).length * 4) / 3) + 4

/** Keys that may hold several, divided by blanks. */
const LISTS = new Set<string>(['insurance', 'id_number', 'person_no'])

function keyCell(value: string, name: KeyName, voice: Voice): string {
  const field = name === 'unit' ? 'employer' : name
  const text = (one: string): string => (name === 'insurance' || name === 'owner' ? shownText(voice, name, one) : masked(voice, field, one))
  return LISTS.has(name) && value.includes(' ')
    ? value
        .split(' ')
        .map(text)
        .join(name === 'insurance' ? glue(voice) : ' ')
    : text(value)
}

/** A question whose last answer is kept: the columns of one line, and lines one after the other, ask the same. */
class Last<T> {
  private readonly fields: readonly (keyof Found)[]
  private readonly ask: (f: Found) => T
  private known: { readonly by: readonly unknown[]; readonly answer: T } | undefined

  /** `fields`: all that the answer depends on. */
  constructor(fields: readonly (keyof Found)[], ask: (f: Found) => T) {
    this.fields = fields
    this.ask = ask
  }

  of(f: Found): T {
    if (this.known === undefined || !this.isKnown(this.known.by, f))
      this.known = { by: this.fields.map(field => f[field]), answer: this.ask(f) }
    return this.known.answer
  }

  private isKnown(by: readonly unknown[], f: Found): boolean {
    for (let i = 0; i < by.length; i++) if (f[this.fields[i]!] !== by[i]) return false
    return true
  }
}

const RESULTS = ['fixed', 'pending', 'kept', 'other', 'unclear'] as const
const CAUSES = ['not_sent', 'not_received', 'entry', 'repeat', 'timing', 'refund', 'changed', 'system', 'other'] as const

/** The yellow columns. What a clerk chooses is the word of a code. */
export function answerColumns(voice: Voice, asOf: Day): readonly TableColumn[] {
  const column = (code: 'result' | 'cause' | 'by' | 'day' | 'remark', width: number, more: Partial<TableColumn> = {}): TableColumn => ({
    title: told(voice, `answer.${code}`),
    type: 'text',
    tint: 'answer',
    width,
    wrap: true,
    ...more,
  })
  return [
    column('result', 13, { choices: RESULTS.map(r => told(voice, `result.${r}`)) }),
    column('cause', 15, { choices: CAUSES.map(c => told(voice, `cause.${c}`)) }),
    column('by', 8),
    column('day', 11, { from: asOf, wrap: false }),
    column('remark', 18),
  ]
}
