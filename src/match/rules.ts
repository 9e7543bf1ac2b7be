import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearest, readYaml, type YamlFile } from '../config/index.js'
import { problem, statAt, type Problem } from '../kernel/index.js'
import { fieldsOf, type Kind } from '../records/index.js'
import { fieldsIn, namedCalls, parseExpr, type Expr, type Place as FilePlace } from './expr.js'
import { isRecordLookup, lookupFields, lookupKey } from './lookup-sql.js'
import { misplaced, type Misplaced, type Subject } from './places.js'
import { ruleSchema, type CompareFile, type FeedFile, type OutcomeFile, type RecordLookupFile, type RuleFile } from './schema.js'
import { misfit } from './sorts.js'
import type { CompareRule, Feed, GroupFeed, GroupRule, Lookup, Outcome, RecordLookup, Rule, Side } from './types.js'

type Path = readonly PropertyKey[]
type File = YamlFile<RuleFile>

/** Rules about the quality of extracts stand in a file of their own, and run only when they are asked. */
export const QUALITY_FILE = 'quality.yaml'

/**
 * Reads and checks every rule of a folder but those about quality, by file name. Throws `config.*` and `match.*` with file, line and
 * column.
 */
export function readRules(dir: string): readonly Rule[] {
  return rulesIn(dir, filesOf(dir))
}

/**
 * Those of them whose file has one of these words: to read and check all of them takes longer than a page of a list, which asks for the
 * names of a few outcomes.
 */
export function rulesThatName(dir: string, words: readonly string[]): readonly Rule[] {
  return rulesIn(
    dir,
    filesOf(dir).filter(f => {
      if (statAt(join(dir, f))?.isFile() !== true) return false
      const text = readFileSync(join(dir, f), 'utf8')
      return words.some(word => text.includes(word))
    }),
  )
}

function filesOf(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter(f => /\.ya?ml$/.test(f) && f !== QUALITY_FILE)
    .toSorted()
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
  const place = (): FilePlace => ({ file: file.file, ...file.at(path) })
  const e = parseExpr(text, place)
  const astray = misplaced(e, scope.place, scope.single ?? null)
  if (astray !== null) throw outOfPlace(place(), astray, scope.place)
  for (const { side, name } of fieldsIn(e)) {
    const known = scope.fields(side)
    if (known === undefined || !known.includes(name)) unknownField(place(), side === null ? name : `${side}.${name}`, known ?? [])
  }
  for (const { fn, name } of namedCalls(e)) {
    const known = fn === 'grace' ? undefined : (scope.named?.(fn === 'exists' || fn === 'not_exists' ? 'lookup' : 'side') ?? [])
    if (known !== undefined && (name === null || !known.includes(name))) unknownField(place(), name ?? fn, known)
  }
  const strange = misfit(e, file.value, path)
  if (strange !== null) throw problem('match.sort', { ...place(), ...strange })
  return e
}

/** Names after `side.`, or alone where side is null; undefined: no such side. */
type FieldsOf = (side: string | null) => readonly string[] | undefined

/**
 * What an expression may say. `single`: fields of which a group of rows has one value (absent: every row is by itself); `named`: the sides
 * and lookups that may be named.
 */
interface Scope {
  readonly place: Subject
  readonly fields: FieldsOf
  readonly single?: readonly string[] | null
  readonly named?: (what: 'side' | 'lookup') => readonly string[]
}

/** One row of these fields. */
const rowOf = (known: readonly string[]): Scope => ({ place: 'row', fields: side => (side === null ? known : undefined) })

/** A scope in which lookups may be asked too, and sides named: what is `known` of a lookup is asked as of a side. */
function asking(
  place: 'pair' | 'found',
  fields: FieldsOf,
  { asked, sides }: { readonly asked: readonly Lookup[]; readonly sides: readonly string[] },
): Scope {
  return {
    place,
    fields: side => fields(side) ?? asked.filter(l => l.name === side).map(lookupFields)[0],
    named: what => (what === 'side' ? sides : asked.map(l => l.name)),
  }
}

function outOfPlace(place: FilePlace, astray: Misplaced, at: Subject): Problem {
  if (astray.what === 'function') return problem('match.place', { ...place, found: astray.found, at, may: astray.may.join(',') })
  return problem('match.rows', { ...place, found: astray.found, what: astray.what })
}

