import { Problem, type ProblemData } from '../kernel/index.js'
import { chooseLayout, headerScore, readLayouts, type Choice, type Layout } from '../layout/index.js'
import { openSource, type Encoding, type PreviewRow } from '../source/index.js'
import { basename, join } from 'node:path'
import { TEMPLATES } from './init.js'

export interface PeekRequest { readonly sheet?: string; readonly encoding?: Encoding | 'auto'; readonly delimiter?: string; /** Rows to show; null: all. */ readonly rows: number | null; /** Folder of layouts, for telling a header; null: the shipped ones. */ readonly layouts: string | null; /** The layout that the file's source says; absent: told by the header. */ readonly wanted?: string }

/** What hedui sees of a file before any layout. */
export interface PeekHead {
  readonly file: string
  readonly format: 'text' | 'xlsx'
  readonly bytes: number
  readonly encoding: string | null
  readonly why: string | null
  readonly delimiter: string | null
  readonly sheets: readonly { readonly name: string; readonly hidden: boolean }[]
}

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

/** Looks into a file: first the head, then each table and its rows, as they come. Throws `source.*`. */
export async function peek(path: string, request: PeekRequest, emit: { head(head: PeekHead): void; table(table: PeekTable): void; row(row: PreviewRow): void }): Promise<void> {
  const layouts = readLayouts(request.layouts ?? join(TEMPLATES, 'layouts'))
  const score = headerScore(layouts)
  const source = await openSource(path, {
    headerScore: score, ...(request.encoding === undefined ? {} : { encoding: request.encoding }), ...(request.delimiter === undefined ? {} : { delimiter: request.delimiter }),
    ...(request.sheet === undefined ? {} : { sheet: request.sheet }),
  })
  try {
    emit.head({ file: path, format: source.format, bytes: source.bytes, encoding: source.encoding, why: source.encodingWhy, delimiter: source.delimiter, sheets: source.sheets })
    for (const reader of source.readers) {
      const preview = await reader.preview(LOOKED_AT)
      const best = preview.reduce<{ at: number; score: number }>((top, row, at) => { const found = score(row.cells); return found > top.score ? { at, score: found } : top }, { at: -1, score: 0 })
      emit.table({ sheet: reader.sheet, header: preview[best.at]?.line ?? null, columns: columnsOf(preview, best.at), ...fitting(layouts, preview, { file: basename(path), ...(request.wanted === undefined ? {} : { wanted: request.wanted }) }) })
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
  const below = preview.slice(header + 1).filter(r => r.state === 'row').slice(0, SAMPLES)
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
