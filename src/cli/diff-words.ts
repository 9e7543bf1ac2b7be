import type { DiffDetail } from '../flow/diff-show.js'
import type { Effects } from '../kernel/index.js'
import type { LedgerEntry } from '../ledger/index.js'
import { shownText, type Voice } from '../report/index.js'
import { printable, yuan } from './table.js'
import { agencyWord, fieldWord, inLang, listed, recordsOf, stateWord, told, variantBeside } from './words.js'

type Finding = LedgerEntry['finding']
/** A row of an extract that a discrepancy rests on. */
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

/** The month, or the first and last month, of a discrepancy as yyyymm; '' where it has none. */
export function periodText(f: Finding): string {
  return f.period === null ? '' : f.period_end === null ? String(f.period) : `${f.period}–${f.period_end}`
}

/** Voucher and levy numbers, those of lists too. */
export function numbersText(f: Finding): string {
  return (f.vouchers ?? f.levy_nos ?? [f.voucher ?? f.levy_no ?? '']).join(' ')
}

/** How the session speaks of a discrepancy: codes of the data with their words. */
export function voiceOf(diff: Pick<DiffDetail, 'label'>, { lang }: Pick<Effects, 'lang'>): Voice {
  return { lang, label: (list, code) => diff.label(list, code, lang === 'en' ? 'en' : 'zh'), mask: false, codes: true }
}

/** A value as a person reads it: 分 as 元, a canonical code with its word, control characters made visible. */
function valueText(diff: DiffDetail, fx: Effects, { field, value }: { field: string; value: string | number | null | undefined }): string {
  return value === null || value === undefined ? told(fx, 'cli.explain.blank') : printable(shownText(voiceOf(diff, fx), field, value))
}

/** `#23 L01 应征未接收（仅经办机构有）` */
export function headline(diff: DiffDetail, fx: Effects): string {
  const { no, finding: f } = diff
  return told(fx, 'cli.diff.head', {
    no,
    code: f.outcome,
    title: inLang(fx, diff.title),
    variant: variantBeside(fx, inLang(fx, diff.title), f.variant),
  })
}

/** Whom and what it is about, by the fields of its identity, and where it stands. */
export function subject(diff: DiffDetail, fx: Effects): readonly string[] {
  const { finding: f } = diff
  const key = keyNames(f)
  const named = (field: string, value: string | null): readonly string[] =>
    value === null || value === '' || !key.has(field) ? [] : [`${fieldWord(fx, field)} ${printable(value)}`]
  const numbers = (field: 'voucher' | 'levy_no', many: readonly string[] | null): readonly string[] =>
    many === null ? named(field, f[field]) : many.length === 0 ? [] : [`${fieldWord(fx, field)} ${listed(fx, many.map(printable))}`]
  const parts = [
    ...(key.has('agency') ? [agencyWord(fx, f.agency)] : []),
    ...(key.has('id_number') || key.has('person_no')
      ? [
          [f.name, f.id_number ?? f.person_no]
            .filter(x => x !== null)
            .map(x => printable(x))
            .join(' '),
        ]
      : []),
    ...(key.has('subject') ? [printable(f.subject ?? '')] : []),
    ...(key.has('employer') || key.has('employer_no')
      ? [
          [f.employer_name, f.employer ?? f.employer_no]
            .filter(x => x !== null)
            .map(x => printable(x))
            .join(' '),
        ]
      : []),
    ...(f.insurance === null ? [] : [valueText(diff, fx, { field: 'insurance', value: f.insurance })]),
    ...(f.period === null ? [] : [`${fieldWord(fx, 'period')} ${periodText(f)}`]),
    ...numbers('voucher', f.vouchers),
    ...numbers('levy_no', f.levy_nos),
    ...named('area', f.area),
    ...named('office', f.office),
  ]
  const state = { state: stateWord(fx, diff.state), opened: diff.openedAsOf }
  return [
    told(fx, 'cli.diff.subject', { parts: parts.filter(p => p !== '').join(fx.lang === 'en' ? ', ' : '，') }),
    f.amount_fen === null ? told(fx, 'cli.diff.state', state) : told(fx, 'cli.diff.state_money', { ...state, money: yuan(f.amount_fen) }),
    ...(diff.follows === null ? [] : [told(fx, 'cli.diff.follows', { no: diff.follows.no })]),
    ...(diff.followedBy === null ? [] : [told(fx, 'cli.diff.followed_by', { no: diff.followedBy.no })]),
  ]
}

/** Where a row stands in what was delivered: agency, kind, file, sheet, line; a sum has no line. */
export function evidencePlace(row: SideRow, fx: Effects): string {
  const records = recordsOf(fx, (row.agency as string) === '' ? row.side : row.agency, [row.kind])
  if (row.line === 0) return told(fx, 'cli.explain.sum_of', { records, rows: Number(row.vals['rows'] ?? 0) })
  return told(fx, 'cli.explain.place', { records, file: row.sheet === null ? row.file : `${row.file}[${row.sheet}]`, line: row.line })
}

/** A row's value, and the text as received where it was another. */
export function rowValue(diff: DiffDetail, row: SideRow, field: string, fx: Effects): string {
  const value = row.vals[field] === undefined ? '' : valueText(diff, fx, { field, value: row.vals[field] })
  const raw = row.raw[field]
  return raw === undefined ? value : told(fx, 'cli.diff.raw', { value, raw: printable(raw) })
}

/** Fields that tell a reader what a row is about, by kind. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  registration: ['insurance', 'status', 'employer', 'area', 'begin_date', 'end_date'],
  levy: ['amount', 'levy_no', 'period_start', 'sent_date'],
  payment: ['amount', 'voucher', 'pay_type', 'period_start', 'treasury_date'],
  summary: ['total', 'amount_employer', 'amount_person', 'late_fee', 'interest'],
  employer: ['employer_no', 'credit_code'],
  wage_declaration: ['wage', 'base'],
  bank_txn: ['voucher', 'amount', 'status', 'bank_date'],
}

/** A row behind a discrepancy in one line: its place and what it says. */
export function evidenceText(diff: DiffDetail, row: SideRow, fx: Effects): string {
  const rule = diff.by
  const own =
    rule === null || rule.kind === 'compare'
      ? []
      : rule.differ !== undefined
        ? [rule.differ]
        : (rule.evidence ?? []).filter(e => !['agency', 'id_number'].includes(e))
  const narrow = own.length > 0 && (rule?.kind === 'check' || (rule?.kind === 'unique' && rule.differ !== undefined))
  const fields = [...new Set(narrow ? own : [...own, ...(TELLING[row.kind] ?? [])])].filter(
    n => row.vals[n] !== undefined && row.vals[n] !== null,
  )
  const values = fields.map(field => `${fieldWord(fx, field, row.kind)} ${valueText(diff, fx, { field, value: row.vals[field] })}`)
  return told(fx, 'cli.explain.row', { place: evidencePlace(row, fx), values: values.join(fx.lang === 'en' ? ', ' : '，') })
}
