import { closeSync, openSync, readSync } from 'node:fs'
import type { Column, Kind } from '../records/index.js'
import { openWritten } from './db.js'
import { LeafReader, ROWS } from './leaf.js'
import { localSize, PAGE_SIZE } from './pages.js'
import type { Prints } from './prints.js'
import { INTERIOR, LEAF } from './table-writer.js'
import type { Chunk, Segment } from './types.js'
import { notWhole } from './written.js'

/** Rows that a chunk can hold at most. */
export const MAX_ROWS = ROWS

/**
 * Reads columns of a record table in row order, straight from its pages (SQLite file format 2, §1.6 and §2.1): `visit` gets a leaf at a
 * time, its arrays are used again for the next, with the fingerprints that may be asked of it. Fields that the table does not have are
 * absent throughout.
 */
export function scan(segment: Pick<Segment, 'path'>, kind: Kind, fields: readonly string[], visit: Visit): void {
  read(segment, { table: kind, fields, from: 1 }, visit)
}

/** As `scan`, by the plain loop alone: what the tests hold the other against. @public */
export function scanPlainly(segment: Pick<Segment, 'path'>, kind: Kind, fields: readonly string[], visit: Visit): void {
  read(segment, { table: kind, fields, from: 1, plainly: true }, visit)
}

/** What is done with each leaf. */
type Visit = (chunk: Chunk, prints: Prints) => void

/** What of a table is read: from the leaf on that holds row `from`; `plainly`: by the plain loop alone. */
interface Wanted {
  readonly table: string
  readonly fields: readonly string[]
  readonly from: number
  readonly plainly?: boolean
}

function read({ path }: { readonly path: string }, wanted: Wanted, visit: Visit): void {
  const { root, names } = layoutOf(path, wanted.table)
  if (root === 0) return
  const reader = new Reader(path, names, wanted)
  try {
    for (const chunk of reader.page(root, wanted.from)) visit(chunk, reader.prints)
  } finally {
    reader.close()
  }
}

/** The same of any table whose rows are numbered one by one, a leaf when it is asked for. */
export function* leaves({ path }: { readonly path: string }, wanted: Wanted): Generator<Chunk, void> {
  const { root, names } = layoutOf(path, wanted.table)
  if (root === 0) return
  const reader = new Reader(path, names, wanted)
  try {
    yield* reader.page(root, wanted.from)
  } finally {
    reader.close()
  }
}

function layoutOf(path: string, table: string): { root: number; names: readonly string[] } {
  const db = openWritten(path)
  try {
    const root = db.prepare("select rootpage from sqlite_master where type = 'table' and name = ?").pluck().get(table) as number | undefined
    return { root: root ?? 0, names: db.prepare('select name from pragma_table_info(?) order by cid').pluck().all(table) as string[] }
  } finally {
    db.close()
  }
}

class Reader {
  private readonly path: string
  private readonly fd: number
  private readonly wanted: Int32Array
  private readonly fast: LeafReader
  private readonly fastColumns: readonly Column[]
  private readonly plainly: boolean
  /** What the plain loop reads into; a leaf, and behind it the payloads of its rows that overflow. */
  private readonly columns: Column[]
  private bytes = new Uint8Array(0)
  private behind = PAGE_SIZE
  private readonly last: number

  constructor(path: string, names: readonly string[], { fields, plainly }: Wanted) {
    const wanted = new Int32Array(names.length).fill(-1)
    for (const [i, field] of fields.entries()) if (names.includes(field)) wanted[names.indexOf(field)] = i
    this.path = path
    this.wanted = wanted
    this.last = wanted.findLastIndex(w => w >= 0)
    this.plainly = plainly === true
    this.columns = fields.map(() => ({ start: new Int32Array(0), end: new Int32Array(0), num: new Float64Array(0) }))
    this.fd = openSync(path, 'r')
    this.fast = LeafReader.take(wanted, fields.length)
    this.fastColumns = this.fast.columns(fields.length)
  }

  /** Fingerprints of the leaf that was given last. */
  get prints(): Prints {
    return this.fast.prints
  }

  close(): void {
    closeSync(this.fd)
    this.fast.giveBack()
  }

  /** Leaves below a page, but for those that end before a row. */
  *page(number: number, from: number): Generator<Chunk, void> {
    const { page } = this.fast
    this.load(page, number, 0)
    if (page[0] === INTERIOR) {
      const children: number[] = []
      const cells = (page[3]! << 8) | page[4]!
      for (let i = 0; i < cells; i++) {
        const at = (page[12 + 2 * i]! << 8) | page[13 + 2 * i]!
        if (varint(page, at + 4) >= from) children.push(int4(page, at))
      }
      // The page's memory is used again for each of its children.
      for (const child of [...children, int4(page, 8)]) yield* this.page(child, from)
    } else {
      if (page[0] !== LEAF) throw notWhole(this.path, 'damaged')
      const chunk = this.leaf(page)
      if (chunk !== null) yield chunk
    }
  }

