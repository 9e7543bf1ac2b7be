import type { Agreement, CompareRule } from '../../match/index.js'
import { KeyEntries } from './entries.js'
import type { Spec } from './judge.js'
import { VOUCHER_VALUES, voucherReader, type VoucherRows } from './levels.js'
import { shortPrints, type ShortPrints } from './prints.js'
import type { Span } from './ranges.js'
import { RowSet } from './row-set.js'
import { moneyOf, type SideReader, type SideScan } from './side-scan.js'
import { guardsOf, moneyValues, partsOf, termValues } from './terms.js'
import { unitReader, type UnitRows } from './units.js'

/**
 * What may be read of a side: keys of which a row should have no copy, near keys, rows of negative money, keys that such a row may undo,
 * vouchers, rows of units, and what is compared.
 */
export type Want = 'repeats' | 'near' | 'negative' | 'undone' | 'vouchers' | 'units' | 'entries'

/**
 * What is read of a rule's side in one go, of keys those of a span: plain data. `agreement`: what is compared, where that is asked for
 * (`entries`).
 */
export interface Task {
  readonly rule: CompareRule
  readonly agreement: Agreement | null
  readonly of: readonly Want[]
  readonly span: Span
}

/** What was found, of that which was asked; levies alone have negative money that undoes. */
export interface SideFound {
  readonly repeats?: ShortPrints
  readonly near?: ShortPrints
  readonly negative?: RowSet
  readonly undone?: ShortPrints
  readonly vouchers?: VoucherRows
  readonly units?: UnitRows
  readonly entries?: KeyEntries
}

/** Reads a side (0 or 1) once. Rows that lack a part of what is asked for are suspects. */
export function readSide(scan: SideScan, s: number, task: Task): SideFound {
  const { rule } = task
  const readers: SideReader[] = []
  const ask = (want: Want): boolean =>
    task.of.includes(want) && (scan.input.side.record === 'levy' || (want !== 'negative' && want !== 'undone'))
  const prints = (spec: Parameters<typeof shortPrints>[1], every: boolean): ShortPrints => {
    const list = new Int32Array(scan.rows)
    readers.push(shortPrints(list, spec, every))
    return list
  }
  const found: SideFound = {
    ...(ask('repeats') && { repeats: prints({ key: rule.repeats!.key, loose: new Set(rule.repeats!.mayBeBlank) }, false) }),
    ...(ask('near') && { near: prints({ key: rule.near!, written: true }, true) }),
    ...(ask('undone') && { undone: prints({ key: rule.cancel!, loose: new Set(rule.cancel!.slice(1)) }, false) }),
    ...(ask('negative') && { negative: new RowSet(scan.rows) }),
    ...(ask('vouchers') && {
      vouchers: {
        entries: new KeyEntries(VOUCHER_VALUES, scan.rows, task.span, task.span.rooms?.[s]),
        nameless: new RowSet(scan.rows),
        units: false,
      },
    }),
    ...(ask('units') && { units: { places: [], withPersons: false } }),
    ...(ask('entries') && { entries: new KeyEntries(specOf(rule, task.agreement!).values, scan.rows, task.span, task.span.rooms?.[s]) }),
  }
  if (found.negative !== undefined) readers.push(negatives(found.negative))
  if (found.vouchers !== undefined) readers.push(voucherReader(found.vouchers, scan.suspects, rule.level!))
  if (found.units !== undefined) readers.push(unitReader(found.units))
  if (found.entries !== undefined) readers.push(entriesReader(found.entries, scan, { s, task }))
  // Vouchers tell the levels: a row of the level that is not compared is one of theirs too.
  if (readers.length > 0) scan.read(readers, { otherLevel: found.vouchers === undefined ? scan.otherLevel : null })
  return found
}

/** What is compared, and which values of a row stand where. */
export function specOf(rule: CompareRule, { compares: all, guards, doubts, alone }: Agreement): Spec {
  const compares = partsOf(all, rule.sides)
  const [a, b] = rule.sides.map(side => ({ money: moneyOf(side), isPlain: side.fields['amount'] === undefined }))
  const guarded = guards.length > 0
  // Money that is compared anyway need not be kept twice.
  const compared =
    a!.isPlain && b!.isPlain
      ? compares.findIndex(
          c => c.a.term.field === a!.money && c.b.term.field === b!.money && c.a.term.take !== 'distinct' && c.b.term.take !== 'distinct',
        )
      : -1
  const last = compares.length + (guarded ? 1 : 0)
  const apart = compared < 0 && (a!.money !== null || b!.money !== null)
  return {
    compares,
    guarded,
    doubts,
    alone,
    sums: rule.grain !== undefined,
    money: compared >= 0 ? compared : apart ? last : -1,
    values: last + (apart ? 1 : 0),
  }
}

function entriesReader(
  entries: KeyEntries,
  { suspects, input: { side } }: SideScan,
  { s, task: { rule, agreement } }: { readonly s: number; readonly task: Task },
): SideReader {
  const spec = specOf(rule, agreement!)
  return plan => {
    const key = plan.keys.key({ key: agreement!.key })
    const values = spec.compares.map(c => termValues(plan, s === 0 ? c.a : c.b))
    if (spec.guarded)
      values.push(
        guardsOf(
          plan,
          agreement!.guards.flatMap((g, i) => (g.side === side.name ? [{ bit: 1 << i, test: g.test }] : [])),
        ),
      )
    if (values.length < spec.values) values.push(moneyValues(plan))
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

/** Rows that take part and whose money is negative. */
function negatives(into: RowSet): SideReader {
  return plan => {
    const money = moneyValues(plan)
    return leaf => {
      const fens = money(leaf)
      for (let r = 0; r < leaf.chunk.rows; r++) if (fens[r]! < 0 && leaf.part[r] === 1) into.add(leaf.first + r)
    }
  }
}
