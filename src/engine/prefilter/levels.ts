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

type Scans = readonly [SideScan, SideScan]

/** What was found out about the levels of a rule's rows. */
export interface Levelled {
  /**
   * Makes sure that SQL, which sees the suspects alone, decides the level of their vouchers as all rows would: a person row of each side and a unit row of each side and
   * insurance that a voucher has go along. True where rows that agreed must go too, so that the keys are to be judged again.
   */
  witnesses(scans: Scans): boolean
  /** Rows of the other level that SQL does not see. */
  apart(side: number): readonly (readonly [string, Tally])[]
}

/**
 * Decides, voucher by voucher, which level is compared (catalogue §4, Level), as the rule's SQL does; sets `units` and `otherLevel` of the sides. Null where all rows speak
 * of persons. Rows without a voucher are left to SQL.
 */
export function levels(scans: Scans, by: string): Levelled | null {
  const both = read(scans, by)
  if (both === null) return null
  for (const scan of scans) {
    scan.units = new RowSet(scan.rows)
    scan.otherLevel = new RowSet(scan.rows)
  }
  eachGroup(both, (rows, sides, found) => {
    const [a, b] = [sideOf(found, sides, 0), sideOf(found, sides, 1)]
    const person = (a.persons && b.persons) || (a.persons && !b.persons && b.units === null) || (b.persons && !a.persons && a.units === null)
    for (const [i, row] of rows.entries()) {
      const scan = scans[sides[i]!]!
      const said = found[i]!
      if (Number.isNaN(said)) scan.hot.add(row)
      if (!person) scan.units!.add(row)
      if (!(person ? said < 0 : said > 0 && (sides[i] === 0 ? a : b).units?.has(said) === true)) continue
      scan.otherLevel!.add(row)
      if (scan.hot.has(row)) scan.suspects.add(row)
    }
  })
  return { witnesses: () => witnesses(scans, both), apart: side => apart(scans, both, side) }
}

/** Which levels one side holds of a voucher: whether persons, and the insurances of its unit rows. */
function sideOf(found: readonly number[], sides: readonly number[], side: number): { persons: boolean; units: Set<number> | null } {
  let persons = false
  let units: Set<number> | null = null
  for (let i = 0; i < found.length; i++) {
    if (sides[i] !== side) continue
    if (found[i]! > 0) persons = true
    else if (found[i]! < 0) (units ??= new Set()).add(found[i] === -BLANK ? NaN : -found[i]!)
  }
  return { persons, units }
}

/** What a row says of its level and insurance in one number: the insurance, positive of a person, negative of a unit; NaN of neither. */
const BLANK = 1
function said(level: number, insurance: number): number {
  const which = Number.isNaN(insurance) ? BLANK : insurance + 2
  return level === PERSON ? which : level === UNIT ? -which : NaN
}

/** Rows of both sides by voucher with their level, insurance and money; null where none speaks of a unit. */
function read(scans: Scans, by: string): Both | null {
  let units = false
  const made = scans.map(scan => {
    const entries = new Entries(2, scan.rows)
    const term = (field: string): { side: string; field: string; sum: boolean } => ({ side: scan.input.side.name, field, sum: false })
    scan.read({ key: [by], terms: [term('level'), term('insurance')] }, (row, { lo, hi, absent }, values) => {
      units ||= values[0] !== PERSON
      if (absent) {
        scan.suspects.add(row)
        return
      }
      entries.add(lo, hi, row)
      entries.value(0, said(values[0]!, values[1]!))
      entries.value(1, values[2]!)
    })
    return entries
  })
  return units ? { a: made[0]!, b: made[1]! } : null
}

function witnesses(scans: Scans, both: Both): boolean {
  let again = false
  eachGroup(both, (rows, sides, found) => {
    if (!rows.some((row, i) => scans[sides[i]!]!.suspects.has(row))) return
    const kind = (i: number): number => found[i]! > 0 ? Infinity : found[i]!
    const seen = [new Set<number>(), new Set<number>()] as const
    for (const [i, row] of rows.entries()) if (scans[sides[i]!]!.suspects.has(row)) seen[sides[i]!]!.add(kind(i))
    for (const [i, row] of rows.entries()) {
      const scan = scans[sides[i]!]!
      const mine = seen[sides[i]!]!
      if (Number.isNaN(found[i]) || mine.has(kind(i))) continue
      mine.add(kind(i))
      if (scan.otherLevel!.has(row)) scan.suspects.add(row)
      else {
        scan.hot.add(row)
        again = true
      }
    }
  })
  return again
}

function apart(scans: Scans, both: Both, side: number): readonly (readonly [string, Tally])[] {
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
