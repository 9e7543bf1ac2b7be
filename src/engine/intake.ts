import { apartSql, feedSql, PLACE, rowsTable, workColumns, type Side } from '../match/index.js'
import { ident } from '../sql/index.js'
import { withPicked } from './pick.js'
import type { Prefiltered } from './prefilter/index.js'
import type { Ground } from './question.js'

/** Rows and money of a side that take no part, of one class. */
export interface Apart { readonly side: string; readonly class: string; readonly rows: number; readonly fen: number }

/**
 * Copies a side's rows that take part (of prefiltered ones, those that SQL must decide) into its working table, one file at a time; gives the others by class. A rule that looks
 * for repeated rows shows copies of every level: it gets all rows.
 */
export function intake({ db, feeds, rule, owner, sides, asOf }: Ground, side: Side, filtered: Pick<Prefiltered, 'picks'> | null): readonly Apart[] {
  const columns = workColumns(side)
  const table = rowsTable(side.name)
  const open = rule.repeats === null
  const apart: Apart[] = []
  db.exec(`create temp table ${table} (${PLACE.map(p => p === 'n' ? '"n" integer primary key' : ident(p)).join(', ')}, ${columns.map(ident).join(', ')})`)
  for (const source of sides.get(side.name)!.sources) {
    const feed = source.kind === side.record ? side : side.otherwise!
    const target = { kind: source.kind, has: source.fields, once: false, table, columns, byOwner: rule.by === 'owner', wholeIds: false, only: '', picked: filtered !== null, open }
    const values = { b: source.batch.id, s: source.segment.n, rounded: source.segment.roundedIds ? 1 : 0, owner, asof: asOf }
    const picked = filtered?.picks(side.name, source) ?? null
    const take = (): void => feeds.with(source, () => {
      const taken = db.prepare(feedSql(feed, target)).run(values).changes
      if (!open || taken === (picked?.length ?? source.rows)) return
      for (const line of db.prepare(apartSql(feed, target)).all(values) as Omit<Apart, 'side'>[]) apart.push({ side: side.name, ...line })
    })
    if (picked === null) take()
    else withPicked(db, { rows: picked }, take)
  }
  return apart
}
