import { bytesInGb18030 } from './gb18030.js'
import { linesOf } from './lines.js'
import { passed, type Limits } from './limits.js'
import { StringReader, type StringRow } from './string-rows.js'
import { Supply } from './supply.js'
import type { Encoding, FormatSpec, Reader } from './types.js'

const SOME_ROWS = 1000

export interface FixedSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly encoding: Encoding
  readonly format: NonNullable<FormatSpec['fixed']>
}

/**
 * A text of fixed width: cells are bytes of each line, counted in the declared encoding whatever the file's own is; blanks around a cell
 * are padding.
 */
export function fixedReader(spec: FixedSpec): Reader {
  const { file, limits, format } = spec
  if (format.columns.length > limits.columns) throw passed(limits, 'columns', { file })
  const head = { line: format.skip + 1, cells: format.columns.map(c => c.header), state: 'row' } as const
  return new StringReader({ file, sheet: null, limits, head: [head], read: () => rowsOf(spec) })
}

async function* rowsOf({ path, file, limits, encoding, format }: FixedSpec): AsyncIterable<readonly StringRow[]> {
  // The bytes of the file itself where positions are counted in them, else its text, measured in the encoding that they are counted in.
  const own = encoding === format.encoding
  const supply = new Supply(path, own ? 'utf-8' : encoding)
  const measured = own ? bytesOf(format.encoding) : textOf(format.encoding)
  try {
    let rows: StringRow[] = []
    for (const { line, bytes } of linesOf(supply, { file, longest: limits.cell_bytes })) {
      if (line <= format.skip) continue
      rows.push(cut(line, measured(bytes), format))
      if (rows.length < SOME_ROWS) continue
      yield rows
      rows = []
    }
    yield rows
  } finally {
    supply.close()
  }
}

/** A line that can be cut at byte positions, counted from 0; a cut through a character gives null. */
interface Measured {
  readonly width: number
  readonly text: () => string
  readonly cell: (from: number, to: number) => string | null
}

function bytesOf(encoding: 'gb18030' | 'utf-8'): (bytes: Uint8Array) => Measured {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return bytes => ({
    width: bytes.length,
    text: () => decoder.decode(bytes),
    cell: (from, to) => {
      const text = decoder.decode(bytes.subarray(from, to))
      return text.includes('\uFFFD') ? null : text
    },
  })
}

function textOf(encoding: 'gb18030' | 'utf-8'): (bytes: Uint8Array) => Measured {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return bytes => {
    const text = decoder.decode(bytes)
    /** Index in the text of each byte that begins a character. */
    const places = new Map<number, number>()
    let width = 0
    let index = 0
    for (const c of text) {
      places.set(width, index)
      width += encoding === 'gb18030' ? bytesInGb18030(c.codePointAt(0)!) : Buffer.byteLength(c)
      index += c.length
    }
    places.set(width, index)
    return {
      width,
      text: () => text,
      cell: (from, to) => {
        const [start, end] = [places.get(Math.min(from, width)), places.get(Math.min(to, width))]
        return start === undefined || end === undefined ? null : text.slice(start, end)
      },
    }
  }
}

/** A line of another length is set aside, as is one whose bytes do not decode (a boundary in the middle of a character among them). */
function cut(line: number, measured: Measured, { columns, trimmed }: FixedSpec['format']): StringRow {
  const refused = (reason: string, detail: string): StringRow => ({ line, cells: [measured.text()], fault: { reason, detail } })
  const width = Math.max(...columns.map(c => c.start + c.length - 1))
  if (measured.width < width && BLANK.test(measured.text())) return { line, cells: [] }
  if (measured.width < width && !trimmed) return refused('reason.line_length', `${measured.width} ≠ ${width}`)
  if (measured.width > width && measured.cell(width, measured.width)?.trim() !== '')
    return refused('reason.line_length', `${measured.width} ≠ ${width}`)
  const cells: string[] = []
  for (const { start, length } of columns) {
    const cell = measured.cell(start - 1, start - 1 + length)
    if (cell === null) return refused('reason.undecodable', '')
    cells.push(cell.replace(/^[ \u3000]+|[ \u3000]+$/g, ''))
  }
  return { line, cells }
}

const BLANK = /^[\s\u3000]*$/
