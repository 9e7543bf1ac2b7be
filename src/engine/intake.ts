import {
  countsOf,
  fedCountsSql,
  feedSql,
  PLACE,
  rowsTable,
  speakersOf,
  speakingSql,
  spokenFor,
  workColumns,
  type Feed,
  type FeedTarget,
  type Side,
  type Speaker,
} from '../match/index.js'
import { ident, idents } from '../sql/index.js'
import { withPicked } from './pick.js'
import { fileValues, type Source } from './feeds.js'
import type { Prefiltered } from './prefilter/index.js'
import type { Ground } from './question.js'

/** Rows and money of a side that take no part, of one class. */
export interface Apart {
  readonly side: string
  readonly class: string
  readonly rows: number
  readonly fen: number
}

/**
 * Copies a side's rows that take part (of prefiltered ones, those that SQL must decide) into its working table, one file at a time; gives
 * the others by class. A rule that looks for repeated rows shows copies of every level: it gets all rows.
 */
export function intake(ground: Ground, side: Side, filtered: Pick<Prefiltered, 'picks'> | null): readonly Apart[] {
  const { db, feeds, rule, sides } = ground
  const open = rule.repeats === null
  const apart: Apart[] = []
  db.exec(
    `create temp table ${rowsTable(side.name)} (${PLACE.map(p => (p === 'n' ? '"n" integer primary key' : ident(p))).join(', ')}, ${idents(workColumns(side))})`,
  )
  const speakers = ground.exact ? [] : speakersOf(rule, side)
  for (const [i, speaker] of speakers.entries()) listen(ground, side, { speaker, before: speakers.slice(0, i) })
  for (const source of sides.get(side.name)!.sources) {
    const feed = feedOf(side, source)
    const target = { ...targetOf(ground, side, source), picked: filtered !== null, open, spokenFor: spokenFor(speakers, source.kind) }
    const values = valuesOf(ground, source)
    const picked = filtered?.picks(side.name, source) ?? null
    const take = (): void =>
      feeds.with(source, () => {
        const taken = db.prepare(feedSql(feed, target)).run(values).changes
        if (!open || taken === (picked?.length ?? source.rows)) return
        for (const count of countsOf(db.prepare(fedCountsSql(feed, target)).get(values)))
          if (count.class !== 'open') apart.push({ side: side.name, ...count })
      })
    if (picked === null) take()
    else withPicked(db, { rows: picked }, take)
  }
  for (const { table } of speakers) db.exec(`drop table ${table}`)
  return apart
}

/** Makes the table of what a speaker says, of all files of the side; those that speak `before` it may silence it. */
function listen(ground: Ground, side: Side, { speaker, before }: { readonly speaker: Speaker; readonly before: readonly Speaker[] }): void {
  const { db, feeds, sides } = ground
  db.exec(`create table ${speaker.table} (${speaker.columns.map((_, i) => `"c${i}"`).join(', ')})`)
  for (const source of sides.get(side.name)!.sources.filter(s => s.kind === speaker.of)) {
    const sql = speakingSql(feedOf(side, source), { ...targetOf(ground, side, source), spokenFor: spokenFor(before, source.kind) }, speaker)
    feeds.with(source, () => db.prepare(sql).run(valuesOf(ground, source)))
  }
}

const feedOf = (side: Side, { kind }: Source): Feed => (kind === side.record ? side : side.otherwise!)

const targetOf = ({ rule }: Ground, side: Side, { kind, fields }: Source): FeedTarget => ({
  kind,
  has: fields,
  once: false,
  table: rowsTable(side.name),
  columns: workColumns(side),
  byOwner: rule.by === 'owner',
  wholeIds: false,
  only: '',
})

const valuesOf = ({ owner, asOf }: Ground, source: Source): Record<string, string | number | null> => ({
  ...fileValues(source),
  owner,
  asof: asOf,
})
