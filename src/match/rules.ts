import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest, readYaml, type YamlFile } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { fieldsOf, type Kind } from '../records/index.js'
import { fieldsIn, namedCalls, parseExpr, type Expr } from './expr.js'
import { isRecordLookup, lookupFields, lookupKey } from './lookup-sql.js'
import { ruleSchema, type CompareFile, type FeedFile, type OutcomeFile, type RuleFile } from './schema.js'
import { misfit } from './sorts.js'
import type { CompareRule, Feed, GroupFeed, GroupRule, Lookup, Outcome, Rule, Side } from './types.js'

type Path = readonly PropertyKey[]
type File = YamlFile<RuleFile>

/** Rules about the quality of extracts stand in a file of their own, and run only when they are asked. */
export const QUALITY_FILE = 'quality.yaml'

/** Reads and checks every rule of a folder but those about quality, by file name. Throws `config.*` and `match.*` with file, line and column. */
export function readRules(dir: string): readonly Rule[] {
  return rulesIn(dir, filesOf(dir))
}

/** Those of them whose file has one of these words: to read and check all of them takes longer than a page of a list, which asks for the names of a few outcomes. */
export function rulesThatName(dir: string, words: readonly string[]): readonly Rule[] {
  return rulesIn(dir, filesOf(dir).filter(f => {
    const text = readFileSync(join(dir, f), 'utf8')
    return words.some(word => text.includes(word))
  }))
}

function filesOf(dir: string): readonly string[] {
  return readdirSync(dir).filter(f => /\.ya?ml$/.test(f) && f !== QUALITY_FILE).toSorted()
}

function rulesIn(dir: string, files: readonly string[]): readonly Rule[] {
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
  for (const { fn, name } of namedCalls(e)) {
    const known = fn === 'grace' ? undefined : scope.named?.(fn === 'exists' || fn === 'not_exists' ? 'lookup' : 'side') ?? []
    if (known !== undefined && (name === null || !known.includes(name))) unknownField(place, name ?? fn, known)
  }
  const strange = misfit(e, file.value, path)
  if (strange !== null) throw problem('match.sort', { ...place, ...strange })
  return e
}

/** Names that may be written after `side.`, or alone where side is null (undefined: no such side), and the sides and lookups that may be named. */
interface Scope { (side: string | null): readonly string[] | undefined; readonly named?: (what: 'side' | 'lookup') => readonly string[] }

/** A scope in which lookups may be asked too. */
function asking(scope: Scope, lookups: readonly Lookup[], sides: readonly string[]): Scope {
  const wider = (side: string | null): readonly string[] | undefined => scope(side) ?? lookups.filter(l => l.name === side).map(lookupFields)[0]
  return Object.assign(wider, { named: (what: 'side' | 'lookup') => what === 'side' ? sides : lookups.map(l => l.name) })
}

function unknownField(place: { file: string; line: number; column: number }, found: string, known: readonly string[]): never {
  throw problem('match.field', { ...place, found, known: known.join(', '), nearest: nearest(found.split('.').at(-1) ?? found, known) ?? '' })
}

function fieldNames(kinds: readonly Kind[]): readonly string[] {
  return [...new Set(kinds.flatMap(k => fieldsOf(k).map(f => f.name)))]
}

function named(file: File, path: Path, names: readonly string[], known: readonly string[]): void {
  for (const [i, n] of names.entries()) if (!known.includes(n)) unknownField({ file: file.file, ...file.at([...path, i]) }, n, known)
}

/** Made by hedui for every row: the person, or at unit level the unit, that a payment speaks of; the text that an id was written as. */
const MADE = ['who']
const WRITTEN = ['id_written']

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
    named(file, ['outcomes', i, 'key'], Object.keys(o.says), o.key)
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
  named(file, [...path, 'once'], spec.once ?? [], scope(null)!)
  return {
    record: spec.record, from, fields, prefer_unit: spec.prefer_unit, once: spec.once ?? null, level: spec.level ?? null,
    where: spec.where === undefined ? null : expression(file, [...path, 'where'], spec.where, scope),
  }
}

const listed = <T>(value: T | readonly T[]): readonly T[] => Array.isArray(value) ? value as readonly T[] : [value as T]

