import type { Agency, Owner } from '../kernel/index.js'
import type { Outcome, Rule } from '../match/index.js'
import type { Row } from './row.js'
import type { FindingClass, Story, Trail } from './run-schema.js'

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
  /** What is at stake by variant, where one rule found several on this key. */
  variants?: Map<string | null, number> | undefined
  /** What it is beside what leads, where that is more than one thing. */
  also?: readonly Story[]
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

/**
 * Which of the pieces that several rules found of one key leads: a discrepancy and what is severe before others, of two alike the one with
 * more at stake, so that variant and amount are of one story.
 */
export function leading(pieces: readonly Piece[]): Piece {
  return pieces.reduce((a, b) => {
    if (leads(b.manner, a.manner)) return b
    if (leads(a.manner, b.manner) || b.amount === null) return a
    return a.amount === null || larger(a.amount, b.amount) !== a.amount ? b : a
  })
}

/** What pieces of one key say, but for the variant that leads. */
export function storiesBeside(pieces: readonly Piece[], lead: Piece): readonly Story[] {
  return pieces.flatMap(p => {
    const { rule, outcome } = p.manner
    const variant = outcome.variant ?? null
    const variants = p.variants ?? new Map([[variant, p.amount]])
    return [...variants]
      .filter(([v]) => p !== lead || v !== variant)
      .map(([v, amount]): Story => ({ rule: rule.rule, variant: v, amount_fen: amount }))
  })
}

/** A trail's JSON from behind its passes. */
export function endingOf(failed: Trail['failed'], nearest: Trail['nearest']): string {
  return `"failed":${JSON.stringify(failed)},"nearest":${JSON.stringify(nearest)}}`
}
