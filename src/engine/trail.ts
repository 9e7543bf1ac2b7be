import type { Owner } from '../kernel/index.js'
import { rowsSql, type CompareRule } from '../match/index.js'
import { ident } from '../sql/index.js'
import type { Db } from '../store/index.js'
import type { Delivery, Feeds } from './feeds.js'
import type { Evidence, Row } from './findings.js'
import type { Trail } from './run-schema.js'

/** An item that found no partner, on which side. */
export interface Lone { readonly evidence: Evidence; readonly side: string }

/** How a verdict came about: the steps tried, and the first compared field that failed. */
export function trailOf(rule: CompareRule, step: number, items: ReadonlyMap<string, Row>): Trail {
  const passes = (step === 0 ? rule.ladder : rule.ladder.slice(0, step)).map((s, i) => ({ key: s.key, candidates: i === step - 1 ? 1 : 0, taken: i === step - 1 }))
  const [a, b] = [...items.values()]
  if (a === undefined || b === undefined) return { passes, failed: null, nearest: null }
  return { passes, failed: differences(rule.shows, a, b)[0] ?? null, nearest: null }
}

type Difference = { readonly field: string; readonly a: string | null; readonly b: string | null }

function differences(fields: readonly string[], a: Row, b: Row): readonly Difference[] {
  const text = (v: string | number | null | undefined): string | null => v === null || v === undefined ? null : String(v)
  return fields.map(field => ({ field, a: text(a[field]), b: text(b[field]) })).filter(d => d.a !== d.b)
}

interface Ground { readonly db: Db; readonly feeds: Feeds; readonly rule: CompareRule; readonly owner: Owner | null; readonly sides: ReadonlyMap<string, Delivery> }

/** For every item alone the other side's row of the same near key that differs least; looked up in the files, so that a prefilter changes nothing. */
export function nearestRows(ground: Ground, lone: readonly Lone[]): readonly (Trail['nearest'])[] {
  const near = ground.rule.near ?? []
  const best: { score: number; differs: readonly Difference[] }[] = []
  if (near.length === 0 || lone.length === 0) return []
  const { db, rule } = ground
  db.exec(`create temp table "wanted" ("w" integer, "side" text, ${near.map(ident).join(', ')})`)
  const want = db.prepare(`insert into "wanted" values (?, ?, ${near.map(() => '?').join(', ')})`)
  for (const [w, { evidence, side }] of lone.entries()) {
    const key = near.map(n => evidence.from[0]![n] ?? null)
    if (!key.includes(null)) want.run(w, side, ...key)
  }
  db.exec(`create index temp."wanted_by" on "wanted" (${near.map(ident).join(', ')})`)
  for (const side of rule.sides) {
    for (const source of ground.sides.get(side.name)!.sources) {
      if (source.kind !== side.record) continue
      const on = near.map(n => `x.${ident(n)} = w.${ident(n)}`).join(' and ')
      const sql = `select w."w" as "w", x.* from (${rowsSql(source.kind, source.fields, false)}) x join "wanted" w on ${on} where w."side" <> :side`
        + (ground.rule.by === 'owner' ? ' and x."owner" = :owner' : '')
      const values = { side: side.name, rounded: source.segment.roundedIds ? 1 : 0, ...(ground.rule.by === 'owner' ? { owner: ground.owner } : {}) }
      ground.feeds.with(source, () => {
        for (const row of db.prepare(sql).iterate(values) as Iterable<Row>) {
          const w = Number(row['w'])
          const differs = differences(rule.shows.filter(f => row[f] !== undefined), lone[w]!.evidence.from[0]!, row)
          const before = best[w]
          if (before === undefined || differs.length < before.score) best[w] = { score: differs.length, differs }
        }
      })
    }
  }
  return lone.map((_, w) => best[w] === undefined ? null : { differs: best[w].differs })
}
