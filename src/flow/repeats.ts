import type { Kind } from '../records/index.js'
import { scan, slotOf, type Batch } from '../store/index.js'

/** A new batch holds again what a batch in force holds already. */
export interface Repeat { readonly batch: number; readonly file: string; readonly share: number; readonly repeats: number; readonly before: number; readonly date: string }

/** Fields that tell a row of a kind from every other. */
const ROW_KEYS: Readonly<Record<Kind, readonly string[]>> = {
  registration: ['id_number', 'person_no', 'insurance', 'employer', 'employer_no', 'begin_date'],
  employer: ['employer_no', 'credit_code'],
  levy: ['levy_no', 'levy_line', 'id_number', 'insurance', 'period_start', 'levy_type', 'amount'],
  payment: ['voucher', 'voucher_line', 'id_number', 'person_no', 'employer', 'employer_no', 'insurance', 'period_start', 'pay_type', 'amount'],
  summary: ['area', 'office', 'insurance', 'window_from', 'window_to'],
  wage_declaration: ['id_number', 'person_no', 'employer', 'employer_no', 'insurance', 'period'],
  bank_txn: ['voucher', 'txn_no', 'status'],
}

/** Batches in force of the same agency and layout whose rows the new batch repeats by more than `share` of its own. */
export function repeatsOf(batches: readonly Batch[], id: number, share: number): readonly Repeat[] {
  const fresh = batches.find(b => b.id === id)!
  const others = batches.filter(b => b.id < id && b.state === 'active' && b.agency === fresh.agency && b.layout === fresh.layout && (slotOf(b) === null || slotOf(b) !== slotOf(fresh)))
  if (others.length === 0) return []
  const keys = keysOf(fresh)
  return others.flatMap(old => {
    const seen = keysOf(old)
    let repeats = 0
    for (const key of keys) if (seen.has(key)) repeats++
    const part = keys.size === 0 ? 0 : repeats / keys.size
    return part > share ? [{ batch: id, file: fresh.segments[0]?.file ?? '', share: part, repeats, before: old.id, date: old.dataDate }] : []
  })
}

/** A batch of another day that is in force no more because of a new one of its window, of which it shares no row: two days of one month may have been meant. */
export interface Displaced { readonly batch: number; readonly file: string; readonly source: string; readonly window: string; readonly before: number; readonly date: string }

export function displacedBy(batches: readonly Batch[], id: number): readonly Displaced[] {
  const fresh = batches.find(b => b.id === id)!
  if (fresh.delivers !== 'window' || slotOf(fresh) === null) return []
  const [old] = batches.filter(b => b.id < id && b.state === 'active' && slotOf(b) === slotOf(fresh) && b.dataDate < fresh.dataDate).toSorted((a, b) => a.dataDate < b.dataDate ? 1 : a.dataDate > b.dataDate ? -1 : b.id - a.id)
  if (old === undefined) return []
  const [mine, theirs] = [keysOf(fresh), keysOf(old)]
  if (theirs.size === 0 || mine.size === 0) return []
  for (const key of theirs) if (mine.has(key)) return []
  return [{ batch: id, file: fresh.segments[0]?.file ?? '', source: fresh.source ?? '', window: fresh.window ?? '', before: old.id, date: old.dataDate }]
}

/** Row keys of a batch as numbers of 53 bits. */
function keysOf(batch: Batch): ReadonlySet<number> {
  const out = new Set<number>()
  for (const segment of batch.segments) {
    for (const { kind } of segment.tables) {
      scan(segment, kind, ROW_KEYS[kind], chunk => {
        for (let r = 0; r < chunk.rows; r++) {
          let a = 0x811c9dc5
          let b = 0x9e3779b9
          for (const { start, end, num } of chunk.columns) {
            for (let p = start[r]!; p < end[r]!; p++) {
              a = Math.imul(a ^ chunk.bytes[p]!, 0x01000193)
              b = Math.imul(b ^ chunk.bytes[p]!, 0x85ebca6b) ^ (b >>> 15)
            }
            const n = num![r]!
            a = Math.imul(a ^ (Number.isNaN(n) ? 0x5f : n | 0), 0x01000193)
            b = Math.imul(b ^ (Number.isNaN(n) ? 0x3c : n | 0), 0x85ebca6b) ^ (b >>> 13)
          }
          out.add((a >>> 0) * 0x200000 + (b >>> 11))
        }
      })
    }
  }
  return out
}
