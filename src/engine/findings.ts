import type { Agency, Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import type { Db } from '../store/index.js'
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
  readonly trail: Trail
}

/** The scalar key of a thing and its identity in the ledger. */
export interface Key { readonly identity: string; readonly fields: Readonly<Record<string, string | number | null>> }

interface Draft { readonly evidence: Evidence; readonly key: Key; rows: Evidence['rows'][number][]; amount: number | null; trail: Trail }

const CLASS_RANK: readonly FindingClass[] = ['discrepancy', 'ambiguous', 'in_transit', 'note']

/** First of the rows that has a value there. */
export function valueOf(from: readonly Row[], field: string): string | number | null {
  for (const row of from) {
    const v = row[field]
    if (v !== null && v !== undefined && v !== '') return v
  }
  return null
}

/** Whether the things speak of whole units. */
function ofUnit(from: readonly Row[]): boolean {
  return from.some(r => typeof r['who'] === 'string' && r['who'].startsWith('u:'))
}

/** The key that an outcome names, of the values that the rows hold (catalogue §4): id, else person number, else voucher or levy, else the text as delivered. */
function keyOf(code: string, names: readonly string[], from: readonly Row[], owner: Owner | null): Key {
  const fields: Record<string, string | number | null> = {}
  const unit = ofUnit(from)
  const bothWays = names.includes('id_number') && names.includes('employer')
  for (const name of names) {
    if (name === 'agency') fields['agency'] = owner ?? valueOf(from, 'agency')
    else if (name === 'period' || name === 'period_start') period(fields, from)
    else if (name === 'id_number' && unit) fields['employer'] = valueOf(from, 'employer')
    else if (name === 'id_number') person(fields, from)
    else if (name === 'employer' && bothWays) continue
    else fields[name] = valueOf(from, name)
  }
  if (fields['subject'] !== undefined && (names.includes('voucher') || names.includes('levy_no')) && valueOf(from, names.includes('voucher') ? 'voucher' : 'levy_no') !== null) delete fields['subject']
  const parts = Object.entries(fields).filter(([, v]) => v !== null).toSorted(([a], [b]) => a < b ? -1 : 1).map(([n, v]) => `${n}=${v}`)
  return { identity: [code, ...parts].join('|'), fields }
}

function period(fields: Record<string, string | number | null>, from: readonly Row[]): void {
  const month = valueOf(from, 'month')
  const start = month ?? valueOf(from, 'period_start')
  const end = month === null ? valueOf(from, 'period_end') : null
  fields['period'] = start
  if (end !== null && end !== start) fields['period_end'] = end
}

function person(fields: Record<string, string | number | null>, from: readonly Row[]): void {
  const id = valueOf(from, 'id_number')
  if (id !== null) {
    fields['id_number'] = id
    return
  }
  const numbered = from.find(r => r['person_no'] !== null && r['person_no'] !== undefined)
  if (numbered !== undefined) {
    fields['agency'] = numbered['agency'] ?? null
    fields['person_no'] = numbered['person_no'] ?? null
  } else fields['subject'] = valueOf(from, 'id_written') ?? valueOf(from, 'name') ?? ''
}

/** Fields that help a reader and are shown whether or not they make the identity. */
type Attribute = 'name' | 'employer' | 'employer_name' | 'area' | 'office' | 'person_no'

/** Collects discrepancies by identity; several on one key are one that lists all. */
export class Findings {
  private readonly drafts = new Map<string, Draft>()
  private readonly unsure = new Map<string, string>()

  add(evidence: Evidence, code = evidence.outcome.code, names: readonly string[] = evidence.outcome.key): void {
    const key = keyOf(code, names, evidence.from, evidence.owner)
    const before = this.drafts.get(key.identity)
    if (before === undefined) {
      this.drafts.set(key.identity, { evidence, key, rows: [...evidence.rows], amount: evidence.amount, trail: evidence.trail })
      return
    }
    const leads = CLASS_RANK.indexOf(evidence.class) < CLASS_RANK.indexOf(before.evidence.class)
    const lead = leads ? evidence : before.evidence
    const amount = evidence.class !== before.evidence.class ? lead.amount
      : before.amount === null && evidence.amount === null ? null : (before.amount ?? 0) + (evidence.amount ?? 0)
    const known = new Set(before.rows.map(place))
    this.drafts.set(key.identity, {
      evidence: lead, key, amount, trail: lead.trail, rows: [...before.rows, ...evidence.rows.filter(r => !known.has(place(r)))],
    })
  }

  /** Keys whose answer may still arrive: the ledger leaves them as they are. */
  undecided(code: string, names: readonly string[], from: readonly Row[], owner: Owner | null): void {
    this.unsure.set(keyOf(code, names, from, owner).identity, code)
  }

