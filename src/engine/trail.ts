import type { Owner } from '../kernel/index.js'
import { rowsSql, type CompareRule, type Side } from '../match/index.js'
import { fieldsOf } from '../records/index.js'
import { ident, idents } from '../sql/index.js'
import { eachRow, type Db } from '../store/index.js'
import { fileValues, type Delivery, type Feeds, type Source } from './feeds.js'
import type { Piece } from './piece.js'
import { KeptTexts } from './kept.js'
import type { Row } from './row.js'
import { withPicked } from './pick.js'
import { rowsOfKeys, type Prefiltered } from './prefilter/index.js'
import type { Trail } from './run-schema.js'

/** Items that found no partner, by number: on which side, with what they are looked for by and what they are held against. */
export class LoneItems {
  readonly pieces: Piece[] = []
  readonly sides: string[] = []
  readonly keys: (readonly (string | number | null)[])[] = []
  private readonly rule: CompareRule
  private readonly texts = new KeptTexts()
  /** Where what the rule shows of them is kept, as JSON. */
  private readonly shown: number[] = []

  constructor(rule: CompareRule) {
    this.rule = rule
  }

  add(piece: Piece, side: string, item: Row): void {
    const { near = [], shows } = this.rule
    this.pieces.push(piece)
    this.sides.push(side)
    this.keys.push(near.map(n => item[n] ?? null))
    this.shown.push(this.texts.keep(JSON.stringify(shows.map(n => item[n] ?? null))))
  }

  /** What the rule shows of an item. */
  shownOf(w: number): Row {
    const values = JSON.parse(this.texts.text(this.shown[w]!)) as (string | number | null)[]
    return Object.fromEntries(this.rule.shows.map((n, i) => [n, values[i]!]))
  }
}

/** How a verdict came about: the steps tried, and the first compared field that failed. */
export function trailOf(rule: CompareRule, step: number, items: ReadonlyMap<string, Row>): Trail {
  const passes = passesOf(rule, step)
  const [a, b] = [...items.values()]
  if (a === undefined || b === undefined) return { passes, failed: null, nearest: null }
  return { passes, failed: differences(rule.shows, a, b)[0] ?? null, nearest: null }
}

const passed = new WeakMap<CompareRule, Map<number, Trail['passes']>>()

/** Steps up to the one that took it (0: all, and none did): one list for all verdicts of a step, which is written as JSON once. */
function passesOf(rule: CompareRule, step: number): Trail['passes'] {
  const mine = passed.get(rule) ?? new Map<number, Trail['passes']>()
  passed.set(rule, mine)
  let passes = mine.get(step)
  if (passes === undefined)
    mine.set(
      step,
      (passes = (step === 0 ? rule.ladder : rule.ladder.slice(0, step)).map((s, i) => ({
        key: s.key,
        candidates: i === step - 1 ? 1 : 0,
        taken: i === step - 1,
      }))),
    )
  return passes
}

type Difference = { readonly field: string; readonly a: string | null; readonly b: string | null }

function differences(fields: readonly string[], a: Row, b: Row): readonly Difference[] {
  const text = (v: string | number | null | undefined): string | null => (v === null || v === undefined ? null : String(v))
  return fields.map(field => ({ field, a: text(a[field]), b: text(b[field]) })).filter(d => d.a !== d.b)
}

interface Ground {
  readonly db: Db
  readonly feeds: Feeds
  readonly rule: CompareRule
  readonly owner: Owner | null
  readonly sides: ReadonlyMap<string, Delivery>
  readonly exact: boolean
  readonly filtered: Prefiltered | null
}

/**
 * For every item alone the other side's row of the same near key that differs least; looked up in the files, so that a prefilter changes
 * nothing.
 */
export function nearestRows(ground: Ground, lone: LoneItems): Nearest {
  const near = ground.rule.near ?? []
  const best = new Nearest(ground.rule.shows, lone)
  const { keys, sides: on } = lone
  const { db, rule, sides, feeds } = ground
  // Where the other side came empty, nothing can be near.
  const files = rule.sides
    .flatMap(side =>
      sides
        .get(side.name)!
        .sources.filter(s => s.kind === side.record && s.segment.counts.rowsLoaded > 0)
        .map(source => ({ side, source })),
    )
    .filter(({ side }) => on.some(o => o !== side.name))
  if (near.length === 0 || files.length === 0) return best
  db.exec(`create temp table "wanted" ("w" integer, "side" text, ${idents(near)})`)
  const want = db.prepare(`insert into "wanted" values (?, ?, ${near.map(() => '?').join(', ')})`)
  // One transaction: by itself every insert would be one.
  db.transaction(() => {
    for (const [w, key] of keys.entries()) if (!key.includes(null)) want.run(w, on[w], ...key)
  })()
  db.exec(`create index temp."wanted_by" on "wanted" (${idents(near)})`)
  for (const { side, source } of files) {
    const others = keys.filter((key, w) => on[w] !== side.name && !key.includes(null)) as (string | number)[][]
    if (others.length === 0) continue
    const rows = ground.exact
      ? null
      : (ground.filtered?.near(side.name, source, others) ??
        rowsOfKeys(source, near, others, (agency, number) => feeds.employerOf(agency, number)))
    feeds.with(source, () =>
      rows === null
        ? look(ground, { side, source, near, picked: false }, best)
        : withPicked(db, { rows }, () => look(ground, { side, source, near, picked: true }, best)),
    )
  }
  return best
}

/** Shows `best` the rows of a file (all, or those picked) that stand on the other side of a wanted key. */
function look(
  { db, rule, owner }: Ground,
  {
    side,
    source,
    near,
    picked,
  }: { readonly side: Side; readonly source: Source; readonly near: readonly string[]; readonly picked: boolean },
  best: Nearest,
): void {
  const on = near.map(n => `x.${ident(n)} = w.${ident(n)}`).join(' and ')
  const columns = new Set(fieldsOf(source.kind).map(f => f.name))
  const sql = `select ${['w."w"', ...rule.shows.filter(f => columns.has(f)).map(f => `x.${ident(f)}`)].join(', ')} from (${rowsSql(source.kind, source.fields, false, picked)}) x join "wanted" w on ${on} where w."side" <> :side${rule.by === 'owner' ? ' and x."owner" = :owner' : ''}`
  const values = { side: side.name, ...fileValues(source), ...(rule.by === 'owner' ? { owner } : {}) }
  for (const row of eachRow<Row>(db.prepare(sql), values)) best.offer(row)
}

/** The row that differs least from each item alone; of several the first. */
class Nearest {
  private readonly shows: readonly string[]
  private readonly lone: LoneItems
  private readonly found: (readonly Difference[])[] = []

  constructor(shows: readonly string[], lone: LoneItems) {
    this.shows = shows
    this.lone = lone
  }

  offer(row: Row): void {
    const w = Number(row['w'])
    const differs = differences(
      this.shows.filter(f => row[f] !== undefined),
      this.lone.shownOf(w),
      row,
    )
    const before = this.found[w]
    if (before === undefined || differs.length < before.length) this.found[w] = differs
  }

  of(w: number): Trail['nearest'] {
    const differs = this.found[w]
    return differs === undefined ? null : { differs }
  }
}
