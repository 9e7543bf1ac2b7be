import { ident, idents, literal, type SqlStep } from '../sql/index.js'
import { mayBecome } from './doubt-sql.js'
import { exprSql, type Names } from './expr-sql.js'
import type { Expr } from './expr.js'
import { knownBy } from './level-sql.js'
import { lookupNames } from './lookup-sql.js'
import type { CompareRule, Outcome } from './types.js'
import { classesTable, itemsTable, rowsTable, workColumns, type Setting } from './work.js'

/** Fields that tell one person, unit, payment or levy from another. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  'id_number',
  'who',
  'person_no',
  'voucher',
  'levy_no',
  'employer',
  'employer_no',
  'txn_no',
])

/** Whether a key holds an identifier, or a field that every side makes of one: a step without any only ever suggests. */
export function holdsIdentifier(rule: Pick<CompareRule, 'sides'>, key: readonly string[]): boolean {
  return key.some(
    name => IDENTIFIERS.has(name) || rule.sides.every(side => side.fields[name] !== undefined && isIdentifier(side.fields[name])),
  )
}

/** Whether a made value is an identifier wherever it is anything. */
function isIdentifier(e: Expr): boolean {
  if (e.t === 'field') return IDENTIFIERS.has(e.name)
  if (e.t !== 'call' || (e.fn !== 'if' && e.fn !== 'coalesce')) return false
  const values = (e.fn === 'if' ? e.args.slice(1) : e.args).filter(v => v.t !== 'none')
  return values.length > 0 && values.every(isIdentifier)
}

const stillOpen = '"m" is null and "amb" is null'
const all = (names: readonly string[], say: (n: string) => string, glue = ' and '): string => names.map(say).join(glue)

/** Items to pairs by the ladder or by the grain, pairs to verdicts, verdicts back to rows. */
export function pairSteps(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  return [
    ...rule.ladder.flatMap((_, i) => ladderStep(rule, i)),
    ...(rule.ladder.length > 0 ? pairsOfLadder(rule) : pairsOfGrain(rule)),
    ...verdicts(rule, setting),
    ...rule.sides.map(s => classes(s.name)),
  ]
}

function ladderStep(rule: CompareRule, index: number): readonly SqlStep[] {
  const { key, on_ambiguous: ambiguous } = rule.ladder[index]!
  const step = index + 1
  const [a, b] = rule.sides.map(s => s.name) as [string, string]
  const k = idents(key)
  const candidates = (side: string, other: string): SqlStep => ({
    name: `step ${step}: ${side}`,
    why: `open items by ${key.join(', ')}; a blank part skips the step`,
    sql:
      `create temp table ${ident(`key_${side}`)} as select ${k}, count(*) as "c", min("i") as "i" from ${itemsTable(side)} where ${stillOpen}` +
      // Asked once: where the other side has nothing open, nothing can meet.
      ` and exists (select 1 from ${itemsTable(other)} where ${stillOpen}) and ${all(key, n => `${ident(n)} is not null`)} group by ${k}`,
  })
  const take = (side: string, mine: string, other: string): SqlStep => ({
    name: `step ${step}: accept on ${side}`,
    why: 'unique on both sides',
    sql: `update ${itemsTable(side)} set "m" = q.${other}, "st" = ${step} from "met" q where q."ca" = 1 and q."cb" = 1 and ${itemsTable(side)}."i" = q.${mine}`,
  })
  const doubt = (side: string): SqlStep => ({
    name: `step ${step}: several on ${side}`,
    why: '多候选: said, not resolved',
    sql:
      `update ${itemsTable(side)} set "amb" = ${step} from "met" q where (q."ca" > 1 or q."cb" > 1) and ${stillOpen}` +
      ` and ${all(key, n => `${itemsTable(side)}.${ident(n)} = q.${ident(n)}`)}`,
  })
  const suggests = !holdsIdentifier(rule, key)
  return [
    candidates(a, b),
    candidates(b, a),
    { name: `step ${step}: index`, why: 'found by key', sql: `create index temp."key_b" on ${ident(`key_${b}`)} (${k})` },
    {
      name: `step ${step}: meet`,
      why: 'keys that stand on both sides',
      sql:
        `create temp table "met" as select ${all(key, n => `x.${ident(n)} as ${ident(n)}`, ', ')}, x."i" as "ia", y."i" as "ib", x."c" as "ca", y."c" as "cb"` +
        ` from ${ident(`key_${a}`)} x join ${ident(`key_${b}`)} y on ${all(key, n => `x.${ident(n)} = y.${ident(n)}`)}`,
    },
    { name: `step ${step}: met by key`, why: 'found by key', sql: `create index temp."met_by_key" on "met" (${k})` },
    { name: `step ${step}: met by a`, why: 'found by item', sql: `create index temp."met_by_a" on "met" ("ia")` },
    { name: `step ${step}: met by b`, why: 'found by item', sql: `create index temp."met_by_b" on "met" ("ib")` },
    ...(suggests ? [] : [take(a, '"ia"', '"ib"'), take(b, '"ib"', '"ia"'), ...(ambiguous === 'A01' ? [doubt(a), doubt(b)] : [])]),
    ...['met', `key_${a}`, `key_${b}`].map(t => ({
      name: `step ${step}: done`,
      why: 'not needed any more',
      sql: `drop table temp.${ident(t)}`,
    })),
  ]
}

