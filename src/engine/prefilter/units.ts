import { hasVoucher, type Side } from '../../match/index.js'
import { fieldOf } from '../../records/index.js'
import { KeyTable } from './entries.js'
import { levelsOf, PERSON, UNIT } from './levels.js'
import { RowSet } from './row-set.js'
import type { Leaf, Plan, Reader, SideScan, Tally } from './side-scan.js'
import { moneyValues } from './terms.js'

const UNIT_OF_INSURANCE = ['employer', 'insurance'] as const
const MONTH_OF_UNIT = [...UNIT_OF_INSURANCE, 'period_start'] as const
const VOUCHER = ['voucher', 'insurance'] as const

/** Keys that are read of a side to tell units apart. */
export function unitKeys({ record }: Side): readonly (readonly string[])[] {
  return [['level'], ['employer'], UNIT_OF_INSURANCE, MONTH_OF_UNIT, ...hasVoucher(record) ? [VOUCHER] : []]
}

/** Unit rows of a side that take part, and whether any of them names a person. Plain data. */
export interface UnitRows { readonly places: number[]; withPersons: boolean }

/** Finds the unit rows of a side. */
export function unitReader(into: UnitRows): Reader {
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

/** What a unit row says: its place and money, whether it names its unit, whether it is more than a refund, lanes of what its persons would share with it and of its unit and insurance, months. */
interface UnitRow {
  readonly place: number
  readonly fen: number
  readonly named: boolean
  readonly tells: boolean
  readonly bundle: readonly [number, number]
  readonly hasVoucher: boolean
  readonly unit: readonly [number, number]
  readonly from: number
  readonly to: number
}

/** Reads unit rows, of the files that have any. */
function unitRows(scan: SideScan, { places }: UnitRows): readonly UnitRow[] {
  const found: UnitRow[] = []
  if (places.length === 0) return found
  const reader: Reader = plan => {
    const [level, unit, named, months, money] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), plan.keys.field('employer'), monthsOf(plan), moneyValues(plan)]
    const [month, voucher] = [monthOf(plan), hasVoucher(plan.side.record) ? plan.keys.key({ key: VOUCHER }) : -1]
    const refund = fieldOf(plan.side.record, 'refund') === undefined ? -1 : plan.columns.at('refund')
    return leaf => {
      const { lanes } = leaf.prints
      const [levels, fens] = [level(leaf), money(leaf)]
      const at = (column: number, r: number): readonly [number, number] => [lanes[column]![2 * r]!, lanes[column]![2 * r + 1]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] !== UNIT || leaf.part[r] === 0) continue
        const byVoucher = voucher >= 0 && isThere(at(voucher, r))
        found.push({
          place: leaf.first + r, fen: fens[r]!, named: isThere(at(named, r)), tells: refund < 0 || leaf.chunk.columns[refund]!.num![r] !== 1,
          bundle: at(byVoucher ? voucher : month, r), hasVoucher: byVoucher, unit: at(unit, r), from: months.from(leaf, r), to: months.to(leaf, r),
        })
      }
    }
  }
  scan.read([reader], { only: RowSet.from(scan.rows, places) })
  return found
}

const isThere = ([lo, hi]: readonly [number, number]): boolean => lo !== 0 || hi !== 0

/** What rows of one unit and month share where they have no voucher (`BUNDLE` of the rule's SQL). */
const monthOf = ({ keys }: Plan): number => keys.key({ key: MONTH_OF_UNIT, loose: new Set(['period_start']) })

/** A row's months, NaN where absent; an open span is a month. */
function monthsOf({ columns }: Plan): Readonly<Record<'from' | 'to', (leaf: Leaf, r: number) => number>> {
  const [from, to] = [columns.at('period_start'), columns.at('period_end')]
  return {
    from: ({ chunk }, r) => chunk.columns[from]!.num![r]!,
    to: ({ chunk }, r) => {
      const end = chunk.columns[to]!.num![r]!
      return end === end ? end : chunk.columns[from]!.num![r]!
    },
  }
}

/** What was found out about unit rows: which of either side no person row stands beside, what is of the other level, and whether any unit is compared at all. */
export interface UnitsTold { readonly alone: readonly (readonly number[])[]; readonly apart: readonly Tally[]; readonly anyUnit: boolean }

