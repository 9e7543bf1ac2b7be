import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { nearest, readYaml, type YamlFile } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { fieldsOf, type Kind } from '../records/index.js'
import { fieldsIn, parseExpr, type Expr } from './expr.js'
import { ruleSchema, type CompareFile, type FeedFile, type OutcomeFile, type RuleFile } from './schema.js'
import type { CompareRule, Feed, GroupRule, Outcome, Rule, Side } from './types.js'

type Path = readonly PropertyKey[]
type File = YamlFile<RuleFile>

/** Reads and checks every rule of a folder, by file name. Throws `config.*` and `match.*` with file, line and column. */
export function readRules(dir: string): readonly Rule[] {
  const files = readdirSync(dir).filter(f => /\.ya?ml$/.test(f)).toSorted()
  const rules = files.map(f => readRule(join(dir, f), f))
  for (const [i, rule] of rules.entries()) {
    const first = rules.slice(0, i).find(r => r.rule === rule.rule)
    if (first !== undefined) throw problem('match.rule_twice', { file: rule.file, rule: rule.rule, other: first.file })
  }
  return rules
}

function readRule(path: string, shown: string): Rule {
  const file = readYaml(path, ruleSchema, shown)
  const { value } = file
  return value.kind === 'compare' ? compareRule(file, value) : groupRule(file, value)
}

function expression(file: File, path: Path, text: string, scope: Scope): Expr {
  const place = { file: file.file, ...file.at(path) }
  const e = parseExpr(text, place)
  for (const { side, name } of fieldsIn(e)) {
    const known = scope(side)
    if (known === undefined || !known.includes(name)) unknownField(place, side === null ? name : `${side}.${name}`, known ?? [])
  }
  return e
}

/** Names that may be written after `side.`, or alone where side is null; undefined: no such side. */
type Scope = (side: string | null) => readonly string[] | undefined

function unknownField(place: { file: string; line: number; column: number }, found: string, known: readonly string[]): never {
  throw problem('match.field', { ...place, found, known: known.join(', '), nearest: nearest(found.split('.').at(-1) ?? found, known) ?? '' })
}

function fieldNames(kinds: readonly Kind[]): readonly string[] {
  return [...new Set(kinds.flatMap(k => fieldsOf(k).map(f => f.name)))]
}

function named(file: File, path: Path, names: readonly string[], known: readonly string[]): void {
  for (const [i, n] of names.entries()) if (!known.includes(n)) unknownField({ file: file.file, ...file.at([...path, i]) }, n, known)
}

/** Made by hedui for every row: the person, or at unit level the unit, that a payment speaks of. */
const MADE = ['who']

/** Names that identities use for the columns of records: `period` is the first month. */
const KEY_ONLY = ['period']

function outcomes(file: File, list: readonly OutcomeFile[], scope: Scope, keys: readonly string[]): readonly Outcome[] {
  return list.map((o, i) => {
    const read = (part: 'in_transit' | 'undecided' | 'amount' | 'due'): Expr | null => {
      const text = o[part]
      return text === undefined ? null : expression(file, ['outcomes', i, part], text, scope)
    }
    named(file, ['outcomes', i, 'key'], o.key, keys)
    named(file, ['outcomes', i, 'lists'], o.lists, keys)
    return {
      ...o, when: expression(file, ['outcomes', i, 'when'], o.when, scope),
      in_transit: read('in_transit'), undecided: read('undecided'), amount: read('amount'), due: read('due'),
    }
  })
}

function feed(file: File, path: Path, spec: Omit<FeedFile, 'from'>, from: Feed['from']): Feed {
  const own = fieldNames([spec.record])
  const fields = Object.fromEntries(Object.entries(spec.fields).map(([n, text]) => [n, expression(file, [...path, 'fields', n], text, s => s === null ? own : undefined)]))
  const scope: Scope = s => s === null ? [...own, ...Object.keys(fields)] : undefined
  return {
    record: spec.record, from, fields, prefer_unit: spec.prefer_unit, level: spec.level ?? null,
    where: spec.where === undefined ? null : expression(file, [...path, 'where'], spec.where, scope),
  }
}

