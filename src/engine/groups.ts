import type { Agency } from '../kernel/index.js'
import { classSql, evidenceColumns, feedSql, groupSteps, moneySql, PLACE, rowCondition, rowsSql, type GroupRule } from '../match/index.js'
import type { Kind } from '../records/index.js'
import { ident } from '../sql/index.js'
import { temporary, type Balance, type Missing, type Question } from './compare.js'
import type { Source } from './feeds.js'
import { valueOf, type Findings, type Row } from './findings.js'

/** Runs a `unique` or `check` rule: one file at a time into one table of evidence, then its steps. */
export function runGroup(question: Question, rule: GroupRule, findings: Findings): { readonly missing: Missing; readonly balance: readonly Balance[] } {
  const { db, feeds } = question
  const sources = rule.records.flatMap(kind => sourcesOf(question, rule, kind))
  if (sources.length === 0) return { missing: rule.records.map(k => `${rule.from}:${k}`), balance: [] }
  const before = temporary(db)
  try {
    const columns = evidenceColumns(rule)
    const place = PLACE.map(p => p === 'n' ? '"n" integer primary key' : ident(p)).join(', ')
    db.exec(`create temp table "evidence" (${place}, ${columns.map(ident).join(', ')})`)
    if (rule.evidence !== undefined) db.exec(`create unique index temp."evidence_once" on "evidence" (${rule.evidence.map(e => `coalesce(${ident(e)}, '')`).join(', ')})`)
    const classes = new Tally(rule)
    for (const source of sources) feeds.with(source, () => gather(question, { rule, source, columns }, classes))
    for (const step of groupSteps(rule)) db.prepare(step.sql).run(step.sql.includes(':asof') ? { asof: question.asOf } : {})
    collect(question, rule, findings)
    for (const source of sources) feeds.with(source, () => count(question, { rule, source, columns }, classes))
    return { missing: null, balance: classes.lines() }
  } finally {
    for (const table of temporary(db)) if (!before.includes(table)) db.exec(`drop table temp.${ident(table)}`)
  }
}

function sourcesOf({ feeds }: Question, rule: GroupRule, kind: Kind): readonly Source[] {
  const agencies: readonly (Agency | null)[] = rule.from === 'owner' ? ['ss', 'mi'] : rule.from === 'any' ? [null] : [rule.from]
  return agencies.flatMap(agency => feeds.sources(kind, agency, null))
}

/** Rows by agency and kind in exactly one class each. */
class Tally {
  private readonly rule: GroupRule
  private readonly found = new Map<string, { rows: number; fen: number }>()

  constructor(rule: GroupRule) {
    this.rule = rule
  }

  add(side: string, name: string, rows: number, fen: number): void {
    const at = `${side}|${name}`
    const before = this.found.get(at) ?? { rows: 0, fen: 0 }
    this.found.set(at, { rows: before.rows + rows, fen: before.fen + fen })
  }

  lines(): readonly Balance[] {
    return [...this.found].filter(([, v]) => v.rows !== 0).map(([at, v]) => {
      const [side = '', name = ''] = at.split('|')
      return { rule: this.rule.rule, owner: null, side, class: name, ...v }
    })
  }
}

interface Part { readonly rule: GroupRule; readonly source: Source; readonly columns: readonly string[] }

const valuesOf = ({ asOf }: Question, { source }: Part): Record<string, string | number> =>
  ({ b: source.batch.id, s: source.segment.n, rounded: source.segment.roundedIds ? 1 : 0, asof: asOf })

const sideOf = ({ source }: Part): string => `${source.batch.agency}:${source.kind}`

/** Takes a file's rows that take part: with evidence fields the first of its like, else every row. All rows are counted. */
function gather(question: Question, part: Part, classes: Tally): void {
  const { db } = question
  const { rule, source, columns } = part
  const wholeIds = rule.kind === 'check'
  const own = classSql(source.kind, rule.where, null)
  const only = wholeIds ? `${own} is null and (${rowCondition(rule)})` : `${own} is null`
  const sql = feedSql({ where: null, fields: {}, level: null }, { kind: source.kind, has: source.fields, table: 'temp."evidence"', columns, once: true, byOwner: false, wholeIds, only })
  db.prepare(sql).run(valuesOf(question, part))
  const all = db.prepare(`select coalesce(${own}, 'matched') as "class", count(*) as "rows", sum(${moneySql(source.kind)}) as "fen" from (${rowsSql(source.kind, source.fields, wholeIds)}) group by 1`)
  for (const line of all.all(valuesOf(question, part)) as { class: string; rows: number; fen: number }[]) classes.add(sideOf(part), line.class, line.rows, line.fen)
}

