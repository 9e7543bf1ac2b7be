import type { Agency, Day, Owner } from '../kernel/index.js'
import { apartSql, classesTable, compareSteps, feedSql, levelsBy, lookupSteps, MADE_OF, namesGiven, PLACE, rowsTable, surplusKeyTable, workColumns, type CompareRule, type Outcome, type Params, type Side } from '../match/index.js'
import { ident } from '../sql/index.js'
import type { Db } from '../store/index.js'
import { deliveredBy, type Delivery, type Feeds } from './feeds.js'
import { prefilter, type Prefiltered, type Second } from './prefilter/index.js'
import type { Evidence, FindingSink } from './findings.js'
import { alikeIn } from './identity.js'
import type { Row } from './row.js'
import { lookupSources, makeLookups } from './lookups.js'
import { missingOf } from './needs.js'
import { withPicked } from './pick.js'
import type { RowCounts } from './proof.js'
import type { Balance } from './run-result.js'
import type { Trail } from './run-schema.js'
import { withScratch } from './scratch.js'
import type { RunStage } from './stages.js'
import { LoneItems, nearestRows, trailOf } from './trail.js'
import { takeUnits } from './unit-level.js'
import { inDoubt, verdicts } from './verdicts.js'

/** What every rule of a run is asked with. */
export interface Question {
  readonly db: Db
  readonly feeds: Feeds
  readonly counts: RowCounts
  readonly params: Params
  readonly asOf: Day
  /** Without the prefilter: SQL sees every row. */
  readonly exact: boolean
  /** Another thread, to read files with; null: none. */
  readonly second: Second | null
  /** Bytes that the prefilter's keys may take at one time. */
  readonly keyBytes: number
  /** Told after each stage of a rule (null: of the run). */
  readonly lap: (rule: string | null, stage: RunStage) => void
  /** Whether an outcome was asked for. */
  readonly wants: (rule: string, code: string) => boolean
}

/** What of an outcome was asked for, by rules and codes; none: all. */
export const wantsOf = (only: readonly string[]): Question['wants'] => (rule, code) => only.length === 0 || only.includes(rule) || only.includes(code)

/** Why a rule did not run: sides that nobody delivered, or null when it ran. */
export type Missing = readonly string[] | null

/** What became of a rule: sides that nobody delivered (null: it ran), its balance, and what was delivered of all that it read, as `agency:kind`. */
export interface RanRule { readonly missing: Missing; readonly balance: readonly Balance[]; readonly delivered: readonly string[] }

interface Ground extends Question { readonly rule: CompareRule; readonly owner: Owner | null; readonly sides: ReadonlyMap<string, Delivery> }

/** Runs a compare rule for one owner's insurances; findings go to `findings`, every row in force to exactly one class of the balance. */
export function runCompare(question: Question, rule: CompareRule, owner: Owner | null, findings: FindingSink): RanRule {
  const missing = missingOf(question.feeds, rule, owner)
  if (missing.length > 0) return { missing, balance: [], delivered: [] }
  const ground: Ground = { ...question, rule, owner, sides: new Map(rule.sides.map(side => [side.name, question.feeds.delivery(side, owner)!])) }
  return withScratch(question.db, () => {
    makeLookups(question, rule.lookups, owner)
    question.lap(rule.rule, 'intake')
    const filtered = question.exact ? null : prefilter({
      rule, owner, asOf: question.asOf, sides: ground.sides, delivered: (side, field) => delivered(ground, side, field), employers: () => question.feeds.employers(), second: question.second, keyBytes: question.keyBytes,
    })
    question.lap(rule.rule, 'prefilter')
    for (const { sources } of ground.sides.values()) question.counts.ahead(sources, rule.by === 'owner' ? owner : null)
    const apart = [...filtered?.classes ?? [], ...rule.sides.flatMap(side => intake(ground, side, filtered))]
    question.lap(rule.rule, 'intake')
    const unitsTold = filtered !== null && levelsBy(rule) === 'unit'
    if (unitsTold) takeUnits(ground, filtered)
    const made = lookupSteps(rule.lookups).length
    for (const step of compareSteps(rule, { delivered: (side, field) => delivered(ground, side, field), unitsTold }).slice(made)) question.db.prepare(step.sql).run(bound(ground, step.sql))
    question.lap(rule.rule, 'sql')
    collect(ground, filtered, findings)
    question.lap(rule.rule, 'gather')
    const counted = rule.sides.flatMap(side => balance(ground, side, apart))
    question.lap(rule.rule, 'count')
    return { missing: null, balance: counted, delivered: deliveredBy(everySource(ground)) }
  })
}

