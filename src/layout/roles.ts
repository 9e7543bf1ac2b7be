import { FIELDS, type CodeList, type FieldType, type Kind } from '../records/index.js'
import type { Layout } from './types.js'

/** Type of a column, and the code list that translates it. */
export interface Typed {
  readonly type: FieldType
  readonly list: CodeList | null
}

/** Columns that are no field themselves and from which fields are derived, by their name in a layout. */
const ROLES: Readonly<Record<string, Typed>> = {
  social_no: { type: 'text', list: null },
  period: { type: 'period', list: null },
  period_from: { type: 'period', list: null },
  period_to: { type: 'period', list: null },
  period_lone: { type: 'period', list: null },
  year: { type: 'period', list: null },
  status_pay: { type: 'code', list: 'pay_status' },
  transfer: { type: 'code', list: 'transfer' },
  reversal: { type: 'code', list: 'reversal' },
  validity: { type: 'code', list: 'validity' },
  refund: { type: 'code', list: 'refund' },
  posted: { type: 'code', list: 'posted' },
  posted_date: { type: 'date', list: null },
  insurance_item: { type: 'code', list: 'insurance' },
}

/** Amounts that a record may be given although they are no field: `principal_other`, `amount_other` join a sum. */
export const EXTRA_TARGETS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  levy: ['amount_other'],
  payment: ['principal_other', 'principal'],
}

/** Type of a column by its name, for the kinds that the layout yields; undefined where only the layout can say. */
export function typeByName(name: string, kinds: readonly Kind[]): Typed | undefined {
  const role = ROLES[name]
  if (role !== undefined) return role
  for (const kind of kinds) {
    const field = FIELDS[kind].find(f => f.name === name && (f.derived !== true || name === 'principal'))
    if (field !== undefined) return { type: field.type, list: field.list ?? null }
  }
  return undefined
}

/** Type of a layout's column, and the code list that translates it: its own, else by its name. */
export function columnType(layout: Pick<Layout, 'spec' | 'kinds'>, name: string): Typed {
  const column = layout.spec.columns[name] as { type?: FieldType; list?: CodeList } | undefined
  const byName = typeByName(name, layout.kinds)
  return {
    type: column?.type ?? (column?.list === undefined ? byName?.type : 'code') ?? 'text',
    list: column?.list ?? byName?.list ?? null,
  }
}
