import { fieldOf, type Kind } from '../records/index.js'
import { ident, literal, type SqlStep } from '../sql/index.js'
import type { Names } from './expr-sql.js'
import type { CompareRule, Side } from './types.js'
import { rowsTable, workColumns, type Setting } from './work.js'

const open = '"c" is null'

const MONTH_OF_UNIT = `coalesce("employer", '') || '/' || coalesce("insurance", '') || '/' || coalesce("period_start", '')`
/** The voucher that a payment belongs to; where there is none, its employer, insurance and month. */
export const BUNDLE = `coalesce("voucher", ${MONTH_OF_UNIT})`

/** Whether a row is a refund: one says nothing of what was paid, nor the reverse, whatever voucher both stand under. */
export const REFUND = 'coalesce("refund", 0)'
/** The same of a side's rows, whose records may know no refunds. */
const refundOf = (side: Side): string => (workColumns(side).includes('refund') ? REFUND : '0')

/** Whether records of a kind name the voucher that they belong to. */
export const hasVoucher = (kind: Kind): boolean => fieldOf(kind, 'voucher') !== undefined

/**
 * By what it is decided whether persons or units are compared (catalogue §4, Level): by a field that both sides have, or, where one side
 * has no vouchers, by unit, insurance and months; null: all is compared as it stands.
 */
export function levelsBy(rule: Pick<CompareRule, 'level' | 'sides'>): 'field' | 'unit' | null {
  if (rule.level === undefined) return null
  return rule.level === 'voucher' && !rule.sides.every(s => hasVoucher(s.record)) ? 'unit' : 'field'
}

/**
 * What is known of a side: up to which day of units, where `who` speaks of one, else of persons; of a person whose unit is known to pay by
 * vouchers of its own up to which day both are. Where both sides have vouchers, one that is missing at either level is missing: there a
 * side is known as a whole, but of a person without a unit, for whom no row of a unit speaks. Where files of several layouts came up to
 * different days, all that of the row's own insurance.
 */
export function knownBy(
  rule: Pick<CompareRule, 'level' | 'sides'>,
  apart: Setting['apart'],
  { who, row }: { readonly who: string; readonly row: (field: string) => string },
): Required<Pick<Names, 'known'>> {
  const day = (level: 'person_' | 'unit_' | '', side: string): string => {
    const [param, own] = [`${level}known_${side}`, apart?.(side) ?? []]
    return own.length === 0
      ? `:${param}`
      : `(case ${row('insurance')} ${own.map((x, i) => `when ${literal(x)} then :of${i}_${param}`).join(' ')} else :${param} end)`
  }
  switch (levelsBy(rule)) {
    case null:
      return { known: side => day('', side) }
    case 'field':
      return {
        known: side =>
          `(case when substr(${who}, 1, 2) <> 'u:' and ${row('employer')} is null then ${day('person_', side)} else ${day('', side)} end)`,
      }
    case 'unit': {
      const paysByUnit = `exists (select 1 from "units_alone" z where z."employer" = ${row('employer')} and z."insurance" = ${row('insurance')} and z."tells" = 1)`
      return {
        known: side =>
          `(case when substr(${who}, 1, 2) = 'u:' then ${day('unit_', side)} when ${paysByUnit} then min(${day('', side)}, ${day('unit_', side)}) else ${day('', side)} end)`,
      }
    }
  }
}

/** The steps that decide whom rows speak of (`who`), and which are of the level that is not compared. */
export function levelSteps(rule: CompareRule, setting: Setting): readonly SqlStep[] {
  switch (levelsBy(rule)) {
    case 'field':
      return byField(rule.level!, rule.sides)
    case 'unit':
      return byUnit(rule, setting.unitsTold === true)
    case null:
      return []
  }
}

/**
 * Person level where both sides hold person rows of a voucher, else units, persons summed; a voucher that one side alone holds keeps its
 * finest level. Its refunds by themselves.
 */
