import type { DiffDetail } from '../flow/diff.js'
import type { Effects } from '../kernel/index.js'
import { evidenceText, reasonWords, sideWords, valueText, type SideRow } from './diff-words.js'
import { yuan } from './table.js'
import { agencyWord, fieldWord, inLang, listed, recordsOf, stateWord, told } from './words.js'

/** Rows that are shown behind a discrepancy; `diff show` has all. */
const ROWS = 6

/** How the verdict came about, in the order in which a clerk asks: who has it, how it was looked for, what differs, what comes nearest, who acts, how it went. */
export function explanation(diff: DiffDetail, fx: Effects): readonly string[] {
  return [...standing(diff, fx), ...search(diff, fx), ...difference(diff, fx), ...evidence(diff, fx), ...action(diff, fx)]
}

const rowsOf = (diff: DiffDetail): readonly SideRow[] => Object.values(diff.sides).flat()
const keyText = (fx: Effects, names: readonly string[], kind: string | undefined): string => names.map(n => fieldWord(fx, n, kind)).join(' + ')

/** The kind whose words fields go by. */
const mainKind = ({ by }: DiffDetail): string | undefined => by === null ? undefined : by.kind === 'compare' ? by.sides[0]!.record : by.feeds[0]?.record

/** Whose records hold it and whose do not. */
function standing(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f, by, trail } = diff
  const outcome = by?.outcomes.find(o => o.code === f.outcome && (o.variant ?? null) === f.variant)
  if (f.agency_has === null || f.agency_lacks === null || (trail?.failed ?? null) !== null || by?.kind !== 'compare') return []
  const kind = (side: string | undefined): string => by.sides.find(s => s.name === side)?.record ?? by.sides[0]!.record
  if (rowsOf(diff).some(r => r.side === outcome?.lacks)) return []
  return [told(fx, 'cli.explain.has', { has: recordsOf(fx, f.agency_has, [kind(outcome?.has)]), lacks: recordsOf(fx, f.agency_lacks, [kind(outcome?.lacks)]) })]
}

/** Which keys were tried, and which of them found something. */
function search(diff: DiffDetail, fx: Effects): readonly string[] {
  const { trail, by, finding: f } = diff
  if (trail === null) return []
  if (by?.kind === 'check') return [told(fx, 'cli.explain.checked', { kinds: listed(fx, [...new Set(rowsOf(diff).map(r => recordsOf(fx, r.agency, [r.kind])))]) })]
  if (by?.kind === 'unique') return [told(fx, 'cli.explain.together', { key: keyText(fx, by.key, mainKind(diff)), rows: rowsOf(diff).length })]
  const passes = trail.passes.map((p, i) => ({ ...p, n: i + 1, text: keyText(fx, p.key, mainKind(diff)) }))
  const taken = passes.find(p => p.taken)
  const several = passes.find(p => !p.taken && p.candidates > 1)
  const missed = passes.filter(p => p !== taken && p !== several)
  const tried = missed.length === 0 ? [] : [told(fx, 'cli.explain.passes', { count: missed.length }), ...missed.map(p => `  ${p.n}. ${p.text}`)]
  if (taken !== undefined) return [...tried, told(fx, 'cli.explain.taken', { n: taken.n, key: taken.text })]
  if (several !== undefined && diff.state === 'ambiguous') return [...tried, told(fx, 'cli.explain.several', { n: several.n, key: several.text })]
  if (several !== undefined) return [told(fx, 'cli.explain.repeated', { key: several.text, rows: several.candidates, agency: agencyWord(fx, f.owner) })]
  if (passes.length === 0 && by?.kind === 'compare' && by.grain !== undefined) return [told(fx, 'cli.explain.summed', { key: keyText(fx, by.grain, mainKind(diff)) })]
  return tried
}

