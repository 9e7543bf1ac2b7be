import { z } from 'zod'
import { KINDS } from '../records/index.js'
import { PARAM_TABLES, type ParamTable } from './params.js'

const words = z.strictObject({ zh: z.string('expected a text'), en: z.string('expected a text') })
const name = z.string('expected a name').regex(/^[a-z][a-z0-9_]*$/, 'expected a name of small letters, digits and _')
const expr = z.string('expected a condition, as text')
const names = z.array(name, 'expected a list of names').min(1, 'expected at least one name')
const record = z.enum(KINDS, { error: `expected one of ${KINDS.join(', ')}` })
const from = z.enum(['owner', 'tax', 'bank', 'any'], { error: 'expected one of owner, tax, bank, any' })
const severity = z.enum(['high', 'medium', 'low'], { error: 'expected one of high, medium, low' })

/** What a condition may ask about besides the rows themselves, one row a key. */
const recordLookup = z.strictObject({
  record,
  /** Whose extracts, all of them that were delivered. */
  from: z.union([from, z.array(from).min(1)], { error: 'expected owner, tax, bank, any, or a list of them' }),
  /** Whose insurances; without it those that the rule looks at. */
  of: z.enum(['ss', 'mi'], { error: 'expected ss or mi' }).optional(),
  level: z.enum(['person', 'unit'], { error: 'expected person or unit' }).optional(),
  where: expr.optional(),
  /** Fields made of others. */
  fields: z.record(name, expr).default({}),
  key: names,
  take: z.record(name, expr).default({}),
  /** Asked as empty where nobody delivered it; else the rule does not run. */
  optional: z.boolean().default(false),
  /** How a key field is said of the asking row, where it is not the field of that name. */
  by: z.record(name, expr).default({}),
})
/** A dated parameter of `params/`: the row in force for the key in a month. */
const paramLookup = z.strictObject({
  param: z.enum(Object.keys(PARAM_TABLES) as [ParamTable], { error: `expected one of ${Object.keys(PARAM_TABLES).join(', ')}` }),
  at: name,
  by: z.record(name, expr).default({}),
})
const lookups = z
  .record(name, z.union([recordLookup, paramLookup], { error: 'expected record, from, key, take, or param and at' }))
  .default({})

/** Parts of rules that quality rules are written in too. */
export const checkParts = { words, name, expr, names, record, severity, lookups }

const outcome = z.strictObject({
  code: z.string('expected a code').regex(/^[A-Z]\d\d$/, 'expected a letter and two digits, as in L01'),
  variant: name.optional(),
  /** Tried in order; the first that holds takes the pair. */
  when: expr,
  /** A day: until its end the pair is 在途, not a discrepancy. */
  in_transit: expr.optional(),
  /** Where this holds the answer may still arrive: nothing is opened or closed. */
  undecided: expr.optional(),
  amount: expr.optional(),
  due: expr.optional(),
  class: z.enum(['discrepancy', 'note'], { error: 'expected discrepancy or note' }).default('discrepancy'),
  key: names,
  lists: z.array(name, 'expected a list of names').default([]),
  /** Key fields that no row holds, with their value. */
  says: z.record(name, z.string('expected a text')).default({}),
  reasons: name.optional(),
  severity,
  has: z.string('expected a side').optional(),
  lacks: z.string('expected a side').optional(),
  who_acts: z.array(z.enum(['owner', 'tax', 'bank', 'failing', 'all']), 'expected a list of owner, tax, bank, failing, all').min(1),
  title: words,
  do: words,
})

/**
 * Single rows have no side that has or lacks a thing; with pairs of one key no money is at stake either, and none is in transit or
 * undecided.
 */
const ofRows = outcome.omit({ has: true, lacks: true })
const ofPairs = ofRows.omit({ in_transit: true, undecided: true, amount: true, due: true })

const head = {
  rule: z.string('expected a name').regex(/^[a-z][a-z0-9-]*$/, 'expected a name of small letters, digits and -'),
  title: words,
  by: z.enum(['owner', 'all']).default('owner'),
  lookups,
}