function pairsOfLadder(rule: CompareRule): readonly SqlStep[] {
  const [a, b] = rule.sides.map(s => s.name) as [string, string]
  const [ia, ib] = [ident(`i_${a}`), ident(`i_${b}`)]
  return [
    {
      name: 'pairs',
      why: 'what met, and what stands alone',
      sql:
        `create temp table "pair" as select row_number() over (order by ${ia} is null, ${ia}, ${ib}) as "p", * from (` +
        `select "st", "i" as ${ia}, "m" as ${ib} from ${itemsTable(a)} where "amb" is null union all select 0, null, "i" from ${itemsTable(b)} where ${stillOpen})`,
    },
  ]
}

/** Two or more sides by their common grain; blanks that were made to compare more coarsely are alike, other blanks stand alone. */
function pairsOfGrain(rule: CompareRule): readonly SqlStep[] {
  const grain = rule.grain ?? []
  const loose = new Set<string>(rule.coarsen?.map(c => c.field) ?? [])
  const strict = grain.filter(f => !loose.has(f))
  const whole = all(strict, f => `${ident(f)} is not null`)
  const k = idents(grain)
  const names = rule.sides.map(s => s.name)
  const joins = names
    .map((s, i) => `left join ${itemsTable(s)} t${i} on ${all(grain, f => `t${i}.${ident(f)} is u.${ident(f)}`)}`)
    .join(' ')
  const alone = names
    .map(
      (s, i) =>
        `union all select 0, ${names.map((_, j) => (j === i ? '"i"' : 'null')).join(', ')} from ${itemsTable(s)} where not (${whole})`,
    )
    .join(' ')
  return [
    ...names.map(s => ({
      name: `${s}: items by grain`,
      why: 'found by grain',
      sql: `create index temp.${ident(`item_${s}_grain`)} on ${itemsTable(s)} (${k})`,
    })),
    {
      name: 'pairs',
      why: 'all sides by the common grain; which side is there is part of the result',
      sql:
        `create temp table "pair" as select row_number() over () as "p", * from (select 1 as "st", ${names.map((s, i) => `t${i}."i" as ${ident(`i_${s}`)}`).join(', ')}` +
        ` from (${names.map(s => `select ${k} from ${itemsTable(s)} where ${whole}`).join(' union ')}) u ${joins} ${alone})`,
    },
  ]
}

/** The expressions of one kind of all outcomes, chosen by the outcome that took the pair. */
function chosen(outcomes: readonly Outcome[], pick: (o: Outcome) => Outcome['due'], names: Names): string {
  const cases = outcomes.flatMap((o, i) => {
    const e = pick(o)
    return e === null ? [] : [`when ${i + 1} then ${exprSql(e, names)}`]
  })
  return cases.length === 0 ? 'null' : `case "o" ${cases.join(' ')} end`
}

