import type { Owner } from '../kernel/index.js'
import type { Rule } from '../match/index.js'
import { ident } from '../sql/index.js'
import { openWritten } from '../store/index.js'
import type { Feeds, Source } from './feeds.js'
import { groupSources } from './needs.js'
import type { Second } from './prefilter/index.js'
import type { Balance, RuleState } from './run-result.js'

/** Rows of a kind in a file, of one owner's insurances (null: all). */
export interface CountJob {
  readonly count: { readonly path: string; readonly kind: string; readonly owner: Owner | null }
}

/** Counts rows in the file itself: what no reader of ours has a part in. */
export function countRows({ count: { path, kind, owner } }: CountJob): number {
  const db = openWritten(path)
  try {
    const all = db.prepare(`select count(*) from ${ident(kind)}${owner === null ? '' : ' where "owner" = ?'}`).pluck()
    return (owner === null ? all.get() : all.get(owner)) as number
  } finally {
    db.close()
  }
}

/** The rows in force of each file that a rule compares, counted once a run; of large files in the other thread, while this one decides. */
export class RowCounts {
  private readonly second: Second | null
  private readonly waiting = new Map<string, () => unknown>()
  private readonly counted = new Map<string, number>()

  constructor(second: Second | null) {
    this.second = second
  }

  /** Lets the other thread begin. */
  ahead(sources: readonly Source[], owner: Owner | null): void {
    for (const source of sources) {
      const job = jobOf(source, owner)
      const key = JSON.stringify(job)
      if (this.second === null || source.rows < this.second.worthFrom || this.waiting.has(key)) continue
      this.waiting.set(key, this.second.start(job))
    }
  }

  of(source: Source, owner: Owner | null): number {
    const job = jobOf(source, owner)
    const key = JSON.stringify(job)
    const rows = this.counted.get(key) ?? (this.waiting.get(key)?.() as number | null | undefined) ?? countRows(job)
    this.counted.set(key, rows)
    return rows
  }
}

const jobOf = ({ segment, kind }: Source, owner: Owner | null): CountJob => ({ count: { path: segment.path, kind, owner } })

/**
 * A side's rows in force, counted once more in the files themselves, are those of its classes, and no class has fewer than none: nothing is
 * lost between them. Throws where it is.
 */
export function proveBalances(
  { feeds, counts }: { readonly feeds: Feeds; readonly counts: RowCounts },
  rules: readonly Rule[],
  balances: readonly Balance[],
  ran: readonly RuleState[],
): void {
  for (const rule of rules) {
    for (const state of ran.filter(r => r.rule === rule.rule && r.state === 'ran')) {
      const owner = state.owner as Owner | null
      const lines = balances.filter(b => b.rule === rule.rule && b.owner === owner)
      for (const [side, sources] of sidesOf(feeds, rule, owner)) {
        const inForce = sources.reduce((sum, s) => sum + counts.of(s, rule.by === 'owner' ? owner : null), 0)
        const classed = lines.filter(b => b.side === side).reduce((sum, b) => sum + b.rows, 0)
        if (inForce !== classed)
          throw new Error(`balance of ${rule.rule} (${owner ?? 'all'}, ${side}): ${inForce} rows in force, ${classed} in classes`)
      }
      const under = lines.find(b => b.rows < 0)
      if (under !== undefined)
        throw new Error(`balance of ${rule.rule} (${owner ?? 'all'}, ${under.side}): ${under.rows} rows ${under.class}`)
    }
  }
}

/** The files of each side, as the lines of a balance name it: of a rule over single rows or keys, what each agency delivered of a kind. */
function sidesOf(feeds: Feeds, rule: Rule, owner: Owner | null): ReadonlyMap<string, readonly Source[]> {
  if (rule.kind === 'compare') return new Map(rule.sides.map(side => [side.name, feeds.delivery(side, owner)!.sources]))
  const sides = new Map<string, Source[]>()
  for (const source of rule.feeds.flatMap(feed => groupSources(feeds, feed, owner)))
    sides.set(sideOf(source), [...(sides.get(sideOf(source)) ?? []), source])
  return sides
}

/** What a rule over single rows or keys calls the side of a file. */
export function sideOf({ batch, kind }: Pick<Source, 'batch' | 'kind'>): string {
  return `${batch.agency}:${kind}`
}
