import type { Owner } from '../kernel/index.js'
import { askedSql, isRecordLookup, type GroupFeed, type GroupRule, type RecordLookup } from '../match/index.js'
import { fileValues, type Source } from './feeds.js'
import type { Question } from './question.js'

/** So many keys are kept: of more, a lookup is made as fast for whatever may be asked. */
const FEW = 20_000

/** A rule's files, each with the feed that it gives rows of. */
type Parts = readonly { readonly feed: GroupFeed; readonly source: Source }[]

/**
 * Keys that the rows of a rule ask its lookups for, where a filter leaves few rows: tables of them (`c0`, `c1`, …) by name of the lookup.
 * Those without one are made for whatever may be asked. Nothing is kept where SQL is to see all.
 */
export function askedKeys(question: Question, rule: GroupRule, owner: Owner | null, parts: Parts): ReadonlyMap<string, string> {
  const { db, exact } = question
  const asked = new Map<string, string>()
  if (exact || rule.feeds.some(f => f.where === null)) return asked
  const lookups = rule.lookups.filter(isRecordLookup)
  // Read once for all lookups: where rows are few, to find them is what takes the time.
  const all = 'temp."asked"'
  const together = lookups.length > 1 && isFilled(question, { table: all, lookups, owner, parts })
  let at = 0
  for (const [i, lookup] of lookups.entries()) {
    const table = `temp."asked_${i}"`
    const columns = lookup.key.map((_, k) => `"c${at + k}" as "c${k}"`)
    at += columns.length
    if (together) db.exec(`create table ${table} as select distinct ${columns.join(', ')} from ${all}`)
    if (together || isFilled(question, { table, lookups: [lookup], owner, parts })) asked.set(lookup.name, table)
  }
  if (together) db.exec(`drop table ${all}`)
  return asked
}

/** Makes a table of the keys that rows ask these lookups for, side by side; false, and no table, where they are not few. */
function isFilled(
  { db, feeds, asOf }: Question,
  {
    table,
    lookups,
    owner,
    parts,
  }: { readonly table: string; readonly lookups: readonly RecordLookup[]; readonly owner: Owner | null; readonly parts: Parts },
): boolean {
  const columns = lookups.flatMap(l => l.key).map((_, k) => `"c${k}"`)
  db.exec(`create table ${table} (${columns.join(', ')})`)
  let left = FEW
  for (const { feed, source } of parts) {
    const values = { ...fileValues(source), asof: asOf, owner, most: left }
    const sql = askedSql(lookups, feed, { table, kind: source.kind, has: source.fields, byOwner: owner !== null })
    left -= feeds.with(source, () => db.prepare(sql).run(values).changes)
    if (left <= 0) break
  }
  if (left <= 0) db.exec(`drop table ${table}`)
  return left > 0
}
