import type { Kind } from '../records/index.js'
import { scan, slotOf, type Batch } from '../store/index.js'

/** A new batch holds again what a batch in force holds already; `share` of that one. */
export interface Repeat {
  readonly batch: number
  readonly file: string
  readonly share: number
  readonly repeats: number
  readonly before: number
  readonly date: string
}

/** Fields that tell a row of a kind from every other: no amounts, since a delivery that comes again comes corrected. */
const ROW_KEYS: Readonly<Record<Kind, readonly string[]>> = {
  registration: ['id_number', 'person_no', 'insurance', 'employer', 'employer_no', 'begin_date'],
  employer: ['employer_no', 'credit_code'],
  levy: ['levy_no', 'levy_line', 'id_number', 'insurance', 'period_start', 'levy_type'],
  payment: [
    'voucher',
    'voucher_line',
    'id_number',
    'person_no',
    'employer',
    'employer_no',
    'insurance',
    'period_start',
    'pay_type',
    'refund',
  ],
  summary: ['area', 'office', 'insurance', 'window_from', 'window_to'],
  wage_declaration: ['id_number', 'person_no', 'employer', 'employer_no', 'insurance', 'period'],
  bank_txn: ['voucher', 'txn_no', 'status'],
}

/**
 * Batches in force of the same agency and layout of whose row keys the new batch repeats more than `share` (catalogue §2); also where that
 * is more than `share` of its own.
 */
export function repeatsOf(batches: readonly Batch[], id: number, share: number): readonly Repeat[] {
  const fresh = batches.find(b => b.id === id)!
  const others = batches.filter(
    b =>
      b.id < id &&
      b.state === 'active' &&
      b.agency === fresh.agency &&
      b.layout === fresh.layout &&
      (slotOf(b) === null || slotOf(b) !== slotOf(fresh)),
  )
  if (others.length === 0) return []
  const keys = keysOf(fresh)
  return others.flatMap(old => {
    const theirs = keysOf(old)
    const repeats = inBoth(keys, theirs)
    return repeats > share * Math.min(keys.length, theirs.length)
      ? [{ batch: id, file: fresh.segments[0]?.file ?? '', share: repeats / theirs.length, repeats, before: old.id, date: old.dataDate }]
      : []
  })
}

/**
 * A batch of another day that is in force no more because of a new one of its window, of which it shares no row: two days of one month may
 * have been meant.
 */
export interface Displaced {
  readonly batch: number
  readonly file: string
  readonly source: string
  readonly window: string
  readonly before: number
  readonly date: string
}

/** The batch that a new one displaced though the two share no row; at most one, none where it repeats some of it. */
export function displacedBy(batches: readonly Batch[], id: number): readonly Displaced[] {
  const fresh = batches.find(b => b.id === id)!
  if (fresh.delivers !== 'window' || slotOf(fresh) === null) return []
  const [old] = batches
    .filter(b => b.id < id && b.state === 'active' && slotOf(b) === slotOf(fresh) && b.dataDate < fresh.dataDate)
    .toSorted((a, b) => (a.dataDate < b.dataDate ? 1 : a.dataDate > b.dataDate ? -1 : b.id - a.id))
  if (old === undefined) return []
  const [mine, theirs] = [keysOf(fresh), keysOf(old)]
  if (theirs.length === 0 || mine.length === 0 || inBoth(mine, theirs) > 0) return []
  return [
    {
      batch: id,
      file: fresh.segments[0]?.file ?? '',
      source: fresh.source ?? '',
      window: fresh.window ?? '',
      before: old.id,
      date: old.dataDate,
    },
  ]
}

/** How many numbers two lists share, each in order and without repeats. */
function inBoth(a: Float64Array, b: Float64Array): number {
  let both = 0
  for (let i = 0, k = 0; i < a.length && k < b.length;) {
    const [x, y] = [a[i]!, b[k]!]
    if (x === y) both++
    if (x <= y) i++
    if (y <= x) k++
  }
  return both
}

/**
 * Row keys of a batch as numbers of 53 bits, in order, each once: a set of them holds no more than 2^24, and takes 56 bytes of memory a
 * key.
 */
function keysOf(batch: Batch): Float64Array {
  const all = new Float64Array(batch.segments.flatMap(s => s.tables).reduce((n, t) => n + t.rows, 0))
  let rows = 0
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
          all[rows++] = (a >>> 0) * 0x200000 + (b >>> 11)
        }
      })
    }
  }
  let distinct = 0
  for (const key of all.subarray(0, rows).sort()) if (distinct === 0 || key !== all[distinct - 1]) all[distinct++] = key
  return all.subarray(0, distinct)
}
