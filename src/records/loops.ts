import { LOOPS_CODE } from './loops-code.js'
import { LoopsMemory, PLACES, type Cells } from './loops-memory.js'
import { Looks, type LookCode } from './looks.js'

/** Columns that find room in the loops' memory. */
const LOOPS_COLUMNS = 64
const PAGE_SIZE = 65536

/** Fewer rows than this are cheaper to copy one by one. */
const FEW = 16

interface Exports extends LookCode {
  split(at: number, filled: number, delimiter: number, columns: number, row: number, longest: number): number
  append(from: number, rows: number, width: number, cells: number, content: number, rowid: number): number
}

/** What the splitting loop is to read. */
export interface Stretch {
  readonly at: number
  readonly filled: number
  readonly delimiter: number
  readonly columns: number
  /** A longer row is left to the plain loop. */
  readonly longest: number
}

/** A leaf page that is being filled. */
export interface LeafPage {
  cells: number
  content: number
  rowid: number
}

let compiled: WebAssembly.Module | undefined

/**
 * The hottest loops of a load in WebAssembly (wasm/loops.ts), and looks down a column beside them, over the memory of one block. They do
 * the plain case and leave every other row to the plain loops: half a million rows of 12 columns are split in 0.07 s of CPU, plainly in
 * 0.33, and written in 0.07, plainly in 0.64. Cells go in and out by copying whole columns, so that a growing memory makes no column stale.
 */
export class Loops {
  private readonly memory: LoopsMemory
  private readonly code: Exports
  readonly looks: Looks

  constructor(memory: WebAssembly.Memory) {
    this.memory = new LoopsMemory(memory)
    compiled ??= new WebAssembly.Module(Buffer.from(LOOPS_CODE, 'base64'))
    this.code = new WebAssembly.Instance(compiled, { env: { memory } }).exports as Exports
    this.looks = new Looks(this.memory, this.code)
  }

  /** Whether the memory of the loops has room for that many columns. */
  static fits(columns: number): boolean {
    return columns <= LOOPS_COLUMNS
  }

  /** Splits rows into the block's raw columns from row `row` on; returns the rows that there are then, and where the next one begins. */
  split(
    stretch: Stretch,
    row: number,
    into: { readonly raw: readonly Cells[]; readonly rowStart: Int32Array; readonly rowEnd: Int32Array },
  ): { readonly rows: number; readonly at: number } {
    this.memory.renew()
    const { at, filled, delimiter, columns, longest } = stretch
    const rows = this.code.split(at, filled, delimiter, columns, row, longest)
    const { ints } = this.memory
    if (rows > row) {
      for (let c = 0; c < columns; c++) {
        const from = (PLACES.cells + c * PLACES.column) >> 2
        copy(ints, from, into.raw[c]!.start, { row, rows })
        copy(ints, from + (PLACES.ends >> 2), into.raw[c]!.end, { row, rows })
      }
      copy(ints, PLACES.rowStart, into.rowStart, { row, rows })
      copy(ints, PLACES.rowEnd, into.rowEnd, { row, rows })
    }
    return { rows, at: ints[PLACES.state]! }
  }

  /** Puts columns where `append` reads them; `emit`: 1 for the rows to write. */
  take(columns: readonly Cells[], emit: Uint8Array, rows: number): void {
    this.memory.renew()
    const { memory } = this
    memory.bytes.set(emit.subarray(0, rows), PLACES.emit)
    for (let c = 0; c < columns.length; c++) {
      const { num } = columns[c]!
      memory.bytes[PLACES.kinds + c] = num === null ? 0 : 1
      if (num === null) memory.put(c, columns[c]!, rows)
      else memory.numbers.set(num.subarray(0, rows), (PLACES.cells + c * PLACES.column) >> 3)
    }
  }

  /** The page that `append` writes into. */
  get page(): Uint8Array {
    this.memory.renew()
    return this.memory.bytes.subarray(PLACES.page, PLACES.page + PAGE_SIZE)
  }

  /**
   * Writes rows from `from` on into the page, moves `leaf` on, and returns the first row that is not written; why it stopped: `stopped`.
   */
  append(from: number, rows: number, width: number, leaf: LeafPage): number {
    const next = this.code.append(from, rows, width, leaf.cells, leaf.content, leaf.rowid)
    const { ints } = this.memory
    leaf.cells = ints[PLACES.state]!
    leaf.content = ints[PLACES.state + 1]!
    leaf.rowid = ints[PLACES.state + 2]!
    return next
  }

  /** Why the last writing stopped: all rows were written, the page is full, or the next row is one for the plain loop. */
  get stopped(): 'done' | 'full' | 'by-hand' {
    return (['done', 'full', 'by-hand'] as const)[this.memory.ints[PLACES.state + 3]!]!
  }
}

function copy(from: Int32Array, at: number, to: Int32Array, { row, rows }: { row: number; rows: number }): void {
  if (rows - row < FEW) for (let r = row; r < rows; r++) to[r] = from[at + r]!
  else to.set(from.subarray(at + row, at + rows), row)
}
