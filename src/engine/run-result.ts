import type { Db } from '../store/index.js'
import type { Owed } from './needs.js'
import type { FindingClass } from './run-schema.js'

/**
 * Whether a rule ran for an owner's insurances; what nobody delivered, and, where there is such, the outcomes that were looked for without
 * it; and sources that it reads and that owe something.
 */
export interface RuleState {
  readonly rule: string
  readonly owner: string | null
  readonly state: 'ran' | 'not_run'
  readonly missing: readonly string[]
  readonly only?: readonly string[]
  readonly incomplete: readonly Owed[]
}

/** A side's rows and money of one class. */
export interface Balance {
  readonly rule: string
  readonly owner: string | null
  readonly side: string
  readonly class: string
  readonly rows: number
  readonly fen: number
}

export interface RunResult {
  readonly rules: readonly RuleState[]
  readonly outcomes: readonly {
    readonly outcome: string
    readonly variant: string | null
    readonly class: FindingClass
    readonly count: number
    readonly fen: number
  }[]
  readonly balance: readonly Balance[]
  readonly undecided: number
}

/** What a run said when it was made, from its tables. */
export function readResult(db: Db): RunResult {
  const rules = (
    db.prepare('select rule, owner, state, outcomes, missing, incomplete from rule_run order by rowid').all() as {
      rule: string
      owner: string | null
      state: 'ran' | 'not_run'
      outcomes: string
      missing: string
      incomplete: string
    }[]
  ).map(({ outcomes, ...r }) => ({
    ...r,
    missing: JSON.parse(r.missing) as string[],
    ...(r.state === 'not_run' && outcomes !== '[]' && { only: JSON.parse(outcomes) as string[] }),
    incomplete: JSON.parse(r.incomplete) as RunResult['rules'][number]['incomplete'],
  }))
  const outcomes = db
    .prepare(
      `select outcome, variant, class, count(*) as "count", coalesce(sum(amount_fen), 0) as fen from finding group by outcome, class, variant`,
    )
    .all() as { outcome: string; variant: string | null; class: FindingClass; count: number; fen: number }[]
  return {
    rules,
    outcomes: inOrder(outcomes),
    balance: db.prepare('select rule, owner, side, class, rows, fen from balance order by rowid').all() as Balance[],
    undecided: db.prepare('select count(*) from undecided').pluck().get() as number,
  }
}

/**
 * Rules of which rows are undecided, in the order of the run: how many, and what they read, as `agency:kind` (of a layout by sender
 * `agency:kind:sender`).
 */
export function waitingIn(
  db: Db,
): readonly { readonly rule: string; readonly owner: string | null; readonly rows: number; readonly delivered: readonly string[] }[] {
  const rows = db
    .prepare(
      "select r.rule, r.owner, sum(b.rows) as rows, r.delivered from rule_run r join balance b on b.rule = r.rule and b.owner is r.owner where b.class = 'undecided' group by r.rowid order by r.rowid",
    )
    .all()
  return (rows as { rule: string; owner: string | null; rows: number; delivered: string }[]).map(r => ({
    ...r,
    delivered: JSON.parse(r.delivered) as string[],
  }))
}

/** Outcomes as a report lists them. */
export function inOrder<T extends Pick<RunResult['outcomes'][number], 'outcome' | 'class' | 'variant'>>(
  outcomes: readonly T[],
): readonly T[] {
  const key = (o: T): string => `${o.outcome}|${o.class}|${o.variant ?? ''}`
  return outcomes.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}
