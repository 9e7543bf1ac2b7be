import { existsSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { problem, Problem, type Day } from '../kernel/index.js'
import {
  bindLayout,
  chooseLayout,
  isNumbering,
  normalHeader,
  parseLayout,
  readCodes,
  readLayouts,
  type Codes,
  type Layout,
} from '../layout/index.js'
import { findHeader, HeaderWords, layoutText, Profile, propose, type FoundHeader, type Proposal } from '../propose/index.js'
import { RowState } from '../records/index.js'
import { DEFAULT_LIMITS, openSource, type Encoding, type OpenSource, type Reader } from '../source/index.js'
import { TEMPLATES } from './init.js'
import { sourceOptions } from './reading.js'

/** How the file is opened for which a layout is proposed, and what the proposal may draw on. */
export interface InferRequest {
  readonly sheet?: string
  readonly encoding?: Encoding | 'auto'
  readonly delimiter?: string
  readonly password?: string
  /** Folders of layouts and codes; null: those that ship. */
  readonly layouts: string | null
  readonly codes: string | null
  /** Name of the layout; default: the nearest shipped one's with `-local`. */
  readonly name?: string
  /** File to write; absent: none. */
  readonly out?: string
  readonly today: Day
}

/**
 * What reading the file by the proposed layout gave: rows read, rows set aside, and the reasons with their rows. Null: it could not be
 * bound, and why.
 */
export interface Trial {
  readonly rows: number
  readonly setAside: number
  readonly reasons: ReadonlyMap<string, number>
  readonly problem: Problem | null
}

/** A proposed layout with its evidence, and how the file was read for it. */
export interface InferReport {
  readonly file: string
  readonly format: OpenSource['format']
  readonly encoding: Encoding | null
  readonly delimiter: string | null
  readonly sheet: string | null
  readonly otherSheets: readonly string[]
  readonly headerLines: readonly number[]
  /** Data rows that were looked at, and whether they are all. */
  readonly rows: number
  readonly whole: boolean
  readonly proposal: Proposal
  readonly text: string
  readonly trial: Trial
}

/** Blocks of rows that are looked at: all rows of them, some twenty thousand. */
const BLOCKS = 10
const PREVIEW = 200

/** Looks at an extract and proposes its layout. Throws `source.*`, `propose.*`. */
export async function infer(path: string, request: InferRequest): Promise<InferReport> {
  if (request.name !== undefined && !/^[a-z][a-z0-9_-]{0,40}$/.test(request.name)) throw problem('propose.name', { found: request.name })
  if (request.out !== undefined && existsSync(request.out)) throw problem('workspace.file_exists', { file: request.out })
  const layouts = readLayouts(request.layouts ?? join(TEMPLATES, 'layouts'))
  const codes = readCodes(request.codes ?? join(TEMPLATES, 'codes'))
  const words = new HeaderWords(layouts, codes)
  const options = sourceOptions(
    {
      encoding: request.encoding ?? 'auto',
      delimiter: request.delimiter ?? 'auto',
      sheet: request.sheet ?? null,
      entry: null,
      limits: DEFAULT_LIMITS,
      password: request.password ?? null,
    },
    { layouts, wanted: null, scratch: null },
  )
  const known = options.headerScore
  const source = await openSource(path, { ...options, headerScore: cells => Math.max(known?.(cells) ?? 0, words.score(cells)) })
  try {
    const report = await look(source, { path, request, layouts, codes, words })
    if (request.out !== undefined) writeFileSync(request.out, report.text, { mode: 0o600 })
    return report
  } finally {
    await source.close()
  }
}

interface Ground {
  readonly path: string
  readonly request: InferRequest
  readonly layouts: readonly Layout[]
  readonly codes: Codes
  readonly words: HeaderWords
}

async function look(source: OpenSource, ground: Ground): Promise<InferReport> {
  const file = basename(ground.path)
  const { reader, header } = await bestReader(source, file, ground.words)
  const survey = await surveyRows(reader, header, ground.layouts[0]!.spec)
  if (survey.rows === 0) throw problem('propose.no_rows', { file, line: header.last })
  const proposal = propose({
    file,
    header,
    profiles: survey.profiles,
    layouts: ground.layouts,
    codes: ground.codes,
    totals: survey.totals,
    name: ground.request.name ?? null,
    found: { format: source.format, encoding: source.encoding, delimiter: source.delimiter },
  })
  const lines = header.first === header.last ? [header.last] : [header.first, header.last]
  const text = layoutText(proposal, {
    file,
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheet: source.sheets.length > 1 ? reader.sheet : null,
    header: lines.join('–'),
    rows: survey.rows,
    whole: survey.whole,
    totals: survey.totals,
  })
  const trial = await tryOut(reader, text, { file, codes: ground.codes, today: ground.request.today, name: proposal.draft.name })
  return {
    file,
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheet: reader.sheet,
    otherSheets: source.readers.flatMap(r => (r === reader || r.sheet === null ? [] : [r.sheet])),
    headerLines: lines,
    rows: survey.rows,
    whole: survey.whole,
    proposal,
    text,
    trial,
  }
}

/** The sheet whose header says most; the first of equals. */
async function bestReader(source: OpenSource, file: string, words: HeaderWords): Promise<{ reader: Reader; header: FoundHeader }> {
  let best: { reader: Reader; header: FoundHeader } | null = null
  let seen = 0
  for (const reader of source.readers) {
    const preview = await reader.preview(PREVIEW)
    seen = Math.max(seen, preview.length)
    const header = findHeader(preview, words)
    if (header !== null && header.known > (best?.header.known ?? -1)) best = { reader, header }
  }
  if (best === null) throw problem('propose.no_header', { file, rows: seen })
  return best
}

interface Survey {
  readonly profiles: readonly Profile[]
  readonly rows: number
  readonly whole: boolean
  readonly totals: readonly string[]
}

const TOTAL = /^(?:.{0,12})(?:合计|小计|总计|累计|共计)[:：]?$/

/** Every row of the first blocks but total rows, foot lines and a row that numbers the columns. */
async function surveyRows(reader: Reader, header: FoundHeader, spec: Layout['spec']): Promise<Survey> {
  const columns = header.columns.length
  const block = reader.newBlock(columns)
  const blanks = new Set(spec.blanks)
  const profiles = header.columns.map(() => new Profile(blanks))
  const known = new Set(spec.totals.map(normalHeader))
  const totals = new Map<string, number>()
  let rows = 0
  let blocks = 0
  let whole = true
  for await (const step of reader.blocks(block, columns, header.last)) {
    void step
    if (++blocks > BLOCKS) {
      whole = false
      break
    }
    for (let r = 0; r < block.rows; r++) {
      if (block.state[r] !== RowState.row) continue
      const cells = Array.from({ length: columns }, (_, c) => block.text(block.raw[c]!, r))
      if (cells.every(c => c.trim() === '') || (rows === 0 && isNumbering(cells))) continue
      const total = cells.map(normalHeader).find(c => TOTAL.test(c))
      if (total !== undefined && cells.filter(c => c.trim() !== '').length <= columns * 0.7) {
        if (!known.has(total.replace(/[:：]$/, ''))) totals.set(total, (totals.get(total) ?? 0) + 1)
        continue
      }
      for (const [c, p] of profiles.entries()) p.add(cells[c]!)
      rows++
    }
  }
  return { profiles, rows, whole, totals: [...totals.keys()].slice(0, 20) }
}

/** Reads the looked-at rows by the proposed layout. */
async function tryOut(reader: Reader, text: string, of: { file: string; codes: Codes; today: Day; name: string }): Promise<Trial> {
  const reasons = new Map<string, number>()
  const layout = parseLayout(text, `${of.name}.yaml`)
  let rows = 0
  let setAside = 0
  try {
    const { header } = chooseLayout([layout], await reader.preview(PREVIEW), { file: of.file, wanted: layout.name })
    const binder = bindLayout({
      layout,
      header,
      codes: of.codes,
      dataDate: of.today,
      file: of.file,
      sheet: reader.sheet,
      rawOf: (block, r) => reader.rawOf(block, r),
    })
    const block = reader.newBlock(header.columns.length)
    let blocks = 0
    for await (const step of reader.blocks(block, header.columns.length, header.line)) {
      void step
      if (++blocks > BLOCKS) break
      binder.apply(block)
      for (const { reason } of block.reasons.values()) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    }
    const result = binder.finish()
    rows = result.rowsRead
    setAside = result.rowsSetAside
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { rows, setAside, reasons, problem: error }
  }
  return { rows, setAside, reasons, problem: null }
}
