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

@inline function integer(from: usize, size: i32): f64 {
  let n: i64 = <i64>load<i8>(from)
  for (let i = 1; i < size; i++) n = (n << 8) | <i64>load<u8>(from + i)
  return <f64>n
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
      if (type >= 128) {
        type = longVarint(type, at)
        at = after
      }
      const size = type >= 12 ? (type - 12 - (type & 1)) >> 1 : type < 5 ? type : type == 5 ? 6 : type < 8 ? 8 : 0
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
