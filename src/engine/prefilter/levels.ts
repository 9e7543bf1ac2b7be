import type { Expr } from '../../match/index.js'
import { MAX_ROWS, printText } from '../../store/index.js'
import { KeyEntries, PARTS } from './entries.js'
import { laneNumber } from './keys.js'
import { eachGroup, type Mark, type Member } from './members.js'
import type { BothSides } from './judge.js'
import type { Keyed } from './ranges.js'
import { RowSet } from './row-set.js'
import type { LeafRows, ReadingPlan, SideReader, SideScan, SideTally } from './side-scan.js'
import { guardsOf, moneyValues, type TermValues } from './terms.js'

/** What a voucher's row carries: its place, its level, its insurance and whether it is a refund (as a number), and its money. */
const ROW = 0
const LEVEL = 1
const SORT = 2
const FEN = 3
/** Values that an entry of a voucher's row carries. */
export const VOUCHER_VALUES = 4
/** Those of them that a voucher's rows are looked at for. */
const SEEN = 3

/** Levels as numbers; a row of another, or of none, has 2. */
export const PERSON = 0
export const UNIT = 1

const blank = (name: string): Expr => ({ t: 'null', a: { t: 'field', side: null, name }, negated: false })
const NAMES_NO_UNIT: Expr = { t: 'op', op: 'and', a: blank('employer'), b: blank('employer_no') }

/** Person and unit rows of one voucher, on either side: bit 2 × side + (0 person, 1 unit); none for a row without a level. */
function bitOf({ side, values }: Member): number {
  return values[LEVEL] === PERSON ? 1 << (2 * side) : values[LEVEL] === UNIT ? 2 << (2 * side) : 0
}

/** What was found out about the levels of a rule's rows. */
export interface Levelled {
  /**
   * Makes sure that SQL, which sees the suspects alone, decides the levels of their vouchers as all rows would: a row of every level that a
   * voucher has goes along. True where rows that agreed must go too, so that the keys are to be judged again.
   */
  witnesses(): boolean
  /** Rows of the other level that SQL does not see. */
  apart(side: number): readonly (readonly [string, SideTally])[]
}

type Scans = readonly [SideScan, SideScan]

/** A side's rows by voucher; `nameless`: rows that name no unit; `units`: whether a row speaks of anything but a person. */
export interface VoucherRows {
  readonly entries: KeyEntries
  readonly nameless: RowSet
  units: boolean
}

/** Reads a side's vouchers. Rows without one are left to SQL. */
export function voucherReader(into: VoucherRows, suspects: RowSet, by: string): SideReader {
  return plan => {
    const [key, level, sort] = [plan.keys.key({ key: [by] }), levelsOf(plan), sortsOf(plan)]
    const [unnamed, money] = [guardsOf(plan, [{ bit: 1, test: NAMES_NO_UNIT }]), moneyValues(plan)]
    const places = new Float64Array(MAX_ROWS)
    return leaf => {
      const lanes = leaf.prints.lanes[key]!
      const blank = unnamed(leaf)
      const values = [places, level(leaf), sort(leaf), money(leaf)]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (leaf.part[r] === 0) continue
        const [lo, hi] = [lanes[2 * r]!, lanes[2 * r + 1]!]
        const row = leaf.first + r
        if (values[LEVEL]![r] !== PERSON) into.units = true
        if (lo === 0 && hi === 0) {
          suspects.add(row)
          continue
        }
        places[r] = row
        into.entries.add(lo, hi, row, values, r)
        if (blank[r] === 1) into.nameless.add(row)
      }
    }
  }
}

/** Levels of a leaf's rows. */
export function levelsOf({ keys }: ReadingPlan): TermValues {
  const at = keys.field('level')
  const known = new Int32Array(4)
  printText(known, 0, 'person')
  printText(known, 1, 'unit')
  const out = new Float64Array(MAX_ROWS)
  return ({ chunk, prints }: LeafRows) => {
    const lanes = prints.lanes[at]!
    for (let r = 0; r < chunk.rows; r++) {
      const [lo, hi] = [lanes[2 * r]!, lanes[2 * r + 1]!]
      out[r] = lo === known[0] && hi === known[1] ? PERSON : lo === known[2] && hi === known[3] ? UNIT : 2
    }
    return out
  }
}

/** Whether a row is a refund. */
export function refunding({ side, columns }: ReadingPlan): (leaf: LeafRows, r: number) => boolean {
  if (side.record !== 'payment') return () => false
  const refund = columns.at('refund')
  return ({ chunk }, r) => chunk.columns[refund]!.num![r] === 1
}

/** Insurances are few: numbered from 1 in order of first sight on their side, 0 for none; twice that, and 1 more for a refund. */
function sortsOf(plan: ReadingPlan): TermValues {
  const [at, refunds] = [plan.keys.field('insurance'), refunding(plan)]
  const numbers = new Map<number, number>()
  const out = new Float64Array(MAX_ROWS)
  return (leaf: LeafRows) => {
    const lanes = leaf.prints.lanes[at]!
    for (let r = 0; r < leaf.chunk.rows; r++) {
      const print = laneNumber(lanes, r)
      if (print === print && !numbers.has(print)) numbers.set(print, numbers.size + 1)
      out[r] = 2 * (numbers.get(print) ?? 0) + (refunds(leaf, r) ? 1 : 0)
    }
    return out
  }
}

