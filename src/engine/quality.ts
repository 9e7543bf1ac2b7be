import type { Agency, Day } from '../kernel/index.js'
import { classSql, nameOf, rowCondition, rowsSql, type Params, type QualityRule } from '../match/index.js'
import { idents } from '../sql/index.js'
import type { Batch, Db } from '../store/index.js'
import { fillCancelled } from './cancelled.js'
import { Feeds, fileValues, type Source } from './feeds.js'
import { defineFunctions } from './functions.js'
import { knownOfLookups, makeLookups } from './lookups.js'
import { withScratch } from './scratch.js'

/** A row that a rule finds wrong, with the values that tell of it. */
export interface QualityExample {
  readonly file: string
  readonly sheet: string | null
  readonly line: number
  readonly values: Readonly<Record<string, string | number | null>>
}

/** What a rule found in a batch: rows that it looked at, those that are wrong, and the first of them. */
export interface QualityFigure {
  readonly batch: number
  readonly agency: Agency
  /** `Q017`, `Q017/unknown` */
  readonly rule: string
  readonly looked: number
  readonly bad: number
  readonly examples: readonly QualityExample[]
}

export interface QualityInput {
  /** A file of its own, empty. */
  readonly db: Db
  /** Batches that rules may ask about besides: those in force at as-of. */
  readonly inForce: readonly Batch[]
  readonly targets: readonly Batch[]
  readonly rules: readonly QualityRule[]
  readonly params: Params
  readonly asOf: Day
}

/** Examples of each rule and batch. */
const EXAMPLES = 5

/**
 * Holds the rows of batches to rules about single rows, one file at a time. Only counts and examples are kept, however many rows are wrong.
 */
export function runQuality(input: QualityInput): readonly QualityFigure[] {
  const { db, inForce, targets, rules, params, asOf } = input
  defineFunctions(db, params)
  const all = [...inForce, ...targets.filter(t => !inForce.some(b => b.id === t.id))]
  const feeds = new Feeds(db, all)
  feeds.resolveEmployers()
  fillCancelled(db, feeds)
  const lookups = new Feeds(db, inForce)
  const found = new Map<string, QualityFigure>()
  // Rules that ask nothing but their row share one look at a file; each of the others has lookups of its own.
  const plain = rules.filter(r => r.check.lookups.length === 0)
  for (const group of [plain, ...rules.filter(r => r.check.lookups.length > 0).map(r => [r])]) {
    withScratch(db, () => {
      for (const rule of group) makeLookups({ db, feeds: lookups, params, asOf }, rule.check.lookups, null)
      const told = {
        asof: asOf,
        ...Object.fromEntries(group.flatMap(rule => Object.entries(knownOfLookups({ feeds: lookups }, rule.check, null)))),
      }
      for (const source of sourcesOf(targets)) feeds.with(source, () => look({ db, source, rules: group, told }, found))
    })
  }
  return rules.flatMap(rule => targets.flatMap(b => found.get(`${b.id} ${nameOf(rule)}`) ?? []))
}

function sourcesOf(batches: readonly Batch[]): readonly Source[] {
  return batches.flatMap(batch =>
    batch.segments.flatMap(segment => segment.tables.map(t => ({ batch, segment, kind: t.kind, fields: t.fields, rows: t.rows }))),
  )
}

interface Look {
  readonly db: Db
  readonly source: Source
  readonly rules: readonly QualityRule[]
  /** What conditions are told besides rows: days. */
  readonly told: Readonly<Record<string, Day | null>>
}

/** A rule's conditions on the rows of one kind: which it looks at, and which of those are wrong. */
interface Asked {
  readonly rule: QualityRule
  readonly looked: string
  readonly bad: string
}

/** One file and kind: counts of all rules in one pass, then the first rows of those that found something. */
function look({ db, source, rules, told }: Look, found: Map<string, QualityFigure>): void {
  const asked = rules.flatMap(rule => askedOf(rule, source) ?? [])
  if (asked.length === 0) return
  const from = `(${rowsSql(source.kind, source.fields, true)}) x`
  const values = { ...fileValues(source), owner: null, ...told }
  const columns = asked.flatMap(({ looked, bad }, i) => [
    `coalesce(sum(${looked}), 0) as "l${i}"`,
    `coalesce(sum(${looked} and coalesce(${bad}, 0)), 0) as "b${i}"`,
  ])
  const counts = db.prepare(`select ${columns.join(', ')} from ${from}`).get(values) as Record<string, number>
  for (const [i, { rule, looked, bad }] of asked.entries()) {
    const key = `${source.batch.id} ${nameOf(rule)}`
    const before = found.get(key) ?? {
      batch: source.batch.id,
      agency: source.batch.agency,
      rule: nameOf(rule),
      looked: 0,
      bad: 0,
      examples: [],
    }
    const wanted = counts[`b${i}`]! > 0 ? EXAMPLES - before.examples.length : 0
    const rows =
      wanted <= 0
        ? []
        : (db
            .prepare(
              `select "line", "sheet", ${idents(rule.shows)} from ${from} where ${looked} and coalesce(${bad}, 0) order by "rowid_" limit ${wanted}`,
            )
            .all(values) as Row[])
    found.set(key, {
      ...before,
      looked: before.looked + counts[`l${i}`]!,
      bad: before.bad + counts[`b${i}`]!,
      examples: [...before.examples, ...rows.map(r => exampleOf(source, r))],
    })
  }
}

type Row = QualityExample['values'] & { readonly line: number; readonly sheet: string | null }

function exampleOf({ segment }: Source, { line, sheet, ...values }: Row): QualityExample {
  return { file: segment.file, sheet, line, values }
}

/** Null where the rule has nothing to say of the file: another kind or layout, or a field that its layout does not deliver. */
function askedOf(rule: QualityRule, { kind, batch, fields }: Source): Asked | null {
  const feed = rule.check.feeds.find(f => f.record === kind)
  if (feed === undefined || rule.layouts?.includes(batch.layout) === false || !rule.needs.every(n => fields.includes(n))) return null
  return { rule, looked: `(${classSql(kind, feed.where, null, true)} is null)`, bad: `(${rowCondition(rule.check)})` }
}