function unknownField(place: FilePlace, found: string, known: readonly string[]): never {
  throw problem('match.field', {
    ...place,
    found,
    known: known.join(', '),
    nearest: nearest(found.split('.').at(-1) ?? found, known) ?? '',
  })
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
      ...o,
      when: expression(file, ['outcomes', i, 'when'], o.when, scope),
      in_transit: read('in_transit'),
      undecided: read('undecided'),
      amount: read('amount'),
      due: read('due'),
    }
  })
}

function feed(file: File, path: Path, spec: Omit<FeedFile, 'from'>, from: Feed['from']): Feed {
  const own = fieldNames([spec.record])
  const fields = Object.fromEntries(
    Object.entries(spec.fields).map(([n, text]) => [n, expression(file, [...path, 'fields', n], text, rowOf(own))]),
  )
  const all = [...own, ...Object.keys(fields)]
  named(file, [...path, 'once'], spec.once ?? [], all)
  return {
    record: spec.record,
    from,
    fields,
    prefer_unit: spec.prefer_unit,
    once: spec.once ?? null,
    level: spec.level ?? null,
    where: spec.where === undefined ? null : expression(file, [...path, 'where'], spec.where, rowOf(all)),
  }
}

const listed = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [value as T])

/** Lookups of a rule; `asked` are the fields that its rows hold. */
function lookups(file: File, value: RuleFile, asked: readonly string[]): readonly Lookup[] {
  return Object.entries(value.lookups).map(([name, spec]): Lookup => {
    const path = ['lookups', name]
    const by = Object.fromEntries(Object.entries(spec.by).map(([n, text]) => [n, expression(file, [...path, 'by', n], text, rowOf(asked))]))
    const made: Lookup = 'param' in spec ? { name, ...spec, by } : recordLookup(file, name, spec, by)
    named(
      file,
      isRecordLookup(made) ? [...path, 'key'] : [...path, 'at'],
      lookupKey(made).filter(k => by[k] === undefined),
      asked,
    )
    return made
  })
}

function recordLookup(file: File, name: string, spec: RecordLookupFile, by: RecordLookup['by']): RecordLookup {
  const path = ['lookups', name]
  const own = fieldNames([spec.record])
  const fields = Object.fromEntries(
    Object.entries(spec.fields).map(([n, text]) => [n, expression(file, [...path, 'fields', n], text, rowOf(own))]),
  )
  const known = [...new Set([...own, ...Object.keys(fields)])]
  named(file, [...path, 'key'], spec.key, known)
  const taking: Scope = { ...rowOf(known), place: 'lookup', single: spec.key }
  return {
    name,
    record: spec.record,
    from: listed(spec.from),
    of: spec.of ?? null,
    level: spec.level ?? null,
    key: spec.key,
    fields,
    by,
    optional: spec.optional,
    where: spec.where === undefined ? null : expression(file, [...path, 'where'], spec.where, rowOf(own)),
    take: Object.fromEntries(Object.entries(spec.take).map(([n, text]) => [n, expression(file, [...path, 'take', n], text, taking)])),
  }
}

