import { columnType, type Codes, type Layout } from '../layout/index.js'
import type { Profile } from './profile.js'
import type { ColumnEvidence } from './types.js'

/** How a column's values go with a field: they prove it, agree with it, say nothing, there are none, or they deny it. */
export type Grade = 'proof' | 'strong' | 'fits' | 'unsure' | 'blank' | 'against'
/** A column's values held against a field, with what speaks for or against it. */
export interface Judgement {
  readonly grade: Grade
  readonly evidence: readonly ColumnEvidence[]
  /** What the values look like instead. */
  readonly found?: string
}

/** What columns are judged with: the code lists, and whose codes to try. */
export interface Judge {
  readonly codes: Codes
  readonly agencies: readonly string[]
}

/** Fewer cells than this deny nothing by a share of theirs alone. */
const FEW = 3

/** Holds a column's values against what a column of the layout must look like. */
export function judge(of: Judge, layout: Layout, column: string, p: Profile): Judgement {
  if (p.filled === 0) return { grade: 'blank', evidence: [{ what: 'blank' }] }
  const { type, list } = columnType(layout, column)
  switch (type) {
    case 'id_number':
      return id(p)
    case 'credit_code':
      return credit(p)
    case 'person_name':
      return persons(p)
    case 'org_name':
      return units(p)
    case 'fen':
      return money(p, column)
    case 'rate':
      return rates(p)
    case 'int':
      return counts(p)
    case 'period':
      return periods(p, column)
    case 'date':
      return days(p, column)
    case 'code':
    case 'flag':
      return list === null ? texts(p, column) : coded(of, list, p)
    default:
      return column === 'social_no' ? id(p) : texts(p, column)
  }
}

function against(found: string): Judgement {
  return { grade: 'against', evidence: [], found }
}

/** What a column plainly is, whatever it is called; undefined where nothing is plain. */
export function plainly(p: Profile): string | undefined {
  if (p.filled < FEW) return undefined
  if (p.share('citizen') >= 0.7) return 'citizens'
  if (p.share('credit') >= 0.6) return 'credit'
  if (p.share('span') >= 0.8) return 'spans'
  if (p.share('day') >= 0.9 && [...p.forms.keys()].some(form => !/^yyyymmdd(?:hhmmss)?$/.test(form))) return 'days'
  if (p.share('month') >= 0.95 && p.distinct <= Math.max(40, p.filled * 0.2)) return 'months'
  if (p.share('pointed') >= 0.5 && p.share('decimal') >= 0.95) return 'money'
  if (p.share('unit') >= 0.7) return 'units'
  return undefined
}

function id(p: Profile): Judgement {
  const sound = p.share('citizen')
  if (sound >= 0.7) return { grade: 'proof', evidence: [{ what: 'citizens', share: sound }] }
  const like = p.share('citizenShape', 'permit', 'masked', 'rounded')
  if (like >= 0.5 || sound >= 0.3) return { grade: 'fits', evidence: [{ what: 'citizens', share: sound }] }
  if (p.share('credit') >= 0.6) return against('credit')
  if (p.filled >= FEW && like < 0.2) return against(plainly(p) ?? 'other')
  return { grade: 'unsure', evidence: [] }
}

function credit(p: Profile): Judgement {
  const sound = p.share('credit')
  if (sound >= 0.5 && p.share('citizen') < 0.5) return { grade: 'proof', evidence: [{ what: 'credit', share: sound }] }
  const shaped = p.share('creditShape')
  // A check character is right by chance once in 31: codes of 18 that mostly fail are some platform's own numbers.
  if (p.filled >= 2 && shaped >= 0.5 && sound < shaped * 0.3) return against('numbers')
  if (shaped + p.share('taxNumber') >= 0.5) return { grade: 'fits', evidence: [{ what: 'credit', share: sound }] }
  return p.filled >= 2 && shaped + p.share('taxNumber') < 0.2
    ? against(plainly(p) ?? (p.share('plain') >= 0.9 ? 'numbers' : 'other'))
    : { grade: 'unsure', evidence: [] }
}

function persons(p: Profile): Judgement {
  const names = p.share('person')
  if (p.share('unit') >= 0.6 && p.share('unit') > p.share('surname')) return against('units')
  if (names >= 0.6 && p.share('surname') >= 0.5) return { grade: 'proof', evidence: [{ what: 'persons', share: names }] }
  if (names >= 0.4 || p.share('han') >= 0.6) return { grade: 'fits', evidence: [{ what: 'persons', share: names }] }
  return p.share('decimal', 'plain') >= 0.8 && p.share('digits', 'decimal', 'day') >= 0.5
    ? against(plainly(p) ?? 'numbers')
    : { grade: 'unsure', evidence: [] }
}

function units(p: Profile): Judgement {
  const share = p.share('unit')
  if (share >= 0.6) return { grade: 'proof', evidence: [{ what: 'units', share }] }
  if (p.share('han') >= 0.6)
    return p.share('surname') >= 0.9 && share < 0.1 && p.filled >= 5
      ? { grade: 'unsure', evidence: [{ what: 'persons', share: p.share('person') }] }
      : { grade: 'fits', evidence: [{ what: 'units', share }] }
  return p.share('digits', 'decimal') >= 0.7 || p.share('credit') >= 0.6
    ? against(plainly(p) ?? 'numbers')
    : { grade: 'unsure', evidence: [] }
}

