import { join } from 'node:path'
import { bindLayout, chooseLayout, readCodes, readLayouts, type BindResult, type Binder, type Layout } from '../../../src/layout/index.js'
import { Block, fieldOf, isNumeric, type Change, type Issue } from '../../../src/records/index.js'

const templates = join(import.meta.dirname, '../../../templates')
export const layouts: readonly Layout[] = readLayouts(join(templates, 'layouts'))
export const codes = readCodes(join(templates, 'codes'))

export type Cell = string | number | null
/** What became of a small extract: its records as objects without provenance, its notes, the rows set aside, and the counts. */
export interface Outcome {
  readonly layout: string
  readonly binder: Binder
  readonly records: readonly Readonly<Record<string, Cell>>[]
  readonly changes: readonly Change[]
  readonly issues: readonly Issue[]
  readonly aside: readonly { line: number; reason: string; detail: string }[]
  readonly result: BindResult
}

/** Rows of cells as a source would give them; the first of them may be title rows. */
export function preview(rows: readonly (readonly string[])[]): { line: number; cells: readonly string[]; state: 'row' | 'blank' }[] {
  return rows.map((cells, i) => ({ line: i + 1, cells, state: cells.every(c => c === '') ? 'blank' : 'row' }))
}

/** Puts rows into a block; rows of another width are set aside as a source does. */
export function fill(block: Block, rows: readonly (readonly string[])[], first: number): void {
  block.begin()
  block.rows = rows.length
  for (const [r, cells] of rows.entries()) {
    block.line[r] = first + r
    block.state[r] = cells.every(c => c === '') ? 2 : 0
    for (const [c, column] of block.raw.entries()) block.put(column, r, cells[c] ?? '')
    if (cells.length !== block.raw.length) block.setAside(r, 'reason.ragged', String(cells.length))
    block.rawText.set(r, cells.join('|'))
  }
}

/** Reads an extract given as rows of cells, `|` between them. */
export function load(lines: readonly string[], wanted?: string, more: { path?: string; dataDate?: string; layouts?: readonly Layout[] } = {}): Outcome {
  const rows = lines.map(line => line.split('|'))
  const shown = preview(rows)
  const choice = wanted === undefined ? { file: 'extract.csv' } : { file: 'extract.csv', wanted }
  const { layout, header } = chooseLayout(more.layouts ?? layouts, shown, choice)
  const { path, dataDate = '2025-06-30' } = more
  const binder = bindLayout({
    layout, header, codes, dataDate, file: 'extract.csv', sheet: null, rawOf: (block, r) => block.rawText.get(r) ?? '', ...(path === undefined ? {} : { path }),
  })
  const block = new Block(header.columns.length, 65536)
  fill(block, rows.slice(header.line), header.line + 1)
  const { records, notes } = binder.apply(block)
  const objects = records.flatMap(({ kind, fields, columns, emit }) => Array.from({ length: block.rows }, (_, r) => r).filter(r => emit[r] === 1).map(r =>
    Object.fromEntries([['kind', kind], ...fields.map((name, i): [string, Cell] => [name, cellOf(block, { kind, name, column: columns[i]! }, r)])].filter(([, v]) => v !== null))))
  const aside = [...block.reasons].map(([r, why]) => ({ line: block.line[r]!, ...why }))
  return { layout: layout.name, binder, records: objects as Outcome['records'], changes: notes.changes, issues: notes.issues, aside, result: binder.finish() }
}

function cellOf(block: Block, of: { kind: Parameters<typeof fieldOf>[0]; name: string; column: Block['raw'][number] }, r: number): Cell {
  const { kind, name, column } = of
  if (!isNumeric(fieldOf(kind, name)!.type)) return block.text(column, r) || null
  const value = column.num![r]!
  return Number.isNaN(value) ? null : value
}
