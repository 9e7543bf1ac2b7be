import { basename } from 'node:path'
import { nearest } from '../config/index.js'
import { isDay, problem, type Day } from '../kernel/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import { withEntries } from './archives.js'
import { inboxFiles } from './inbox.js'

/** A file to load, and what its name says about it. */
export interface Arrival extends Told { readonly path: string; readonly file: string; /** Of an archive, the file in it. */ readonly entry: string | null; /** What slices are told together by besides; null: nothing. */ readonly group: string | null }

/** What a name says by a source's patterns. */
export interface Told { readonly source: SourceSpec | null; readonly date: Day | null; readonly window: string | null; readonly sliced: boolean }

/** One delivery: the files of a batch. */
export interface Delivery { readonly source: SourceSpec | null; readonly date: Day | null; readonly window: string | null; readonly arrivals: readonly Arrival[] }

export interface Wanted {
  /** Files named; none: those in the inbox that fit a source. */
  readonly files: readonly string[]
  /** Only these sources; empty: all. */
  readonly sources: readonly string[]
  /** A layout by name: the file is taken as it is, of no source. */
  readonly layout: string | null
  /** The clock, and the seconds that a file in the inbox must have been quiet; null: as the workspace says. */
  readonly now: () => Date
  readonly settle: number | null
}

/** What there is to load, and files of the inbox that are still being written. */
export interface Found { readonly deliveries: readonly Delivery[]; readonly growing: readonly string[] }

/** Extracts to load, in the order of the arguments (found files: by name), slices of one delivery together. Throws `load.no_source`, `load.nothing`. */
export async function findDeliveries(ws: Workspace, wanted: Wanted): Promise<Found> {
  const names = ws.sources.map(s => s.name)
  const unknown = wanted.sources.find(s => !names.includes(s))
  if (unknown !== undefined) throw problem('load.no_source', { found: unknown, known: names.join(', '), nearest: nearest(unknown, names) ?? '' })
  const sources = ws.sources.filter(s => wanted.sources.length === 0 || wanted.sources.includes(s.name))
  const forced = wanted.sources.length === 1 ? sources[0]! : null
  const rules = { sources: wanted.layout === null ? sources : [], layouts: ws.layouts, layout: wanted.layout, limits: ws.limits }
  const inbox = wanted.files.length > 0 ? null : await inboxFiles(ws.inbox, { settle: wanted.settle ?? ws.settleSeconds, now: wanted.now })
  const arrivals = inbox === null
    ? await withEntries(wanted.files.map(path => arrivalOf(path, rules.sources, forced)), rules)
    : (await withEntries(inbox.ready.map(path => arrivalOf(path, sources, null)), rules)).filter(a => a.source !== null)
  if (arrivals.length === 0 && (inbox === null || inbox.growing.length === 0)) throw problem('load.nothing', { inbox: ws.inbox })
  return { deliveries: together(arrivals), growing: inbox?.growing.map(path => basename(path)) ?? [] }
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

function arrivalOf(path: string, sources: readonly SourceSpec[], forced: SourceSpec | null): Arrival {
  const told = placed(path, sources) ?? { source: forced, date: null, window: null, sliced: false }
  return { path, file: basename(path), entry: null, group: null, ...told }
}

/** The first source whose pattern the last part of a name fits, and what the pattern finds in it; null where none fits. */
export function placed(name: string, sources: readonly SourceSpec[]): Told | null {
  const file = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  for (const source of sources) {
    for (const pattern of source.patterns) {
      const m = patternOf(pattern).exec(file)
      if (m === null) continue
      const digits = m.groups?.['date']?.replaceAll('-', '')
      const date = digits === undefined ? null : `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`
      if (date !== null && !isDay(date)) continue
      const window = m.groups?.['period'] ?? (source.delivers === 'window' && date !== null ? date.slice(0, 7).replace('-', '') : null)
      return { source, date, window, sliced: pattern.includes('{slice}') }
    }
  }
  return null
}

/** A file name pattern as an expression: everything but its marks stands for itself. */
function patternOf(pattern: string): RegExp {
  const marks: Readonly<Record<string, string>> = {
    '*': '.*', '{date}': '(?<date>\\d{8}|\\d{4}-\\d{2}-\\d{2})(?!\\d)', '{period}': '(?<period>\\d{6})(?!\\d)', '{slice}': '(?<slice>.*?)',
  }
  const source = pattern.split(/(\*|\{date\}|\{period\}|\{slice\})/).map(p => marks[p] ?? p.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('')
  return new RegExp(`^${source}$`, 'iu')
}
