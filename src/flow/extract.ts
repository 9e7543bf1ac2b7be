import { asMendable, Problem, type Day, type ProblemData } from '../kernel/index.js'
import {
  bindLayout,
  chooseLayout,
  fingerprint,
  mergedCells,
  readCodes,
  type Binder,
  type BindResult,
  type Codes,
  type HeaderMatch,
  type IdEndings,
  type Layout,
} from '../layout/index.js'
import { openSource, type LeftOut, type OpenSource, type PullSpec, type Reader } from '../source/index.js'
import { SegmentWriter, type PullMark, type SegmentCounts, type TableSpec } from '../store/index.js'
import { contentOf, type Contents } from './content.js'
import { BatchNumbers } from './batch-numbers.js'
import { declaredDate } from './data-date.js'
import { copyTable, segmentCounts, progressOf, tablesOf, type Target } from './extract-segment.js'
import { layoutsFor } from './layouts.js'
import type { Progress } from './load-progress.js'
import { sourceOptions, type Reading } from './reading.js'
import type { Stage } from './stopwatch.js'
import { checkSetAside, checkTotals, type Unproven } from './totals.js'

/** Everything a worker needs to load one extract: plain data. */
export interface ExtractJob extends Reading {
  readonly path: string
  readonly file: string
  readonly layouts: string
  readonly codes: string
  /** A layout by name, or the path of a layout file; null: the one that the header fits. */
  readonly wanted: string | null
  /** From the command or the file name; null: from the head, else the load day. */
  readonly date: Day | null
  readonly loadDay: Day
  readonly draft: string
  readonly maxSetAside: { readonly share: number; readonly rows: number }
  readonly known: Contents
  /** What its stages take is wanted. */
  readonly profile: boolean
  /** The extract is pulled from a database. */
  readonly pull?: PullSpec
}

/** An extract that was loaded into a segment: what the batch needs to be entered, and what the operator is told. */
export interface ExtractResult {
  readonly layout: string
  readonly fingerprint: string
  readonly agency: Layout['agency']
  readonly sender: Layout['sender']
  readonly digest: string
  readonly dataDate: Day
  readonly encoding: string | null
  readonly tables: readonly (TableSpec & { readonly rows: number })[]
  readonly counts: SegmentCounts
  readonly unknownCodes: readonly { readonly list: string; readonly code: string; readonly rows: number }[]
  readonly idEndings: readonly IdEndings[]
  readonly surplus: readonly string[]
  /** Sheets that no layout fits and that were left out. */
  readonly skipped: readonly string[]
  /** What the source itself left out: hidden sheets, deleted rows. */
  readonly leftOut: readonly LeftOut[]
  /** The sender's numbers of the batches that it holds. */
  readonly batchNumbers: readonly string[]
  /** Rows whose period lies more than 15 months after the data date. */
  readonly farRows: number
  /** Declared amounts that could not be proven. */
  readonly unproven: readonly Unproven[]
  /** Of a pull: where the next one begins, and what was new; null for a file. */
  readonly pulled: Pulled | null
}

/** How a pull in steps ended: where the next one begins, with its file of rows (null: none is kept), and how many rows were new. */
export interface Pulled {
  readonly next: (Omit<PullMark, 'source'> & { readonly rows: string }) | null
  readonly fresh: { readonly added: number; readonly changed: number } | null
}

/** What became of an extract: loaded; `known`, the batch that holds the same content already; or what the operator can mend. */
export type ExtractOutcome =
  | { readonly state: 'loaded'; readonly result: ExtractResult }
  | { readonly state: 'known'; readonly batch: number }
  | { readonly state: 'problem'; readonly problem: ProblemData }

/** Who is told how far an extract is, and which stage is over. */
export interface Listeners {
  readonly told: (progress: Progress) => void
  readonly lap: (stage: Stage) => void
}

const NOBODY: Listeners = { told: () => undefined, lap: () => undefined }

