import { fieldsOf } from '../records/index.js'
import { filled, ident, idents, type SqlStep } from '../sql/index.js'
import { exprSql, tableNames, type Names } from './expr-sql.js'
import { fieldsIn } from './expr.js'
import { knownBy, levelSteps } from './level-sql.js'
import { lookupSteps } from './lookup-sql.js'
import { pairSteps } from './pair-sql.js'
import { repeatSteps } from './repeat-sql.js'
import type { CoarsenFile } from './schema.js'
import { substituteSteps } from './substitute-sql.js'
import type { CompareRule, Side } from './types.js'
import { eachAlone, itemColumns, itemsTable, rowsTable, workColumns, type Setting } from './work.js'

/**
 * A compare rule as SQL of named steps over its sides' rows (`in_<side>`), down to `verdict`: pairs and single items, each with the outcome
 * that took it (0: none). Runs nothing.
 */
export function compareSteps(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  return [...lookupSteps(rule.lookups), ...itemSteps(rule, setting), ...pairSteps(rule, setting)]
}

/** The steps down to the items of both sides, before the ladder. */
export function itemSteps(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  const [a, b] = rule.sides.map(s => s.name) as [string, string]
  return [
    ...rule.sides.flatMap(s => once(s)),
    ...undoing(rule, rule.sides),
    ...(rule.repeats === null ? [] : repeatSteps(rule, rule.repeats)),
    ...rule.sides.flatMap(s => substituteSteps(s)),
    ...levelSteps(rule, setting),
    ...(rule.coarsen === undefined ? [] : coarsen(rule, rule.coarsen)),
    ...(rule.spans === undefined ? [] : spans(rule.spans.within, a, b)),
    ...rule.sides.flatMap(s => items(rule, s, setting)),
  ]
}

/** The steps that find what one side alone repeats, after what undoes each other. */
export function repeatsAloneSteps(rule: CompareRule, side: Side): readonly SqlStep[] {
  return [...undoing(rule, [side]), ...(rule.repeats === null ? [] : repeatSteps(rule, rule.repeats))]
}

function undoing(rule: CompareRule, sides: readonly Side[]): readonly SqlStep[] {
  return rule.cancel === undefined ? [] : sides.filter(s => s.record === 'levy').map(s => cancel(s.name, rule.cancel!))
}

const open = '"c" is null'

/** Rows that say the same thing again. */
function once(side: Side): readonly SqlStep[] {
  if (side.once === null) return []
  const t = rowsTable(side.name)
  return [
    {
      name: `${side.name}: once`,
      why: `rows equal in ${side.once.join(', ')} are one; a row with a blank among them stands for itself`,
      sql:
        `update ${t} set "c" = 'filtered' where "n" in (select "n" from (select "n", row_number() over (partition by ${idents(side.once)} order by "n") as "rank" from ${t}` +
        ` where ${open} and ${filled(side.once)}) where "rank" > 1)`,
    },
  ]
}

/** The n-th +x and the n-th −x of one key undo each other. */
function cancel(side: string, key: readonly string[]): SqlStep {
  const t = rowsTable(side)
  const k = idents(key)
  return {
    name: `${side}: cancelled pairs`,
    why: 'a row and its negative on one key undo each other: neither is live',
    sql:
      `update ${t} set "c" = 'not_live' where "n" in (select "n" from (select "n", row_number() over (partition by ${k}, "amount" order by "n") as "rank",` +
      ` sum("amount" > 0) over (partition by ${k}, abs("amount")) as "plus", sum("amount" < 0) over (partition by ${k}, abs("amount")) as "minus"` +
      // Asked once: where nothing is negative, no row is looked at.
      ` from ${t} where (select min("amount") from ${t}) < 0 and ${open} and ${ident(key[0]!)} is not null and "amount" <> 0) where "rank" <= min("plus", "minus"))`,
  }
}

/** A blank on either side brings the comparison of its group to the coarser level, field by field. */
function coarsen(rule: CompareRule, fields: readonly CoarsenFile[]): readonly SqlStep[] {
  const tables = rule.sides.map(s => rowsTable(s.name))
  return fields.flatMap(({ field, within }) => {
    const alike = (u: string): string => within.map(w => `u.${ident(w)} is ${u}.${ident(w)}`).join(' and ')
    return [
      {
        name: `groups without ${field}`,
        why: `${field} is blank somewhere in them`,
        sql: `create temp table "blank" as ${tables.map(t => `select ${idents(within)} from ${t} where ${open} and ${ident(field)} is null`).join(' union ')}`,
      },
      ...tables.map((t, i): SqlStep => ({
        name: `${rule.sides[i]!.name}: coarser without ${field}`,
        why: 'such a group is compared without it',
        sql: `update ${t} set ${ident(field)} = null where ${open} and exists (select 1 from "blank" u where ${alike(t)})`,
      })),
      { name: `groups without ${field}, done`, why: 'not needed any more', sql: 'drop table temp."blank"' },
    ]
  })
}

