import type { Kind } from '../records/index.js'
import type { Expr } from './expr.js'
import type { CheckFile, CompareFile, From, OutcomeFile, UniqueFile } from './schema.js'

/** An outcome with its conditions read. */
export interface Outcome extends Omit<OutcomeFile, 'when' | 'in_transit' | 'undecided' | 'amount' | 'due'> {
  readonly when: Expr
  readonly in_transit: Expr | null
  readonly undecided: Expr | null
  readonly amount: Expr | null
  readonly due: Expr | null
}

/** Rows that make a side, or its substitute. */
export interface Feed {
  readonly record: Kind
  /** Tried in order; the first that was delivered is read. */
  readonly from: readonly From[]
  readonly where: Expr | null
  readonly fields: Readonly<Record<string, Expr>>
  readonly prefer_unit: boolean
  readonly level: 'person' | 'unit' | null
}

export interface Side extends Feed { readonly name: string; readonly otherwise: Feed | null; readonly otherwise_by: string | null }

interface Common { readonly rule: string; readonly file: string; readonly title: OutcomeFile['title']; readonly by: 'owner' | 'all'; readonly outcomes: readonly Outcome[] }

export interface CompareRule extends Common, Pick<CompareFile, 'cancel' | 'level' | 'repeats' | 'coarsen' | 'both' | 'spans' | 'grain' | 'ladder' | 'near' | 'shows'> {
  readonly kind: 'compare'
  readonly sides: readonly Side[]
  readonly take: Readonly<Record<string, Expr>>
  readonly order: readonly Expr[]
}

export interface GroupRule extends Common, Pick<UniqueFile, 'differ' | 'evidence'> {
  readonly kind: 'unique' | 'check'
  readonly records: readonly Kind[]
  readonly from: From
  readonly where: Expr | null
  /** Empty for `check`: every row by itself. */
  readonly key: readonly string[]
}

export type Rule = CompareRule | GroupRule
export type { CheckFile }
