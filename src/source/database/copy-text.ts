/**
 * PostgreSQL's COPY text form, in which the rows of every database reach the scanner: cells parted by TAB, rows by LF, NULL is `\N`, and a
 * backslash before what would be misread. Every row is one line, so that files of rows can be cut at any LF.
 */
export const TAB = 0x09
/** Ends a row. */
export const LF = 0x0a
/** Begins an escape, or `\N` for NULL. */
export const BACKSLASH = 0x5c
const N = 0x4e

const CHUNK = 1 << 18
const SPECIAL = /[\b\f\n\r\t\v\\]/
const ALL_SPECIAL = /[\b\f\n\r\t\v\\]/g
const LETTERS: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}

/** Letter after the backslash by byte, 0 for bytes that stand for themselves. */
const ESCAPES = new Uint8Array(256)
for (const [char, text] of Object.entries(LETTERS)) ESCAPES[char.charCodeAt(0)] = text.charCodeAt(1)
/** Byte that a letter after a backslash stands for. */
const UNESCAPES = new Uint8Array(256).map((_, i) => i)
for (const [char, text] of Object.entries(LETTERS)) UNESCAPES[text.charCodeAt(1)] = char.charCodeAt(0)

/** A cell as COPY text. */
function copyCell(cell: string | null): string {
  if (cell === null) return '\\N'
  return SPECIAL.test(cell) ? cell.replace(ALL_SPECIAL, c => LETTERS[c]!) : cell
}

/** A row of cells as one line of COPY text. */
export function copyLine(cells: readonly (string | null)[]): string {
  let line = copyCell(cells[0] ?? null)
  for (let i = 1; i < cells.length; i++) line += '\t' + copyCell(cells[i]!)
  return line + '\n'
}

/** True where the bytes are `\N`. */
export function isNull(bytes: Uint8Array, start: number, end: number): boolean {
  return end - start === 2 && bytes[start] === BACKSLASH && bytes[start + 1] === N
}

/**
 * Writes what the COPY text in `bytes[start..end)` stands for at `to` of the same bytes (not beyond `start` of a later cell); returns its
 * end.
 */
export function unescape(bytes: Uint8Array, start: number, end: number, to: number): number {
  let o = to
  for (let p = start; p < end; p++) {
    const b = bytes[p]!
    bytes[o++] = b === BACKSLASH && p + 1 < end ? UNESCAPES[bytes[++p]!]! : b
  }
  return o
}

/** Gathers rows of cells into pieces of COPY text. */
export class CopyWriter {
  private buffer = Buffer.allocUnsafe(CHUNK * 2)
  private at = 0

  /** A row of texts. */
  row(cells: readonly (string | null)[]): void {
    const line = copyLine(cells)
    this.room(line.length * 3)
    this.at += this.buffer.write(line, this.at, 'utf8')
  }

  /** A row of bytes, UTF-8; a cell is copied with its escapes in one go, which is cheaper than making it a string. */
  bytes(cells: readonly (Uint8Array | null)[]): void {
    let most = 0
    for (const cell of cells) most += cell === null ? 3 : cell.length * 2 + 1
    this.room(most)
    const { buffer } = this
    let o = this.at
    for (const cell of cells) {
      if (cell === null) {
        buffer[o++] = BACKSLASH
        buffer[o++] = N
      } else {
        for (let i = 0; i < cell.length; i++) {
          const b = cell[i]!
          const letter = ESCAPES[b]!
          if (letter !== 0) {
            buffer[o++] = BACKSLASH
            buffer[o++] = letter
          } else buffer[o++] = b
        }
      }
      buffer[o++] = TAB
    }
    buffer[o - 1] = LF
    this.at = o
  }

  /** A piece that is worth handing on. */
  get full(): boolean {
    return this.at >= CHUNK
  }

  /** What was gathered; empty when nothing was. */
  take(): Uint8Array {
    const piece = this.buffer.subarray(0, this.at)
    this.buffer = Buffer.allocUnsafe(CHUNK * 2)
    this.at = 0
    return piece
  }

  private room(need: number): void {
    if (this.at + need <= this.buffer.length) return
    const wider = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + need))
    this.buffer.copy(wider, 0, 0, this.at)
    this.buffer = wider
  }
}