  private load(to: Uint8Array, number: number, at: number): void {
    for (let done = 0; done < PAGE_SIZE;) {
      const got = readSync(this.fd, to, at + done, PAGE_SIZE - done, (number - 1) * PAGE_SIZE + done)
      if (got === 0) throw notWhole(this.path, 'damaged')
      done += got
    }
  }

  private leaf(page: Uint8Array): Chunk | null {
    const cells = (page[3]! << 8) | page[4]!
    if (cells === 0) return null
    const firstRow = varint(page, skipVarint(page, (page[8]! << 8) | page[9]!))
    const fast = !this.plainly && this.fast.read(cells)
    if (!fast) this.plain(page, cells)
    const chunk = fast
      ? { bytes: this.fast.bytes, firstRow, rows: cells, columns: this.fastColumns }
      : { bytes: this.bytes, firstRow, rows: cells, columns: this.columns }
    this.fast.prints.of(chunk, !fast)
    return chunk
  }

  private plain(page: Uint8Array, cells: number): void {
    this.widen(cells)
    if (this.bytes.length === 0) this.bytes = new Uint8Array(PAGE_SIZE * 2)
    this.bytes.set(page, 0)
    this.behind = PAGE_SIZE
    for (let r = 0; r < cells; r++) {
      let at = (page[8 + 2 * r]! << 8) | page[9 + 2 * r]!
      const payload = varint(page, at)
      at = skipVarint(page, skipVarint(page, at))
      const local = localSize(payload)
      this.row(r, local < payload ? this.joined(at, local, payload) : at)
    }
  }

  /** Columns long enough for a leaf of so many cells. */
  private widen(cells: number): void {
    for (const column of this.columns) {
      if (column.start.length >= cells) continue
      column.start = new Int32Array(cells * 2)
      column.end = new Int32Array(cells * 2)
      column.num = new Float64Array(cells * 2)
    }
  }

  /** Puts a payload that overflows together behind the leaf, and says where it begins. */
  private joined(at: number, local: number, payload: number): number {
    const to = this.behind
    while (this.bytes.length < to + payload + PAGE_SIZE) {
      const more = new Uint8Array(this.bytes.length * 2)
      more.set(this.bytes)
      this.bytes = more
    }
    this.bytes.copyWithin(to, at, at + local)
    let next = int4(this.bytes, at + local)
    const page = new Uint8Array(PAGE_SIZE)
    for (let done = local; done < payload;) {
      this.load(page, next, 0)
      const part = Math.min(PAGE_SIZE - 4, payload - done)
      this.bytes.set(page.subarray(4, 4 + part), to + done)
      done += part
      next = int4(page, 0)
    }
    this.behind = to + payload
    return to
  }

  private row(r: number, from: number): void {
    const { bytes, wanted, columns, last } = this
    for (const column of columns) {
      column.start[r] = 0
      column.end[r] = 0
      column.num![r] = NaN
    }
    const head = varint(bytes, from)
    let at = skipVarint(bytes, from)
    let body = from + head
    for (let c = 0; c <= last && at < from + head; c++) {
      const type = varint(bytes, at)
      at = skipVarint(bytes, at)
      const size = type >= 12 ? (type - (type & 1 ? 13 : 12)) / 2 : SIZE[type]!
      const w = wanted[c]!
      if (w >= 0) {
        const column = columns[w]!
        if (type >= 12) {
          column.start[r] = body
          column.end[r] = body + size
        } else if (type !== 0) column.num![r] = number(bytes, body, type)
      }
      body += size
    }
  }
}

const SIZE = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0]

function int4(b: Uint8Array, at: number): number {
  return b[at]! * 16777216 + ((b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!)
}

function varint(b: Uint8Array, at: number): number {
  let n = 0
  for (let i = at; ; i++) {
    n = n * 128 + (b[i]! & 0x7f)
    if (b[i]! < 128) return n
  }
}

function skipVarint(b: Uint8Array, at: number): number {
  let i = at
  while (b[i]! >= 128) i++
  return i + 1
}

function number(b: Uint8Array, at: number, type: number): number {
  if (type === 8 || type === 9) return type - 8
  if (type === 7) return new DataView(b.buffer, b.byteOffset + at, 8).getFloat64(0)
  let n = (b[at]! << 24) >> 24
  for (let i = 1; i < SIZE[type]!; i++) n = n * 256 + b[at + i]!
  return n
}
