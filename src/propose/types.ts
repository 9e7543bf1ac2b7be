import type { Agency, Owner } from '../kernel/index.js'
import type { Kind } from '../records/index.js'
import type { Profile } from './profile.js'

/** What speaks for (or against) reading a column as a field. Shares are of the filled cells looked at, 0–1. */
export type ColumnEvidence =
  | { readonly what: 'synonym'; readonly header: string; readonly layout: string }
  | { readonly what: 'words'; readonly header: string }
  | { readonly what: 'citizens'; readonly share: number }
  | { readonly what: 'credit'; readonly share: number }
  | { readonly what: 'persons'; readonly share: number }
  | { readonly what: 'units'; readonly share: number }
  | { readonly what: 'days'; readonly form: string; readonly share: number }
  | { readonly what: 'months'; readonly form: string; readonly share: number }
  | { readonly what: 'spans'; readonly share: number }
  | { readonly what: 'money'; readonly share: number }
  | { readonly what: 'rates'; readonly share: number }
  | { readonly what: 'numbers'; readonly share: number }
  | { readonly what: 'sum'; readonly total: string; readonly parts: string; readonly share: number }
  | { readonly what: 'codes'; readonly list: string; readonly agency: string; readonly share: number; readonly values: string }
  | { readonly what: 'blank' }
  | { readonly what: 'against'; readonly field: string; readonly found: string }
  | { readonly what: 'beside'; readonly header: string }
  | { readonly what: 'rival'; readonly header: string }
  | { readonly what: 'unsure' }

/** A column of the extract that the proposal reads. */
export interface PlacedColumn {
  /** From 0. */
  readonly index: number
  readonly header: string
  /** Name of the column in the proposed layout: what the shipped layouts call it. */
  readonly field: string
  /** 0–1; from 0.8 on it is not expected to be wrong. */
  readonly confidence: number
  readonly evidence: readonly ColumnEvidence[]
  readonly profile: Profile
}

/** A column that the proposal does not read, and why. */
export interface UnplacedColumn {
  readonly index: number
  readonly header: string
  readonly why: 'known_useless' | 'unknown' | 'repeats' | 'taken' | 'twice' | 'against' | 'blank'
  /** The field or columns that `why` speaks of. */
  readonly of: string
  readonly profile: Profile
}

/** What the proposal is for: the agency, and the shipped layout that it is like. */
export interface Nearest {
  readonly layout: string
  readonly agency: Agency
  readonly sender: Owner | null
  readonly kinds: readonly Kind[]
  readonly confidence: number
  /** Shipped layouts that fit nearly as well. */
  readonly rivals: readonly string[]
}
