import { KIND_LABELS, KINDS, type Kind } from '../records/index.js'
import type { EvidenceRow, Found } from './types.js'
import { fieldWord, glue, inLang, reasonWord, shownText, told, word, type Voice } from './words.js'

/** A sentence about a discrepancy, and what it speaks of. */
export interface Sentence { readonly about: 'has' | 'several' | 'reasons' | 'passes' | 'taken' | 'differs' | 'until'; readonly text: string }

/** How a verdict came about, in sentences: who has it, what was looked for, the first field that fails or the nearest row, and until when it is in transit. */
function explain(f: Found, rows: readonly Pick<EvidenceRow, 'kind'>[], voice: Voice): readonly Sentence[] {
  const out: Sentence[] = []
  const add = (about: Sentence['about'], text: string): void => { out.push({ about, text }) }
  const { trail } = f
  const kind = KINDS.find(k => rows.some(r => r.kind === k))
  const key = (names: readonly string[]): string => names.map(n => fieldWord(voice, n, kind)).join(' + ')
  if (f.agency_has !== null && f.agency_lacks !== null && (trail?.failed ?? null) === null) add('has', holder(f, kind, voice))
  if (f.reasons !== null && f.reasons.length > 0) add('reasons', told(voice, 'explain.reasons', { reasons: f.reasons.map(r => reasonWord(voice, `id_${r}`)).join(glue(voice)) }))
  if (trail !== null) {
    const several = trail.passes.find(p => p.candidates > 1 && p.key.length > 0)
    const taken = several === undefined ? trail.passes.find(p => p.taken && p.key.length > 0) : undefined
    const missed = trail.passes.filter(p => !p.taken && p !== several)
    if (missed.length > 0) add('passes', told(voice, 'explain.passes', { passes: missed.map(p => key(p.key)).join(glue(voice)) }))
    if (several !== undefined) add('several', told(voice, 'explain.several', { key: key(several.key), rows: several.candidates }))
    if (taken !== undefined) add('taken', told(voice, 'explain.taken', { key: key(taken.key) }))
    const shown = (field: string, value: string | null): string => value === null ? '∅' : shownText(voice, field, value)
    if (trail.failed !== null) {
      const { field, a, b } = trail.failed
      add('differs', told(voice, 'explain.failed', { field: fieldWord(voice, field, kind), a: shown(field, a), b: shown(field, b) }))
    } else if (trail.nearest !== null) {
      add('differs', told(voice, 'explain.nearest', { differs: trail.nearest.differs.map(d => `${fieldWord(voice, d.field, kind)} ${shown(d.field, d.a)} ≠ ${shown(d.field, d.b)}`).join(glue(voice)) }))
    } else if (f.agency_lacks !== null && taken === undefined && several === undefined) add('differs', told(voice, 'explain.nearest_none'))
  }
  if (f.until !== null) add('until', told(voice, 'explain.until', { until: f.until }))
  return out
}

/** One agency may hold both sides (its levy without its payment): then the kind says what there is. */
function holder(f: Found, kind: Kind | undefined, voice: Voice): string {
  const has = word(voice, f.agency_has)
  if (f.agency_has !== f.agency_lacks) return told(voice, 'explain.has', { has, lacks: word(voice, f.agency_lacks) })
  return told(voice, 'explain.alone', { has, kind: kind === undefined ? '' : inLang(voice, KIND_LABELS[kind]) })
}

/** Why, in one short text for a cell: without the keys that were tried, unless nothing else is known. */
export function why(f: Found, rows: readonly Pick<EvidenceRow, 'kind'>[], voice: Voice): string {
  const all = explain(f, rows, voice)
  const told = all.filter(s => s.about !== 'passes' && s.about !== 'taken')
  return (told.length > 0 ? told : all).map(s => s.text).join(voice.lang === 'en' ? ' ' : '')
}