function everySource({ rule, owner, sides, feeds }: Ground): Delivery['sources'] {
  return [...[...sides.values()].flatMap(d => d.sources), ...rule.lookups.flatMap(l => 'record' in l ? lookupSources({ feeds }, l, owner) : [])]
}

function delivered(ground: Ground, side: string, field: string): boolean {
  const spec = ground.rule.sides.find(s => s.name === side)!
  return Object.hasOwn(spec.fields, field) || Object.hasOwn(ground.rule.take, field) && ground.rule.take[field]!.t !== 'call'
    || [field, MADE_OF[field] ?? field].some(f => ground.sides.get(side)!.sources.some(s => s.fields.includes(takenFrom(ground.rule, f))))
}

/** The field that a taken value is made of. */
function takenFrom(rule: CompareRule, name: string): string {
  const e = rule.take[name]
  const first = e?.t === 'call' ? e.args[0] : undefined
  return first?.t === 'field' ? first.name : name
}

/** Parameters of the SQL of a step: those that it names. */
function bound(ground: Ground, sql: string): Record<string, string | number | null> {
  const out: Record<string, string | number | null> = {}
  for (const [, name] of sql.matchAll(/:([a-z][a-z0-9_]*)/g)) {
    if (name === 'asof') out[name] = ground.asOf
    else if (name!.startsWith('grace_')) out[name!] = ground.params.grace(name!.slice(6)) ?? null
    else if (name!.startsWith('known_')) out[name!] = knownOf(ground, name!.slice(6), 'person')
    else if (name!.startsWith('unit_known_')) out[name!] = knownOf(ground, name!.slice(11), 'unit')
  }
  return out
}

/** Up to which day a side is known, where the rule tells levels apart at this one. To find no unit row of a file takes reading all of it: it is not asked where no unit is compared. */
function knownOf({ db, feeds, rule, sides }: Ground, name: string, level: 'person' | 'unit'): Day | null {
  const side = rule.sides.find(s => s.name === name)
  if (side === undefined) return null
  const speaksOfUnits = (s: Side): boolean => db.prepare(`select 1 from ${rowsTable(s.name)} where "who" >= 'u:' and "who" < 'u;' limit 1`).get() !== undefined
  const at = rule.level === undefined || (level === 'unit' && !rule.sides.some(speaksOfUnits)) ? side.level : level
  return feeds.known(sides.get(name)!.sources, at)
}

interface Apart { readonly side: string; readonly class: string; readonly rows: number; readonly fen: number }

/**
 * Copies a side's rows that take part (of prefiltered ones, those that SQL must decide) into its working table, one file at a time; gives the others by class. A rule that looks
 * for repeated rows shows copies of every level: it gets all rows.
 */
