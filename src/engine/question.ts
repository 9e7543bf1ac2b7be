import type { Day, Owner } from '../kernel/index.js'
import type { CompareRule, Params } from '../match/index.js'
import type { Db } from '../store/index.js'
import type { Delivery, Feeds } from './feeds.js'
import type { Second } from './prefilter/index.js'
import type { RowCounts } from './proof.js'
import type { Cell } from './identity.js'
import type { Balance } from './run-result.js'
import type { RunStage } from './stages.js'

/** What every rule of a run is asked with. */
export interface Question {
  readonly db: Db
  readonly feeds: Feeds
  readonly counts: RowCounts
  readonly params: Params
  readonly asOf: Day
  /** Without the prefilter: SQL sees every row. */
  readonly exact: boolean
  /** Another thread, to read files with; null: none. */
  readonly second: Second | null
  /** Bytes that the prefilter's keys may take at one time. */
  readonly keyBytes: number
  /** Told after each stage of a rule (null: of the run). */
  readonly lap: (rule: string | null, stage: RunStage) => void
  /** Whether an outcome was asked for. */
  readonly wants: (rule: string, code: string) => boolean
}

/** What of an outcome was asked for, by rules and codes; none: all. */
export const wantsOf =
  (only: readonly string[]): Question['wants'] =>
  (rule, code) =>
    only.length === 0 || only.includes(rule) || only.includes(code)

/** Why a rule did not run: sides that nobody delivered, or null when it ran. */
export type Missing = readonly string[] | null

/**
 * What became of a rule: sides that nobody delivered (null: it ran) and the outcomes that were looked for without them, its balance, and
 * what was delivered of all that it read, as `agency:kind`.
 */
export interface RanRule {
  readonly missing: Missing
  readonly only: readonly string[]
  readonly balance: readonly Balance[]
  readonly delivered: readonly string[]
  /** Of a rule that needs a part of its key from both sides: what it is called, and the values that both have. */
  readonly both?: { readonly name: string; readonly values: readonly Cell[] }
}

/** A rule that compares, with whose insurances it looks at, and who feeds its sides. */
export interface Ground extends Question {
  readonly rule: CompareRule
  readonly owner: Owner | null
  readonly sides: ReadonlyMap<string, Delivery>
}