interface Part {
  readonly reader: Reader
  readonly layout: Layout
  readonly header: HeaderMatch
  readonly binder: Binder
  readonly dataDate: Day
}

/** Loads one extract into its draft segment. What the operator can mend comes back as a problem; nothing is left of it then. */
export async function loadExtract(given: ExtractJob, listeners: Listeners = NOBODY): Promise<ExtractOutcome> {
  let source: OpenSource | undefined
  try {
    const { layouts, wanted } = layoutsFor(given.layouts, given.wanted)
    const job = { ...given, wanted }
    const codes = readCodes(job.codes)
    source = await openSource(job.path, {
      ...sourceOptions(job, { layouts, wanted, scratch: `${job.draft}.unpacked` }),
      lap: listeners.lap,
    })
    listeners.lap('open')
    const before = seenBefore(job, source.digest, layouts)
    if (before !== undefined) return { state: 'known', batch: before }
    return await readExtract(job, source, { layouts, codes, ...listeners })
  } catch (error) {
    return mendable(error)
  } finally {
    await source?.close()
  }
}

/**
 * The batch that holds this content. A layout that is named says whose file it is; what a header will say, the same bytes have said before.
 */
function seenBefore({ wanted, known }: ExtractJob, digest: string, layouts: readonly Layout[]): number | undefined {
  if (wanted === null) return known[digest]
  const named = layouts.find(l => l.name === wanted)
  return named === undefined ? undefined : known[contentOf(digest, named)]
}

/** What the operator can mend, as an outcome; throws everything else. */
export function mendable(error: unknown): ExtractOutcome {
  const problem = asMendable(error)
  if (problem === null) throw error
  return { state: 'problem', problem }
}

/** What extracts are read with. */
interface Means {
  readonly layouts: readonly Layout[]
  readonly codes: Codes
}

/** Reads an open source into the draft; a content that is found to be known only once it was read (a pull) leaves nothing. */
export async function readExtract(
  job: ExtractJob,
  source: OpenSource,
  { layouts, codes, told, lap }: Means & Listeners,
): Promise<ExtractOutcome> {
  const { parts, skipped } = await bind(job, source, { layouts, codes, lap })
  const tables = tablesOf(parts.map(p => p.binder.tables))
  const writer = new SegmentWriter(job.draft, tables, lap)
  let finished = false
  lap('open')
  try {
    const target: Target = { writer, tables, tally: { changed: 0, issues: 0, far: 0 } }
    const step = progressOf(told)
    const numbers = new BatchNumbers()
    for (const part of parts) await copyTable(part, { ...target, step, numbers, lap })
    const { results, unproven, merged } = proven(job, source, parts, writer)
    source.unchanged()
    const before = job.known[contentOf(source.digest, parts[0]!.layout)]
    if (before !== undefined) return { state: 'known', batch: before }
    const counts = segmentCounts(results, target)
    const layout = parts[0]!.layout
    const mark = fingerprint(layout, codes)
    lap('layout')
    const { digest } = source
    const { dataDate } = parts[0]!
    writer.finish({ file: job.file, digest, layout: layout.name, fingerprint: mark, data_date: dataDate, counts: JSON.stringify(counts) })
    finished = true
    const result: ExtractResult = {
      layout: layout.name,
      fingerprint: mark,
      agency: layout.agency,
      sender: layout.sender,
      digest,
      dataDate,
      encoding: source.encoding,
      tables: tables.map(t => ({ ...t, rows: writer.rowsOf(t.kind) })),
      counts,
      unknownCodes: unknown(results),
      idEndings: results.flatMap(r => r.idEndings),
      surplus: [...new Set(parts.flatMap(p => p.header.surplus))],
      skipped,
      leftOut: [
        ...source.leftOut,
        ...merged.flatMap((m): readonly LeftOut[] => (m === null ? [] : [{ what: 'merged_cells', ...m }])),
        ...parts.flatMap(({ reader }, n) => headersAgain(reader, results[n]!)),
      ],
      batchNumbers: numbers.all(),
      farRows: target.tally.far,
      unproven,
      pulled: null,
    }
    return { state: 'loaded', result }
  } finally {
    if (!finished) writer.abandon()
  }
}

