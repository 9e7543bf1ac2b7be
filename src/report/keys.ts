import type { Day } from '../kernel/index.js'
import type { Cell, Column, Tint } from './model.js'
import { why } from './explain.js'
import { keyText, WIDTH } from './sides.js'
import type { Discrepancy, Found, Part } from './types.js'
import { displayWidth } from './width.js'
import { fieldWord, inLang, masked, shownText, told, word, type Voice } from './words.js'

type Both = { readonly zh: string; readonly en: string }

/** What an outcome is called and what there is to do about it. */
export interface OutcomeWords { readonly title: Both; readonly do: Both }

/** Fields of the key, in reading order, with the least width of their columns. */
const KEYS = [
  ['id_number', 21], ['name', 9], ['person_no', 13], ['subject', 14], ['employer_name', 24], ['employer', 21], ['owner', 9], ['insurance', 14], ['period', 10], ['voucher', 22], ['levy_no', 20], ['area', 9], ['office', 10],
] as const
type KeyName = (typeof KEYS)[number][0]

function rawKey(f: Found, name: KeyName): string | null {
  return name === 'owner' ? f.owner : name === 'subject' ? f.subject : keyText(f, name)
}

/** Learns which fields of the key the discrepancies of a table have. */
export class KeyShape {
  readonly has = new Set<KeyName>()
  readonly width = new Map<string, number>()
  readonly owners = new Set<string>()
  variants = new Set<string>()
  money = false
  grace = false
  widest = 0
  opened = false

  add({ finding: f, opened }: Discrepancy): void {
    for (const [name] of KEYS) {
      const value = rawKey(f, name)
      if (value === null || value === '') continue
      this.has.add(name)
      if (value.length > (this.width.get(name) ?? 0)) this.width.set(name, displayWidth(value))
    }
    if (f.owner !== null) this.owners.add(f.owner)
    if (opened !== null) this.opened = true
    if (f.until !== null) this.grace = true
    if (f.amount_fen === null) return
    this.money = true
    this.widest = Math.max(this.widest, Math.abs(f.amount_fen))
  }
}

/** A column at the left, and how a discrepancy fills it. */
export interface KeyColumn { readonly name: string; readonly column: Column; readonly get: (d: Discrepancy, part: Exclude<Part, null>) => Cell }

interface Ground { readonly voice: Voice; readonly words: (outcome: string, variant: string | null) => OutcomeWords }

