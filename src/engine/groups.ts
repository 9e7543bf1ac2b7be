import type { Agency, Day, Owner } from '../kernel/index.js'
import {
  classSql,
  countsOf,
  countsSql,
  evidenceColumns,
  feedSql,
  groupSteps,
  isRecordLookup,
  moneySql,
  PLACE,
  rowCondition,
  rowsSql,
  type GroupFeed,
  type GroupRule,
} from '../match/index.js'
import { ident, idents } from '../sql/index.js'
import type { Db } from '../store/index.js'
import { askedKeys } from './asked.js'
import type { Question, RanRule } from './question.js'
import { deliveredBy, fileValues, type Source } from './feeds.js'
import type { FindingSink } from './findings.js'
import { alikeIn } from './identity.js'
import { valueOf, type Row } from './row.js'
import type { Balance } from './run-result.js'
import { knownOfLookups, lookupSources, makeLookups } from './lookups.js'
import { groupSources, missingOf } from './needs.js'
import { sideOf } from './proof.js'
import { withPicked, type Picked } from './pick.js'
import { alike, rivals } from './prefilter/index.js'
import { withScratch } from './scratch.js'

/** Runs a `unique` or `check` rule: one file at a time into one table of evidence, then its steps. */
export function runGroup(question: Question, rule: GroupRule, owner: Owner | null, findings: FindingSink): RanRule {
  const { db, feeds } = question
  const parts = rule.feeds.flatMap(feed => groupSources(feeds, feed, owner).map(source => ({ feed, source })))
  const missing = missingOf(feeds, rule, owner)
  if (missing.length > 0) return { missing, only: [], balance: [], delivered: [] }
  return withScratch(db, () => {
    const columns = evidenceColumns(rule)
    const told = { asof: question.asOf, ...knownOfLookups(question, rule, owner) }
    const place = PLACE.map(p => (p === 'n' ? '"n" integer primary key' : ident(p))).join(', ')
    db.exec(`create temp table "evidence" (${place}, ${idents(columns)})`)
    if (rule.evidence !== undefined)
      db.exec(`create unique index temp."evidence_once" on "evidence" (${rule.evidence.map(e => `coalesce(${ident(e)}, '')`).join(', ')})`)
    makeLookups(question, rule.lookups, owner, askedKeys(question, rule, owner, parts))
    question.lap(rule.rule, 'intake')
    const classes = new Tally(rule, owner)
    const among = question.exact
      ? null
      : rivals(
          rule,
          parts.map(p => p.source),
          { employerOf: (agency, number) => feeds.employerOf(agency, number), keyBytes: question.keyBytes },
        )
    const all = parts.map((p, i): Part => ({
      ...p,
      rule,
      owner,
      columns,
      told,
      seen: among === null ? likes(question, rule, p) : { rows: among[i]!, forAll: false },
    }))
    question.lap(rule.rule, 'prefilter')
    for (const part of all) gather(question, part, classes)
    question.lap(rule.rule, 'intake')
    for (const step of groupSteps(rule)) db.prepare(step.sql).run(told)
    question.lap(rule.rule, 'sql')
    collect(question, rule, owner, findings)
    question.lap(rule.rule, 'gather')
    for (const part of all) count(question, part, classes)
    question.lap(rule.rule, 'count')
    const asked = rule.lookups.filter(isRecordLookup).flatMap(l => lookupSources({ feeds }, l, owner))
    return { missing: null, only: [], balance: classes.lines(), delivered: deliveredBy([...parts.map(p => p.source), ...asked]) }
  })
}

/** Rows by agency and kind in exactly one class each. */
class Tally {
  private readonly rule: GroupRule
  private readonly owner: Owner | null
  private readonly found = new Map<string, { rows: number; fen: number }>()

  constructor(rule: GroupRule, owner: Owner | null) {
    this.rule = rule
    this.owner = owner
  }

  add(side: string, name: string, rows: number, fen: number): void {
    const at = `${side}|${name}`
    const before = this.found.get(at) ?? { rows: 0, fen: 0 }
    this.found.set(at, { rows: before.rows + rows, fen: before.fen + fen })
  }

  lines(): readonly Balance[] {
    return [...this.found]
      .filter(([, v]) => v.rows !== 0)
      .map(([at, v]) => {
        const [side = '', name = ''] = at.split('|')
        return { rule: this.rule.rule, owner: this.owner, side, class: name, ...v }
      })
  }
}

/** Rows of a file that SQL sees; `forAll`: they stand for all others, with how many those are and their money. */
interface Seen extends Picked {
  readonly forAll: boolean
}
interface Part {
  readonly rule: GroupRule
  readonly owner: Owner | null
  readonly feed: GroupFeed
  readonly source: Source
  readonly columns: readonly string[]
  /** What conditions are told besides rows: days. */
  readonly told: Readonly<Record<string, Day | null>>
  /** null: all rows. */
  readonly seen: Seen | null
}

