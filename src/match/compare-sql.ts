import { fieldsOf } from '../records/index.js'
import { ident, literal, type SqlStep } from '../sql/index.js'
import { exprSql, tableNames, type Names } from './expr-sql.js'
import { fieldsIn } from './expr.js'
import { pairSteps } from './pair-sql.js'
import type { CompareRule, Side } from './types.js'
import { itemsTable, rowsTable, workColumns, type Setting } from './work.js'

/**
 * A compare rule as SQL of named steps over its sides' rows (`in_<side>`), down to `verdict`: pairs and single items, each with the outcome that
 * took it (0: none). Runs nothing.
 */
export function compareSteps(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  const [a, b] = rule.sides.map(s => s.name) as [string, string]
  return [
    ...rule.sides.flatMap(s => substitute(s)),
    ...(rule.cancel === undefined ? [] : rule.sides.map(s => cancel(s.name, rule.cancel!))),
    ...(rule.level === undefined ? [] : levels(rule.level, a, b)),
    ...(rule.repeats === undefined ? [] : repeats(rule)),
    ...(rule.coarsen === undefined ? [] : coarsen(rule, rule.coarsen)),
    ...(rule.spans === undefined ? [] : spans(rule.spans.within, a, b)),
    ...rule.sides.flatMap(s => items(rule, s)),
    ...pairSteps(rule, setting),
  ]
}

const open = '"c" is null'
const list = (names: readonly string[], alias = ''): string => names.map(n => `${alias === '' ? '' : `${alias}.`}${ident(n)}`).join(', ')
const filled = (names: readonly string[]): string => names.map(n => `${ident(n)} is not null`).join(' and ')
const same = (names: readonly string[], x: string, y: string): string => names.map(n => `${x}.${ident(n)} is ${y}.${ident(n)}`).join(' and ')

/** Details stand in where no summary was sent; unit rows speak for a voucher that has them. */
function substitute(side: Side): readonly SqlStep[] {
  const t = rowsTable(side.name)
  const steps: SqlStep[] = []
  if (side.otherwise === null) return steps
  const detail = literal(side.otherwise.record)
  if (side.otherwise_by !== null) {
    const by = ident(side.otherwise_by)
    steps.push({
      name: `${side.name}: summaries first`, why: `details of a ${side.otherwise_by} that has a summary are another level`,
      sql: `update ${t} set "c" = 'other_level' where ${open} and "k" = ${detail} and ${by} in (select ${by} from ${t} where ${open} and "k" = ${literal(side.record)})`,
    })
  }
  if (side.otherwise.prefer_unit) {
    steps.push({
      name: `${side.name}: units before persons`, why: 'where a voucher has unit rows, its person rows are another level',
      sql: `update ${t} set "c" = 'other_level' where ${open} and "k" = ${detail} and "level" = 'person'`
        + ` and "voucher" in (select "voucher" from ${t} where ${open} and "k" = ${detail} and "level" = 'unit')`,
    })
  }
  return steps
}

/** The n-th +x and the n-th −x of one key undo each other. */
function cancel(side: string, key: readonly string[]): SqlStep {
  const t = rowsTable(side)
  const k = list(key)
  return {
    name: `${side}: cancelled pairs`, why: 'a row and its negative on one key undo each other: neither is live',
    sql: `update ${t} set "c" = 'not_live' where "n" in (select "n" from (select "n", row_number() over (partition by ${k}, "amount" order by "n") as "rank",`
      + ` sum("amount" > 0) over (partition by ${k}, abs("amount")) as "plus", sum("amount" < 0) over (partition by ${k}, abs("amount")) as "minus"`
      + ` from ${t} where ${open} and ${ident(key[0]!)} is not null and "amount" <> 0) where "rank" <= min("plus", "minus"))`,
  }
}