function sides(file: File, value: CompareFile): readonly Side[] {
  return Object.entries(value.sides).map(([name, spec]) => {
    const path = ['sides', name]
    const from = Array.isArray(spec.from) ? spec.from : [spec.from]
    return {
      ...feed(file, path, spec, from), name,
      otherwise: spec.otherwise === undefined ? null : feed(file, [...path, 'otherwise'], spec.otherwise, from),
      otherwise_by: spec.otherwise_by ?? null,
    }
  })
}

/** Columns of a side's rows: the fields of its kinds, and those that the rule makes. */
export function columnsOf(side: Side): readonly string[] {
  const kinds = side.otherwise === null ? [side.record] : [side.record, side.otherwise.record]
  return [...new Set([...fieldNames(kinds), ...Object.keys(side.fields), ...Object.keys(side.otherwise?.fields ?? {}), ...MADE])]
}

function compareRule(file: File, value: CompareFile): CompareRule {
  const list = sides(file, value)
  if (list.length < 2) throw problem('match.sides', { file: file.file, ...file.at(['sides']), rule: value.rule })
  if (value.ladder.length > 0 && list.length !== 2) throw problem('match.ladder_sides', { file: file.file, ...file.at(['ladder']), rule: value.rule })
  const shared = columnsOf(list[0]!).filter(c => list.every(s => columnsOf(s).includes(c)))
  const bare: Scope = s => s === null ? shared : undefined
  const take = Object.fromEntries(Object.entries(value.take).map(([n, text]) => [n, text]))
  const takes = Object.keys(take)
  const aggregates = (name: string): readonly string[] => {
    const side = list.find(s => s.name === name)
    return side === undefined ? [] : [...columnsOf(side), ...takes]
  }
  const scope: Scope = s => s === null || !list.some(x => x.name === s) ? undefined : aggregates(s)
  for (const [i, step] of value.ladder.entries()) named(file, ['ladder', i, 'key'], step.key, [...shared, ...takes])
  named(file, ['grain'], value.grain ?? [], shared)
  return {
    rule: value.rule, file: file.file, title: value.title, by: value.by, kind: 'compare', sides: list,
    cancel: value.cancel, level: value.level, repeats: value.repeats, coarsen: value.coarsen, both: value.both, spans: value.spans, grain: value.grain,
    ladder: value.ladder, near: value.near, shows: value.shows,
    take: Object.fromEntries(Object.entries(take).map(([n, text]) => [n, expression(file, ['take', n], text, s => s === null ? allColumns(list) : undefined)])),
    order: value.order.map((text, i) => expression(file, ['order', i], text, bare)),
    outcomes: outcomes(file, value.outcomes, scope, [...allColumns(list), ...KEY_ONLY]),
  }
}

function allColumns(list: readonly Side[]): readonly string[] {
  return [...new Set(list.flatMap(columnsOf))]
}

function groupRule(file: File, value: Exclude<RuleFile, CompareFile>): GroupRule {
  const records = Array.isArray(value.record) ? value.record : [value.record]
  const own = fieldNames(records)
  const pair: Scope = s => value.kind === 'unique' ? (s === 'x' || s === 'y' ? own : undefined) : (s === null ? own : undefined)
  const key = value.kind === 'unique' ? value.key : []
  named(file, ['key'], key, own)
  named(file, ['evidence'], value.evidence ?? [], own)
  return {
    rule: value.rule, file: file.file, title: value.title, by: value.by, kind: value.kind, records, from: value.from, key,
    differ: value.kind === 'unique' ? value.differ : undefined, evidence: value.evidence,
    where: value.where === undefined ? null : expression(file, ['where'], value.where, s => s === null ? own : undefined),
    outcomes: outcomes(file, value.outcomes, pair, [...own, ...KEY_ONLY]),
  }
}
