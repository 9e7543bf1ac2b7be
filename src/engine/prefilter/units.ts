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

/**
 * What was found out about unit rows: which of either side no person row stands beside, rows of either side whose unit, insurance and months are compared as a whole (one for
 * all of their like), what is of the other level, and whether any unit is compared at all.
 */
export interface UnitsTold { readonly alone: readonly (readonly number[])[]; readonly months: readonly (readonly number[])[]; readonly apart: readonly Tally[]; readonly anyUnit: boolean }

/** Decides which rows speak of their unit, as the rule's SQL does (`byUnit`); sets `units` and `otherLevel` of the sides. */
export function decideUnits(scans: readonly [SideScan, SideScan], found: readonly UnitRows[]): UnitsTold {
  const rows = scans.map((scan, s) => unitRows(scan, found[s]!))
  const alone = scans.map((scan, s) => standingAlone(scan, rows[s]!))
  const spans = new UnitSpans(alone)
  const sets = scans.map((scan, s) => RowSet.from(scan.rows, alone[s]!.map(row => row.place)))
  if (!spans.isEmpty) for (const [s, scan] of scans.entries()) scan.read([noting(spans, s, sets[s]!)], {})
  spans.decide()
  const apart = scans.map((scan, s) => {
    const tally: Tally = { rows: 0, fen: 0 }
    const units = scan.units = new RowSet(scan.rows)
    const other = scan.otherLevel = new RowSet(scan.rows)
    for (const row of alone[s]!) if (spans.at(...row.unit, row)?.atUnit === true) units.add(row.place)
    for (const { place, fen } of rows[s]!) {
      if (units.has(place)) continue
      other.add(place)
      tally.rows++
      if (fen === fen) tally.fen += fen
    }
    if (!spans.isEmpty) scan.read([marking(units, spans)], {})
    return tally
  })
  return { alone: alone.map(list => list.map(row => row.place)), months: scans.map((_, s) => spans.seen(s)), apart, anyUnit: !spans.isEmpty }
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

interface Months { readonly from: number; readonly to: number }

/** Months of a unit and insurance: bits of the sides that have rows of them, and of those that tell of them by a unit row alone; a row of them. */
interface Span extends Months { sides: number; tells: number; side: number; place: number; atUnit: boolean }

/** Months of units and insurances of which some are told by unit rows alone. */
class UnitSpans {
  private readonly table = new KeyTable()
  private readonly spans: Span[][] = []

  constructor(alone: readonly (readonly UnitRow[])[]) {
    this.table.reset(alone.reduce((n, list) => n + list.length, 0))
    for (const [s, list] of alone.entries()) {
      for (const row of list) {
        if (!row.tells || !isThere(row.unit) || Number.isNaN(row.from)) continue
        const g = this.table.of(...row.unit)
        this.spans[g] ??= []
        this.note(...row.unit, { months: row, side: s, place: row.place })!.tells |= 1 << s
      }
    }
  }

  get isEmpty(): boolean {
    return this.spans.length === 0
  }

  /** Notes a row's months; null where nothing of its unit and insurance is told by unit rows alone, or where it has none. */
  note(lo: number, hi: number, { months: { from, to }, side, place }: { readonly months: Months; readonly side: number; readonly place: number }): Span | null {
    const g = this.table.find(lo, hi)
    if (g < 0 || Number.isNaN(from)) return null
    let span = this.spans[g]!.find(x => x.from === from && x.to === to)
    if (span === undefined) this.spans[g]!.push(span = { from, to, sides: 0, tells: 0, side, place, atUnit: false })
    span.sides |= 1 << side
    return span
  }

  /** Months that unit rows tell of; and such as one side alone has, where they overlap months that only a unit row of the other side tells of. */
  decide(): void {
    const overlaps = (g: Span, h: Span): boolean => h.sides === 3 - g.sides && (h.tells & h.sides) !== 0 && h.from <= g.to && h.to >= g.from
    for (const spans of this.spans) for (const g of spans) g.atUnit = g.tells !== 0 || (g.sides !== 3 && spans.some(h => overlaps(g, h)))
  }

  at(lo: number, hi: number, { from, to }: Months): Span | undefined {
    const g = this.table.find(lo, hi)
    return g < 0 ? undefined : this.spans[g]!.find(x => x.from === from && x.to === to)
  }

  /** Rows of a side that stand for months that are compared as a whole. */
  seen(side: number): readonly number[] {
    return this.spans.flatMap(spans => spans.flatMap(x => x.atUnit && x.side === side ? [x.place] : [])).toSorted((a, b) => a - b)
  }
}

/** Reads a side's months of units; `alone`: its unit rows that no person row stands beside. */
function noting(spans: UnitSpans, side: number, alone: RowSet): Reader {
  return plan => {
    const [level, unit, months] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), monthsOf(plan)]
    return leaf => {
      const [levels, lanes] = [level(leaf), leaf.prints.lanes[unit]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        const place = leaf.first + r
        if (leaf.part[r] === 0 || (levels[r] === UNIT && !alone.has(place))) continue
        spans.note(lanes[2 * r]!, lanes[2 * r + 1]!, { months: { from: months.from(leaf, r), to: months.to(leaf, r) }, side, place })
      }
    }
  }
}

/** Marks rows of persons whose unit is compared. */
function marking(units: RowSet, spans: UnitSpans): Reader {
  return plan => {
    const [level, unit, months] = [levelsOf(plan), plan.keys.key({ key: UNIT_OF_INSURANCE }), monthsOf(plan)]
    return leaf => {
      const [levels, lanes] = [level(leaf), leaf.prints.lanes[unit]!]
      for (let r = 0; r < leaf.chunk.rows; r++) {
        if (levels[r] === UNIT || leaf.part[r] === 0) continue
        if (spans.at(lanes[2 * r]!, lanes[2 * r + 1]!, { from: months.from(leaf, r), to: months.to(leaf, r) })?.atUnit === true) units.add(leaf.first + r)
      }
    }
  }
}