/** What differs: the first compared field that failed with both values, sums, faults, or the nearest row of the other side. */
function difference(diff: DiffDetail, fx: Effects): readonly string[] {
  const { trail, finding: f, by } = diff
  const reasons = reasonWords(f, fx)
  if (reasons.length > 0) return [told(fx, 'cli.explain.reasons', { reasons: listed(fx, reasons) })]
  if (trail === null) return []
  const { a, b } = sideWords(diff, fx)
  const value = (field: string, v: string | null): string => valueText(diff, fx, { kind: '', field, value: v })
  if (trail.failed !== null && by?.kind === 'unique') return [told(fx, 'cli.explain.values', { field: fieldWord(fx, trail.failed.field, mainKind(diff)), values: distinct(diff, trail.failed.field, fx) })]
  if (trail.failed !== null) {
    const { field } = trail.failed
    const by_ = gap(trail.failed)
    const said = { field: fieldWord(fx, field, mainKind(diff)), a, b, va: value(field, trail.failed.a), vb: value(field, trail.failed.b) }
    return [by_ === null || !/^(amount|principal|total|late_fee|interest)/.test(field) ? told(fx, 'cli.explain.failed', said) : told(fx, 'cli.explain.failed_money', { ...said, by: yuan(by_) })]
  }
  const sums = trail.passes.some(p => p.taken) ? totals(diff, fx) : []
  if (sums.length > 0) return sums
  if (trail.nearest !== null) {
    const differs = trail.nearest.differs.map(d => told(fx, 'cli.explain.differs', { field: fieldWord(fx, d.field, mainKind(diff)), there: value(d.field, d.b), here: value(d.field, d.a) }))
    return [told(fx, 'cli.explain.nearest', { agency: agencyWord(fx, f.agency_lacks), differs: listed(fx, differs) })]
  }
  return f.agency_lacks !== null && trail.passes.length > 0 && by?.kind === 'compare' && by.near !== undefined ? [told(fx, 'cli.explain.nearest_none', { agency: agencyWord(fx, f.agency_lacks) })] : []
}

function gap({ a, b }: { readonly a: string | null; readonly b: string | null }): number | null {
  return a === null || b === null || !Number.isInteger(Number(a)) || !Number.isInteger(Number(b)) ? null : Number(a) - Number(b)
}

/** Values of a field with who holds each: 程轮（社保、医保）；程（税务）. */
function distinct(diff: DiffDetail, field: string, fx: Effects): string {
  const by = new Map<string, Set<string>>()
  for (const row of rowsOf(diff)) {
    const value = valueText(diff, fx, { kind: row.kind, field, value: row.vals[field] })
    by.set(value, (by.get(value) ?? new Set<string>()).add(agencyWord(fx, row.agency)))
  }
  return [...by].map(([value, who]) => told(fx, 'cli.explain.value_of', { value, who: listed(fx, [...who]) })).join(fx.lang === 'en' ? '; ' : '；')
}

/** Money of both sides where sums were compared. */
function totals(diff: DiffDetail, fx: Effects): readonly string[] {
  const by = diff.by
  if (by?.kind !== 'compare' || by.grain === undefined || by.sides.length !== 2) return []
  const rows = rowsOf(diff)
  const sum = (side: string): number | null => {
    const own = rows.filter(r => r.side === side)
    return own.length === 0 ? null : own.reduce((n, r) => n + Number((r.kind === 'payment' ? r.vals['principal'] : null) ?? r.vals['amount'] ?? 0), 0)
  }
  const [first, second] = by.sides
  const values = [sum(first!.name), sum(second!.name)] as const
  const { a, b } = sideWords(diff, fx)
  return values[1] === null ? [] : [told(fx, 'cli.explain.sums', { a, b, va: yuan(values[0] ?? 0), vb: yuan(values[1]), by: yuan((values[0] ?? 0) - values[1]) })]
}

function evidence(diff: DiffDetail, fx: Effects): readonly string[] {
  const rows = rowsOf(diff)
  const lines = rows.slice(0, ROWS).map(row => `  ${evidenceText(diff, row, fx)}`)
  return rows.length === 0 ? [] : [told(fx, 'cli.explain.evidence'), ...lines, ...rows.length > ROWS ? [`  ${told(fx, 'cli.explain.more', { rows: rows.length - ROWS, no: diff.no })}`] : []]
}

/** Who must act and how, when it is due, and how it came to stand as it does. */
function action(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f } = diff
  const agencies = listed(fx, f.who_acts.map(a => agencyWord(fx, a)))
  const said = { agencies, action: inLang(fx, diff.do) }
  return [
    ...f.due === null ? [] : [told(fx, 'cli.explain.due', { due: f.due })],
    f.until === null ? told(fx, 'cli.explain.acts', said) : told(fx, 'cli.explain.until', { until: f.until, ...said }),
    told(fx, 'cli.explain.history', { history: diff.moves.map(m => `${m.asOf} ${stateWord(fx, m.after)}`).join(' → ') }),
  ]
}
