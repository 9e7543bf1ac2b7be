import type { Finding, FindingRow } from '../engine/index.js'
import type { Cursor } from './cursor.js'
import { ValsReader, type Vals } from './vals.js'

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
const VALS = ROW_NAMES.indexOf('vals')
const RAW = ROW_NAMES.indexOf('raw')

/** What to select of a finding for `findingOf`. */
export const FINDING_COLUMNS = NAMES.map(n => `f."${n}"`).join(', ')
/** What to select of a row for `rowOf`. */
export const ROW_COLUMNS = ROW_NAMES.map(n => `r."${n}"`).join(', ')

/** The same for a cursor. */
export const FINDINGS = { table: 'finding', fields: NAMES, shared: new Set<string>(['class', 'outcome', 'variant', 'rule', 'owner', 'severity', 'agency', 'employer', 'insurance', 'area', 'office', 'agency_has', 'agency_lacks', 'until', 'due', 'who_acts', 'kinds']) }
export const ROWS = { table: 'finding_row', fields: ROW_NAMES, shared: new Set<string>(['side', 'agency', 'kind', 'file', 'sheet', 'raw']) }

type Value = string | number | null
/** A row of a result by position: a fifth of what the same by name costs, with 37 columns. */
export type Values = readonly Value[]

const EMPTY = Object.fromEntries(NAMES.map(n => [n, null])) as Record<string, unknown>

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

/** What is said of a column, as it stands in the run's file. */
function told(column: number, value: Value): unknown {
  if (value === null || column < FIRST_LIST) return value
  return column === TRAIL ? trailOf(value as string) : column < FIRST_SHARED ? JSON.parse(value as string) : once(value as string)
}

/** The finding at which a cursor stands: each field is read when it is first asked for. What is asked once the cursor went on is of the next finding. */
class FindingHere {
  readonly #findings: Cursor
  readonly #row = NAMES.map(() => -1)
  readonly #known: unknown[] = NAMES.map(() => null)

  constructor(findings: Cursor) {
    this.#findings = findings
  }

  static {
    for (const [column, name] of NAMES.entries()) Object.defineProperty(this.prototype, name, { enumerable: true, get(this: FindingHere) { return column === 0 ? this.#findings.row : this.#field(column) } })
  }

  #field(column: number): unknown {
    const { row } = this.#findings
    if (this.#row[column] !== row) {
      this.#row[column] = row
      this.#known[column] = told(column, this.#findings.text(column) ?? this.#findings.number(column))
    }
    return this.#known[column]
  }
}

export function findingHere(findings: Cursor): Finding {
  return new FindingHere(findings) as unknown as Finding
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

/** A finding's JSON columns read, as the ledger keeps it: without its trail. */
export function keptFinding(json: string): Omit<Finding, 'trail'> {
  const raw = JSON.parse(json) as Record<string, unknown>
  for (const name of LISTS) raw[name] = typeof raw[name] === 'string' ? JSON.parse(raw[name]) : raw[name] ?? null
  return raw as unknown as Omit<Finding, 'trail'>
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

/** Rows behind one finding after another, made at a cursor; those of the finding before are used again. */
export class RowsHere {
  private readonly rows: Cursor
  private readonly vals = new ValsReader()
  private readonly pool: Vals[] = []

  constructor(rows: Cursor) {
    this.rows = rows
  }

  /** The row at which the cursor stands, the n-th of its finding. */
  row(n: number): FindingRow {
    const { rows } = this
    const raw = rows.text(RAW)!
    const vals = this.vals.read(rows.raw(VALS), this.pool[n] ?? null)
    this.pool[n] = vals
    return {
      finding: rows.number(1)!, side: rows.text(2)!, agency: rows.text(3) as FindingRow['agency'], kind: rows.text(4) as FindingRow['kind'], batch: rows.number(5)!, segment: rows.number(6)!, file: rows.text(7)!, sheet: rows.text(8), line: rows.number(9)!,
      vals, raw: raw === '{}' ? NONE : JSON.parse(raw) as FindingRow['raw'],
    }
  }
}

/** By side, then by place. */
export function byPlace(a: FindingRow, b: FindingRow): number {
  return a.side === b.side ? a.batch - b.batch || a.segment - b.segment || a.line - b.line : a.side < b.side ? -1 : 1
}
