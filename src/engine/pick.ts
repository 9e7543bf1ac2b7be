import type { Db } from '../store/index.js'

/** Runs `work` while temp."pick" names these rowids of a file (`rowsSql`, `feedSql`: `picked`). */
export function withPicked<T>(db: Db, rows: Int32Array, work: () => T): T {
  db.exec('create temp table "pick" ("r" integer primary key)')
  try {
    const insert = db.prepare('insert into temp."pick" values (?)')
    db.transaction(() => { for (const r of rows) insert.run(r) })()
    return work()
  } finally {
    db.exec('drop table temp."pick"')
  }
}
