/**
 * The one table of record kinds and their fields (catalogue §1). DDL, readers, headers, reference pages and the data
 * dictionary all come from here.
 */
export type FieldType =
  | 'id_number'
  | 'credit_code'
  | 'person_name'
  | 'org_name'
  | 'code'
  | 'fen'
  | 'rate'
  | 'period'
  | 'date'
  | 'timestamp'
  | 'text'
  | 'int'
  | 'flag'

/** A column of a record kind: what it is called in files and rules, and by people. */
export interface Field {
  readonly name: string
  readonly type: FieldType
  readonly zh: string
  readonly en: string
  /** For `code`: the code list that translates it. */
  readonly list?: CodeList
  /** Computed by hedui from other cells; never a column of an extract by itself. */
  readonly derived?: true
}

/** Code lists; a code is translated by (agency, list, code), never by the code alone. */
export const CODE_LISTS = [
  'insurance',
  'id_type',
  'gender',
  'status',
  'pay_status',
  'payer_type',
  'levy_type',
  'pay_type',
  'end_reason',
  'bank_status',
  'transfer',
  'reversal',
  'validity',
  'refund',
  'posted',
] as const
/** Name of a code list, as `codes/*.csv` has it. */
export type CodeList = (typeof CODE_LISTS)[number]

/** Record kinds (catalogue §1). */
export const KINDS = ['registration', 'employer', 'levy', 'payment', 'summary', 'wage_declaration', 'bank_txn'] as const
/** Name of a record kind, and of its table in a segment. */
export type Kind = (typeof KINDS)[number]

/** How a type stands in SQLite: amounts in 分, rates in millionths, periods as yyyymm; the rest text. Absent is NULL. */
export function isNumeric(type: FieldType): boolean {
  return type === 'fen' || type === 'rate' || type === 'period' || type === 'int' || type === 'flag'
}

type More = { readonly list?: CodeList; readonly derived?: true }

const f = (name: string, type: FieldType, ...[zh, en, more = {}]: readonly [zh: string, en: string, more?: More]): Field => ({
  name,
  type,
  zh,
  en,
  ...more,
})

/** Provenance and ownership, in front of the fields of every record. `owner` is ss or mi: whose insurance the row speaks of. */
const COMMON: readonly Field[] = [
  f('line', 'int', '行号', 'line', { derived: true }),
  f('sheet', 'text', '工作表', 'sheet', { derived: true }),
  f('agency', 'text', '来源机构', 'agency', { derived: true }),
  f('owner', 'text', '险种所属机构', 'owner of the insurance', { derived: true }),
]

const person: readonly Field[] = [
  f('person_no', 'text', '个人编号', 'person number'),
  f('id_type', 'code', '证件类型', 'identity document type', { list: 'id_type' }),
  f('id_number', 'id_number', '证件号码', 'identity number'),
  f('id_fault', 'text', '证件异常原因', 'faults of the identity number', { derived: true }),
  f('id_unusable', 'flag', '证件号码不能作为键', 'identity number cannot serve as a key', { derived: true }),
  f('name', 'person_name', '姓名', 'name'),
]
const employer: readonly Field[] = [
  f('employer_no', 'text', '单位编号', 'employer number'),
  f('employer', 'credit_code', '统一社会信用代码', 'credit code of the employer'),
  f('employer_name', 'org_name', '单位名称', 'employer name'),
]
const insurance = f('insurance', 'code', '险种', 'insurance', { list: 'insurance' })
const payerType = f('payer_type', 'code', '缴费人类型', 'payer type', { list: 'payer_type' })
const spell: readonly Field[] = [
  f('period_start', 'period', '费款所属期起', 'period, first month'),
  f('period_end', 'period', '费款所属期止', 'period, last month'),
  f('booked_period', 'period', '建账年月', 'booked period'),
]
const level = f('level', 'text', '层级', 'level: person or unit', { derived: true })
/** 1 live, 0 not live, 2 reversal pending (not live, counted apart). */
const live = f('live', 'int', '有效', 'live', { derived: true })
/** 0 for account movements that nobody paid (not comparable); NULL or 1 otherwise. */
const comparable = f('comparable', 'flag', '可比', 'comparable', { derived: true })
const area = f('area', 'text', '统筹区', 'area')
const office = f('office', 'text', '经办机构', 'office')