/** Person level where both sides hold person rows of a voucher, else units, persons summed; a voucher that one side alone holds keeps its finest level. */
function levels(by: string, a: string, b: string): readonly SqlStep[] {
  const g = `coalesce(${ident(by)}, coalesce("employer", '') || '/' || coalesce("insurance", '') || '/' || coalesce("period_start", ''))`
  const has = (side: string, which: number): string => `select ${g} as "g", "level", ${which} as "side" from ${rowsTable(side)} where ${open}`
  const flag = (which: number, level: string): string => `max("side" = ${which} and "level" = '${level}')`
  const mark = (side: string, unit: string): readonly SqlStep[] => {
    const t = rowsTable(side)
    const at = `(select "at" from "levels" where "levels"."g" = ${g})`
    return [
      {
        name: `${side}: other level`, why: 'rows of the level that is not compared', sql: `update ${t} set "c" = 'other_level' where ${open}`
          + ` and (case ${at} when 'person' then "level" = 'unit' else "level" = 'person' and (select ${unit} from "levels" where "levels"."g" = ${g}) end)`,
      },
      {
        name: `${side}: who`, why: 'whom a row speaks of: the person, or at unit level the unit', sql: `update ${t} set "who" =`
          + ` case ${at} when 'person' then "id_number" else 'u:' || coalesce("employer", "id_number") end where ${open}`,
      },
    ]
  }
  return [
    {
      name: 'levels', why: `which level each ${by} is compared at`,
      sql: `create temp table "levels" as select *, case when "ap" and "bp" then 'person' when ("ap" and not "bp" and not "bu") or ("bp" and not "ap" and not "au") then 'person'`
        + ` else 'unit' end as "at" from (select "g", ${flag(0, 'person')} as "ap", ${flag(0, 'unit')} as "au", ${flag(1, 'person')} as "bp", ${flag(1, 'unit')} as "bu"`
        + ` from (${has(a, 0)} union all ${has(b, 1)}) group by "g")`,
    },
    { name: 'levels by key', why: 'found by key', sql: 'create index temp."levels_by" on "levels" ("g")' },
    ...mark(a, '"au"'), ...mark(b, '"bu"'),
  ]
}

/** Surplus copies of one key are claimed; the one with the lowest (batch, line) goes on. The other side's copies of those go with them. */
function repeats(rule: CompareRule): readonly SqlStep[] {
  const { on, key, outcome } = rule.repeats!
  const other = rule.sides.find(s => s.name !== on)!.name
  const t = rowsTable(on)
  const u = rowsTable(other)
  const k = list(key)
  return [
    {
      name: `${on}: surplus copies`, why: 'two or more live rows equal in every field of the key: all but the first are surplus',
      sql: `create temp table "surplus" as select * from (select "n", "levy_no" as "number_", ${k}, row_number() over (partition by ${k} order by "b", "line", "n") as "rank"`
        + ` from ${t} where ${open} and ${filled(key.filter(x => x !== 'levy_type'))}) where "rank" > 1`,
    },
    {
      name: 'surplus by key', why: 'how many of each',
      sql: `create temp table "surplus_key" as select ${k}, count(*) as "copies" from "surplus" group by ${k}`,
    },
    { name: 'surplus by key, index', why: 'found by key', sql: `create index temp."surplus_key_by" on "surplus_key" (${k})` },
    { name: `${on}: claim`, why: `they are ${outcome} and seen by no later outcome`, sql: `update ${t} set "c" = ${literal(outcome)} where "n" in (select "n" from "surplus")` },
    {
      name: `${other}: claim`, why: 'the other side holds copies of them too: as many, those with the same levy number first, and never the last',
      sql: `update ${u} set "c" = ${literal(outcome)} where "n" in (select "n" from (select x."n", q."copies", row_number() over (partition by ${list(key, 'x')} order by`
        + ` (x."levy_no" in (select "number_" from "surplus")) desc, x."b" desc, x."line" desc, x."n" desc) as "rank", count(*) over (partition by ${list(key, 'x')}) as "rows"`
        + ` from ${u} x join "surplus_key" q on ${same(key, 'x', 'q')} where x.${open}) where "rank" <= min("copies", "rows" - 1))`,
    },
  ]
}

