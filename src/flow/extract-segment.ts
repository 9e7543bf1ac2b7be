import type { Binder, BindResult, HeaderMatch } from '../layout/index.js'
import { absentColumn, fieldsOf, RowState, type Block, type Column, type Notes, type RecordColumns } from '../records/index.js'
import type { Reader } from '../source/index.js'
import type { SegmentCounts, SegmentWriter, TableSpec } from '../store/index.js'
import type { BatchNumbers } from './batch-numbers.js'
import type { Progress } from './load-progress.js'
import type { Stage } from './stopwatch.js'

/** Tables of a segment that holds what several sheets make, each with all fields that one of them has. */
export function tablesOf(all: readonly Binder['tables'][]): readonly TableSpec[] {
  const kinds = [...new Set(all.flatMap(tables => tables.map(t => t.kind)))]
  return kinds.map(kind => {
    const alike = all.flat().filter(t => t.kind === kind)
    const has = new Set(alike.flatMap(t => t.fields))
    return {
      kind,
      ...(alike.every(t => t.refunds) && { refunds: true }),
      fields: fieldsOf(kind)
        .map(f => f.name)
        .filter(f => has.has(f)),
    }
  })
}

/** The segment that an extract goes into. `tally`: rows with a change, with an issue, and with a period far ahead. */
export interface Target {
  readonly writer: SegmentWriter
  readonly tables: readonly TableSpec[]
  readonly tally: { changed: number; issues: number; far: number }
}

/** A table of an extract with its layout bound. */
interface Bound {
  readonly reader: Reader
  readonly header: HeaderMatch
  readonly binder: Binder
}

/** Who follows the rows: how far they are, the sender's batch numbers, and which stage is over. */
interface Followers {
  readonly step: (block: Block) => void
  readonly numbers: BatchNumbers
  readonly lap: (stage: Stage) => void
}

/** Blocks between two words on how far it is: some 30,000 rows. */
const BLOCKS_A_WORD = 16

/** Counts rows and their bytes block by block and says so now and then. */
export function progressOf(told: (progress: Progress) => void): (block: Block) => void {
  let rows = 0
  let bytes = 0
  let blocks = 0
  return block => {
    rows += block.rows
    if (block.rows > 0) bytes += Math.max(0, block.rowEnd[block.rows - 1]! - block.rowStart[0]!)
    if (++blocks % BLOCKS_A_WORD === 0) told({ rows, bytes })
  }
}

/** Writes a table's records, and what was noted of its rows, into the segment. */
export async function copyTable(
  { reader, header, binder }: Bound,
  { writer, tables, tally, step, numbers, lap }: Target & Followers,
): Promise<void> {
  const numbered = numbers.begin(header)
  const block = reader.newBlock(header.columns.length)
  const blanks = new Map<string, Column>()
  for await (const filled of reader.blocks(block, header.columns.length, header.line)) {
    void filled
    lap('split')
    step(block)
    const { records, notes } = binder.apply(block)
    if (numbered >= 0) numbers.see(block, numbered)
    lap('layout')
    writer.records(
      block,
      records.map(r => widened(r, tables, blanks)),
    )
    lap('encode')
    copyNotes(reader, block, notes, { writer, tally })
    lap('notes')
  }
  lap('split')
}

/** What cleansing noted of a block, and its rows set aside, with where they stood; rows are counted once each. */
function copyNotes(reader: Reader, block: Block, notes: Notes, { writer, tally }: Pick<Target, 'writer' | 'tally'>): void {
  const { sheet } = reader
  const touched = new Set<number>()
  for (const c of notes.changes) {
    writer.change(block.line[c.row]!, sheet, c)
    touched.add(c.row)
  }
  tally.changed += touched.size
  touched.clear()
  for (const i of notes.issues) {
    writer.issue(block.line[i.row]!, sheet, i)
    touched.add(i.row)
    if (i.reason === 'reason.period_far') tally.far++
  }
  tally.issues += touched.size
  for (const [r, { reason, detail }] of [...block.reasons].toSorted(([a], [b]) => a - b)) {
    if (block.state[r] === RowState.setAside) writer.setAside({ line: block.line[r]!, sheet, reason, detail, raw: reader.rawOf(block, r) })
  }
}

/** Columns in the order of the segment's table; fields that this sheet does not have are absent. */
function widened(records: RecordColumns, tables: readonly TableSpec[], blanks: Map<string, Column>): RecordColumns {
  const { fields } = tables.find(t => t.kind === records.kind)!
  if (fields.length === records.fields.length) return records
  const columns = fields.map(name => {
    const at = records.fields.indexOf(name)
    if (at >= 0) return records.columns[at]!
    const blank = blanks.get(name) ?? absentColumn(records.kind, name)
    blanks.set(name, blank)
    return blank
  })
  return { ...records, fields, columns }
}

/** The balance of the load, over all its tables. */
export function segmentCounts(results: readonly BindResult[], { writer, tables, tally }: Target): SegmentCounts {
  const sum = (pick: (r: BindResult) => number): number => results.reduce((total, r) => total + pick(r), 0)
  return {
    rowsRead: sum(r => r.rowsRead),
    rowsLoaded: tables.reduce((n, t) => n + writer.rowsOf(t.kind), 0),
    rowsChanged: tally.changed,
    rowsWithIssues: tally.issues,
    rowsSetAside: sum(r => r.rowsSetAside),
    rowsBlank: sum(r => r.rowsBlank),
    rowsTotal: sum(r => r.rowsTotal),
    amountRead: sum(r => r.amountRead),
    amountSetAside: sum(r => r.amountSetAside),
    rowsWithoutAmount: sum(r => r.rowsWithoutAmount),
  }
}
