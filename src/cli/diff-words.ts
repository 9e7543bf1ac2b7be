import type { DiffDetail } from '../flow/diff.js'
import type { Effects } from '../kernel/index.js'
import type { LedgerEntry } from '../ledger/index.js'
import { isMessageCode } from '../messages/index.js'
import { fieldOf, KINDS } from '../records/index.js'
import { printable, yuan } from './table.js'
import { agencyWord, fieldWord, inLang, kindWord, listed, recordsOf, stateWord, told, variantBeside, variantWord } from './words.js'

type Finding = LedgerEntry['finding']
export type SideRow = DiffDetail['sides'][string][number]

/** The fields that make the identity: attributes beside them help a reader and may change. */
function keyNames(f: Finding): ReadonlySet<string> {
  return new Set([...f.identity.matchAll(/\|([a-z_]+)=/g)].map(m => m[1]!))
}

/** Whom a discrepancy is about, in one cell of a list. */
export function whom(f: Finding): string {
  const key = keyNames(f)
  if (key.has('id_number') || key.has('person_no')) return [f.id_number ?? f.person_no, f.name].filter(x => x !== null).join(' ')
  if (key.has('employer') || key.has('employer_no')) return [f.employer ?? f.employer_no, f.employer_name].filter(x => x !== null).join(' ')
  return f.subject ?? ([f.area, f.office].filter(x => x !== null).join(' ') || f.voucher || '')
}

export function periodText(f: Finding): string {
  return f.period === null ? '' : f.period_end === null ? String(f.period) : `${f.period}–${f.period_end}`
}

/** Voucher and levy numbers, those of lists too. */
export function numbersText(f: Finding): string {
  return (f.vouchers ?? f.levy_nos ?? [f.voucher ?? f.levy_no ?? '']).join(' ')
}

/** Sums that rules make and name themselves. */
const SUMS: ReadonlySet<string> = new Set(['total', 'levied', 'paid', 'repeated'])

/** Whether a field holds 分; without a kind: whether it does in any. */
function isMoney(kind: string, field: string): boolean {
  return SUMS.has(field) || KINDS.some(k => (kind === '' || k === kind) && fieldOf(k, field)?.type === 'fen')
}

/** Rates are held in millionths. */
const RATE_PERCENT = 10_000

/** A value as a person reads it: 分 as 元, a canonical code with its word, control characters made visible. */
export function valueText(diff: DiffDetail, fx: Effects, { kind, field, value }: { kind: string; field: string; value: string | number | null | undefined }): string {
  if (value === null || value === undefined) return told(fx, 'cli.explain.blank')
  const list = KINDS.map(k => kind === '' || k === kind ? fieldOf(k, field)?.list : undefined).find(l => l !== undefined)
  if (list !== undefined) {
    const word = diff.label(list, String(value), fx.lang === 'en' ? 'en' : 'zh')
    return word === String(value) ? printable(word) : told(fx, 'cli.explain.code', { word: printable(word), code: printable(String(value)) })
  }
  const type = KINDS.map(k => kind === '' || k === kind ? fieldOf(k, field)?.type : undefined).find(t => t !== undefined)
  if (type === 'flag') return told(fx, Number(value) === 1 ? 'cli.yes' : 'cli.no')
  if (type === 'rate') return `${Number(value) / RATE_PERCENT}%`
  return isMoney(kind, field) && Number.isFinite(Number(value)) ? yuan(Number(value)) : printable(String(value))
}

/** `#23 L01 应征未接收（仅经办机构有）` */
export function headline(diff: DiffDetail, fx: Effects): string {
  const { no, finding: f } = diff
  return told(fx, 'cli.diff.head', { no, code: f.outcome, title: inLang(fx, diff.title), variant: variantBeside(fx, inLang(fx, diff.title), f.variant) })
}

/** Whom and what it is about, by the fields of its identity, and where it stands. */
export function subject(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f } = diff
  const key = keyNames(f)
  const named = (field: string, value: string | null): readonly string[] => value === null || value === '' || !key.has(field) ? [] : [`${fieldWord(fx, field)} ${printable(value)}`]
  const numbers = (field: 'voucher' | 'levy_no', many: readonly string[] | null): readonly string[] => many === null ? named(field, f[field]) : many.length === 0 ? [] : [`${fieldWord(fx, field)} ${listed(fx, many.map(printable))}`]
  const parts = [
    ...key.has('agency') ? [agencyWord(fx, f.agency)] : [],
    ...key.has('id_number') || key.has('person_no') ? [[f.name, f.id_number ?? f.person_no].filter(x => x !== null).map(x => printable(x)).join(' ')] : [],
    ...key.has('subject') ? [printable(f.subject ?? '')] : [],
    ...key.has('employer') || key.has('employer_no') ? [[f.employer_name, f.employer ?? f.employer_no].filter(x => x !== null).map(x => printable(x)).join(' ')] : [],
    ...(f.insurances ?? [f.insurance]).flatMap(value => value === null ? [] : [valueText(diff, fx, { kind: '', field: 'insurance', value })]),
    ...f.period === null ? [] : [`${fieldWord(fx, 'period')} ${periodText(f)}`],
    ...numbers('voucher', f.vouchers), ...numbers('levy_no', f.levy_nos), ...named('area', f.area), ...named('office', f.office),
  ]
  const state = { state: stateWord(fx, diff.state), opened: diff.openedAsOf }
  return [
    told(fx, 'cli.diff.subject', { parts: parts.filter(p => p !== '').join(fx.lang === 'en' ? ', ' : '，') }),
    f.amount_fen === null ? told(fx, 'cli.diff.state', state) : told(fx, 'cli.diff.state_money', { ...state, money: yuan(f.amount_fen) }),
  ]
}