/** Who and what, why, and what to do. `apart`: for 在途 and notes, with the outcome in every row. */
export function keyColumns(shape: KeyShape, { voice, words }: Ground, { apart }: { apart: boolean }): readonly KeyColumn[] {
  const column = (title: string, width: number, more: Partial<Column> = {}): Column => ({ title, type: 'text', tint: 'key', width, wrap: false, ...more })
  const plain = (title: string, width: number, more: Partial<Column> = {}): Column => column(title, width, { tint: 'plain' as Tint, ...more })
  const text = (code: Parameters<typeof told>[1]): string => told(voice, code as 'column.no')
  const titles = new Memo((key: string): string => {
    const [outcome = '', variant] = key.split('/')
    const title = inLang(voice, words(outcome, variant ?? null).title)
    const more = variant === undefined ? '' : variantWord(voice, variant)
    return more === '' ? title : voice.lang === 'en' ? `${title} (${more})` : `${title}（${more}）`
  })
  const action = new Memo((key: string): string => {
    const [outcome = '', variant] = key.split('/')
    return inLang(voice, words(outcome, variant ?? null).do)
  })
  const keyOf = (f: Found): string => f.variant === null ? f.outcome : `${f.outcome}/${f.variant}`
  const out: KeyColumn[] = [
    { name: 'no', column: column(text('column.no'), 8, { type: 'count' }), get: d => d.no },
    ...(apart ? [] : [{ name: 'task', column: column(text('column.task'), 8), get: (_d: Discrepancy, part: Exclude<Part, null>): Cell => text(part === 'acts' ? 'task.acts' : 'task.informed') }]),
  ]
  const ids = KEYS.filter(([name]) => shape.has.has(name) && (name !== 'owner' || shape.owners.size > 1))
  const keyed = ids.map(([name, width]): KeyColumn => {
    const wide = Math.min(WIDTH.most, Math.max(width, name === 'insurance' ? 0 : (shape.width.get(name) ?? 0) + 2))
    const wrap = name === 'insurance' || name === 'employer_name' || name === 'voucher' || name === 'levy_no'
    return { name, column: column(name === 'owner' || name === 'period' ? text(`word.${name}`) : fieldWord(voice, name), wide, { wrap }), get: d => keyCell(d.finding, name, voice) }
  })
  const first = keyed.filter(k => k.name === 'id_number' || k.name === 'name')
  out.push(...first, ...(apart ? [{ name: 'code', column: column(text('head.code'), 7), get: (d: Discrepancy): Cell => d.finding.outcome }] : []))
  out.push({ name: 'title', column: column(text('column.title'), 18, { wrap: true }), get: d => titles.of(keyOf(d.finding)) })
  out.push({ name: 'state', column: column(text('column.state'), 9), get: d => word(voice, d.state) })
  out.push(...keyed.filter(k => !first.includes(k)))
  if (shape.money) out.push({ name: 'amount', column: column(text('column.amount'), Math.max(14, moneyWidth(shape.widest)), { type: 'money' }), get: d => d.finding.amount_fen })
  out.push({ name: 'why', column: plain(text('column.why'), 44, { wrap: true }), get: d => why(d.finding, d.rows, voice) })
  if (!apart) out.push({ name: 'do', column: plain(text('column.do'), 30, { wrap: true }), get: d => action.of(keyOf(d.finding)) })
  out.push({ name: 'acts', column: plain(text('column.acts'), 12), get: d => d.finding.who_acts.map(a => word(voice, a)).join(voice.lang === 'en' ? ', ' : '、') })
  if (shape.opened) out.push({ name: 'opened', column: plain(text('column.opened'), 12), get: d => d.opened })
  if (shape.grace) out.push({ name: 'until', column: plain(text('column.until'), 12), get: d => d.finding.until })
  return out
}

const moneyWidth = (fen: number): number => Math.ceil(String(fen).length * 4 / 3) + 4

function keyCell(f: Found, name: KeyName, voice: Voice): string | null {
  const value = rawKey(f, name)
  if (value === null) return null
  return name === 'insurance' || name === 'owner' ? shownText(voice, name, value) : masked(voice, name, value)
}

/** Variants that the title does not tell. */
function variantWord(voice: Voice, variant: string): string {
  return variant === 'cut' ? told(voice, 'variant.cut') : variant === 'rare_character' ? told(voice, 'variant.rare_character') : ''
}

/** A function whose answers are kept: there are few outcomes and many rows. */
class Memo {
  private readonly known = new Map<string, string>()
  private readonly ask: (key: string) => string

  constructor(ask: (key: string) => string) {
    this.ask = ask
  }

  of(key: string): string {
    let answer = this.known.get(key)
    if (answer === undefined) this.known.set(key, answer = this.ask(key))
    return answer
  }
}

const RESULTS = ['fixed', 'pending', 'kept', 'other', 'unclear'] as const
const CAUSES = ['not_sent', 'not_received', 'entry', 'repeat', 'timing', 'refund', 'changed', 'system', 'other'] as const

/** The yellow columns. What a clerk chooses is the word of a code. */
export function answerColumns(voice: Voice, asOf: Day): readonly Column[] {
  const column = (code: 'result' | 'cause' | 'by' | 'day' | 'remark', width: number, more: Partial<Column> = {}): Column =>
    ({ title: told(voice, `answer.${code}`), type: 'text', tint: 'answer', width, wrap: true, ...more })
  return [
    column('result', 16, { choices: RESULTS.map(r => told(voice, `result.${r}`)) }), column('cause', 20, { choices: CAUSES.map(c => told(voice, `cause.${c}`)) }),
    column('by', 10), column('day', 12, { from: asOf }), column('remark', 26),
  ]
}
