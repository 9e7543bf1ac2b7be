import type { Agency } from '../kernel/index.js'
import { rowsTable, surplusKeyTable, type CompareRule, type Outcome, type Side } from '../match/index.js'
import { ident, idents } from '../sql/index.js'
import type { FindingSink } from './findings.js'
import { alikeIn, type Alike } from './identity.js'
import type { Evidence } from './piece.js'
import type { Prefiltered } from './prefilter/index.js'
import type { Ground } from './question.js'
import type { Row } from './row.js'
import type { Trail } from './run-schema.js'
import { LoneItems, nearestRows, trailOf } from './trail.js'
import { inDoubt, verdicts } from './verdicts.js'

const RANK: Readonly<Record<string, number>> = { ss: 0, mi: 0, tax: 1, bank: 2 }

/** Sides whose values lead: the owner's, then tax's, then the bank's. */
function ranked({ rule, sides }: Ground): readonly string[] {
  return rule.sides.map(s => s.name).toSorted((a, b) => RANK[sides.get(a)!.agency ?? 'bank']! - RANK[sides.get(b)!.agency ?? 'bank']!)
}

/** Gathers what the rule's SQL left: verdicts that are no match, what is in doubt, and repeated rows. */
export function collect(ground: Ground, filtered: Prefiltered | null, findings: FindingSink): void {
  const { rule } = ground
  const lone = new LoneItems(rule)
  const order = ranked(ground)
  const acts = new Map(rule.outcomes.map(o => [o, actsOn(ground, o)]))
  const alike = alikeIn(fromPairs(rule))
  for (const { verdict, items, rows } of verdicts(ground)) {
    const from = order
      .map(n => items.get(n))
      .filter(row => row !== undefined)
      .map(row => ofSums(rule, row))
    const outcome = rule.outcomes[Number(verdict['o']) - 1]!
    if (verdict['class'] === 'undecided') {
      for (const outcomes of possible(alike, rule, verdict['may'] ?? null)) findings.undecided(outcomes, from, ground.owner)
      continue
    }
    if (!ground.wants(rule.rule, outcome.code)) continue
    const { has, lacks } = whoLacks(ground, outcome, items)
    const transit = verdict['class'] === 'in_transit'
    // Written out: spread from parts it costs as much as reading the rows.
    const evidence: Evidence = {
      rule,
      owner: ground.owner,
      outcome,
      class: transit ? 'in_transit' : outcome.class,
      from,
      rows: behind(rule, items, rows),
      has,
      lacks,
      acts: actingOf(acts.get(outcome)!, from),
      amount: verdict['amount'] as number | null,
      until: transit ? (verdict['until'] as string | null) : null,
      due: verdict['due'] as string | null,
      trail: trailOf(rule, Number(verdict['st']), items),
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

/** Of outcomes those that an undecided pair may still come to (`may`: bit by bit, null: all). */
function possible(alike: readonly Alike[], { outcomes }: CompareRule, may: Row[string]): readonly Alike[] {
  if (typeof may !== 'number') return alike
  const codes = new Set(outcomes.filter((_, i) => Math.floor(may / 2 ** i) % 2 === 1).map(o => o.code))
  return alike.map(a => ({ like: a.like, codes: a.codes.filter(c => codes.has(c)) }))
}

/** Outcomes that pairs come to. What repeats is decided before: that a pair is in doubt says nothing of it. */
function fromPairs({ outcomes, repeats }: CompareRule): readonly Outcome[] {
  return outcomes.filter(o => o.code !== repeats?.outcome)
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

/**
 * What is true of an item: of sums over many units the key and the sums. Voucher, employer and dates would be those of one row among them.
 */
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
    w === 'owner' ? (owner === null ? [] : [owner]) : w === 'tax' || w === 'bank' ? [w] : [...sides.values()].flatMap(d => d.agency ?? []),
  )
  return [...new Set(acts)]
}

/** Who has it and who lacks it: as the outcome says, else by which of two sides stands alone; where both have it, nobody lacks it. */
function whoLacks({ rule, sides }: Ground, outcome: Outcome, present: ReadonlyMap<string, Row>): Pick<Evidence, 'has' | 'lacks'> {
  const agency = (side: string | undefined): Agency | null => (side === undefined ? null : (sides.get(side)?.agency ?? null))
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
  const alike = alikeIn(fromPairs(rule))
  for (const side of ranked(ground)) {
    for (const { item, rows } of inDoubt(ground, side)) {
      for (const outcomes of alike) findings.undecided(outcomes, [item], owner)
      if (!ground.wants(rule.rule, 'A01')) continue
      const { outcome, acts, passes } = steps[Number(item['amb']) - 1]!
      findings.add(
        findings.piece({
          rule,
          owner,
          outcome,
          class: 'ambiguous',
          from: [item],
          rows: rows.map(row => ({ side, row })),
          has: null,
          lacks: null,
          acts,
          amount: null,
          until: null,
          due: null,
          trail: { passes, failed: null, nearest: null },
        }),
      )
    }
  }
}

/** What is said of an item of which several may be meant at a step. */
function doubtAt(
  ground: Ground,
  step: number,
): { readonly outcome: Outcome; readonly acts: readonly Agency[]; readonly passes: Trail['passes'] } {
  const { rule } = ground
  const outcome: Outcome = {
    ...rule.outcomes[0]!,
    code: 'A01',
    variant: undefined,
    class: 'discrepancy',
    severity: 'medium',
    who_acts: ['all'],
    has: undefined,
    lacks: undefined,
    lists: ['voucher', 'levy_no'],
    reasons: undefined,
    says: {},
    key: [...keyNames(rule.ladder[step - 1]!.key)],
  }
  return {
    outcome,
    acts: actsOn(ground, outcome),
    passes: rule.ladder.slice(0, step).map((s, i) => ({ key: s.key, candidates: i === step - 1 ? 2 : 0, taken: false })),
  }
}

/** A step's key as an identity: never amounts or types. */
function keyNames(key: readonly string[]): readonly string[] {
  const named = key.flatMap(k =>
    k === 'who'
      ? ['id_number', 'employer']
      : k === 'period_start'
        ? ['period']
        : ['amount', 'pay_type', 'levy_type', 'period_end', 'refund'].includes(k)
          ? []
          : [k],
  )
  return [...new Set(named)]
}

/** Repeated rows: all copies of the key are shown, what is too much is at stake. */
export function surplus(ground: Ground, findings: FindingSink): void {
  const { rule } = ground
  const { repeats } = rule
  const outcome = rule.outcomes.find(o => o.code === repeats?.outcome)
  if (repeats === null || outcome === undefined || !ground.wants(rule.rule, outcome.code)) return
  for (const side of repeats.on) surplusOf(ground, { side, key: repeats.key, outcome }, findings)
}

function surplusOf(
  ground: Ground,
  { side, key, outcome }: { readonly side: string; readonly key: readonly string[]; readonly outcome: Outcome },
  findings: FindingSink,
): void {
  const { db } = ground
  const table = rowsTable(side)
  const keys = idents(key)
  const copies = db.prepare(
    `select * from ${table} where ${key.map(k => `${ident(k)} is :${k}`).join(' and ')} and coalesce("c" not in ('not_live', 'reversal_pending', 'not_comparable', 'filtered'), 1) order by "n"`,
  )
  const groups = db.prepare(`select * from ${surplusKeyTable(side)} order by ${keys}`).all() as Row[]
  if (groups.length === 0) return
  db.exec(`create index temp.${ident(`in_${side}_repeats`)} on ${table} (${keys})`)
  const acts = actsOn(ground, outcome)
  for (const group of groups) {
    const rows = copies.all(Object.fromEntries(key.map(k => [k, group[k] ?? null]))) as Row[]
    // Repeats come before the level: they are of whom the rows themselves speak, whatever the other side's rows of the voucher bring it to.
    const from = rows.map(row => ({ ...row, who: null }))
    findings.add(
      findings.piece({
        rule: ground.rule,
        owner: ground.owner,
        outcome,
        has: null,
        lacks: null,
        acts,
        from,
        class: outcome.class,
        rows: rows.map(row => ({ side, row })),
        amount: Number(group['fen_']),
        until: null,
        due: null,
        trail: { passes: [{ key, candidates: rows.length, taken: false }], failed: null, nearest: null },
      }),
    )
  }
}