/** A blank on either side brings the comparison of its group to the coarser level. */
function coarsen(rule: CompareRule, { fields, within }: { fields: readonly string[]; within: readonly string[] }): readonly SqlStep[] {
  const tables = rule.sides.map(s => rowsTable(s.name))
  return fields.flatMap(field => tables.map((t, i): SqlStep => ({
    name: `${rule.sides[i]!.name}: coarser without ${field}`, why: `${field} is blank somewhere in the group: compared without it`,
    sql: `update ${t} set ${ident(field)} = null where ${open} and (${list(within)}) in (`
      + tables.map(u => `select ${list(within)} from ${u} where ${open} and ${ident(field)} is null`).join(' union ') + ')',
  })))
}

/** Equal spans are compared as they are; what is left on both sides of one key and overlaps becomes its hull. */
function spans(within: readonly string[], a: string, b: string): readonly SqlStep[] {
  const w = list(within)
  const spanOf = (side: string, which: number): string =>
    `select distinct ${w}, "period_start", "period_end", ${which} as "side" from ${rowsTable(side)} where ${open} and ${filled([...within, 'period_start'])}`
  return [
    {
      name: 'spans left', why: 'spans that one side alone has',
      sql: `create temp table "span" as select ${w}, "period_start", "period_end", min("side") as "side" from (${spanOf(a, 0)} union all ${spanOf(b, 1)})`
        + ` group by ${w}, "period_start", "period_end" having count(*) = 1`,
    },
    {
      name: 'hulls', why: 'spans that overlap, joined; only where both sides are in it',
      sql: `create temp table "hull" as select ${w}, min("period_start") as "from", max("period_end") as "to" from (select *, sum("first") over (partition by ${w} order by "period_start", "period_end", "side") as "island"`
        + ` from (select *, "period_start" > coalesce(max("period_end") over (partition by ${w} order by "period_start", "period_end", "side" rows between unbounded preceding and 1 preceding), 0) as "first" from "span"))`
        + ` group by ${w}, "island" having min("side") <> max("side")`,
    },
    { name: 'spans by key', why: 'found by key', sql: `create index temp."span_by" on "span" (${w}, "period_start", "period_end")` },
    { name: 'hulls by key', why: 'found by key', sql: `create index temp."hull_by" on "hull" (${w})` },
    ...[a, b].map((side, which): SqlStep => {
      const t = rowsTable(side)
      const on = within.map(x => `h.${ident(x)} = ${t}.${ident(x)}`).join(' and ')
      const left = within.map(x => `s.${ident(x)} = ${t}.${ident(x)}`).join(' and ')
      return {
        name: `${side}: joined spans`, why: 'a row takes the span of its hull',
        sql: `update ${t} set "period_start" = h."from", "period_end" = h."to" from "hull" h where ${t}.${open} and ${on} and ${t}."period_start" >= h."from" and ${t}."period_end" <= h."to"`
          + ` and exists (select 1 from "span" s where ${left} and s."period_start" = ${t}."period_start" and s."period_end" = ${t}."period_end" and s."side" = ${which})`,
      }
    }),
  ]
}

