import type { Owner } from '../kernel/index.js'
import { askedSql, isRecordLookup, type GroupFeed, type GroupRule } from '../match/index.js'
import { fileValues, type Source } from './feeds.js'
import type { Question } from './question.js'

/** So many keys are kept: of more, a lookup is made as fast for whatever may be asked. */
const FEW = 20_000

/**
 * Keys that the rows of a rule ask its lookups for, where a filter leaves few rows: tables of them (`c0`, `c1`, …) by name of the lookup.
 * Those without one are made for whatever may be asked. Nothing is kept where SQL is to see all.
 */
export function askedKeys(
  { db, feeds, asOf, exact }: Question,
  rule: GroupRule,
  owner: Owner | null,
  parts: readonly { readonly feed: GroupFeed; readonly source: Source }[],
): ReadonlyMap<string, string> {
  const asked = new Map<string, string>()
  if (exact || rule.feeds.some(f => f.where === null)) return asked
  for (const [i, lookup] of rule.lookups.filter(isRecordLookup).entries()) {
    const table = `temp."asked_${i}"`
    db.exec(`create table ${table} (${lookup.key.map((_, k) => `"c${k}"`).join(', ')})`)
    let left = FEW
    for (const { feed, source } of parts) {
      const values = { ...fileValues(source), asof: asOf, owner, most: left }
      const sql = askedSql(lookup, feed, { table, kind: source.kind, has: source.fields, byOwner: owner !== null })
      left -= feeds.with(source, () => db.prepare(sql).run(values).changes)
      if (left <= 0) break
    }
    if (left > 0) asked.set(lookup.name, table)
    else db.exec(`drop table ${table}`)
  }
  return asked
}
