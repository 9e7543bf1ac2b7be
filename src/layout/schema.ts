import { z } from 'zod'
import { DAY_FORMS } from '../cleanse/index.js'
import { AGENCIES, OWNERS } from '../kernel/index.js'
import { CODE_LISTS, KINDS, type FieldType } from '../records/index.js'

const TYPES = [
  'id_number', 'credit_code', 'person_name', 'org_name', 'code', 'fen', 'rate', 'period', 'date', 'text', 'int', 'flag',
] as const satisfies readonly FieldType[]

const name = z.string('expected a name').regex(/^[a-z][a-z0-9_-]{0,40}$/, 'expected lower-case letters, digits, - and _, beginning with a letter')
const words = z.array(z.coerce.string(), 'expected a list of texts')
const dayForms = z.array(z.enum(DAY_FORMS, `expected one of ${DAY_FORMS.join(', ')}`), 'expected a list of date forms')
/** Units of money, and the powers of ten from each to 分. */
export const MONEY_SCALES = { 分: 0, 角: 1, 元: 2, 万元: 6 } as const
export type MoneyUnit = keyof typeof MONEY_SCALES

const money = z.enum(['元', '分', '角', '万元'], 'expected 元, 分, 角 or 万元')

const column = z.union([
  words.min(1, 'expected at least one header').transform(headers => ({ headers })),
  z.strictObject({
    headers: words.min(1, 'expected at least one header'),
    type: z.enum(TYPES, `expected one of ${TYPES.join(', ')}`).optional(),
    list: z.enum(CODE_LISTS, `expected one of ${CODE_LISTS.join(', ')}`).optional(),
    dates: dayForms.optional(),
    periods: dayForms.optional(),
    money: money.optional(),
    blanks: words.optional(),
    shared: z.boolean('expected true or false').optional(),
  }),
], 'expected a list of headers, or headers with their type')

const condition = z.record(z.string(), z.union([z.enum(['filled', 'blank']), words.min(1)], 'expected filled, blank, or a list of patterns with *'))

const split = z.strictObject({
  amount: z.string('expected the name of a column'),
  rules: z.array(z.strictObject({
    to: z.enum(['principal_employer', 'principal_person', 'late_fee', 'interest'], 'expected principal_employer, principal_person, late_fee or interest'),
    when: condition.optional(),
  })).min(1, 'expected at least one rule'),
})

const record = z.strictObject({
  kind: z.enum(KINDS, `expected one of ${KINDS.join(', ')}`),
  level: z.enum(['person', 'unit'], 'expected person or unit').optional(),
  agency: z.enum(AGENCIES, `expected one of ${AGENCIES.join(', ')}`).optional(),
  when: condition.optional(),
  constants: z.record(z.string(), z.coerce.string()).optional(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string()).min(1)], 'expected the name of a column, or a list of them')).optional(),
  split: split.optional(),
})

/** A layout file as written. */
export const layoutSchema = z.strictObject({
  name,
  title: z.strictObject({ zh: z.string('expected a title'), en: z.string('expected a title') }),
  agency: z.enum(AGENCIES, `expected one of ${AGENCIES.join(', ')}`),
  sender: z.enum(OWNERS, 'expected ss or mi').optional(),
  codes: z.array(z.enum(AGENCIES), 'expected a list of agencies').optional(),
  header_rows: z.int('expected a number of rows').min(1).max(200).default(30),
  money: money.default('元'),
  unit_in_header: z.boolean('expected true or false').default(true),
  rates: z.enum(['fraction', 'percent'], 'expected fraction or percent').default('fraction'),
  dates: dayForms.default(['yyyy-mm-dd']),
  periods: dayForms.default(['yyyymm']),
  blanks: words.default(['-', '--', '—', '——', '/', '\\N', 'NULL', 'null', 'N/A', '#N/A', '无', '空']),
  totals: words.default(['合计', '小计', '总计', '累计', '共计', '总合计', '本页合计', '本页小计', '单位合计', '单位小计', '部门合计', '部门小计']),
  control: z.strictObject({
    suffixes: words.default(['.ctl', '.jls', '.txt']),
    rows: words.default(['JLS', '记录数', '记录条数', '总记录数', '总条数', '总笔数', '明细条数', '明细笔数', '数据条数', '总行数']),
    amount: words.default(['合计金额', '总金额', '金额合计', '合计总金额', 'ZJE', 'HJJE']),
    total_row: z.boolean('expected true or false').default(false),
  }).prefault({}),
  columns: z.record(z.string(), column),
  mandatory: z.array(z.union([
    z.string(), z.array(z.string()).min(1), z.strictObject({ count: z.int().min(1), of: z.array(z.string()).min(1) }),
  ], 'expected a column, a list of alternatives, or { count, of }')).min(1, 'expected at least one column'),
  signature: words.optional(),
  without: words.optional(),
  must: words.default([]),
  readable: words.default([]),
  records: z.array(record).min(1, 'expected at least one record'),
})

export type LayoutFile = z.infer<typeof layoutSchema>
export type RecordSpec = LayoutFile['records'][number]
export type Condition = z.infer<typeof condition>
export type SplitSpec = z.infer<typeof split>