/** Equal spans are compared as they are; what is left on both sides of one key and overlaps becomes its hull. */
function spans(within: readonly string[], a: string, b: string): readonly SqlStep[] {
  const w = idents(within)
  const spanOf = (side: string, which: number): string =>
    `select distinct ${w}, "period_start", "period_end", ${which} as "side" from ${rowsTable(side)} where ${open} and ${filled([...within, 'period_start'])}`
  return [
    {
      name: 'spans left',
      why: 'spans that one side alone has',
      sql:
        `create temp table "span" as select ${w}, "period_start", "period_end", min("side") as "side" from (${spanOf(a, 0)} union all ${spanOf(b, 1)})` +
        ` group by ${w}, "period_start", "period_end" having count(*) = 1`,
    },
    {
      name: 'hulls',
      why: 'spans that overlap, joined; only where both sides are in it',
      sql:
        `create temp table "hull" as select ${w}, min("period_start") as "from", max("period_end") as "to" from (select *, sum("first") over (partition by ${w} order by "period_start", "period_end", "side") as "island"` +
        ` from (select *, "period_start" > coalesce(max("period_end") over (partition by ${w} order by "period_start", "period_end", "side" rows between unbounded preceding and 1 preceding), 0) as "first" from "span"))` +
        ` group by ${w}, "island" having min("side") <> max("side")`,
    },
    { name: 'spans by key', why: 'found by key', sql: `create index temp."span_by" on "span" (${w}, "period_start", "period_end")` },
    { name: 'hulls by key', why: 'found by key', sql: `create index temp."hull_by" on "hull" (${w})` },
    ...[a, b].map((side, which): SqlStep => {
      const t = rowsTable(side)
      const on = within.map(x => `h.${ident(x)} = ${t}.${ident(x)}`).join(' and ')
      const left = within.map(x => `s.${ident(x)} = ${t}.${ident(x)}`).join(' and ')
      return {
        name: `${side}: joined spans`,
        why: 'a row takes the span of its hull',
        sql:
          `update ${t} set "period_start" = h."from", "period_end" = h."to" from "hull" h where ${t}.${open} and ${on} and ${t}."period_start" >= h."from" and ${t}."period_end" <= h."to"` +
          ` and exists (select 1 from "span" s where ${left} and s."period_start" = ${t}."period_start" and s."period_end" = ${t}."period_end" and s."side" = ${which})`,
      }
    }),
  ]
}

/** Column that is 1 on the row that `latest(...)` reads. */
const LATEST = 'g."rank"'

/** Rows to items: one a grain, or every row by itself. A row with a blank part of the grain stands alone. */
function items(rule: CompareRule, side: Side, setting: Setting): readonly SqlStep[] {
  return eachAlone(rule) ? rowsAlone(rule, side) : itemsByGrain(rule, side, setting)
}

/** Every row is its own item, under its own number. */
function rowsAlone(rule: CompareRule, side: Side): readonly SqlStep[] {
  const t = rowsTable(side.name)
  const kept = idents(itemColumns(rule, side))
  return [
    {
      name: `${side.name}: items`,
      why: 'every row is compared by itself',
      sql: `create temp table ${itemsTable(side.name)} ("i" integer primary key, "rows_", "fen_", "m", "st", "amb", ${kept})`,
    },
    {
      name: `${side.name}: items filled`,
      why: 'a row each',
      sql: `insert into ${itemsTable(side.name)} select "n", 1, "fen", null, 0, null, ${kept} from ${t} where ${open} order by "n"`,
    },
  ]
}

