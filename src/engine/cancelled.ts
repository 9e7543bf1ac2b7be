import { rowsSql } from '../match/index.js'
import { ident, idents } from '../sql/index.js'
import type { Db } from '../store/index.js'
import { fileValues, type Feeds, type Source } from './feeds.js'

const TABLE = 'create temp table "cancelled" ("b" integer, "s" integer, "r" integer, primary key ("b", "s", "r")) without rowid'
const KEY = ['agency', 'levy_no', 'id_number', 'insurance', 'period_start'] as const
const key = idents(KEY)
const live = `"live" = 1 and ("comparable" is null or "comparable" <> 0) and "levy_no" is not null`

/**
 * Levies that undo each other, a row and its negative on one levy number (catalogue §1, live), into temp."cancelled": the n-th +x with the
 * n-th −x. Rules over single rows ask it; rules that compare find the pairs among their own rows.
 */
export function fillCancelled(db: Db, feeds: Feeds): void {
  db.exec(TABLE)
  const sources = feeds.sources('levy', null, null).filter(s => s.fields.includes('amount') && s.fields.includes('levy_no'))
  db.exec(`create temp table "negative" (${key}, "size")`)
  for (const source of sources)
    take(
      db,
      feeds,
      source,
      `insert into temp."negative" select distinct ${key}, -"amount" from (${rowsSql('levy', source.fields, false)}) where "amount" < 0 and ${live}`,
    )
  if (db.prepare('select 1 from temp."negative" limit 1').get() !== undefined) pairUp(db, feeds, sources)
  db.exec('drop table temp."negative"')
}

/** What `fillCancelled` found, as it goes to another thread: three numbers a row; none where nobody asked. */
export function cancelledRows(db: Db): Int32Array {
  const isThere = db.prepare("select 1 from temp.sqlite_master where name = 'cancelled'").get() !== undefined
  return isThere
    ? Int32Array.from((db.prepare('select "b", "s", "r" from temp."cancelled"').raw().all() as number[][]).flat())
    : new Int32Array()
}

export function takeCancelled(db: Db, rows: Int32Array): void {
  db.exec(TABLE)
  const insert = db.prepare('insert into temp."cancelled" values (?, ?, ?)')
  db.transaction(() => {
    for (let i = 0; i < rows.length; i += 3) insert.run(rows[i], rows[i + 1], rows[i + 2])
  })()
}

function pairUp(db: Db, feeds: Feeds, sources: readonly Source[]): void {
  const same = KEY.map(k => `z.${ident(k)} is x.${ident(k)}`).join(' and ')
  db.exec(`create index temp."negative_by" on "negative" (${key}, "size"); create temp table "pairing" ("b", "s", "r", ${key}, "amount")`)
  for (const source of sources) {
    take(
      db,
      feeds,
      source,
      `insert into temp."pairing" select ${source.batch.id}, ${source.segment.n}, x."rowid_", ${KEY.map(k => `x.${ident(k)}`).join(', ')}, x."amount"` +
        ` from (${rowsSql('levy', source.fields, false)}) x where ${live} and x."amount" <> 0 and exists (select 1 from temp."negative" z where ${same} and z."size" = abs(x."amount"))`,
    )
  }
  db.exec(
    `insert into "cancelled" select "b", "s", "r" from (select *, row_number() over (partition by ${key}, "amount" order by "b", "s", "r") as "rank",` +
      ` sum("amount" > 0) over (partition by ${key}, abs("amount")) as "plus", sum("amount" < 0) over (partition by ${key}, abs("amount")) as "minus" from temp."pairing")` +
      ' where "rank" <= min("plus", "minus"); drop table temp."pairing"',
  )
}

function take(db: Db, feeds: Feeds, source: Source, sql: string): void {
  feeds.with(source, () => db.prepare(sql).run(fileValues(source)))
}
