import { Entries } from './entries.js'
import { eachGroup, type Both } from './groups.js'
import { textNumber } from './keys.js'
import { RowSet } from './row-set.js'
import type { SideScan, Tally } from './side-scan.js'

const encoder = new TextEncoder()
const numberOf = (text: string): number => {
  const bytes = encoder.encode(text)
  return textNumber(bytes, 0, bytes.length)
}
const PERSON = numberOf('person')
const UNIT = numberOf('unit')

/** Person and unit rows of one voucher, on either side: bit 2 × side + (0 person, 1 unit). */
const bitOf = (side: number, level: number): number => 1 << (2 * side + level)

/** What was found out about the levels of a rule's rows. */
export interface Levelled {
  /**
   * Makes sure that SQL, which sees the suspects alone, decides the level of their vouchers as all rows would: a row of every level that a voucher has goes along. True
   * where rows that agreed must go too, so that the keys are to be judged again.
   */
  witnesses(scans: readonly [SideScan, SideScan]): boolean
  /** Rows of the other level that SQL does not see. */
  apart(side: number): readonly (readonly [string, Tally])[]
}

/**
 * Decides, voucher by voucher, which level is compared (catalogue §4, Level), as the rule's SQL does; sets `units` and `otherLevel` of the sides. Null where all rows speak
 * of persons. Rows without a voucher are left to SQL.
 */
export function levels(scans: readonly [SideScan, SideScan], by: string): Levelled | null {
  const both = read(scans, by)
  if (both === null) return null
  for (const scan of scans) {
    scan.units = new RowSet(scan.rows)
    scan.otherLevel = new RowSet(scan.rows)
  }
  eachGroup(both, (rows, sides, found) => {
    let bits = 0
    for (const [i, level] of found.entries()) bits |= level === PERSON ? bitOf(sides[i]!, 0) : level === UNIT ? bitOf(sides[i]!, 1) : 0
    const [ap, au, bp, bu] = [1, 2, 4, 8].map(bit => (bits & bit) !== 0)
    const person = (ap && bp) || (ap && !bp && !bu) || (bp && !ap && !au)
    for (const [i, row] of rows.entries()) {
      const scan = scans[sides[i]!]!
      const ofUnit = found[i] === UNIT
      if (found[i] !== PERSON && !ofUnit) scan.hot.add(row)
      if (!person) scan.units!.add(row)
      if (person ? ofUnit : found[i] === PERSON && (sides[i] === 0 ? au : bu)) scan.otherLevel!.add(row)
    }
  })
  return { witnesses: () => witnesses(scans, both), apart: side => apart(scans, both, side) }
}

/** Rows of both sides by voucher with their level and money; null where none speaks of a unit. */
function read(scans: readonly [SideScan, SideScan], by: string): Both | null {
  let units = false
  const made = scans.map(scan => {
    const entries = new Entries(2, scan.rows)
    scan.read({ key: [by], terms: [{ side: scan.input.side.name, field: 'level', sum: false }] }, (row, { lo, hi, absent }, values) => {
      units ||= values[0] !== PERSON
      if (absent) {
        scan.suspects.add(row)
        return
      }
      entries.add(lo, hi, row)
      entries.value(0, values[0]!)
      entries.value(1, values[1]!)
    })
    return entries
  })
  return units ? { a: made[0]!, b: made[1]! } : null
}

function witnesses(scans: readonly [SideScan, SideScan], both: Both): boolean {
  let again = false
  eachGroup(both, (rows, sides, found) => {
    let seen = 0
    let all = 0
    const bit = (i: number): number => found[i] === PERSON ? bitOf(sides[i]!, 0) : found[i] === UNIT ? bitOf(sides[i]!, 1) : 0
    for (const [i, row] of rows.entries()) {
      all |= bit(i)
      if (scans[sides[i]!]!.suspects.has(row)) seen |= bit(i) | 16
    }
    if ((seen & 16) === 0) return
    for (const [i, row] of rows.entries()) {
      if ((seen & bit(i)) !== 0 || bit(i) === 0) continue
      const scan = scans[sides[i]!]!
      seen |= bit(i)
      if (scan.otherLevel!.has(row)) scan.suspects.add(row)
      else {
        scan.hot.add(row)
        again = true
      }
      if ((seen & 15) === all) return
    }
  })
  return again
}

function apart(scans: readonly [SideScan, SideScan], both: Both, side: number): readonly (readonly [string, Tally])[] {
  const { otherLevel, suspects } = scans[side]!
  const tally: Tally = { rows: 0, fen: 0 }
  const entries = side === 0 ? both.a : both.b
  entries.all((row, values, at) => {
    if (!otherLevel!.has(row) || suspects.has(row)) return
    tally.rows++
    tally.fen += values[at + 1]!
  })
  return [['other_level', tally]]
}
