import type { Day, Owner } from '../../kernel/index.js'
import { agreementOf, type Agreement, type CompareRule } from '../../match/index.js'
import type { Delivery, Source } from '../feeds.js'
import { agree } from './agree.js'
import { Entries } from './entries.js'
import type { Both, Spec } from './judge.js'
import { Vouchers, type Levelled } from './levels.js'
import { isRead, rowsOfPrints, type KeyValues } from './of-keys.js'
import { doubles, shortPrints, ShortSet, type ShortPrints } from './prints.js'
import { RowSet } from './row-set.js'
import { moneyOf, SideScan, type Reader, type Tally } from './side-scan.js'
import { guardsOf, moneyValues, partsOf, reads, valuesOf } from './terms.js'

/** Guards are kept as bits of one number. */
const MOST_GUARDS = 30

/** What SQL must still decide, and the classes of all other rows. */
export interface Prefiltered {
  /** Rowids of a file's rows that SQL decides, in order. */
  picks(side: string, source: Source): Int32Array
  /** Rowids of a file's rows that may hold one of these values of the rule's near key, in order, and a few others; null where that is not known. */
  near(side: string, source: Source, wanted: readonly KeyValues[]): Int32Array | null
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
  readonly employerOf: (agency: string, number: string) => string
}

/**
 * Drops what agrees: rows whose key stands on both sides of the rule's first usable step, with equal compared values, take no part in anything else that the rule does, so
 * that SQL need not see them. Everything that could touch another row goes to SQL with its whole key: repeated keys, rows that a negative row may undo, copies of one levy,
 * blanks in the key. Null where the rule cannot be read so: then SQL decides all.
 */
export function prefilter(ask: Ask): Prefiltered | null {
  const { rule, sides } = ask
  const agreement = agreementOf(rule, { has: ask.delivered })
  if (agreement === null || !isReadable(rule, agreement)) return null
  const [a, b] = rule.sides.map(side => new SideScan({ side, delivery: sides.get(side.name)!, owner: rule.by === 'owner' ? ask.owner : null, asOf: ask.asOf, employerOf: ask.employerOf }))
  const scans = [a!, b!] as const
  const wants = new Wants(scans, rule, agreement)
  const { levelled, near } = readSides(scans, rule, wants)
  const matched = wants.agreed(levelled)
  return {
    picks: (side, source) => {
      const at = scans.find(s => s.input.side.name === side)!
      const { first } = at.sources.find(s => s.source === source)!
      return at.suspects.within(first, first + source.rows).map(r => r + 1)
    },
    near: (side, source, wanted) => {
      const s = scans.findIndex(scan => scan.input.side.name === side)
      const { first } = scans[s]!.sources.find(x => x.source === source)!
      return near === null ? null : rowsOfPrints(near[s]!.subarray(first, first + source.rows), wanted)
    },
    classes: scans.flatMap((scan, i) => [...scan.apart, ['matched', matched[i]!] as const, ...levelled?.apart(i) ?? []]
      .filter(([, t]) => t.rows > 0).map(([name, t]) => ({ side: scan.input.side.name, class: name, ...t }))),
  }
}

type Scans = readonly [SideScan, SideScan]

function isReadable(rule: CompareRule, agreement: Agreement): boolean {
  const keys = [agreement.key, ...rule.repeats === null ? [] : [rule.repeats.key], ...rule.cancel === undefined ? [] : [rule.cancel], ...rule.level === undefined ? [] : [[rule.level]]]
  return agreement.guards.length <= MOST_GUARDS && rule.sides.every((side, i) => reads(side, {
    keys, terms: agreement.compares.map(c => i === 0 ? c.a : c.b), guards: agreement.guards.filter(g => g.side === side.name).map(g => g.test),
  }))
}

/**
 * Reads both sides: once, for all keys that do not depend on one another. Only where rows speak of units must those be told apart before the key of what agrees can be
 * read, and only where some money is negative is it asked what that undoes.
 */
function readSides(scans: Scans, rule: CompareRule, agreement: { reader(side: number): Reader }): { readonly levelled: Levelled | null; readonly near: readonly ShortPrints[] | null } {
  const list = (): readonly ShortPrints[] => scans.map(scan => new Int32Array(scan.rows))
  const repeats = rule.repeats === null ? null : list()
  const near = rule.near === undefined || !isRead(rule.near) ? null : list()
  const vouchers = rule.level === undefined ? null : new Vouchers(scans)
  const negative = scans.map(scan => rule.cancel !== undefined && scan.input.side.record === 'levy' ? new RowSet(scan.rows) : null)
  for (const [s, scan] of scans.entries()) {
    const readers: (Reader | null)[] = [
      repeats && shortPrints(repeats[s]!, { key: rule.repeats!.key, loose: new Set(rule.repeats!.mayBeBlank) }, false),
      near && shortPrints(near[s]!, { key: rule.near!, written: true }, true),
      vouchers === null ? agreement.reader(s) : vouchers.reader(s, rule.level!),
      negative[s] ? negatives(negative[s]) : null,
    ]
    scan.read(...readers.filter(reader => reader !== null))
  }
  if (repeats !== null) markRepeats(scans, repeats, rule.repeats!.on)
  if (rule.cancel !== undefined) markCancelled(scans, rule.cancel, negative)
  const levelled = vouchers?.decide() ?? null
  if (vouchers !== null) for (const [s, scan] of scans.entries()) scan.read(agreement.reader(s))
  return { levelled, near }
}