function intake({ db, feeds, rule, owner, sides, asOf }: Ground, side: Side, filtered: Prefiltered | null): readonly Apart[] {
  const columns = workColumns(side)
  const table = rowsTable(side.name)
  const open = rule.repeats === null
  const apart: Apart[] = []
  db.exec(`create temp table ${table} (${PLACE.map(p => p === 'n' ? '"n" integer primary key' : ident(p)).join(', ')}, ${columns.map(ident).join(', ')})`)
  for (const source of sides.get(side.name)!.sources) {
    const feed = source.kind === side.record ? side : side.otherwise!
    const target = { kind: source.kind, has: source.fields, once: false, table, columns, byOwner: rule.by === 'owner', wholeIds: false, only: '', picked: filtered !== null, open }
    const values = { b: source.batch.id, s: source.segment.n, rounded: source.segment.roundedIds ? 1 : 0, owner, asof: asOf }
    const picked = filtered?.picks(side.name, source) ?? null
    const take = (): void => feeds.with(source, () => {
      const taken = db.prepare(feedSql(feed, target)).run(values).changes
      if (!open || taken === (picked?.length ?? source.rows)) return
      for (const line of db.prepare(apartSql(feed, target)).all(values) as Omit<Apart, 'side'>[]) apart.push({ side: side.name, ...line })
    })
    if (picked === null) take()
    else withPicked(db, { rows: picked }, take)
  }
  return apart
}

/** Rows and money of a side by class. A row without a class would be a bug of the rule's SQL. */
function balance({ db, rule, owner }: Ground, side: Side, apart: readonly Apart[]): Balance[] {
  const found = db.prepare(`select "c", "rows", "fen" from ${classesTable(side.name)}`).all() as { c: string | null; rows: number; fen: number }[]
  const out = new Map<string, Balance>()
  const add = (name: string, rows: number, fen: number): void => {
    const before = out.get(name)
    out.set(name, { rule: rule.rule, owner, side: side.name, class: name, rows: rows + (before?.rows ?? 0), fen: fen + (before?.fen ?? 0) })
  }
  for (const { c, rows, fen } of found) {
    if (c === null) throw new Error(`${rule.rule}: ${rows} rows of ${side.name} have no class`)
    add(c.startsWith('o:') ? rule.outcomes[Number(c.slice(2)) - 1]!.code : c, rows, fen)
  }
  for (const { class: name, rows, fen } of apart.filter(x => x.side === side.name)) add(name, rows, fen)
  return [...out.values()].toSorted((a, b) => a.class < b.class ? -1 : 1)
}

const RANK: Readonly<Record<string, number>> = { ss: 0, mi: 0, tax: 1, bank: 2 }

/** Sides whose values lead: the owner's, then tax's, then the bank's. */
function ranked({ rule, sides }: Ground): readonly string[] {
  return rule.sides.map(s => s.name).toSorted((a, b) => RANK[sides.get(a)!.agency ?? 'bank']! - RANK[sides.get(b)!.agency ?? 'bank']!)
}

function collect(ground: Ground, filtered: Prefiltered | null, findings: FindingSink): void {
  const { rule } = ground
  const lone = new LoneItems(rule)
  const order = ranked(ground)
  const acts = new Map(rule.outcomes.map(o => [o, actsOn(ground, o)]))
  const alike = alikeIn(rule.outcomes)
  for (const { verdict, items, rows } of verdicts(ground)) {
    const from = order.map(n => items.get(n)).filter(row => row !== undefined).map(row => ofSums(rule, row))
    const outcome = rule.outcomes[Number(verdict['o']) - 1]!
    if (verdict['class'] === 'undecided') {
      for (const outcomes of alike) findings.undecided(outcomes, from, ground.owner)
      continue
    }
    if (!ground.wants(rule.rule, outcome.code)) continue
    const { has, lacks } = whoLacks(ground, outcome, items)
    const transit = verdict['class'] === 'in_transit'
    // Written out: spread from parts it costs as much as reading the rows.
    const evidence: Evidence = {
      rule, owner: ground.owner, outcome, class: transit ? 'in_transit' : outcome.class, from, rows: behind(rule, items, rows), has, lacks, acts: actingOf(acts.get(outcome)!, from),
      amount: verdict['amount'] as number | null, until: transit ? verdict['until'] as string | null : null, due: verdict['due'] as string | null, trail: trailOf(rule, Number(verdict['st']), items),
    }
    const piece = findings.piece(evidence)
    if (items.size === 1 && rule.near !== undefined) lone.add(piece, [...items.keys()][0]!, from[0]!)
    else findings.add(piece)
  }
  const nearest = nearestRows({ ...ground, filtered }, lone)
  for (const [i, piece] of lone.pieces.entries()) {
    findings.near(piece, nearest.of(i))
    findings.add(piece)
  }
  ambiguous(ground, findings)
  surplus(ground, findings)
}

