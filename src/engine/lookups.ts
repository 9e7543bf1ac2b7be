import type { Day, Owner } from '../kernel/index.js'
import {
  expressionsOf,
  isRecordLookup,
  lookupFeedSql,
  lookupSteps,
  lookupTables,
  namesGiven,
  PARAM_TABLES,
  preferred,
  type GroupRule,
  type Lookup,
  type Params,
  type ParamTable,
  type RecordLookup,
} from '../match/index.js'
import { ident, idents } from '../sql/index.js'
import type { Db } from '../store/index.js'
import { fileValues, type Feeds, type Source } from './feeds.js'

interface Ground {
  readonly db: Db
  readonly feeds: Feeds
  readonly params: Params
  readonly asOf: Day
}

/** Files that a lookup is made of. */
export function lookupSources({ feeds }: Pick<Ground, 'feeds'>, lookup: RecordLookup, owner: Owner | null): readonly Source[] {
  return feeds
    .all(lookup, lookup.of ?? owner)
    .filter(s => lookup.of === null || s.batch.agency === lookup.of || s.batch.sender === lookup.of)
}

/** Lookups of records that nobody delivered. */
export function missingLookups(ground: Pick<Ground, 'feeds'>, lookups: readonly Lookup[], owner: Owner | null): readonly string[] {
  return lookups
    .filter(isRecordLookup)
    .filter(l => !l.optional && lookupSources(ground, l, owner).length === 0)
    .map(l => `${l.from.map(f => (f === 'owner' ? (l.of ?? owner ?? 'owner') : f)).join('/')}:${l.record}`)
}

/**
 * Up to which day each lookup is known of which the rule asks that, by its parameter: what all of those know who deliver to it. Where
 * nobody does it is asked as empty, and no day is known.
 */
export function knownOfLookups(ground: Pick<Ground, 'feeds'>, rule: GroupRule, owner: Owner | null): Readonly<Record<string, Day | null>> {
  const asked = namesGiven(expressionsOf(rule), 'known')
  return Object.fromEntries(
    rule.lookups
      .filter(isRecordLookup)
      .filter(l => asked.includes(l.name))
      .map(lookup => {
        const sources = lookupSources(ground, lookup, owner)
        const days = [...new Set(sources.map(s => s.batch.agency))].map(agency =>
          ground.feeds.known(
            sources.filter(s => s.batch.agency === agency),
            lookup.level,
            null,
          ),
        )
        return [`known_${lookup.name}`, days.toSorted()[0] ?? null]
      }),
  )
}

/**
 * Makes the rule's lookups: rows one file at a time, reduced to one a key; dated parameters as they stand in their file. `asked`: tables of
 * the keys that alone are asked for, by lookup.
 */
export function makeLookups(
  { db, feeds, params, asOf }: Ground,
  lookups: readonly Lookup[],
  owner: Owner | null,
  asked: ReadonlyMap<string, string> = new Map(),
): void {
  for (const step of lookupTables(lookups)) db.exec(step.sql)
  for (const lookup of lookups) {
    if (!isRecordLookup(lookup)) {
      paramTable(db, params, lookup.param)
      continue
    }
    for (const source of lookupSources({ feeds }, lookup, owner)) {
      const sql = lookupFeedSql(lookup, {
        has: source.fields,
        byOwner: owner !== null && lookup.of === null,
        asked: asked.get(lookup.name) ?? null,
      })
      feeds.with(source, () => db.prepare(sql).run({ ...fileValues(source), asof: asOf, owner }))
    }
  }
  for (const step of lookupSteps(lookups)) db.exec(step.sql)
}

function paramTable(db: Db, params: Params, name: ParamTable): void {
  const table = `temp.${ident(`param_${name}`)}`
  const columns = [...PARAM_TABLES[name].key, 'from', 'to', ...Object.keys(PARAM_TABLES[name].values)]
  db.exec(`drop table if exists ${table}; create table ${table} (${idents(columns)})`)
  const insert = db.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`)
  for (const row of preferred(name, params.table(name))) insert.run(columns.map(c => row[c] ?? null))
}
