import { say, type Lang } from '../messages/index.js'
import { KINDS, fieldOf } from '../records/index.js'
import type { Evidence, UnplacedColumn } from './types.js'

const FOUND = ['citizens', 'credit', 'spans', 'days', 'months', 'money', 'rates', 'units', 'numbers'] as const

/** A share as it is shown: 98.7 %, all of them 100 %. */
export function percent(share: number): string {
  return share === 1 ? '100%' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`
}

/** A piece of evidence in a sentence. */
export function evidenceText(lang: Lang, e: Evidence): string {
  switch (e.what) {
    case 'synonym': return say(lang, 'propose.e.synonym', e)
    case 'words': return say(lang, 'propose.e.words', {})
    case 'days': return say(lang, 'propose.e.days', { form: e.form, share: percent(e.share) })
    case 'months': return say(lang, 'propose.e.months', { form: e.form, share: percent(e.share) })
    case 'sum': return say(lang, 'propose.e.sum', { ...e, share: percent(e.share) })
    case 'codes': return say(lang, 'propose.e.codes', { ...e, share: percent(e.share) })
    case 'blank': return say(lang, 'propose.e.blank', {})
    case 'against': return say(lang, 'propose.e.against', { field: e.field, found: say(lang, `propose.f.${FOUND.find(f => f === e.found) ?? 'other'}`, {}) })
    case 'beside': return say(lang, 'propose.e.beside', e)
    case 'rival': return say(lang, 'propose.e.rival', {})
    case 'unsure': return say(lang, 'propose.e.unsure', {})
    default: return say(lang, `propose.e.${e.what}`, { share: percent(e.share) })
  }
}

/** Why a column was not placed. */
export function whyText(lang: Lang, { why, of }: UnplacedColumn): string {
  if (why === 'repeats' || why === 'taken' || why === 'against' || why === 'twice') return say(lang, `propose.u.${why}`, { of })
  return say(lang, `propose.u.${why}`, {})
}

const MORE: Readonly<Record<string, string>> = {
  period: '费款所属期', period_from: '费款所属期起', period_to: '费款所属期止', year: '应缴年度', social_no: '社会保障号码', status_pay: '缴费状态', transfer: '传输类型', reversal: '核销标志', validity: '有效标志', posted_date: '到账日期',
  insurance_item: '征收品目（险种）', item: '征收品目（单位、个人）', item_kind: '税款种类', part: '单位或个人', due_amount: '应缴金额', paid_amount: '实缴金额', part_employer: '单位缴费', part_person: '个人缴费', part_other: '其他缴费', part_total: '缴费合计',
  clct_type: '缴费类型', interest_employer: '单位利息', interest_person: '个人利息', ss_no: '社保单位编号', mi_no: '医保单位编号', tax_no: '登记序号', principal_other: '其他实缴',
}

/** What a drafted column means, in Chinese: the field's own label where it has one. */
export function meaning(name: string, kinds: readonly string[]): string {
  for (const kind of KINDS.filter(k => kinds.includes(k))) {
    const field = fieldOf(kind, name)
    if (field !== undefined) return field.zh
  }
  return MORE[name] ?? name
}
