import { dayParts, fold, readDate, readPeriod } from '../cleanse/index.js'

const NO_FORM = { declared: new Set<string>() }

/**
 * A window as batches are told together by it, however it is written: a month yyyymm, a span of months yyyymm-yyyymm (a year is one), or a
 * day as ISO text; null for what is none.
 */
export function windowOf(written: string): string | null {
  const isDay = dayParts(fold(written).text) !== undefined
  const read = isDay ? readDate(written, { ...NO_FORM, month: null, openEnd: false }) : readPeriod(written, { ...NO_FORM, year: true })
  return read.unreadable || read.value === '' ? null : read.value
}
