import type { Placement, Seen } from './place.js'
import type { ColumnEvidence } from './types.js'
import { sumShare, type WideColumn } from './wide.js'

/**
 * What arithmetic tells of the money columns. `repeats`: columns that are read nowhere, since they say again what others hold, by index.
 */
export interface Sums {
  readonly placed: readonly Placement[]
  readonly repeats: ReadonlyMap<number, string>
}

/** A sum that holds in this share of the rows is one. */
const HOLDS = 0.95
const TOTAL_AND_PARTS: readonly (readonly [string, readonly string[]])[] = [
  ['amount', ['amount_employer', 'amount_person']],
  ['amount', ['principal_employer', 'principal_person']],
  ['due_amount', ['amount_employer', 'amount_person']],
  ['principal', ['principal_employer', 'principal_person']],
  ['part_total', ['part_employer', 'part_person']],
]

/** Confirms totals by their parts, and finds columns that only repeat others. */
export function settleSums(placed: readonly Placement[], seen: Seen, wide: readonly WideColumn[]): Sums {
  const at = (column: string): Placement | undefined => placed.find(p => p.column === column)
  const proven = new Map<Placement, ColumnEvidence>()
  for (const [total, parts] of TOTAL_AND_PARTS) {
    const whole = at(total)
    const pieces = parts.flatMap(p => at(p) ?? [])
    if (whole === undefined || pieces.length < 2) continue
    const share = sumShare(
      seen.profiles[whole.index]!,
      pieces.map(p => seen.profiles[p.index]!),
    )
    if (share < HOLDS) continue
    const evidence: ColumnEvidence = {
      what: 'sum',
      total: seen.columns[whole.index]!,
      parts: pieces.map(p => seen.columns[p.index]!).join(' + '),
      share,
    }
    for (const p of [whole, ...pieces]) proven.set(p, evidence)
  }
  const confirmed = placed.map(p =>
    proven.has(p)
      ? { ...p, score: p.score < 0.8 && p.how !== 'exact' ? p.score : Math.max(p.score, 0.95), evidence: [...p.evidence, proven.get(p)!] }
      : p,
  )
  return { placed: confirmed, repeats: new Map([...repeated(placed, seen, new Set(wide.map(w => w.index))), ...wideRepeats(seen, wide)]) }
}

/** Unplaced money that equals a placed column, or the sum of placed parts, in nearly every row. */
function repeated(placed: readonly Placement[], seen: Seen, wide: ReadonlySet<number>): ReadonlyMap<number, string> {
  const used = new Set([...placed.map(p => p.index), ...wide])
  const money = placed.filter(p => /amount|principal|^part_|_fee|interest/.test(p.column))
  const out = new Map<number, string>()
  for (const [index, p] of seen.profiles.entries()) {
    if (used.has(index) || p.filled < 2 || p.share('decimal') < 0.9 || seen.columns[index] === '') continue
    const same = money.find(m => sumShare(p, [seen.profiles[m.index]!]) >= HOLDS)
    const pieces =
      same === undefined && money.length >= 2 && p.share('zero') < 0.9
        ? sumOf(
            p,
            money.filter(m => !/amount$|total$/.test(m.column)),
            seen,
          )
        : undefined
    if (same !== undefined && p.share('zero') < 0.9) out.set(index, seen.columns[same.index]!)
    else if (pieces !== undefined) out.set(index, pieces)
  }
  return out
}

function sumOf(p: Seen['profiles'][number], pieces: readonly Placement[], seen: Seen): string | undefined {
  if (
    pieces.length < 2 ||
    sumShare(
      p,
      pieces.map(m => seen.profiles[m.index]!),
    ) < HOLDS
  )
    return undefined
  return pieces.map(m => seen.columns[m.index]!).join(' + ')
}

/** In a wide sheet: an insurance's total beside its parts, and totals over all insurances. */
function wideRepeats(seen: Seen, wide: readonly WideColumn[]): readonly (readonly [number, string])[] {
  const totals = wide
    .filter(w => w.measure === 'total')
    .flatMap((w): [number, string][] => {
      const parts = wide.filter(
        x =>
          x.insurance === w.insurance &&
          x.stage === w.stage &&
          (x.measure === 'employer' || x.measure === 'person' || x.measure === 'other'),
      )
      return parts.length === 0 ? [] : [[w.index, parts.map(x => seen.columns[x.index]!).join(' + ')]]
    })
  const pieces = wide
    .filter(w => ['employer', 'person', 'other', 'total'].includes(w.measure) && !totals.some(([index]) => index === w.index))
    .map(w => seen.profiles[w.index]!)
  const used = new Set(wide.map(w => w.index))
  const over =
    pieces.length < 2
      ? []
      : seen.profiles.flatMap((p, index): [number, string][] => {
          const isSum = !used.has(index) && p.filled >= 2 && p.share('decimal') >= 0.9 && sumShare(p, pieces) >= HOLDS
          return isSum ? [[index, `${pieces.length}`]] : []
        })
  return [...totals, ...over]
}
