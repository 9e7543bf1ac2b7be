import type { Day, Owner } from '../../kernel/index.js'
import { agreementOf, levelsBy, type Agreement, type CompareRule } from '../../match/index.js'
import type { Delivery, Source } from '../feeds.js'
import { agree } from './agree.js'
import { ALL_PARTS } from './entries.js'
import type { BothSides, Spec } from './judge.js'
import { decideLevels, VOUCHER_VALUES, type Levelled, type VoucherRows } from './levels.js'
import { isRead, rowsOfPrints, type KeyValues } from './of-keys.js'
import { doubles, ShortSet, type ShortPrints } from './prints.js'
import { Keyed, ranged, type Span } from './ranges.js'
import { readSide, specOf, type SideFound, type Want } from './reading.js'
import type { RowSet } from './row-set.js'
import { readBoth, type Second } from './second.js'
import { SideScan, type SideTally } from './side-scan.js'
import { reads } from './terms.js'
import { decideUnits, UNIT_FIELDS, unitKeys, type UnitsTold } from './units.js'

/** Guards are kept as bits of one number. */
const MOST_GUARDS = 30

/** What SQL must still decide, and the classes of all other rows. */
export interface Prefiltered {
  /** Rowids of a file's rows that SQL decides, in order. */
  picks(side: string, source: Source): Int32Array
  /**
   * Rowids of a file's rows that may hold one of these values of the rule's near key, in order, and a few others; null where that is not
   * known.
   */
  near(side: string, source: Source, wanted: readonly KeyValues[]): Int32Array | null
  /**
   * Of a file, where the rule tells levels by unit: rowids of unit rows that no person row stands beside, and of rows whose unit and months
   * are compared as a whole, one for all of their like.
   */
  units(side: number, source: Source): { readonly alone: Int32Array; readonly months: Int32Array }
  /** Rows and money of the rest by side and class. */
  readonly classes: readonly { readonly side: string; readonly class: string; readonly rows: number; readonly fen: number }[]
}

/** What a rule is asked with. */
export interface Ask {
  readonly rule: CompareRule
  readonly owner: Owner | null
  readonly asOf: Day
  readonly sides: ReadonlyMap<string, Delivery>
  readonly delivered: (side: string, field: string) => boolean
  /** Credit codes by `agency:number`. */
  readonly employers: () => ReadonlyMap<string, string>
  readonly second: Second | null
  /** Bytes that keys may take at one time. */
  readonly keyBytes: number
}

/**
 * Drops what agrees: rows whose key stands on both sides of the rule's first usable step, with equal compared values, take no part in
 * anything else that the rule does, so that SQL need not see them. Everything that could touch another row goes to SQL with its whole key:
 * repeated keys, rows that a negative row may undo, copies of one levy, blanks in the key. Null where the rule cannot be read so: then SQL
 * decides all.
 */
export function prefilter(ask: Ask): Prefiltered | null {
  const { rule, sides } = ask
  const agreement = agreementOf(rule, { has: ask.delivered })
  if (agreement === null || !isReadable(rule, agreement)) return null
  const [a, b] = rule.sides.map(
    side =>
      new SideScan({
        side,
        delivery: sides.get(side.name)!,
        owner: rule.by === 'owner' ? ask.owner : null,
        asOf: ask.asOf,
        employers: ask.employers,
      }),
  )
  const scans = [a!, b!] as const
  const found = decided(scans, rule, { agreement, second: ask.second, keyBytes: ask.keyBytes })
  if (found === null) return null
  const { levelled, units, near, matched } = found
  return {
    picks: (side, source) => {
      const at = scans.find(s => s.input.side.name === side)!
      return picked(at, at.suspects, source)
    },
    near: (side, source, wanted) => {
      const s = scans.findIndex(scan => scan.input.side.name === side)
      return near === null ? null : rowsOfPrints(near[s]!.subarray(...scans[s]!.placesOf(source)), wanted)
    },
    units: (side, source) => {
      const [first, end] = scans[side]!.placesOf(source)
      const rowids = (places: Int32Array = new Int32Array()): Int32Array =>
        places.subarray(before(places, first), before(places, end)).map(place => place - first + 1)
      return { alone: rowids(units?.alone[side]), months: rowids(units?.months[side]) }
    },
    classes: scans.flatMap((scan, i) =>
      [
        ...(scan.apart ?? []),
        ['matched', matched[i]!] as const,
        ...(levelled?.apart(i) ?? []),
        ...(units === null ? [] : [['other_level', units.apart[i]!] as const]),
      ]
        .filter(([, t]) => t.rows > 0)
        .map(([name, t]) => ({ side: scan.input.side.name, class: name, ...t })),
    ),
  }
}

/**
 * Rows of the one side of a rule that is there which may repeat each other, and such as a negative row may undo: all that SQL need see to
 * find what stands twice. Null where only SQL can tell.
 */
