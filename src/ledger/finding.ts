import type { Finding, FindingRow } from '../engine/index.js'
import type { Cursor } from './cursor.js'
import { type Vals, ValsReader } from './vals.js'

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
const SIDE = ROW_NAMES.indexOf('side')
const VALS = ROW_NAMES.indexOf('vals')
const RAW = ROW_NAMES.indexOf('raw')

/** What to select of a finding for `findingOf`. */
export const FINDING_COLUMNS = NAMES.map(n => `f."${n}"`).join(', ')
/** What to select of a row for `rowOf`. */
export const ROW_COLUMNS = ROW_NAMES.map(n => `r."${n}"`).join(', ')

/** The same for a cursor. */
export const FINDINGS = { table: 'finding', fields: NAMES, shared: new Set<string>(['class', 'outcome', 'variant', 'rule', 'owner', 'severity', 'agency', 'employer', 'insurance', 'area', 'office', 'agency_has', 'agency_lacks', 'until', 'due', 'who_acts', 'kinds']) }
export const ROWS = { table: 'finding_row', fields: ROW_NAMES, shared: new Set<string>(['side', 'agency', 'kind', 'file', 'sheet', 'raw']) }

/** A finding as an entry of the ledger has it: in columns of its own, the rest as JSON. */
export interface KeptFinding extends Pick<Finding, 'identity' | 'class' | 'outcome' | 'variant' | 'rule' | 'amount_fen'> { readonly seen_finding: number; readonly finding: string }
export const KEPT_COLUMNS = 'identity, class, outcome, variant, rule, amount_fen, seen_finding, finding'

/** What is kept as JSON, what is never empty first; the trail is not kept. */
const KEPT = ['severity', ...NAMES.filter(n => !['severity', 'id', 'identity', 'class', 'outcome', 'variant', 'rule', 'amount_fen', 'trail'].includes(n))] as const

type Value = string | number | null
/** A row of a result by position: a fifth of what the same by name costs, with 37 columns. */
export type Values = readonly Value[]

const EMPTY = Object.fromEntries(NAMES.map(n => [n, null])) as Record<string, unknown>
const BARE = Object.fromEntries(NAMES.filter(n => n !== 'trail').map(n => [n, null])) as Record<string, unknown>

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
  for (const [column, name] of NAMES.entries()) out[name] = told(column, values[column]!)
  return out as unknown as Finding
}

/** What is said of a column, as it stands in the run's file. */
function told(column: number, value: Value): unknown {
  if (value === null || column < FIRST_LIST) return value
  return column === TRAIL ? trailOf(value as string) : column < FIRST_SHARED ? JSON.parse(value as string) : once(value as string)
}

/** The finding at which a cursor stands, read whole: a line of a report asks for most of it. */
export function findingHere(findings: Cursor): Finding {
  return findingOf(findings.values())
}

const PASSES = '{"passes":'
const BEHIND_PASSES = '],"failed":'

type Passes = Finding['trail']['passes']

/** The passes of the last few trails, as they stand in JSON and read. */
const lately: { readonly text: string; readonly passes: Passes }[] = []
const LATELY = 8

/** Quotes within a text are escaped in JSON: the first `],"failed":` ends the passes. */
function trailOf(json: string): Finding['trail'] {
  // Parts that are compared whole are told by the memory's own comparison: twenty times as fast as startsWith.
  for (const { text, passes } of lately) if (json.substring(0, text.length) === text && json.startsWith(BEHIND_PASSES, text.length)) return trailAt(json, text.length, passes)
  const end = json.startsWith(PASSES) ? json.indexOf(BEHIND_PASSES) : -1
  if (end < 0) return JSON.parse(json) as Finding['trail']
  const passes = once(json.slice(PASSES.length, end + 1)) as Passes
  lately.unshift({ text: json.slice(0, end), passes })
  lately.length = Math.min(lately.length, LATELY)
  return trailAt(json, end, passes)
}

