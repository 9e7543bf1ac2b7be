/** A line of truth.csv: what was planted, or what follows from it. A decoy names the outcome that must not stand. */
export interface Truth {
  type: 'discrepancy' | 'in_transit' | 'note' | 'ambiguous' | 'change' | 'issue' | 'set_aside' | 'decoy'
  outcome?: string
  variant?: string
  agency?: string
  id_number?: string
  employer?: string
  insurance?: string
  period?: number
  period_end?: number
  area?: string
  office?: string
  voucher?: string
  levy_no?: string
  file?: string
  sheet?: string
  line?: number
  field?: string
  before?: string
  after?: string
  reason?: string
}

/** Columns of `truth.csv`. */
export const TRUTH_COLUMNS = [
  'type',
  'outcome',
  'variant',
  'agency',
  'id_number',
  'employer',
  'insurance',
  'period',
  'period_end',
  'area',
  'office',
  'voucher',
  'levy_no',
  'file',
  'sheet',
  'line',
  'field',
  'before',
  'after',
  'reason',
] as const satisfies readonly (keyof Truth)[]

/** A line of `truth.csv`; what is absent is ''. */
export function truthRow(truth: Truth): readonly string[] {
  return TRUTH_COLUMNS.map(c => (truth[c] === undefined ? '' : String(truth[c])))
}