/** Rows of a part that stand for all that are like them; null: SQL is to see all. */
function likes({ db, exact }: Question, rule: GroupRule, { feed, source }: Pick<Part, 'feed' | 'source'>): Seen | null {
  const found = exact ? null : alike(rule, feed, source, cancelledIn(db, source))
  return found === null ? null : { ...found, forAll: true }
}

/** Rows of a file that another row undoes: whether such a row takes part is not told by its fields. */
function cancelledIn(db: Db, { kind, batch, segment }: Source): ReadonlySet<number> {
  if (kind !== 'levy') return new Set()
  return new Set(db.prepare('select "r" from temp."cancelled" where "b" = ? and "s" = ?').pluck().all(batch.id, segment.n) as number[])
}

/** Runs `work` while a part's file is attached, with the rows of it that SQL sees. */
function within<T>({ db, feeds }: Question, { source, seen }: Part, work: () => T): T {
  return feeds.with(source, () => (seen === null ? work() : withPicked(db, seen, work)))
}

/** A part's rows as rules see them (of them those that SQL sees), with how many rows each stands for and their money. */
function weighed({ owner, source }: Part, seen: Seen | null): string {
  const rows = `select * from (${rowsSql(source.kind, source.fields, false, seen !== null)})${owner === null ? '' : ' where "owner" = :owner'}`
  return seen?.forAll === true
    ? `select x.*, w."rows" as "rows_", w."fen" as "fen_" from (${rows}) x join temp."pick" w on w."r" = x."rowid_"`
    : `select x.*, 1 as "rows_", ${moneySql(source.kind)} as "fen_" from (${rows}) x`
}

const valuesOf = ({ source, owner, told }: Part): Record<string, string | number | null> => ({ ...fileValues(source), owner, ...told })

/**
 * Takes a file's rows that take part: with evidence fields the first of its like, of a check only those that an outcome takes. All rows are
 * counted.
 */
function gather(question: Question, part: Part, classes: Tally): void {
  const { db, feeds } = question
  const { rule, feed, source, columns, owner, seen } = part
  const own = classSql(source.kind, feed.where, null, true)
  const only = rule.kind === 'check' ? `${own} is null and (${rowCondition(rule)})` : `${own} is null`
  const sql = feedSql(
    { where: null, fields: {}, level: null },
    {
      kind: source.kind,
      has: source.fields,
      table: 'temp."evidence"',
      columns,
      once: true,
      byOwner: owner !== null,
      wholeIds: false,
      only,
      picked: seen !== null,
    },
  )
  const values = valuesOf(part)
  const all = (of: Seen | null): string => countsSql({ class_: own, rows: '"rows_"', fen: '"fen_"', from: `(${weighed(part, of)})` })
  // Rows that stand for others are this rule's own; all rows are counted alike by every rule that takes them.
  const mine = within(question, part, () => {
    db.prepare(sql).run(values)
    return seen?.forAll === true ? db.prepare(all(seen)).get(values) : null
  })
  const counts = countsOf(mine ?? feeds.ask(source, all(null), values)[0]).map(c => ({
    ...c,
    class: c.class === 'open' ? 'matched' : c.class,
  }))
  for (const { class: name, rows, fen } of counts.toSorted((a, b) => (a.class < b.class ? -1 : 1)))
    classes.add(sideOf(part.source), name, rows, fen)
}

/** Rows that an outcome took, `waits` where it does not stand: in transit or undecided. */
interface Struck {
  readonly o: number
  readonly waits: 'in_transit' | 'undecided' | null
  readonly rows: number
  readonly fen: number
}

/** Moves the rows that outcomes took from `matched` to their outcome. */
function count(question: Question, part: Part, classes: Tally): void {
  const { rule, feed, source } = part
  if (question.db.prepare('select 1 from temp."struck" limit 1').get() === undefined) return
  if (rule.evidence === undefined && rule.kind === 'check') return countAlone(question, part, classes)
  const like =
    rule.evidence === undefined
      ? `q."b" = :b and q."s" = :s and q."k" = '${source.kind}' and q."r" = x."rowid_"`
      : rule.evidence.map(e => `q.${ident(e)} is x.${ident(e)}`).join(' and ')
  const sql =
    `select q."o" as "o", q."class" as "waits", sum("rows_") as "rows", sum("fen_") as "fen" from (select * from (${weighed(part, part.seen)}) x` +
    ` where ${classSql(source.kind, feed.where, null, true)} is null${rule.kind === 'check' ? ` and (${rowCondition(rule)})` : ''}) x join "struck" q on ${like} group by 1, 2`
  for (const { o, waits, rows, fen } of within(question, part, () => question.db.prepare(sql).all(valuesOf(part))) as Struck[]) {
    classes.add(sideOf(part.source), waits ?? rule.outcomes[o - 1]!.code, rows, fen)
    classes.add(sideOf(part.source), 'matched', -rows, -fen)
  }
}

