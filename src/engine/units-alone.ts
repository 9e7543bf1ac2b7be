import { rowsSql, unitAlone, UNITS_ALONE, type CompareRule } from '../match/index.js'
import type { Delivery, Feeds } from './feeds.js'
import { withPicked } from './pick.js'
import type { Prefiltered } from './prefilter/index.js'
import type { Db } from '../store/index.js'

interface Ground { readonly db: Db; readonly feeds: Feeds; readonly rule: CompareRule; readonly sides: ReadonlyMap<string, Delivery> }

/** Makes temp."units_alone" of what the prefilter found: SQL sees too few rows to tell. */
export function takeUnits({ db, feeds, rule, sides }: Ground, filtered: Prefiltered): void {
  db.exec(UNITS_ALONE)
  for (const [i, side] of rule.sides.entries()) {
    for (const source of sides.get(side.name)!.sources) {
      const rows = filtered.unitsAlone(i, source)
      if (rows === null || rows.length === 0) continue
      const picked = `select :b as "b", :s as "s", "rowid_" as "r", * from (${rowsSql(source.kind, source.fields, false, true)})`
      const values = { b: source.batch.id, s: source.segment.n, rounded: source.segment.roundedIds ? 1 : 0 }
      feeds.with(source, () => withPicked(db, { rows }, () => db.prepare(`insert into "units_alone" select ${i}, ${unitAlone(source.kind)} from (${picked})`).run(values)))
    }
  }
}
