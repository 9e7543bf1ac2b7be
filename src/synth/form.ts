import { hash, pick } from './dice.js'
import { employerOf, personOf, type Employer, type Person } from './people.js'

/** A column of a form, as plain data: what the flow tells of a layout. */
export interface FormColumn {
  readonly name: string
  readonly header: string
  /** Other columns that the header would be read as too. */
  readonly also: readonly string[]
  readonly type: string
  readonly list: string | null
  readonly forms: readonly string[]
  readonly money: string
  readonly percent: boolean
  readonly codes: readonly { readonly code: string; readonly canonical: string }[]
  readonly strict: boolean
  readonly silent: boolean
}

/** A form to fill in: an interface as it was agreed. */
export interface FormSpec {
  readonly layout: string
  readonly title: string
  readonly agency: string
  readonly sender: string | null
  readonly encoding: string | null
  readonly delimiter: string | null
  readonly columns: readonly FormColumn[]
  readonly mandatory: readonly (readonly string[])[]
  readonly must: readonly string[]
  readonly deciding: readonly string[]
}

/** What all cells of a row speak of. */
interface Subject {
  readonly person: Person
  readonly employer: Employer
  readonly n: number
  readonly seed: number
  readonly month: number
  readonly form: FormSpec
}

/** Persons to an employer of these files. */
const STAFF = 7
const MONTHS = 8

/** One row that keeps to the form: every code is in its list, parts make their total, the later day is later. */
export function formRow(form: FormSpec, seed: number, n: number): readonly string[] {
  const person = personOf(seed, n)
  const subject = { person, employer: employerOf(seed, 1 + Math.floor(n / STAFF)), n, seed, month: 202501 + (n % MONTHS), form }
  return form.columns.map(column => cell(column, subject))
}

function cell(column: FormColumn, of: Subject): string {
  const fixed = FIXED[column.name]
  if (fixed !== undefined) return fixed(of, column)
  switch (column.type) {
    case 'id_number':
      return of.person.id
    case 'credit_code':
      return of.employer.credit
    case 'person_name':
      return of.person.name
    case 'org_name':
      return of.employer.name
    case 'code':
      return codeOf(column, of)
    case 'flag':
      return column.list === null ? '0' : codeOf(column, of)
    case 'fen':
      return money(amountOf(column.name, of), column.money)
    case 'rate':
      return rate(column)
    case 'int':
      return String(1 + (of.n % 40))
    case 'date':
      return date(column, of)
    case 'period':
      return month(of.month, column.forms[0] ?? 'yyyymm', 'first')
    default:
      return text(column, of)
  }
}

/** Columns whose value their name decides. */
const FIXED: Readonly<Record<string, (of: Subject, column: FormColumn) => string>> = {
  voucher: ({ n, form }) => (form.deciding.includes('voucher') && n % 3 === 0 ? '' : voucherOf(n)),
  voucher_line: () => '1',
  original_voucher: ({ n }) => voucherOf(n + 5000),
  levy_no: ({ n }) => `ZJ2025${digits(n, 9)}`,
  levy_line: () => '1',
  txn_no: ({ n }) => `2025${digits(n, 12)}`,
  person_no: ({ person, form }) => (form.agency === 'mi' || form.sender === 'mi' ? person.miNo : person.ssNo),
  employer_no: ({ employer, form }) => numberAt(employer, form.agency),
  ss_no: ({ employer }) => employer.ssNo,
  mi_no: ({ employer }) => employer.miNo,
  tax_no: ({ employer }) => employer.taxNo,
  area: ({ person }) => person.area,
  office: ({ person }) => `${person.area}01`,
  period_to: ({ month: m }, { forms }) => month(m, forms[0] ?? 'yyyymm', 'last'),
  year: () => '2025',
  end_date: () => '',
  end_reason: () => '',
  end_reason_date: () => '',
  failure: () => '',
  adjustment: () => '',
  industry_rate: (_, c) => (c.percent ? '0.2' : '0.002'),
  birth_date: ({ person }, { forms }) =>
    dayInForm(`${person.id.slice(6, 10)}-${person.id.slice(10, 12)}-${person.id.slice(12, 14)}`, forms[0] ?? 'yyyymmdd'),
  gender: ({ person }) => (Number(person.id[16]) % 2 === 1 ? '1' : '2'),
  item: ({ n }) => (n % 2 === 0 ? '职工基本养老保险（单位缴纳）' : '职工基本养老保险（个人缴纳）'),
  insurance_item: ({ n }) => (n % 2 === 0 ? '职工基本养老保险（单位缴纳）' : '职工基本养老保险（个人缴纳）'),
  item_kind: () => '正税',
  payee: ({ person }) => person.name,
  payer: ({ employer }) => employer.name,
  bank: () => '某某银行某市分行',
  channel: () => '电子税务局',
  late_fee: (_, c) => money(0, c.money),
  interest: (_, c) => money(0, c.money),
  window_from: (of, c) => dayInForm(firstDay(of.month), c.forms[0] ?? 'yyyymmdd'),
  window_to: (of, c) => dayInForm(lastDay(of.month), c.forms[0] ?? 'yyyymmdd'),
  part: ({ n }) => (n % 2 === 0 ? '单位' : '个人'),
}

