import {
  codesOf,
  compareSteps,
  expressionsOf,
  fieldsIn,
  hasQuality,
  wholeGroupSteps,
  holdsIdentifier,
  namesGiven,
  PARAM_TABLES,
  readParams,
  readQuality,
  readRules,
  rulesThatName,
  type CompareRule,
  type Expr,
  type Outcome,
  type Params,
  type ParamTable,
  type Rule,
} from '../match/index.js'
import { unknown } from '../config/index.js'
import { localDay, problem, type Effects } from '../kernel/index.js'
import { collisionsOf, refuseMissingGraces, type Collision } from '../engine/index.js'
import { readCodes } from '../layout/index.js'
import type { Kind } from '../records/index.js'
import { openDb, openStoreToRead } from '../store/index.js'
import type { SqlStep } from '../sql/index.js'
import type { OutcomeWords, RuleShape } from '../report/index.js'
import type { Workspace } from '../workspace/index.js'
import type { RuleWords } from './export-job.js'

/** A rule as `rules list` shows it. */
export interface RuleLine {
  readonly rule: string
  readonly kind: Rule['kind']
  readonly file: string
  readonly outcomes: readonly string[]
  readonly title: { readonly zh: string; readonly en: string }
  readonly sides: readonly string[]
  /** The records that each side reads, from whom: of several the first that was delivered. */
  readonly reads: readonly { readonly from: readonly string[]; readonly records: readonly Kind[] }[]
}

/** What an outcome is called, and what there is to do about it. */
export interface OutcomeInfo {
  readonly code: string
  readonly rule: string
  readonly variants: readonly string[]
  readonly severity: string
  readonly title: { readonly zh: string; readonly en: string }
  /** By variant; '' where it has none. */
  readonly titles: ReadonlyMap<string, { readonly zh: string; readonly en: string }>
  readonly do: { readonly zh: string; readonly en: string }
}

/** All rules of the workspace, by file. */
export function listRules(ws: Workspace): readonly RuleLine[] {
  return rulesOf(ws).map(r => ({
    rule: r.rule,
    kind: r.kind,
    file: r.file,
    outcomes: codesOf(r),
    title: r.title,
    sides:
      r.kind === 'compare'
        ? r.sides.map(s => `${s.name}: ${s.from.join('/')} ${s.record}`)
        : r.feeds.map(f => `${f.from.join('/')} ${f.record}`),
    reads:
      r.kind === 'compare'
        ? r.sides.map(s => ({ from: s.from, records: [s.record] }))
        : r.feeds.map(f => ({ from: f.from, records: [f.record] })),
  }))
}

const known = new WeakMap<Workspace, readonly Rule[]>()

/** The rules of a workspace, read once by a command; none is a Problem. */
export function rulesOf(ws: Workspace): readonly Rule[] {
  const rules = known.get(ws) ?? readRules(ws.rules)
  if (rules.length === 0) throw problem('match.no_rules', { dir: ws.rules })
  known.set(ws, rules)
  return rules
}

/** The workspace's parameters, which know its codes. */
export function paramsOf(ws: Workspace): Params {
  return readParams(ws.params, list => readCodes(ws.codes).canonicalCodes(list))
}

/** What is allowed and worth knowing: a step of a ladder that only suggests. */
export interface RuleRemark {
  readonly rule: string
  readonly step: number
  readonly key: readonly string[]
}

/** Reads and checks every rule; throws the first Problem, with line and column. */
export function checkRules(ws: Workspace): { readonly rules: number; readonly remarks: readonly RuleRemark[] } {
  const rules = rulesOf(ws)
  const quality = hasQuality(ws.rules) ? readQuality(ws.rules) : []
  const params = paramsOf(ws)
  for (const table of Object.keys(PARAM_TABLES) as ParamTable[]) params.table(table)
  refuseMissingGraces([...rules, ...quality.map(q => q.check)], params)
  const remarks = rules.flatMap((r): RuleRemark[] => {
    if (r.kind !== 'compare') return []
    return r.ladder.flatMap((s, i) => (holdsIdentifier(r, s.key) ? [] : [{ rule: r.rule, step: i + 1, key: s.key }]))
  })
  return { rules: rules.length + quality.length, remarks }
}

