import type { Day, Owner } from '../../kernel/index.js'
import { agreementOf, type Agreement, type CompareRule, type Expr, type Term } from '../../match/index.js'
import type { Delivery, Source } from '../feeds.js'
import { Entries } from './entries.js'
import { agree, eachGroup, type Both, type Member } from './groups.js'
import { levels, type Levelled } from './levels.js'
import { SideScan, type Tally } from './side-scan.js'

/** Guards are kept as bits of one number. */
const MOST_GUARDS = 30

/** What SQL must still decide, and the classes of all other rows. */
export interface Prefiltered {
  /** Rowids of a file's rows that SQL decides, in order. */
  picks(side: string, source: Source): Int32Array
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
  if (agreement === null) return null
  const terms = (which: 'a' | 'b'): readonly Term[] => agreement.compares.map(c => c[which])
  const keys = [agreement.key, ...rule.repeats === null ? [] : [rule.repeats.key], ...rule.cancel === undefined ? [] : [rule.cancel], ...rule.level === undefined ? [] : [[rule.level]]]
  const guards = (side: string): readonly Expr[] => agreement.guards.filter(g => g.side === side).map(g => g.test)
  if (agreement.guards.length > MOST_GUARDS || !rule.sides.every((side, i) => SideScan.reads(side, { keys, terms: terms(i === 0 ? 'a' : 'b'), guards: guards(side.name) }))) return null
  const [a, b] = rule.sides.map(side => new SideScan({ side, delivery: sides.get(side.name)!, owner: rule.by === 'owner' ? ask.owner : null, asOf: ask.asOf, employerOf: ask.employerOf }))
  const scans = [a!, b!] as const
  if (rule.repeats !== null) markRepeats(scans, rule.repeats)
  if (rule.cancel !== undefined) markCancelled(scans, rule.cancel)
  const levelled = rule.level === undefined ? null : levels(scans, rule.level)
  const matched = matchedBy(scans, { agreement, rule, levelled })
  return {
    picks: (side, source) => {
      const at = scans.find(s => s.input.side.name === side)!
      const { first } = at.sources.find(s => s.source === source)!
      return at.suspects.within(first, first + source.rows).map(r => r + 1)
    },
    classes: scans.flatMap((scan, i) => [...scan.apart, ['matched', matched[i]!] as const, ...levelled?.apart(i) ?? []]
      .filter(([, t]) => t.rows > 0).map(([name, t]) => ({ side: scan.input.side.name, class: name, ...t }))),
  }
}

type Scans = readonly [SideScan, SideScan]

function matchedBy(scans: Scans, { agreement, rule, levelled }: { agreement: Agreement; rule: CompareRule; levelled: Levelled | null }): readonly [Tally, Tally] {
  const keys = keysOf(scans, {
    key: agreement.key, terms: [agreement.compares.map(c => c.a), agreement.compares.map(c => c.b)], absent: (scan, row) => scan.suspects.add(row),
    guards: agreement.guards.map((g, i) => ({ side: g.side, bit: 1 << i, test: g.test })),
  })
  const spec = { agreement, sums: rule.grain !== undefined }
  const matched = agree(scans, keys, spec)
  // Witnesses of a level bring their keys along.
  return levelled !== null && levelled.witnesses() ? agree(scans, keys, spec) : matched
}

/** Both sides' rows by key. `absent` gets the rows that lack a part of it. */
function keysOf(scans: Scans, spec: { key: readonly string[]; loose?: ReadonlySet<string>; terms: readonly [readonly Term[], readonly Term[]]; guards?: readonly { side: string; bit: number; test: Expr }[]; absent: (scan: SideScan, row: number) => void; only?: readonly SideScan[] }): Both {
  const made = scans.map((scan, i) => {
    const terms = spec.terms[i]!
    const guards = spec.guards?.filter(g => g.side === scan.input.side.name) ?? []
    // The guards' bits are kept only where there are any.
    const kept = terms.length + 1 + (spec.guards === undefined || spec.guards.length === 0 ? 0 : 1)
    const entries = new Entries(kept, scan.rows)
    if (spec.only !== undefined && !spec.only.includes(scan)) return entries
    scan.read({ key: spec.key, terms, guards, ...(spec.loose === undefined ? {} : { loose: spec.loose }) }, (row, { lo, hi, absent }, values) => {
      if (absent) {
        spec.absent(scan, row)
        return
      }
      entries.add(lo, hi, row)
      for (let v = 0; v < kept; v++) entries.value(v, values[v]!)
    })
    return entries
  })
  return { a: made[0]!, b: made[1]! }
}

/** Copies of one row and what the other side holds of them. The whole key is read: the parts of one payment are often equal in all but a field that may be blank. */
function markRepeats(scans: Scans, { on, key, mayBeBlank }: NonNullable<CompareRule['repeats']>): void {
  const both = keysOf(scans, { key, loose: new Set(mayBeBlank), terms: [[], []], absent: () => undefined })
  const [onA, onB] = scans.map(scan => on.includes(scan.input.side.name))
  eachGroup(both, { values: 0, sized: (a, b) => (onA! && a > 1) || (onB! && b > 1) }, members => heat(scans, members))
}

/** Rows of a key of which one is negative: they may undo each other. */
function markCancelled(scans: Scans, key: readonly string[]): void {
  const term = (scan: SideScan): Term => ({ side: scan.input.side.name, field: 'amount', take: 'value' })
  const levies = scans.filter(scan => scan.input.side.record === 'levy')
  if (!levies.some(scan => scan.hasNegative())) return
  const both = keysOf(scans, { key, loose: new Set(key.slice(1)), terms: [[term(scans[0])], [term(scans[1])]], absent: () => undefined, only: levies })
  eachGroup(both, { values: 1, sized: (a, b) => a + b > 1 }, members => {
    if (members.some(m => m.values[0]! < 0)) heat(scans, members)
  })
}

function heat(scans: Scans, members: readonly Member[]): void {
  for (const { side, row } of members) scans[side]!.hot.add(row)
}
