import type { Owner } from '../kernel/index.js'
import type { Kind } from '../records/index.js'
import type { Expr } from './expr.js'
import type { ParamTable } from './params.js'
import type { CompareFile, From, OutcomeFile, UniqueFile } from './schema.js'

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
  readonly once: readonly string[] | null
  readonly level: 'person' | 'unit' | null
}

/**
 * One party of a comparison. `otherwise`: records that are read where the first were not delivered; with `otherwise_by` that is decided
 * for each value of this field.
 */
export interface Side extends Feed {
  readonly name: string
  readonly otherwise: Feed | null
  readonly otherwise_by: string | null
}

/** Records reduced to one row a key, for conditions to ask about: `exists(name)`, `name.taken`. */
export interface RecordLookup {
  readonly name: string
  readonly record: Kind
  /** All of these are read. */
  readonly from: readonly From[]
  /** Whose insurances; null: those that the rule looks at. */
  readonly of: Owner | null
  readonly level: 'person' | 'unit' | null
  readonly where: Expr | null
  readonly fields: Readonly<Record<string, Expr>>
  readonly key: readonly string[]
  readonly take: Readonly<Record<string, Expr>>
  /** Empty where nobody delivered it; else the rule does not run. */
  readonly optional: boolean
  /** How a key field is said of the asking row, where it is not the field of that name. */
  readonly by: Readonly<Record<string, Expr>>
}
/** A dated parameter, by its own key fields, in the month that the field `at` holds. */
export interface ParamLookup {
  readonly name: string
  readonly param: ParamTable
  readonly at: string
  readonly by: Readonly<Record<string, Expr>>
}
/** What a condition may ask about beside the rows compared. */
export type Lookup = RecordLookup | ParamLookup

interface Common {
  readonly rule: string
  readonly file: string
  readonly title: OutcomeFile['title']
  readonly by: 'owner' | 'all'
  readonly lookups: readonly Lookup[]
  readonly outcomes: readonly Outcome[]
}

/** A rule over two or more sides, checked: its expressions are read, every field is known (design: `compare`). */
export interface CompareRule
  extends Common, Pick<CompareFile, 'cancel' | 'level' | 'coarsen' | 'both' | 'spans' | 'grain' | 'ladder' | 'near' | 'shows'> {
  readonly kind: 'compare'
  readonly sides: readonly Side[]
  readonly repeats: Repeats | null
  readonly take: Readonly<Record<string, Expr>>
  readonly order: readonly Expr[]
}

/** Rows of a side that are equal in every field of the key: all but the first are claimed by an outcome. */
export interface Repeats {
  readonly outcome: string
  readonly on: readonly string[]
  readonly key: readonly string[]
  readonly mayBeBlank: readonly string[]
  /** Side whose copies of them go with them. */
  readonly copies: string | null
}

/** Rows of one kind that a rule over single rows or keys looks at. */
export interface GroupFeed {
  readonly record: Kind
  readonly from: readonly From[]
  readonly where: Expr | null
}

/** A rule over the rows of one key (`unique`) or over single rows (`check`), checked. */
export interface GroupRule extends Common, Pick<UniqueFile, 'differ' | 'evidence'> {
  readonly kind: 'unique' | 'check'
  readonly feeds: readonly GroupFeed[]
  /** Empty for `check`: every row by itself. */
  readonly key: readonly string[]
}

/** A rule as the plan and the engine take it: plain data, all names resolved. */
export type Rule = CompareRule | GroupRule