export function repeated(ask: Omit<Ask, 'delivered' | 'second' | 'keyBytes'>): Pick<Prefiltered, 'picks'> | null {
  const { rule, owner, sides, ...rest } = ask
  const [side] = rule.sides
  const { repeats, cancel } = rule
  if (
    side === undefined ||
    repeats === null ||
    !reads(side, { keys: [repeats.key, ...(cancel === undefined ? [] : [cancel])], terms: [], guards: [] })
  )
    return null
  const scan = new SideScan({ ...rest, side, delivery: sides.get(side.name)!, owner: rule.by === 'owner' ? owner : null })
  const read = (of: readonly Want[]): SideFound => readSide(scan, 0, { rule, agreement: null, of, span: ALL_PARTS })
  const { repeats: prints, negative } = read(['repeats', ...(cancel === undefined ? [] : ['negative' as const])])
  markRepeats([scan], [prints!], [side.name])
  if (negative?.isEmpty === false) markUndone([scan], [read(['undone']).undone ?? null], [negative])
  return { picks: (_side, source) => picked(scan, scan.hot, source) }
}

/** How many of the places, which are in order, come before one. */
function before(places: Int32Array, place: number): number {
  let [from, to] = [0, places.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if (places[middle]! < place) from = middle + 1
    else to = middle
  }
  return from
}

/** Rowids of a file's rows that are among the set. */
function picked(scan: SideScan, rows: RowSet, source: Source): Int32Array {
  return rows.within(...scan.placesOf(source)).map(r => r + 1)
}

type Scans = readonly [SideScan, SideScan]

function isReadable(rule: CompareRule, agreement: Agreement): boolean {
  const keys = [
    agreement.key,
    ...(rule.repeats === null ? [] : [rule.repeats.key]),
    ...(rule.cancel === undefined ? [] : [rule.cancel]),
    ...(levelsBy(rule) === 'field' ? [[rule.level!, 'level', 'insurance']] : []),
    ...(rule.near === undefined || !isRead(rule.near) ? [] : [rule.near]),
  ]
  if (levelsBy(rule) === 'field' && rule.sides.some(side => side.fields['refund'] !== undefined)) return false
  // Units are told by fields as they stand, before copies are claimed.
  if (levelsBy(rule) === 'unit' && (rule.repeats !== null || rule.sides.some(side => UNIT_FIELDS.some(f => side.fields[f] !== undefined))))
    return false
  return (
    agreement.guards.length <= MOST_GUARDS &&
    rule.sides.every((side, i) =>
      reads(side, {
        keys: levelsBy(rule) === 'unit' ? [...keys, ...unitKeys(side)] : keys,
        terms: agreement.compares.map(c => (i === 0 ? c.a : c.b)),
        guards: agreement.guards.filter(g => g.side === side.name).map(g => g.test),
      }),
    )
  )
}

/** What became of both sides' rows beside the suspects: levels by voucher, or by unit, near keys by side, and what agrees. */
interface Decided {
  readonly levelled: Levelled | null
  readonly units: UnitsTold | null
  readonly near: readonly ShortPrints[] | null
  readonly matched: readonly [SideTally, SideTally]
}

type BothFound = readonly [SideFound, SideFound]
/** Reads of both sides what is wanted, of keys in a span. */
type Read = (of: readonly Want[], span: Span) => BothFound

/**
 * Reads both sides: once, for all keys that do not depend on one another. Only where rows speak of units must those be told apart before
 * the key of what agrees can be read, only where some money is negative is it asked what that undoes, and only where there is no room for
 * all keys are they read range by range. Null where only SQL can tell which rows speak of units.
 */
function decided(
  scans: Scans,
  rule: CompareRule,
  { agreement, second, keyBytes }: { readonly agreement: Agreement } & Pick<Ask, 'second' | 'keyBytes'>,
): Decided | null {
  const read: Read = (of, span) => (of.length === 0 ? [{}, {}] : readBoth(scans, { rule, agreement, of, span }, second))
  const spec = specOf(rule, agreement)
  const rows = [scans[0].rows, scans[1].rows] as const
  const forVouchers = ranged(rows, VOUCHER_VALUES, keyBytes)
  const forEntries = ranged(rows, spec.values, keyBytes)
  const byLevel = levelsBy(rule) === 'field'
  const once = (byLevel ? forVouchers : forEntries).ranges.length === 1
  const found = read(wantedAtOnce(rule, once), ALL_PARTS)
  markTogether(scans, rule, found, read)
  const told = unitsTold(scans, found)
  if (told === null) return null
  const levelled = byLevel
    ? decideLevels(
        scans,
        new Keyed({ ...forVouchers, found: once ? vouchersOf(found) : null }, span => vouchersOf(read(['vouchers'], span))),
      )
    : null
  const entries = new Keyed({ ...forEntries, found: once && !byLevel && !told.again ? entriesOf(found) : null }, span =>
    entriesOf(read(['entries'], span)),
  )
  const matched = agreeing(scans, entries, spec)
  return {
    levelled,
    units: told.units,
    near: found[0].near === undefined ? null : found.map(f => f.near!),
    // Witnesses of a level bring their keys along.
    matched: levelled?.witnesses() === true ? agreeing(scans, entries, spec) : matched,
  }
}

