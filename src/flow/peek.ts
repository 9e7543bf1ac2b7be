import { join } from 'node:path'
import { Problem } from '../kernel/index.js'
import { headerScore } from '../layout/index.js'
import { archiveEntries, DEFAULT_LIMITS, openSource, type ArchiveEntry, type Encoding, type Format, type Limits, type OpenSource, type PreviewRow, type SourceOptions, type Wrapping } from '../source/index.js'
import { TEMPLATES } from './init.js'
import { layoutsFor } from './layouts.js'
import { sourceOptions } from './reading.js'

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
}

/** What hedui sees of a file before any layout. */
export interface PeekHead {
  readonly file: string
  readonly format: Format
  readonly wrapped: readonly Wrapping[]
  readonly bytes: number
  readonly encoding: string | null
  readonly why: string | null
  readonly delimiter: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
  /** Files of the archive that it was taken from, where it holds several. */
  readonly entries: readonly ArchiveEntry[]
}

export interface PeekTable { readonly sheet: string | null; /** Line of the header that the layouts recognise; null: none. */ readonly header: number | null }

/** Looks into a file: first the head, then each table and its rows, as they come; of an archive of several files its list and the first of them. Throws `source.*`. */
export async function peek(path: string, request: PeekRequest, emit: { head(head: PeekHead): void; table(table: PeekTable): void; row(row: PreviewRow): void }): Promise<void> {
  const { layouts, wanted } = layoutsFor(request.layouts ?? join(TEMPLATES, 'layouts'), request.layout ?? null)
  const score = headerScore(layouts)
  const limits = request.limits ?? DEFAULT_LIMITS
  const options = sourceOptions({
    encoding: request.encoding ?? 'auto', delimiter: request.delimiter ?? 'auto', sheet: request.sheet ?? null, entry: null, limits, password: request.password ?? null,
  }, { layouts, wanted, scratch: null })
  const { source, file, entries } = await openFirst(path, options, limits)
  try {
    emit.head({
      file, format: source.format, wrapped: source.wrapped, bytes: source.bytes, encoding: source.encoding, why: source.encodingWhy, delimiter: source.delimiter, sheets: source.sheets, entries,
    })
    for (const reader of source.readers) {
      const best = (await reader.preview(60)).reduce<{ line: number | null; score: number }>((top, row) => { const s = score(row.cells); return s > top.score ? { line: row.line, score: s } : top }, { line: null, score: 0 })
      emit.table({ sheet: reader.sheet, header: best.line })
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

/** The file, or the first one of an archive of several. */
async function openFirst(path: string, options: SourceOptions, limits: Limits): Promise<{ source: OpenSource; file: string; entries: readonly ArchiveEntry[] }> {
  try {
    return { source: await openSource(path, options), file: path, entries: [] }
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'source.entries') throw error
    const patterns = options.format?.archive?.entries
    const entries = await archiveEntries({ path, file: path, limits, ...(patterns === undefined ? {} : { patterns }) }) ?? []
    const entry = entries[0]!.name
    return { source: await openSource(path, { ...options, entry }), file: `${path}!${entry}`, entries }
  }
}