/** A check without evidence strikes single rows, each with its money. */
function countAlone({ db }: Question, part: Part, classes: Tally): void {
  const { rule, source } = part
  const found = db
    .prepare(
      'select "o", "class" as "waits", count(*) as "rows", sum("fen") as "fen" from "struck" where "b" = ? and "s" = ? and "k" = ? group by 1, 2',
    )
    .all(source.batch.id, source.segment.n, source.kind)
  for (const { o, waits, rows, fen } of found as Struck[]) {
    classes.add(sideOf(part.source), waits ?? rule.outcomes[o - 1]!.code, rows, fen)
    classes.add(sideOf(part.source), 'matched', -rows, -fen)
  }
}

interface Hit {
  readonly x: number
  readonly o: number
  readonly rows: string
  readonly amount: number | null
  readonly until: Day | null
  readonly due: Day | null
  readonly class: Struck['waits']
}

/** Findings of the rows that were hit; `struck` keeps them with their first outcome, for the balance. */
function collect(question: Question, rule: GroupRule, owner: Owner | null, findings: FindingSink): void {
  const { db } = question
  db.exec(
    'create temp table "struck" as select e.*, h."o" as "o", h."class" as "class" from (select "n", min("o") as "o", "class" from "hit" group by "n") h join "evidence" e on e."n" = h."n"',
  )
  db.exec(`create index temp."struck_by" on "struck" (${(rule.evidence ?? ['b', 's', 'k', 'r']).map(ident).join(', ')})`)
  const hits = db.prepare(
    'select "x", "o", group_concat("n") as "rows", max("amount") as "amount", max("until") as "until", max("due") as "due", max("class") as "class" from (select distinct * from "hit" order by "o", "x", "n") group by "o", "x" order by "o", "x"',
  )
  const row = db.prepare('select * from "evidence" where "n" = ?')
  const alike = alikeIn(rule.outcomes)
  for (const { x, o, rows, amount, until, due, class: waits } of hits.all() as Hit[]) {
    const outcome = rule.outcomes[o - 1]!
    if (!question.wants(rule.rule, outcome.code)) continue
    const first = row.get(x) as Row
    const all = [...new Set([x, ...rows.split(',').map(Number)])].toSorted((a, b) => a - b).map(n => row.get(n) as Row)
    const from = [first, ...all.filter(r => r !== first)].toSorted((a, b) => rank(a) - rank(b))
    if (waits === 'undecided') {
      for (const outcomes of alike) findings.undecided(outcomes, from, owner)
      continue
    }
    findings.add(
      findings.piece({
        rule,
        owner,
        outcome,
        class: waits ?? outcome.class,
        from: outcome.key.includes('insurance') ? [first] : from,
        rows: all.map(r => ({ side: String(r['agency']), row: r })),
        has: null,
        lacks: null,
        acts: acting(outcome.who_acts, all, owner),
        amount,
        until: waits === null ? null : until,
        due,
        trail: { passes: [{ key: rule.key, candidates: all.length, taken: true }], failed: failedOf(rule, all), nearest: null },
      }),
    )
  }
}

const rank = (row: Row): number => (row['agency'] === 'ss' || row['agency'] === 'mi' ? 0 : row['agency'] === 'tax' ? 1 : 2)

function failedOf(rule: GroupRule, rows: readonly Row[]): { field: string; a: string; b: string } | null {
  const field = rule.differ
  const values = field === undefined ? [] : [...new Set(rows.map(r => r[field]))]
  return field === undefined || values.length < 2 ? null : { field, a: String(values[0]), b: String(values[1]) }
}

/** The agencies that a group's outcome calls on; `failing`: those whose own id or name shows the fault, else all of them. */
function acting(who: readonly string[], rows: readonly Row[], owner: Owner | null): readonly Agency[] {
  const agencies = (list: readonly Row[]): readonly Agency[] => [...new Set(list.map(r => r['agency'] as Agency))].toSorted()
  return [
    ...new Set(
      who.flatMap((w): readonly Agency[] => {
        if (w === 'tax' || w === 'bank') return [w]
        if (w === 'owner') return owner === null ? agencies(rows.filter(r => r['agency'] === r['owner'])) : [owner]
        if (w !== 'failing') return agencies(rows)
        const failing = rows.filter(r => fails(r, rows))
        return agencies(failing.length > 0 ? failing : rows)
      }),
    ),
  ]
}

/** A row whose id has a fault, or whose name is the cut or damaged one of two. */
function fails(row: Row, rows: readonly Row[]): boolean {
  if (valueOf([row], 'id_fault') !== null) return true
  const name = String(row['name'] ?? '')
  return (
    /[?？□\uFFFD]/u.test(name) ||
    rows.some(o => {
      const other = String(o['name'] ?? '')
      return other.length > name.length && name !== '' && other.startsWith(name)
    })
  )
}
