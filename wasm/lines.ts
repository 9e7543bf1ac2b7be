// Makes of a line's cells the XML of a sheet's row and the JSON of its digest, in AssemblyScript: `npm run wasm` compiles this file into src/report/lines-code.ts.
// It does the plain case only, cells that are copied as they are, and hands any other line back to the plain loops (src/report/sheet-rows.ts and seal.ts); test/property/line-loops.test.ts holds them equal.

import { COLUMN, END, GIVEN, KIND, LINE, NUM, ODD, OUT, PIECE, PIECES, START } from './line-places'

const TEXT: u8 = 1
const NUMBER: u8 = 2
const FEED: u8 = 2
const QUOTE: u8 = 4
const MARKUP: u8 = 8
const STRANGE: u8 = 16
const EDGE: u8 = 32
const UNDERSCORE: u8 = 128
/** What Excel holds in a cell: so many bytes are surely no more characters. */
const CELL_LIMIT: i32 = 32767
/** Whole numbers up to here are told by their digits. */
const SAFE: f64 = 9007199254740991

/** Copies 16 bytes at a time, and so some beyond: what comes next is written over them. */
@inline function copy(to: usize, from: usize, n: i32): usize {
  for (let i = 0; i < n; i += 16) v128.store(to + i, v128.load(from + i))
  return to + n
}

/** Digits of a whole number. */
function digits(to: usize, n: f64): usize {
  let rest = <u64>abs(n)
  let at = to
  if (n < 0) store<u8>(at++, 0x2d)
  let count = 1
  for (let more = rest; more >= 10; more /= 10) count++
  const end = at + count
  at = end
  do {
    const tenth = rest / 10
    store<u8>(--at, 0x30 + <u8>(rest - tenth * 10))
    rest = tenth
  } while (rest > 0)
  return end
}

@inline function isWhole(n: f64): bool {
  return abs(n) <= SAFE && trunc(n) == n
}

/** The JSON of the cells that the digest has; how many bytes, 0 where some cell is not plain. */
export function json(cells: i32): i32 {
  let at = OUT
  store<u8>(at++, 0x5b)
  for (let c: usize = 0; c < <usize>cells; c++) {
    if (load<u8>(GIVEN + c) == 0) continue
    if (at > OUT + 1) store<u8>(at++, 0x2c)
    const kind = load<u8>(KIND + c)
    if (kind == NUMBER) {
      const n = load<f64>(NUM + (c << 3))
      if (!isWhole(n)) return 0
      at = digits(at, n)
    } else if (kind != TEXT) {
      // null
      store<u32>(at, 0x6c6c756e)
      at += 4
    } else {
      const odd = load<u8>(ODD + c)
      const from = LINE + <usize>load<i32>(START + (c << 2))
      const to = LINE + <usize>load<i32>(END + (c << 2))
      if ((odd & (QUOTE | STRANGE)) != 0 || <i32>(to - from) > CELL_LIMIT) return 0
      store<u8>(at++, 0x22)
      if ((odd & FEED) == 0) at = copy(at, from, <i32>(to - from))
      else {
        for (let i = from; i < to; i++) {
          const b = load<u8>(i)
          if (b == 0x0a) {
            store<u16>(at, 0x6e5c)
            at += 2
          } else store<u8>(at++, b)
        }
      }
      store<u8>(at++, 0x22)
    }
  }
  store<u8>(at++, 0x5d)
  return <i32>(at - OUT)
}

const TEXT_END = memory.data<u8>([0x3c, 0x2f, 0x74, 0x3e, 0x3c, 0x2f, 0x69, 0x73, 0x3e, 0x3c, 0x2f, 0x63, 0x3e, 0, 0, 0])
const VALUE_END = memory.data<u8>([0x3c, 0x2f, 0x76, 0x3e, 0x3c, 0x2f, 0x63, 0x3e, 0, 0, 0, 0, 0, 0, 0, 0])
const NUMBER_OF_ROW = memory.data(32)

@inline function piece(to: usize, column: usize, n: usize): usize {
  const at = PIECES + column * COLUMN + n * PIECE
  return copy(to, <usize>load<i32>(at), load<i32>(at, 4))
}

/** Whether an underscore and an x follow each other, as escapes begin. */
function mayEscape(from: usize, length: i32): bool {
  for (let i = 0; i < length - 1; i++) if (load<u16>(from + i) == 0x785f) return true
  return false
}

/** The XML of the cells of row `n`; how many bytes, 0 where some cell is not plain. */
export function row(cells: i32, n: i32, quiet: bool): i32 {
  const size = <i32>(digits(NUMBER_OF_ROW, n) - NUMBER_OF_ROW)
  const as: usize = quiet ? 5 : 1
  let at = OUT
  for (let c: usize = 0; c < <usize>cells; c++) {
    const from = LINE + <usize>load<i32>(START + (c << 2))
    const length = <i32>(LINE + <usize>load<i32>(END + (c << 2)) - from)
    const kind = load<u8>(KIND + c)
    at = copy(piece(at, c, 0), NUMBER_OF_ROW, size)
    if (kind == NUMBER) at = copy(copy(piece(at, c, as + 1), from, length), VALUE_END, 8)
    else if (kind == TEXT && length > 0) {
      const odd = load<u8>(ODD + c)
      if ((odd & (MARKUP | STRANGE)) != 0 || length > CELL_LIMIT || ((odd & UNDERSCORE) != 0 && mayEscape(from, length))) return 0
      at = copy(copy(piece(at, c, (odd & (EDGE | FEED)) == 0 ? as + 2 : as + 3), from, length), TEXT_END, 13)
    } else at = piece(at, c, as)
  }
  return <i32>(at - OUT)
}
