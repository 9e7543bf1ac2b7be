import { basename } from 'node:path'
import { unknown } from '../config/index.js'
import { problem, type Day } from '../kernel/index.js'
import { shownName, splitEntry } from '../source/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import { withEntries } from './archives.js'
import { placed, type Arrival } from './arrival.js'
import { inboxFiles } from './inbox.js'

/** One delivery: the files of a batch. */
export interface Delivery {
  readonly source: SourceSpec | null
  readonly date: Day | null
  readonly window: string | null
  readonly arrivals: readonly Arrival[]
}

/** What a call of `load` names, and how the inbox is to be read. */
export interface WhatToLoad {
  /** Files named; none: those in the inbox that fit a source, and sources that are databases. */
  readonly files: readonly string[]
  /** Only these sources; empty: all. */
  readonly sources: readonly string[]
  /** A layout by name: the file is taken as it is, of no source. */
  readonly layout: string | null
  /** The clock, and the seconds that a file in the inbox must have been quiet; null: as the workspace says. */
  readonly now: () => Date
  readonly settle: number | null
  /** Whether a file was loaded already: one that was named by hand fits no source, and is nothing to tell of any more. */
  readonly loaded: (path: string) => boolean
}

/** What there is to load, and files of the inbox that are still being written. */
export interface ToLoad {
  readonly deliveries: readonly Delivery[]
  readonly growing: readonly string[]
  /** Files in the inbox whose names fit no source, and that no batch was made of. */
  readonly strangers: readonly string[]
}

/**
 * Extracts to load, in the order of the arguments (found files: by name), then databases as they are declared, slices of one delivery
 * together. Throws `load.no_source`, `load.nothing`.
 */
export async function findDeliveries(ws: Workspace, wanted: WhatToLoad): Promise<ToLoad> {
  const names = ws.sources.map(s => s.name)
  const stranger = wanted.sources.find(s => !names.includes(s))
  if (stranger !== undefined) throw problem('load.no_source', unknown(stranger, names))
  const sources = ws.sources.filter(s => wanted.sources.length === 0 || wanted.sources.includes(s.name))
  const forced = wanted.sources.length === 1 ? sources[0]! : null
  const rules = { sources: wanted.layout === null ? sources : [], layouts: ws.layouts, layout: wanted.layout, limits: ws.limits }
  const inbox = wanted.files.length > 0 ? null : await inboxFiles(ws.inbox, { settle: wanted.settle ?? ws.settleSeconds, now: wanted.now })
  const arrivals =
    inbox === null
      ? await withEntries(
          wanted.files.map(path => arrivalOf(path, rules.sources, forced)),
          rules,
        )
      : [
          ...(
            await withEntries(
              inbox.ready.map(path => arrivalOf(path, sources, null)),
              rules,
            )
          ).filter(a => a.source !== null),
          ...sources.filter(s => s.database !== null).map(pullOf),
        ]
  const other =
    inbox === null
      ? []
      : inbox.ready
          .map(path => arrivalOf(path, ws.sources, null))
          .filter(a => a.source === null && !arrivals.some(x => x.path === a.path) && !wanted.loaded(a.path))
          .map(a => a.file)
  if (arrivals.length === 0 && (inbox === null || inbox.growing.length === 0)) {
    throw other.length === 0 || wanted.sources.length > 0
      ? problem('load.nothing', { inbox: ws.inbox })
      : problem('load.no_fit', { inbox: ws.inbox, files: other.join(', ') })
  }
  return {
    deliveries: together(arrivals),
    growing: inbox?.growing.map(path => basename(path)) ?? [],
    strangers: wanted.sources.length > 0 ? [] : other,
  }
}

function together(arrivals: readonly Arrival[]): readonly Delivery[] {
  const out: { key: string; delivery: Delivery }[] = []
  for (const a of arrivals) {
    const key = a.group ?? (a.source === null || !a.sliced ? `file ${out.length}` : `${a.source.name} ${a.date ?? ''} ${a.window ?? ''}`)
    const at = out.findIndex(d => d.key === key)
    if (at < 0) out.push({ key, delivery: { source: a.source, date: a.date, window: a.window, arrivals: [a] } })
    else out[at] = { key, delivery: { ...out[at]!.delivery, arrivals: [...out[at]!.delivery.arrivals, a] } }
  }
  return out.map(o => o.delivery)
}

/** The layout that a file of that name is read by, told by the sources; undefined where none fits. */
export function layoutByName(ws: Workspace, path: string): string | undefined {
  return sourceByName(ws, path)?.layout
}

/** The source that a file of that name comes from; null where none fits. */
export function sourceByName(ws: Workspace, path: string): SourceSpec | null {
  return arrivalOf(path, ws.sources, null).source
}

/** A source that is a database stands for a file of its name. */
function pullOf(source: SourceSpec): Arrival {
  return { path: '', file: source.name, entry: null, group: null, source, date: null, window: null, sliced: false }
}

function arrivalOf(given: string, sources: readonly SourceSpec[], forced: SourceSpec | null): Arrival {
  const { path, entry } = splitEntry(given)
  const told = placed(entry ?? path, sources) ?? { source: forced, date: null, window: null, sliced: false }
  return { path, file: shownName(path, entry), entry: entry ?? null, group: null, ...told }
}
