import { fenText, type Day } from '../kernel/index.js'
import {
  bindLayout,
  groupNames,
  looksRounded,
  mergedCells,
  notedField,
  Repeats,
  type Binder,
  type BindResult,
  type Codes,
  type HeaderMatch,
  type Layout,
} from '../layout/index.js'
import { RowState, type Block, type Change, type Issue } from '../records/index.js'
import type { MessageCode } from '../messages/index.js'
import type { Reader } from '../source/index.js'
import { checkHeader, groupWords } from './header.js'
import type { Tally } from './tally.js'
import type { CellPlace } from './types.js'

/** A table of a file to be held against a layout. */
export interface Checked {
  readonly layout: Layout
  readonly codes: Codes
  readonly reader: Reader
  readonly file: string
  /** Paths beside which a control file may lie; none for all but one table of a file. */
  readonly beside: readonly string[]
  readonly today: Day
  readonly tally: Tally
}

/** What reading it gave; null where there is no header in it. */
export interface TableResult {
  readonly header: CellPlace
  readonly result: BindResult
}

/** Rows that are looked at for the header. */
const PREVIEW = 200

/** Reads a whole table by its layout and tallies every way in which it departs. Throws `source.*`. */
export async function checkTable(checked: Checked): Promise<TableResult | null> {
  const { layout, codes, reader, file, today, tally } = checked
  const header = checkHeader(layout, await reader.preview(PREVIEW), tally, reader.sheet)
  if (header === null) return null
  // Another unit in the header is a departure, and no reason to leave the rows unread.
  const lenient = { ...layout, spec: { ...layout.spec, unit_in_header: true } }
  const binder = bindLayout({
    layout: lenient,
    header,
    codes,
    dataDate: today,
    file,
    sheet: reader.sheet,
    rawOf: (block, r) => reader.rawOf(block, r),
    ...(checked.beside.length === 0 ? {} : { path: checked.beside }),
  })
  const watch = new Watch(checked, header, binder)
  const block = reader.newBlock(header.columns.length)
  for await (const step of reader.blocks(block, header.columns.length, header.line)) {
    void step
    watch.block(block)
  }
  const result = binder.finish()
  const merged = mergedCells({ reader, header })
  if (merged !== null) tally.once({ code: 'conform.merged', params: { place: merged.name, rows: merged.rows } })
  sayWhole(checked, result)
  return { header: { sheet: reader.sheet, line: header.line }, result }
}

