import { yuanText } from '../kernel/index.js'
import type { EvidenceRow, Found, RuleShape } from './types.js'
import {
  agencyWord,
  fieldWord,
  glue,
  isMoney,
  isRecorded,
  keyWords,
  kindWord,
  listed,
  reasonWord,
  recordsOf,
  rowsWord,
  shownText,
  told,
  variantWord,
  type Voice,
} from './words.js'

/** A discrepancy with the rows behind it and the rule that found it (null where the workspace has it no more). */
export interface Case {
  readonly finding: Found
  readonly state: string
  readonly rows: readonly EvidenceRow[]
  readonly rule: RuleShape | null
}

/** The kind whose words fields go by. */
function mainKind({ rule }: Case): string | undefined {
  return rule === null ? undefined : rule.kind === 'compare' ? rule.sides[0]!.record : rule.feeds[0]?.record
}

/** Whose records hold it and whose do not. */
export function standing({ finding: f, rows, rule }: Case, voice: Voice): readonly string[] {
  if (f.agency_has === null || f.agency_lacks === null || (f.trail?.failed ?? null) !== null || rule?.kind !== 'compare') return []
  const outcome = rule.outcomes.find(o => o.code === f.outcome && (o.variant ?? null) === f.variant)
  // An outcome that asks with present() names no sides: then the agency's own side says what its records are.
  const kind = (side: string | undefined, agency: string): string =>
    (rule.sides.find(s => s.name === side) ?? rule.sides.find(s => s.from.includes(agency)) ?? rule.sides[0]!).record
  if (rows.some(r => r.side === outcome?.lacks)) return []
  return [
    told(voice, 'cli.explain.has', {
      has: recordsOf(voice, f.agency_has, [kind(outcome?.has, f.agency_has)]),
      lacks: recordsOf(voice, f.agency_lacks, [kind(outcome?.lacks, f.agency_lacks)]),
    }),
  ]
}

/** Which keys were tried, and which of them found something. */
export function search(c: Case, voice: Voice): readonly string[] {
  const {
    finding: { trail },
    rule,
    rows,
  } = c
  if (trail === null) return []
  if (rule?.kind === 'check')
    return [told(voice, 'cli.explain.checked', { kinds: listed(voice, [...new Set(rows.map(r => recordsOf(voice, r.agency, [r.kind])))]) })]
  if (rule?.kind === 'unique')
    return [told(voice, 'cli.explain.together', { key: keyWords(voice, rule.key, mainKind(c)), rows: rows.length })]
  const passes = trail.passes.map((p, i) => ({ ...p, n: i + 1, text: keyWords(voice, p.key, mainKind(c)) }))
  const taken = passes.find(p => p.taken)
  const several = passes.find(p => !p.taken && p.candidates > 1)
  const missed = passes.filter(p => p !== taken && p !== several)
  const tried =
    missed.length === 0 ? [] : [told(voice, 'cli.explain.passes', { count: missed.length }), ...missed.map(p => `  ${p.n}. ${p.text}`)]
  if (taken !== undefined) return [...tried, told(voice, 'cli.explain.taken', { n: taken.n, key: taken.text })]
  if (several !== undefined) return c.state === 'ambiguous' ? [...tried, ...ambiguous(c, voice)] : ambiguous(c, voice)
  if (passes.length === 0 && rule?.kind === 'compare' && rule.grain !== undefined)
    return [told(voice, 'cli.explain.summed', { key: keyWords(voice, rule.grain, mainKind(c)) })]
  return tried
}

/** Where several rows share one key: candidates of a pass, or rows that repeat each other. */
function ambiguous(c: Case, voice: Voice): readonly string[] {
  const { passes } = c.finding.trail!
  const n = passes.findIndex(p => !p.taken && p.candidates > 1)
  const several = passes[n]
  if (several === undefined || c.rule?.kind !== 'compare') return []
  const key = keyWords(voice, several.key, mainKind(c))
  return [
    c.state === 'ambiguous'
      ? told(voice, 'cli.explain.several', { n: n + 1, key })
      : told(voice, 'cli.explain.repeated', { key, rows: several.candidates, agency: agencyWord(voice, c.finding.owner) }),
  ]
}