function sides(file: File, value: CompareFile): readonly Side[] {
  return Object.entries(value.sides).map(([name, spec]) => {
    const path = ['sides', name]
    const from = listed(spec.from)
    return {
      ...feed(file, path, spec, from),
      name,
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
  if (value.ladder.length > 0 && list.length !== 2)
    throw problem('match.ladder_sides', { file: file.file, ...file.at(['ladder']), rule: value.rule })
  if (value.ladder.length === 0 && value.grain === undefined)
    throw problem('match.no_key', { file: file.file, ...file.at(['ladder']), rule: value.rule })
  const shared = columnsOf(list[0]!).filter(c => list.every(s => columnsOf(s).includes(c)))
  const takes = Object.keys(value.take)
  const aggregates = (name: string): readonly string[] => {
    const side = list.find(s => s.name === name)
    return side === undefined ? [] : [...columnsOf(side), ...takes]
  }
  const sided: FieldsOf = s => (s === null || !list.some(x => x.name === s) ? undefined : aggregates(s))
  for (const [i, step] of value.ladder.entries()) named(file, ['ladder', i, 'key'], step.key, [...shared, ...takes])
  named(file, ['grain'], value.grain ?? [], shared)
  const { repeats } = value
  named(file, ['repeats', 'key'], repeats?.key ?? [], shared)
  named(file, ['repeats', 'may_be_blank'], repeats?.may_be_blank ?? [], repeats?.key ?? [])
  for (const [i, { field, within }] of (value.coarsen ?? []).entries()) named(file, ['coarsen', i, 'within'], [field, ...within], shared)
  const asked = lookups(file, value, shared)
  const names = list.map(s => s.name)
  const taking: Scope = {
    ...rowOf(allColumns(list)),
    place: 'take',
    single: value.grain ?? null,
    named: what => (what === 'side' ? names : []),
  }
  return {
    rule: value.rule,
    file: file.file,
    title: value.title,
    by: value.by,
    kind: 'compare',
    sides: list,
    lookups: asked,
    repeats: repeats === undefined ? null : repeatsOf(repeats),
    cancel: value.cancel,
    level: value.level,
    coarsen: value.coarsen,
    both: value.both,
    spans: value.spans,
    grain: value.grain,
    ladder: value.ladder,
    near: value.near,
    shows: value.shows,
    take: Object.fromEntries(Object.entries(value.take).map(([n, text]) => [n, expression(file, ['take', n], text, taking)])),
    order: value.order.map((text, i) => expression(file, ['order', i], text, rowOf(shared))),
    outcomes: outcomes(file, value.outcomes, asking('pair', sided, { asked, sides: names }), [...allColumns(list), ...KEY_ONLY]),
  }
}

function repeatsOf(of: NonNullable<CompareFile['repeats']>): CompareRule['repeats'] {
  return { outcome: of.outcome, on: listed(of.on), key: of.key, mayBeBlank: of.may_be_blank ?? [], copies: of.copies ?? null }
}

function allColumns(list: readonly Side[]): readonly string[] {
  return [...new Set(list.flatMap(columnsOf))]
}

/** A rule over rows or keys, its names checked. */
export function groupRule(file: File, value: Exclude<RuleFile, CompareFile>): GroupRule {
  const feeds = listed(value.record).map((item, i): GroupFeed => {
    const { record, from, where } = typeof item === 'string' ? { record: item, from: undefined, where: undefined } : item
    const bare = rowOf(fieldNames([record]))
    const conditions = [
      ...(value.where === undefined ? [] : [expression(file, ['where'], value.where, bare)]),
      ...(where === undefined ? [] : [expression(file, ['record', i, 'where'], where, bare)]),
    ]
    return {
      record,
      from: listed(from ?? value.from),
      where: conditions.length === 0 ? null : conditions.reduce((a, b) => ({ t: 'op', op: 'and', a, b })),
    }
  })
  const own = fieldNames(feeds.map(f => f.record))
  const asked = lookups(file, value, own)
  const rows: FieldsOf = s => (value.kind === 'unique' ? (s === 'x' || s === 'y' ? own : undefined) : s === null ? own : undefined)
  const key = value.kind === 'unique' ? value.key : []
  named(file, ['key'], key, own)
  named(file, ['evidence'], value.evidence ?? [], [...own, ...WRITTEN])
  return {
    rule: value.rule,
    file: file.file,
    title: value.title,
    by: value.by,
    kind: value.kind,
    feeds,
    key,
    lookups: asked,
    differ: value.kind === 'unique' ? value.differ : undefined,
    evidence: value.evidence,
    outcomes: outcomes(file, value.outcomes, asking('found', rows, { asked, sides: asked.filter(isRecordLookup).map(l => l.name) }), [
      ...own,
      ...KEY_ONLY,
    ]),
  }
}

/** All conditions and values that a rule is written in. */
export function expressionsOf(rule: Rule): readonly Expr[] {
  const made = (fields: Readonly<Record<string, Expr>>): readonly Expr[] => Object.values(fields)
  const asked = rule.lookups.flatMap(l => [...made(l.by), ...(isRecordLookup(l) ? [l.where, ...made(l.fields), ...made(l.take)] : [])])
  const rows =
    rule.kind !== 'compare'
      ? rule.feeds.map(f => f.where)
      : [
          ...rule.sides.flatMap(s => [s, ...(s.otherwise === null ? [] : [s.otherwise])]).flatMap(f => [f.where, ...made(f.fields)]),
          ...made(rule.take),
          ...rule.order,
        ]
  return [...rows, ...asked, ...rule.outcomes.flatMap(o => [o.when, o.in_transit, o.undecided, o.amount, o.due])].filter(e => e !== null)
}

/** Codes that a rule may give, A01 where its ladder may find several candidates. */
export function codesOf(rule: Rule): readonly string[] {
  return [...new Set([...rule.outcomes.map(o => o.code), ...(rule.kind === 'compare' && rule.ladder.length > 0 ? ['A01'] : [])])]
}
