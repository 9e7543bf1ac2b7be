import { z } from 'zod'
import { DAY_FORMS, MONEY_SCALES, type MoneyUnit } from '../cleanse/index.js'
import { AGENCIES, OWNERS } from '../kernel/index.js'
import { CODE_LISTS, KINDS, type FieldType } from '../records/index.js'
import { formatSchema } from './format.js'

const TYPES = [
  'id_number',
  'credit_code',
  'person_name',
  'org_name',
  'code',
  'fen',
  'rate',
  'period',
  'date',
  'text',
  'int',
  'flag',
] as const satisfies readonly FieldType[]

const name = z
  .string('expected a name')
  .regex(/^[a-z][a-z0-9_-]{0,40}$/, 'expected lower-case letters, digits, - and _, beginning with a letter')
const words = z.array(z.coerce.string(), 'expected a list of texts')
const dayForms = z.array(z.enum(DAY_FORMS, `expected one of ${DAY_FORMS.join(', ')}`), 'expected a list of date forms')

const units = Object.keys(MONEY_SCALES) as MoneyUnit[]
const money = z.enum(units, `expected one of ${units.join(', ')}`)

/**
 * A header by itself, or one that counts only where none (`unless`) or one (`beside`) of others stands in the same header row: headers, or
 * columns by name.
 */
const synonym = z.union(
  [
    z.strictObject({
      is: z.coerce.string(),
      unless: words.min(1, 'expected at least one header or column').optional(),
      beside: words.min(1, 'expected at least one header or column').optional(),
    }),
    z.coerce.string(),
  ],
  'expected a header, or { is, unless, beside }',
)
const synonyms = z.array(synonym, 'expected a list of headers').min(1, 'expected at least one header')
type Synonym = z.infer<typeof synonym>
/** A header that is one only on a condition. */
export type Conditional = Exclude<Synonym, string>

/** Headers as texts, and the conditions of those that have one. */
function told(list: readonly Synonym[]): { headers: string[]; conditions?: readonly Conditional[] } {
  const conditions = list.filter(s => typeof s !== 'string')
  return { headers: list.map(s => (typeof s === 'string' ? s : s.is)), ...(conditions.length === 0 ? {} : { conditions }) }
}

const column = z.union(
  [
    synonyms.transform(told),
    z
      .strictObject({
        headers: synonyms,
        type: z.enum(TYPES, `expected one of ${TYPES.join(', ')}`).optional(),
        list: z.enum(CODE_LISTS, `expected one of ${CODE_LISTS.join(', ')}`).optional(),
        dates: dayForms.optional(),
        periods: dayForms.optional(),
        money: money.optional(),
        blanks: words.optional(),
        shared: z.boolean('expected true or false').optional(),
      })
      .transform(({ headers, ...more }) => ({ ...told(headers), ...more })),
  ],
  'expected a list of headers, or headers with their type',
)

const condition = z.record(
  z.string(),
  z.union(
    [z.enum(['filled', 'blank', 'nonzero', 'zero']), words.min(1)],
    'expected filled, blank, nonzero, zero, or a list of patterns with *',
  ),
)

const split = z.strictObject({
  amount: z.string('expected the name of a column'),
  rules: z
    .array(
      z.strictObject({
        to: z.enum(
          ['principal_employer', 'principal_person', 'late_fee', 'interest'],
          'expected principal_employer, principal_person, late_fee or interest',
        ),
        when: condition.optional(),
      }),
    )
    .min(1, 'expected at least one rule'),
})

const sources = z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)], 'expected the name of a column, or a list of them'))

/** Columns side by side that are records one under the other: what the heads of a set say, and the columns that hold its values. */
const unpivot = z
  .array(
    z.strictObject({
      set: z
        .record(z.string(), z.coerce.string())
        .refine(of => Object.keys(of).length > 0, 'expected what the columns have in common, as { insurance: pension }'),
      fields: sources.refine(of => Object.keys(of).length > 0, 'expected fields with their columns'),
    }),
    'expected a list of { set, fields }',
  )
  .min(1, 'expected at least one set of columns')

