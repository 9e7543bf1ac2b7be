import { leaves, type Chunk } from '../store/index.js'
import { Texts } from './texts.js'

/** Longer texts are each their own. */
const SHARED_LENGTH = 64

/** The bytes of the text that a column had last, and the text. */
interface Before { readonly bytes: Uint8Array; length: number; text: string }

/**
 * Goes down a table of a run, straight over its pages, and makes texts and numbers of the cells that are asked for only: a fifth of what rows cost that SQLite hands over.
 * `shared`: columns whose texts repeat from row to row; they are compared as bytes, and made once.
 */
export class Cursor {
  private readonly chunks: Iterator<Chunk, void>
  private chunk: Chunk = { bytes: new Uint8Array(0), firstRow: 1, rows: 0, columns: [] }
  private readonly texts = new Texts()
  private at = 0
  private readonly before: readonly (Before | null)[]

  constructor(run: { readonly path: string }, { table, fields, shared, from }: { readonly table: string; readonly fields: readonly string[]; readonly shared: ReadonlySet<string>; readonly from: number }) {
    this.chunks = leaves(run, { table, fields, from })
    this.before = fields.map(f => shared.has(f) ? { bytes: new Uint8Array(SHARED_LENGTH), length: -1, text: '' } : null)
    while (this.next() && this.row < from);
  }

  /** Number of the row it stands at; beyond all rows at the end. */
  get row(): number {
    return this.at < this.chunk.rows ? this.chunk.firstRow + this.at : Infinity
  }

  /** Goes to the next row; false at the end. */
  next(): boolean {
    if (++this.at < this.chunk.rows) return true
    const next = this.chunks.next()
    if (next.done === true) return false
    this.chunk = next.value
    this.at = 0
    this.texts.of(this.chunk.bytes)
    return true
  }

  has(column: number): boolean {
    const { end, num } = this.chunk.columns[column]!
    return end[this.at]! > 0 || !Number.isNaN(num![this.at])
  }

  /** A text or a number. */
  value(column: number): string | number | null {
    return this.text(column) ?? this.number(column)
  }

  number(column: number): number | null {
    const n = this.chunk.columns[column]!.num![this.at]!
    return Number.isNaN(n) ? null : n
  }

  text(column: number): string | null {
    const { start, end } = this.chunk.columns[column]!
    const from = start[this.at]!
    const to = end[this.at]!
    if (to === 0) return null
    const before = this.before[column]!
    return before === null || to - from > SHARED_LENGTH ? this.texts.text(from, to) : this.sharedText(before, from, to)
  }

  private sharedText(before: Before, from: number, to: number): string {
    const { bytes } = this.chunk
    const length = to - from
    let same = length === before.length
    for (let i = 0; same && i < length; i++) same = before.bytes[i] === bytes[from + i]
    if (same) return before.text
    for (let i = 0; i < length; i++) before.bytes[i] = bytes[from + i]!
    before.length = length
    return before.text = this.texts.text(from, to)
  }

  /** The bytes of a text, and the characters for them; good until the cursor goes on, but for the characters. */
  raw(column: number): { readonly bytes: Uint8Array; readonly from: number; readonly to: number; readonly window: string; readonly base: number } {
    const { start, end } = this.chunk.columns[column]!
    const from = start[this.at]!
    const to = end[this.at]!
    this.texts.reach(from, to)
    return { bytes: this.chunk.bytes, from, to, window: this.texts.window, base: this.texts.base }
  }

  /** All cells of the row, its number for the first of them. */
  values(): (string | number | null)[] {
    const out: (string | number | null)[] = [this.row]
    for (let i = 1; i < this.before.length; i++) out.push(this.value(i))
    return out
  }

  close(): void {
    this.chunks.return?.()
  }
}
