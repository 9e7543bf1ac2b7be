import { Problem } from '../kernel/index.js'
import { archiveEntries, shownName, type ArchiveEntry, type FormatSpec, type Limits } from '../source/index.js'
import type { SourceSpec } from '../workspace/index.js'
import { placed, type Arrival } from './arrival.js'
import { layoutsFor } from './layouts.js'

/** By what it is told whether an archive is one delivery or many. */
export interface ArchiveRules {
  readonly sources: readonly SourceSpec[]
  /** Folder of layouts, which say what of an archive is read. */
  readonly layouts: string
  /** A layout by name or path. */
  readonly layout: string | null
  readonly limits: Limits
}

/**
 * Arrivals with every archive in place of which its files stand. Of a source (by the archive's own name) or a layout they are slices of one
 * delivery, unless the layout says that they are many; else each is told by its own name, as if it lay there by itself.
 */
export async function withEntries(arrivals: readonly Arrival[], rules: ArchiveRules): Promise<readonly Arrival[]> {
  const out: Arrival[] = []
  for (const arrival of arrivals) out.push(...(await entriesOf(arrival, rules)))
  return out
}

async function entriesOf(arrival: Arrival, rules: ArchiveRules): Promise<readonly Arrival[]> {
  if (arrival.path === '' || arrival.entry !== null) return [arrival]
  const wanted = rules.layout ?? arrival.source?.layout ?? null
  const declared = wanted === null ? undefined : declaredBy(wanted, rules.layouts)
  const entries = await listed(arrival, { limits: rules.limits, ...(declared === undefined ? {} : { patterns: declared.entries }) })
  if (entries === null || (entries.length === 1 && wanted !== null)) return [arrival]
  const as = declared?.as ?? (wanted === null ? 'many' : 'one')
  return entries.map(({ name }) => {
    const own = { ...arrival, entry: name, file: shownName(arrival.path, name) }
    if (as === 'one') return { ...own, group: arrival.sliced ? arrival.group : arrival.path, sliced: true }
    const told = placed(name, arrival.source === null ? rules.sources : [arrival.source])
    return told === null ? own : { ...own, ...told }
  })
}

function declaredBy(layout: string, folder: string): FormatSpec['archive'] {
  const { layouts, wanted } = layoutsFor(folder, layout)
  return layouts.find(l => l.name === wanted)?.spec.format?.archive
}

/** The files of an archive; null for what is none, and for one that cannot be read: loading it says why. */
async function listed(
  { path, file }: Arrival,
  more: { readonly limits: Limits; readonly patterns?: readonly string[] },
): Promise<readonly ArchiveEntry[] | null> {
  try {
    return await archiveEntries({ path, file, ...more })
  } catch (error) {
    if (error instanceof Problem || (error as { code?: string }).code === 'ENOENT') return null
    throw error
  }
}
