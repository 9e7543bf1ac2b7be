import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { nearest } from '../config/index.js'
import { isDay, problem, type Day } from '../kernel/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'

/** A file to load, and what its name says about it. */
export interface Arrival { readonly path: string; readonly file: string; readonly source: SourceSpec | null; readonly date: Day | null; readonly window: string | null; readonly sliced: boolean }

/** One delivery: the files of a batch. */
export interface Delivery { readonly source: SourceSpec | null; readonly date: Day | null; readonly window: string | null; readonly arrivals: readonly Arrival[] }

export interface Wanted {
  /** Files named; none: those in the inbox that fit a source. */
  readonly files: readonly string[]
  /** Only these sources; empty: all. */
  readonly sources: readonly string[]
  /** A layout by name: the file is taken as it is, of no source. */
  readonly layout: string | null
}

/** Extracts to load, in the order of the arguments (found files: by name), slices of one delivery together. */
export function findDeliveries(ws: Workspace, wanted: Wanted): readonly Delivery[] {
  const names = ws.sources.map(s => s.name)
  const unknown = wanted.sources.find(s => !names.includes(s))
  if (unknown !== undefined) throw problem('load.no_source', { found: unknown, known: names.join(', '), nearest: nearest(unknown, names) ?? '' })
  const sources = ws.sources.filter(s => wanted.sources.length === 0 || wanted.sources.includes(s.name))
  const arrivals = wanted.files.length > 0
    ? wanted.files.map(path => arrivalOf(path, wanted.layout === null ? sources : [], wanted.sources.length === 1 ? sources[0]! : null))
    : inboxFiles(ws.inbox).map(path => arrivalOf(path, sources, null)).filter(a => a.source !== null)
  if (arrivals.length === 0) {
    const other = strangers(ws)
    throw other.length === 0 || wanted.sources.length > 0 ? problem('load.nothing', { inbox: ws.inbox }) : problem('load.no_fit', { inbox: ws.inbox, files: other.join(', ') })
  }
  const out: { key: string; delivery: Delivery }[] = []
  for (const a of arrivals) {
    const key = a.source === null || !a.sliced ? `file ${out.length}` : `${a.source.name} ${a.date ?? ''} ${a.window ?? ''}`
    const at = out.findIndex(d => d.key === key)
    if (at < 0) out.push({ key, delivery: { source: a.source, date: a.date, window: a.window, arrivals: [a] } })
    else out[at] = { key, delivery: { ...out[at]!.delivery, arrivals: [...out[at]!.delivery.arrivals, a] } }
  }
  return out.map(o => o.delivery)
}

/** Files in the inbox whose names fit no source. */
export function strangers(ws: Workspace): readonly string[] {
  return inboxFiles(ws.inbox).map(path => arrivalOf(path, ws.sources, null)).filter(a => a.source === null).map(a => a.file)
}

/** The layout that a file of that name is read by, told by the sources; undefined where none fits. */
export function layoutByName(ws: Workspace, path: string): string | undefined {
  return arrivalOf(path, ws.sources, null).source?.layout
}

function inboxFiles(inbox: string): readonly string[] {
  try {
    return readdirSync(inbox, { withFileTypes: true, recursive: true }).filter(f => f.isFile() && !f.name.startsWith('.')).map(f => join(f.parentPath, f.name)).toSorted()
  } catch {
    return []
  }
}

function arrivalOf(path: string, sources: readonly SourceSpec[], forced: SourceSpec | null): Arrival {
  const file = basename(path)
  for (const source of sources) {
    for (const pattern of source.patterns) {
      const m = patternOf(pattern).exec(file)
      if (m === null) continue
      const digits = m.groups?.['date']?.replaceAll('-', '')
      const date = digits === undefined ? null : `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
      if (date !== null && !isDay(date)) continue
      const window = m.groups?.['period'] ?? (source.delivers === 'window' && date !== null ? date.slice(0, 7).replace('-', '') : null)
      return { path, file, source, date, window, sliced: pattern.includes('{slice}') }
    }
  }
  return { path, file, source: forced, date: null, window: null, sliced: false }
}

/** A file name pattern as an expression: everything but its marks stands for itself. */
function patternOf(pattern: string): RegExp {
  const marks: Readonly<Record<string, string>> = {
    '*': '.*', '{date}': '(?<date>\\d{8}|\\d{4}-\\d{2}-\\d{2})(?!\\d)', '{period}': '(?<period>\\d{6})(?!\\d)', '{slice}': '(?<slice>.*?)',
  }
  const source = pattern.split(/(\*|\{date\}|\{period\}|\{slice\})/).map(p => marks[p] ?? p.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('')
  return new RegExp(`^${source}$`, 'iu')
}
