import type { Db } from '../store/index.js'

/** Rowids of a file, in order; where each stands for several rows, how many those are and their money. */
export interface Picked {
  readonly rows: Int32Array
  readonly counts?: Int32Array
  readonly fens?: Float64Array
}

/** Runs `work` while temp."pick" names these rows of a file (`rowsSql`, `feedSql`: `picked`). */
export function withPicked<T>(db: Db, { rows, counts, fens }: Picked, work: () => T): T {
  db.exec('create temp table "pick" ("r" integer primary key, "rows" integer, "fen" integer)')
  try {
    db.transaction(() => {
      if (counts === undefined && fens === undefined) pickAll(db, rows)
      else {
        const insert = db.prepare('insert into temp."pick" values (?, ?, ?)')
        for (let i = 0; i < rows.length; i++) insert.run(rows[i], counts?.[i] ?? null, fens?.[i] ?? null)
      }
    })()
    return work()
  } finally {
    db.exec('drop table temp."pick"')
  }
}

/** Rows that go over in one text. */
const AT_ONCE = 65_536

/** Numbers go over as texts of many: one by one they cost three times as much. */
function pickAll(db: Db, rows: Int32Array): void {
  const insert = db.prepare('insert into temp."pick" ("r") select value from json_each(?)')
  for (let i = 0; i < rows.length; i += AT_ONCE) insert.run(`[${rows.subarray(i, i + AT_ONCE).join()}]`)
}