function itemsByGrain(rule: CompareRule, side: Side, { apart }: Setting): readonly SqlStep[] {
  const t = rowsTable(side.name)
  const item = itemsTable(side.name)
  const group = ident(`group_${side.name}`)
  const grain = rule.grain
  const strict = grain?.filter(f => !(rule.coarsen ?? []).some(c => c.field === f)) ?? []
  const by = grain === undefined ? '"n"' : `${idents(grain)}, case when ${strict.map(f => `${ident(f)} is null`).join(' or ')} then "n" end`
  const order = [...rule.order.map(e => `${exprSql(e, tableNames(''))} desc nulls last`), '"b" desc', '"n"'].join(', ')
  const columns = workColumns(side)
  const kept = itemColumns(rule, side)
  const takes = Object.entries(rule.take)
  const takeNames: Names = {
    ...tableNames('t'),
    latest: LATEST,
    repeated: '(select "value" from "repeated" p where p."i" = g."i")',
    ...knownBy(rule, apart, { who: 't."who"', row: name => `t.${ident(name)}` }),
  }
  const aggregate = (name: string): string =>
    grain === undefined ? `t.${ident(name)}` : isMoney(side, name) ? `sum(t.${ident(name)})` : `max(t.${ident(name)})`
  const usable = takes.filter(([, e]) => fieldsIn(e).every(f => columns.includes(f.name)))
  const missing = takes.filter(([n]) => !usable.some(([u]) => u === n) && !columns.includes(n)).map(([n]) => `null as ${ident(n)}`)
  const values = [
    ...kept.filter(c => !usable.some(([n]) => n === c)).map(c => `${aggregate(c)} as ${ident(c)}`),
    ...usable.map(([n, e]) => `${exprSql(e, takeNames)} as ${ident(n)}`),
    ...missing,
  ]
  const ranks = values.some(v => v.includes(LATEST))
  const asks = usable.some(([, e]) => e.t === 'call' && e.fn === 'repeated')
  return [
    {
      name: `${side.name}: grain`,
      why: grain === undefined ? 'every row is compared by itself' : `rows equal in ${grain.join(', ')} are compared together`,
      sql: `create temp table ${group} as select "n", min("n") over (partition by ${by}) as "i"${ranks ? `, row_number() over (partition by ${by} order by ${order}) as "rank"` : ''} from ${t} where ${open}`,
    },
    {
      name: `${side.name}: grain by row`,
      why: 'found by row',
      sql: `create index temp.${ident(`group_${side.name}_by`)} on ${group} ("n")`,
    },
    {
      name: `${side.name}: rows by grain`,
      why: 'found by item',
      sql: `create index temp.${ident(`group_${side.name}_i`)} on ${group} ("i")`,
    },
    ...(asks ? [repeated(group, t)] : []),
    {
      name: `${side.name}: items`,
      why: 'what is compared, with its sums',
      sql: `create temp table ${item} as select g."i" as "i", count(*) as "rows_", sum(t."fen") as "fen_", null as "m", 0 as "st", null as "amb", ${values.join(', ')} from ${group} g join ${t} t on t."n" = g."n" group by g."i"`,
    },
    {
      name: `${side.name}: items by number`,
      why: 'found by number',
      sql: `create index temp.${ident(`item_${side.name}_by`)} on ${item} ("i")`,
    },
    ...(asks ? [{ name: 'repeated payments, done', why: 'not needed any more', sql: 'drop table temp."repeated"' }] : []),
  ]
}

function isMoney(side: Side, name: string): boolean {
  return [side.record, ...(side.otherwise === null ? [] : [side.otherwise.record])].some(k =>
    fieldsOf(k).some(f => f.name === name && f.type === 'fen'),
  )
}

/**
 * Per item the largest sum of two or more payments of one type that no refund undid. A payment is a voucher's rows of one type. A refund
 * belongs to its original voucher and undoes it when it takes all of it back; one that names none undoes a payment of the same amount.
 */
function repeated(group: string, t: string): SqlStep {
  return {
    name: 'repeated payments',
    why: 'two or more live payments of one type, not undone by a refund',
    sql:
      `create temp table "repeated" as with "part" as (select g."i" as "i", coalesce(case when "refund" = 1 then "original_voucher" end, "voucher", t."n") as "v",` +
      ` case when "refund" = 1 then null else coalesce("pay_type", '') end as "p", sum("principal") as "s" from ${group} g join ${t} t on t."n" = g."n" group by 1, 2, 3),` +
      ` "net" as (select "i", "v", sum("s") as "s", max("p" is not null) as "paid" from "part" group by 1, 2),` +
      ` "undone" as (select "i", -"s" as "s", count(*) as "k" from "net" where not "paid" group by 1, 2),` +
      ` "kept" as (select x.*, row_number() over (partition by x."i", x."s" order by x."p", x."v") as "rank" from "part" x join "net" n on n."i" = x."i" and n."v" = x."v"` +
      ` where x."p" is not null and x."s" > 0 and n."s" > 0)` +
      ` select "i", max("sum") as "value" from (select x."i" as "i", sum(x."s") as "sum" from "kept" x left join "undone" u on u."i" = x."i" and u."s" = x."s"` +
      ` where x."rank" > coalesce(u."k", 0) group by x."i", x."p" having count(*) >= 2) group by "i"`,
  }
}
