/** Rows a block holds at most. */
export const BLOCK_ROWS = 2048

/** Bytes at the front of a block's memory that belong to the loops. */
export const LOOPS_SIZE = 20 << 16

/** Where things lie: wasm/places.ts names the same places. */
export const PLACES = {
  state: 64 >> 2,
  kinds: 256,
  emit: 1024,
  rowStart: 4096 >> 2,
  rowEnd: 12288 >> 2,
  page: 65536,
  cells: 131072,
  column: 16512,
  ends: 8256,
  left: 1187840 >> 2,
  table: 1196032,
} as const

/** A column's cells as the loops take them; see `Column`. */
export interface Cells {
  readonly start: Int32Array
  readonly end: Int32Array
  readonly num: Float64Array | null
}

/** A block's memory as the loops' JavaScript side sees it. A memory that has grown needs new views: `renew` before every use. */
export class LoopsMemory {
  private readonly memory: WebAssembly.Memory
  bytes = new Uint8Array(0)
  ints = new Int32Array(0)
  numbers = new Float64Array(0)

  constructor(memory: WebAssembly.Memory) {
    this.memory = memory
  }

  /** Makes the views anew where the memory has grown. */
  renew(): void {
    const { buffer } = this.memory
    if (this.bytes.buffer === buffer) return
    this.bytes = new Uint8Array(buffer)
    this.ints = new Int32Array(buffer)
    this.numbers = new Float64Array(buffer)
  }

  /** Puts a column's cells where the loops read column `c`. */
  put(c: number, { start, end }: Pick<Cells, 'start' | 'end'>, rows: number): void {
    const from = PLACES.cells + c * PLACES.column
    this.ints.set(start.subarray(0, rows), from >> 2)
    this.ints.set(end.subarray(0, rows), (from + PLACES.ends) >> 2)
  }

  /** Takes the cells of the loops' column `c`. */
  take(c: number, into: Pick<Cells, 'start' | 'end'>, rows: number): void {
    const from = (PLACES.cells + c * PLACES.column) >> 2
    const ends = from + (PLACES.ends >> 2)
    into.start.set(this.ints.subarray(from, from + rows))
    into.end.set(this.ints.subarray(ends, ends + rows))
  }

  /** Takes the numbers that a look wrote, in the loops' second column. */
  takeNumbers(into: Float64Array, rows: number): void {
    const from = (PLACES.cells + PLACES.column) >> 3
    into.set(this.numbers.subarray(from, from + rows))
  }
}
