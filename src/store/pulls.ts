import type { Db, KeptPull } from './types.js'

/** How far sources that are pulled in steps have come; part of the catalogue. */
export const PULL_DDL =
  'create table if not exists pull (source text primary key, batch integer not null, fingerprint text not null, mark text not null) without rowid;'

/** Pulls whose batch is still in place: one that was dropped or replaced by hand is no ground to build on. */
export function readPulls(db: Db): readonly KeptPull[] {
  return db
    .prepare(
      "select pull.source, pull.batch, pull.fingerprint, pull.mark from pull join batch on batch.id = pull.batch where batch.state = 'active' order by pull.source",
    )
    .all() as KeptPull[]
}

/** Notes where the next pull of a source begins, in place of what stood there. */
export function movePull(db: Db, { source, batch, fingerprint, mark }: KeptPull): void {
  db.prepare('insert or replace into pull values (?, ?, ?, ?)').run(source, batch, fingerprint, mark)
}
