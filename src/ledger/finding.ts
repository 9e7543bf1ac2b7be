import type { Finding, FindingRow } from '../engine/index.js'

/** Columns of a finding in a run's file. */
const NAMES = [
  'id', 'identity', 'class', 'outcome', 'variant', 'rule', 'owner', 'severity', 'agency', 'id_number', 'person_no', 'name', 'employer', 'employer_no', 'employer_name', 'insurance', 'period', 'period_end', 'voucher', 'levy_no',
  'area', 'office', 'subject', 'amount_fen', 'agency_has', 'agency_lacks', 'until', 'due', 'vouchers', 'levy_nos', 'insurances', 'id_numbers', 'person_nos', 'reasons', 'who_acts', 'kinds', 'trail',
] as const satisfies readonly (keyof Finding)[]

/** Columns that hold lists as JSON. */
const LISTS = ['vouchers', 'levy_nos', 'insurances', 'id_numbers', 'person_nos', 'reasons', 'who_acts', 'kinds'] as const
const FIRST_LIST = NAMES.indexOf(LISTS[0])
/** From here on lists that many findings share. */
const FIRST_SHARED = NAMES.indexOf('who_acts')
const TRAIL = NAMES.indexOf('trail')

/** Of a row behind one, its number first. */
const ROW_NAMES = ['rowid', 'finding', 'side', 'agency', 'kind', 'batch', 'segment', 'file', 'sheet', 'line', 'vals', 'raw'] as const

/** What to select of a finding for `findingOf`. */
export const FINDING_COLUMNS = NAMES.map(n => `f."${n}"`).join(', ')
/** What to select of a row for `rowOf`. */
export const ROW_COLUMNS = ROW_NAMES.map(n => `r."${n}"`).join(', ')

/** What the ledger keeps of a finding. */
export const KEPT = NAMES.filter(n => n !== 'trail')

/** The same for a cursor. */
export const FINDINGS = { table: 'finding', fields: NAMES, shared: new Set<string>(['class', 'outcome', 'variant', 'rule', 'owner', 'severity', 'agency', 'employer', 'insurance', 'area', 'office', 'agency_has', 'agency_lacks', 'until', 'due', 'who_acts', 'kinds']) }
export const ROWS = { table: 'finding_row', fields: ROW_NAMES, shared: new Set<string>(['side', 'agency', 'kind', 'file', 'sheet', 'raw']) }

type Value = string | number | null
/** A row of a result by position: a fifth of what the same by name costs, with 37 columns. */
export type Values = readonly Value[]

const EMPTY = Object.fromEntries(NAMES.map(n => [n, null])) as Record<string, unknown>
const BARE = Object.fromEntries(KEPT.map(n => [n, null])) as Record<string, unknown>

/** Who must act, what the rows are, the keys tried: few of them differ, and each is read once. */
const shared = new Map<string, unknown>()
const SHARED_MOST = 4096

function once(json: string): unknown {
  let list = shared.get(json)
  if (list !== undefined) return list
  if (shared.size >= SHARED_MOST) shared.clear()
  shared.set(json, list = JSON.parse(json))
  return list
}

/** A finding of what was selected of it. */
export function findingOf(values: Values): Finding {
  const out = { ...EMPTY }
  for (let i = 0; i < FIRST_LIST; i++) out[NAMES[i]!] = values[i]
  for (let i = FIRST_LIST; i < TRAIL; i++) if (values[i] !== null) out[NAMES[i]!] = i < FIRST_SHARED ? JSON.parse(values[i] as string) : once(values[i] as string)
  out['trail'] = trailOf(values[TRAIL] as string)
  return out as unknown as Finding
}

const PASSES = '{"passes":'
const BEHIND_PASSES = '],"failed":'

/** Quotes within a text are escaped in JSON: the first `],"failed":` ends the passes. */
function trailOf(json: string): Finding['trail'] {
  const end = json.startsWith(PASSES) ? json.indexOf(BEHIND_PASSES) : -1
  if (end < 0) return JSON.parse(json) as Finding['trail']
  const { failed, nearest } = JSON.parse(`{${json.slice(end + 2)}`) as Pick<Finding['trail'], 'failed' | 'nearest'>
  return { passes: once(json.slice(PASSES.length, end + 1)) as Finding['trail']['passes'], failed, nearest }
}

/** Of a finding what the ledger keeps, as JSON: what is filled, without the trail. Two thirds of the columns are empty in most. */
export function jsonOf(values: Values): string {
  const out: Record<string, Value> = {}
  for (let i = 0; i < KEPT.length; i++) if (values[i] !== null) out[KEPT[i]!] = values[i]!
  return JSON.stringify(out)
}

/** A finding as the ledger keeps it, its JSON columns read; what is not filled is null. */
export function keptFinding(json: string): Omit<Finding, 'trail'> {
  const out = { ...BARE, ...JSON.parse(json) as Record<string, unknown> }
  for (const name of LISTS) if (typeof out[name] === 'string') out[name] = JSON.parse(out[name])
  return out as unknown as Omit<Finding, 'trail'>
}

const NONE: FindingRow['raw'] = {}

/** A row of what was selected of it. */
export function rowOf(values: Values): FindingRow {
  const raw = values[11] as string
  return {
    finding: values[1] as number, side: values[2] as string, agency: values[3] as FindingRow['agency'], kind: values[4] as FindingRow['kind'], batch: values[5] as number, segment: values[6] as number, file: values[7] as string,
    sheet: values[8] as string | null, line: values[9] as number, vals: JSON.parse(values[10] as string) as FindingRow['vals'], raw: raw === '{}' ? NONE : JSON.parse(raw) as FindingRow['raw'],
  }
}

/** By side, then by place. */
export function byPlace(a: FindingRow, b: FindingRow): number {
  return a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1
}
