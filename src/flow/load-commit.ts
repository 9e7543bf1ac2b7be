import { looksRounded } from '../layout/index.js'
import type { Batch, Store } from '../store/index.js'
import type { SourceSpec } from '../workspace/index.js'
import { contentOf } from './content.js'
import type { Delivery } from './deliveries.js'
import type { ExtractResult } from './extract.js'
import { isPull, repeatedContents, type LoadGround } from './load-ground.js'
import type { Timed } from './load-jobs.js'

interface Committed {
  readonly id: number
  /** Ids of it look rounded. */
  readonly rounded: boolean
  /** Which files of the delivery its segments are of. */
  readonly taken: ReadonlySet<number>
}

/**
 * Names the batch in the catalogue when all its files loaded; null when one did not, or nothing is left of it. It gets the next id only
 * now: what failed or was known leaves no gap, and a repeat after an interruption gives the ids that an undisturbed load gives.
 */
export function commit(ground: LoadGround, delivery: Delivery, outcomes: readonly Timed[]): Committed | null {
  const { store, request, fx, known } = ground
  const { source } = delivery
  const pulled = isPull(delivery.arrivals[0]!)
  const loaded = freshOf(ground, delivery, outcomes)
  const first = loaded[0]?.result
  if (first === undefined) return null
  const id = store.nextBatch()
  const rounded = looksRounded(loaded.flatMap(l => l.result.idEndings))
  const batch: Batch = {
    id,
    source: source?.name ?? null,
    layout: first.layout,
    fingerprint: first.fingerprint,
    agency: first.agency,
    sender: first.sender,
    kinds: [...new Set(loaded.flatMap(l => l.result.tables.map(t => t.kind)))],
    delivers: source?.delivers ?? 'append',
    dataDate: first.dataDate,
    window:
      request.window ?? delivery.window ?? (pulled && source?.delivers === 'window' ? first.dataDate.slice(0, 7).replace('-', '') : null),
    loadedAt: fx.now().toISOString(),
    state: 'active',
    replacedBy: null,
    segments: loaded.map(({ result, file }, i) => segmentOf(id, i + 1, { file, result, rounded })),
  }
  const next = first.pulled?.next ?? null
  store.commitBatch(batch, {
    drafts: loaded.map(l => l.draft),
    now: batch.loadedAt,
    replaces: [...(request.replaces ?? []), ...(pulled ? inPlaceOf(store, source!) : [])],
    pull: next === null ? null : { source: source!.name, ...next },
  })
  for (const { result } of loaded) known[result.digest] = known[contentOf(result.digest, result)] = id
  return { id, rounded, taken: new Set(loaded.map(l => l.at)) }
}

/** A file that goes into the batch; `at`: its place in the delivery. */
interface FreshFile {
  readonly result: ExtractResult
  readonly draft: string
  readonly file: string
  readonly at: number
}

/** What the batch is made of: each new content once, and nothing where a file failed. The drafts of all others are removed. */
function freshOf(ground: LoadGround, delivery: Delivery, outcomes: readonly Timed[]): readonly FreshFile[] {
  const { store, known } = ground
  const whole = outcomes.every(o => o.outcome.state !== 'problem')
  const before = again(ground, delivery, outcomes)
  const fresh = new Map<string, FreshFile>()
  for (const [i, { outcome, draft }] of outcomes.entries()) {
    if (outcome.state !== 'loaded') continue
    const { result } = outcome
    const content = contentOf(result.digest, result)
    const held = before[content]
    if (held !== undefined) known[content] = held
    if (whole && held === undefined && !fresh.has(content)) fresh.set(content, { result, draft, file: delivery.arrivals[i]!.file, at: i })
    else store.discard(draft)
  }
  return [...fresh.values()]
}

/**
 * What of a delivery is there already, by digest. A snapshot or a window is there whole or not at all: were only its changed files taken,
 * the rows of the others would be lost with the batch that it takes the place of. Where it is, and a later day is named, that batch is
 * known up to then.
 */
function again(ground: LoadGround, delivery: Delivery, outcomes: readonly Timed[]): Record<string, number> {
  const { store, request, fx, today } = ground
  const pulled = isPull(delivery.arrivals[0]!)
  // A pull tells by itself what it has read before.
  const before = pulled ? {} : repeatedContents(ground, delivery)
  if (delivery.source === null || delivery.source.delivers === 'append') return before
  const batches = new Set(
    outcomes.map(({ outcome }) =>
      outcome.state === 'loaded'
        ? before[contentOf(outcome.result.digest, outcome.result)]
        : outcome.state === 'known'
          ? outcome.batch
          : undefined,
    ),
  )
  const [batch] = batches
  if (batches.size !== 1 || batch === undefined) return {}
  // A file without a day in its name may lie in the inbox for long.
  const day = request.date ?? (pulled ? today : delivery.date)
  const held = store.batches().find(b => b.id === batch)
  if (day !== null && held !== undefined && held.source === delivery.source.name && day > held.dataDate)
    store.confirm(batch, day, fx.now().toISOString())
  return before
}

/** A pull in steps holds all rows of its source: where every batch counts, the one before it must not count too. */
function inPlaceOf(store: Store, { name, delivers, database }: SourceSpec): readonly number[] {
  if (delivers === 'snapshot' || database?.incremental == null) return []
  return store
    .pulls()
    .filter(p => p.source === name)
    .map(p => p.batch)
}

function segmentOf(
  batch: number,
  n: number,
  { file, result, rounded }: { file: string; result: ExtractResult; rounded: boolean },
): Batch['segments'][number] {
  return {
    batch,
    n,
    file,
    path: '',
    digest: result.digest,
    tables: result.tables,
    counts: result.counts,
    unknownCodes: result.unknownCodes,
    roundedIds: rounded,
    batchNumbers: result.batchNumbers,
  }
}