/** The rule of that name, or the first that gives that outcome. Throws `match.unknown_rule`. */
function findRule(ws: Workspace, name: string): Rule {
  const rules = rulesOf(ws)
  const rule = rules.find(r => r.rule === name) ?? rules.find(r => codesOf(r).includes(name))
  if (rule !== undefined) return rule
  const known = [...new Set(rules.flatMap(r => [r.rule, ...codesOf(r)]))]
  throw problem('match.unknown_rule', unknown(name, known))
}

/** Throws `match.unknown_rule` for the first name that is no rule of the workspace and no outcome of one; what is not given is left out. */
export function refuseUnknown(ws: Workspace, names: readonly (string | undefined)[]): void {
  for (const name of names) if (name !== undefined) findRule(ws, name)
}

/**
 * The insurance that somebody names: by its code, its Chinese or its English name, or another name of the workspace's codes; what is none
 * of these stands as it is.
 */
export function insuranceNamed(ws: Workspace, name: string): string {
  const codes = readCodes(ws.codes)
  const known = codes.canonicalCodes('insurance')
  if (known.includes(name)) return name
  const english = (text: string): string => text.trim().toLowerCase()
  return (
    codes.canonical('*', 'insurance', name) ?? known.find(code => english(codes.label('insurance', code, 'en')) === english(name)) ?? name
  )
}

/** Throws `ledger.no_insurance` for what is no insurance of the workspace's codes. */
export function refuseInsurance(ws: Workspace, found: string): void {
  const codes = readCodes(ws.codes)
  const known = codes.canonicalCodes('insurance')
  if (!known.includes(found))
    throw problem('ledger.no_insurance', {
      ...unknown(found, known),
      names: known.map(code => `${codes.label('insurance', code, 'zh')}（${code}）`).join('、'),
    })
}

/** The rule of exactly that name, or null. */
export function ruleNamed(ws: Workspace, name: string): Rule | null {
  return rulesOf(ws).find(r => r.rule === name) ?? null
}

/** The SQL of a rule, step by step, as it runs. */
export function sqlOfRule(ws: Workspace, name: string): readonly SqlStep[] {
  const rule = findRule(ws, name)
  return rule.kind === 'compare' ? compareSteps(rule, { delivered: () => true }) : wholeGroupSteps(rule)
}

/**
 * What a rule will do, as data. `collisions`: how often the keys of its ladder stand more than once in what is in force; null: it compares
 * nothing, or there is too much to count unasked.
 */
export interface RuleExplanation {
  readonly rule: Rule
  readonly graces: readonly { readonly name: string; readonly workdays: number | null }[]
  readonly batches: number
  readonly collisions: readonly Collision[] | null
}

/** Rows whose keys are counted unasked: a few seconds. */
const COUNTED = 300_000

/** `all`: collisions are counted however many rows there are. */
export function explainRule(ws: Workspace, name: string, { all }: { readonly all: boolean }, fx: Effects): RuleExplanation {
  const rule = findRule(ws, name)
  const params = paramsOf(ws)
  const used = namesGiven(expressionsOf(rule), 'grace')
  const store = openStoreToRead(ws.data)
  try {
    const today = localDay(fx.now())
    const batches = store.inForce(today)
    return {
      rule,
      graces: used.map(g => ({ name: g, workdays: params.grace(g) ?? null })),
      batches: batches.length,
      collisions: rule.kind === 'compare' ? counted(rule, { batches, params, asOf: today, most: all ? Infinity : COUNTED }) : null,
    }
  } finally {
    store.close()
  }
}

function counted(rule: CompareRule, input: Omit<Parameters<typeof collisionsOf>[0], 'db'>): readonly Collision[] | null {
  const db = openDb(':memory:')
  try {
    return collisionsOf({ db, ...input }, rule)
  } finally {
    db.close()
  }
}

