import type { Day, Owner } from '../../kernel/index.js'
import { agreementOf, type Agreement, type CompareRule, type Expr, type Repeats, type Side, type Term } from '../../match/index.js'
import type { Delivery, Source } from '../feeds.js'
import { Entries } from './entries.js'
import { agree, eachGroup, type Both } from './groups.js'
import { levels, type Levelled } from './levels.js'
import { SideScan, type Tally } from './side-scan.js'

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
  const [first, second] = rule.sides as [Side, Side]
  if (!SideScan.reads(first, terms('a'), testsOf(agreement, first)) || !SideScan.reads(second, terms('b'), testsOf(agreement, second))) return null
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

/** What rows of a side say by themselves: one test an atom of the agreement, in their order; of the other side's atoms one that no row meets. */
function testsOf({ atoms }: Agreement, side: Side): readonly Expr[] {
  return atoms.map(a => a.side === side.name ? a.test : UNMET)
}

/** `owner is null`: every row has one. */
const UNMET: Expr = { t: 'null', a: { t: 'field', side: null, name: 'owner' }, negated: false }

function matchedBy(scans: Scans, { agreement, rule, levelled }: { agreement: Agreement; rule: CompareRule; levelled: Levelled | null }): readonly [Tally, Tally] {
  const keys = keysOf(scans, {
    key: agreement.key, terms: [agreement.compares.map(c => c.a), agreement.compares.map(c => c.b)], absent: (scan, row) => scan.suspects.add(row),
    tests: scans.map(s => testsOf(agreement, s.input.side)),
  })
  const spec = { ...agreement, sums: rule.grain !== undefined }
  const matched = agree(scans, keys, spec)
  // Witnesses of a level bring their keys along.
  return levelled !== null && levelled.witnesses(scans) ? agree(scans, keys, spec) : matched
}

/** Both sides' rows by key. `absent` gets the rows that lack a part of it. */
interface KeySpec { readonly key: readonly string[]; readonly loose?: ReadonlySet<string>; readonly terms: readonly [readonly Term[], readonly Term[]]; readonly tests?: readonly (readonly Expr[])[]; readonly absent: (scan: SideScan, row: number) => void }

function keysOf(scans: Scans, spec: KeySpec): Both {
  const made = scans.map((scan, i) => {
    const terms = spec.terms[i]!
    const tests = spec.tests?.[i] ?? []
    const entries = new Entries(terms.length + (tests.length > 0 ? 2 : 1), scan.rows)
    scan.read({ key: spec.key, terms, tests, ...(spec.loose === undefined ? {} : { loose: spec.loose }) }, (row, { lo, hi, absent }, values) => {
      if (absent) {
        spec.absent(scan, row)
        return
      }
      entries.add(lo, hi, row)
      for (let v = 0; v < values.length; v++) entries.value(v, values[v]!)
    })
    return entries
  })
  return { a: made[0]!, b: made[1]! }
}

/** Copies of one row and what the other side holds of them. Of the fields that may be blank only the person's is looked at: fewer to read, and no repeat is missed. */
function markRepeats(scans: Scans, { on, key, mayBeBlank }: Repeats): void {
  const looked = key.filter(k => !mayBeBlank.includes(k) || k === 'id_number')
  const both = keysOf(scans, { key: looked, loose: new Set(mayBeBlank), terms: [[], []], absent: () => undefined })
  eachGroup(both, (rows, sides) => {
    if (rows.length > 1 && scans.some((scan, i) => on.includes(scan.input.side.name) && sides.filter(s => s === i).length > 1)) heat(scans, rows, sides)
  })
}

/** Rows of a key of which one is negative: they may undo each other. */
function markCancelled(scans: Scans, key: readonly string[]): void {
  const term = (scan: SideScan): Term => ({ side: scan.input.side.name, field: 'amount', sum: false })
  if (!scans.some(hasNegative)) return
  const both = keysOf(scans, { key, loose: new Set(key.slice(1)), terms: [[term(scans[0])], [term(scans[1])]], absent: () => undefined })
  eachGroup(both, (rows, sides, amounts) => {
    if (amounts.some(n => n < 0)) heat(scans, rows, sides)
  })
}

function hasNegative(scan: SideScan): boolean {
  let found = false
  scan.read({ key: [], terms: [] }, (_row, _key, values) => { found ||= values[0]! < 0 })
  return found
}

function heat(scans: Scans, rows: readonly number[], sides: readonly number[]): void {
  for (const [i, row] of rows.entries()) scans[sides[i]!]!.hot.add(row)
}
