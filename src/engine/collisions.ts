import { OWNERS, type Day, type Owner } from '../kernel/index.js'
import { itemsTable, itemSteps, type CompareRule, type Params } from '../match/index.js'
import { filled, idents } from '../sql/index.js'
import type { Batch, Db } from '../store/index.js'
import { bound, delivered } from './compare.js'
import { Feeds } from './feeds.js'
import { defineFunctions } from './functions.js'
import { intake } from './intake.js'
import { missingOf, sourcesRead } from './needs.js'
import { KEY_BYTES } from './prefilter/index.js'
import { RowCounts } from './proof.js'
import type { Ground } from './question.js'
import { withScratch } from './scratch.js'

/** How many keys a side has at a step of the ladder, and how many of them several of its items share: those tell nothing apart. */
export interface Collision {
  readonly owner: Owner | null
  readonly step: number
  readonly side: string
  readonly keys: number
  readonly shared: number
}

export interface CollisionInput {
  /** A file of its own, empty. */
  readonly db: Db
  readonly batches: readonly Batch[]
  readonly params: Params
  readonly asOf: Day
  /** Rows that may be read; of more, nothing is counted. */
  readonly most: number
}

/**
 * Counts what the keys of a rule's ladder tell apart, over all that is in force and takes part; null where that is more than may be read.
 * Owners of whom a side is missing are left out.
 */
export function collisionsOf({ db, batches, params, asOf, most }: CollisionInput, rule: CompareRule): readonly Collision[] | null {
  defineFunctions(db, params)
  const feeds = new Feeds(db, batches)
  feeds.resolveEmployers()
  const owners = (rule.by === 'owner' ? OWNERS : [null]).filter(
    owner => rule.ladder.length > 0 && missingOf(feeds, rule, owner).length === 0,
  )
  if (owners.flatMap(owner => sourcesRead(feeds, rule, owner)).reduce((n, s) => n + s.rows, 0) > most) return null
  return owners.flatMap(owner => {
    const sides = new Map(rule.sides.map(side => [side.name, feeds.delivery(side, owner)!]))
    const ground: Ground = {
      db,
      feeds,
      params,
      asOf,
      owner,
      rule,
      sides,
      counts: new RowCounts(null),
      exact: true,
      second: null,
      keyBytes: KEY_BYTES,
      lap: () => undefined,
      wants: () => true,
    }
    return withScratch(db, () => {
      for (const side of rule.sides) intake(ground, side, null)
      for (const step of itemSteps(rule, { delivered: (side, field) => delivered(ground, side, field) }))
        db.prepare(step.sql).run(bound(ground, step.sql))
      return rule.ladder.flatMap((step, i) =>
        rule.sides.map(({ name }): Collision => ({ owner, step: i + 1, side: name, ...countsOf(db, name, step.key) })),
      )
    })
  })
}

function countsOf(db: Db, side: string, key: readonly string[]): Pick<Collision, 'keys' | 'shared'> {
  return db
    .prepare(
      `select count(*) as "keys", coalesce(sum("items" > 1), 0) as "shared" from (select count(*) as "items" from ${itemsTable(side)} where ${filled(key)} group by ${idents(key)})`,
    )
    .get() as Pick<Collision, 'keys' | 'shared'>
}