function vouchersOf([a, b]: BothFound): readonly [VoucherRows, VoucherRows] {
  return [a.vouchers!, b.vouchers!]
}

function entriesOf([a, b]: BothFound): BothSides {
  return { a: a.entries!, b: b.entries! }
}

/** Marks rows that SQL must see with all of their key: copies of one row, and what a negative row may undo. */
function markTogether(scans: Scans, rule: CompareRule, found: BothFound, read: Read): void {
  if (rule.repeats !== null)
    markRepeats(
      scans,
      found.map(f => f.repeats!),
      rule.repeats.on,
    )
  if (found.every(f => f.negative?.isEmpty !== false)) return
  markUndone(
    scans,
    read(['undone'], ALL_PARTS).map(f => f.undone ?? null),
    found.map(f => f.negative ?? null),
  )
}

/**
 * Units told apart by the rows that speak of them (null: none do), and whether the key of what agrees must be read again for it. Null where
 * what may be undone decides which rows speak of units: which of them are left is for SQL to say.
 */
function unitsTold(scans: Scans, found: BothFound): { readonly units: UnitsTold | null; readonly again: boolean } | null {
  const speaks = found.map(f => (f.units?.places.length ?? 0) > 0)
  if (!speaks.includes(true)) return { units: null, again: false }
  if (found.some((f, s) => speaks[s] && f.negative?.isEmpty === false)) return null
  const units = decideUnits(
    scans,
    found.map(f => f.units!),
  )
  if (units === null) return null
  const again = units.anyUnit || found.some(f => f.units!.withPersons)
  // What lacks a person may have a unit; where persons alone are compared, it is rows of units that lack one.
  if (again) for (const scan of scans) scan.suspects.clear()
  else for (const [s, scan] of scans.entries()) for (const place of found[s]!.units!.places) scan.suspects.delete(place)
  return { units, again }
}

/** What is asked in the first reading of both sides; `once`: all keys have room at one time. */
function wantedAtOnce(rule: CompareRule, once: boolean): readonly Want[] {
  const by = levelsBy(rule)
  const wanted: Want[] = []
  if (rule.repeats !== null) wanted.push('repeats')
  if (once && rule.near !== undefined && isRead(rule.near)) wanted.push('near')
  if (rule.cancel !== undefined) wanted.push('negative')
  if (by === 'unit') wanted.push('units')
  if (once) wanted.push(by === 'field' ? 'vouchers' : 'entries')
  return wanted
}

/** Marks what does not agree, and counts what does. */
function agreeing(scans: Scans, entries: Keyed<BothSides>, spec: Spec): readonly [SideTally, SideTally] {
  const matched: readonly [SideTally, SideTally] = [
    { rows: 0, fen: 0 },
    { rows: 0, fen: 0 },
  ]
  for (const both of entries.each()) {
    for (const [s, { rows, fen }] of agree(scans, both, spec).entries()) {
      matched[s]!.rows += rows
      matched[s]!.fen += fen
    }
  }
  return matched
}

/**
 * Copies of one row and what the other side holds of them. The whole key is read: the parts of one payment are often equal in all but a
 * field that may be blank.
 */
function markRepeats(scans: readonly SideScan[], prints: readonly ShortPrints[], on: readonly string[]): void {
  for (const [s, scan] of scans.entries()) if (on.includes(scan.input.side.name)) heat(scans, prints, doubles(prints[s]!))
}

function heat(scans: readonly SideScan[], prints: readonly (ShortPrints | null)[], wanted: ShortSet): void {
  for (const [s, { hot }] of scans.entries()) {
    const mine = prints[s] ?? []
    for (let i = 0; i < mine.length; i++) if (mine[i] !== 0 && wanted.has(mine[i]!)) hot.add(i)
  }
}

/** Rows of a key of which one is negative: they may undo each other. */
function markUndone(scans: readonly SideScan[], prints: readonly (ShortPrints | null)[], negative: readonly (RowSet | null)[]): void {
  const undone = new ShortSet(negative.reduce((n, rows) => n + (rows?.size ?? 0), 0))
  for (const [s, list] of prints.entries())
    if (list !== null) for (let i = 0; i < list.length; i++) if (list[i] !== 0 && negative[s]!.has(i)) undone.add(list[i]!)
  heat(scans, prints, undone)
}
