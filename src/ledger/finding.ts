import type { Finding, FindingRow, Story } from '../engine/index.js'
import type { Taker } from './texts.js'
import { once, trailOf } from './trail.js'

/** Columns of a finding in a run's file. */
export const NAMES = [
  'id',
  'identity',
  'class',
  'outcome',
  'variant',
  'rule',
  'owner',
  'severity',
  'agency',
  'id_number',
  'person_no',
  'name',
  'employer',
  'employer_no',
  'employer_name',
  'insurance',
  'period',
  'period_end',
  'voucher',
  'levy_no',
  'area',
  'office',
  'subject',
  'amount_fen',
  'agency_has',
  'agency_lacks',
  'until',
  'due',
  'vouchers',
  'levy_nos',
  'insurances',
  'id_numbers',
  'person_nos',
  'reasons',
  'who_acts',
  'kinds',
  'trail',
] as const satisfies readonly (keyof Finding)[]

/** Columns that hold lists as JSON. */
const LISTS = ['vouchers', 'levy_nos', 'insurances', 'id_numbers', 'person_nos', 'reasons', 'who_acts', 'kinds'] as const
export const FIRST_LIST = NAMES.indexOf(LISTS[0])
/** From here on lists that many findings share. */
const FIRST_SHARED = NAMES.indexOf('who_acts')
export const TRAIL = NAMES.indexOf('trail')

/** Of a row behind one, its number first. */
const ROW_NAMES = ['rowid', 'finding', 'side', 'agency', 'kind', 'batch', 'segment', 'file', 'sheet', 'line', 'vals', 'raw'] as const

/** What to select of a finding for `findingOf`. */
export const FINDING_COLUMNS = NAMES.map(n => `f."${n}"`).join(', ')
/** What to select of a row for `rowOf`. */
export const ROW_COLUMNS = ROW_NAMES.map(n => `r."${n}"`).join(', ')

/** The same for a cursor. */
export const FINDINGS = { table: 'finding', fields: NAMES }
export const ROWS = { table: 'finding_row', fields: ROW_NAMES }

/** A finding as an entry of the ledger has it: in columns of its own, the rest as JSON. */
export interface KeptFinding extends Pick<Finding, 'identity' | 'class' | 'outcome' | 'variant' | 'rule' | 'amount_fen'> {
  readonly seen_finding: number
  readonly finding: string
}
/** What the ledger says of a finding: all but how it came about. `also`: what is so of the same key beside variant and amount. */
export interface Remembered extends Omit<Finding, 'trail'> {
  readonly also: readonly Story[] | null
}
export const KEPT_COLUMNS = 'identity, class, outcome, variant, rule, amount_fen, seen_finding, finding'

/** What is kept as JSON, what is never empty first; the trail is not kept. */
const KEPT = [
  'severity',
  ...NAMES.filter(n => !['severity', 'id', 'identity', 'class', 'outcome', 'variant', 'rule', 'amount_fen', 'trail'].includes(n)),
] as const

type Value = string | number | null
/** A row of a result by position: a fifth of what the same by name costs, with 37 columns. */
export type Values = readonly Value[]

const EMPTY = Object.fromEntries(NAMES.map(n => [n, null])) as Record<string, unknown>
const BARE = Object.fromEntries([...NAMES.filter(n => n !== 'trail'), 'also'].map(n => [n, null])) as Record<string, unknown>

/** A finding of what was selected of it. */
export function findingOf(values: Values): Finding {
  const out = { ...EMPTY }
  for (const [column, name] of NAMES.entries()) out[name] = told(column, values[column]!)
  return out as unknown as Finding
}

/** What is said of a column, as it stands in the run's file. */
export function told(column: number, value: Value): unknown {
  if (value === null || column < FIRST_LIST) return value
  return column === TRAIL ? trailOf(value as string) : column < FIRST_SHARED ? JSON.parse(value as string) : once(value as string)
}

/**
 * SQL of what the ledger keeps of a finding as JSON: what is filled. Two thirds of the columns are empty in most: what is NULL adds nothing
 * to `concat`.
 */
export function keptJson(of: string): string {
  const [first, ...rest] = KEPT
  return `concat('{"${first}":', json_quote(${of}."${first}"), ${rest.map(name => `case when ${of}."${name}" is not null then ',"${name}":' || json_quote(${of}."${name}") end`).join(', ')}, case when instr(${of}.trail, ',"also":[') > 0 then ',"also":' || json_extract(${of}.trail, '$.also') end, '}')`
}

/**
 * A finding as the ledger keeps it, its JSON columns read; what is not filled is null. Entries of earlier versions have all of it as JSON.
 */
export function keptFinding({
  identity,
  class: what,
  outcome,
  variant,
  rule,
  amount_fen,
  seen_finding: id,
  finding,
}: KeptFinding): Remembered {
  const out: Record<string, unknown> = {
    ...BARE,
    ...(JSON.parse(finding) as Record<string, unknown>),
    id,
    identity,
    class: what,
    outcome,
    variant,
    rule,
    amount_fen,
  }
  for (const name of LISTS) if (typeof out[name] === 'string') out[name] = JSON.parse(out[name])
  return out as unknown as Remembered
}

export const NONE: FindingRow['raw'] = {}

/** A row of what was selected of it. */
export function rowOf(values: Values): FindingRow {
  const raw = values[11] as string
  return {
    finding: values[1] as number,
    side: values[2] as string,
    agency: values[3] as FindingRow['agency'],
    kind: values[4] as FindingRow['kind'],
    batch: values[5] as number,
    segment: values[6] as number,
    file: values[7] as string,
    sheet: values[8] as string | null,
    line: values[9] as number,
    vals: JSON.parse(values[10] as string) as FindingRow['vals'],
    raw: raw === '{}' ? NONE : (JSON.parse(raw) as FindingRow['raw']),
  }
}

/** Gives a field's text to who takes it as bytes; null: there is none, false: it is no text, or was not taken. */
export interface Gives {
  give(field: string, to: Taker): boolean | null
}

/** A row behind a finding, whose values are asked for by field; null: it has none. */
export interface RowBehind extends Omit<FindingRow, 'vals' | 'finding'>, Partial<Gives> {
  value(field: string): string | number | null
  fields(): readonly string[]
}

export function rowBehind(row: FindingRow): RowBehind {
  return { ...row, value: field => (Object.hasOwn(row.vals, field) ? row.vals[field]! : null), fields: () => Object.keys(row.vals) }
}

type Place = Pick<FindingRow, 'side' | 'batch' | 'segment' | 'line'>

/** By side, then by place. */
export function byPlace(a: Place, b: Place): number {
  return a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1
}