/** Fields of each kind in the order of a segment's columns. New ones go behind: earlier segments lack them at the end. */
export const FIELDS: Readonly<Record<Kind, readonly Field[]>> = {
  registration: [
    ...person,
    f('gender', 'code', '性别', 'gender', { list: 'gender' }),
    f('birth_date', 'date', '出生日期', 'birth date'),
    ...employer,
    insurance,
    f('status', 'code', '参保状态', 'status', { list: 'status' }),
    payerType,
    f('begin_date', 'date', '参保开始日期', 'begin date'),
    f('end_date', 'date', '参保终止日期', 'end date'),
    f('end_reason', 'code', '终止原因', 'end reason', { list: 'end_reason' }),
    f('end_reason_date', 'date', '终止原因日期', 'date of the end reason'),
    area,
  ],
  employer: [
    f('employer_no', 'text', '单位编号', 'employer number'),
    f('credit_code', 'credit_code', '统一社会信用代码', 'credit code'),
    f('name', 'org_name', '单位名称', 'name'),
    area,
    f('industry_rate', 'rate', '行业费率', 'industry rate'),
  ],
  levy: [
    level,
    f('levy_no', 'text', '征集通知流水号', 'levy number'),
    f('levy_line', 'text', '应征明细序号', 'levy line'),
    ...person,
    ...employer,
    payerType,
    insurance,
    ...spell,
    f('levy_type', 'code', '应缴类型', 'levy type', { list: 'levy_type' }),
    f('base', 'fen', '缴费基数', 'base'),
    f('base_employer', 'fen', '单位缴费基数', 'base of the employer part'),
    f('rate_employer', 'rate', '单位费率', 'employer rate'),
    f('rate_person', 'rate', '个人费率', 'person rate'),
    f('amount_employer', 'fen', '单位应缴', 'employer part'),
    f('amount_person', 'fen', '个人应缴', 'person part'),
    f('amount', 'fen', '应缴金额', 'amount'),
    f('sent_date', 'date', '发送日期', 'sent date'),
    f('due_date', 'date', '缴款期限', 'due date'),
    live,
    comparable,
  ],
  payment: [
    level,
    f('voucher', 'text', '电子税票号码', 'voucher'),
    f('voucher_line', 'text', '税票明细序号', 'voucher line'),
    f('levy_no', 'text', '征集通知流水号', 'levy number'),
    ...person,
    ...employer,
    payerType,
    insurance,
    ...spell,
    f('pay_type', 'code', '缴费类型', 'payment type', { list: 'pay_type' }),
    f('refund', 'flag', '退费', 'refund'),
    f('principal_employer', 'fen', '单位实缴', 'employer part paid'),
    f('principal_person', 'fen', '个人实缴', 'person part paid'),
    f('principal', 'fen', '本金', 'principal', { derived: true }),
    f('late_fee', 'fen', '滞纳金', 'late fee'),
    f('interest', 'fen', '利息', 'interest'),
    f('amount', 'fen', '实缴金额', 'amount, signed net effect'),
    f('headcount', 'int', '缴费人数', 'headcount'),
    f('paid_date', 'date', '开具日期', 'paid date'),
    f('remitted_date', 'date', '上解日期', 'remitted date'),
    f('treasury_date', 'date', '入库日期', 'treasury date'),
    f('posted', 'flag', '到账标志', 'posted'),
    f('failure', 'text', '失败原因', 'failure'),
    f('adjustment', 'text', '调账类型', 'adjustment'),
    f('original_voucher', 'text', '原税票号码', 'original voucher'),
    f('channel', 'text', '缴费渠道', 'channel'),
    f('payee', 'text', '退费收款人', 'payee'),
    office,
    area,
    live,
    comparable,
  ],
  summary: [
    area,
    office,
    insurance,
    f('window_from', 'date', '报表起', 'window from'),
    f('window_to', 'date', '报表止', 'window to'),
    f('amount_employer', 'fen', '单位入库总额', 'employer part'),
    f('amount_person', 'fen', '个人入库总额', 'person part'),
    f('late_fee', 'fen', '滞纳金', 'late fee'),
    f('interest', 'fen', '利息', 'interest'),
  ],
  wage_declaration: [
    ...person,
    ...employer,
    insurance,
    f('period', 'period', '所属期', 'period'),
    f('wage', 'fen', '缴费工资', 'wage'),
    f('base', 'fen', '缴费基数', 'base'),
  ],
  bank_txn: [
    f('voucher', 'text', '税票号码', 'voucher'),
    f('txn_no', 'text', '交易流水号', 'transaction number'),
    f('amount', 'fen', '交易金额', 'amount'),
    f('status', 'code', '交易状态', 'status', { list: 'bank_status' }),
    f('bank_date', 'date', '银行日期', 'bank day'),
    f('tax_date', 'date', '扣税日期', 'tax day'),
    f('payer', 'text', '缴款人', 'payer'),
    f('bank', 'text', '付款行', 'bank'),
  ],
}

/** What people call the kinds. */
export const KIND_LABELS: Readonly<Record<Kind, { readonly zh: string; readonly en: string }>> = {
  registration: { zh: '参保登记', en: 'registration' },
  employer: { zh: '单位对照', en: 'employer' },
  levy: { zh: '征集（应征）', en: 'levy' },
  payment: { zh: '缴费明细', en: 'payment' },
  summary: { zh: '总对总汇总', en: 'summary' },
  wage_declaration: { zh: '缴费工资申报', en: 'wage declaration' },
  bank_txn: { zh: '银行流水', en: 'bank transaction' },
}

/** Common fields and the kind's own, in table order. */
export function fieldsOf(kind: Kind): readonly Field[] {
  return [...COMMON, ...FIELDS[kind]]
}

/** The field of that name, or undefined. */
export function fieldOf(kind: Kind, name: string): Field | undefined {
  return COMMON.find(x => x.name === name) ?? FIELDS[kind].find(x => x.name === name)
}
