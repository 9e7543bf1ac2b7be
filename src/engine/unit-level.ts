import { rowsSql, UNIT_MONTHS, unitAlone, UNITS_ALONE, type CompareRule } from '../match/index.js'
import type { Db } from '../store/index.js'
import { fileValues, type Delivery, type Feeds } from './feeds.js'
import { withPicked } from './pick.js'
import type { Prefiltered } from './prefilter/index.js'

interface Ground {
  readonly db: Db
  readonly feeds: Feeds
  readonly rule: CompareRule
  readonly sides: ReadonlyMap<string, Delivery>
}

/** Makes temp."units_alone" and temp."unit_months" of what the prefilter found: SQL sees too few rows to tell. */
export function takeUnits({ db, feeds, rule, sides }: Ground, filtered: Prefiltered): void {
  db.exec(UNITS_ALONE)
  db.exec(UNIT_MONTHS)
  for (const [i, side] of rule.sides.entries()) {
    for (const source of sides.get(side.name)!.sources) {
      const { alone, months } = filtered.units(i, source)
      const picked = `(select :b as "b", :s as "s", "rowid_" as "r", * from (${rowsSql(source.kind, source.fields, false, true)}))`
      const take = (rows: Int32Array, sql: string): void => {
        if (rows.length > 0) feeds.with(source, () => withPicked(db, { rows }, () => db.prepare(sql).run(fileValues(source))))
      }
      take(alone, `insert into "units_alone" select ${i}, ${unitAlone(source.kind)} from ${picked}`)
      take(months, `insert into "unit_months" select "employer", "insurance", "period_start", "period_end" from ${picked}`)
    }
  }
}
