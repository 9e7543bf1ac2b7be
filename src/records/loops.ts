import { LOOPS_CODE } from './loops-code.js'

/** Rows a block holds at most. */
export const BLOCK_ROWS = 2048

/** Bytes at the front of a block's memory that belong to the loops, and the columns that find room there. */
export const LOOPS_SIZE = 20 << 16
const LOOPS_COLUMNS = 64

// Where things lie: wasm/loops.ts names the same places.
const STATE = 64 >> 2
const KINDS = 256
const EMIT = 1024
const ROW_START = 4096 >> 2
const ROW_END = 12288 >> 2
const PAGE = 65536
const PAGE_SIZE = 65536
const CELLS = 131072
const COLUMN = 16512
const ENDS = 8256

/** Fewer rows than this are cheaper to copy one by one. */
const FEW = 16

interface Cells { readonly start: Int32Array; readonly end: Int32Array; readonly num: Float64Array | null }

interface Exports {
  split(at: number, filled: number, delimiter: number, columns: number, row: number, longest: number): number
  append(from: number, rows: number, width: number, cells: number, content: number, rowid: number): number
}

/** What the splitting loop is to read. */
export interface Stretch { readonly at: number; readonly filled: number; readonly delimiter: number; readonly columns: number; /** A longer row is left to the plain loop. */ readonly longest: number }

/** A leaf page that is being filled. */
export interface Leaf { cells: number; content: number; rowid: number }

let compiled: WebAssembly.Module | undefined

/**
 * The two hottest loops of a load in WebAssembly (wasm/loops.ts), over the memory of one block. They do the plain case and leave every other row to the plain loops: half a million
 * rows of 12 columns are split in 0.07 s of CPU, plainly in 0.33, and written in 0.07, plainly in 0.64. Cells go in and out by copying whole columns, so that a growing memory
 * makes no column stale.
 */
export class Loops {
  private readonly memory: WebAssembly.Memory
  private readonly code: Exports
  private bytes = new Uint8Array(0)
  private ints = new Int32Array(0)
  private numbers = new Float64Array(0)

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory
    compiled ??= new WebAssembly.Module(Buffer.from(LOOPS_CODE, 'base64'))
    this.code = new WebAssembly.Instance(compiled, { env: { memory } }).exports as Exports
  }

  static fits(columns: number): boolean {
    return columns <= LOOPS_COLUMNS
  }

  /** Splits rows into the block's raw columns from row `row` on; returns the rows that there are then, and where the next one begins. */
  split(stretch: Stretch, row: number, into: { readonly raw: readonly Cells[]; readonly rowStart: Int32Array; readonly rowEnd: Int32Array }): { readonly rows: number; readonly at: number } {
    this.renew()
    const { at, filled, delimiter, columns, longest } = stretch
    const rows = this.code.split(at, filled, delimiter, columns, row, longest)
    const { ints } = this
    if (rows > row) {
      for (let c = 0; c < columns; c++) {
        const from = (CELLS + c * COLUMN) >> 2
        copy(ints, from, into.raw[c]!.start, { row, rows })
        copy(ints, from + (ENDS >> 2), into.raw[c]!.end, { row, rows })
      }
      copy(ints, ROW_START, into.rowStart, { row, rows })
      copy(ints, ROW_END, into.rowEnd, { row, rows })
    }
    return { rows, at: ints[STATE]! }
  }

  /** Puts columns where `append` reads them; `emit`: 1 for the rows to write. */
  take(columns: readonly Cells[], emit: Uint8Array, rows: number): void {
    this.renew()
    const { bytes, ints, numbers } = this
    bytes.set(emit.subarray(0, rows), EMIT)
    for (let c = 0; c < columns.length; c++) {
      const { num, start, end } = columns[c]!
      const from = CELLS + c * COLUMN
      bytes[KINDS + c] = num === null ? 0 : 1
      if (num !== null) numbers.set(num.subarray(0, rows), from >> 3)
      else {
        ints.set(start.subarray(0, rows), from >> 2)
        ints.set(end.subarray(0, rows), (from + ENDS) >> 2)
      }
    }
  }

  /** The page that `append` writes into. */
  get page(): Uint8Array {
    this.renew()
    return this.bytes.subarray(PAGE, PAGE + PAGE_SIZE)
  }

  /** Writes rows from `from` on into the page, moves `leaf` on, and returns the first row that is not written; why it stopped: `stopped`. */
  append(from: number, rows: number, width: number, leaf: Leaf): number {
    const next = this.code.append(from, rows, width, leaf.cells, leaf.content, leaf.rowid)
    const { ints } = this
    leaf.cells = ints[STATE]!
    leaf.content = ints[STATE + 1]!
    leaf.rowid = ints[STATE + 2]!
    return next
  }

  get stopped(): 'done' | 'full' | 'by-hand' {
    return (['done', 'full', 'by-hand'] as const)[this.ints[STATE + 3]!]!
  }

  /** A memory that has grown needs new views. */
  private renew(): void {
    const { buffer } = this.memory
    if (this.bytes.buffer === buffer) return
    this.bytes = new Uint8Array(buffer)
    this.ints = new Int32Array(buffer)
    this.numbers = new Float64Array(buffer)
  }
}

function copy(from: Int32Array, at: number, to: Int32Array, { row, rows }: { row: number; rows: number }): void {
  if (rows - row < FEW) for (let r = row; r < rows; r++) to[r] = from[at + r]!
  else to.set(from.subarray(at + row, at + rows), row)
}