/** Rows behind all items of a verdict, side by side. */
function behind(rule: CompareRule, items: ReadonlyMap<string, Row>, rows: ReadonlyMap<string, readonly Row[]>): Evidence['rows'] {
  const out: Evidence['rows'][number][] = []
  for (const side of rule.sides) {
    const item = items.get(side.name)
    if (item !== undefined) out.push(...rowsBehind(rule, side, item, rows.get(side.name)!))
  }
  return out
}

/** Rows of an item; of sums over very many rows the item itself stands for them, with how many they are. */
function rowsBehind(rule: CompareRule, side: Side, item: Row, rows: readonly Row[]): Evidence['rows'] {
  if (rule.coarsen === undefined) return rows.map(row => ({ side: side.name, row }))
  return [{ side: side.name, row: { ...ofSums(rule, item), k: side.record, rows: item['rows_'] ?? 0 } }]
}

/** What is true of an item: of sums over many units the key and the sums. Voucher, employer and dates would be those of one row among them. */
function ofSums(rule: CompareRule, item: Row): Row {
  if (rule.coarsen === undefined) return item
  return Object.fromEntries(['agency', 'owner', ...(rule.grain ?? []), ...Object.keys(rule.take)].map(name => [name, item[name] ?? null]))
}

/** Where the sides stand for several agencies, all of them means the one that the rows are of. */
function actingOf(acts: readonly Agency[], from: readonly Row[]): readonly Agency[] {
  if (acts.length > 0) return acts
  return [...new Set(from.flatMap(row => (row['agency'] ?? []) as Agency | []))]
}

/** Who must act on an outcome. */
function actsOn({ owner, sides }: Ground, outcome: Outcome): readonly Agency[] {
  const acts = outcome.who_acts.flatMap((w): Agency[] =>
    w === 'owner' ? (owner === null ? [] : [owner]) : w === 'tax' || w === 'bank' ? [w] : [...sides.values()].flatMap(d => d.agency ?? []))
  return [...new Set(acts)]
}

/** Who has it and who lacks it: as the outcome says, else by which of two sides stands alone; where both have it, nobody lacks it. */
function whoLacks({ rule, sides }: Ground, outcome: Outcome, present: ReadonlyMap<string, Row>): Pick<Evidence, 'has' | 'lacks'> {
  const agency = (side: string | undefined): Agency | null => side === undefined ? null : sides.get(side)?.agency ?? null
  if (outcome.has !== undefined || outcome.lacks !== undefined) return { has: agency(outcome.has), lacks: agency(outcome.lacks) }
  if (rule.sides.length !== 2 || present.size !== 1) return NOBODY
  const [a, b] = rule.sides
  const [has, lacks] = present.has(a!.name) ? [agency(a!.name), agency(b!.name)] : [agency(b!.name), agency(a!.name)]
  return has === lacks ? NOBODY : { has, lacks }
}

const NOBODY = { has: null, lacks: null }

