import { hasVoucher, type Side } from '../../match/index.js'
import { KeyTable } from './entries.js'
import { levelsOf, PERSON, refunding, UNIT } from './levels.js'
import { RowSet } from './row-set.js'
import type { LeafRows, ReadingPlan, SideReader, SideScan, SideTally } from './side-scan.js'
import { moneyValues } from './terms.js'

const UNIT_OF_INSURANCE = ['employer', 'insurance'] as const
const MONTH_OF_UNIT = [...UNIT_OF_INSURANCE, 'period_start'] as const
const VOUCHER = ['voucher', 'insurance'] as const

/** Fields that tell units apart. */
export const UNIT_FIELDS = ['level', 'employer', 'insurance', 'period_start', 'period_end', 'voucher', 'refund', 'principal'] as const

/** Keys that are read of a side to tell units apart. */
export function unitKeys({ record }: Side): readonly (readonly string[])[] {
  return [['level'], ['employer'], UNIT_OF_INSURANCE, MONTH_OF_UNIT, ...(hasVoucher(record) ? [VOUCHER] : [])]
}

/** Unit rows of a side that take part, and whether any of them names a person. Plain data. */
export interface UnitRows {
  readonly places: number[]
  withPersons: boolean
}

/** Finds the unit rows of a side. */
export function unitReader(into: UnitRows): SideReader {
  return plan => {
    const [level, id] = [levelsOf(plan), plan.keys.field('id_number')]
    return leaf => {
      const [levels, ids] = [level(leaf), leaf.prints.lanes[id]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] !== UNIT || leaf.part[r] === 0) continue
        into.places.push(leaf.first + r)
        if (ids[2 * r] !== 0 || ids[2 * r + 1] !== 0) into.withPersons = true
      }
    }
  }
}

/**
 * What unit rows say, in their order. A number each for place, money and months; two lanes for what a row's persons would share with it
 * (its voucher; its unit's month), and for its unit and insurance.
 */
class Said {
  readonly place: Int32Array
  readonly fen: Float64Array
  readonly flags: Uint8Array
  readonly voucher: Int32Array
  readonly month: Int32Array
  readonly unit: Int32Array
  readonly from: Float64Array
  readonly to: Float64Array
  rows = 0

  constructor(rows: number) {
    this.place = new Int32Array(rows)
    this.fen = new Float64Array(rows)
    this.flags = new Uint8Array(rows)
    this.voucher = new Int32Array(2 * rows)
    this.month = new Int32Array(2 * rows)
    this.unit = new Int32Array(2 * rows)
    this.from = new Float64Array(rows)
    this.to = new Float64Array(rows)
  }
}

/** Of a unit row: it names its unit; it says what was paid or levied; it is a refund. */
const [NAMED, TELLS, REFUND] = [1, 2, 4] as const

/** Reads unit rows, of the files that have any. */
function unitRows(scan: SideScan, { places }: UnitRows): Said {
  const said = new Said(places.length)
  if (places.length > 0) scan.read([saidReader(said)], { only: RowSet.from(scan.rows, places) })
  return said
}

function saidReader(said: Said): SideReader {
  return plan => {
    const [level, unit, named, months, money] = [
      levelsOf(plan),
      plan.keys.key({ key: UNIT_OF_INSURANCE }),
      plan.keys.field('employer'),
      monthsOf(plan),
      moneyValues(plan),
    ]
    const [month, voucher, tells, refunds] = [
      monthOf(plan),
      hasVoucher(plan.side.record) ? plan.keys.key({ key: VOUCHER }) : -1,
      telling(plan),
      refunding(plan),
    ]
    return leaf => {
      const { lanes } = leaf.prints
      const [levels, fens] = [level(leaf), money(leaf)]
      const there = (column: number, r: number): boolean => lanes[column]![2 * r] !== 0 || lanes[column]![2 * r + 1] !== 0
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] !== UNIT || leaf.part[r] === 0) continue
        const i = said.rows++
        said.place[i] = leaf.first + r
        said.fen[i] = fens[r]!
        said.flags[i] = (there(named, r) ? NAMED : 0) | (tells(leaf, r) ? TELLS : 0) | (refunds(leaf, r) ? REFUND : 0)
        if (voucher >= 0) said.voucher.set(lanes[voucher]!.subarray(2 * r, 2 * r + 2), 2 * i)
        said.month.set(lanes[month]!.subarray(2 * r, 2 * r + 2), 2 * i)
        said.unit.set(lanes[unit]!.subarray(2 * r, 2 * r + 2), 2 * i)
        said.from[i] = months.from(leaf, r)
        said.to[i] = months.to(leaf, r)
      }
    }
  }
}