/** Lookups of a rule; `asked` are the fields that its rows hold. */
function lookups(file: File, value: RuleFile, asked: readonly string[]): readonly Lookup[] {
  return Object.entries(value.lookups).map(([name, spec]): Lookup => {
    const path = ['lookups', name]
    const by = Object.fromEntries(Object.entries(spec.by).map(([n, text]) => [n, expression(file, [...path, 'by', n], text, s => s === null ? asked : undefined)]))
    const made: Lookup = 'param' in spec ? { name, ...spec, by } : (() => {
      const own = fieldNames([spec.record])
      const read = (at: string, text: string, known: readonly string[]): Expr => expression(file, [...path, ...at.split('.')], text, s => s === null ? known : undefined)
      const fields = Object.fromEntries(Object.entries(spec.fields).map(([n, text]) => [n, read(`fields.${n}`, text, own)]))
      const known = [...new Set([...own, ...Object.keys(fields)])]
      named(file, [...path, 'key'], spec.key, known)
      return {
        name, record: spec.record, from: listed(spec.from), of: spec.of ?? null, level: spec.level ?? null, key: spec.key, fields, by, optional: spec.optional,
        where: spec.where === undefined ? null : read('where', spec.where, own), take: Object.fromEntries(Object.entries(spec.take).map(([n, text]) => [n, read(`take.${n}`, text, known)])),
      }
    })()
    named(file, isRecordLookup(made) ? [...path, 'key'] : [...path, 'at'], lookupKey(made).filter(k => by[k] === undefined), asked)
    return made
  })
}

function sides(file: File, value: CompareFile): readonly Side[] {
  return Object.entries(value.sides).map(([name, spec]) => {
    const path = ['sides', name]
    const from = listed(spec.from)
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
  if (value.ladder.length === 0 && value.grain === undefined) throw problem('match.no_key', { file: file.file, ...file.at(['ladder']), rule: value.rule })
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
  const { repeats } = value
  named(file, ['repeats', 'key'], repeats?.key ?? [], shared)
  named(file, ['repeats', 'may_be_blank'], repeats?.may_be_blank ?? [], repeats?.key ?? [])
  for (const [i, { field, within }] of (value.coarsen ?? []).entries()) named(file, ['coarsen', i, 'within'], [field, ...within], shared)
  const asked = lookups(file, value, shared)
  const whole = asking(scope, asked, list.map(s => s.name))
  return {
    rule: value.rule, file: file.file, title: value.title, by: value.by, kind: 'compare', sides: list, lookups: asked,
    repeats: repeats === undefined ? null : { outcome: repeats.outcome, on: listed(repeats.on), key: repeats.key, mayBeBlank: repeats.may_be_blank ?? [], copies: repeats.copies ?? null },
    cancel: value.cancel, level: value.level, coarsen: value.coarsen, both: value.both, spans: value.spans, grain: value.grain,
    ladder: value.ladder, near: value.near, shows: value.shows,
    take: Object.fromEntries(Object.entries(take).map(([n, text]) => [n, expression(file, ['take', n], text, asking(s => s === null ? allColumns(list) : undefined, [], list.map(s => s.name)))])),
    order: value.order.map((text, i) => expression(file, ['order', i], text, bare)),
    outcomes: outcomes(file, value.outcomes, whole, [...allColumns(list), ...KEY_ONLY]),
  }
}

function allColumns(list: readonly Side[]): readonly string[] {
  return [...new Set(list.flatMap(columnsOf))]
}

/** A rule over rows or keys, its names checked. */
export function groupRule(file: File, value: Exclude<RuleFile, CompareFile>): GroupRule {
  const feeds = listed(value.record).map((item, i): GroupFeed => {
    const { record, from, where } = typeof item === 'string' ? { record: item, from: undefined, where: undefined } : item
    const bare: Scope = s => s === null ? fieldNames([record]) : undefined
    const conditions = [
      ...(value.where === undefined ? [] : [expression(file, ['where'], value.where, bare)]),
      ...(where === undefined ? [] : [expression(file, ['record', i, 'where'], where, bare)]),
    ]
    return { record, from: listed(from ?? value.from), where: conditions.length === 0 ? null : conditions.reduce((a, b) => ({ t: 'op', op: 'and', a, b })) }
  })
  const own = fieldNames(feeds.map(f => f.record))
  const asked = lookups(file, value, own)
  const rows: Scope = s => value.kind === 'unique' ? (s === 'x' || s === 'y' ? own : undefined) : (s === null ? own : undefined)
  const key = value.kind === 'unique' ? value.key : []
  named(file, ['key'], key, own)
  named(file, ['evidence'], value.evidence ?? [], [...own, ...WRITTEN])
  return {
    rule: value.rule, file: file.file, title: value.title, by: value.by, kind: value.kind, feeds, key, lookups: asked,
    differ: value.kind === 'unique' ? value.differ : undefined, evidence: value.evidence,
    outcomes: outcomes(file, value.outcomes, asking(rows, asked, []), [...own, ...KEY_ONLY]),
  }
}

/** Codes that a rule may give, A01 where its ladder may find several candidates. */
export function codesOf(rule: Rule): readonly string[] {
  return [...new Set([...rule.outcomes.map(o => o.code), ...(rule.kind === 'compare' && rule.ladder.length > 0 ? ['A01'] : [])])]
}
