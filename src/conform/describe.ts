import { columnLabel, columnType, groupNames, type Codes, type Layout } from '../layout/index.js'
import { say, type Lang } from '../messages/index.js'
import { codesFor } from './form.js'
import { headerName } from './header.js'
import { elementOf, standardOf } from './standards.js'

/** A column of a layout in words, for those who deliver it. */
export interface FieldLine {
  readonly column: string
  readonly header: string
  readonly also: readonly string[]
  readonly meaning: string
  readonly type: string
  readonly length: string
  readonly needed: string
  readonly mandatory: boolean
  /** Code list that the values are of; null for none. */
  readonly list: string | null
  readonly codes: readonly CodeLine[]
  readonly example: string
  readonly rules: readonly string[]
  readonly standards: readonly string[]
}

/** A code that a column may hold, as the sender writes it, and what it means. */
export interface CodeLine {
  readonly code: string
  readonly meaning: string
}

/** A layout in words. */
export interface InterfaceDescription {
  readonly layout: string
  readonly title: string
  readonly intro: readonly string[]
  readonly fields: readonly FieldLine[]
}

/** Describes a layout for the other bureau; `examples` are cells that conform, by column. */
export function describe(
  layout: Layout,
  codes: Codes,
  of: { readonly lang: Lang; readonly examples: ReadonlyMap<string, string> },
): InterfaceDescription {
  const { lang } = of
  const { spec } = layout
  const any = say(lang, 'doc.any', {})
  const title = lang === 'en' ? layout.title.en : layout.title.zh
  return {
    layout: layout.name,
    title,
    intro: [
      say(lang, 'doc.intro', {}),
      say(lang, 'doc.file', {
        format: spec.format?.kind ?? any,
        encoding: spec.encoding ?? any,
        delimiter: spec.delimiter === undefined ? any : JSON.stringify(spec.delimiter),
      }),
      say(lang, 'doc.order', {}),
      say(lang, 'doc.totals', { words: spec.totals.slice(0, 3).join('、') }),
    ],
    fields: Object.keys(spec.columns).map(column => fieldLine(layout, codes, { column, ...of })),
  }
}

function fieldLine(layout: Layout, codes: Codes, of: { column: string; lang: Lang; examples: ReadonlyMap<string, string> }): FieldLine {
  const { column, lang, examples } = of
  const { headers } = layout.spec.columns[column]!
  const header = headerName(layout, column)
  const typed = columnType(layout, column)
  const element = elementOf(column, headers)
  const { text, mandatory } = neededText(layout, column, lang)
  const list = typed.type === 'code' || typed.type === 'flag' ? typed.list : null
  return {
    column,
    header,
    also: headers.filter(h => h !== header),
    meaning: columnLabel(layout, column)[lang === 'en' ? 'en' : 'zh'],
    type: typeText(layout, column, lang),
    length: element?.type ?? lengthOf(layout, column),
    needed: text,
    mandatory,
    list,
    codes:
      list === null
        ? []
        : codesFor(layout, codes, list).map(c => ({ code: c.code, meaning: codes.label(list, c.canonical, lang === 'en' ? 'en' : 'zh') })),
    example: examples.get(column) ?? '',
    rules: rulesOf(layout, column, lang),
    standards: [...standardOf(column, typed), ...(element === undefined ? [] : [`GB/T 40217 ${element.code} ${element.name}`])],
  }
}

function neededText(layout: Layout, column: string, lang: Lang): { text: string; mandatory: boolean } {
  for (const group of layout.spec.mandatory) {
    const names = groupNames(group)
    if (!names.includes(column)) continue
    if (names.length === 1) return { text: say(lang, 'doc.n.must', {}), mandatory: true }
    const columns = names.map(n => headerName(layout, n)).join(' / ')
    if (typeof group === 'object' && 'of' in group)
      return { text: say(lang, 'doc.n.some_of', { count: group.count, columns }), mandatory: true }
    return { text: say(lang, 'doc.n.one_of', { columns }), mandatory: true }
  }
  return { text: say(lang, 'doc.n.optional', {}), mandatory: false }
}

