import type { Db } from '../store/index.js'

const DDL = 'create table if not exists quality (batch integer not null, rule text not null, line text not null, primary key (batch, rule))'

/** What quality rules last said of batches, for the reports that are written of them. `lines`: one a batch and rule, as JSON. */
export function keepQuality(
  catalog: Db,
  batches: readonly number[],
  lines: readonly { readonly batch: number; readonly rule: string; readonly line: string }[],
): void {
  catalog.exec(DDL)
  const gone = catalog.prepare('delete from quality where batch = ?')
  for (const batch of batches) gone.run(batch)
  const insert = catalog.prepare('insert into quality values (?, ?, ?)')
  for (const { batch, rule, line } of lines) insert.run(batch, rule, line)
}

/** Lines by batch and rule; none where nobody asked. */
export function keptQuality(catalog: Db): readonly { readonly batch: number; readonly line: string }[] {
  const there = catalog.prepare("select 1 from sqlite_master where type = 'table' and name = 'quality'").get()
  return there === undefined
    ? []
    : (catalog.prepare('select batch, line from quality order by batch, rule').all() as { batch: number; line: string }[])
}
