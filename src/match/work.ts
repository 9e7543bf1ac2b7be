import { fieldsOf } from '../records/index.js'
import { ident } from '../sql/index.js'
import { namesGiven } from './expr-sql.js'
import { fieldsIn } from './expr.js'
import { lookupKey } from './lookup-sql.js'
import { columnsOf } from './rules.js'
import type { CompareRule, Side } from './types.js'

/** Columns of a side's working table, without PLACE. */
export function workColumns(side: Side): readonly string[] {
  return [...columnsOf(side), 'id_written']
}

/** What findings ask of an item whatever the rule: whom and what it speaks of. Of an item that is a row they ask the row. */
const ASKED = [
  'agency',
  'level',
  'who',
  'id_number',
  'id_written',
  'person_no',
  'name',
  'employer',
  'employer_name',
  'insurance',
  'month',
  'period_start',
  'period_end',
  'voucher',
  'levy_no',
  'area',
  'office',
]

/**
 * Columns of a side's items: those that the rule or its findings ask for; all of them where the item itself is shown in place of its rows,
 * the rule's own where the item is a row.
 */
export function itemColumns(rule: CompareRule, side: Side): readonly string[] {
  const all = workColumns(side)
  if (rule.coarsen !== undefined) return all
  const conditions = rule.outcomes.flatMap(o => [o.when, o.in_transit, o.undecided, o.amount, o.due]).filter(e => e !== null)
  const looked = rule.lookups.flatMap(l => [
    ...lookupKey(l),
    ...Object.values(l.by)
      .flatMap(fieldsIn)
      .map(f => f.name),
  ])
  const shown = eachAlone(rule) ? [] : [...ASKED, ...rule.outcomes.flatMap(o => o.key), ...rule.shows, ...(rule.near ?? [])]
  const asked = new Set([
    ...shown,
    ...(namesGiven(conditions, 'known').length === 0 ? [] : ['insurance']),
    ...(rule.level === undefined ? [] : ['who', 'employer', 'insurance']),
    ...(rule.grain ?? []),
    ...rule.ladder.flatMap(s => s.key),
    ...(rule.both === undefined ? [] : [rule.both]),
    ...conditions.flatMap(fieldsIn).map(f => f.name),
    ...looked,
  ])
  return all.filter(c => asked.has(c))
}

/** What is made of another field where it does not stand itself (`rowsSql`). */
export const MADE_OF: Readonly<Record<string, string>> = { employer: 'employer_no', period_end: 'period_start' }

/**
 * Columns of a side's rows that hold nothing: fields of its records that no extract has (`delivered`: those that one has), and that nothing
 * is made of.
 */
export function emptyColumns(side: Side, delivered: ReadonlySet<string>): ReadonlySet<string> {
  const feeds = [side, ...(side.otherwise === null ? [] : [side.otherwise])]
  const fields = new Set(feeds.flatMap(f => fieldsOf(f.record).map(x => x.name)))
  return new Set(
    [...fields].filter(
      name => ![name, MADE_OF[name] ?? name].some(x => delivered.has(x)) && !feeds.some(f => Object.hasOwn(f.fields, name)),
    ),
  )
}

/** Names of working tables: a side's rows and its items (what is compared). */
export const rowsTable = (side: string): string => ident(`in_${side}`)
/** A side's items: its rows summed up to the grain of the rule. */
export const itemsTable = (side: string): string => ident(`item_${side}`)
/** Rows and money of a side by class, once all is decided. */
export const classesTable = (side: string): string => ident(`class_${side}`)

/** Whether every row is compared by itself: its item has the row's number. */
export function eachAlone(rule: CompareRule): boolean {
  return rule.grain === undefined && Object.keys(rule.take).length === 0
}

/** Joins a side's rows (t) to the number of their item. */
export function joinRows(rule: CompareRule, side: string, item: string): string {
  if (eachAlone(rule)) return `cross join ${rowsTable(side)} t on t."n" = ${item}`
  return `cross join ${ident(`group_${side}`)} g on g."i" = ${item} cross join ${rowsTable(side)} t on t."n" = g."n"`
}

/**
 * The place where a rule decides: which columns were delivered at all; whether temp."units_alone" is there already, of all rows of both
 * sides; insurances of which a side is known up to days of their own (`:of<n>_known_<side>`, by their places in the list).
 */
export interface Setting {
  delivered(side: string, field: string): boolean
  readonly unitsTold?: boolean
  apart?(side: string): readonly string[]
}
