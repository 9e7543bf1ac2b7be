import type { Expr, Term } from '../../match/index.js'
import { Entries } from './entries.js'
import { eachGroup, type Both, type Member } from './groups.js'
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

/** What a voucher's row carries: its level, its insurance (as a number) and its money; read, but not kept: whether it names no unit. */
const LEVEL = 0
const INSURANCE = 1
const FEN = 2
const NAMELESS = 3


const blank = (name: string): Expr => ({ t: 'null', a: { t: 'field', side: null, name }, negated: false })
const NAMES_NO_UNIT: Expr = { t: 'op', op: 'and', a: blank('employer'), b: blank('employer_no') }

/** Person and unit rows of one voucher, on either side: bit 2 × side + (0 person, 1 unit); none for a row without a level. */
function bitOf({ side, values }: Member): number {
  return values[LEVEL] === PERSON ? 1 << (2 * side) : values[LEVEL] === UNIT ? 2 << (2 * side) : 0
}

/** What was found out about the levels of a rule's rows. */
export interface Levelled {
  /**
   * Makes sure that SQL, which sees the suspects alone, decides the levels of their vouchers as all rows would: a row of every level that a voucher has goes along. True
   * where rows that agreed must go too, so that the keys are to be judged again.
   */
  witnesses(): boolean
  /** Rows of the other level that SQL does not see. */
  apart(side: number): readonly (readonly [string, Tally])[]
}

type Scans = readonly [SideScan, SideScan]

/**
 * Decides, voucher by voucher, which level is compared (catalogue §4, Level), as the rule's SQL does; sets `units` and `otherLevel` of the sides. Null where all rows speak
 * of persons. Rows without a voucher are left to SQL.
 */
export function levels(scans: Scans, by: string): Levelled | null {
  const nameless = scans.map(scan => new RowSet(scan.rows))
  const both = read(scans, by, nameless)
  if (both === null) return null
  for (const scan of scans) {
    scan.units = new RowSet(scan.rows)
    scan.otherLevel = new RowSet(scan.rows)
  }
  // A voucher of persons alone is compared by person.
  const speaksOfMore = (_side: number, _row: number, values: Float64Array, at: number): boolean => values[at + LEVEL] !== PERSON
  eachGroup(both, { values: 2, marked: speaksOfMore }, members => {
    const bits = members.reduce((all, m) => all | bitOf(m), 0)
    const [ap, au, bp, bu] = [1, 2, 4, 8].map(bit => (bits & bit) !== 0)
    const person = (ap && bp) || (ap && !bp && !bu) || (bp && !ap && !au)
    // Only SQL knows the unit of a row that names none: the one of its voucher.
    if (!person && members.some(m => nameless[m.side]!.has(m.row))) for (const m of members) scans[m.side]!.hot.add(m.row)
    const summed = new Set(members.filter(m => m.values[LEVEL] === UNIT).map(m => `${m.side}/${m.values[INSURANCE]}`))
    for (const m of members) {
      const scan = scans[m.side]!
      const ofUnit = m.values[LEVEL] === UNIT
      if (m.values[LEVEL] !== PERSON && !ofUnit) scan.hot.add(m.row)
      if (!person) scan.units!.add(m.row)
      if (!(person ? ofUnit : m.values[LEVEL] === PERSON && !Number.isNaN(m.values[INSURANCE]) && summed.has(`${m.side}/${m.values[INSURANCE]}`))) continue
      scan.otherLevel!.add(m.row)
      // A copy is claimed whatever its level: SQL must see it.
      if (scan.hot.has(m.row)) scan.suspects.add(m.row)
    }
  })
  return { witnesses: () => witnesses(scans, both), apart: side => apart(scans, both, side) }
}

/** Rows of both sides by voucher with their level, insurance and money; null where none speaks of a unit. `nameless` gets the rows of each side that name none. */
function read(scans: Scans, by: string, nameless: readonly RowSet[]): Both | null {
  let units = false
  const made = scans.map((scan, s) => {
    const entries = new Entries(3, scan.rows)
    const term = (field: string): Term => ({ side: scan.input.side.name, field, take: 'value' })
    scan.read({ key: [by], terms: [term('level'), term('insurance')], guards: [{ bit: 1, test: NAMES_NO_UNIT }] }, (row, { lo, hi, absent }, values) => {
      units ||= values[LEVEL] !== PERSON
      if (absent) {
        scan.suspects.add(row)
        return
      }
      entries.add(lo, hi, row)
      for (const v of [LEVEL, INSURANCE, FEN]) entries.value(v, values[v]!)
      if (values[NAMELESS] === 1) nameless[s]!.add(row)
    })
    return entries
  })
  return units ? { a: made[0]!, b: made[1]! } : null
}

function witnesses(scans: Scans, both: Both): boolean {
  let again = false
  const isSuspect = ({ side, row }: Member): boolean => scans[side]!.suspects.has(row)
  const bring = (m: Member): void => {
    const scan = scans[m.side]!
    if (scan.otherLevel!.has(m.row)) scan.suspects.add(m.row)
    else {
      scan.hot.add(m.row)
      again = true
    }
  }
  eachGroup(both, { values: 2, marked: (side, row) => scans[side]!.suspects.has(row) }, members => {
    const seen = members.filter(isSuspect)
    if (seen.length === 0) return
    let bits = seen.reduce((all, m) => all | bitOf(m), 0)
    const brought: Member[] = []
    for (const m of members) {
      if (bitOf(m) === 0 || (bits & bitOf(m)) !== 0) continue
      bits |= bitOf(m)
      brought.push(m)
    }
    // A person's row is of the other level because of a unit's row of its insurance on its side: that one goes along.
    for (const m of [...seen, ...brought]) {
      if (m.values[LEVEL] !== PERSON || !scans[m.side]!.otherLevel!.has(m.row)) continue
      const unit = members.find(u => u.side === m.side && u.values[LEVEL] === UNIT && u.values[INSURANCE] === m.values[INSURANCE])
      if (unit !== undefined && !isSuspect(unit)) brought.push(unit)
    }
    brought.forEach(bring)
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
    tally.fen += values[at + FEN]!
  })
  return [['other_level', tally]]
}
