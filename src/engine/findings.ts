import type { Agency, Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import { ID_FAULTS } from '../records/index.js'
import type { Db, Fill } from '../store/index.js'
import { KeptRows, type KeptRow } from './kept-rows.js'
import { UNRESOLVED, valueOf, type Row } from './row.js'
import type { FindingClass, Trail } from './run-schema.js'

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

/** What leads a discrepancy: it gives variant, severity, who must act. The rows that it came from are not needed any more. */
interface Lead extends Omit<Evidence, 'from' | 'rows'> { /** Of ATTRIBUTES. */ readonly attributes: readonly (string | number | null)[] }

/** One thing's part in a discrepancy. */
export interface Piece { readonly key: Key; readonly lead: Lead; readonly rows: KeptRow[] }

/** Discrepancies of one key, taken together. */
interface Draft { readonly key: Key; lead: Lead; amount: number | null; rows: KeptRow[]; /** Places of the rows, of many. */ places: Set<string> | null }

const CLASS_RANK: readonly FindingClass[] = ['discrepancy', 'ambiguous', 'in_transit', 'note']
const SEVERITY_RANK = ['high', 'medium', 'low'] as const

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
  const parts = [outcome.code]
  for (const name of Object.keys(fields).sort()) if (fields[name] !== null) parts.push(`${name}=${fields[name]}`)
  // Joined it is one text; of pieces put together one by one every piece would be kept.
  return { identity: parts.join('|'), fields }
}

function period(fields: Record<string, string | number | null>, from: readonly Row[]): void {
  const month = valueOf(from, 'month')
  const start = month ?? valueOf(from, 'period_start')
  const end = month === null ? valueOf(from, 'period_end') : null
  fields['period'] = start
  if (end !== null && end !== start) fields['period_end'] = end
}

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
const ATTRIBUTES = ['person_no', 'name', 'employer', 'employer_name', 'area', 'office'] as const

function attributesOf({ from }: Evidence, { fields }: Key): Lead['attributes'] {
  const unit = ofUnit(from)
  return ATTRIBUTES.map(name => {
    const value = fields[name] ?? (unit && (name === 'name' || name === 'person_no') ? null : valueOf(from, name))
    return name === 'employer' && UNRESOLVED.test(String(value)) ? null : value
  })
}

/** Collects discrepancies by identity; several on one key are one that lists all. */
export class Findings {
  private readonly drafts = new Map<string, Draft>()
  private readonly unsure = new Map<string, string>()
  private readonly kept = new KeptRows()

  /** What is kept of a thing: to be added now or later. */
  piece(evidence: Evidence): Piece {
    const { rule, owner, outcome, has, lacks, acts, amount, until, due, trail } = evidence
    const key = keyOf(outcome, evidence.from, owner)
    const lead = { rule, owner, outcome, class: evidence.class, has, lacks, acts, amount, until, due, trail, attributes: attributesOf(evidence, key) }
    return { key, lead, rows: evidence.rows.map(({ side, row }) => this.kept.keep(side, row)) }
  }

  add({ key, lead, rows }: Piece): void {
    const before = this.drafts.get(key.identity)
    if (before === undefined) {
      this.drafts.set(key.identity, { lead, key, rows, places: null, amount: lead.amount })
      return
    }
    if (lead.class === before.lead.class) before.amount = together(before, lead)
    else if (leads(lead, before.lead)) before.amount = lead.amount
    if (leads(lead, before.lead)) before.lead = lead
    if (before.places === null && before.rows.length > FEW) before.places = new Set(before.rows.map(place))
    const { rows: all, places } = before
    for (const row of rows) {
      if (places === null ? all.some(other => isSamePlace(other, row)) : places.has(place(row))) continue
      places?.add(place(row))
      all.push(row)
    }
  }

  /** Keys whose answer may still arrive: the ledger leaves them as they are. */
  undecided(outcome: Outcome, from: readonly Row[], owner: Owner | null): void {
    this.unsure.set(keyOf(outcome, from, owner).identity, outcome.code)
  }

  get counts(): readonly { outcome: string; variant: string | null; class: FindingClass; fen: number | null }[] {
    return [...this.drafts.values()].map(d => ({ outcome: codeOf(d), variant: this.variantOf(d), class: d.lead.class, fen: d.amount }))
  }

  get undecidedCount(): number {
    return [...this.unsure.keys()].filter(identity => !this.drafts.has(identity)).length
  }

