import { addDays } from 'date-fns/addDays'
import { lastDayOfMonth } from 'date-fns/lastDayOfMonth'
import { localDay, type Day } from '../kernel/index.js'
import type { Due } from '../workspace/index.js'

/** The n-th working day after a day. */
export type Workdays = (day: Day, n: number) => Day

function dateOf(day: Day): Date {
  return new Date(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)))
}

function dayAfter(day: Day, n = 1): Day {
  return localDay(addDays(dateOf(day), n))
}

const monthOf = (day: Day): string => day.slice(0, 7).replace('-', '')

function monthAfter(month: string, n = 1): string {
  const at = Number(month.slice(0, 4)) * 12 + Number(month.slice(4)) - 1 + n
  return `${Math.floor(at / 12)}${String((at % 12) + 1).padStart(2, '0')}`
}

const firstDay = (month: string): Day => `${month.slice(0, 4)}-${month.slice(4)}-01`

/** The last day of a month yyyymm. */
export function lastDay(month: string): Day {
  return localDay(lastDayOfMonth(dateOf(firstDay(month))))
}

/** Whether people work on a day. */
function works(day: Day, workdays: Workdays): boolean {
  return workdays(dayAfter(day, -1), 1) === day
}

/** The period that data of a day belongs to: of a month that is due when it is over, the last month that was over. */
export function periodOfDay(due: Due, day: Day): string {
  if (due.every !== 'month') return day
  return due.same || day === lastDay(monthOf(day)) ? monthOf(day) : monthAfter(monthOf(day), -1)
}

/** The day on which a period is due. */
export function dueDay(due: Due, period: string, workdays: Workdays): Day {
  if (due.every !== 'month') return due.same ? period : due.every === 'workday' ? workdays(period, 1) : dayAfter(period)
  const month = due.same ? period : monthAfter(period)
  if (due.by !== null && 'workday' in due.by) return workdays(dayAfter(firstDay(month), -1), due.by.workday)
  const wanted = dayAfter(firstDay(month), (due.by?.day ?? 1) - 1)
  return wanted < lastDay(month) ? wanted : lastDay(month)
}

/** Periods that are expected from `first` on, up to the one that is in the making on a day. */
export function expected(due: Due, first: string, asOf: Day, workdays: Workdays): readonly string[] {
  const out: string[] = []
  if (due.every === 'month') {
    const last = due.same ? monthOf(asOf) : periodOfDay(due, asOf)
    for (let m = first; m <= last; m = monthAfter(m)) out.push(m)
    return out
  }
  for (let d = first; d <= asOf; d = dayAfter(d)) if (due.every === 'day' || works(d, workdays)) out.push(d)
  return out
}

/**
 * The last day of a period: data that ends before it is not whole. Of what is due within its own month nobody knows more than its due day.
 */
export function endOf(due: Due, period: string): Day {
  return due.every !== 'month' ? period : due.same ? firstDay(period) : lastDay(period)
}

/** The last period whose due day is not after a day: what a source that never delivered owes. */
export function lastOwed(due: Due, asOf: Day, workdays: Workdays): string | null {
  const from = due.every === 'month' ? monthAfter(monthOf(asOf), -2) : dayAfter(asOf, -MOST_REST)
  return (
    expected(due, from, asOf, workdays)
      .filter(p => dueDay(due, p, workdays) <= asOf)
      .at(-1) ?? null
  )
}

/** No holiday lasts longer, weekends around it included. */
const MOST_REST = 20
