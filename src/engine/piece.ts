import type { Agency, Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import type { Row } from './row.js'
import type { FindingClass, Trail } from './run-schema.js'

/** What one pair, item or group adds to a discrepancy. */
export interface Evidence {
  readonly rule: Rule
  readonly owner: Owner | null
  readonly outcome: Outcome
  readonly class: FindingClass
  /** Items or rows that the key is taken from, the owner's first, then tax's, then the bank's. */
  readonly from: readonly Row[]
  readonly rows: readonly { readonly side: string; readonly row: Row }[]
  readonly has: Agency | null
  readonly lacks: Agency | null
  readonly acts: readonly Agency[]
  readonly amount: number | null
  readonly until: string | null
  readonly due: string | null
  readonly trail: Trail
}

/** What many discrepancies have in common. */
export type Manner = Pick<Evidence, 'rule' | 'owner' | 'outcome' | 'class' | 'has' | 'lacks' | 'acts'>

/**
 * One thing's part in a discrepancy, and the discrepancy of all parts of one key: what leads it gives variant, severity, who must act and
 * what is shown. The rows that it came from are not needed any more; of what it says only the places are here.
 */
export interface Piece {
  readonly identity: string
  manner: Manner
  /** Where its `Said` is kept, as JSON. */
  said: number
  passes: Trail['passes']
  /** Where the rest of its trail is kept, as JSON. */
  ending: number
  amount: number | null
  /** Rows behind it, by number. */
  readonly rows: number[]
  /** Whose row it is, where a rule over single rows found it. */
  readonly agency: string | null
  /** Places of the rows, of many. */
  places: Set<string> | null
  /** What each agency's rows say is at stake, where several agencies' rows made it, each by itself. */
  shares?: Map<string, number>
}

const CLASS_RANK: readonly FindingClass[] = ['discrepancy', 'ambiguous', 'in_transit', 'note']
const SEVERITY_RANK = ['high', 'medium', 'low'] as const

/** A discrepancy leads what is in transit or a note; of two alike the more severe. */
export function leads(a: Manner, b: Manner): boolean {
  const ranks = CLASS_RANK.indexOf(a.class) - CLASS_RANK.indexOf(b.class)
  return ranks < 0 || (ranks === 0 && SEVERITY_RANK.indexOf(a.outcome.severity) < SEVERITY_RANK.indexOf(b.outcome.severity))
}

/** The larger amount, whatever its sign; of two that are as large what is owed. */
export const larger = (a: number, b: number): number => (Math.abs(a) === Math.abs(b) ? Math.max(a, b) : Math.abs(a) > Math.abs(b) ? a : b)

/** Who must act on both: which of them came first says nothing of that. */
export function actsOfBoth(a: Manner, b: Manner): readonly Agency[] {
  return a.acts === b.acts || b.acts.every(x => a.acts.includes(x)) ? a.acts : [...new Set([...a.acts, ...b.acts])].toSorted()
}

/** A trail's JSON from behind its passes. */
export function endingOf(failed: Trail['failed'], nearest: Trail['nearest']): string {
  return `"failed":${JSON.stringify(failed)},"nearest":${JSON.stringify(nearest)}}`
}