/** Outcomes by code, as rules say them; A01 is hedui's own. */
function outcomeInfos(rules: readonly Rule[]): ReadonlyMap<string, OutcomeInfo> {
  const out = new Map<string, OutcomeInfo>([['A01', AMBIGUOUS]])
  for (const rule of rules) {
    for (const o of rule.outcomes) {
      const before = out.get(o.code)
      const variants = [...(before?.variants ?? []), ...(o.variant === undefined ? [] : [o.variant])]
      const titles = new Map([...(before?.titles ?? []), [o.variant ?? '', o.title]])
      out.set(
        o.code,
        before === undefined
          ? { code: o.code, rule: rule.rule, variants, severity: o.severity, title: o.title, titles, do: o.do }
          : { ...before, variants, titles },
      )
    }
  }
  return out
}

/** What is to be done about one variant of an outcome. */
export function outcomeOf(ws: Workspace, code: string, variant: string | null): Pick<OutcomeInfo, 'title' | 'do'> {
  const all = rulesOf(ws)
    .flatMap((r): readonly Outcome[] => r.outcomes)
    .filter(o => o.code === code)
  return all.find(o => (o.variant ?? null) === variant) ?? all[0] ?? AMBIGUOUS
}

/** What these outcomes and their variants are called. Of rules that were not read yet only those that name one of them are. */
export function outcomeTitles(ws: Workspace, codes: readonly string[]): (code: string, variant: string | null) => OutcomeInfo['title'] {
  const asked = [...new Set(codes)]
  const few = outcomeInfos(known.get(ws) ?? rulesThatName(ws.rules, asked))
  // What is not there as it is written may be written otherwise in YAML.
  const infos = asked.every(code => few.has(code)) ? few : outcomeInfos(rulesOf(ws))
  return (code, variant) => infos.get(code)?.titles.get(variant ?? '') ?? infos.get(code)?.title ?? { zh: code, en: code }
}

const AMBIGUOUS: OutcomeInfo = {
  code: 'A01',
  rule: '',
  variants: [],
  severity: 'medium',
  title: { zh: '多候选', en: 'Several candidates' },
  titles: new Map(),
  do: {
    zh: '同一键下有多笔，请人工核对后在来源系统更正。',
    en: 'Several rows share one key: compare them by hand and mend them where they come from.',
  },
}

/** What rules call their outcomes and sides, and what sentences and columns ask of them, as plain data for reports. */
export function ruleWords(ws: Workspace): RuleWords {
  const rules = rulesOf(ws)
  const outcomes: Record<string, OutcomeWords> = { A01: AMBIGUOUS }
  for (const o of rules.flatMap((r): readonly Outcome[] => r.outcomes)) {
    const words = { title: o.title, do: o.do }
    outcomes[o.code] ??= words
    outcomes[`${o.code}/${o.variant ?? ''}`] ??= words
  }
  return {
    outcomes,
    rules: Object.fromEntries(rules.map(r => [r.rule, { title: r.title, shape: shapeOf(r), fields: [...fieldsLookedAt(r)].toSorted() }])),
  }
}

function shapeOf(r: Rule): RuleShape {
  const outcomes = r.outcomes.map(({ code, variant, has, lacks }) => ({ code, variant, has, lacks }))
  return r.kind === 'compare'
    ? {
        kind: r.kind,
        sides: r.sides.map(({ name, record, from, level }) => ({ name, record, from, level })),
        grain: r.grain,
        near: r.near,
        outcomes,
      }
    : { kind: r.kind, feeds: r.feeds.map(({ record }) => ({ record })), key: r.key, outcomes }
}

/** Fields that a rule compares, takes together, or asks about; not those by which rows are merely found. */
function fieldsLookedAt(r: Rule): ReadonlySet<string> {
  const asked = r.outcomes.flatMap(o => [o.when, o.in_transit, o.undecided, o.amount, o.due])
  const exprs: readonly (Expr | null)[] =
    r.kind === 'compare' ? [...asked, ...Object.values(r.take)] : [...asked, ...r.feeds.map(f => f.where)]
  const named = r.kind === 'compare' ? r.shows : [...(r.evidence ?? []), ...(r.differ === undefined ? [] : [r.differ])]
  return new Set([...named, ...exprs.flatMap(e => (e === null ? [] : fieldsIn(e).map(f => f.name)))])
}
