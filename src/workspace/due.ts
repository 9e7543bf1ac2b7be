import { z } from 'zod'

/** When a delivery is due, as a source's `due` says it. */
export interface Due {
  readonly every: 'day' | 'workday' | 'month'
  /** Of a month: the n-th working day, or the day of that number (the last one of a shorter month). */
  readonly by: { readonly workday: number } | { readonly day: number } | null
  /** Minutes after midnight by which it must have come. */
  readonly minute: number
  /** What a day or month holds is due on the next day, or in the next month; `same`: on the day itself, or in the month itself. */
  readonly same: boolean
}

const FORM =
  /^(?:(daily|working days) by ([01]\d|2[0-3]):([0-5]\d)|monthly by (working day|day) ([1-9]|[12]\d|3[01])(?: at ([01]\d|2[0-3]):([0-5]\d))?)( same day| same month)?$/
const EXPECTED =
  'expected a due time as "daily by 06:00", "working days by 06:00", "monthly by working day 5" or "monthly by day 10 at 18:00", with "same day" or "same month" behind it where nothing is due later than that'
/** No month has more working days. */
const MOST_WORKDAYS = 23
const END_OF_DAY = 24 * 60

const parts = (text: string): RegExpExecArray | null => {
  const m = FORM.exec(text)
  const [day, same] = [m?.[1], m?.[8]]
  const fits =
    m !== null &&
    (same === undefined || same === (day === undefined ? ' same month' : ' same day')) &&
    (m[4] !== 'working day' || Number(m[5]) <= MOST_WORKDAYS)
  return fits ? m : null
}

/** `due` in a source: a sentence of a few fixed words, so that the operator reads what the bureau agreed to. */
export const dueSchema = z.string(EXPECTED).refine(text => parts(text) !== null, EXPECTED)

/** What a checked `due` says. */
export function dueOf(text: string): Due {
  const m = parts(text)
  if (m === null) throw new Error(`due: ${text}`)
  const [, day, hour, minute, what, n, atHour, atMinute, same] = m
  const minutes = (h: string | undefined, min: string | undefined): number => (h === undefined ? END_OF_DAY : Number(h) * 60 + Number(min))
  if (day !== undefined)
    return { every: day === 'daily' ? 'day' : 'workday', by: null, minute: minutes(hour, minute), same: same !== undefined }
  return {
    every: 'month',
    by: what === 'day' ? { day: Number(n) } : { workday: Number(n) },
    minute: minutes(atHour, atMinute),
    same: same !== undefined,
  }
}