function digits(n: number, width: number): string {
  return String(n).padStart(width, '0')
}

function voucherOf(n: number): string {
  return `32201250900${digits(n, 7)}`
}

function numberAt(employer: Employer, agency: string): string {
  return agency === 'ss' ? employer.ssNo : agency === 'mi' ? employer.miNo : employer.taxNo
}

/** The ordinary code of a list: what makes a row live, active, a payment; of insurances one after the other. */
const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  status: ['active'],
  pay_status: ['active'],
  transfer: ['1'],
  reversal: ['1'],
  validity: ['1'],
  refund: ['0'],
  posted: ['1'],
  id_type: ['01'],
  levy_type: ['10'],
  pay_type: ['10'],
  bank_status: ['success'],
  payer_type: ['2'],
}

function codeOf({ codes, list }: FormColumn, of: Subject): string {
  const ordinary = codes.filter(c => ORDINARY[list ?? '']?.includes(c.canonical) ?? true)
  if (list !== 'insurance') return (ordinary.find(c => c.code === c.canonical) ?? ordinary[0])?.code ?? ''
  return codes.length === 0 ? '' : pick(codes.slice(0, 5), of.n).code
}

const BASE_STEP = 100

function amountOf(name: string, { seed, n }: Subject): number {
  const base = (4500 + (hash(seed, n, 8) % 9000)) * BASE_STEP
  const employer = Math.round(base * 0.16)
  const person = Math.round(base * 0.08)
  if (/^(?:base|wage)|_base$/.test(name)) return base
  if (/employer/.test(name)) return /^interest/.test(name) ? 0 : employer
  if (/person/.test(name)) return /^interest/.test(name) ? 0 : person
  if (/other/.test(name)) return 0
  return employer + person
}

function money(fen: number, unit: string): string {
  if (unit === '分') return String(fen)
  const places = unit === '角' ? 1 : unit === '万元' ? 6 : 2
  const text = digits(fen, places + 1)
  return `${text.slice(0, -places)}.${text.slice(-places)}`
}

function rate({ name, percent }: FormColumn): string {
  const fraction = /person/.test(name) ? 8 : 16
  return percent ? String(fraction) : `0.${digits(fraction, 2)}00`
}

/** Days of a row follow one another: sent, due, paid, remitted, in the treasury, posted. */
const DAYS: Readonly<Record<string, number>> = {
  sent_date: 2,
  due_date: 15,
  paid_date: 10,
  remitted_date: 11,
  treasury_date: 12,
  posted_date: 14,
  bank_date: 10,
  tax_date: 10,
  begin_date: 1,
}

function date({ name, forms }: FormColumn, { n, month: m }: Subject): string {
  const form = forms[0] ?? 'yyyymmdd'
  if (name === 'begin_date') return dayInForm(`20${10 + (n % 14)}-0${1 + (n % 9)}-01`, form)
  return dayInForm(`${String(m).slice(0, 4)}-${String(m).slice(4)}-${digits(DAYS[name] ?? 20, 2)}`, form)
}

function firstDay(m: number): string {
  return `${String(m).slice(0, 4)}-${String(m).slice(4)}-01`
}

function lastDay(m: number): string {
  return new Date(Date.UTC(Math.floor(m / 100), m % 100, 0)).toISOString().slice(0, 10)
}

/** An ISO day in a declared form. */
export function dayInForm(iso: string, form: string): string {
  const [y, m, d] = iso.split('-') as [string, string, string]
  const padded = form.replace('hh:mm:ss', '09:30:00').replace('hhmmss', '093000')
  if (form === 'serial') return String(Math.round((Date.parse(`${iso}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000))
  return padded
    .replace('yyyy', y)
    .replace('mm', m)
    .replace('dd', d)
    .replace(/(?<![a-z])m(?![a-z])/, String(Number(m)))
    .replace(/(?<![a-z])d(?![a-z])/, String(Number(d)))
}

/** A month in a declared form; where only days are declared, its first or last day. */
function month(m: number, form: string, end: 'first' | 'last'): string {
  return dayInForm(end === 'first' ? firstDay(m) : lastDay(m), form)
}

function text({ name }: FormColumn, { n }: Subject): string {
  return `${name.slice(0, 2).toUpperCase()}${digits(n, 6)}`
}
