import type { Layout } from '../layout/index.js'
import type { Kind } from '../records/index.js'
import type { Concept } from './concept.js'

/** Columns that a concept may be called in a layout, where its name is another. */
const NAMES: Readonly<Partial<Record<Concept, readonly string[]>>> = {
  employer: ['employer', 'credit_code'],
  ss_no: ['ss_no'],
  mi_no: ['mi_no'],
  tax_no: ['tax_no', 'employer_no'],
  type: ['levy_type', 'pay_type', 'clct_type'],
  interest: ['interest', 'interest_person'],
  principal: ['principal'],
  area: ['area'],
  office: ['office'],
  period_lone: ['period_lone', 'period'],
  period: ['period'],
}

/** Columns by money concept, for layouts that yield one of these kinds only. */
const MONEY: readonly (readonly [kind: Kind, concept: Concept, columns: readonly string[]])[] = [
  ['levy', 'due_employer', ['amount_employer', 'part_employer']],
  ['levy', 'due_person', ['amount_person', 'part_person']],
  ['levy', 'due_other', ['part_other']],
  ['levy', 'due_total', ['amount', 'part_total']],
  ['levy', 'neutral_employer', ['amount_employer', 'part_employer']],
  ['levy', 'neutral_person', ['amount_person', 'part_person']],
  ['levy', 'neutral_other', ['part_other']],
  ['levy', 'neutral_total', ['amount', 'part_total']],
  ['payment', 'paid_employer', ['principal_employer', 'part_employer']],
  ['payment', 'paid_person', ['principal_person', 'part_person']],
  ['payment', 'paid_other', ['principal_other', 'part_other']],
  ['payment', 'paid_total', ['amount', 'part_total']],
  ['payment', 'neutral_employer', ['principal_employer', 'part_employer']],
  ['payment', 'neutral_person', ['principal_person', 'part_person']],
  ['payment', 'neutral_other', ['principal_other', 'part_other']],
  ['payment', 'neutral_total', ['amount', 'part_total']],
  ['summary', 'paid_employer', ['amount_employer']],
  ['summary', 'paid_person', ['amount_person']],
  ['summary', 'neutral_employer', ['amount_employer']],
  ['summary', 'neutral_person', ['amount_person']],
  ['bank_txn', 'txn_amount', ['amount']],
  ['bank_txn', 'paid_total', ['amount']],
  ['bank_txn', 'neutral_total', ['amount']],
  ['bank_txn', 'txn_status', ['status']],
  ['bank_txn', 'status', ['status']],
  ['registration', 'status', ['status']],
]

/** Every row of the layout is a refund. */
export function isRefunds(layout: Layout): boolean {
  return layout.spec.records.every(record => record.constants?.['refund'] === '1')
}

/** Columns of a layout that a concept can be, best first; none where the layout has no place for it. */
export function columnsFor(concept: Concept, layout: Layout): readonly string[] {
  const has = (name: string): boolean => layout.spec.columns[name] !== undefined
  if (concept === 'refund_amount') return isRefunds(layout) && has('amount') ? ['amount'] : []
  if (concept === 'person_name') return layout.kinds.includes('employer') ? [] : ['name'].filter(has)
  if (concept === 'employer_name') return (layout.kinds.includes('employer') ? ['name'] : ['employer_name']).filter(has)
  if (concept === 'ss_no' || concept === 'mi_no')
    return [...NAMES[concept]!, ...(concept.startsWith(layout.agency) ? ['employer_no'] : [])].filter(has)
  const money = MONEY.filter(([kind, of]) => of === concept && layout.kinds.includes(kind)).flatMap(([, , columns]) => columns)
  if (money.length > 0) return [...new Set(money)].filter(has)
  if (/^(?:due|paid|neutral)_(?:employer|person|other|total)$|^txn_(?:status|amount)$|^status$/.test(concept)) return []
  return (NAMES[concept] ?? [concept]).filter(has)
}

/** Columns that speak of one thing in different forms: where values deny one, another of its family is likely. */
const FAMILIES: readonly (readonly string[])[] = [
  ['id_number', 'person_no', 'social_no'],
  ['employer', 'credit_code', 'employer_no', 'ss_no', 'mi_no', 'tax_no'],
  ['name', 'employer_name'],
  ['insurance', 'insurance_item'],
  ['period', 'period_from', 'period_lone', 'year', 'booked_period'],
  ['voucher', 'levy_no', 'txn_no'],
]

/** All columns of the family that a column is of, itself among them; none for one without. */
export function familyOf(column: string): readonly string[] {
  return FAMILIES.find(family => family.includes(column)) ?? []
}
