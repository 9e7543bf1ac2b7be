import { basename, join } from 'node:path'
import { unknown } from '../config/index.js'
import { Problem, problem, type Effects, type ProblemData } from '../kernel/index.js'
import { chooseLayout, headerScore, readLayouts, type Choice, type Layout } from '../layout/index.js'
import {
  archiveEntries,
  DEFAULT_LIMITS,
  LostConnection,
  openSource,
  type ArchiveEntry,
  type Encoding,
  type Limits,
  type OpenSource,
  type PreviewRow,
  type SourceOptions,
  type Wrapping,
} from '../source/index.js'
import type { Workspace } from '../workspace/index.js'
import { TEMPLATES } from './init.js'
import { layoutsFor } from './layouts.js'
import { openForPeek } from './pull.js'
import { sourceOptions } from './reading.js'

/** How the file is opened that is looked into. */
export interface PeekRequest {
  readonly sheet?: string
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: string
  /** A layout by name or path: how a format is read that the bytes do not tell. */
  readonly layout?: string
  readonly password?: string
  readonly limits?: Limits
  /** Rows to show; null: all. */
  readonly rows: number | null
  /** Folder of layouts, for telling a header; null: the shipped ones. */
  readonly layouts: string | null
  /** The layout that the file's source says; absent: told by the header. */
  readonly wanted?: string
}

/** What hedui sees of a file before any layout. */
export interface PeekHead {
  readonly file: string
  readonly format: OpenSource['format']
  readonly wrapped: readonly Wrapping[]
  readonly bytes: number
  readonly encoding: string | null
  readonly why: string | null
  readonly delimiter: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** Files of the archive that it was taken from, where it holds several. */
  readonly entries: readonly ArchiveEntry[]
}

/** A table of the file: its header, and what `load` would take it for. */
export interface PeekTable {
  readonly sheet: string | null
  /** Line of the header that the layouts recognise; null: none. */
  readonly header: number | null
  /** Columns of that header, each with the first values below it. */
  readonly columns: readonly { readonly header: string; readonly samples: readonly string[] }[]
  /** The layout that `load` would take, or why it would take none. */
  readonly layout: { readonly name: string; readonly title: Layout['title'] } | null
  readonly problem: ProblemData | null
}

/** Rows that are looked at for a header, and values shown of each column. */
const LOOKED_AT = 200
const SAMPLES = 2

/** Takes what is seen, in this order: the head, then each table followed by its rows. */
export interface PeekEmit {
  head(head: PeekHead): void
  table(table: PeekTable): void
  row(row: PreviewRow): void
}

/**
 * Looks into a file: first the head, then each table and its rows, as they come; of an archive of several files its list and the first of
 * them. Throws `source.*`.
 */
export async function peek(path: string, request: PeekRequest, emit: PeekEmit): Promise<void> {
  const { layouts, wanted } = layoutsFor(request.layouts ?? join(TEMPLATES, 'layouts'), request.layout ?? null)
  const limits = request.limits ?? DEFAULT_LIMITS
  const options = sourceOptions(
    {
      encoding: request.encoding ?? 'auto',
      delimiter: request.delimiter ?? 'auto',
      sheet: request.sheet ?? null,
      entry: null,
      limits,
      password: request.password ?? null,
    },
    { layouts, wanted, scratch: null },
  )
  const { source, file, entries } = await openFirst(path, options, limits)
  await show(file, { source, entries, layouts, request: wanted === null ? request : { ...request, wanted } }, emit)
}

/** Looks into a source that is a database. Throws `load.no_source`, `database.*`. */
export async function peekSource(
  ws: Workspace,
  name: string,
  { request, emit, fx }: { request: PeekRequest; emit: PeekEmit; fx: Effects },
): Promise<void> {
  const databases = ws.sources.filter(s => s.database !== null)
  const names = databases.map(s => s.name)
  const found = databases.find(s => s.name === name)
  if (found === undefined) throw problem('load.no_source', unknown(name, names))
  try {
    await show(
      name,
      {
        source: await openForPeek(ws, found, fx),
        entries: [],
        layouts: readLayouts(ws.layouts),
        request: { ...request, wanted: found.layout },
      },
      emit,
    )
  } catch (error) {
    throw error instanceof LostConnection
      ? problem('database.lost', { source: name, host: found.database!.connection.host, times: 0, detail: error.detail })
      : error
  }
}

async function show(
  file: string,
  {
    source,
    entries,
    layouts,
    request,
  }: { source: OpenSource; entries: readonly ArchiveEntry[]; layouts: readonly Layout[]; request: PeekRequest },
  emit: PeekEmit,
): Promise<void> {
  const score = headerScore(layouts)
  try {
    emit.head({
      file,
      format: source.format,
      wrapped: source.wrapped,
      bytes: source.bytes,
      encoding: source.encoding,
      why: source.encodingWhy,
      delimiter: source.delimiter,
      sheets: source.sheets,
      entries,
    })
    for (const reader of source.readers) {
      const preview = await reader.preview(LOOKED_AT)
      const best = preview.reduce<{ at: number; score: number }>(
        (top, row, at) => {
          const found = score(row.cells)
          return found > top.score ? { at, score: found } : top
        },
        { at: -1, score: 0 },
      )
      emit.table({
        sheet: reader.sheet,
        header: preview[best.at]?.line ?? null,
        columns: columnsOf(preview, best.at),
        ...fitting(layouts, preview, { file: basename(file), ...(request.wanted === undefined ? {} : { wanted: request.wanted }) }),
      })
      let n = 0
      for await (const row of reader.rows()) {
        if (request.rows !== null && n++ >= request.rows) break
        emit.row(row)
      }
    }
  } finally {
    await source.close()
  }
}

function columnsOf(preview: readonly PreviewRow[], header: number): PeekTable['columns'] {
  const below = preview
    .slice(header + 1)
    .filter(r => r.state === 'row')
    .slice(0, SAMPLES)
  return (preview[header]?.cells ?? []).map((cell, i) => ({ header: cell, samples: below.map(r => r.cells[i] ?? '') }))
}

function fitting(layouts: readonly Layout[], preview: readonly PreviewRow[], choice: Choice): Pick<PeekTable, 'layout' | 'problem'> {
  try {
    const { layout } = chooseLayout(layouts, preview, choice)
    return { layout: { name: layout.name, title: layout.title }, problem: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { layout: null, problem: { code: error.code, params: error.params, exit: error.exit } }
  }
}

/** The file, or the first one of an archive of several. */
async function openFirst(
  path: string,
  options: SourceOptions,
  limits: Limits,
): Promise<{ source: OpenSource; file: string; entries: readonly ArchiveEntry[] }> {
  try {
    return { source: await openSource(path, options), file: path, entries: [] }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'source.entries') throw error
    const patterns = options.format?.archive?.entries
    const entries = (await archiveEntries({ path, file: path, limits, ...(patterns === undefined ? {} : { patterns }) })) ?? []
    const entry = entries[0]!.name
    return { source: await openSource(path, { ...options, entry }), file: `${path}!${entry}`, entries }
  }
}
