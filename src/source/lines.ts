import { problem } from '../kernel/index.js'
import type { Supply } from './supply.js'

const LF = 0x0a
const CR = 0x0d
const ROOM = 1 << 20

/** A line without its end; `bytes` are valid until the next one is asked for. */
export interface TextLine {
  readonly line: number
  readonly bytes: Uint8Array
}

/**
 * The lines of a text (LF, CRLF and CR may be mixed), the last one with or without an end. Throws `source.cell_long` for one of more than
 * `longest` bytes.
 */
export function* linesOf(supply: Supply, { file, longest }: { readonly file: string; readonly longest: number }): Generator<TextLine> {
  const buffer = new Uint8Array(Math.max(ROOM, longest + 64) * 2)
  let at = 0
  let filled = 0
  let line = 1
  for (;;) {
    const end = endOf(buffer, at, filled)
    // A CR that is the last byte there may have its LF still to come.
    if (end < filled && (buffer[end] === LF || end + 1 < filled || supply.done)) {
      yield { line, bytes: buffer.subarray(at, end) }
      line++
      at = buffer[end] === CR && buffer[end + 1] === LF && end + 1 < filled ? end + 2 : end + 1
      continue
    }
    if (filled - at > longest) throw problem('source.cell_long', { file, line })
    if (supply.done) break
    if (at > 0) {
      buffer.copyWithin(0, at, filled)
      filled -= at
      at = 0
    }
    filled = supply.fill(buffer, filled, buffer.length)
  }
  if (at < filled) yield { line, bytes: buffer.subarray(at, filled) }
}

/** Where the line that begins at `at` ends; `filled` where its end is not there. */
function endOf(buffer: Uint8Array, at: number, filled: number): number {
  const lf = buffer.subarray(at, filled).indexOf(LF)
  const to = lf < 0 ? filled : at + lf
  const cr = buffer.subarray(at, to).indexOf(CR)
  return cr < 0 ? to : at + cr
}