/** A field that failed with both values, and no nearest row: the whole end of most trails. */
const FAILED = /^\],"failed":\{"field":"([^"\\]*)","a":"([^"\\]*)","b":"([^"\\]*)"\},"nearest":null\}$/

function trailAt(json: string, end: number, passes: Passes): Finding['trail'] {
  const plain = FAILED.exec(json.slice(end))
  if (plain !== null) return { passes, failed: { field: plain[1]!, a: plain[2]!, b: plain[3]! }, nearest: null }
  const { failed, nearest } = JSON.parse(`{${json.slice(end + 2)}`) as Pick<Finding['trail'], 'failed' | 'nearest'>
  return { passes, failed, nearest }
}

/** SQL of what the ledger keeps of a finding as JSON: what is filled. Two thirds of the columns are empty in most: what is NULL adds nothing to `concat`. */
export function keptJson(of: string): string {
  const [first, ...rest] = KEPT
  return `concat('{"${first}":', json_quote(${of}."${first}"), ${rest.map(name => `case when ${of}."${name}" is not null then ',"${name}":' || json_quote(${of}."${name}") end`).join(', ')}, '}')`
}

/** A finding as the ledger keeps it, its JSON columns read; what is not filled is null. Entries of earlier versions have all of it as JSON. */
export function keptFinding({ identity, class: what, outcome, variant, rule, amount_fen, seen_finding: id, finding }: KeptFinding): Omit<Finding, 'trail'> {
  const out: Record<string, unknown> = { ...BARE, ...JSON.parse(finding) as Record<string, unknown>, id, identity, class: what, outcome, variant, rule, amount_fen }
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

/** A row behind a finding, whose values are asked for by field; null: it has none. */
export interface RowBehind extends Omit<FindingRow, 'vals' | 'finding'> {
  value(field: string): string | number | null
  fields(): readonly string[]
}

export function rowBehind(row: FindingRow): RowBehind {
  return { ...row, value: field => Object.hasOwn(row.vals, field) ? row.vals[field]! : null, fields: () => Object.keys(row.vals) }
}

/** The row at which a cursor stands; its values are not made before they are asked for. */
class RowHere implements RowBehind {
  readonly side: string
  readonly agency: FindingRow['agency']
  readonly kind: FindingRow['kind']
  readonly batch: number
  readonly segment: number
  readonly file: string
  readonly sheet: string | null
  readonly line: number
  readonly raw: FindingRow['raw']
  private readonly vals: Vals

  constructor(rows: Cursor, vals: Vals) {
    this.side = rows.text(SIDE)!
    this.agency = rows.text(SIDE + 1) as FindingRow['agency']
    this.kind = rows.text(SIDE + 2) as FindingRow['kind']
    this.batch = rows.number(SIDE + 3)!
    this.segment = rows.number(SIDE + 4)!
    this.file = rows.text(SIDE + 5)!
    this.sheet = rows.text(SIDE + 6)
    this.line = rows.number(SIDE + 7)!
    const raw = rows.text(RAW)!
    this.raw = raw === '{}' ? NONE : JSON.parse(raw) as FindingRow['raw']
    this.vals = vals
  }

  value(field: string): string | number | null {
    return this.vals.value(field)
  }

  fields(): readonly string[] {
    return this.vals.fields()
  }
}

/** Makes rows of a cursor; what holds their values is used again from one finding to the next. */
export class RowsBehind {
  private readonly rows: Cursor
  private readonly reader = new ValsReader()
  private readonly pool: Vals[] = []

  constructor(rows: Cursor) {
    this.rows = rows
  }

  /** The row at which the cursor stands, the n-th of its finding. */
  row(n: number): RowBehind {
    return new RowHere(this.rows, this.pool[n] = this.reader.read(this.rows.raw(VALS), this.pool[n] ?? null))
  }
}

type Place = Pick<FindingRow, 'side' | 'batch' | 'segment' | 'line'>

/** By side, then by place. */
export function byPlace(a: Place, b: Place): number {
  return a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1
}