function byField(by: string, sides: readonly Side[]): readonly SqlStep[] {
  const g = by === 'voucher' ? BUNDLE : ident(by)
  const has = (side: Side, which: number): string =>
    `select ${g} as "g", ${refundOf(side)} as "f", "level", "employer", ${which} as "side" from ${rowsTable(side.name)} where ${open}`
  const flag = (which: number, level: string): string => `max("side" = ${which} and "level" = '${level}')`
  const mark = (side: Side): readonly SqlStep[] => {
    const [t, f] = [rowsTable(side.name), refundOf(side)]
    const ofLevels = (what: string): string => `(select ${ident(what)} from "levels" where "levels"."g" = ${g} and "levels"."f" = ${f})`
    return [
      {
        name: `${side.name}: other level`,
        why: 'unit rows where persons are compared; person rows of an insurance for which the same side has unit rows',
        sql:
          `update ${t} set "c" = 'other_level' where ${open}` +
          ` and (case ${ofLevels('at')} when 'person' then "level" = 'unit' else "level" = 'person' and (${g}, ${f}, "insurance") in (select ${g}, ${f}, "insurance" from ${t} where ${open} and "level" = 'unit') end)`,
      },
      {
        name: `${side.name}: who`,
        why: `whom a row speaks of: the person, or at unit level the unit; a row without one is of the only unit of its ${by}`,
        sql:
          `update ${t} set "who" =` +
          ` case ${ofLevels('at')} when 'person' then "id_number" else coalesce('u:' || coalesce("employer", ${ofLevels('unit')}), 'p:' || "id_number") end where ${open}`,
      },
    ]
  }
  const [a, b] = sides as [Side, Side]
  return [
    {
      name: 'levels',
      why: `which level each ${by} is compared at, its refunds apart`,
      sql:
        `create temp table "levels" as select *, case when "ap" and "bp" then 'person' when ("ap" and not "bp" and not "bu") or ("bp" and not "ap" and not "au") then 'person'` +
        ` else 'unit' end as "at" from (select "g", "f", case when min(min("employer")) over (partition by "g") = max(max("employer")) over (partition by "g") then min(min("employer")) over (partition by "g") end as "unit",` +
        ` ${flag(0, 'person')} as "ap", ${flag(0, 'unit')} as "au", ${flag(1, 'person')} as "bp", ${flag(1, 'unit')} as "bu" from (${has(a, 0)} union all ${has(b, 1)}) group by "g", "f")`,
    },
    { name: 'levels by key', why: 'found by key', sql: 'create index temp."levels_by" on "levels" ("g", "f")' },
    ...mark(a),
    ...mark(b),
  ]
}

/**
 * Unit rows that stand alone: side, place, unit, insurance, months, and whether what they say makes the level: a refund or a late fee by
 * itself does not.
 */
export const UNITS_ALONE =
  'create temp table "units_alone" ("side" integer, "b" integer, "s" integer, "r" integer, "employer" text, "insurance" text, "from" integer, "to" integer, "tells" integer)'
/** Months of a unit and insurance that are compared as a whole. */
export const UNIT_MONTHS = 'create temp table "unit_months" ("employer" text, "insurance" text, "from" integer, "to" integer)'

/** What of a row of a kind stands there after its side. */
export const unitAlone = (kind: Kind): string =>
  `"b", "s", "r", "employer", "insurance", "period_start", "period_end", ${kind === 'payment' ? 'coalesce("refund", 0) <> 1 and coalesce("principal", 0) <> 0' : '1'}`

const same = (a: string, b: string): string => `${a}."employer" = ${b}."employer" and ${a}."insurance" = ${b}."insurance"`

/** Where a unit's money of some months is known by unit rows only, all rows of those months speak of the unit. */
function byUnit(rule: CompareRule, told: boolean): readonly SqlStep[] {
  return [
    ...(told
      ? []
      : [{ name: 'units alone', why: 'unit rows that no person row stands beside', sql: UNITS_ALONE }, ...rule.sides.map(standingAlone)]),
    {
      name: 'units alone by place',
      why: 'found by place',
      sql: 'create index temp."units_alone_at" on "units_alone" ("r", "s", "b", "side")',
    },
    {
      name: 'units alone by unit',
      why: 'found by unit',
      sql: 'create index temp."units_alone_by" on "units_alone" ("employer", "insurance", "from", "to", "tells", "side")',
    },
    ...(told ? [] : unitMonths(rule)),
    {
      name: 'months of units by unit',
      why: 'found by unit',
      sql: 'create index temp."unit_months_by" on "unit_months" ("employer", "insurance", "from", "to")',
    },
    ...rule.sides.flatMap((side, i): readonly SqlStep[] => {
      const t = rowsTable(side.name)
      const ofUnit = `exists (select 1 from "unit_months" u where ${same('u', t)} and u."from" = ${t}."period_start" and u."to" = ${t}."period_end")`
      return [
        {
          name: `${side.name}: other level`,
          why: 'unit rows whose persons are compared, or that name no unit',
          sql: `update ${t} set "c" = 'other_level' where ${open} and "level" = 'unit' and not (${standsAlone(t, i)} and ${ofUnit})`,
        },
        {
          name: `${side.name}: who`,
          why: 'whom a row speaks of: the person; the unit, where unit rows alone tell its money of those months',
          sql: `update ${t} set "who" = case when ${ofUnit} then 'u:' || "employer" else "id_number" end where ${open}`,
        },
      ]
    }),
  ]
}

