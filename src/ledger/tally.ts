import type { Db } from '../store/index.js'

/** Made with a run, not by who only reads. `run`: the one that left the ledger so. */
const DDL =
  'create table if not exists tally (run integer not null, state text not null, outcome text not null, entries integer not null, fen integer not null)'

/**
 * Keeps how many entries there are by state and outcome, and what is at stake in them: to count a million took a third of the first page of
 * a list.
 */
export function keepTally(catalog: Db, run: number): void {
  catalog.exec(`${DDL}; delete from tally`)
  catalog
    .prepare('insert into tally select ?, state, outcome, count(*), coalesce(sum(amount_fen), 0) from entry group by state, outcome')
    .run(run)
}

/** The sums of these states; null where the ledger was last moved by a version that keeps none. */
export function tallied(
  catalog: Db,
  { states, outcome }: { readonly states: readonly string[]; readonly outcome?: string | undefined },
): { readonly total: number; readonly fen: number } | null {
  if (catalog.prepare("select 1 from sqlite_master where name = 'tally'").get() === undefined) return null
  const last = "(select max(id) from run where state = 'ledger')"
  if (catalog.prepare(`select 1 from tally where run = ${last}`).get() === undefined) return null
  return catalog
    .prepare(
      `select coalesce(sum(entries), 0) as total, coalesce(sum(fen), 0) as fen from tally where state in (select value from json_each(:states)) and (:outcome is null or outcome = :outcome)`,
    )
    .get({ states: JSON.stringify(states), outcome: outcome ?? null }) as { total: number; fen: number }
}
