import { ident } from '../sql/index.js'
import type { Db } from '../store/index.js'

/** Runs `work`, then drops the working tables that it made. */
export function withScratch<T>(db: Db, work: () => T): T {
  const before = new Set(temporary(db))
  try {
    return work()
  } finally {
    for (const table of temporary(db)) if (!before.has(table)) db.exec(`drop table temp.${ident(table)}`)
  }
}

function temporary(db: Db): readonly string[] {
  return db.prepare("select name from temp.sqlite_master where type = 'table'").pluck().all() as string[]
}
