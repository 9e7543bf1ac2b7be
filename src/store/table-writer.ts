import { Loops, type Block, type Column, type LeafPage } from '../records/index.js'
import { localSize, PAGE_SIZE, putInt, putVarint, varintLength, type PageFile } from './pages.js'

/** First byte of a page of a table (SQLite file format 2, §1.6). */
export const LEAF = 0x0d
/** First byte of a page that leads to others. */
export const INTERIOR = 0x05
const LEAF_HEADER = 8
/** Texts up to this are looked at letter by letter. */
const SHORT = 32
/** Rowids that the fast loop can write. */
const MAX_FAST_ROWID = 2 ** 31 - 1

/** A table's rows as leaf pages, then its tree. Columns or plain values; absent is NULL. */
export class TableWriter {
  private readonly file: PageFile
  private readonly root: number
  private page: Uint8Array = new Uint8Array(PAGE_SIZE)
  private cells = 0
  private content = PAGE_SIZE
  /** Last rowid and number of every sealed leaf. */
  private readonly leaves: { page: number; last: number }[] = []
  private readonly serial: Float64Array
  private readonly size: Int32Array
  /** A row's values as they will stand, made before it is known where: its header says how long each is. */
  private staged: Buffer = Buffer.alloc(1024)
  /** Where the row's payload is written: the leaf itself, or `long` where it overflows. */
  private target: Uint8Array = this.page
  private payload = 0
  private long = new Uint8Array(0)
  /** Where on the leaf the payload's beginning goes that overflows. */
  private localAt = 0
  rows = 0

  constructor(file: PageFile, root: number, columns: number) {
    this.file = file
    this.root = root
    this.serial = new Float64Array(columns)
    this.size = new Int32Array(columns)
  }

  /** Appends the rows of a block that are records. */
  append(block: Block, columns: readonly Column[], emit: Uint8Array): void {
    const { loops, rows } = block
    const width = columns.length
    if (loops === null || !Loops.fits(width) || this.rows + rows > MAX_FAST_ROWID) {
      for (let r = 0; r < rows; r++) if (emit[r] === 1) this.record(block.bytes, columns, r)
      return
    }
    const own = this.page
    loops.take(columns, emit, rows)
    const leaf: LeafPage = { cells: 0, content: 0, rowid: 0 }
    this.page = this.target = loops.page
    this.page.set(own)
    for (let r = 0; r < rows;) {
      leaf.cells = this.cells
      leaf.content = this.content
      leaf.rowid = this.rows
      r = loops.append(r, rows, width, leaf)
      this.cells = leaf.cells
      this.content = leaf.content
      this.rows = leaf.rowid
      if (loops.stopped === 'full') this.sealLeaf()
      else if (loops.stopped === 'by-hand') this.record(block.bytes, columns, r++)
    }
    own.set(this.page)
    this.page = this.target = own
  }

  /** Appends one row: the plain way, and the oracle of the fast one. */
  private record(bytes: Uint8Array, columns: readonly Column[], r: number): void {
    const { serial, size } = this
    let header = 0
    let body = 0
    for (let c = 0; c < columns.length; c++) {
      const { num, start, end } = columns[c]!
      const type = num === null ? (end[r] === start[r] ? 0 : 13 + 2 * (end[r]! - start[r]!)) : serialOf(num[r]!)
      serial[c] = type
      size[c] = type >= 13 ? (type - 13) / 2 : INT_SIZE[type]!
      body += size[c]!
      header += varintLength(type)
    }
    let at = this.cell(header, body)
    for (let c = 0; c < columns.length; c++) {
      const length = size[c]!
      if (length === 0) continue
      const { num, start } = columns[c]!
      if (num === null) this.target.set(bytes.subarray(start[r]!, start[r]! + length), at)
      else putNumber(this.target, at, num[r]!, serial[c]!)
      at += length
    }
    this.seal(at)
  }

  /** Appends one row of values; bytes are a text's UTF-8. */
  row(values: readonly (string | number | null | Uint8Array)[]): void {
    const { serial, size } = this
    let header = 0
    let body = 0
    for (let c = 0; c < values.length; c++) {
      const value = values[c]!
      const isText = typeof value === 'string' || value instanceof Uint8Array
      const length = isText ? this.encode(value, body) : 0
      const type = isText ? 13 + 2 * length : value === null ? 0 : serialOf(value)
      serial[c] = type
      size[c] = type >= 13 ? length : INT_SIZE[type]!
      if (type > 0 && type < 13) putNumber(this.room(body, 8), body, value as number, type)
      body += size[c]!
      header += varintLength(type)
    }
    const at = this.cell(header, body)
    this.target.set(this.staged.subarray(0, body), at)
    this.seal(at + body)
  }

  private room(at: number, bytes: number): Buffer {
    if (this.staged.length < at + bytes) {
      const wider = Buffer.alloc((at + bytes) * 2)
      wider.set(this.staged)
      this.staged = wider
    }
    return this.staged
  }

