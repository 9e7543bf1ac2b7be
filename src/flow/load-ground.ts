import { lastDay } from '../calendar/index.js'
import type { Agency, Day, Effects, ProblemData } from '../kernel/index.js'
import type { Encoding, LeftOut } from '../source/index.js'
import { slotOf, type Batch, type SegmentCounts, type Store } from '../store/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import type { Arrival } from './arrival.js'
import { contentsOf } from './content.js'
import type { Delivery } from './deliveries.js'
import type { Displaced, Repeat } from './repeats.js'
import type { Lap } from './stopwatch.js'
import type { Unproven } from './totals.js'

/** What `hedui load` is asked. */
export interface LoadRequest {
  /** Files; none: what lies in the inbox and fits a source. */
  readonly files: readonly string[]
  readonly sources?: readonly string[]
  readonly layout?: string
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: string
  readonly sheet?: string
  /** Data date of the batches. */
  readonly date?: Day
  readonly window?: string
  /** Batches that the new one replaces. */
  readonly replaces?: readonly number[]
  /** Sources that are pulled in steps are pulled as a whole. */
  readonly full?: boolean
  readonly jobs: number
  /** Seconds that a file in the inbox must have been quiet; the workspace's own where it is left out. */
  readonly settle?: number
  /** What the stages took is wanted. */
  readonly profile?: boolean
}

/** What became of one extract. */
export interface LoadedExtract {
  readonly file: string
  /** `known`: its content is in `batch` already; `held`: nothing of its delivery is loaded, because another file of it is a problem. */
  readonly state: 'loaded' | 'known' | 'held' | 'problem'
  readonly batch: number | null
  readonly layout: string | null
  readonly agency: Agency | null
  readonly dataDate: Day | null
  readonly encoding: string | null
  readonly counts: SegmentCounts | null
  readonly roundedIds: boolean
  readonly unknownCodes: number
  readonly surplus: readonly string[]
  readonly skipped: readonly string[]
  readonly leftOut: readonly LeftOut[]
  readonly farRows: number
  /** Declared amounts that could not be proven, for rows whose money cannot be read. */
  readonly unproven: readonly Unproven[]
  /** Rows that a pull in steps found new or changed; null where everything was read. */
  readonly fresh: { readonly added: number; readonly changed: number } | null
  readonly problem: ProblemData | null
  readonly seconds: number
}

/** What a load did. `batches`: ids of the new batches; `extracts` holds every file, failed ones too. */
export interface LoadReport {
  /** Files of the inbox that are still being written, left for the next time. */
  readonly growing: readonly string[]
  readonly extracts: readonly LoadedExtract[]
  readonly repeats: readonly Repeat[]
  readonly displaced: readonly Displaced[]
  readonly batches: readonly number[]
  /** Files in the inbox whose names fit no source, and that no batch was made of: left alone. */
  readonly strangers: readonly string[]
  readonly seconds: number
  /** What the stages took, by file (null: of the whole), over all workers; none unless it was asked. */
  readonly laps: readonly Lap[]
}

/** What all of a load stands on. */
export interface LoadGround {
  readonly ws: Workspace
  readonly store: Store
  readonly request: LoadRequest
  readonly fx: Effects
  readonly today: Day
  readonly known: Record<string, number>
}

/** Whether an arrival is a table of a database rather than a file. */
export function isPull(arrival: Arrival): arrival is Arrival & { readonly source: SourceSpec } {
  return arrival.path === '' && arrival.source !== null
}

/** The day as of which a delivery speaks; what its files say of themselves goes before today, and is not known yet. */
function dayOf({ request, today }: LoadGround, { date, window }: Delivery): Day {
  return request.date ?? date ?? periodEnd(window, today) ?? today
}

/**
 * Contents that a delivery would only repeat: read by its layout, and in force on its day. What a snapshot or window held before another
 * took its place is no repeat: the same content delivered again after that is a relapse.
 */
export function repeatedContents(ground: LoadGround, delivery: Delivery): Record<string, number> {
  const { store, request } = ground
  const layout = request.layout ?? delivery.source?.layout ?? null
  const inForce = new Set(store.inForce(dayOf(ground, delivery)).map(b => b.id))
  const counts = (b: Batch): boolean => b.state === 'replaced' || slotOf(b) === null || inForce.has(b.id)
  // What lies in the inbox is found again and again: a file whose batch was replaced by hand must not come back by itself. One that is
  // named is meant.
  return contentsOf(
    store.batches().filter(b => !(request.replaces ?? []).includes(b.id) && (layout === null || b.layout === layout) && counts(b)),
    { replaced: request.files.length === 0 },
  )
}

/** A window of a month is known up to its last day, or up to today. */
export function periodEnd(window: string | null, today: Day): Day | null {
  if (window === null || !/^\d{6}$/.test(window)) return null
  const last = lastDay(window)
  return last < today ? last : today
}