function money(p: Profile, column: string): Judgement {
  const share = p.share('decimal')
  if (share < 0.5) return against(plainly(p) ?? 'other')
  const evidence: readonly ColumnEvidence[] = [{ what: 'money', share }]
  if (p.share('citizenShape') >= 0.7 || (p.filled >= FEW && p.share('month') >= 0.95 && p.distinct <= 40))
    return against(plainly(p) ?? 'numbers')
  const isBase = column.startsWith('base') || column.startsWith('wage')
  if (isBase && p.filled >= FEW && p.share('under1') >= 0.9 && p.share('zero') < 0.5) return against('rates')
  return share >= 0.9 ? { grade: p.share('pointed') >= 0.3 ? 'strong' : 'fits', evidence } : { grade: 'unsure', evidence }
}

function rates(p: Profile): Judgement {
  const share = p.share('decimal')
  if (share < 0.5) return against(plainly(p) ?? 'other')
  if (p.share('upTo100') < 0.5) return against('money')
  return { grade: share >= 0.9 && p.distinct <= 60 ? 'strong' : 'fits', evidence: [{ what: 'rates', share }] }
}

function counts(p: Profile): Judgement {
  const share = p.share('integer')
  if (share < 0.5) return against(plainly(p) ?? 'other')
  return { grade: share >= 0.9 ? 'fits' : 'unsure', evidence: [{ what: 'numbers', share }] }
}

function periods(p: Profile, column: string): Judgement {
  const [form, rows] = p.commonForms()[0] ?? ['', 0]
  const span = p.share('span')
  if (span >= 0.5)
    return column === 'period' || column === 'period_lone'
      ? { grade: 'strong', evidence: [{ what: 'spans', share: span }] }
      : { grade: 'unsure', evidence: [{ what: 'spans', share: span }] }
  const share = Math.max(p.share('month', 'day'), column === 'year' ? p.share('year') : 0)
  if (share >= 0.8)
    return { grade: 'strong', evidence: form === '' ? [{ what: 'numbers', share }] : [{ what: 'months', form, share: rows / p.filled }] }
  return p.filled >= 2 && share < 0.3 && p.share('serial') < 0.8
    ? against(plainly(p) ?? 'other')
    : { grade: 'unsure', evidence: form === '' ? [] : [{ what: 'months', form, share: rows / p.filled }] }
}

function days(p: Profile, column: string): Judgement {
  const [form, rows] = p.commonForms()[0] ?? ['', 0]
  const spell = /^(?:begin|end)/.test(column)
  const share = p.share('day', ...(spell ? ['month' as const] : []))
  if (share >= 0.8) return { grade: 'strong', evidence: [{ what: 'days', form, share: rows / p.filled }] }
  if (p.share('serial') >= 0.8) return { grade: 'fits', evidence: [{ what: 'days', form: 'serial', share: p.share('serial') }] }
  return p.filled >= 2 && share < 0.3 ? against(plainly(p) ?? 'other') : { grade: 'unsure', evidence: [] }
}

/** Share of cells that an agency's list knows, for the agency that knows most. */
export function translated(
  { codes, agencies }: Judge,
  list: string,
  p: Profile,
): { readonly share: number; readonly agency: string; readonly values: string } {
  let best = { share: 0, agency: agencies[0] ?? '', values: '' }
  if (p.manyTexts) return best
  for (const agency of agencies) {
    const known = [...p.texts].filter(([text]) => codes.canonical(agency, list, text) !== undefined)
    const share = p.filled === 0 ? 0 : known.reduce((n, [, { rows }]) => n + rows, 0) / p.filled
    if (share > best.share)
      best = {
        share,
        agency,
        values: known
          .toSorted((a, b) => b[1].rows - a[1].rows)
          .slice(0, 5)
          .map(([text]) => text)
          .join('、'),
      }
  }
  return best
}

function coded(of: Judge, list: string, p: Profile): Judgement {
  const { share, agency, values } = translated(of, list, p)
  const evidence: readonly ColumnEvidence[] = share === 0 ? [] : [{ what: 'codes', list, agency, share, values }]
  if (share >= 0.8) return { grade: list === 'insurance' ? 'proof' : 'strong', evidence }
  if (share >= 0.3) return { grade: 'fits', evidence }
  const plain = plainly(p)
  if (plain !== undefined) return against(plain)
  return p.distinct > 200 && p.filled > 400 ? against('other') : { grade: 'unsure', evidence }
}

/** Numbers that identify something, and free text. */
const NUMBERED = new Set([
  'person_no',
  'employer_no',
  'ss_no',
  'mi_no',
  'tax_no',
  'voucher',
  'voucher_line',
  'levy_no',
  'levy_line',
  'txn_no',
  'original_voucher',
])
const FREE = new Set(['failure', 'adjustment', 'channel', 'payee', 'payer', 'bank', 'item', 'item_kind', 'office', 'area'])

function texts(p: Profile, column: string): Judgement {
  const plain = plainly(p)
  if (NUMBERED.has(column)) {
    if (plain === 'citizens' || plain === 'days' || plain === 'money' || plain === 'spans' || plain === 'months' || plain === 'units')
      return against(plain)
    if (plain === 'credit' && !/^(?:tax_no|voucher|levy_no|txn_no)$/.test(column)) return against(plain)
    if (p.share('han') >= 0.6) return against('other')
    const long = column === 'voucher' && p.share('digits') >= 0.9 && p.examples.every(text => text.length >= 8)
    return p.share('plain') >= 0.9
      ? { grade: long ? 'strong' : 'fits', evidence: [{ what: 'numbers', share: p.share('plain') }] }
      : { grade: 'unsure', evidence: [] }
  }
  if (FREE.has(column) && (plain === 'citizens' || plain === 'days' || plain === 'money' || plain === 'spans' || plain === 'months'))
    return against(plain)
  if (column === 'area')
    return p.share('region') >= 0.8
      ? { grade: 'strong', evidence: [{ what: 'numbers', share: p.share('region') }] }
      : { grade: 'fits', evidence: [] }
  return { grade: 'fits', evidence: [] }
}