/**
 * What differs: the first compared field that failed with both values, sums, faults, or the nearest row of the other side. `values`: as
 * `valuesOf` has them, or what stands for them.
 */
export function difference(c: Case, voice: Voice, values: readonly string[] = saidValues(c, voice).map(valueText)): readonly string[] {
  const { finding: f, rule } = c
  const { trail } = f
  const reasons = reasonsOf(f, voice)
  if (reasons.length > 0) return [told(voice, 'cli.explain.reasons', { reasons: listed(voice, reasons) })]
  if (trail === null) return []
  if (trail.failed !== null && rule?.kind === 'unique')
    return [
      told(voice, 'cli.explain.values', {
        field: fieldWord(voice, trail.failed.field, mainKind(c)),
        values: distinct(c, trail.failed.field, voice),
      }),
    ]
  if (trail.failed !== null && !isOneSided(trail.failed)) return [failed(c, values, voice)]
  const sums = trail.passes.some(p => p.taken) ? totals(c, voice) : []
  if (sums.length > 0) return sums
  if (trail.nearest !== null) {
    const differs = trail.nearest.differs.map((d, i) =>
      told(voice, 'cli.explain.differs', {
        field: fieldWord(voice, d.field, mainKind(c)),
        there: values[2 * i]!,
        here: values[2 * i + 1]!,
      }),
    )
    return [told(voice, 'cli.explain.nearest', { agency: agencyWord(voice, f.agency_lacks), differs: listed(voice, differs) })]
  }
  return f.agency_lacks !== null && trail.passes.length > 0 && rule?.kind === 'compare' && rule.near !== undefined
    ? [told(voice, 'cli.explain.nearest_none', { agency: agencyWord(voice, f.agency_lacks) })]
    : []
}

/** A value in a sentence: money in 分, anything else in words. */
export type SaidValue = string | number

/** A value as a sentence shows it: money in 元. */
export function valueText(value: SaidValue): string {
  return typeof value === 'string' ? value : yuanText(value)
}

/** What a sentence says of a value; what is absent has a word of its own there. */
function said(voice: Voice, field: string, value: string | number | null | undefined): SaidValue {
  if (value === null || value === undefined) return told(voice, 'cli.explain.blank')
  const fen = value !== '' && isMoney(field) ? Number(value) : NaN
  return Number.isSafeInteger(fen) ? fen : shownText(voice, field, value)
}

/** A quantity that the rule makes of one side alone says nothing of the other. */
function isOneSided({ field, a, b }: { readonly field: string; readonly a: string | null; readonly b: string | null }): boolean {
  return (a === null || b === null) && !isRecorded(field)
}

/**
 * The values that `difference` names: both that failed and, of money, by how much; else those of the nearest row and of this one, field by
 * field.
 */
export function saidValues({ finding: { trail } }: Case, voice: Voice): readonly SaidValue[] {
  if (trail === null) return []
  if (trail.failed !== null && !isOneSided(trail.failed)) {
    const { field, a, b } = trail.failed
    const gap = gapOf(trail.failed)
    return [said(voice, field, a), said(voice, field, b), gap ?? '']
  }
  return (trail.nearest?.differs ?? []).flatMap(d => [said(voice, d.field, d.b), said(voice, d.field, d.a)])
}

/** By how much money of two sides differs; null where it is none. */
function gapOf({ field, a, b }: { readonly field: string; readonly a: string | null; readonly b: string | null }): number | null {
  return a === null || b === null || !isMoney(field) || !Number.isInteger(Number(a)) || !Number.isInteger(Number(b))
    ? null
    : Number(a) - Number(b)
}

function failed(c: Case, [va = '', vb = '', by = '']: readonly string[], voice: Voice): string {
  const { failed } = c.finding.trail!
  const sentence = { field: fieldWord(voice, failed!.field, mainKind(c)), ...sideWords(c, voice), va, vb }
  return gapOf(failed!) === null
    ? told(voice, 'cli.explain.failed', sentence)
    : told(voice, 'cli.explain.failed_money', { ...sentence, by })
}