function typeText(layout: Layout, column: string, lang: Lang): string {
  const { type } = columnType(layout, column)
  const own = layout.spec.columns[column] as { dates?: readonly string[]; periods?: readonly string[]; money?: string }
  switch (type) {
    case 'id_number':
    case 'credit_code':
    case 'int':
    case 'code':
      return say(lang, `doc.t.${type}`, {})
    case 'flag':
      return say(lang, 'doc.t.code', {})
    case 'person_name':
    case 'org_name':
      return say(lang, 'doc.t.name', {})
    case 'fen':
      return say(lang, 'doc.t.fen', { unit: own.money ?? layout.spec.money })
    case 'rate':
      return say(lang, layout.spec.rates === 'percent' ? 'doc.t.percent' : 'doc.t.rate', {})
    case 'period':
      return say(lang, 'doc.t.period', { forms: (own.periods ?? layout.spec.periods).join(' / ') })
    case 'date':
      return say(lang, 'doc.t.date', { forms: (own.dates ?? layout.spec.dates).join(' / ') })
    default:
      return say(lang, 'doc.t.text', {})
  }
}

/** Length where no standard says it: by what the type needs. */
function lengthOf(layout: Layout, column: string): string {
  const { type } = columnType(layout, column)
  const own = layout.spec.columns[column] as { dates?: readonly string[]; periods?: readonly string[] }
  if (type === 'id_number') return 'C..20'
  if (type === 'credit_code') return 'C18'
  if (type === 'fen') return 'D16.2'
  if (type === 'rate') return 'D8.4'
  if (type === 'int') return 'I..9'
  if (type === 'date' || type === 'period')
    return `C..${Math.max(...(type === 'date' ? (own.dates ?? layout.spec.dates) : (own.periods ?? layout.spec.periods)).map(f => f.length))}`
  return type === 'person_name' ? 'C..64' : type === 'org_name' ? 'C..128' : type === 'code' || type === 'flag' ? 'C..16' : 'C..64'
}

/** Columns that matching joins by. */
const KEYS = new Set([
  'voucher',
  'voucher_line',
  'levy_no',
  'levy_line',
  'person_no',
  'employer_no',
  'txn_no',
  'ss_no',
  'mi_no',
  'tax_no',
  'original_voucher',
])

function rulesOf(layout: Layout, column: string, lang: Lang): readonly string[] {
  const { type } = columnType(layout, column)
  const { spec } = layout
  const out: string[] = []
  if (type === 'id_number' || type === 'credit_code') out.push(say(lang, `doc.r.${type}`, {}))
  if (type === 'person_name' || type === 'org_name') out.push(say(lang, 'doc.r.name', {}))
  if (type === 'fen') out.push(say(lang, 'doc.r.fen', {}))
  if (column === 'amount' && ['amount_employer', 'principal_employer'].some(n => spec.columns[n] !== undefined))
    out.push(say(lang, 'doc.r.amount', {}))
  if (column === 'amount' && layout.kinds.includes('payment')) out.push(say(lang, 'doc.r.refund', {}))
  if (type === 'rate' && spec.rates === 'fraction') out.push(say(lang, 'doc.r.rate', {}))
  if (column === 'period' || column === 'period_from') out.push(say(lang, 'doc.r.period', {}))
  if (column === 'period_to') out.push(say(lang, 'doc.r.period_to', {}))
  if (column === 'period_lone')
    out.push(
      say(lang, 'doc.r.period_lone', {
        headers: ['period', 'period_from']
          .filter(n => spec.columns[n] !== undefined)
          .map(n => headerName(layout, n))
          .join('、'),
      }),
    )
  if (column === 'booked_period') out.push(say(lang, 'doc.r.booked', {}))
  if (type === 'date') out.push(say(lang, column === 'end_date' ? 'doc.r.end_date' : 'doc.r.date', {}))
  if (type === 'code' || type === 'flag') out.push(say(lang, 'doc.r.code', {}))
  if (KEYS.has(column)) out.push(say(lang, 'doc.r.key', {}))
  for (const { is, unless } of spec.columns[column]!.conditions ?? [])
    if (unless !== undefined) out.push(say(lang, 'doc.r.conditional', { header: is, others: unless.join('、') }))
  const isPeriod = column === 'period' || column === 'period_from' || column === 'period_lone'
  if (spec.must.includes(column) || (isPeriod && spec.must.includes('period')) || spec.readable.includes(column))
    out.push(say(lang, 'doc.r.must', {}))
  return out
}
