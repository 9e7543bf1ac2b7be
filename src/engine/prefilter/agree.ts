import { PARTS, WIDE, type KeyEntries, type PartBits } from './entries.js'
import { Groups } from './groups.js'
import type { BothSides, PartJudge, Spec } from './judge.js'
import { isPlain, Pairs } from './pairs.js'
import type { SideScan, SideTally } from './side-scan.js'

/**
 * Groups the rows of both sides by key, part by part. What stands on both sides and agrees is matched and only counted; all rows of every
 * other key are suspects.
 */
export function agree(sides: readonly [SideScan, SideScan], both: BothSides, spec: Spec): readonly [SideTally, SideTally] {
  const lists = [both.a, both.b] as const
  const hot = lists.map((entries, s) => entries.bitsOf(sides[s]!.hot))
  const suspects = lists.map(entries => entries.noBits())
  const groups = new Groups(spec)
  const pairs = isPlain(spec) ? new Pairs(spec) : null
  for (let part = 0; part < PARTS; part++) {
    const narrow = both.a.isNarrow(part) && both.b.isNarrow(part)
    const judge: PartJudge = narrow && pairs !== null ? pairs : groups
    if (both.a.sizeOf(part) + both.b.sizeOf(part) > 0) judge.judge({ both, part, hot, suspects })
  }
  for (const [s, entries] of lists.entries()) entries.gather(suspects[s]!, sides[s]!.suspects)
  return [counted(both.a, suspects[0]!, spec.money), counted(both.b, suspects[1]!, spec.money)]
}

/** Rows and money of what is not meant. */
function counted(entries: KeyEntries, bits: PartBits, money: number): SideTally {
  const tally: SideTally = { rows: 0, fen: 0 }
  for (let part = 0; part < PARTS; part++) {
    const mine = bits[part]!
    if (money >= 0 && !entries.isNarrow(part)) {
      let i = 0
      entries.each(part, (_lo, _hi, values, at) => {
        if (((mine[i >>> 3]! >>> (i++ & 7)) & 1) === 1) return
        const fen = values[at + money]!
        tally.rows++
        if (fen === fen) tally.fen += fen
      })
      continue
    }
    const stride = 2 + entries.values
    const chunks = entries.chunksOf(part)
    const [shift, rows] = [entries.chunkShift, entries.sizeOf(part)]
    for (let i = 0; i < rows; i++) {
      if (((mine[i >>> 3]! >>> (i & 7)) & 1) === 1) continue
      tally.rows++
      if (money < 0) continue
      const fen = chunks[i >>> shift]![(i & ((1 << shift) - 1)) * stride + 2 + money]!
      if (fen > WIDE) tally.fen += fen
    }
  }
  return tally
}
