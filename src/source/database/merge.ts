import { closeSync, openSync, readSync, writeFileSync } from 'node:fs'
import { problem } from '../../kernel/index.js'
import { LF, TAB } from './copy-text.js'

const CHUNK = 1 << 20

/** Whole lines of COPY text, cut at line ends: a run of them at a time. `at` is where the run begins. */
interface Lines {
  readonly bytes: Buffer
  readonly at: number
}

function* linesOf(path: string): Iterable<Lines> {
  const fd = openSync(path, 'r')
  try {
    let buffer = Buffer.alloc(CHUNK * 2)
    for (let at = 0, kept = 0; ;) {
      if (buffer.length - kept < CHUNK) buffer = Buffer.concat([buffer], buffer.length * 2)
      const got = readSync(fd, buffer, kept, CHUNK, at + kept)
      // What ends in the middle of a line is not whole; -1 below would look from the buffer's end.
      if (got === 0) return
      const end = buffer.lastIndexOf(LF, kept + got - 1) + 1
      if (end > 0) yield { bytes: buffer.subarray(0, end), at }
      kept = kept + got - end
      buffer.copyWithin(0, end, end + kept)
      at += end
    }
  } finally {
    closeSync(fd)
  }
}

/** The key of the line at `at`: its key cells, as they are written. */
function keyOf(bytes: Buffer, at: number, end: number, columns: readonly number[]): string {
  let key = ''
  let column = 0
  let next = 0
  for (let start = at; next < columns.length; column++) {
    let stop = bytes.indexOf(TAB, start)
    if (stop < 0 || stop > end) stop = end
    if (column === columns[next]) {
      key += `${bytes.toString('latin1', start, stop)}\n`
      next++
    }
    if (stop === end) break
    start = stop + 1
  }
  return key
}

type State = 'new' | 'same' | 'changed'
interface Row {
  readonly at: number
  readonly length: number
  state: State
}

/**
 * What is new since an earlier pull, in a file beside it, known by its keys: those alone are in memory. `merged` gives the earlier rows in
 * their order, without those that have changed, then what is new and what has changed; a row that stands again as it was stays where it is.
 */
export class Fresh {
  private readonly path: string
  private readonly spec: { readonly source: string; readonly key: readonly string[]; readonly columns: readonly number[] }
  private readonly rows = new Map<string, Row>()

  /** `columns`: places of the key's columns, ascending. */
  constructor(path: string, spec: { readonly source: string; readonly key: readonly string[]; readonly columns: readonly number[] }) {
    this.path = path
    this.spec = spec
  }

  /** Writes the rows down. Throws `database.key` where two have one key. */
  async fill(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const fd = openSync(this.path, 'w', 0o600)
    try {
      for await (const piece of pieces) writeFileSync(fd, piece)
    } finally {
      closeSync(fd)
    }
    for (const { bytes, at } of linesOf(this.path)) {
      for (let from = 0; from < bytes.length;) {
        const end = bytes.indexOf(LF, from)
        const key = keyOf(bytes, from, end, this.spec.columns)
        if (this.rows.has(key)) throw this.twice()
        this.rows.set(key, { at: at + from, length: end - from, state: 'new' })
        from = end + 1
      }
    }
  }

  /**
   * The earlier rows and the new ones, each key once; a piece holds until the next is asked for. Reads the earlier file once. Throws
   * `database.key` where a key stands twice in it.
   */
  *merged(earlier: string): Iterable<Uint8Array> {
    const fd = openSync(this.path, 'r')
    try {
      let header = true
      for (const { bytes } of linesOf(earlier)) {
        const from = header ? bytes.indexOf(LF) + 1 : 0
        header = false
        yield* this.kept(bytes, from, fd)
      }
    } finally {
      closeSync(fd)
    }
    for (const { bytes } of linesOf(this.path)) yield* this.added(bytes)
  }

  /** Rows that are new, and rows that stand in place of an earlier one; known once `merged` has read the earlier rows. */
  get counts(): { readonly added: number; readonly changed: number } {
    let added = 0
    let changed = 0
    for (const { state } of this.rows.values()) {
      if (state === 'new') added++
      else if (state === 'changed') changed++
    }
    return { added, changed }
  }

  /** Earlier lines that still stand, in runs. */
  private *kept(bytes: Buffer, first: number, fd: number): Iterable<Uint8Array> {
    let run = first
    for (let from = first; from < bytes.length;) {
      const end = bytes.indexOf(LF, from)
      const row = this.rows.get(keyOf(bytes, from, end, this.spec.columns))
      if (row !== undefined && !this.stands(row, bytes.subarray(from, end), fd)) {
        if (from > run) yield bytes.subarray(run, from)
        run = end + 1
      }
      from = end + 1
    }
    if (bytes.length > run) yield bytes.subarray(run)
  }

  private stands(row: Row, line: Buffer, fd: number): boolean {
    if (row.state !== 'new') throw this.twice()
    const now = Buffer.alloc(row.length)
    readSync(fd, now, 0, row.length, row.at)
    row.state = now.equals(line) ? 'same' : 'changed'
    return row.state === 'same'
  }

  private *added(bytes: Buffer): Iterable<Uint8Array> {
    let run = 0
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(LF, from)
      if (this.rows.get(keyOf(bytes, from, end, this.spec.columns))!.state === 'same') {
        if (from > run) yield bytes.subarray(run, from)
        run = end + 1
      }
      from = end + 1
    }
    if (bytes.length > run) yield bytes.subarray(run)
  }

  private twice(): Error {
    return problem('database.key', { source: this.spec.source, key: this.spec.key.join(', ') })
  }
}
