import { isRealDay } from '../kernel/index.js'
import { dayParts, isDeclared, monthParts, serialParts, withoutPointZero } from './day.js'
import { fold, heavier, unreadable, type Cleansed } from './fold.js'

/** A period cleansed: first and last month as yyyymm (equal for one month), NaN for blank or unreadable. */
export interface CleansedPeriod extends Cleansed {
  readonly from: number
  readonly to: number
}

/** How a layout reads a column of months. `declared`: its period forms, as the layout names them. */
export interface PeriodRule {
  readonly declared: ReadonlySet<string>
  /** A bare year means its twelve months (应缴年度); else a year is no period. */
  readonly year: boolean
}

/** String half of periods. `value` is yyyymm, or yyyymm-yyyymm for several months. */
export function readPeriod(raw: string, rule: PeriodRule): CleansedPeriod {
  const folded = fold(raw)
  if (folded.text === '') return { value: '', reason: folded.reason, issue: undefined, unreadable: false, from: NaN, to: NaN }
  const text = withoutPointZero(folded.text)
  const halves = halvesOf(text)
  const from = halves === undefined ? undefined : oneMonth(halves[0], rule, 'from')
  const to = halves === undefined ? undefined : oneMonth(halves[1], rule, 'to')
  if (from === undefined || to === undefined || from.month > to.month)
    return { ...unreadable('reason.period_unreadable'), from: NaN, to: NaN }
  const formed = from.declared && to.declared ? undefined : 'reason.period_form'
  const value = from.month === to.month ? String(from.month) : `${from.month}-${to.month}`
  return {
    value,
    reason: heavier(heavier(folded.reason, text === folded.text ? undefined : 'reason.float'), formed),
    issue: undefined,
    unreadable: false,
    from: from.month,
    to: to.month,
  }
}

/** Months of one year, the year said once: 2025年1-3月, 2025年1月至3月. */
const MONTHS = /^(\d{4})年(\d{1,2})月? ?(?:至|到|~|～|[—–-]{1,2}) ?(\d{1,2})月份?$/

/** One text twice, or the two halves of a range. A dash between two months of equal shape splits; a date's own dashes do not. */
function halvesOf(text: string): readonly [string, string] | undefined {
  const months = MONTHS.exec(text)
  if (months !== null) return [`${months[1]!}年${months[2]!}月`, `${months[1]!}年${months[3]!}月`]
  const words = /^(.+?) ?(?:至|到|~|～|[—–]{1,2}) ?(.+)$/.exec(text)
  if (words !== null) return [words[1]!, words[2]!]
  const dashed =
    /^(\d{6}|\d{8}|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?) ?-{1,2} ?(\d{6}|\d{8}|\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?|月)?)$/.exec(
      text,
    )
  if (dashed !== null) return [dashed[1]!, dashed[2]!]
  return [text, text]
}

function oneMonth(text: string, rule: PeriodRule, end: 'from' | 'to'): { month: number; declared: boolean } | undefined {
  if (rule.year && /^(?:19|[2-9]\d)\d\d年?度?$/.test(text))
    return { month: Number(text.slice(0, 4)) * 100 + (end === 'from' ? 1 : 12), declared: true }
  const month = monthParts(text)
  if (month !== undefined)
    return { month: month.year * 100 + month.month, declared: month.form === 'yyyymm' || isDeclared(month.form, rule.declared) }
  const day = dayParts(text) ?? (rule.declared.has('serial') ? serialParts(text) : undefined)
  if (day === undefined || !isRealDay(day.year, day.month, day.day)) return undefined
  return { month: day.year * 100 + day.month, declared: isDeclared(day.form, rule.declared) }
}

/** Byte half: yyyymm of six digits that are a month from 1900 on; 0 for anything else. */
export function plainMonth(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let p = at; p < at + 6; p++) {
    const digit = bytes[p]! - 48
    if (digit < 0 || digit > 9) return 0
    value = value * 10 + digit
  }
  const month = value % 100
  return month >= 1 && month <= 12 && value >= 190000 ? value : 0
}