/** Faults of an identity number, in words. */
function reasonsOf(f: Found, voice: Voice): readonly string[] {
  return (f.reasons ?? []).map(r => reasonWord(voice, `id_${r}`))
}

/** Values of a field with who holds each: 程轮（社保、医保）；程（税务）. */
function distinct({ rows }: Case, field: string, voice: Voice): string {
  const by = new Map<string, Set<string>>()
  for (const row of rows) {
    const value = valueText(said(voice, field, row.value(field)))
    by.set(value, (by.get(value) ?? new Set<string>()).add(agencyWord(voice, row.agency)))
  }
  return [...by].map(([value, who]) => told(voice, 'cli.explain.value_of', { value, who: listed(voice, [...who]) })).join(glue(voice))
}

/** Money of both sides where sums were compared. */
function totals(c: Case, voice: Voice): readonly string[] {
  const { rule, rows } = c
  if (rule?.kind !== 'compare' || rule.grain === undefined || rule.sides.length !== 2) return []
  // A bank holds the whole voucher, late fees among it.
  const whole = rule.sides.some(s => s.record === 'bank_txn')
  const sum = (side: string): number | null => {
    const own = rows.filter(r => r.side === side)
    return own.length === 0
      ? null
      : own.reduce((n, r) => n + Number((r.kind === 'payment' && !whole ? r.value('principal') : null) ?? r.value('amount') ?? 0), 0)
  }
  const [first, second] = rule.sides
  const values = [sum(first!.name), sum(second!.name)] as const
  return values[1] === null || values[0] === values[1]
    ? []
    : [
        told(voice, 'cli.explain.sums', {
          ...sideWords(c, voice),
          va: yuanText(values[0] ?? 0),
          vb: yuanText(values[1]),
          by: yuanText((values[0] ?? 0) - values[1]),
        }),
      ]
}

/**
 * What two sides are called where they are told apart: by agency; by kind where one agency stands on both; of one kind by the level that
 * the rule says they are of.
 */
function sideWords({ finding: f, rule, rows }: Case, voice: Voice): { readonly a: string; readonly b: string } {
  if (rule?.kind !== 'compare') return { a: agencyWord(voice, f.agency_has), b: agencyWord(voice, f.agency_lacks) }
  const [a, b] = rule.sides.map(s => {
    const row = rows.find(r => r.side === s.name)
    const from = s.from[0] === 'owner' ? (f.owner ?? 'owner') : s.from[0]!
    return { agency: row?.agency ?? from, kind: row?.kind ?? s.record, level: s.level }
  })
  const [same, alike] = [a!.agency === b!.agency, a!.kind === b!.kind]
  const text = (s: { agency: string; kind: string; level: string | null }): string =>
    !same ? agencyWord(voice, s.agency) : alike && s.level !== null ? rowsWord(voice, s.level) : kindWord(voice, s.kind)
  return { a: text(a!), b: text(b!) }
}

/** What else is so of the same thing, each with what is at stake in it: variant and amount are of what leads. */
export function beside({ finding: { trail, variant: lead } }: Case, voice: Voice): readonly string[] {
  const stories = (trail?.also ?? []).flatMap(({ variant, amount_fen: fen }) => {
    if (variant === null || (fen === null && variant === lead)) return []
    const word = variantWord(voice, variant)
    return [fen === null ? word : told(voice, 'cli.explain.also_money', { variant: word, money: yuanText(fen) })]
  })
  return stories.length === 0 ? [] : [told(voice, 'cli.explain.also', { stories: listed(voice, stories) })]
}

/** Why, in one short text for a cell: who has it and what differs; how it was looked for only where nothing else is known. */
export function why(c: Case, voice: Voice, values?: readonly string[]): string {
  const found = c.finding.trail === null ? [] : ambiguous(c, voice)
  const short = [...standing(c, voice), ...found, ...difference(c, voice, values)]
  return [...(short.length > 0 ? short : search(c, voice)), ...beside(c, voice)].join(voice.lang === 'en' ? ' ' : '')
}