const hasInsurance = ({ values }: Member): boolean => values[SORT]! > 1

/** What was paid under a voucher, and what was refunded: the level of each is decided by itself. */
function refundsApart(members: readonly Member[]): readonly (readonly Member[])[] {
  const [paid, refunded] = [0, 1].map(refund => members.filter(m => m.values[SORT]! % 2 === refund))
  return [paid!, refunded!].filter(list => list.length > 0)
}

/** Whether rows of a voucher are compared by person. */
function byPerson(members: readonly Member[]): boolean {
  const bits = members.reduce((all, m) => all | bitOf(m), 0)
  const [ap, au, bp, bu] = [1, 2, 4, 8].map(bit => (bits & bit) !== 0)
  return ap === true ? bp === true || bu !== true : bp === true && au !== true
}

type Vouchers = Keyed<readonly [VoucherRows, VoucherRows]>

/**
 * Decides, voucher by voucher, which level is compared (catalogue §4, Level), as the rule's SQL does; sets `units` and `otherLevel` of the
 * sides. Null where all rows speak of persons.
 */
export function decideLevels(scans: Scans, vouchers: Vouchers): Levelled | null {
  for (const [a, b] of vouchers.each()) {
    // Whatever the range, every row was looked at.
    if (!a.units && !b.units) return null
    for (const scan of scans) {
      scan.units ??= new RowSet(scan.rows)
      scan.otherLevel ??= new RowSet(scan.rows)
    }
    decide(scans, { a: a.entries, b: b.entries }, [a.nameless, b.nameless])
  }
  return { witnesses: () => witnesses(scans, vouchers), apart: side => apart(scans, vouchers, side) }
}

function decide(scans: Scans, both: BothSides, nameless: readonly RowSet[]): void {
  // A voucher of persons alone is compared by person.
  const speaksOfMore: Mark = (_side, values, at) => values[at + LEVEL] !== PERSON
  eachGroup(both, { values: SEEN, marked: speaksOfMore }, all => {
    const parts = refundsApart(all).map(members => ({ members, person: byPerson(members) }))
    // Only SQL knows the unit of a row that names none: the one of its voucher.
    if (parts.some(({ members, person }) => !person && members.some(m => nameless[m.side]!.has(m.values[ROW]!))))
      for (const m of all) scans[m.side]!.hot.add(m.values[ROW]!)
    for (const { members, person } of parts) {
      const summed = new Set(members.filter(m => m.values[LEVEL] === UNIT).map(m => `${m.side}/${m.values[SORT]}`))
      for (const m of members) {
        const scan = scans[m.side]!
        const ofUnit = m.values[LEVEL] === UNIT
        if (m.values[LEVEL] !== PERSON && !ofUnit) scan.hot.add(m.values[ROW]!)
        if (!person) scan.units!.add(m.values[ROW]!)
        if (!(person ? ofUnit : m.values[LEVEL] === PERSON && hasInsurance(m) && summed.has(`${m.side}/${m.values[SORT]}`))) continue
        scan.otherLevel!.add(m.values[ROW]!)
        // A copy is claimed whatever its level: SQL must see it.
        if (scan.hot.has(m.values[ROW]!)) scan.suspects.add(m.values[ROW]!)
      }
    }
  })
}

function witnesses(scans: Scans, vouchers: Vouchers): boolean {
  let again = false
  for (const [a, b] of vouchers.each()) if (bringWitnesses(scans, { a: a.entries, b: b.entries })) again = true
  return again
}

function bringWitnesses(scans: Scans, both: BothSides): boolean {
  let again = false
  const isSuspect = ({ side, values }: Member): boolean => scans[side]!.suspects.has(values[ROW]!)
  const bring = (m: Member): void => {
    const scan = scans[m.side]!
    if (scan.otherLevel!.has(m.values[ROW]!)) scan.suspects.add(m.values[ROW]!)
    else {
      scan.hot.add(m.values[ROW]!)
      again = true
    }
  }
  eachGroup(both, { values: SEEN, marked: (side, values, at) => scans[side]!.suspects.has(values[at + ROW]!) }, all => {
    for (const members of refundsApart(all)) bringOf(members)
  })
  return again

  function bringOf(members: readonly Member[]): void {
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
      if (m.values[LEVEL] !== PERSON || !scans[m.side]!.otherLevel!.has(m.values[ROW]!)) continue
      const unit = members.find(u => u.side === m.side && u.values[LEVEL] === UNIT && u.values[SORT] === m.values[SORT])
      if (unit !== undefined && !isSuspect(unit)) brought.push(unit)
    }
    brought.forEach(bring)
  }
}

function apart(scans: Scans, vouchers: Vouchers, side: number): readonly (readonly [string, SideTally])[] {
  const { otherLevel, suspects } = scans[side]!
  const tally: SideTally = { rows: 0, fen: 0 }
  for (const found of vouchers.each()) {
    const { entries } = found[side]!
    for (let part = 0; part < PARTS; part++) {
      entries.each(part, (_lo, _hi, values, at) => {
        const row = values[at + ROW]!
        if (!otherLevel!.has(row) || suspects.has(row)) return
        const fen = values[at + FEN]!
        tally.rows++
        if (fen === fen) tally.fen += fen
      })
    }
  }
  return [['other_level', tally]]
}