const standsAlone = (t: string, side: number): string =>
  `exists (select 1 from "units_alone" z where z."side" = ${side} and z."b" = ${t}."b" and z."s" = ${t}."s" and z."r" = ${t}."r")`

/**
 * Unit rows without person rows of their voucher and insurance, and without any of their unit, insurance and month that have no voucher. A
 * person's refund stands beside a unit's refund alone: it is no detail of what the unit paid.
 */
function standingAlone(side: Side, i: number): SqlStep {
  const t = rowsTable(side.name)
  const bundle = hasVoucher(side.record) ? BUNDLE : MONTH_OF_UNIT
  const refund = refundOf(side)
  const among = (of: string, rows: string): string =>
    `coalesce((${of}, "insurance") in (select ${bundle}, "insurance" from ${t} where ${open} and "level" = 'person'${rows}), 0)`
  const beside = (of: string): string =>
    refund === '0' ? among(of, '') : `case when ${refund} = 1 then ${among(of, '')} else ${among(of, ` and ${refund} <> 1`)} end`
  return {
    name: `${side.name}: units alone`,
    why: 'what a unit row says that persons say too is not asked of it',
    sql:
      `insert into "units_alone" select ${i}, ${unitAlone(side.record)} from ${t} where ${open} and "level" = 'unit' and "employer" is not null` +
      ` and not ${beside(bundle)} and not ${beside(MONTH_OF_UNIT)}`,
  }
}

/**
 * Months that unit rows tell of; and such as one side alone has, where they overlap months that only a unit row of the other side tells of:
 * those are compared with it as their hull (`spans`).
 */
function unitMonths(rule: CompareRule): readonly SqlStep[] {
  const of = ({ name }: Side, i: number): string => {
    const t = rowsTable(name)
    return (
      `select distinct "employer", "insurance", "period_start" as "from", "period_end" as "to", ${i} as "side" from ${t} where ${open} and ("level" is not 'unit' or ${standsAlone(t, i)})` +
      ' and ("employer", "insurance") in (select "employer", "insurance" from "units_alone" where "tells" = 1)'
    )
  }
  // Where only side 0 has rows of the months, `a` is 1; where only side 1 has, it is 0: in both cases the number of the other side.
  const tells = (g: string, side: string): string =>
    `exists (select 1 from "units_alone" z where ${same('z', g)} and z."from" = ${g}."from" and z."to" = ${g}."to" and z."tells" = 1${side})`
  return [
    {
      name: 'months of such units',
      why: 'which side has rows of them',
      sql:
        'create temp table "unit_span" as select "employer", "insurance", "from", "to", max("side" = 0) as "a", max("side" = 1) as "b"' +
        ` from (${rule.sides.map(of).join(' union all ')}) group by 1, 2, 3, 4`,
    },
    {
      name: 'months of such units by unit',
      why: 'found by unit',
      sql: 'create index temp."unit_span_by" on "unit_span" ("employer", "insurance")',
    },
    { name: 'months of units', why: 'compared as a whole', sql: UNIT_MONTHS },
    {
      name: 'months of units filled',
      why: 'told by unit rows alone, or overlapped by what a unit row of the other side alone tells',
      sql:
        `insert into "unit_months" select "employer", "insurance", "from", "to" from "unit_span" g where ${tells('g', '')} or (g."a" <> g."b" and exists (select 1 from "unit_span" h where ${same('h', 'g')}` +
        ` and h."from" <= g."to" and h."to" >= g."from" and h."a" = g."b" and h."b" = g."a" and ${tells('h', ' and z."side" = g."a"')}))`,
    },
    { name: 'months of such units, done', why: 'not needed any more', sql: 'drop table temp."unit_span"' },
  ]
}
