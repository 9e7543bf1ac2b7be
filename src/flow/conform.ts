import { basename, join } from 'node:path'
import { Tally, checkTable, groupWords, verdictLines, verdictSheets, type Conformance, type CellPlace } from '../conform/index.js'
import { Problem, type Day } from '../kernel/index.js'
import { chooseLayout, readCodes, type BindResult, type Codes, type Layout } from '../layout/index.js'
import { say, type Lang } from '../messages/index.js'
import { DEFAULT_LIMITS, openSource, type Encoding, type OpenSource } from '../source/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import { sourceByName } from './deliveries.js'
import { TEMPLATES } from './init.js'
import { layoutsFor } from './layouts.js'
import { sourceOptions } from './reading.js'
import { writeWorkbook } from './workbook.js'

/** What a file is held to, and how it is opened. */
export interface ConformRequest {
  /** The workspace, for its sources, layouts and codes; null: the shipped ones. */
  readonly ws: Workspace | null
  /** Name or path of a layout; absent: by the source that the file's name fits, else by the header. */
  readonly layout?: string
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: string
  readonly sheet?: string
  readonly password?: string
  readonly today: Day
}

/** Holds a file to its layout: nothing is loaded. Throws `source.*`, and `layout.*` where no layout can be told. */
export async function conform(path: string, request: ConformRequest): Promise<Conformance> {
  const { ws } = request
  const from = ws === null || request.layout !== undefined ? null : sourceByName(ws, path)
  const { layouts, wanted } = layoutsFor(ws?.layouts ?? join(TEMPLATES, 'layouts'), request.layout ?? from?.layout ?? null)
  const codes = readCodes(ws?.codes ?? join(TEMPLATES, 'codes'))
  const options = sourceOptions(
    {
      encoding: request.encoding ?? 'auto',
      delimiter: request.delimiter ?? 'auto',
      sheet: request.sheet ?? from?.sheet ?? null,
      entry: null,
      limits: DEFAULT_LIMITS,
      password: request.password ?? null,
    },
    { layouts, wanted, scratch: null },
  )
  const source = await openSource(path, options)
  try {
    const layout = await layoutOf(source, { path, layouts, wanted })
    return await checkFile(source, { path, request, layout, codes, from })
  } finally {
    await source.close()
  }
}

/** The layout asked for, else the one that the header of the first table fits that fits any. */
async function layoutOf(
  source: OpenSource,
  { path, layouts, wanted }: { path: string; layouts: readonly Layout[]; wanted: string | null },
): Promise<Layout> {
  const file = basename(path)
  const known = layouts.find(l => l.name === wanted)
  if (known !== undefined) return known
  let first: unknown
  for (const reader of source.readers) {
    try {
      return chooseLayout(layouts, await reader.preview(200), {
        file,
        ...(wanted === null ? {} : { wanted }),
        ...(source.format === 'xml' && reader.sheet !== null ? { record: reader.sheet } : {}),
      }).layout
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      first ??= error
    }
  }
  throw first
}

/** Writes the verdict as a workbook that can be sent back. */
export async function writeVerdict(path: string, checked: Conformance, of: { readonly lang: Lang; readonly day: Day }): Promise<void> {
  const { lang } = of
  const facts = [
    [say(lang, 'conform.h.file', {}), checked.file],
    [say(lang, 'conform.h.layout', {}), checked.layout.name],
    [say(lang, 'conform.h.day', {}), of.day],
  ] as const
  await writeWorkbook(
    path,
    { title: say(lang, 'conform.h.verdict', {}), facts, notes: verdictLines(checked, lang), sheets: verdictSheets(checked, lang) },
    of,
  )
}

interface Ground {
  readonly path: string
  readonly request: ConformRequest
  readonly layout: Layout
  readonly codes: Codes
  readonly from: SourceSpec | null
}

async function checkFile(source: OpenSource, { path, request, layout, codes, from }: Ground): Promise<Conformance> {
  const file = basename(path)
  const tally = new Tally()
  sayForm(source, { layout, from, tally })
  const headers: CellPlace[] = []
  const results: BindResult[] = []
  const unfit: (string | null)[] = []
  for (const [i, reader] of source.readers.entries()) {
    const table = await checkTable({ layout, codes, reader, file, beside: i === 0 ? source.beside : [], today: request.today, tally })
    if (table === null) unfit.push(reader.sheet)
    else {
      headers.push(table.header)
      results.push(table.result)
    }
  }
  if (headers.length === 0) tally.once({ code: 'conform.no_header', params: { columns: groupWords(layout, layout.spec.mandatory) } })
  else for (const sheet of unfit) tally.once({ code: 'conform.sheet', level: 'note', params: { sheet: sheet ?? '' } })
  const sum = (pick: (r: BindResult) => number): number => results.reduce((n, r) => n + pick(r), 0)
  const rows = sum(r => r.rowsRead)
  return {
    file,
    layout,
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    header: headers,
    rows,
    rowsSetAside: sum(r => r.rowsSetAside),
    rowsTotal: sum(r => r.rowsTotal),
    rowsBlank: sum(r => r.rowsBlank),
    amount: results.every(r => r.rowsWithoutAmount >= r.rowsRead) ? null : sum(r => r.amountRead),
    departures: tally.departures(rows),
    details: tally.details,
    more: tally.more,
  }
}

/** What was agreed about the file as such, in its source or in its layout. Plain ASCII is every encoding. */
function sayForm(source: OpenSource, { layout, from, tally }: { layout: Layout; from: SourceSpec | null; tally: Tally }): void {
  const { spec } = layout
  if (spec.format?.kind !== undefined && spec.format.kind !== source.format)
    tally.once({ code: 'conform.format', params: { declared: spec.format.kind, found: source.format } })
  const encoding = from === null || from.encoding === 'auto' ? spec.encoding : from.encoding
  if (encoding !== undefined && source.encoding !== null && encoding !== source.encoding && source.encodingWhy !== 'ascii') {
    tally.once({ code: 'conform.encoding', params: { declared: encoding, found: source.encoding } })
  }
  const delimiter = from === null || from.delimiter === 'auto' ? spec.delimiter : from.delimiter
  if (delimiter !== undefined && source.delimiter !== null && delimiter !== source.delimiter) {
    tally.once({ code: 'conform.delimiter', params: { declared: JSON.stringify(delimiter), found: JSON.stringify(source.delimiter) } })
  }
}
