import { KINDS, fieldOf } from '../records/index.js'
import type { Layout } from './types.js'

type Label = { readonly zh: string; readonly en: string }

/** Columns that are no field of a record, by the names that layouts give them. */
const LABELS: Readonly<Record<string, Label>> = {
  period: { zh: '费款所属期', en: 'period' },
  period_from: { zh: '费款所属期起', en: 'period, first month' },
  period_to: { zh: '费款所属期止', en: 'period, last month' },
  period_lone: { zh: '费款所属期', en: 'period' },
  year: { zh: '应缴年度', en: 'year' },
  social_no: { zh: '社会保障号码', en: 'social security number' },
  status_pay: { zh: '缴费状态', en: 'payment status' },
  transfer: { zh: '传输类型', en: 'kind of transfer' },
  reversal: { zh: '核销标志', en: 'reversal mark' },
  validity: { zh: '有效标志', en: 'validity mark' },
  posted_date: { zh: '到账日期', en: 'posting date' },
  insurance_item: { zh: '征收品目（险种）', en: 'tax item (insurance)' },
  item: { zh: '征收品目（单位、个人）', en: 'tax item (part)' },
  item_kind: { zh: '税款种类', en: 'kind of sum' },
  part: { zh: '单位或个人', en: 'employer or person' },
  due_amount: { zh: '应缴金额', en: 'amount due' },
  paid_amount: { zh: '实缴金额', en: 'amount paid' },
  part_employer: { zh: '单位缴费', en: 'employer part' },
  part_person: { zh: '个人缴费', en: 'person part' },
  part_other: { zh: '其他缴费', en: 'other part' },
  part_total: { zh: '缴费合计', en: 'total of the parts' },
  clct_type: { zh: '缴费类型', en: 'kind of levy or payment' },
  interest_employer: { zh: '单位利息', en: 'interest, employer' },
  interest_person: { zh: '个人利息', en: 'interest, person' },
  ss_no: { zh: '社保单位编号', en: 'employer number at 社保' },
  mi_no: { zh: '医保单位编号', en: 'employer number at 医保' },
  tax_no: { zh: '登记序号', en: 'employer number at 税务' },
  principal_other: { zh: '其他实缴', en: 'other part paid' },
  principal: { zh: '实缴本金', en: 'principal' },
}

/** What a layout's column is called to a person: its field's label, its own, or its first header. */
export function columnLabel(layout: Pick<Layout, 'kinds' | 'spec'>, name: string): Label {
  for (const kind of KINDS.filter(k => layout.kinds.includes(k))) {
    const field = fieldOf(kind, name)
    if (field !== undefined) return field
  }
  const own = LABELS[name]
  if (own !== undefined) return own
  const header = layout.spec.columns[name]?.headers[0] ?? name
  return { zh: header, en: header }
}
