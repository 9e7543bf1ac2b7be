import { headerScore, readLayouts } from '../layout/index.js'
import { openSource, type Encoding, type Format, type PreviewRow } from '../source/index.js'
import { join } from 'node:path'
import { TEMPLATES } from './init.js'

export interface PeekRequest { readonly sheet?: string; readonly encoding?: Encoding | 'auto'; readonly delimiter?: string; /** Rows to show; null: all. */ readonly rows: number | null; /** Folder of layouts, for telling a header; null: the shipped ones. */ readonly layouts: string | null }

/** What hedui sees of a file before any layout. */
export interface PeekHead {
  readonly file: string
  readonly format: Format
  readonly bytes: number
  readonly encoding: string | null
  readonly why: string | null
  readonly delimiter: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
}

export interface PeekTable { readonly sheet: string | null; /** Line of the header that the layouts recognise; null: none. */ readonly header: number | null }

/** Looks into a file: first the head, then each table and its rows, as they come. Throws `source.*`. */
export async function peek(path: string, request: PeekRequest, emit: { head(head: PeekHead): void; table(table: PeekTable): void; row(row: PreviewRow): void }): Promise<void> {
  const score = headerScore(readLayouts(request.layouts ?? join(TEMPLATES, 'layouts')))
  const source = await openSource(path, {
    headerScore: score, ...(request.encoding === undefined ? {} : { encoding: request.encoding }), ...(request.delimiter === undefined ? {} : { delimiter: request.delimiter }),
    ...(request.sheet === undefined ? {} : { sheet: request.sheet }),
  })
  try {
    emit.head({ file: path, format: source.format, bytes: source.bytes, encoding: source.encoding, why: source.encodingWhy, delimiter: source.delimiter, sheets: source.sheets })
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