/** Whether a row says what was paid or levied (`unitAlone` of the rule's SQL): a refund or a late fee does not. */
function telling({ side, columns }: ReadingPlan): (leaf: LeafRows, r: number) => boolean {
  if (side.record !== 'payment') return () => true
  const [refund, principal] = [columns.at('refund'), columns.at('principal')]
  return ({ chunk: { columns: read } }, r) => {
    const money = read[principal]!.num![r]!
    return read[refund]!.num![r] !== 1 && money === money && money !== 0
  }
}

const isThere = (lanes: Int32Array, i: number): boolean => lanes[2 * i] !== 0 || lanes[2 * i + 1] !== 0

/** What rows of one unit and month share where they have no voucher (`BUNDLE` of the rule's SQL). */
const monthOf = ({ keys }: ReadingPlan): number => keys.key({ key: MONTH_OF_UNIT, loose: new Set(['period_start']) })

/** A row's months, NaN where absent; an open span is a month. */
function monthsOf({ columns }: ReadingPlan): Readonly<Record<'from' | 'to', (leaf: LeafRows, r: number) => number>> {
  const [from, to] = [columns.at('period_start'), columns.at('period_end')]
  return {
    from: ({ chunk }, r) => chunk.columns[from]!.num![r]!,
    to: ({ chunk }, r) => {
      const end = chunk.columns[to]!.num![r]!
      return end === end ? end : chunk.columns[from]!.num![r]!
    },
  }
}

/**
 * What was found out about unit rows, by side and in order of places: which no person row stands beside, and rows whose unit, insurance and
 * months are compared as a whole (one for all of their like); what is of the other level, and whether any unit is compared at all.
 */
export interface UnitsTold {
  readonly alone: readonly Int32Array[]
  readonly months: readonly Int32Array[]
  readonly apart: readonly SideTally[]
  readonly anyUnit: boolean
}

/**
 * Decides which rows speak of their unit, as the rule's SQL does (`byUnit`); sets `units` and `otherLevel` of the sides. Null where that
 * hangs on a levy that may be undone (`hot` of its side): only SQL knows.
 */
export function decideUnits(scans: readonly [SideScan, SideScan], found: readonly UnitRows[]): UnitsTold | null {
  const said = scans.map((scan, s) => unitRows(scan, found[s]!))
  const alone = scans.map((scan, s) => standingAlone(scan, said[s]!))
  const spans = new UnitSpans(said, alone)
  if (!spans.isEmpty)
    for (const [s, scan] of scans.entries())
      scan.read([noting(spans, { side: s, alone: RowSet.from(scan.rows, placesOf(said[s]!, alone[s]!)), doubtful: scan.hot })], {})
  if (!spans.decide()) return null
  const apart = scans.map((scan, s) => {
    const [tally, { place, fen, unit, from, to }] = [{ rows: 0, fen: 0 }, said[s]!]
    const units = (scan.units = new RowSet(scan.rows))
    const other = (scan.otherLevel = new RowSet(scan.rows))
    for (const i of alone[s]!) if (spans.atUnit(unit[2 * i]!, unit[2 * i + 1]!, { from: from[i]!, to: to[i]! })) units.add(place[i]!)
    for (let i = 0; i < place.length; i++) {
      if (units.has(place[i]!)) continue
      other.add(place[i]!)
      tally.rows++
      if (fen[i] === fen[i]) tally.fen += fen[i]!
    }
    if (!spans.isEmpty) scan.read([marking(units, spans)], {})
    return tally
  })
  return {
    alone: alone.map((list, s) => placesOf(said[s]!, list)),
    months: scans.map((_, s) => spans.seen(s)),
    apart,
    anyUnit: !spans.isEmpty,
  }
}

