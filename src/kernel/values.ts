import { thousands } from '../messages/index.js'

/** The file that makes a folder a workspace. */
export const WORKSPACE_FILE = 'hedui.yaml'

/** Money in 分, an integer that is safe in a double. */
export type Fen = number
/** A month as the integer yyyymm. */
export type Period = number
/** A day as ISO text yyyy-mm-dd. */
export type Day = string

/** The agencies that deliver extracts, in the order in which all lists show them. */
export const AGENCIES = ['ss', 'mi', 'tax', 'bank'] as const
/** 社保 ss, 医保 mi, 税务 tax, 银行 bank. */
export type Agency = (typeof AGENCIES)[number]

/** The agencies that own insurances (and so originate registration and levy). */
export const OWNERS = ['ss', 'mi'] as const
/** The agency whose insurance it is: 社保 ss, 医保 mi. */
export type Owner = (typeof OWNERS)[number]

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days of a month; month is 1–12. */
function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29
  return DAYS_IN_MONTH[month - 1] ?? 0
}

/** True for a day that exists in the Gregorian calendar, years 1800–9999. */
export function isRealDay(year: number, month: number, day: number): boolean {
  return year >= 1800 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
}

/** True for ISO text of a day that exists. */
export function isDay(text: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  return m !== null && isRealDay(Number(m[1]), Number(m[2]), Number(m[3]))
}

/** 12345 -> "123.45"; exact for every safe integer. */
export function fenText(fen: Fen): string {
  const s = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${s.slice(0, -2)}.${s.slice(-2)}`
}

/** The day on the operator's calendar. */
export function localDay(now: Date): Day {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}

/** 分 as 元 with thousands, as people read it: 1234567 -> "12,345.67" */
export function yuanText(fen: Fen): string {
  const s = String(Math.abs(fen)).padStart(3, '0')
  return `${fen < 0 ? '-' : ''}${thousands(Number(s.slice(0, -2)))}.${s.slice(-2)}`
}

/** The letters of a column of a workbook, by its place from 0: A, … Z, AA. */
export function columnName(index: number): string {
  let name = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name
  return name
}
