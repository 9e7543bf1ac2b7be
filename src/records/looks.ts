import { BLOCK_ROWS, PLACES, type Cells, type LoopsMemory } from './loops-memory.js'

/** The part of the WebAssembly module that looks down columns (wasm/looks.ts). */
export interface LookCode {
  texts(rows: number, kind: number): number
  credits(rows: number): number
  ids(rows: number, notAfter: number): number
  decimals(rows: number, scale: number, limit: number): number
  dates(rows: number, compact: number, arena: number): number
  months(rows: number): number
  codes(rows: number): number
  beginnings(rows: number): number
}

/** What `Block` tells of its rows. */
interface Rows {
  readonly rows: number
  readonly state: Uint8Array
}

/** Rows in order. */
export type RowList = Int32Array

const EVERY = Int32Array.from({ length: BLOCK_ROWS }, (_, r) => r)

/** All rows: what is left where nothing has looked. */
export function everyRow(rows: number): RowList {
  return EVERY.subarray(0, rows)
}

const TEXT_KINDS = { text: 0, name: 1, organisation: 2 } as const
/** What a column of texts is looked at as. */
export type TextLook = keyof typeof TEXT_KINDS | 'credit'

/** Bytes that a day in ISO form takes. */
export const DAY_BYTES = 10

const SLOTS = 128
const PROBES = 4
const SLOT_INTS = 8

/** Codes of at most 8 bytes and what they mean, as the look at codes finds them. Codes that find no room are left to the plain way. */
export class CodeTable {
  readonly slots = new Int32Array(SLOTS * SLOT_INTS)

  clear(): void {
    this.slots.fill(0)
  }

  /** A code's bytes, the number of its entry, and where its canonical code stands in the block. */
  add(key: Uint8Array, entry: number, at: { readonly start: number; readonly end: number }): void {
    if (key.length > 8) return
    const word = (from: number): number => key.slice(from, from + 4).reduce((n, byte, i) => n | (byte << (8 * i)), 0)
    const low = word(0)
    const high = word(4)
    const hash = Math.imul(low ^ high, 0x9e3779b1) >>> 25
    for (let i = 0; i < PROBES; i++) {
      const slot = ((hash + i) % SLOTS) * SLOT_INTS
      if (this.slots[slot + 2] !== 0) continue
      this.slots.set([low, high, key.length, entry, at.start, at.end], slot)
      return
    }
  }
}

/** Bytes that words of up to 8 sets begin with, as the look at beginnings finds them. */
export class WordTable {
  readonly bytes = new Uint8Array(1024)

  /**
   * Finds cells whose first three bytes stand at their place in words of this set, be it in several; a shorter word leaves open what
   * follows.
   */
  begins(set: number, word: Uint8Array): void {
    for (let i = 0; i < 3; i++) {
      const byte = word[i]
      for (let b = 0; b < 256; b++) if (byte === undefined || byte === b) this.bytes[i * 256 + b]! |= 1 << set
    }
  }

  /** Finds cells that end with this byte. */
  ends(byte: number): void {
    this.bytes[768 + byte] = 1
  }
}

/**
 * Looks down one column: cells that are canonical for certain are done with, numbers and days are read into place. A look returns the other
 * rows, for the plain way to decide; the list is good until the next look. Rows whose state is not 0 are done with too.
 */
export class Looks {
  private readonly memory: LoopsMemory
  private readonly code: LookCode
  private readonly left = new Int32Array(BLOCK_ROWS)

  constructor(memory: LoopsMemory, code: LookCode) {
    this.memory = memory
    this.code = code
  }

  /** Rows whose text may not be canonical. */
  texts(of: Rows, column: Cells, look: TextLook): RowList {
    this.show(of, column)
    return this.list(look === 'credit' ? this.code.credits(of.rows) : this.code.texts(of.rows, TEXT_KINDS[look]))
  }

  /**
   * Where the state is not 128 more, citizens' numbers without a fault, born by `notAfter`, that do not end in 000; `sure`: how many there
   * are.
   */
  ids(of: Rows, column: Cells, notAfter: number): { readonly left: RowList; readonly sure: number } {
    this.show(of, column)
    const left = this.list(this.code.ids(of.rows, notAfter))
    return { left, sure: this.memory.ints[PLACES.state]! }
  }

  /** Plain decimals below `limit`, `scale` powers of ten up, into the column's numbers; NaN where blank or left. */
  decimals(of: Rows, column: Cells, { scale, limit }: { readonly scale: number; readonly limit: number }): RowList {
    this.show(of, column)
    const left = this.list(this.code.decimals(of.rows, scale, limit))
    this.memory.takeNumbers(column.num!, of.rows)
    return left
  }

  /**
   * Days in ISO form, or where `compact` of eight digits, which become ISO text at `arena` and on; `written`: bytes that they take there.
   */
  dates(
    of: Rows,
    column: Cells,
    { compact, arena }: { readonly compact: boolean; readonly arena: number },
  ): { readonly left: RowList; readonly written: number } {
    this.show(of, column)
    const left = this.list(this.code.dates(of.rows, compact ? 1 : 0, arena))
    const written = this.memory.ints[PLACES.state]!
    if (written > 0) this.memory.take(0, column, of.rows)
    return { left, written }
  }

  /** Months of six digits into `into`; NaN where blank or left. */
  months(of: Rows, column: Cells, into: Float64Array): RowList {
    this.show(of, column)
    const left = this.list(this.code.months(of.rows))
    this.memory.takeNumbers(into, of.rows)
    return left
  }

  /** Codes that the table knows: their entries into `into.index`, 0 where blank or left, and what they mean into `into.out`. */
  codes(
    of: Rows,
    column: Cells,
    { table, index, out }: { readonly table: CodeTable; readonly index: Int32Array; readonly out: Cells },
  ): RowList {
    this.show(of, column)
    const { memory } = this
    memory.ints.set(table.slots, PLACES.table >> 2)
    const left = this.list(this.code.codes(of.rows))
    const from = (PLACES.cells + PLACES.column) >> 2
    index.set(memory.ints.subarray(from, from + of.rows))
    memory.take(2, out, of.rows)
    return left
  }

  /** For each of several columns, the rows whose cell may begin or end as a word of the table does, whatever the rows' state. */
  beginnings(rows: number, columns: readonly Cells[], table: WordTable): readonly RowList[] {
    const { memory } = this
    memory.renew()
    memory.bytes.set(table.bytes, PLACES.table)
    return columns.map(column => {
      memory.put(0, column, rows)
      return this.list(this.code.beginnings(rows)).slice()
    })
  }

  private show({ rows, state }: Rows, column: Cells): void {
    const { memory } = this
    memory.renew()
    memory.put(0, column, rows)
    memory.bytes.set(state.subarray(0, rows), PLACES.emit)
  }

  /** A copy: the memory may grow while the rows are gone through. */
  private list(count: number): RowList {
    this.left.set(this.memory.ints.subarray(PLACES.left, PLACES.left + count))
    return this.left.subarray(0, count)
  }
}
