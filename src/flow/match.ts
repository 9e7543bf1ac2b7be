import type { Day } from '../kernel/index.js'

/** What `hedui match` is asked. */
export interface MatchRequest {
  readonly asOf: Day
  /** Rules or outcomes to run; empty: all. */
  readonly rules: readonly string[]
  /** Without the fingerprint prefilter. */
  readonly exact: boolean
}

/** A side's rows of one rule, each in exactly one class. */
export interface BalanceLine { readonly rule: string; readonly owner: string | null; readonly side: string; readonly class: string; readonly rows: number; readonly fen: number }

export interface MatchReport {
  readonly run: number
  readonly asOf: Day
  /** `shown`: its day lies before the last run's; the ledger was left alone. */
  readonly state: 'ledger' | 'shown'
  readonly rules: readonly { readonly rule: string; readonly owner: string | null; readonly state: 'ran' | 'not_run'; readonly missing: readonly string[] }[]
  readonly outcomes: readonly { readonly outcome: string; readonly variant: string | null; readonly class: string; readonly count: number; readonly fen: number }[]
  readonly balance: readonly BalanceLine[]
  /** How the ledger moved, by move; null where it was left alone. */
  readonly moves: Readonly<Record<string, number>> | null
  readonly batches: number
  /** Batches whose data date lies after as-of: loaded, not looked at. */
  readonly later: number
  readonly undecided: number
  readonly seconds: number
}
