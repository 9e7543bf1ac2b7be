import { isDay } from '../kernel/index.js'

/**
 * Numbers missing between two that came: the first and the last of them, as the sender would write them, and the number that came after.
 */
export interface Gap {
  readonly from: string
  readonly to: string
  readonly missing: number
  readonly next: string
}

/** A sender that counts batches leaves a few out; where more are absent the numbers are no count (times of day, random digits). */
const MOST = 1_000
/** Digits that are counted exactly. */
const MOST_DIGITS = 15

/**
 * Gaps between batch numbers. What stands before the counting digits tells series apart: letters, and a day (yyyymmdd), for senders begin
 * each day anew. Numbers of another form are left alone.
 */
export function gapsOf(numbers: readonly string[]): readonly Gap[] {
  const series = new Map<string, Map<number, string>>()
  for (const text of numbers) {
    const m = /^(.*?)(\d+)$/s.exec(text)
    if (m === null) continue
    const { head, count } = parted(m[1]!, m[2]!)
    if (count.length > MOST_DIGITS) continue
    series.set(head, (series.get(head) ?? new Map<number, string>()).set(Number(count), text))
  }
  const gaps = [...series].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([head, found]) => between(head, found))
  return gaps.reduce((n, g) => n + g.missing, 0) > MOST ? [] : gaps
}

/** A day at the beginning of the digits belongs to the series, not to the count. */
function parted(letters: string, digits: string): { head: string; count: string } {
  const day = `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
  return digits.length > 8 && isDay(day) ? { head: letters + digits.slice(0, 8), count: digits.slice(8) } : { head: letters, count: digits }
}

function between(head: string, found: ReadonlyMap<number, string>): readonly Gap[] {
  const sorted = [...found.keys()].toSorted((a, b) => a - b)
  return sorted.slice(1).flatMap((n, i) => {
    const before = sorted[i]!
    const next = found.get(n)!
    const shown = (count: number): string => head + String(count).padStart(next.length - head.length, '0')
    return n - before > 1 ? [{ from: shown(before + 1), to: shown(n - 1), missing: n - before - 1, next }] : []
  })
}