/** 多候选: the key of the step, with all rows that share it. */
function ambiguous(ground: Ground, findings: FindingSink): void {
  const { rule, owner } = ground
  if (rule.ladder.length === 0) return
  const steps = rule.ladder.map((_, i) => doubtAt(ground, i + 1))
  const alike = alikeIn(rule.outcomes)
  for (const side of ranked(ground)) {
    for (const { item, rows } of inDoubt(ground, side)) {
      for (const outcomes of alike) findings.undecided(outcomes, [item], owner)
      if (!ground.wants(rule.rule, 'A01')) continue
      const { outcome, acts, passes } = steps[Number(item['amb']) - 1]!
      findings.add(findings.piece({
        rule, owner, outcome, class: 'ambiguous', from: [item], rows: rows.map(row => ({ side, row })), has: null, lacks: null, acts, amount: null, until: null, due: null, trail: { passes, failed: null, nearest: null },
      }))
    }
  }
}

/** What is said of an item of which several may be meant at a step. */
function doubtAt(ground: Ground, step: number): { readonly outcome: Outcome; readonly acts: readonly Agency[]; readonly passes: Trail['passes'] } {
  const { rule } = ground
  const outcome: Outcome = {
    ...rule.outcomes[0]!, code: 'A01', variant: undefined, class: 'discrepancy', severity: 'medium', who_acts: ['all'], has: undefined, lacks: undefined, lists: ['voucher', 'levy_no'], reasons: undefined, says: {},
    key: [...keyNames(rule.ladder[step - 1]!.key)],
  }
  return { outcome, acts: actsOn(ground, outcome), passes: rule.ladder.slice(0, step).map((s, i) => ({ key: s.key, candidates: i === step - 1 ? 2 : 0, taken: false })) }
}

/** A step's key as an identity: never amounts or types. */
function keyNames(key: readonly string[]): readonly string[] {
  const named = key.flatMap(k => k === 'who' ? ['id_number', 'employer'] : k === 'period_start' ? ['period'] : ['amount', 'pay_type', 'levy_type', 'period_end', 'refund'].includes(k) ? [] : [k])
  return [...new Set(named)]
}

/** Repeated rows: all copies of the key are shown, what is too much is at stake. */
function surplus(ground: Ground, findings: FindingSink): void {
  const { rule } = ground
  const { repeats } = rule
  const outcome = rule.outcomes.find(o => o.code === repeats?.outcome)
  if (repeats === null || outcome === undefined || !ground.wants(rule.rule, outcome.code)) return
  for (const side of repeats.on) surplusOf(ground, { side, key: repeats.key, outcome }, findings)
}

function surplusOf(ground: Ground, { side, key, outcome }: { readonly side: string; readonly key: readonly string[]; readonly outcome: Outcome }, findings: FindingSink): void {
  const { db } = ground
  const table = rowsTable(side)
  const keys = key.map(ident).join(', ')
  const copies = db.prepare(`select * from ${table} where ${key.map(k => `${ident(k)} is :${k}`).join(' and ')} and coalesce("c" not in ('not_live', 'reversal_pending', 'not_comparable', 'filtered'), 1) order by "n"`)
  const groups = db.prepare(`select * from ${surplusKeyTable(side)} order by ${keys}`).all() as Row[]
  if (groups.length === 0) return
  db.exec(`create index temp.${ident(`in_${side}_repeats`)} on ${table} (${keys})`)
  const acts = actsOn(ground, outcome)
  for (const group of groups) {
    const rows = copies.all(Object.fromEntries(key.map(k => [k, group[k] ?? null]))) as Row[]
    findings.add(findings.piece({
      rule: ground.rule, owner: ground.owner, outcome, has: null, lacks: null, acts, from: rows, class: outcome.class, rows: rows.map(row => ({ side, row })), amount: Number(group['fen_']), until: null, due: null,
      trail: { passes: [{ key, candidates: rows.length, taken: false }], failed: null, nearest: null },
    }))
  }
}

/** Graces that the rule asks for and that the parameters do not have. */
export function missingGraces(rule: CompareRule, params: Params): readonly string[] {
  const all = rule.outcomes.flatMap(o => [o.when, o.in_transit, o.undecided, o.amount, o.due])
  return namesGiven(all, 'grace').filter(name => params.grace(name) === undefined)
}