/** Rows to items: one a grain, or every row by itself. A row with a blank part of the grain stands alone. */
function items(rule: CompareRule, side: Side): readonly SqlStep[] {
  const t = rowsTable(side.name)
  const item = itemsTable(side.name)
  const group = ident(`group_${side.name}`)
  const grain = rule.grain
  const strict = grain?.filter(f => rule.coarsen === undefined || !(rule.coarsen.fields as readonly string[]).includes(f)) ?? []
  const by = grain === undefined ? '"n"' : `${list(grain)}, case when ${strict.map(f => `${ident(f)} is null`).join(' or ')} then "n" end`
  const order = [...rule.order.map(e => `${exprSql(e, tableNames(''))} desc nulls last`), '"b" desc', '"n"'].join(', ')
  const columns = workColumns(side)
  const takes = Object.entries(rule.take)
  const takeNames: Names = { ...tableNames('t'), latest: 'g."rank"', repeated: '(select "value" from "repeated" p where p."i" = g."i")' }
  const aggregate = (name: string): string => grain === undefined ? `t.${ident(name)}` : isMoney(side, name) ? `sum(t.${ident(name)})` : `max(t.${ident(name)})`
  const usable = takes.filter(([, e]) => fieldsIn(e).every(f => columns.includes(f.name)))
  const missing = takes.filter(([n]) => !usable.some(([u]) => u === n) && !columns.includes(n)).map(([n]) => `null as ${ident(n)}`)
  const values = [...columns.filter(c => !usable.some(([n]) => n === c)).map(c => `${aggregate(c)} as ${ident(c)}`), ...usable.map(([n, e]) => `${exprSql(e, takeNames)} as ${ident(n)}`), ...missing]
  const asks = usable.some(([, e]) => e.t === 'call' && e.fn === 'repeated')
  return [
    {
      name: `${side.name}: grain`, why: grain === undefined ? 'every row is compared by itself' : `rows equal in ${grain.join(', ')} are compared together`,
      sql: `create temp table ${group} as select "n", min("n") over (partition by ${by}) as "i", row_number() over (partition by ${by} order by ${order}) as "rank" from ${t} where ${open}`,
    },
    { name: `${side.name}: grain by row`, why: 'found by row', sql: `create index temp.${ident(`group_${side.name}_by`)} on ${group} ("n")` },
    { name: `${side.name}: rows by grain`, why: 'found by item', sql: `create index temp.${ident(`group_${side.name}_i`)} on ${group} ("i")` },
    ...(asks ? [repeated(group, t)] : []),
    {
      name: `${side.name}: items`, why: 'what is compared, with its sums',
      sql: `create temp table ${item} as select g."i" as "i", count(*) as "rows_", null as "m", 0 as "st", null as "amb", ${values.join(', ')} from ${group} g join ${t} t on t."n" = g."n" group by g."i"`,
    },
    { name: `${side.name}: items by number`, why: 'found by number', sql: `create index temp.${ident(`item_${side.name}_by`)} on ${item} ("i")` },
    ...(asks ? [{ name: 'repeated payments, done', why: 'not needed any more', sql: 'drop table temp."repeated"' }] : []),
  ]
}

function isMoney(side: Side, name: string): boolean {
  return [side.record, ...(side.otherwise === null ? [] : [side.otherwise.record])].some(k => fieldsOf(k).some(f => f.name === name && f.type === 'fen'))
}

/**
 * Per item the largest sum of two or more payments of one type that no refund undid. A refund belongs to its original voucher; one that names none undoes
 * a payment of the same amount.
 */
function repeated(group: string, t: string): SqlStep {
  return {
    name: 'repeated payments', why: 'two or more live payments of one type, not undone by a refund',
    sql: `create temp table "repeated" as with "net" as (select g."i" as "i", coalesce(case when "refund" = 1 then "original_voucher" end, "voucher", t."n") as "v", sum("principal") as "s",`
      + ` max(case when "principal" > 0 then coalesce("pay_type", '') end) as "p" from ${group} g join ${t} t on t."n" = g."n" group by 1, 2),`
      + ` "undone" as (select "i", -"s" as "s", count(*) as "k" from "net" where "s" < 0 group by 1, 2),`
      + ` "kept" as (select x.*, row_number() over (partition by x."i", x."s" order by x."p", x."v") as "rank" from "net" x where "s" > 0)`
      + ` select "i", max("sum") as "value" from (select x."i" as "i", sum(x."s") as "sum" from "kept" x left join "undone" u on u."i" = x."i" and u."s" = x."s"`
      + ` where x."rank" > coalesce(u."k", 0) group by x."i", x."p" having count(*) >= 2) group by "i"`,
  }
}