/** Where a row stands in what was delivered: agency, kind, file, sheet, line; a sum has no line. */
export function evidencePlace(row: SideRow, fx: Effects): string {
  const records = recordsOf(fx, row.agency as string === '' ? row.side : row.agency, [row.kind])
  if (row.line === 0) return told(fx, 'cli.explain.sum_of', { records, rows: Number(row.vals['rows'] ?? 0) })
  return told(fx, 'cli.explain.place', { records, file: row.sheet === null ? row.file : `${row.file}[${row.sheet}]`, line: row.line })
}

/** A row's value, and the text as received where it was another. */
export function rowValue(diff: DiffDetail, row: SideRow, field: string, fx: Effects): string {
  const value = row.vals[field] === undefined ? '' : valueText(diff, fx, { kind: row.kind, field, value: row.vals[field] })
  const raw = row.raw[field]
  return raw === undefined ? value : told(fx, 'cli.diff.raw', { value, raw: printable(raw) })
}

/** Fields that tell a reader what a row is about, by kind. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  registration: ['insurance', 'status', 'employer', 'area', 'begin_date', 'end_date'], levy: ['amount', 'levy_no', 'period_start', 'sent_date'], payment: ['amount', 'voucher', 'pay_type', 'period_start', 'treasury_date'],
  summary: ['total', 'amount_employer', 'amount_person', 'late_fee', 'interest'], employer: ['employer_no', 'credit_code'], wage_declaration: ['wage', 'base'], bank_txn: ['voucher', 'amount', 'status', 'bank_date'],
}

/** A row behind a discrepancy in one line: its place and what it says. */
export function evidenceText(diff: DiffDetail, row: SideRow, fx: Effects): string {
  const rule = diff.by
  const own = rule === null || rule.kind === 'compare' ? [] : rule.differ !== undefined ? [rule.differ] : (rule.evidence ?? []).filter(e => !['agency', 'id_number'].includes(e))
  const narrow = own.length > 0 && (rule?.kind === 'check' || (rule?.kind === 'unique' && rule.differ !== undefined))
  const fields = [...new Set(narrow ? own : [...own, ...TELLING[row.kind] ?? []])].filter(n => row.vals[n] !== undefined && row.vals[n] !== null)
  const values = fields.map(field => `${fieldWord(fx, field, row.kind)} ${valueText(diff, fx, { kind: row.kind, field, value: row.vals[field] })}`)
  return told(fx, 'cli.explain.row', { place: evidencePlace(row, fx), values: values.join(fx.lang === 'en' ? ', ' : '，') })
}

/** What R03 found wrong with an identity number, in words. */
export function reasonWords(f: Finding, fx: Effects): readonly string[] {
  return (f.reasons ?? []).map(r => isMessageCode(`reason.id_${r}`) ? told(fx, `reason.id_${r}` as 'reason.id_length') : variantWord(fx, r))
}

/** What two sides are called where they are told apart: by agency, or by kind where one agency stands on both. */
export function sideWords(diff: DiffDetail, fx: Effects): { readonly a: string; readonly b: string } {
  const rule = diff.by
  if (rule?.kind !== 'compare') return { a: agencyWord(fx, diff.finding.agency_has), b: agencyWord(fx, diff.finding.agency_lacks) }
  const rows = Object.values(diff.sides).flat()
  const [a, b] = rule.sides.map(s => {
    const row = rows.find(r => r.side === s.name)
    const from = s.from[0] === 'owner' ? diff.finding.owner ?? 'owner' : s.from[0]!
    return { agency: row?.agency ?? from, kind: row?.kind ?? s.record }
  })
  const same = a!.agency === b!.agency
  const text = (s: { agency: string; kind: string }): string => same ? kindWord(fx, s.kind) : agencyWord(fx, s.agency)
  return { a: text(a!), b: text(b!) }
}
