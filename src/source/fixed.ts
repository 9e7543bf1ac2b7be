import iconv from 'iconv-lite'
import { linesOf } from './lines.js'
import { passed, type Limits } from './limits.js'
import { StringReader, type StringRow } from './string-rows.js'
import { Supply } from './supply.js'
import type { Encoding, FormatSpec, Reader } from './types.js'

const SOME_ROWS = 1000

export interface FixedSpec { readonly path: string; readonly file: string; readonly limits: Limits; readonly encoding: Encoding; readonly format: NonNullable<FormatSpec['fixed']> }

/** A text of fixed width: cells are bytes of each line, counted in the declared encoding whatever the file's own is; blanks around a cell are padding. */
export function fixedReader(spec: FixedSpec): Reader {
  const { file, limits, format } = spec
  if (format.columns.length > limits.columns) throw passed(limits, 'columns', { file })
  const head = { line: format.skip + 1, cells: format.columns.map(c => c.header), state: 'row' } as const
  return new StringReader({ file, sheet: null, limits, head: [head], read: () => rowsOf(spec) })
}

async function *rowsOf({ path, file, limits, encoding, format }: FixedSpec): AsyncIterable<readonly StringRow[]> {
  // The bytes of the file itself where positions are counted in them, else its text in the encoding that they are counted in.
  const own = encoding === format.encoding
  const supply = new Supply(path, own ? 'utf-8' : encoding)
  const cut = cutter(format)
  try {
    let rows: StringRow[] = []
    for (const { line, bytes } of linesOf(supply, { file, longest: limits.cell_bytes })) {
      if (line <= format.skip) continue
      rows.push(cut(line, own ? bytes : encoded(bytes, format.encoding)))
      if (rows.length < SOME_ROWS) continue
      yield rows
      rows = []
    }
    yield rows
  } finally {
    supply.close()
  }
}

function encoded(utf8: Uint8Array, encoding: 'gb18030' | 'utf-8'): Uint8Array {
  return encoding === 'utf-8' ? utf8 : iconv.encode(new TextDecoder().decode(utf8), encoding)
}

/** Cuts lines: one of another length is set aside, as is one whose bytes do not decode (a boundary in the middle of a character among them). */
function cutter({ encoding, columns, trimmed }: FixedSpec['format']): (line: number, bytes: Uint8Array) => StringRow {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  const width = Math.max(...columns.map(c => c.start + c.length - 1))
  return (line, bytes) => {
    const refused = (reason: string, detail: string): StringRow => ({ line, cells: [decoder.decode(bytes)], fault: { reason, detail } })
    if (bytes.every(b => b === 0x20 || b === 0x09)) return { line, cells: [] }
    const surplus = bytes.subarray(width).some(b => b !== 0x20)
    if (surplus || (bytes.length < width && !trimmed)) return refused('reason.line_length', `${bytes.length} ≠ ${width}`)
    const cells = columns.map(({ start, length }) => decoder.decode(bytes.subarray(start - 1, start - 1 + length)).replace(/^[ \u3000]+|[ \u3000]+$/g, ''))
    return cells.some(c => c.includes('\uFFFD')) ? refused('reason.undecodable', '') : { line, cells }
  }
}
