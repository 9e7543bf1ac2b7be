import { isRealDay } from '../kernel/index.js'
import { clean, fold, heavier, unreadable, type Cleansed } from './fold.js'

/**
 * Forms of dates and months that a layout may declare. A declared form is read without a change; ISO is always canonical. `serial` is
 * Excel's count of days (since 1900, from 1 March of that year on): a bare number is a date only where a layout says so.
 */
export const DAY_FORMS = [
  'yyyymmdd',
  'yyyymmddhhmmss',
  'yyyy-mm-dd',
  'yyyy-m-d',
  'yyyy/mm/dd',
  'yyyy/m/d',
  'yyyy.mm.dd',
  'yyyy.m.d',
  'yyyy年m月d日',
  'yyyy-mm-dd hh:mm:ss',
  'yyyy-m-d hh:mm:ss',
  'yyyy/mm/dd hh:mm:ss',
  'yyyy/m/d hh:mm:ss',
  'yyyymmdd hh:mm:ss',
  'yyyymm',
  'yyyy-mm',
  'yyyy/mm',
  'yyyy年m月',
  'serial',
] as const

/** How a layout reads a column of days. `declared`: its date forms, as the layout names them. */
export interface DateRule {
  readonly declared: ReadonlySet<string>
  /** What a month stands for: its first or its last day; null: a month is no date. */
  readonly month: 'first' | 'last' | null
  /** 9999/12 and 9999/12/31 mean that there is no end: blank. */
  readonly openEnd: boolean
  /** Which marks stand for no day (`isNoDay`); absent: none. */
  readonly none?: NoDay
}

/**
 * Days that programs write where there is none. `zero`: what is no day at all; `early`: also the days from which programs count; `all`:
 * also those that lie beyond all time.
 */
export type NoDay = 'zero' | 'early' | 'all'

/** Days before which and from which on a day may be such a mark. */
export const MARKS_BEFORE = 19000102
export const MARKS_FROM = 20991231
const EARLY: ReadonlySet<number> = new Set([19000100, 19000101, 18991230, 18991231])
const FAR: ReadonlySet<number> = new Set([20991231, 29991231])

function isNoDay({ year, month, day }: Omit<Parts, 'form'>, none: NoDay): boolean {
  const number = year * 10000 + month * 100 + day
  if (number === 0 || number === 10101) return true
  return (none !== 'zero' && EARLY.has(number)) || (none === 'all' && (FAR.has(number) || year === 9999))
}

/** A text read as a day, not yet asked whether that day exists. `form` is the name of the form in which it was written. */
export interface Parts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly form: string
}

/** A time of day; an offset may only be China's: another one may mean another day. */
const CLOCK = '(?:[01]?\\d|2[0-3]):[0-5]?\\d(?::[0-5]?\\d(?:\\.\\d+)?)?(?:\\+08:?00)?'
const COMPACT = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})((?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d)?([ T]${CLOCK})?$`)
const PARTED = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})([ T]${CLOCK})?$`)
const HAN = new RegExp(`^(\\d{4})年(\\d{1,2})月(\\d{1,2})日?([ T]?${CLOCK})?$`)

/** Year, month and day of a folded text that names one day without doubt, and the form it stands in; undefined otherwise. */
export function dayParts(text: string): Parts | undefined {
  const compact = COMPACT.exec(text)
  if (compact !== null) {
    const time = compact[4] !== undefined ? 'hhmmss' : compact[5] !== undefined ? ' hh:mm:ss' : ''
    return { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]), form: `yyyymmdd${time}` }
  }
  const parted = PARTED.exec(text)
  if (parted !== null) {
    const [, year, sep, month, day, time] = parted as unknown as [string, string, string, string, string, string?]
    const body = month.length === 2 && day.length === 2 ? `yyyy${sep}mm${sep}dd` : `yyyy${sep}m${sep}d`
    return { year: Number(year), month: Number(month), day: Number(day), form: time === undefined ? body : `${body} hh:mm:ss` }
  }
  const han = HAN.exec(text)
  if (han === null) return undefined
  return {
    year: Number(han[1]),
    month: Number(han[2]),
    day: Number(han[3]),
    form: `yyyy年m月d日${han[4] === undefined ? '' : ' hh:mm:ss'}`,
  }
}

/** Day 60 is Excel's 29 February 1900, which never was: the days before it are not read. */
const SERIAL_FIRST = 61
const SERIAL_EPOCH = Date.UTC(1899, 11, 30)

/**
 * The day that Excel's serial number of up to five digits (until 2173) means, a time of day left out; undefined for what is none. Six
 * digits are a month.
 */
export function serialParts(text: string): Parts | undefined {
  const days = /^\d{2,5}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0
  if (days < SERIAL_FIRST) return undefined
  const day = new Date(SERIAL_EPOCH + days * 86_400_000)
  return { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate(), form: 'serial' }
}

/** A whole number with the `.0` that data frames leave. */
export function withoutPointZero(text: string): string {
  return text.replace(/^(\d{6,14})\.0+$/, '$1')
}

