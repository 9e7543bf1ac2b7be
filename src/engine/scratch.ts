import { ident } from '../sql/index.js'
import type { Db } from '../store/index.js'

/** Runs `work`, then drops the working tables and views that it made. */
export function withScratch<T>(db: Db, work: () => T): T {
  const before = new Set(temporary(db))
  try {
    return work()
  } finally {
    for (const drop of temporary(db)) if (!before.has(drop)) db.exec(drop)
  }
}

/** What drops each working table and view that there is; views first, they look at tables. */
function temporary(db: Db): readonly string[] {
  return (db.prepare("select type, name from temp.sqlite_master where type in ('table', 'view') order by type desc").all() as { type: string; name: string }[]).map(({ type, name }) => `drop ${type} temp.${ident(name)}`)
}
