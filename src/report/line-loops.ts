import { Buffer } from 'node:buffer'
import { Draft, type DraftRoom } from './draft.js'
import { LINES_CODE } from './lines-code.js'

// Where things lie: wasm/line-places.ts names the same places.
const MOST = 256
const KIND = 65536
const ODD = KIND + MOST
const START = ODD + MOST
const END = START + 4 * MOST
const NUM = END + 4 * MOST
const GIVEN = NUM + 8 * MOST
const PIECES = GIVEN + MOST
/** Pieces of a column: its place, and four that a cell may go on with, as it is loud and as it is quiet. */
const OF_COLUMN = 9
const TEXTS = 94208
const LINE = 163840
const OUT = 262144
const PAGES = 9
/** Bytes beyond the end of what is copied. */
const SLACK = 64

interface Exports {
  json(cells: number): number
  row(cells: number, n: number, quiet: boolean): number
}

/**
 * How cells of a column begin in a sheet: with their place; then, by what they hold (nothing, a number, a text, a text whose blanks count),
 * as they are loud and as they are quiet.
 */
export interface CellPieces {
  readonly place: Uint8Array
  readonly loud: readonly Uint8Array[]
  readonly quiet: readonly Uint8Array[]
}

/**
 * Makes XML and JSON of drafts in WebAssembly (wasm/lines.ts), one draft's at a time. A line with a cell that is not copied as it is is
 * left to the plain loops, and so is every line where cells are too many or bytes too long.
 */
export class LineLoops {
  private readonly memory = new WebAssembly.Memory({ initial: PAGES })
  private readonly bytes = Buffer.from(this.memory.buffer)
  private readonly code = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(LINES_CODE, 'base64')), {
    env: { memory: this.memory },
  }).exports as unknown as Exports
  /** The columns that are marked for the JSON. */
  private given: readonly number[] = []
  /** The pieces find room. */
  private fits = false

  /** A draft for the lines of a table, which lies in the loops' memory where it has no more cells than that holds. */
  draft(columns: readonly { readonly type: string }[]): Draft {
    const {
      memory: { buffer },
    } = this
    const cells = columns.length
    if (cells > MOST) return new Draft(columns)
    const room: DraftRoom = {
      bytes: this.bytes.subarray(LINE, OUT - SLACK),
      kind: new Uint8Array(buffer, KIND, cells),
      odd: new Uint8Array(buffer, ODD, cells),
      start: new Int32Array(buffer, START, cells),
      end: new Int32Array(buffer, END, cells),
      num: new Float64Array(buffer, NUM, cells),
    }
    return new Draft(columns, room)
  }

  /** The JSON of the cells of these columns, good until the next is made; null where the plain loop must make it. */
  json(draft: Draft, given: readonly number[]): Uint8Array | null {
    if (!this.holds(draft)) return null
    if (given !== this.given) this.mark(given)
    return this.made(this.code.json(draft.kind.length))
  }

  /** Takes what the cells of the rows to come begin with. */
  begin(columns: readonly CellPieces[]): void {
    const table = new Int32Array(this.memory.buffer, PIECES, MOST * OF_COLUMN * 2)
    const pieces = columns.length > MOST ? [] : columns.flatMap(({ place, loud, quiet }) => [place, ...loud, ...quiet])
    this.fits = columns.length <= MOST && pieces.reduce((n, p) => n + p.length, SLACK) < LINE - TEXTS
    if (!this.fits) return
    let at = TEXTS
    for (const [i, piece] of pieces.entries()) {
      table[2 * i] = at
      table[2 * i + 1] = piece.length
      this.bytes.set(piece, at)
      at += piece.length
    }
  }

  /** The XML of the cells of row `n`, good until the next is made; null where the plain loop must make it. */
  row(draft: Draft, n: number): Uint8Array | null {
    return this.fits && this.holds(draft) ? this.made(this.code.row(draft.kind.length, n, draft.quiet)) : null
  }

  private mark(given: readonly number[]): void {
    this.given = given
    this.bytes.fill(0, GIVEN, GIVEN + MOST)
    for (const c of given) this.bytes[GIVEN + c] = 1
  }

  private holds(draft: Draft): boolean {
    return draft.bytes.buffer === this.memory.buffer
  }

  private made(bytes: number): Uint8Array | null {
    return bytes === 0 ? null : this.bytes.subarray(OUT, OUT + bytes)
  }
}