/** What can be said only when all rows were read. */
function sayWhole({ tally, reader }: Checked, result: BindResult): void {
  const place = { sheet: reader.sheet, line: 0 }
  if (result.rowsRead === 0) tally.once({ code: 'conform.no_rows' })
  if (looksRounded(result.idEndings)) tally.once({ code: 'conform.rounded', field: 'id_number' })
  for (const { rows, amount, where } of result.totals) {
    const line = Number(/^#(\d+)$/.exec(where)?.[1] ?? 0)
    const at = line === 0 ? undefined : { ...place, line }
    if (rows !== undefined && rows !== result.rowsRead)
      tally.once({ code: 'conform.totals', params: { declared: String(rows), found: String(result.rowsRead) } }, at)
    if (amount !== undefined && result.rowsWithoutAmount === 0 && amount !== result.amountWritten && amount !== result.amountRead) {
      tally.once({ code: 'conform.totals', params: { declared: fenText(amount), found: fenText(result.amountWritten) } }, at)
    }
  }
}

/** A mandatory group, where its columns stand, and what it is called. */
interface Must {
  readonly words: string
  readonly field: string
  readonly at: readonly number[]
}

/** Holds a reader's blocks against the layout, one by one. */
class Watch {
  private readonly checked: Checked
  private readonly header: HeaderMatch
  private readonly binder: Binder
  /** Layout columns that a note of a field can speak of. */
  private readonly byField = new Map<string, string[]>()
  private readonly must: readonly Must[]
  private readonly repeats: Repeats
  /** Cells as received, before cleansing points them elsewhere. */
  private starts: readonly Int32Array[] = []
  private ends: readonly Int32Array[] = []

  constructor(checked: Checked, header: HeaderMatch, binder: Binder) {
    this.checked = checked
    this.header = header
    this.binder = binder
    const { layout, reader } = checked
    this.repeats = new Repeats({ layout, header, rawOf: (block, r) => reader.rawOf(block, r) })
    for (const name of header.placed.keys()) {
      const field = notedField({ layout, header }, name)
      this.byField.set(field, [...(this.byField.get(field) ?? []), name])
    }
    this.must = layout.spec.mandatory.flatMap(group => {
      const names = groupNames(group)
      const at = names.flatMap(name => header.placed.get(name) ?? [])
      return at.length === 0 ? [] : [{ words: groupWords(layout, [group]), field: names[0]!, at }]
    })
  }

  block(block: Block): void {
    const { tally, reader } = this.checked
    this.starts = block.raw.map(c => c.start.slice(0, block.rows))
    this.ends = block.raw.map(c => c.end.slice(0, block.rows))
    this.headersAgain(block)
    const { notes } = this.binder.apply(block)
    const place = (r: number): CellPlace => ({ sheet: reader.sheet, line: block.line[r]! })
    for (const change of notes.changes) {
      const { column, header } = this.columnOf(block, change, change.before)
      tally.row({ code: change.reason as MessageCode, column: header, field: column }, place(change.row), { text: change.before })
    }
    for (const issue of notes.issues) {
      const { column, header } = this.columnOf(block, issue, issue.value)
      tally.row({ code: issue.reason as MessageCode, column: header, field: column }, place(issue.row), { text: issue.value })
    }
    for (const [r, { reason, detail }] of [...block.reasons].toSorted(([a], [b]) => a - b)) {
      if (block.state[r] !== RowState.setAside) continue
      const { column, header, text } = this.asideColumn(detail)
      tally.row({ code: reason as MessageCode, column: header, field: column }, place(r), {
        text: text === '' ? reader.rawOf(block, r).slice(0, 200) : text,
        setAside: true,
      })
    }
    this.blanks(block, place)
  }

  /** Rows in which the header stands again: a departure, and no data; those of the same header a load counts, others it refuses. */
  private headersAgain(block: Block): void {
    const { tally, reader } = this.checked
    for (const { row } of this.repeats.find(block)) {
      block.state[row] = RowState.total
      block.reasons.delete(row)
      const second = block.line[row]!
      tally.once({ code: 'conform.header_twice', params: { first: this.header.line, second } }, { sheet: reader.sheet, line: second })
    }
  }

  private raw(block: Block, index: number, r: number): string {
    return block.text({ start: this.starts[index]!, end: this.ends[index]!, num: null }, r)
  }

  /** The column that a note speaks of: of several that feed one field, the one that held the text. */
  private columnOf(
    block: Block,
    note: Pick<Change | Issue, 'row' | 'field'>,
    text: string,
  ): { column: string | null; header: string | null } {
    const names = this.byField.get(note.field) ?? []
    const column =
      names.length < 2
        ? names[0]
        : (names.find(n => this.raw(block, this.header.placed.get(n)!, note.row) === text) ??
          names.find(n => this.raw(block, this.header.placed.get(n)!, note.row).includes(text) && text !== '') ??
          names[0])
    return column === undefined
      ? { column: null, header: null }
      : { column, header: this.header.columns[this.header.placed.get(column)!] ?? null }
  }

  /** Why a row was set aside names the column first: `应缴金额: 八百`, or the columns that are blank. */
  private asideColumn(detail: string): { column: string | null; header: string | null; text: string } {
    const at = detail.indexOf(': ')
    const header = at < 0 ? detail : detail.slice(0, at)
    const index = this.header.columns.indexOf(header.split(' / ')[0] ?? '')
    const column = [...this.header.placed].find(([, i]) => i === index && index >= 0)?.[0] ?? null
    return { column, header: column === null ? null : this.header.columns[index]!, text: at < 0 ? '' : detail.slice(at + 2) }
  }

  /** Rows in which every column of a mandatory group is blank; what set a row aside is said there. */
  private blanks(block: Block, place: (r: number) => CellPlace): void {
    const { tally } = this.checked
    for (const { words, field, at } of this.must) {
      for (let r = 0; r < block.rows; r++) {
        if (block.state[r] !== RowState.row) continue
        if (at.some(i => !isBlank(block.bytes, this.starts[i]![r]!, this.ends[i]![r]!))) continue
        const header = at.length === 1 ? this.header.columns[at[0]!]! : null
        tally.row({ code: 'conform.blank', params: { columns: words }, column: header ?? words, field }, place(r), { text: '' })
      }
    }
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let p = start; p < end; p++) if (bytes[p]! > 0x20) return false
  return true
}