function verdicts(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  const ofEither = (field: string): string =>
    `coalesce(${[...rule.sides.filter(s => workColumns(s).includes(field)).map(s => `${ident(s.name)}.${ident(field)}`), 'null'].join(', ')})`
  const names: Names = {
    field: (side, name) => (side === null ? ident(name) : `${ident(side)}.${ident(name)}`),
    present: side => `(${ident(side)}."i" is not null)`,
    delivered: setting.delivered,
    step: 'q."st"',
    ...knownBy(rule, setting.apart, { who: ofEither('who'), row: ofEither }),
    ...lookupNames(rule.lookups, ofEither),
  }
  const sides = rule.sides.map(s => s.name)
  const joins = sides.map(s => `left join ${itemsTable(s)} as ${ident(s)} on ${ident(s)}."i" = q.${ident(`i_${s}`)}`).join('\n')
  const cases = rule.outcomes.map((o, i) => `when ${exprSql(o.when, names)} then ${i + 1}`).join('\n')
  const numbers = sides.map(s => `q.${ident(`i_${s}`)} as ${ident(`i_${s}`)}`).join(', ')
  return [
    {
      name: 'outcomes',
      why: 'the first outcome whose condition holds takes the pair',
      sql: `create temp table "taken" as select q."p" as "p", q."st" as "st", ${numbers}, case\n${cases}\nelse 0 end as "o"\nfrom "pair" q\n${joins}`,
    },
    {
      name: 'verdicts',
      why: 'in transit until a day, undecided, or standing; with what is at stake, and what an undecided one may come to',
      sql:
        `create temp table "verdict" as select *, case when "o" = 0 then 'matched' when "until" >= :asof then 'in_transit' when "undecided" then 'undecided' else 'stands' end as "class"` +
        ` from (select q."p" as "p", q."st" as "st", ${numbers}, q."o" as "o",` +
        ` ${chosen(rule.outcomes, o => o.in_transit, names)} as "until", coalesce(${chosen(rule.outcomes, o => o.undecided, names)}, 0)${both(rule)} as "undecided", ${mayBecome(rule, names)} as "may",` +
        ` ${chosen(rule.outcomes, o => o.amount, names)} as "amount", ${chosen(rule.outcomes, o => o.due, names)} as "due"\nfrom "taken" q\n${joins})`,
    },
    ...sides.map(s => ({
      name: `${s}: verdicts by item`,
      why: 'found by item',
      sql: `create index temp.${ident(`verdict_${s}`)} on "verdict" (${ident(`i_${s}`)})`,
    })),
  ]
}

/** Values that one side's deliveries do not reach are undecided on the other. */
function both(rule: CompareRule): string {
  if (rule.both === undefined) return ''
  const f = ident(rule.both)
  const mine = `coalesce(${rule.sides.map(s => `${ident(s.name)}.${f}`).join(', ')})`
  return ` or not (${rule.sides.map(s => `${mine} in (select ${f} from ${rowsTable(s.name)} where "c" is null)`).join(' and ')})`
}

/**
 * Every row that took part has the class of its item. Counted by item: to write it on every row would cost as much as all before. The sign
 * keeps the number's type out of the comparison, which the index has none of.
 */
function classes(side: string): SqlStep {
  const t = rowsTable(side)
  return {
    name: `${side}: classes`,
    why: 'each row in exactly one class',
    sql:
      `create temp table ${classesTable(side)} as select "c", count(*) as "rows", sum("fen") as "fen" from ${t} where "c" is not null group by 1 union all` +
      ` select case when x."amb" is not null then 'ambiguous' when v."class" = 'stands' then ${literal('o:')} || v."o" else v."class" end, sum(x."rows_"), sum(x."fen_")` +
      ` from ${itemsTable(side)} x left join "verdict" v on v.${ident(`i_${side}`)} = +x."i" group by 1`,
  }
}
