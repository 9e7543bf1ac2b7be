// The two hottest loops of a load, in AssemblyScript: splitting rows and writing them as SQLite cells. `npm run wasm` compiles this file into src/records/loops-code.ts.
// Both do the plain case only and hand a row back to the plain loops (src/source/text.ts, src/store/table-writer.ts) where it is anything else; test/property/loops.test.ts holds them equal.

import { BODY, CELLS, COLUMN, EMIT, ENDS, HEADER, KINDS, PAGE, ROWS, ROW_END, ROW_START, STATE, put } from './places'

export * from './looks'

const LF: i32 = 10
const CR: i32 = 13
const QUOTE: i32 = 34

@inline function stop(at: i32, row: i32): i32 {
  put(STATE, at)
  return row
}

/** True where the first byte that is neither delimiter nor quote shows that a row is not blank; false leaves it to the plain loop. */
@inline function hasText(from: i32, to: i32, delimiter: i32): bool {
  for (let p = from; p < to; p++) {
    const b = <i32>load<u8>(<usize>p)
    if (b == delimiter || b == QUOTE) continue
    return b > 32 && b != 0xc2 && b != 0xe2 && b != 0xe3 && b != 0xef
  }
  return false
}

/**
 * Splits rows from `at` on, 16 bytes at a time; returns the rows that the block has then, and in STATE where the next row begins. Stops where the block is full, at the first row
 * that is not whole before `n`, and at every row that the plain loop must see: another number of cells, a doubled or stray quote, a line end in quotes, a lone CR,
 * a NUL, blanks only, longer than `longest`.
 */
export function split(at: i32, n: i32, delimiter: i32, columns: i32, row0: i32, longest: i32): i32 {
  const vd = i8x16.splat(<i8>delimiter), vn = i8x16.splat(<i8>LF), vr = i8x16.splat(<i8>CR), vq = i8x16.splat(<i8>QUOTE), v0 = i8x16.splat(0)
  let row = row0, cell = at, rowStart = at, column = 0, closed = 0
  // 0: no quote; 1: inside quotes; 2: behind the closing quote.
  let quote = 0
  let base: usize = CELLS + (<usize>row << 2)
  for (let p = at; p < n; p += 16) {
    const v = v128.load(<usize>p)
    let marks: i32 = i8x16.bitmask(v128.or(v128.or(v128.or(i8x16.eq(v, vd), i8x16.eq(v, vn)), v128.or(i8x16.eq(v, vr), i8x16.eq(v, vq))), i8x16.eq(v, v0)))
    while (marks != 0) {
      const i = p + ctz(marks)
      marks &= marks - 1
      if (i >= n) break
      if (i < rowStart) continue
      const c = <i32>load<u8>(<usize>i)
      if (quote == 1) {
        if (c == delimiter) continue
        if (c != QUOTE || i + 1 >= n || load<u8>(<usize>i + 1) == QUOTE) return stop(rowStart, row)
        closed = i
        quote = 2
        continue
      }
      if (quote == 2 && i != closed + 1) return stop(rowStart, row)
      if (c == QUOTE) {
        if (quote == 2 || i != cell) return stop(rowStart, row)
        quote = 1
        cell = i + 1
        continue
      }
      const end = quote == 2 ? closed : i
      if (c == delimiter) {
        if (++column == columns) return stop(rowStart, row)
        put(base, cell)
        put(base + ENDS, end)
        base += COLUMN
        cell = i + 1
        quote = 0
        continue
      }
      if (c == 0 || column + 1 != columns || i - rowStart > longest || !hasText(rowStart, i, delimiter)) return stop(rowStart, row)
      let next = i + 1
      if (c == CR) {
        if (next >= n || load<u8>(<usize>next) != LF) return stop(rowStart, row)
        next++
      }
      put(base, cell)
      put(base + ENDS, end)
      put(ROW_START + (<usize>row << 2), rowStart)
      put(ROW_END + (<usize>row << 2), i)
      rowStart = cell = next
      column = 0
      quote = 0
      if (++row == ROWS) return stop(rowStart, row)
      base = CELLS + (<usize>row << 2)
    }
  }
  return stop(rowStart, row)
}

@inline function varintLength(v: i32): i32 { return v < 128 ? 1 : v < 16384 ? 2 : v < 2097152 ? 3 : v < 268435456 ? 4 : 5 }

@inline function putVarint(at: usize, v: i32): usize {
  const size = varintLength(v)
  for (let i = size - 1, rest = v; i >= 0; i--, rest >>= 7) store<u8>(at + i, (rest & 127) | (i == size - 1 ? 0 : 128))
  return at + size
}

