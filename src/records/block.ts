import { BLOCK_ROWS, LOOPS_SIZE } from './loops-memory.js'
import { Loops } from './loops.js'

/** What became of a row so far. Only rows in state `row` become records. */
export const RowState = { row: 0, setAside: 1, blank: 2, total: 3 } as const
/** A value of `RowState`, one a row. */
export type RowState = (typeof RowState)[keyof typeof RowState]

/**
 * One column of a block: cell r is `block.bytes[start[r] .. end[r])`, UTF-8, empty when absent. Numeric columns hold their value in
 * `num` (NaN when absent) and need no text.
 */
export interface Column {
  start: Int32Array
  end: Int32Array
  num: Float64Array | null
}

/** A column of texts for a full block. */
export function textColumn(): Column {
  return { start: new Int32Array(BLOCK_ROWS), end: new Int32Array(BLOCK_ROWS), num: null }
}

/** Columns that lie in one piece of memory, of which only what is used costs anything: a look at a file makes room for 512 of them. */
function textColumns(count: number): Column[] {
  const { buffer } = new Int32Array(count * 2 * BLOCK_ROWS)
  const part = (n: number): Int32Array => new Int32Array(buffer, n * BLOCK_ROWS * Int32Array.BYTES_PER_ELEMENT, BLOCK_ROWS)
  return Array.from({ length: count }, (_, c) => ({ start: part(2 * c), end: part(2 * c + 1), num: null }))
}

/** A column of numbers for a full block; its texts are where they stood in the extract. */
export function numberColumn(): Column {
  return { ...textColumn(), num: new Float64Array(BLOCK_ROWS) }
}

/** A Problem of the operator's file waiting for a row: why it is set aside. Codes are message codes `reason.*`. */
export interface SetAsideReason {
  readonly reason: string
  readonly detail: string
}

const PAGE = 65536
/** Bytes kept for constants that live as long as the block (agency, canonical codes): up to here. */
const CONSTANTS = LOOPS_SIZE + 4 * PAGE
/** Bytes behind the last text: the loops read and write 16 bytes at a time. */
const BEHIND = 64

/**
 * Some 2,000 rows of an extract. `bytes` is a view of one `WebAssembly.Memory` and is made anew when the memory grows: read `block.bytes`
 * again after every `put`, never keep it across one. Layout of the memory: room of the loops, constants, then the region that the source
 * fills with the file's bytes, then the arena for texts made while the block lives (reset by `begin`).
 */
export class Block {
  private readonly memory: WebAssembly.Memory
  private constants = LOOPS_SIZE
  private arenaStart: number
  private arenaNext: number
  bytes: Uint8Array
  /** The hottest loops, over this block's memory; null: the plain loops alone, which the tests hold these to. */
  loops: Loops | null
  /** Raw columns, one a column of the extract, in the file's order. */
  readonly raw: Column[]
  /** Line of the row's first byte in the file (or its row number in the sheet), from 1. */
  readonly line = new Float64Array(BLOCK_ROWS)
  readonly state = new Uint8Array(BLOCK_ROWS)
  /** Byte interval of the whole row in the region as received (text sources). */
  readonly rowStart = new Int32Array(BLOCK_ROWS)
  readonly rowEnd = new Int32Array(BLOCK_ROWS)
  /** Why rows are set aside, by row; cleared by `begin`. */
  readonly reasons = new Map<number, SetAsideReason>()
  /** Raw text of rows for sources that have no bytes (workbooks), by row: the cells joined. */
  readonly rawText = new Map<number, string>()
  rows = 0
  sheet: string | null = null
  /** First byte of the region that belongs to the source. */
  readonly regionStart = CONSTANTS
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  private readonly encoder = new TextEncoder()

  /** `columns`: columns of the extract; `region`: bytes that the source wants for itself. */
  constructor(columns: number, region: number) {
    this.arenaStart = CONSTANTS + Math.ceil(region / PAGE) * PAGE
    this.arenaNext = this.arenaStart
    this.memory = new WebAssembly.Memory({ initial: (this.arenaStart * 2 - CONSTANTS) / PAGE + 16 })
    this.bytes = new Uint8Array(this.memory.buffer)
    this.loops = new Loops(this.memory)
    this.raw = textColumns(columns)
  }

  /** Starts the block anew: no rows, arena empty. The region's bytes stay (the source carries its rest over). */
  begin(): void {
    this.rows = 0
    this.arenaNext = this.arenaStart
    this.reasons.clear()
    this.rawText.clear()
  }

  /** Makes sure that `need` more bytes fit the arena and returns where they go; advance with `took`. */
  room(need: number): number {
    const missing = this.arenaNext + need + BEHIND - this.bytes.length
    if (missing > 0) {
      this.memory.grow(Math.ceil(missing / PAGE) + 64)
      this.bytes = new Uint8Array(this.memory.buffer)
    }
    return this.arenaNext
  }

  /** Bytes of the arena behind `room` that were written. */
  took(bytes: number): void {
    this.arenaNext += bytes
  }

  /** A cell as a string; hot loops read its bytes. */
  text(column: Column, r: number): string {
    return this.decoder.decode(this.bytes.subarray(column.start[r]!, column.end[r]!))
  }

  /** Writes a text into the arena and points the cell at it. */
  put(column: Column, r: number, text: string): void {
    const { length } = text
    const at = this.room(length * 3)
    const { bytes } = this
    let i = 0
    // Most cells are short and ASCII: a loop costs a fifth of a call to the encoder.
    for (let code = 0; i < length && (code = text.charCodeAt(i)) < 0x80; i++) bytes[at + i] = code
    const written = i === length ? length : this.encoder.encodeInto(text, bytes.subarray(at)).written
    column.start[r] = at
    column.end[r] = at + written
    this.took(written)
  }

  /** Writes a text that lives as long as the block; returns its interval. At most 256 KiB in all. */
  constant(text: string): { start: number; end: number } {
    const start = this.constants
    const { read, written } = this.encoder.encodeInto(text, this.bytes.subarray(start, CONSTANTS))
    if (read !== text.length) throw new Error('block constants are full')
    this.constants += written
    return { start, end: start + written }
  }

  /** Takes a row out of what becomes records, with the reason (a message code `reason.*`). */
  setAside(r: number, reason: string, detail: string): void {
    this.state[r] = RowState.setAside
    if (!this.reasons.has(r)) this.reasons.set(r, { reason, detail })
  }
}