const record = z.strictObject({
  kind: z.enum(KINDS, `expected one of ${KINDS.join(', ')}`),
  level: z.enum(['person', 'unit'], 'expected person or unit').optional(),
  agency: z.enum(AGENCIES, `expected one of ${AGENCIES.join(', ')}`).optional(),
  when: condition.optional(),
  any: z.array(z.string(), 'expected a list of columns').min(1, 'expected at least one column').optional(),
  constants: z.record(z.string(), z.coerce.string()).optional(),
  fields: sources.optional(),
  split: split.optional(),
  unpivot: unpivot.optional(),
  zeros: z.enum(['skip', 'keep'], 'expected skip or keep').optional(),
})

/**
 * A layout file as written. `format`, `encoding` and `delimiter` are what was agreed with the sender, `complete` that every column was:
 * checks hold a file to them, reading it does not (how a file is read stands in its source, or is told by its bytes).
 */
export const layoutSchema = z.strictObject({
  name,
  title: z.strictObject({ zh: z.string('expected a title'), en: z.string('expected a title') }),
  agency: z.enum(AGENCIES, `expected one of ${AGENCIES.join(', ')}`),
  sender: z.enum(OWNERS, 'expected ss or mi').optional(),
  codes: z.array(z.enum(AGENCIES), 'expected a list of agencies').optional(),
  format: z
    .union(
      [z.enum(['text', 'xlsx'], 'expected text or xlsx').transform((kind): z.output<typeof formatSchema> => ({ kind })), formatSchema],
      'expected text, xlsx, or what the bytes do not say',
    )
    .optional(),
  encoding: z.enum(['utf-8', 'gb18030', 'utf-16le', 'utf-16be'], 'expected utf-8, gb18030, utf-16le or utf-16be').optional(),
  delimiter: z.string('expected a delimiter').min(1, 'expected a delimiter').optional(),
  header_rows: z.int('expected a number of rows').min(1).max(200).default(30),
  money: money.default('元'),
  unit_in_header: z.boolean('expected true or false').default(true),
  rates: z.enum(['fraction', 'percent'], 'expected fraction or percent').default('fraction'),
  dates: dayForms.default(['yyyy-mm-dd']),
  periods: dayForms.default(['yyyymm']),
  blanks: words.default([
    '-',
    '--',
    '—',
    '——',
    '/',
    '\\N',
    'NULL',
    'null',
    'Null',
    '(null)',
    '<NULL>',
    'None',
    'NaN',
    'nan',
    'N/A',
    '#N/A',
    '无',
    '空',
  ]),
  totals: words.default([
    '合计',
    '小计',
    '总计',
    '累计',
    '共计',
    '总合计',
    '本页合计',
    '本页小计',
    '单位合计',
    '单位小计',
    '部门合计',
    '部门小计',
    'Total',
    'Subtotal',
    'Grand Total',
  ]),
  control: z
    .strictObject({
      suffixes: words.default(['.ctl', '.jls', '.txt']),
      rows: words.default(['JLS', '记录数', '记录条数', '总记录数', '总条数', '总笔数', '明细条数', '明细笔数', '数据条数', '总行数']),
      amount: words.default(['合计金额', '总金额', '金额合计', '合计总金额', 'ZJE', 'HJJE']),
      total_row: z.boolean('expected true or false').default(false),
    })
    .prefault({}),
  columns: z.record(z.string(), column),
  mandatory: z
    .array(
      z.union(
        [z.string(), z.array(z.string()).min(1), z.strictObject({ count: z.int().min(1), of: z.array(z.string()).min(1) })],
        'expected a column, a list of alternatives, or { count, of }',
      ),
    )
    .min(1, 'expected at least one column'),
  second_id: z.strictObject({ number: words.min(1, 'expected at least one header'), type: words.default([]) }).optional(),
  signature: words.optional(),
  without: words.optional(),
  must: words.default([]),
  readable: words.default([]),
  complete: z.boolean('expected true or false').optional(),
  records: z.array(record).min(1, 'expected at least one record'),
})

/** A layout file, checked, with its defaults. */
export type LayoutFile = z.infer<typeof layoutSchema>
/** What one row of the extract becomes: a record kind, on what condition, from which columns. */
export type RecordSpec = LayoutFile['records'][number]
/** What cells must hold, by column; all of it. */
export type Condition = z.infer<typeof condition>
/** How one amount of a row is parted into the amounts of a record. */
export type SplitSpec = z.infer<typeof split>
