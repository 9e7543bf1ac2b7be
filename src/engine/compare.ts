import type { Day, Owner } from '../kernel/index.js'
import {
  classesTable,
  compareSteps,
  levelsBy,
  lookupSteps,
  MADE_OF,
  rowsTable,
  type CompareRule,
  type Setting,
  type Side,
} from '../match/index.js'
import { fieldOf } from '../records/index.js'
import { ident } from '../sql/index.js'
import { collect } from './collect.js'
import { deliveredBy, type Delivery } from './feeds.js'
import type { FindingSink } from './findings.js'
import { keyPart, type Cell } from './identity.js'
import { intake, type Apart } from './intake.js'
import { lookupSources, makeLookups } from './lookups.js'
import { missingOf } from './needs.js'
import { repeatsAlone } from './repeats-alone.js'
import { prefilter } from './prefilter/index.js'
import type { Ground, Question, RanRule } from './question.js'
import type { Balance } from './run-result.js'
import { withScratch } from './scratch.js'
import { takeUnits } from './unit-level.js'

/** Runs a compare rule for one owner's insurances; findings go to `findings`, every row in force to exactly one class of the balance. */
export function runCompare(question: Question, rule: CompareRule, owner: Owner | null, findings: FindingSink): RanRule {
  const missing = missingOf(question.feeds, rule, owner)
  if (missing.length > 0) return { missing, ...repeatsAlone(question, rule, owner, findings), balance: [] }
  const ground: Ground = {
    ...question,
    rule,
    owner,
    sides: new Map(rule.sides.map(side => [side.name, question.feeds.delivery(side, owner)!])),
  }
  return withScratch(question.db, () => {
    makeLookups(question, rule.lookups, owner)
    question.lap(rule.rule, 'intake')
    const filtered = question.exact
      ? null
      : prefilter({
          rule,
          owner,
          asOf: question.asOf,
          sides: ground.sides,
          delivered: (side, field) => delivered(ground, side, field),
          employers: () => question.feeds.employers(),
          second: question.second,
          keyBytes: question.keyBytes,
        })
    question.lap(rule.rule, 'prefilter')
    for (const { sources } of ground.sides.values()) question.counts.ahead(sources, rule.by === 'owner' ? owner : null)
    const apart = [...(filtered?.classes ?? []), ...rule.sides.flatMap(side => intake(ground, side, filtered))]
    question.lap(rule.rule, 'intake')
    const unitsTold = filtered !== null && levelsBy(rule) === 'unit'
    if (unitsTold) takeUnits(ground, filtered)
    const made = lookupSteps(rule.lookups).length
    const setting: Setting = {
      delivered: (side, field) => delivered(ground, side, field),
      unitsTold,
      apart: side => insurancesApart(ground, side),
    }
    for (const step of compareSteps(rule, setting).slice(made)) question.db.prepare(step.sql).run(bound(ground, step.sql))
    question.lap(rule.rule, 'sql')
    collect(ground, filtered, findings)
    question.lap(rule.rule, 'gather')
    const counted = rule.sides.flatMap(side => balance(ground, side, apart))
    question.lap(rule.rule, 'count')
    return { missing: null, only: [], balance: counted, delivered: deliveredBy(everySource(ground)), ...reached(ground) }
  })
}

/** Values that both sides have, of a rule that needs them from both: what of other values was found before is not decided. */
function reached({ db, rule }: Ground): Pick<RanRule, 'both'> {
  if (rule.both === undefined) return {}
  const has = rule.sides.map(s => `select ${ident(rule.both!)} from ${rowsTable(s.name)} where "c" is null`)
  return { both: { name: keyPart(rule.both), values: db.prepare(has.join(' intersect ')).pluck().all() as Cell[] } }
}

function everySource({ rule, owner, sides, feeds }: Ground): Delivery['sources'] {
  return [
    ...[...sides.values()].flatMap(d => d.sources),
    ...rule.lookups.flatMap(l => ('record' in l ? lookupSources({ feeds }, l, owner) : [])),
  ]
}

/** Whether a side's extracts hold a field, or the rule makes it. */
export function delivered(ground: Ground, side: string, field: string): boolean {
  const spec = ground.rule.sides.find(s => s.name === side)!
  return (
    Object.hasOwn(spec.fields, field) ||
    (Object.hasOwn(ground.rule.take, field) && ground.rule.take[field]!.t !== 'call') ||
    [field, MADE_OF[field] ?? field].some(f => ground.sides.get(side)!.sources.some(s => s.fields.includes(takenFrom(ground.rule, f))))
  )
}

/** The field that a taken value is made of. */
function takenFrom(rule: CompareRule, name: string): string {
  const e = rule.take[name]
  const first = e?.t === 'call' ? e.args[0] : undefined
  return first?.t === 'field' ? first.name : name
}

/** Parameters of the SQL of a step: those that it names. */
export function bound(ground: Ground, sql: string): Record<string, string | number | null> {
  const out: Record<string, string | number | null> = {}
  for (const [, name] of sql.matchAll(/:([a-z][a-z0-9_]*)/g)) {
    if (name === 'asof') out[name] = ground.asOf
    else {
      const known = KNOWN.exec(name!)
      if (known !== null) out[name!] = knownOf(ground, known[3]!, { level: known[2], of: known[1] })
    }
  }
  return out
}

/** Names of parameters that say up to which day a side is known (`knownBy`): the insurance by its place, the level, the side. */
const KNOWN = /^(?:of(\d+)_)?(person_|unit_)?known_(.+)$/

/** Insurances of which a side is known up to days of their own, where all sides tell insurances apart. */
function insurancesApart({ feeds, rule, sides }: Ground, name: string): readonly string[] {
  return rule.sides.every(s => fieldOf(s.record, 'insurance') !== undefined) ? feeds.apart(sides.get(name)!.sources) : []
}

/**
 * Up to which day a side is known, where the rule tells levels apart at this one. To find no unit row of a file takes reading all of it: it
 * is not asked where no unit is compared.
 */
function knownOf(
  ground: Ground,
  name: string,
  { level: asked, of }: { readonly level: string | undefined; readonly of: string | undefined },
): Day | null {
  const { db, feeds, rule, sides } = ground
  const side = rule.sides.find(s => s.name === name)
  if (side === undefined) return null
  const { sources } = sides.get(name)!
  const insurance = of === undefined ? null : insurancesApart(ground, name)[Number(of)]!
  if (asked === 'person_') return feeds.known(sources, 'person', insurance)
  const level = asked === 'unit_' ? 'unit' : 'person'
  const paysByUnit = (): boolean => db.prepare('select 1 from "units_alone" where "tells" = 1 limit 1').get() !== undefined
  const at = levelsBy(rule) !== 'unit' || (level === 'unit' && !paysByUnit()) ? side.level : level
  return feeds.known(sources, at, insurance)
}

/** Rows and money of a side by class. A row without a class would be a bug of the rule's SQL. */
function balance({ db, rule, owner }: Ground, side: Side, apart: readonly Apart[]): Balance[] {
  const found = db.prepare(`select "c", "rows", "fen" from ${classesTable(side.name)}`).all() as {
    c: string | null
    rows: number
    fen: number
  }[]
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
  return [...out.values()].toSorted((a, b) => (a.class < b.class ? -1 : 1))
}