const feed = z.strictObject({
  record,
  /** Whose extract; of several the first that was delivered is read. */
  from: z.union([from, z.array(from).min(1)], { error: 'expected owner, tax, bank, any, or a list of them' }),
  where: expr.optional(),
  /** Fields made of others. */
  fields: z.record(name, expr).default({}),
  /** Rows of the other level take no part; extracts without any row of this one do not count as delivered. */
  level: z.enum(['person', 'unit'], { error: 'expected person or unit' }).optional(),
  /** Unit rows speak for a voucher and insurance that has them: its person rows are another level. */
  prefer_unit: z.boolean().default(false),
  /** Rows equal in these fields are one: later copies are left out. */
  once: names.optional(),
})

const side = feed.extend({ otherwise: feed.omit({ from: true }).optional(), otherwise_by: name.optional() })

const compare = z.strictObject({
  ...head,
  kind: z.literal('compare'),
  sides: z.record(name, side),
  /** A row and its negative of the same key undo each other: both are not live. */
  cancel: names.optional(),
  /** Person or unit is decided a value of this field; where one side has no vouchers, by unit, insurance and months. */
  level: name.optional(),
  /**
   * Rows of one side that are equal in every field of the key (those that may be blank are equal when both are): all but the first are
   * claimed.
   */
  repeats: z
    .strictObject({ outcome: z.string(), on: z.union([name, names]), key: names, may_be_blank: names.optional(), copies: name.optional() })
    .optional(),
  /** Fields whose blanks on either side bring the comparison of their group to the coarser level, in this order. */
  coarsen: z.array(z.strictObject({ field: name, within: names })).optional(),
  /** Values that only one side delivered are undecided. */
  both: name.optional(),
  spans: z.strictObject({ within: names }).optional(),
  grain: names.optional(),
  take: z.record(name, expr).default({}),
  order: z.array(expr).default([]),
  ladder: z
    .array(z.strictObject({ key: names, on_ambiguous: z.enum(['A01', 'next']).default('A01'), outcome: z.string().optional() }))
    .default([]),
  near: names.optional(),
  shows: z.array(name).default([]),
  outcomes: z.array(outcome).min(1, 'expected at least one outcome'),
})

const records = z.union([
  record,
  z
    .array(z.union([record, z.strictObject({ record, from: z.union([from, z.array(from).min(1)]).optional(), where: expr.optional() })]))
    .min(1),
])

const unique = z.strictObject({
  ...head,
  kind: z.literal('unique'),
  record: records,
  from,
  where: expr.optional(),
  key: names,
  /** Only groups in which this field has several values are looked at. */
  differ: name.optional(),
  /** One row of each of these stands for its like. */
  evidence: names.optional(),
  outcomes: z.array(ofPairs).min(1, 'expected at least one outcome'),
})

const check = z.strictObject({
  ...head,
  kind: z.literal('check'),
  record: records,
  /** Whose extract; by owner, of several the first that was delivered is read. */
  from: z.union([from, z.array(from).min(1)], { error: 'expected owner, tax, bank, any, or a list of them' }),
  where: expr.optional(),
  evidence: names.optional(),
  outcomes: z.array(ofRows).min(1, 'expected at least one outcome'),
})

/** A rule as it stands in its YAML file. */
export const ruleSchema = z.discriminatedUnion('kind', [compare, unique, check], { error: 'expected kind: compare, unique or check' })
/** A rule file, checked, with its defaults; `types.ts` has what rules become of it. */
export type RuleFile = z.infer<typeof ruleSchema>
export type CompareFile = z.infer<typeof compare>
export type UniqueFile = z.infer<typeof unique>
export type CheckFile = z.infer<typeof check>
export type OutcomeFile = z.infer<typeof outcome>
export type RecordLookupFile = z.infer<typeof recordLookup>
export type FeedFile = z.infer<typeof feed>
export type CoarsenFile = NonNullable<CompareFile['coarsen']>[number]
/** Whose records are read: owner (ss or mi, as the rule is run), tax, bank, or any. */
export type From = z.infer<typeof from>