/** What is compared, as it is read of both sides. */
class Wants {
  private readonly scans: Scans
  private readonly agreement: Agreement
  private readonly spec: Spec
  private readonly both: Both

  constructor(scans: Scans, rule: CompareRule, agreement: Agreement) {
    const compares = partsOf(agreement.compares, rule.sides)
    const guarded = agreement.guards.length > 0
    const money = scans.map(scan => moneyOf(scan.input.side))
    // Money that is compared anyway need not be kept twice.
    const compared = compares.findIndex(c => c.a.term.field === money[0] && c.b.term.field === money[1] && c.a.term.take !== 'distinct' && c.b.term.take !== 'distinct')
    const last = compares.length + (guarded ? 1 : 0)
    const kept = compared < 0 && money.some(m => m !== null) ? 1 : 0
    this.scans = scans
    this.agreement = agreement
    this.spec = { compares, guarded, doubts: agreement.doubts, alone: agreement.alone, sums: rule.grain !== undefined, money: compared >= 0 ? compared : kept === 1 ? last : -1 }
    const [a, b] = scans.map(scan => new Entries(last + kept, scan.rows))
    this.both = { a: a!, b: b! }
  }

  /** Rows that lack a part of the key are suspects. */
  reader(s: number): Reader {
    const { agreement, spec } = this
    const { suspects, input: { side } } = this.scans[s]!
    const entries = s === 0 ? this.both.a : this.both.b
    return plan => {
      const key = plan.keys.key({ key: agreement.key })
      const values = spec.compares.map(c => valuesOf(plan, s === 0 ? c.a : c.b))
      if (spec.guarded) values.push(guardsOf(plan, agreement.guards.flatMap((g, i) => g.side === side.name ? [{ bit: 1 << i, test: g.test }] : [])))
      if (values.length < entries.values) values.push(moneyValues(plan))
      return leaf => {
        const lanes = leaf.prints.lanes[key]!
        const columns = values.map(of => of(leaf))
        for (let r = 0; r < leaf.chunk.rows; r++) {
          if (leaf.part[r] === 0) continue
          const lo = lanes[2 * r]!
          const hi = lanes[2 * r + 1]!
          if (lo === 0 && hi === 0) suspects.add(leaf.first + r)
          else entries.add(lo, hi, leaf.first + r, columns, r)
        }
      }
    }
  }

  /** Rows and money that agree, by side; all other rows are suspects from now on. */
  agreed(levelled: Levelled | null): readonly [Tally, Tally] {
    const matched = agree(this.scans, this.both, this.spec)
    // Witnesses of a level bring their keys along.
    return levelled !== null && levelled.witnesses() ? agree(this.scans, this.both, this.spec) : matched
  }
}

/** Copies of one row and what the other side holds of them. The whole key is read: the parts of one payment are often equal in all but a field that may be blank. */
function markRepeats(scans: Scans, prints: readonly ShortPrints[], on: readonly string[]): void {
  for (const [s, scan] of scans.entries()) if (on.includes(scan.input.side.name)) heat(scans, prints, doubles(prints[s]!))
}

function heat(scans: Scans, prints: readonly (ShortPrints | null)[], wanted: ShortSet): void {
  for (const [s, { hot }] of scans.entries()) {
    const mine = prints[s] ?? []
    for (let i = 0; i < mine.length; i++) if (mine[i] !== 0 && wanted.has(mine[i]!)) hot.add(i)
  }
}

/** Rows that take part and whose money is negative. */
function negatives(into: RowSet): Reader {
  return plan => {
    const money = moneyValues(plan)
    return leaf => {
      const fens = money(leaf)
      for (let r = 0; r < leaf.chunk.rows; r++) if (fens[r]! < 0 && leaf.part[r] === 1) into.add(leaf.first + r)
    }
  }
}

/** Rows of a key of which one is negative: they may undo each other. */
function markCancelled(scans: Scans, key: readonly string[], negative: readonly (RowSet | null)[]): void {
  if (negative.every(set => set === null || set.isEmpty)) return
  const prints = scans.map((scan, s) => negative[s] === null ? null : new Int32Array(scan.rows))
  for (const [s, scan] of scans.entries()) if (prints[s] !== null) scan.read(shortPrints(prints[s]!, { key, loose: new Set(key.slice(1)) }, false))
  const undone = new ShortSet(prints.reduce((n, list, s) => n + (list === null ? 0 : negative[s]!.size), 0))
  for (const [s, list] of prints.entries()) if (list !== null) for (let i = 0; i < list.length; i++) if (list[i] !== 0 && negative[s]!.has(i)) undone.add(list[i]!)
  heat(scans, prints, undone)
}
