import { say, type Lang } from '../messages/index.js'
import { columnLabel, type Layout } from '../layout/index.js'
import type { Kind } from '../records/index.js'
import type { ColumnEvidence, UnplacedColumn } from './types.js'

/** Labels are asked for names alone. */
const NO_COLUMNS = { columns: {} } as unknown as Layout['spec']

const FOUND = ['citizens', 'credit', 'spans', 'days', 'months', 'money', 'rates', 'units', 'numbers'] as const

/** A share as it is shown: 98.7 %, all of them 100 %. */
function percent(share: number): string {
  return share === 1 ? '100%' : `${(Math.floor(share * 1000) / 10).toFixed(1)}%`
}

/** A piece of evidence in a sentence. */
export function columnEvidenceText(lang: Lang, e: ColumnEvidence): string {
  switch (e.what) {
    case 'synonym':
      return say(lang, 'propose.e.synonym', e)
    case 'words':
      return say(lang, 'propose.e.words', {})
    case 'days':
      return say(lang, 'propose.e.days', { form: e.form, share: percent(e.share) })
    case 'months':
      return say(lang, 'propose.e.months', { form: e.form, share: percent(e.share) })
    case 'sum':
      return say(lang, 'propose.e.sum', { ...e, share: percent(e.share) })
    case 'codes':
      return say(lang, 'propose.e.codes', { ...e, share: percent(e.share) })
    case 'blank':
      return say(lang, 'propose.e.blank', {})
    case 'against':
      return say(lang, 'propose.e.against', {
        field: e.field,
        found: say(lang, `propose.f.${FOUND.find(f => f === e.found) ?? 'other'}`, {}),
      })
    case 'beside':
      return say(lang, 'propose.e.beside', e)
    case 'rival':
      return say(lang, 'propose.e.rival', {})
    case 'unsure':
      return say(lang, 'propose.e.unsure', {})
    default:
      return say(lang, `propose.e.${e.what}`, { share: percent(e.share) })
  }
}

/** Why a column was not placed. */
export function whyText(lang: Lang, { why, of }: UnplacedColumn): string {
  if (why === 'repeats' || why === 'taken' || why === 'against' || why === 'twice') return say(lang, `propose.u.${why}`, { of })
  return say(lang, `propose.u.${why}`, {})
}

/** What a drafted column means, in Chinese: the field's own label where it has one. */
export function meaning(name: string, kinds: readonly Kind[]): string {
  return columnLabel({ kinds, spec: NO_COLUMNS }, name).zh
}
