import type { Kind } from '../records/index.js'
import type { EvidenceRow, Found } from './types.js'

/** Fields of a record that help to judge a discrepancy, in reading order. `period` is both months. */
export const SHOWN: Readonly<Record<Kind, readonly string[]>> = {
  registration: [
    'id_number',
    'name',
    'person_no',
    'insurance',
    'status',
    'begin_date',
    'end_date',
    'end_reason',
    'employer',
    'employer_name',
    'area',
  ],
  employer: ['employer_no', 'credit_code', 'name', 'area', 'industry_rate'],
  levy: [
    'levy_no',
    'id_number',
    'name',
    'employer',
    'employer_name',
    'insurance',
    'period',
    'levy_type',
    'base',
    'rate_employer',
    'rate_person',
    'amount_employer',
    'amount_person',
    'amount',
    'sent_date',
    'due_date',
  ],
  payment: [
    'voucher',
    'levy_no',
    'id_number',
    'name',
    'employer',
    'employer_name',
    'insurance',
    'period',
    'pay_type',
    'refund',
    'principal_employer',
    'principal_person',
    'late_fee',
    'interest',
    'amount',
    'paid_date',
    'treasury_date',
    'posted',
    'failure',
    'adjustment',
    'original_voucher',
    'payee',
  ],
  summary: ['area', 'office', 'insurance', 'month', 'amount_employer', 'amount_person', 'late_fee', 'interest', 'total'],
  wage_declaration: ['id_number', 'name', 'employer', 'insurance', 'period', 'wage', 'base'],
  bank_txn: ['voucher', 'txn_no', 'amount', 'status', 'bank_date', 'tax_date', 'payer', 'bank'],
}

/** Rows that differ in one of these are shown one by one on a sheet of their own; parts of one sum are not. */
const TELLING = [
  'voucher',
  'levy_no',
  'txn_no',
  'id_number',
  'person_no',
  'name',
  'insurance',
  'period_start',
  'period_end',
  'employer',
  'status',
  'begin_date',
  'end_date',
  'area',
  'refund',
  'pay_type',
  'levy_type',
] as const

const DASH = '–'

/** A row's value of a field; `period` as yyyymm or yyyymm–yyyymm. */
export function valueIn(row: EvidenceRow, field: string): string | number | null {
  if (field !== 'period') return row.value(field)
  const start = row.value('period_start') ?? row.value('period')
  const end = row.value('period_end')
  return start === null ? null : end === null || end === start ? String(start) : `${start}${DASH}${end}`
}

/** A row's text of a field as it was received; undefined where the value stood there like that. */
export function rawIn(row: EvidenceRow, field: string): string | undefined {
  return field === 'period' ? (row.raw['period_start'] ?? row.raw['period_end'] ?? row.raw['period']) : row.raw[field]
}

/** The key of a discrepancy as text, in the words of a record's field. */
export function keyText(f: Found, field: string): string | null {
  switch (field) {
    case 'period':
      return f.period === null
        ? null
        : f.period_end === null || f.period_end === f.period
          ? String(f.period)
          : `${f.period}${DASH}${f.period_end}`
    case 'voucher':
      return several(f.vouchers) ?? f.voucher
    case 'levy_no':
      return several(f.levy_nos) ?? f.levy_no
    case 'insurance':
      return several(f.insurances) ?? f.insurance
    case 'id_number':
      return several(f.id_numbers) ?? f.id_number
    case 'person_no':
      return several(f.person_nos) ?? f.person_no
    case 'month':
      return f.period === null ? null : String(f.period)
    case 'name':
      return f.name
    case 'employer':
      return f.employer
    case 'employer_no':
      return f.employer_no
    case 'employer_name':
      return f.employer_name
    case 'area':
      return f.area
    case 'office':
      return f.office
    default:
      return null
  }
}

function several(list: readonly string[] | null): string | null {
  return list === null || list.length === 0 ? null : list.join(' ')
}

/** Whether the rows of a side (they lie together) differ in more than the parts of one sum. */
export function isTelling(rows: readonly EvidenceRow[]): boolean {
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!
    const before = rows[i - 1]!
    if (before.side !== row.side) continue
    for (const field of TELLING) if (row.value(field) !== before.value(field)) return true
  }
  return false
}
