import { checkDigit } from './people.js'
import { dayInForm, type FormColumn, type FormSpec } from './form.js'

/** What is wrong on purpose, where, and the message code under which it must be found. Line 0: the file as a whole. */
export interface Fault {
  readonly file: string
  readonly line: number
  readonly column: string
  readonly fault: string
  readonly code: string
}

/** A way to spoil a cell that held something right: what it is called, what stands there then, and the code. */
export interface CellFault {
  readonly fault: string
  readonly code: string
  readonly spoil: (right: string) => string
}

const WRONG_DAY: Readonly<Record<string, string>> = { yyyymmdd: '20250230' }
/** Forms that are clearly meant, for layouts that declare none of them. */
const OTHER_DAYS = ['yyyy/m/d', 'yyyy.m.d', 'yyyy年m月d日', 'yyyymmdd', 'yyyy-mm-dd']
const OTHER_MONTHS = ['yyyy年m月', 'yyyy/mm', 'yyyy-mm']

/** The faults of a column, each to be put into a row of its own. */
export function cellFaults(column: FormColumn, form: FormSpec): readonly CellFault[] {
  if (column.silent) return []
  switch (column.type) {
    case 'id_number':
      return ids(form)
    case 'credit_code':
      return [
        { fault: '信用代码校验位错', code: 'reason.credit_check_digit', spoil: s => otherEnd(s) },
        { fault: '信用代码少一位', code: 'reason.credit_length', spoil: s => s.slice(0, 16) },
      ]
    case 'person_name':
      return [{ fault: '姓名中间有空格', code: 'reason.blank', spoil: s => `${s.slice(0, 1)}　${s.slice(1)}` }]
    case 'org_name':
      return [{ fault: '单位名称尾部有空格', code: 'reason.blank', spoil: s => `${s}  ` }]
    case 'fen':
      return [
        { fault: '金额写成汉字', code: 'reason.amount_unreadable', spoil: () => '八百元整' },
        { fault: '金额带千分位', code: 'reason.separator', spoil: () => (column.money === '分' ? '1,234' : '1,234.00') },
      ]
    case 'rate':
      return [{ fault: '比例写成汉字', code: 'reason.rate_unreadable', spoil: () => '百分之八' }]
    case 'int':
      return [{ fault: '人数带单位', code: 'reason.count_unreadable', spoil: s => `${s}人左右` }]
    case 'date':
      return days(column)
    case 'period':
      return months(column)
    case 'code':
      return [{ fault: '代码不在代码表里', code: 'reason.code_unknown', spoil: () => 'ZZ9' }]
    case 'flag':
      return column.list === null ? [] : [{ fault: '代码不在代码表里', code: 'reason.code_unknown', spoil: () => 'ZZ9' }]
    default:
      return column.name === 'social_no' || column.name === 'part' ? [] : [{ fault: '全角字符', code: 'reason.width', spoil: wide }]
  }
}

/** In full width. */
function wide(text: string): string {
  return /[0-9A-Z]/.test(text) ? text.replace(/[0-9A-Z]/g, c => String.fromCharCode(c.charCodeAt(0) + 0xfee0)) : `${text}１`
}

/** A blank id is no fault where it tells units from persons. */
function ids(form: FormSpec): readonly CellFault[] {
  const asked = !form.deciding.includes('id_number')
  return [
    {
      fault: '证件号码校验位错',
      code: 'reason.id_check_digit',
      spoil: s => s.slice(0, 17) + '0123456789X'.replace(checkDigit(s.slice(0, 17)), '')[0]!,
    },
    { fault: '证件号码少一位', code: 'reason.id_length', spoil: s => s.slice(0, 17) },
    { fault: '出生日期不存在', code: 'reason.id_date', spoil: s => neverBorn(s) },
    { fault: '被 Excel 改成科学计数', code: 'reason.id_damaged', spoil: () => '1.10000E+17' },
    { fault: '打了码', code: 'reason.id_masked', spoil: s => `${s.slice(0, 6)}********${s.slice(14)}` },
    ...(asked ? [{ fault: '证件号码为空', code: 'reason.id_blank', spoil: () => '' }] : []),
  ]
}

/** Born on the 32nd of the 13th month, with a right check digit. */
function neverBorn(id: string): string {
  const body = `${id.slice(0, 10)}1332${id.slice(14, 17)}`
  return body + checkDigit(body)
}

function otherEnd(code: string): string {
  return code.slice(0, 17) + (code[17] === '0' ? '1' : '0')
}

function covers(declared: readonly string[], form: string): boolean {
  return declared.includes(form) || declared.some(d => d === form.replace('mm', 'm').replace('dd', 'd'))
}

function days({ forms }: FormColumn): readonly CellFault[] {
  const other = OTHER_DAYS.find(form => !covers(forms, form) && form !== 'yyyy-mm-dd')
  const none = { fault: '日期不存在', code: 'reason.date_unreadable', spoil: () => WRONG_DAY[forms[0] ?? ''] ?? '2025-02-30' }
  return [
    none,
    ...(other === undefined
      ? []
      : [{ fault: `日期不按约定的写法（${other}）`, code: 'reason.date_form', spoil: () => dayInForm('2025-09-01', other) }]),
  ]
}

function months({ forms, name }: FormColumn): readonly CellFault[] {
  const other = OTHER_MONTHS.find(form => !covers(forms, form))
  const at = name === 'period_to' ? '2025-12-01' : '2025-01-01'
  const unreadable = { fault: '所属期没有这个月', code: 'reason.period_unreadable', spoil: () => '202513' }
  const order =
    name === 'period_to'
      ? [{ fault: '所属期止早于起', code: 'reason.period_order', spoil: () => dayInForm('2024-01-31', forms[0] ?? 'yyyymm') }]
      : []
  return [
    unreadable,
    ...order,
    ...(other === undefined || name === 'year'
      ? []
      : [{ fault: `所属期不按约定的写法（${other}）`, code: 'reason.period_form', spoil: () => dayInForm(at, other) }]),
  ]
}

/** What a row without a mandatory value is called: it is set aside where the layout must have it. */
export function blankFault(form: FormSpec, name: string): CellFault | null {
  const column = form.columns.find(c => c.name === name)
  if (column === undefined || column.silent || column.type === 'id_number') return null
  const must = form.must.includes(name)
  const code = form.deciding.includes(name)
    ? 'reason.no_record'
    : name === 'amount' && must
      ? 'reason.no_amount'
      : column.type === 'period' && form.must.includes('period')
        ? 'reason.no_period'
        : must
          ? 'reason.no_date'
          : 'conform.blank'
  return { fault: '必填的列为空', code, spoil: () => '' }
}