/**
 * Year and month of a folded text. `2025.1` names none: it may be October, cut by Excel; `2025.2` to `2025.9` can only be one month.
 */
export function monthParts(text: string): { readonly year: number; readonly month: number; readonly form: string } | undefined {
  const m = /^(\d{4})(\d{2})$|^(\d{4})([-/])(\d{1,2})$|^(\d{4})\.(\d{2}|[2-9])$|^(\d{4})年(\d{1,2})月(?:份)?$/.exec(text)
  if (m === null) return undefined
  const year = Number(m[1] ?? m[3] ?? m[6] ?? m[8])
  const month = Number(m[2] ?? m[5] ?? m[7] ?? m[9])
  if (month < 1 || month > 12 || year < 1900) return undefined
  if (m[1] !== undefined) return { year, month, form: 'yyyymm' }
  if (m[6] !== undefined) return { year, month, form: m[7]!.length === 2 ? 'yyyy.mm' : 'yyyy.m' }
  return { year, month, form: m[4] === undefined ? 'yyyy年m月' : `yyyy${m[4]}${m[5]!.length === 2 ? 'mm' : 'm'}` }
}

/** Whether a form is one of the declared ones: an unpadded form covers its padded sister, one with a time covers seconds left out. */
export function isDeclared(form: string, declared: ReadonlySet<string>): boolean {
  return declared.has(form) || declared.has(form.replace('mm', 'm').replace('dd', 'd'))
}

/** String half of dates: ISO text, blank, or an issue for what names no day without doubt. */
export function readDate(raw: string, rule: DateRule): Cleansed {
  const folded = fold(raw)
  if (folded.text === '') return clean('', folded.reason)
  const text = withoutPointZero(folded.text)
  const month = rule.month === null && !rule.openEnd ? undefined : monthParts(text)
  if (rule.openEnd && month !== undefined && month.year === 9999) return clean('', undefined)
  const serial = rule.declared.has('serial') ? serialParts(folded.text) : undefined
  const parts = dayParts(text) ?? serial ?? (month === undefined || rule.month === null ? undefined : dayOf(month, rule.month))
  const { none } = rule
  const isZero = /^0[0\-/. :年月日]*$/.test(folded.text)
  if (none !== undefined && (isZero || (parts !== undefined && isNoDay(parts, none))) && !(rule.openEnd && parts?.year === 9999))
    return clean('', 'reason.date_none')
  if (parts === undefined || !isRealDay(parts.year, parts.month, parts.day)) return unreadable('reason.date_unreadable')
  if (rule.openEnd && parts.year === 9999) return clean('', undefined)
  const value = iso(parts)
  const formed = value === folded.text || isDeclared(parts.form, rule.declared) ? undefined : 'reason.date_form'
  return clean(value, heavier(heavier(folded.reason, text === folded.text ? undefined : 'reason.float'), formed))
}

function dayOf(month: { year: number; month: number; form: string }, which: 'first' | 'last'): Parts {
  const last = [31, isRealDay(month.year, 2, 29) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month.month - 1]!
  return { ...month, day: which === 'first' ? 1 : last }
}

function iso(p: Parts): string {
  return `${String(p.year).padStart(4, '0')}-${String(p.month).padStart(2, '0')}-${String(p.day).padStart(2, '0')}`
}

const two = (bytes: Uint8Array, at: number): number => {
  const a = bytes[at]! - 48
  const b = bytes[at + 1]! - 48
  return a >= 0 && a <= 9 && b >= 0 && b <= 9 ? a * 10 + b : NaN
}

/** Byte half: yyyymmdd of ten bytes of ISO text naming a day that exists; 0 for anything else. */
export function isoDay(bytes: Uint8Array, at: number): number {
  if (bytes[at + 4] !== 0x2d || bytes[at + 7] !== 0x2d) return 0
  return realDay(two(bytes, at) * 100 + two(bytes, at + 2), two(bytes, at + 5), two(bytes, at + 8))
}

/** Byte half: yyyymmdd of eight digits naming a day that exists; 0 for anything else. */
export function compactDay(bytes: Uint8Array, at: number): number {
  return realDay(two(bytes, at) * 100 + two(bytes, at + 2), two(bytes, at + 4), two(bytes, at + 6))
}

function realDay(year: number, month: number, day: number): number {
  return isRealDay(year, month, day) ? year * 10000 + month * 100 + day : 0
}

/** Byte half: the six or eight digits or ISO time of day after a date, hh:mm:ss or hhmmss; true when it is a time. */
export function isTime(bytes: Uint8Array, at: number, sep: boolean): boolean {
  const hour = two(bytes, at)
  const minute = two(bytes, at + (sep ? 3 : 2))
  const second = two(bytes, at + (sep ? 6 : 4))
  return hour < 24 && minute < 60 && second < 60 && (!sep || (bytes[at + 2] === 0x3a && bytes[at + 5] === 0x3a))
}