  get counts(): readonly { outcome: string; variant: string | null; class: FindingClass; fen: number | null }[] {
    return [...this.drafts.values()].map(d => ({ outcome: codeOf(d), variant: variantOf(d), class: d.evidence.class, fen: d.amount }))
  }

  get undecidedCount(): number {
    return [...this.unsure.keys()].filter(identity => !this.drafts.has(identity)).length
  }

  /** Writes what was found, in order of identity. Raw texts are filled in by `raw`, by place. */
  write(db: Db, raw: (row: Row) => Readonly<Record<string, string>>, files: (row: Row) => string): void {
    const finding = db.prepare(`insert into finding (id, identity, class, outcome, variant, rule, owner, severity, agency, id_number, person_no, name, employer, employer_name, insurance,
      period, period_end, voucher, levy_no, area, office, subject, vouchers, levy_nos, reasons, amount_fen, agency_has, agency_lacks, who_acts, until, due, trail)
      values (${Array.from({ length: 32 }, () => '?').join(', ')})`)
    const rows = db.prepare('insert into finding_row (finding, side, agency, kind, batch, segment, file, sheet, line, vals, raw) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    let id = 0
    for (const draft of [...this.drafts.values()].toSorted((a, b) => a.key.identity < b.key.identity ? -1 : 1)) {
      id++
      finding.run(id, ...columns(draft))
      for (const { side, row } of draft.rows) {
        rows.run(id, side, row['agency'] ?? '', row['k'] ?? '', row['b'] ?? 0, row['s'] ?? 0, files(row), row['sheet'] ?? null, row['line'] ?? 0, JSON.stringify(shown(row)), JSON.stringify(raw(row)))
      }
    }
    const unsure = db.prepare('insert into undecided (outcome, identity) values (?, ?)')
    for (const [identity, code] of [...this.unsure].toSorted(([a], [b]) => a < b ? -1 : 1)) if (!this.drafts.has(identity)) unsure.run(code, identity)
  }

  /** Rows behind all that was found. */
  *rows(): Iterable<Row> {
    for (const draft of this.drafts.values()) for (const { row } of draft.rows) yield row
  }
}

const place = ({ side, row }: Evidence['rows'][number]): string => `${side}/${row['b']}/${row['s']}/${row['k']}/${row['r']}/${row['line']}`
const codeOf = (d: Draft): string => d.key.identity.slice(0, d.key.identity.indexOf('|') < 0 ? undefined : d.key.identity.indexOf('|'))

function reasonsOf(d: Draft): readonly string[] | null {
  const field = d.evidence.outcome.reasons
  if (field === undefined) return null
  const order = d.rows.flatMap(({ row }) => String(row[field] ?? '').split(',')).filter(x => x !== '')
  return [...new Set(order)]
}

function variantOf(d: Draft): string | null {
  if (d.evidence.class === 'ambiguous') return null
  return reasonsOf(d)?.[0] ?? d.evidence.outcome.variant ?? null
}

function listed(d: Draft, field: string): string | null {
  if (!d.evidence.outcome.lists.includes(field)) return null
  return JSON.stringify([...new Set(d.rows.map(({ row }) => row[field]).filter(v => v !== null && v !== undefined))].map(String).toSorted())
}

function columns(d: Draft): (string | number | null)[] {
  const { evidence: e, key: { fields } } = d
  const unit = ofUnit(e.from)
  const attribute = (name: Attribute): string | number | null =>
    fields[name] ?? (unit && (name === 'name' || name === 'person_no') ? null : valueOf(e.from, name))
  const field = (name: string): string | number | null => fields[name] ?? null
  const reasons = reasonsOf(d)
  return [
    d.key.identity, e.class, codeOf(d), variantOf(d), e.rule.rule, e.owner, e.outcome.severity, field('agency'), field('id_number'), attribute('person_no'), attribute('name'),
    attribute('employer'), attribute('employer_name'), field('insurance'), field('period'), field('period_end'), field('voucher'), field('levy_no'), attribute('area'), attribute('office'),
    field('subject'), listed(d, 'voucher'), listed(d, 'levy_no'), reasons === null ? null : JSON.stringify(reasons), d.amount, e.has, e.lacks, JSON.stringify(e.acts), e.until, e.due,
    JSON.stringify(d.trail),
  ]
}

const HIDDEN = new Set(['n', 'b', 's', 'r', 'k', 'c', 'fen', 'i', 'm', 'st', 'amb', 'who', 'line', 'sheet', 'agency', 'id_written', 'unparted'])

/** A row's values as a report shows them: what is filled. */
function shown(row: Row): Record<string, string | number> {
  const out: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(row)) if (value !== null && !HIDDEN.has(name)) out[name] = value
  return out
}