/**
 * What each table came to, held against what the extract declares of itself. Throws what `checkTotals` and `checkSetAside` throw: totals
 * that do not agree, and more rows set aside than the workspace bears.
 */
function proven(
  job: ExtractJob,
  source: OpenSource,
  parts: readonly Part[],
  writer: SegmentWriter,
): {
  readonly results: readonly BindResult[]
  readonly unproven: readonly Unproven[]
  readonly merged: readonly ReturnType<typeof mergedCells>[]
} {
  const results = parts.map(p => p.binder.finish())
  const counted = results.map((result, n) => ({ file: shownPart(job, parts[n]!.reader), result }))
  const unproven = checkTotals(job.file, counted, source.format === 'xml')
  const merged = parts.map(mergedCells)
  checkSetAside(job.file, counted, { ...job.maxSetAside, merged: merged.find(m => m !== null)?.name ?? '' }, writer)
  return { results, unproven, merged }
}

function headersAgain({ sheet }: Reader, { headersAgain: { rows, lines } }: BindResult): readonly LeftOut[] {
  const name = `${sheet === null ? '' : `${sheet}!`}${lines.join('、')}${rows > lines.length ? '…' : ''}`
  return rows === 0 ? [] : [{ what: 'headers_again', name, rows }]
}

/** Chooses the layout of every sheet; sheets that none fits are left out as long as another fits. All that fit must fit the same. */
async function bind(
  job: ExtractJob,
  source: OpenSource,
  { layouts, codes, lap }: Means & Pick<Listeners, 'lap'>,
): Promise<{ parts: readonly Part[]; skipped: readonly string[] }> {
  const parts: Part[] = []
  const skipped: string[] = []
  let first: unknown
  for (const reader of source.readers) {
    const file = shownPart(job, reader)
    try {
      const preview = await reader.preview(200)
      const wanted = job.wanted ?? parts[0]?.layout.name
      const { layout, header } = chooseLayout(layouts, preview, {
        file,
        ...(wanted === undefined ? {} : { wanted }),
        ...(source.format === 'xml' && reader.sheet !== null ? { record: reader.sheet } : {}),
      })
      const dataDate = job.date ?? declaredDate(header, preview, job.loadDay) ?? job.loadDay
      const binder = bindLayout({
        layout,
        header,
        codes,
        dataDate,
        file,
        lap,
        sheet: reader.sheet,
        rawOf: (block, r) => reader.rawOf(block, r),
        ...(parts.length === 0 && job.pull === undefined ? { path: source.beside } : {}),
      })
      parts.push({ reader, layout, header, binder, dataDate })
    } catch (error) {
      if (
        !(error instanceof Problem) ||
        source.readers.length === 1 ||
        !['layout.header_not_found', 'layout.column_missing', 'layout.period_missing', 'layout.excluded'].includes(error.code)
      )
        throw error
      first ??= error
      skipped.push(reader.sheet ?? '')
    }
  }
  if (parts.length === 0) throw first
  return { parts, skipped }
}

/** A table of an extract as messages call it. */
function shownPart(job: ExtractJob, reader: Reader): string {
  return reader.sheet === null ? job.file : `${job.file}[${reader.sheet}]`
}

function unknown(results: readonly BindResult[]): ExtractResult['unknownCodes'] {
  const out = new Map<string, number>()
  for (const r of results) for (const [key, rows] of r.unknownCodes) out.set(key, (out.get(key) ?? 0) + rows)
  return [...out]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, rows]) => {
      const at = key.indexOf(':')
      return { list: key.slice(0, at), code: key.slice(at + 1), rows }
    })
}