  private encode(text: string | Uint8Array, at: number): number {
    const { length } = text
    if (typeof text !== 'string') {
      this.room(at, length).set(text, at)
      return length
    }
    const staged = this.room(at, length * 3)
    // A short text that is ASCII, as most are, costs less in a loop than a call.
    if (length > SHORT) return staged.write(text, at)
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i)
      if (code >= 0x80) return i + staged.write(text.slice(i), at + i)
      staged[at + i] = code
    }
    return length
  }

  /** Makes room for a cell, writes its lengths and header, returns where the body begins. */
  private cell(header: number, body: number): number {
    let head = header + 1
    if (head > 127) head = header + varintLength(header + 2)
    const payload = head + body
    const local = localSize(payload)
    const rowid = this.rows + 1
    const need = varintLength(payload) + varintLength(rowid) + local + (local < payload ? 4 : 0)
    if (this.content - need < LEAF_HEADER + 2 * (this.cells + 1)) this.sealLeaf()
    this.content -= need
    putInt(this.page, LEAF_HEADER + 2 * this.cells, this.content, 2)
    this.cells++
    this.rows = rowid
    let at = putVarint(this.page, putVarint(this.page, this.content, payload), rowid)
    this.payload = payload
    this.target = this.page
    if (local < payload) {
      if (this.long.length < payload) this.long = new Uint8Array(payload * 2)
      this.target = this.long
      this.localAt = at
      at = 0
    }
    at = putVarint(this.target, at, head)
    for (let c = 0; c < this.serial.length; c++) at = putVarint(this.target, at, this.serial[c]!)
    return at
  }

  private seal(end: number): void {
    if (this.target === this.page) return
    const { payload } = this
    if (end !== payload) throw new Error('a row was encoded with another length than planned')
    const local = localSize(payload)
    this.page.set(this.long.subarray(0, local), this.localAt)
    putInt(this.page, this.localAt + local, this.file.overflow(this.long.subarray(local, payload)), 4)
  }

  private header(page: Uint8Array, type: number, cells: number, content: number): void {
    page[0] = type
    putInt(page, 1, 0, 2)
    putInt(page, 3, cells, 2)
    putInt(page, 5, content === PAGE_SIZE ? 0 : content, 2)
    page[7] = 0
  }

  private sealLeaf(): void {
    this.header(this.page, LEAF, this.cells, this.content)
    this.leaves.push({ page: this.file.append(this.page), last: this.rows })
    this.page.fill(0)
    this.cells = 0
    this.content = PAGE_SIZE
  }

  /** Writes the last leaf and the tree above it into the table's root page. */
  finish(): void {
    if (this.leaves.length === 0) {
      this.header(this.page, LEAF, this.cells, this.content)
      this.file.replace(this.root, this.page)
      return
    }
    if (this.cells > 0) this.sealLeaf()
    let level: readonly { page: number; last: number }[] = this.leaves
    for (;;) {
      const groups = grouped(level)
      if (groups.length === 1) {
        this.file.replace(this.root, this.interior(groups[0]!))
        return
      }
      level = groups.map(g => ({ page: this.file.append(this.interior(g)), last: g.at(-1)!.last }))
    }
  }

  /** An interior page: a cell (child, last rowid) each but the last, which is the right-most pointer. */
  private interior(children: readonly { page: number; last: number }[]): Uint8Array {
    const page = new Uint8Array(PAGE_SIZE)
    let content = PAGE_SIZE
    for (const [i, child] of children.slice(0, -1).entries()) {
      content -= 4 + varintLength(child.last)
      putInt(page, content, child.page, 4)
      putVarint(page, content + 4, child.last)
      putInt(page, 12 + 2 * i, content, 2)
    }
    this.header(page, INTERIOR, children.length - 1, content)
    putInt(page, 8, children.at(-1)!.page, 4)
    return page
  }
}

/** Children a page can hold for certain: 12 bytes of header, at most 15 a child. A page has at least two children. */
const CHILDREN = Math.floor((PAGE_SIZE - 12) / 15)

function grouped<T>(list: readonly T[]): T[][] {
  const pages = Math.ceil(list.length / CHILDREN)
  const size = Math.ceil(list.length / pages)
  return Array.from({ length: pages }, (_, i) => list.slice(i * size, (i + 1) * size)).filter(g => g.length > 0)
}

/** Bytes of a number's body by serial type (file format 2, §2.1). */
const INT_SIZE = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0]

function serialOf(n: number): number {
  if (n !== n) return 0
  if (n === 0 || n === 1) return 8 + n
  if (!Number.isSafeInteger(n)) return 7
  if (n >= -128 && n <= 127) return 1
  if (n >= -32768 && n <= 32767) return 2
  if (n >= -8388608 && n <= 8388607) return 3
  if (n >= -2147483648 && n <= 2147483647) return 4
  return n >= -140737488355328 && n <= 140737488355327 ? 5 : 6
}

const double = new DataView(new ArrayBuffer(8))

function putNumber(to: Uint8Array, at: number, n: number, type: number): void {
  if (type !== 7) {
    putInt(to, at, n, INT_SIZE[type]!)
    return
  }
  double.setFloat64(0, n)
  for (let i = 0; i < 8; i++) to[at + i] = double.getUint8(i)
}