  /** Writes what was found, in order of identity. */
  write(fill: Fill, { raw, file }: Originals): void {
    fill(['finding', 'finding_row'], put => {
      let id = 0
      for (const draft of [...this.drafts.values()].toSorted((a, b) => a.key.identity < b.key.identity ? -1 : 1)) {
        put('finding', this.columnsOf(draft))
        id++
        for (const row of draft.rows) {
          const was = raw(row)
          put('finding_row', [id, row.side, row.agency, row.kind, row.batch, row.segment, file(row), row.sheet, row.line, this.kept.json(row), was === undefined ? '{}' : JSON.stringify(was)])
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
  *rows(): Iterable<KeptRow> {
    for (const draft of this.drafts.values()) yield* draft.rows
  }

  /** All reasons of the rows, the worst first. */
  private reasonsOf({ lead, rows }: Draft): readonly string[] | null {
    const field = lead.outcome.reasons
    if (field === undefined) return null
    const found = new Set(rows.flatMap(row => String(this.kept.value(row, field) ?? '').split(',')).filter(x => x !== ''))
    return [...ID_FAULTS.filter(f => found.has(f)), ...[...found].filter(f => !(ID_FAULTS as readonly string[]).includes(f)).toSorted()]
  }

  private variantOf(d: Draft): string | null {
    if (d.lead.class === 'ambiguous') return null
    return this.reasonsOf(d)?.[0] ?? d.lead.outcome.variant ?? null
  }

  /** All values of a listed field, as JSON; null where the outcome does not list it. */
  private listed({ lead: { outcome }, key, rows }: Draft, field: string): string | null {
    if (!outcome.lists.includes(field) || (key.fields[field] ?? null) !== null) return null
    const values = [...new Set(rows.map(row => this.kept.value(row, field)).filter(v => v !== undefined))].map(String).toSorted()
    return values.length === 0 ? null : JSON.stringify(values)
  }

  /** The columns of `finding`, in the order of its table. */
  private columnsOf(d: Draft): readonly (string | number | null)[] {
    const { lead: e, key: { fields } } = d
    const [personNo, name, employer, employerName, area, office] = e.attributes as [Cell, Cell, Cell, Cell, Cell, Cell]
    const field = (of: string): Cell => fields[of] ?? null
    const reasons = this.reasonsOf(d)
    return [
      null, d.key.identity, e.class, codeOf(d), this.variantOf(d), e.rule.rule, e.owner, e.outcome.severity,
      field('agency'), field('id_number'), personNo, name, employer, field('employer_no'), employerName, field('insurance'),
      field('period'), field('period_end'), field('voucher'), field('levy_no'), area, office, field('subject'),
      this.listed(d, 'voucher'), this.listed(d, 'levy_no'), this.listed(d, 'insurance'), this.listed(d, 'id_number'), this.listed(d, 'person_no'), reasons === null ? null : JSON.stringify(reasons),
      d.amount, e.has, e.lacks, jsonOnce(e.acts), jsonOnce(kindsOf(d.rows)), e.until, e.due, trailJson(e.trail),
    ]
  }
}

type Cell = string | number | null

/** Where rows stood, and their texts as received where those were others. */
export interface Originals { readonly raw: (row: KeptRow) => Readonly<Record<string, string>> | undefined; readonly file: (row: KeptRow) => string }

const place = ({ side, batch, segment, kind, rowid, line }: KeptRow): string => `${side}/${batch}/${segment}/${kind}/${rowid}/${line}`
const isSamePlace = (a: KeptRow, b: KeptRow): boolean => a.line === b.line && a.rowid === b.rowid && place(a) === place(b)
/** So many rows are looked through; a set for each discrepancy takes more memory than its rows. */
const FEW = 16
const codeOf = (d: Draft): string => d.lead.outcome.code

/** A discrepancy leads what is in transit or a note; of two alike the more severe. */
function leads(a: Lead, b: Lead): boolean {
  const ranks = CLASS_RANK.indexOf(a.class) - CLASS_RANK.indexOf(b.class)
  return ranks < 0 || (ranks === 0 && SEVERITY_RANK.indexOf(a.outcome.severity) < SEVERITY_RANK.indexOf(b.outcome.severity))
}

/** What is at stake in all: the sum; what another rule says of the same thing is the same money, so that the larger counts. */
function together({ amount, lead: { rule } }: Draft, more: Lead): number | null {
  if (amount === null || more.amount === null) return amount ?? more.amount
  return rule === more.rule ? amount + more.amount : Math.abs(more.amount) > Math.abs(amount) ? more.amount : amount
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

function kindsOf(rows: readonly KeptRow[]): readonly string[] {
  if (rows.length === 1 && rows[0]!.agency !== '') return kindsOnce(`${rows[0]!.agency}:${rows[0]!.kind}`)
  return kindsOnce([...new Set(rows.flatMap(({ agency, kind }) => agency === '' ? [] : [`${agency}:${kind}`]))].toSorted().join())
}

const kinds = new Map<string, readonly string[]>()

/** The few lists of kinds that there are, each of them once. */
function kindsOnce(all: string): readonly string[] {
  let list = kinds.get(all)
  if (list === undefined) kinds.set(all, list = all === '' ? [] : all.split(','))
  return list
}