/** Serial types of integers, by the bits that they leave free. */
const SERIALS = memory.data<u8>([
  6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1,
])
/** Bits of an integer by its serial type. */
const BITS = memory.data<u8>([0, 8, 16, 24, 32, 48, 64])

const MAX_LOCAL: i32 = 65501
const MAX_SAFE: f64 = 9007199254740991
const DONE: i32 = 0
const FULL: i32 = 1
const BY_HAND: i32 = 2

@inline function leave(r: i32, cells: i32, content: i32, id: i32, why: i32): i32 {
  put(STATE, cells)
  put(STATE + 4, content)
  put(STATE + 8, id)
  put(STATE + 12, why)
  return r
}

/** Copies forward, 16 bytes at a time: up to 15 bytes behind the end are written too. */
@inline function copyOver(to: usize, from: usize, size: i32): void {
  v128.store(to, v128.load(from))
  for (let i = 16; i < size; i += 16) v128.store(to + i, v128.load(from + i))
}

/** Copies and writes nothing behind the end. */
@inline function copyWithin(to: usize, from: usize, size: i32): void {
  if (size < 16) {
    for (let i = 0; i < size; i++) store<u8>(to + i, load<u8>(from + i))
    return
  }
  for (let i = 0; i < size - 16; i += 16) v128.store(to + i, v128.load(from + i))
  v128.store(to + size - 16, v128.load(from + size - 16))
}

/**
 * Writes the rows from `from` on whose EMIT is 1 into the leaf page; returns the first row that is not written, and in STATE what the page holds and why it stopped: done, page full,
 * or a row for the plain loop (a real number, a long header, a payload that overflows). A row is put together apart, where writing too far does no harm, and then moved behind the
 * rows that the page holds already.
 */
export function append(from: i32, rows: i32, width: i32, cells0: i32, content0: i32, id0: i32): i32 {
  let cells = cells0, content = content0, id = id0
  let numeric: u64 = 0
  for (let c = 0; c < width; c++) if (load<u8>(KINDS + c) != 0) numeric |= <u64>1 << <u64>c
  for (let r = from; r < rows; r++) {
    if (load<u8>(EMIT + r) != 1) continue
    let head = HEADER + 1, body = BODY
    let column: usize = CELLS + (<usize>r << 2)
    for (let c = 0; c < width; c++, column += COLUMN) {
      if ((numeric >> <u64>c & 1) != 0) {
        const x = load<f64>(column + (<usize>r << 2))
        if (x != x) {
          store<u8>(head++, 0)
          continue
        }
        if (Math.abs(x) > MAX_SAFE) return leave(r, cells, content, id, BY_HAND)
        const n = <i64>x
        if (<f64>n != x) return leave(r, cells, content, id, BY_HAND)
        if (<u64>n < 2) {
          store<u8>(head++, 8 + <i32>n)
          continue
        }
        const type = <i32>load<u8>(SERIALS + <usize>clz(n ^ (n >> 63)))
        const bits = <i32>load<u8>(BITS + type)
        store<u8>(head++, type)
        store<i64>(body, bswap(n << (64 - bits)))
        body += bits >> 3
        continue
      }
      const start = load<i32>(column)
      const length = load<i32>(column + ENDS) - start
      if (length == 0) {
        store<u8>(head++, 0)
        continue
      }
      if (length > MAX_LOCAL - <i32>(body - BODY)) return leave(r, cells, content, id, BY_HAND)
      const type = 13 + 2 * length
      if (type < 128) store<u8>(head++, type)
      else head = putVarint(head, type)
      copyOver(body, start, length)
      body += length
    }
    const header = <i32>(head - HEADER), size = <i32>(body - BODY), payload = header + size
    if (header > 127 || payload > MAX_LOCAL) return leave(r, cells, content, id, BY_HAND)
    const need = varintLength(payload) + varintLength(id + 1) + payload
    if (content - need < 8 + 2 * (cells + 1)) return leave(r, cells, content, id, cells == 0 ? BY_HAND : FULL)
    content -= need
    const pointer = PAGE + 8 + 2 * cells
    store<u8>(pointer, content >> 8)
    store<u8>(pointer + 1, content)
    cells++
    id++
    store<u8>(HEADER, header)
    const at = putVarint(putVarint(PAGE + content, payload), id)
    copyWithin(at, HEADER, header)
    copyWithin(at + header, BODY, size)
  }
  return leave(rows, cells, content, id, DONE)
}
