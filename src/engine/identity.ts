import type { Owner } from '../kernel/index.js'
import type { Outcome } from '../match/index.js'
import { UNRESOLVED, valueOf, type Row } from './row.js'

export type Cell = string | number | null

/** The scalar key of a thing, and its parts as they stand in an identity. */
export interface Key {
  readonly parts: readonly string[]
  readonly fields: Readonly<Record<string, Cell>>
}

/** The identity of a thing in the ledger. Joined it is one text; of pieces put together one by one every piece would be kept. */
export function identityOf(code: string, { parts }: Key): string {
  return [code, ...parts].join('|')
}

/** Outcomes whose keys are made alike: the key of one is that of all. */
export interface Alike {
  readonly like: Pick<Outcome, 'key' | 'says'>
  readonly codes: readonly string[]
}

/** Outcomes by how their keys are made; variants of one code once. */
export function alikeIn(outcomes: readonly Outcome[]): readonly Alike[] {
  const ways = new Map<string, { readonly like: Outcome; readonly codes: Set<string> }>()
  for (const outcome of outcomes) {
    const way = JSON.stringify([outcome.key, outcome.says])
    const same = ways.get(way) ?? { like: outcome, codes: new Set() }
    ways.set(way, same)
    same.codes.add(outcome.code)
  }
  return [...ways.values()].map(({ like, codes }) => ({ like, codes: [...codes] }))
}

/** Whether the things speak of whole units: by whom they are compared, else by their own level. */
function ofUnit(from: readonly Row[]): boolean {
  return from.some(r => (typeof r['who'] === 'string' ? r['who'].startsWith('u:') : r['level'] === 'unit'))
}

/**
 * The key that an outcome names, of the values that the rows hold (catalogue §4). Without an id: (agency, person_no), else voucher or
 * levy_no, else the text as delivered. An employer that could not be resolved is (agency, employer_no).
 */
export function keyOf(outcome: Pick<Outcome, 'key' | 'says'>, from: readonly Row[], owner: Owner | null): Key {
  const fields: Record<string, Cell> = {}
  const unit = ofUnit(from)
  const bothWays = outcome.key.includes('id_number') && outcome.key.includes('employer')
  for (const name of outcome.key) {
    if (outcome.says[name] !== undefined) fields[name] = outcome.says[name]
    else if (name === 'agency') fields['agency'] = owner ?? valueOf(from, 'agency')
    else if (name === 'period' || name === 'period_start') period(fields, from)
    else if (name === 'employer' && bothWays) continue
    else if (name === 'employer' || (name === 'id_number' && unit && bothWays)) employer(fields, from, unit)
    else if (name === 'id_number') person(fields, from)
    else fields[name] = valueOf(from, name)
  }
  const parts: string[] = []
  for (const name of Object.keys(fields).sort()) if (fields[name] !== null) parts.push(`${name}=${fields[name]}`)
  return { parts, fields }
}

/** What a field is called where it is part of a key. */
export function keyPart(field: string): string {
  return field === 'month' || field === 'period_start' ? 'period' : field
}

function period(fields: Record<string, Cell>, from: readonly Row[]): void {
  const month = valueOf(from, 'month')
  const start = month ?? valueOf(from, 'period_start')
  const end = month === null ? valueOf(from, 'period_end') : null
  fields['period'] = start
  if (end !== null && end !== start) fields['period_end'] = end
}

/** The unit that a row names, else at unit level the one that its voucher has. */
function employer(fields: Record<string, Cell>, from: readonly Row[], unit: boolean): void {
  const who = unit ? String(valueOf(from, 'who') ?? '').replace(/^u:/u, '') : ''
  const value = valueOf(from, 'employer') ?? (who === '' ? null : who)
  const unresolved = UNRESOLVED.exec(String(value ?? ''))
  if (unresolved === null) fields['employer'] = value
  else {
    fields['agency'] = unresolved[1]!
    fields['employer_no'] = unresolved[2]!
  }
}

function person(fields: Record<string, Cell>, from: readonly Row[]): void {
  const id = valueOf(from, 'id_number')
  const numbered = from.find(r => r['person_no'] !== null && r['person_no'] !== undefined)
  const voucher = valueOf(from, 'voucher')
  const levy = valueOf(from, 'levy_no')
  if (id !== null) fields['id_number'] = id
  else if (numbered !== undefined) {
    fields['agency'] = numbered['agency'] ?? null
    fields['person_no'] = numbered['person_no'] ?? null
  } else if (voucher !== null) fields['voucher'] = voucher
  else if (levy !== null) fields['levy_no'] = levy
  else fields['subject'] = valueOf(from, 'id_written') ?? valueOf(from, 'name') ?? ''
}

/** Fields that help a reader and are shown whether or not they make the identity. */
const ATTRIBUTES = ['person_no', 'name', 'employer', 'employer_name', 'area', 'office'] as const

/** The values of `ATTRIBUTES`, in their order. */
export function attributesOf(from: readonly Row[], { fields }: Key): readonly Cell[] {
  const unit = ofUnit(from)
  return ATTRIBUTES.map(name => {
    if (name === 'employer') return resolved(fields[name] ?? null) ?? from.map(r => resolved(r[name] ?? null)).find(v => v !== null) ?? null
    return fields[name] ?? (unit && (name === 'name' || name === 'person_no') ? null : valueOf(from, name))
  })
}

/** A unit's credit code; null where its number could not be resolved. */
const resolved = (employer: Cell): Cell => (UNRESOLVED.test(String(employer)) ? null : employer)
