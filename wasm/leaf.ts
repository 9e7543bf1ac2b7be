// Reads the cells of a leaf page of a table (SQLite file format 2, §1.6 and §2.1), in AssemblyScript: `npm run wasm` compiles this file into src/store/leaf-code.ts.
// It does the plain case only, rows that lie wholly on their page, and hands any other page back to the plain loop (src/store/scan.ts); test/property/store-pages.test.ts holds them equal.

import { CELLS, COLUMN, ENDS, PAGE, STARTS, WANTED } from './leaf-places'

export * from './prints'

const MAX_LOCAL: i32 = 65501

/** A varint of several bytes, the first of which was read; where it ends stays in `after`. */
let after: usize = 0

function longVarint(first: i32, from: usize): i32 {
  let at = from
  let n = first & 127
  let b: i32
  do {
    b = <i32>load<u8>(at++)
    n = (n << 7) | (b & 127)
  } while (b >= 128)
  after = at
  return n
}

/** Bytes of a value by its serial type, of the types that take one byte. */
const SIZES = memory.data<u8>([
  0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19,
  20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 39, 39, 40, 40, 41, 41,
  42, 42, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 49, 49, 50, 50, 51, 51, 52, 52, 53, 53, 54, 54, 55, 55, 56, 56, 57, 57,
])

/** A number of `size` bytes, the sign in the first. */
@inline function integer(from: usize, size: i32): f64 {
  return <f64>(bswap<i64>(load<i64>(from)) >> <i64>(64 - (size << 3)))
}

@inline function none(cell: usize, r: usize): void {
  store<f64>(cell + (r << 3), NaN)
  store<i32>(cell + STARTS + (r << 2), 0)
  store<i32>(cell + ENDS + (r << 2), 0)
}

/**
 * Reads the first `cells` rows of the page into the chunk's columns, of each row its columns 0 to `last`; false at the first row that overflows its page.
 */
export function read(cells: i32, last: i32): bool {
  for (let i = 0; i < cells; i++) {
    const r = <usize>i
    const pointer = PAGE + 8 + 2 * r
    let at = PAGE + ((<usize>load<u8>(pointer) << 8) | <usize>load<u8>(pointer + 1))
    let payload = <i32>load<u8>(at++)
    if (payload >= 128) {
      payload = longVarint(payload, at)
      at = after
    }
    if (payload > MAX_LOCAL) return false
    while (load<u8>(at++) >= 128) {}
    const start = at
    let head = <i32>load<u8>(at++)
    if (head >= 128) {
      head = longVarint(head, at)
      at = after
    }
    const end = start + <usize>head
    let body = end
    let c = 0
    for (; c <= last && at < end; c++) {
      let type = <i32>load<u8>(at++)
      let size: i32
      if (type < 128) size = <i32>load<u8>(SIZES + type)
      else {
        type = longVarint(type, at)
        at = after
        size = (type - 12 - (type & 1)) >> 1
      }
      const w = load<i32>(WANTED + (<usize>c << 2))
      if (w >= 0) {
        const cell = CELLS + <usize>w * COLUMN
        if (type >= 12) {
          store<f64>(cell + (r << 3), NaN)
          store<i32>(cell + STARTS + (r << 2), <i32>body)
          store<i32>(cell + ENDS + (r << 2), <i32>body + size)
        } else if (type == 0) none(cell, r)
        else {
          const n: f64 = type == 8 ? 0 : type == 9 ? 1 : type == 7 ? reinterpret<f64>(bswap<i64>(load<i64>(body))) : integer(body, size)
          store<f64>(cell + (r << 3), n)
          store<i32>(cell + STARTS + (r << 2), 0)
          store<i32>(cell + ENDS + (r << 2), 0)
        }
      }
      body += <usize>size
    }
    // A row may be shorter than its table.
    for (; c <= last; c++) {
      const w = load<i32>(WANTED + (<usize>c << 2))
      if (w >= 0) none(CELLS + <usize>w * COLUMN, r)
    }
  }
  return true
}