const placesOf = ({ place }: Said, numbers: Int32Array): Int32Array => numbers.map(i => place[i]!)

/**
 * Numbers of unit rows that name a unit and share neither their voucher and insurance with a person row of their side, nor their month with
 * one that has no voucher; a person's refund stands beside a unit's refund alone.
 */
function standingAlone(scan: SideScan, { flags, voucher: vouchers, month: months }: Said): Int32Array {
  const named = Int32Array.from(flags.keys()).filter(i => (flags[i]! & NAMED) !== 0)
  if (named.length === 0) return named
  const table = new KeyTable()
  table.reset(2 * named.length)
  // A row without the key belongs to no group.
  const groups = (of: Int32Array): Int32Array => named.map(i => (isThere(of, i) ? table.of(of[2 * i]!, of[2 * i + 1]!) : -1))
  const [byVoucher, byMonth] = [groups(vouchers), groups(months)]
  const met = new Uint8Array(table.groups)
  const reader: SideReader = plan => {
    const [level, month, voucher, refunds] = [
      levelsOf(plan),
      monthOf(plan),
      hasVoucher(plan.side.record) ? plan.keys.key({ key: VOUCHER }) : -1,
      refunding(plan),
    ]
    return leaf => {
      const { lanes } = leaf.prints
      const levels = level(leaf)
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] !== PERSON || leaf.part[r] === 0) continue
        const mine = voucher >= 0 && (lanes[voucher]![2 * r] !== 0 || lanes[voucher]![2 * r + 1] !== 0) ? voucher : month
        const g = table.find(lanes[mine]![2 * r]!, lanes[mine]![2 * r + 1]!)
        if (g >= 0) met[g]! |= refunds(leaf, r) ? BY_ANY : BY_ANY | BY_PAYMENT
      }
    }
  }
  scan.read([reader], {})
  const asked = (i: number): number => ((flags[i]! & REFUND) !== 0 ? BY_ANY : BY_PAYMENT)
  return named.filter((i, n) => [byVoucher, byMonth].every(of => of[n]! < 0 || (met[of[n]!]! & asked(i)) === 0))
}

/** What of persons stands beside a unit's row: anything, a payment. */
const [BY_ANY, BY_PAYMENT] = [1, 2] as const

interface Months {
  readonly from: number
  readonly to: number
}

/**
 * Of some months: the sides that surely have rows of them, that may have, that tell of them by a unit row alone (a bit a side each); the
 * side of `place`; whether they are compared as a whole.
 */
const [SURE, MAYBE, TELLING, SIDE_OF, AT_UNIT] = [0, 2, 4, 6, 7] as const
const SIDES = 3
/** Numbers that are kept of some months of a unit and insurance: from, to, bits, and the place of a row of them. */
const KEPT = 4
const BITS = 2
const PLACE = 3

/** Months of units and insurances of which some are told by unit rows alone. */
class UnitSpans {
  private readonly table = new KeyTable()
  private readonly spans: number[][] = []

  constructor(said: readonly Said[], alone: readonly Int32Array[]) {
    this.table.reset(alone.reduce((n, list) => n + list.length, 0))
    for (const [s, list] of alone.entries()) {
      const { flags, unit, from, to, place } = said[s]!
      for (const i of list) {
        if ((flags[i]! & TELLS) === 0 || !isThere(unit, i) || Number.isNaN(from[i])) continue
        this.spans[this.table.of(unit[2 * i]!, unit[2 * i + 1]!)] ??= []
        this.note(unit[2 * i]!, unit[2 * i + 1]!, { from: from[i]!, to: to[i]!, side: s, place: place[i]!, bit: SURE })
        this.note(unit[2 * i]!, unit[2 * i + 1]!, { from: from[i]!, to: to[i]!, side: s, place: place[i]!, bit: TELLING })
      }
    }
  }

  get isEmpty(): boolean {
    return this.spans.length === 0
  }