/** Moves the rows that outcomes took from `matched` to their outcome. */
function count(question: Question, part: Part, classes: Tally): void {
  const { rule, source } = part
  const wholeIds = rule.kind === 'check'
  const like = rule.evidence === undefined ? `q."b" = :b and q."s" = :s and q."k" = '${source.kind}' and q."r" = x."rowid_"`
    : rule.evidence.map(e => `q.${ident(e)} is x.${ident(e)}`).join(' and ')
  const sql = `select q."o" as "o", count(*) as "rows", sum("fen_") as "fen" from (select *, ${moneySql(source.kind)} as "fen_" from (${rowsSql(source.kind, source.fields, wholeIds)})`
    + ` where ${classSql(source.kind, rule.where, null)} is null${wholeIds ? ` and (${rowCondition(rule)})` : ''}) x join "struck" q on ${like} group by 1`
  for (const { o, rows, fen } of question.db.prepare(sql).all(valuesOf(question, part)) as { o: number; rows: number; fen: number }[]) {
    classes.add(sideOf(part), rule.outcomes[o - 1]!.code, rows, fen)
    classes.add(sideOf(part), 'matched', -rows, -fen)
  }
}

/** Findings of the rows that were hit; `struck` keeps them with their first outcome, for the balance. */
function collect(question: Question, rule: GroupRule, findings: Findings): void {
  const { db } = question
  db.exec('create temp table "struck" as select e.*, h."o" as "o" from (select "n", min("o") as "o" from "hit" group by "n") h join "evidence" e on e."n" = h."n"')
  db.exec(`create index temp."struck_by" on "struck" (${(rule.evidence ?? ['b', 's', 'k', 'r']).map(ident).join(', ')})`)
  const hits = db.prepare('select "x", "o", group_concat("n") as "rows" from (select distinct "x", "o", "n" from "hit" order by "o", "x", "n") group by "o", "x" order by "o", "x"')
  const row = db.prepare('select * from "evidence" where "n" = ?')
  for (const { x, o, rows } of hits.all() as { x: number; o: number; rows: string }[]) {
    const outcome = rule.outcomes[o - 1]!
    if (!question.wants(rule.rule, outcome.code)) continue
    const first = row.get(x) as Row
    const all = [...new Set([x, ...rows.split(',').map(Number)])].toSorted((a, b) => a - b).map(n => row.get(n) as Row)
    const from = [first, ...all.filter(r => r !== first)].toSorted((a, b) => rank(a) - rank(b))
    findings.add({
      rule, owner: null, outcome, class: outcome.class, from: outcome.key.includes('insurance') ? [first] : from, rows: all.map(r => ({ side: String(r['agency']), row: r })), has: null, lacks: null,
      acts: acting(outcome.who_acts, all), amount: null, until: null, due: null, trail: { passes: [{ key: rule.key, candidates: all.length, taken: true }], failed: failedOf(rule, all), nearest: null },
    })
  }
}

const rank = (row: Row): number => row['agency'] === 'ss' || row['agency'] === 'mi' ? 0 : row['agency'] === 'tax' ? 1 : 2

function failedOf(rule: GroupRule, rows: readonly Row[]): { field: string; a: string; b: string } | null {
  const field = rule.differ
  const values = field === undefined ? [] : [...new Set(rows.map(r => r[field]))]
  return field === undefined || values.length < 2 ? null : { field, a: String(values[0]), b: String(values[1]) }
}

/** The agencies that a group's outcome calls on; `failing`: those whose own id or name shows the fault, else all of them. */
function acting(who: readonly string[], rows: readonly Row[]): readonly Agency[] {
  const agencies = (list: readonly Row[]): readonly Agency[] => [...new Set(list.map(r => r['agency'] as Agency))].toSorted()
  return [...new Set(who.flatMap((w): readonly Agency[] => {
    if (w === 'tax' || w === 'bank') return [w]
    if (w === 'owner') return agencies(rows.filter(r => r['agency'] === r['owner']))
    if (w !== 'failing') return agencies(rows)
    const failing = rows.filter(r => fails(r, rows))
    return agencies(failing.length > 0 ? failing : rows)
  }))]
}

/** A row whose id has a fault, or whose name is the cut or damaged one of two. */
function fails(row: Row, rows: readonly Row[]): boolean {
  if (valueOf([row], 'id_fault') !== null) return true
  const name = String(row['name'] ?? '')
  return /[?？□\uFFFD]/u.test(name) || rows.some(o => { const other = String(o['name'] ?? ''); return other.length > name.length && name !== '' && other.startsWith(name) })
}