/** Decides which rows speak of their unit, as the rule's SQL does (`byUnit`); sets `units` and `otherLevel` of the sides. */
export function decideUnits(scans: readonly [SideScan, SideScan], found: readonly UnitRows[]): UnitsTold {
  const rows = scans.map((scan, s) => unitRows(scan, found[s]!))
  const alone = scans.map((scan, s) => standingAlone(scan, rows[s]!))
  const months = new UnitMonths(alone.flat())
  const apart = scans.map((scan, s) => {
    const tally: Tally = { rows: 0, fen: 0 }
    const units = scan.units = new RowSet(scan.rows)
    const other = scan.otherLevel = new RowSet(scan.rows)
    for (const row of alone[s]!) if (months.has(...row.unit, row)) units.add(row.place)
    for (const { place, fen } of rows[s]!) {
      if (units.has(place)) continue
      other.add(place)
      tally.rows++
      if (fen === fen) tally.fen += fen
    }
    if (!months.isEmpty) scan.read([marking(units, months)], {})
    return tally
  })
  return { alone: alone.map(list => list.map(row => row.place)), apart, anyUnit: !months.isEmpty }
}

/** Unit rows that name a unit and share their voucher and insurance, or their month, with no person row of their side. */
function standingAlone(scan: SideScan, rows: readonly UnitRow[]): readonly UnitRow[] {
  const named = rows.filter(row => row.named)
  if (named.length === 0) return named
  const table = new KeyTable()
  table.reset(named.length)
  // Of no insurance: nobody's.
  const group = named.map(({ bundle }) => isThere(bundle) ? table.of(...bundle) : -1)
  const met = new Uint8Array(table.groups)
  const byMonth = named.some(row => !row.hasVoucher)
  const reader: Reader = plan => {
    const [level, month, voucher] = [levelsOf(plan), byMonth ? monthOf(plan) : -1, hasVoucher(plan.side.record) ? plan.keys.key({ key: VOUCHER }) : -1]
    return leaf => {
      const { lanes } = leaf.prints
      const levels = level(leaf)
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] !== PERSON || leaf.part[r] === 0) continue
        const mine = voucher >= 0 && (lanes[voucher]![2 * r] !== 0 || lanes[voucher]![2 * r + 1] !== 0) ? voucher : month
        const g = mine < 0 ? -1 : table.find(lanes[mine]![2 * r]!, lanes[mine]![2 * r + 1]!)
        if (g >= 0) met[g] = 1
      }
    }
  }
  scan.read([reader], {})
  return named.filter((_, i) => group[i]! < 0 || met[group[i]!] === 0)
}

/** Months of which a unit's money of an insurance is known by unit rows only. */
class UnitMonths {
  private readonly table = new KeyTable()
  private readonly months: number[][] = []

  constructor(alone: readonly UnitRow[]) {
    this.table.reset(alone.length)
    for (const { tells, unit, from, to } of alone) {
      if (!tells || !isThere(unit)) continue
      const mine = this.months[this.table.of(...unit)] ??= []
      if (!mine.some((month, m) => m % 2 === 0 && month === from && mine[m + 1] === to)) mine.push(from, to)
    }
  }

  get isEmpty(): boolean {
    return this.months.length === 0
  }

  /** Whether one of them overlaps these months of a unit and insurance. */
  has(lo: number, hi: number, { from, to }: { readonly from: number; readonly to: number }): boolean {
    const g = this.table.find(lo, hi)
    if (g < 0) return false
    const mine = this.months[g]!
    for (let m = 0; m < mine.length; m += 2) if (mine[m]! <= to && mine[m + 1]! >= from) return true
    return false
  }
}

/** Marks rows of persons whose unit is compared. */
function marking(units: RowSet, told: UnitMonths): Reader {
  return plan => {
    const [level, unit, months] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), monthsOf(plan)]
    return leaf => {
      const [levels, lanes] = [level(leaf), leaf.prints.lanes[unit]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] === UNIT || leaf.part[r] === 0) continue
        const span = { from: months.from(leaf, r), to: months.to(leaf, r) }
        if (told.has(lanes[2 * r]!, lanes[2 * r + 1]!, span)) units.add(leaf.first + r)
      }
    }
  }
}