  /** Notes a row's months, where anything of its unit and insurance is told by unit rows alone. */
  note(
    lo: number,
    hi: number,
    { from, to, side, place, bit }: Months & { readonly side: number; readonly place: number; readonly bit: number },
  ): void {
    const g = this.table.find(lo, hi)
    if (g < 0 || Number.isNaN(from)) return
    const mine = this.spans[g]!
    let at = find(mine, { from, to })
    if (at < 0) {
      at = mine.length
      mine.push(from, to, side << SIDE_OF, place)
    }
    mine[at + BITS]! |= 1 << (bit + side)
  }

  /**
   * Months that unit rows tell of; and such as one side alone has, where they overlap months that only a unit row of the other side tells
   * of. False where a row that may be undone decides.
   */
  decide(): boolean {
    for (const mine of this.spans) {
      for (let g = 0; g < mine.length; g += KEPT) {
        const bits = mine[g + BITS]!
        if (((bits >> MAYBE) & SIDES & ~bits) !== 0) return false
        if (((bits >> TELLING) & SIDES) !== 0 || this.isOverlapped(mine, g)) mine[g + BITS]! |= 1 << AT_UNIT
      }
    }
    return true
  }

  private isOverlapped(mine: readonly number[], g: number): boolean {
    const sides = mine[g + BITS]! & SIDES
    if (sides === SIDES) return false
    for (let h = 0; h < mine.length; h += KEPT) {
      const bits = mine[h + BITS]!
      if ((bits & SIDES) === SIDES - sides && ((bits >> TELLING) & SIDES) !== 0 && mine[h]! <= mine[g + 1]! && mine[h + 1]! >= mine[g]!)
        return true
    }
    return false
  }

  /** Whether months of a unit and insurance are compared as a whole. */
  atUnit(lo: number, hi: number, months: Months): boolean {
    const g = this.table.find(lo, hi)
    if (g < 0) return false
    const at = find(this.spans[g]!, months)
    return at >= 0 && ((this.spans[g]![at + BITS]! >> AT_UNIT) & 1) === 1
  }

  /** Rows of a side that stand for months that are compared as a whole, in order. */
  seen(side: number): Int32Array {
    const out: number[] = []
    for (const mine of this.spans)
      for (let g = 0; g < mine.length; g += KEPT)
        if (((mine[g + BITS]! >> AT_UNIT) & 1) === 1 && ((mine[g + BITS]! >> SIDE_OF) & 1) === side) out.push(mine[g + PLACE]!)
    return Int32Array.from(out).sort()
  }
}

/** Where some months stand in a list of them; −1: nowhere. */
function find(spans: readonly number[], { from, to }: Months): number {
  for (let at = 0; at < spans.length; at += KEPT) if (spans[at] === from && spans[at + 1] === to) return at
  return -1
}

/** Reads a side's months of units; `alone`: its unit rows that no person row stands beside; `doubtful`: rows that may be undone. */
function noting(
  spans: UnitSpans,
  { side, alone, doubtful }: { readonly side: number; readonly alone: RowSet; readonly doubtful: RowSet },
): SideReader {
  return plan => {
    const [level, unit, months] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), monthsOf(plan)]
    return leaf => {
      const [levels, lanes] = [level(leaf), leaf.prints.lanes[unit]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        const place = leaf.first + r
        if (leaf.part[r] === 0 || (levels[r] === UNIT && !alone.has(place))) continue
        spans.note(lanes[2 * r]!, lanes[2 * r + 1]!, {
          from: months.from(leaf, r),
          to: months.to(leaf, r),
          side,
          place,
          bit: doubtful.has(place) ? MAYBE : SURE,
        })
      }
    }
  }
}

/** Marks rows of persons whose unit is compared. */
function marking(units: RowSet, spans: UnitSpans): SideReader {
  return plan => {
    const [level, unit, months] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), monthsOf(plan)]
    return leaf => {
      const [levels, lanes] = [level(leaf), leaf.prints.lanes[unit]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] === UNIT || leaf.part[r] === 0) continue
        if (spans.atUnit(lanes[2 * r]!, lanes[2 * r + 1]!, { from: months.from(leaf, r), to: months.to(leaf, r) }))
          units.add(leaf.first + r)
      }
    }
  }
}
