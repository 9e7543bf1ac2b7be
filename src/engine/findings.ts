import type { Agency, Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import { ID_FAULTS } from '../records/index.js'
import type { Db, Fill } from '../store/index.js'
import type { FindingClass, Trail } from './run-schema.js'

/** A row of a working table, as SQLite gives it. */
export type Row = Readonly<Record<string, string | number | null>>

/** What one pair, item or group adds to a discrepancy. */
export interface Evidence {
  readonly rule: Rule
  readonly owner: Owner | null
  readonly outcome: Outcome
  readonly class: FindingClass
  /** Items or rows that the key is taken from, the owner's first, then tax's, then the bank's. */
  readonly from: readonly Row[]
  readonly rows: readonly { readonly side: string; readonly row: Row }[]
  readonly has: Agency | null
  readonly lacks: Agency | null
  readonly acts: readonly Agency[]
  readonly amount: number | null
  readonly until: string | null
  readonly due: string | null
  trail: Trail
}

/** The scalar key of a thing and its identity in the ledger. */
export interface Key { readonly identity: string; readonly fields: Readonly<Record<string, string | number | null>> }

/** Discrepancies of one key, taken together; `evidence` is the one that leads: it gives variant, severity, who must act. */
interface Draft { readonly key: Key; evidence: Evidence; amount: number | null; rows: Evidence['rows']; /** Null while one thing alone gave the rows, as nearly always. */ joined: { readonly rows: Evidence['rows'][number][]; readonly places: Set<string> } | null }

const CLASS_RANK: readonly FindingClass[] = ['discrepancy', 'ambiguous', 'in_transit', 'note']
const SEVERITY_RANK = ['high', 'medium', 'low'] as const

/** First of the rows that has a value there. */
export function valueOf(from: readonly Row[], field: string): string | number | null {
  for (const row of from) {
    const v = row[field]
    if (v !== null && v !== undefined && v !== '') return v
  }
  return null
}

/** Whether the things speak of whole units: by whom they are compared, else by their own level. */
function ofUnit(from: readonly Row[]): boolean {
  return from.some(r => typeof r['who'] === 'string' ? r['who'].startsWith('u:') : r['level'] === 'unit')
}

/**
 * The key that an outcome names, of the values that the rows hold (catalogue §4). Without an id: (agency, person_no), else voucher or levy_no, else the text
 * as delivered. An employer that could not be resolved is (agency, employer_no).
 */
function keyOf(outcome: Pick<Outcome, 'code' | 'key' | 'says'>, from: readonly Row[], owner: Owner | null): Key {
  const fields: Record<string, string | number | null> = {}
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
  let identity = outcome.code
  for (const name of Object.keys(fields).sort()) if (fields[name] !== null) identity += `|${name}=${fields[name]}`
  return { identity, fields }
}

function period(fields: Record<string, string | number | null>, from: readonly Row[]): void {
  const month = valueOf(from, 'month')
  const start = month ?? valueOf(from, 'period_start')
  const end = month === null ? valueOf(from, 'period_end') : null
  fields['period'] = start
  if (end !== null && end !== start) fields['period_end'] = end
}

/** An employer without a credit code stands in rules as agency:number. */
const UNRESOLVED = /^(ss|mi|tax|bank):(.+)$/su

/** The unit that a row names, else at unit level the one that its voucher has. */
function employer(fields: Record<string, string | number | null>, from: readonly Row[], unit: boolean): void {
  const who = unit ? String(valueOf(from, 'who') ?? '').replace(/^u:/u, '') : ''
  const value = valueOf(from, 'employer') ?? (who === '' ? null : who)
  const unresolved = UNRESOLVED.exec(String(value ?? ''))
  if (unresolved === null) fields['employer'] = value
  else {
    fields['agency'] = unresolved[1]!
    fields['employer_no'] = unresolved[2]!
  }
}

function person(fields: Record<string, string | number | null>, from: readonly Row[]): void {
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
type Attribute = 'name' | 'employer' | 'employer_name' | 'area' | 'office' | 'person_no'

/** Collects discrepancies by identity; several on one key are one that lists all. */
export class Findings {
  private readonly drafts = new Map<string, Draft>()
  private readonly unsure = new Map<string, string>()

  add(evidence: Evidence): void {
    const key = keyOf(evidence.outcome, evidence.from, evidence.owner)
    const before = this.drafts.get(key.identity)
    if (before === undefined) {
      this.drafts.set(key.identity, { evidence, key, rows: evidence.rows, joined: null, amount: evidence.amount })
      return
    }
    if (evidence.class === before.evidence.class) before.amount = together(before, evidence)
    else if (leads(evidence, before.evidence)) before.amount = evidence.amount
    if (leads(evidence, before.evidence)) before.evidence = evidence
    before.joined ??= { rows: [...before.rows], places: new Set(before.rows.map(place)) }
    const { rows, places } = before.joined
    before.rows = rows
    for (const row of evidence.rows) {
      const at = place(row)
      if (places.has(at)) continue
      places.add(at)
      rows.push(row)
    }
  }

  /** Keys whose answer may still arrive: the ledger leaves them as they are. */
  undecided(outcome: Outcome, from: readonly Row[], owner: Owner | null): void {
    this.unsure.set(keyOf(outcome, from, owner).identity, outcome.code)
  }

  get counts(): readonly { outcome: string; variant: string | null; class: FindingClass; fen: number | null }[] {
    return [...this.drafts.values()].map(d => ({ outcome: codeOf(d), variant: variantOf(d), class: d.evidence.class, fen: d.amount }))
  }

  get undecidedCount(): number {
    return [...this.unsure.keys()].filter(identity => !this.drafts.has(identity)).length
  }

  /** Writes what was found, in order of identity. Raw texts are filled in by `raw`, by place. */
  write(fill: Fill, raw: (row: Row) => Readonly<Record<string, string>> | undefined, files: (row: Row) => string): void {
    fill(['finding', 'finding_row'], put => {
      let id = 0
      for (const draft of [...this.drafts.values()].toSorted((a, b) => a.key.identity < b.key.identity ? -1 : 1)) {
        put('finding', columnsOf(draft))
        id++
        for (const { side, row } of draft.rows) {
          const was = raw(row)
          put('finding_row', [
            id, side, row['agency'] ?? '', row['k'] ?? '', row['b'] ?? 0, row['s'] ?? 0, files(row), row['sheet'] ?? null, row['line'] ?? 0, JSON.stringify(shown(row)), was === undefined ? '{}' : JSON.stringify(was),
          ])
        }
      }
    })
  }

  /** Writes the keys whose answer may still arrive and of which nothing was found. */
  writeUndecided(db: Db): void {
    const unsure = db.prepare('insert into undecided (outcome, identity) values (?, ?)')
    for (const [identity, code] of [...this.unsure].toSorted(([a], [b]) => a < b ? -1 : 1)) if (!this.drafts.has(identity)) unsure.run(code, identity)
  }

  /** Rows behind all that was found. */
  *rows(): Iterable<Row> {
    for (const draft of this.drafts.values()) for (const { row } of draft.rows) yield row
  }
}

const place = ({ side, row }: Evidence['rows'][number]): string => `${side}/${row['b']}/${row['s']}/${row['k']}/${row['r']}/${row['line']}`
const codeOf = (d: Draft): string => d.evidence.outcome.code

/** A discrepancy leads what is in transit or a note; of two alike the more severe. */
function leads(a: Evidence, b: Evidence): boolean {
  const ranks = CLASS_RANK.indexOf(a.class) - CLASS_RANK.indexOf(b.class)
  return ranks < 0 || (ranks === 0 && SEVERITY_RANK.indexOf(a.outcome.severity) < SEVERITY_RANK.indexOf(b.outcome.severity))
}

/** What is at stake in all: the sum; what another rule says of the same thing is the same money, so that the larger counts. */
function together({ amount, evidence: { rule } }: Draft, more: Evidence): number | null {
  if (amount === null || more.amount === null) return amount ?? more.amount
  return rule === more.rule ? amount + more.amount : Math.abs(more.amount) > Math.abs(amount) ? more.amount : amount
}

/** All reasons of the rows, the worst first. */
function reasonsOf(d: Draft): readonly string[] | null {
  const field = d.evidence.outcome.reasons
  if (field === undefined) return null
  const found = new Set(d.rows.flatMap(({ row }) => String(row[field] ?? '').split(',')).filter(x => x !== ''))
  return [...ID_FAULTS.filter(f => found.has(f)), ...[...found].filter(f => !(ID_FAULTS as readonly string[]).includes(f)).toSorted()]
}

function variantOf(d: Draft): string | null {
  if (d.evidence.class === 'ambiguous') return null
  return reasonsOf(d)?.[0] ?? d.evidence.outcome.variant ?? null
}

/** All values of a listed field, as JSON; null where the outcome does not list it. */
function listed({ evidence: { outcome }, key, rows }: Draft, field: string): string | null {
  if (!outcome.lists.includes(field) || (key.fields[field] ?? null) !== null) return null
  const values = [...new Set(rows.map(({ row }) => row[field]).filter(v => v !== null && v !== undefined))].map(String).toSorted()
  return values.length === 0 ? null : JSON.stringify(values)
}

/** The columns of `finding`, in the order of its table. */
function columnsOf(d: Draft): readonly (string | number | null)[] {
  const { evidence: e, key: { fields } } = d
  const unit = ofUnit(e.from)
  const attribute = (name: Attribute): string | number | null => {
    const value = fields[name] ?? (unit && (name === 'name' || name === 'person_no') ? null : valueOf(e.from, name))
    return name === 'employer' && UNRESOLVED.test(String(value)) ? null : value
  }
  const field = (name: string): string | number | null => fields[name] ?? null
  const reasons = reasonsOf(d)
  return [
    null, d.key.identity, e.class, codeOf(d), variantOf(d), e.rule.rule, e.owner, e.outcome.severity,
    field('agency'), field('id_number'), attribute('person_no'), attribute('name'), attribute('employer'), field('employer_no'), attribute('employer_name'), field('insurance'),
    field('period'), field('period_end'), field('voucher'), field('levy_no'), attribute('area'), attribute('office'), field('subject'),
    listed(d, 'voucher'), listed(d, 'levy_no'), listed(d, 'insurance'), listed(d, 'id_number'), listed(d, 'person_no'), reasons === null ? null : JSON.stringify(reasons),
    d.amount, e.has, e.lacks, jsonOnce(e.acts), JSON.stringify(kindsOf(d.rows)), e.until, e.due, trailJson(e.trail),
  ]
}

/** Lists that many findings share are written as JSON once. */
const written = new WeakMap<object, string>()

function jsonOnce(list: readonly unknown[]): string {
  let json = written.get(list)
  if (json === undefined) written.set(list, json = JSON.stringify(list))
  return json
}

function trailJson({ passes, failed, nearest }: Trail): string {
  return `{"passes":${jsonOnce(passes)},"failed":${JSON.stringify(failed)},"nearest":${JSON.stringify(nearest)}}`
}

function kindsOf(rows: Evidence['rows']): readonly string[] {
  return [...new Set(rows.flatMap(({ row }) => typeof row['agency'] === 'string' && row['agency'] !== '' ? [`${row['agency']}:${row['k']}`] : []))].toSorted()
}

const HIDDEN = new Set(['n', 'b', 's', 'r', 'k', 'c', 'fen', 'i', 'm', 'st', 'amb', 'who', 'whom', 'undoes', 'line', 'sheet', 'agency', 'id_written', 'unparted'])

/** A row's values as a report shows them: what is filled. */
function shown(row: Row): Record<string, string | number> {
  const out: Record<string, string | number> = {}
  for (const name in row) {
    const value = row[name]!
    if (value !== null && !HIDDEN.has(name) && !(name === 'employer' && UNRESOLVED.test(String(value)))) out[name] = value
  }
  return out
}
