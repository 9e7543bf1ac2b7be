import type { Column } from '../records/index.js'
import { LEAF_CODE } from './leaf-code.js'
import { PAGE_SIZE } from './pages.js'
import { Prints, SLOTS, type PrintLoops } from './prints.js'

// Where things lie: wasm/leaf-places.ts names the same places.
const WANTED = 1024 >> 2
const PAGE = 65536
const CELLS = 131072
/** Rows that the memory of the loops has room for: no page of 64 KiB holds more. */
export const ROWS = 10928
const COLUMN = ROWS * 16 + 128
const STARTS = ROWS * 8
const ENDS = ROWS * 12
/** Columns that a table may have, and columns of it that may be asked for. */
const MOST_OF_TABLE = 1024
const MOST_OF_CHUNK = 64
/** Fingerprints, two lanes a row. */
const PRINTS = CELLS + MOST_OF_CHUNK * COLUMN
const SLOT = ROWS * 8 + 128

interface Exports extends PrintLoops {
  read(cells: number, last: number): number
}

let compiled: WebAssembly.Module | undefined
/** Readers that no scan uses: a memory of its own for every scan would be dear. */
const idle: LeafReader[] = []

/**
 * Reads leaf pages in WebAssembly (wasm/leaf.ts). A page with a row that overflows it is left to the plain loop, and so is every page where
 * columns are too many.
 */
export class LeafReader {
  /** The whole memory: cells of a chunk are places in it. */
  readonly bytes: Uint8Array
  /** Where a page is to be put before it is read. */
  readonly page: Uint8Array
  /** Fingerprints of the cells that were read. */
  readonly prints: Prints
  private readonly all: readonly Column[]
  private readonly wanted: Int32Array
  private readonly code: Exports
  private last = -1
  private fits = false

  private constructor() {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((PRINTS + SLOTS * SLOT) / PAGE_SIZE) })
    const { buffer } = memory
    compiled ??= new WebAssembly.Module(Buffer.from(LEAF_CODE, 'base64'))
    this.code = new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Exports
    this.bytes = new Uint8Array(buffer)
    this.page = this.bytes.subarray(PAGE, PAGE + PAGE_SIZE)
    this.wanted = new Int32Array(buffer, WANTED << 2, MOST_OF_TABLE)
    this.prints = new Prints(
      Array.from({ length: SLOTS }, (_, n) => new Int32Array(buffer, PRINTS + n * SLOT, ROWS * 2)),
      this.code,
    )
    this.all = Array.from({ length: MOST_OF_CHUNK }, (_, c) => {
      const at = CELLS + c * COLUMN
      return {
        num: new Float64Array(buffer, at, ROWS),
        start: new Int32Array(buffer, at + STARTS, ROWS),
        end: new Int32Array(buffer, at + ENDS, ROWS),
      }
    })
  }

  /** A reader for one scan, to be given back. `wanted`: of each column of the table which column of a chunk it is, or −1. */
  static take(wanted: Int32Array, count: number): LeafReader {
    const reader = idle.pop() ?? new LeafReader()
    reader.fits = wanted.length <= MOST_OF_TABLE && count <= MOST_OF_CHUNK
    if (!reader.fits) return reader
    reader.wanted.set(wanted)
    reader.last = wanted.findLastIndex(w => w >= 0)
    for (const [c, { num, start, end }] of reader.columns(count).entries()) {
      if (wanted.includes(c)) continue
      num!.fill(NaN)
      start.fill(0)
      end.fill(0)
    }
    return reader
  }

  /** Lets the next reading use this memory. */
  giveBack(): void {
    idle.push(this)
  }

  /** The columns that `read` fills, in the order in which they were asked for. */
  columns(count: number): readonly Column[] {
    return this.all.slice(0, count)
  }

  /** Reads the rows of the page into the columns; false where the plain loop must. */
  read(cells: number): boolean {
    return this.fits && cells <= ROWS && this.code.read(cells, this.last) !== 0
  }
}
