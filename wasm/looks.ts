// A look down one column, cells in the first column's place: which rows hold for certain what is canonical already. The rows that a look is not sure of go to LEFT, for the plain
// loops of src/cleanse, which decide; a look returns how many. test/property/cleanse.test.ts holds both equal.
import { CELLS, COLUMN, EMIT, ENDS, LEFT, STATE, TABLE, put, startOf, endOf } from './places'

@inline function leave(left: i32, r: i32): i32 {
  put(LEFT + (<usize>left << 2), r)
  return left + 1
}

@inline function byteAt(p: i32): i32 { return <i32>load<u8>(<usize>p) }

const TEXT: i32 = 0
const NAME: i32 = 1
const ORGANISATION: i32 = 2

/** Bytes of a character that no folding touches: U+4000–U+9FFF and the supplementary ideographs; 0 for another. */
@inline function plainWidth(p: i32): i32 {
  const lead = byteAt(p)
  if (lead >= 0xe4 && lead <= 0xe9) return 3
  if (lead == 0xe3) return byteAt(p + 1) >= 0x90 ? 3 : 0
  const next = byteAt(p + 1)
  return lead == 0xf0 && next >= 0xa0 && next < 0xb4 ? 4 : 0
}

@inline function excelMark(b: i32): bool { return b == 0x27 || b == 0x3d || b == 0x60 || b == 0x22 || b == 0x23 }

/** True where all bytes are printable ASCII, 16 at a time. */
function isPrintable(s: i32, e: i32): bool {
  const blank = i8x16.splat(0x20), del = i8x16.splat(0x7f)
  for (let p = s; p < e; p += 16) {
    const v = v128.load(<usize>p)
    let bad = i8x16.bitmask(v128.or(i8x16.le_s(v, blank), i8x16.eq(v, del)))
    if (e - p < 16) bad &= (1 << (e - p)) - 1
    if (bad != 0) return false
  }
  return true
}

@inline function isText(s: i32, e: i32): bool {
  const first = byteAt(s), second = byteAt(s + 1)
  if (excelMark(first) || first == 0x2b || first == 0x2d || second == 0x2e || (second | 0x20) == 0x65) return false
  if (isPrintable(s, e)) return true
  for (let p = s; p < e;) {
    const b = byteAt(p)
    const width = b > 0x20 && b < 0x7f ? 1 : plainWidth(p)
    if (width == 0) return false
    p += width
  }
  return true
}

@inline function isName(s: i32, e: i32): bool {
  for (let p = s; p < e;) {
    const width = plainWidth(p)
    if (width == 0) return false
    p += width
  }
  return true
}

@inline function isOrganisation(s: i32, e: i32): bool {
  if (excelMark(byteAt(s))) return false
  for (let p = s; p < e;) {
    const b = byteAt(p)
    let width = b > 0x20 && b < 0x7f ? 1 : plainWidth(p)
    if (width == 0 && b == 0xef && byteAt(p + 1) == 0xbc && (byteAt(p + 2) & 0xfe) == 0x88) width = 3
    if (width == 0) return false
    p += width
  }
  return true
}

/** Texts: numbers that identify, names of persons, names of organisations. */
export function texts(rows: i32, kind: i32): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), e = endOf(r)
    if (s == e || load<u8>(EMIT + r) != 0) continue
    const clean = kind == TEXT ? isText(s, e) : kind == NAME ? isName(s, e) : kind == ORGANISATION && isOrganisation(s, e)
    if (!clean) left = leave(left, r)
  }
  return left
}

/** Sum over 16 values, each below 128, times weights. */
@inline function weighed(v: v128, w0: v128, w1: v128): i32 {
  const sum = i32x4.add(i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(v), w0), i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(v), w1))
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
}

/** Values of 16 characters in GB 32100's alphabet, no I, O, S, V, Z; 255 in a lane for another character. */
@inline function creditValues(v: v128): v128 {
  const t = i8x16.sub(v, i8x16.splat(65))
  const letters = v128.or(
    i8x16.swizzle(i8x16(10, 11, 12, 13, 14, 15, 16, 17, 0, 18, 19, 20, 21, 22, 0, 23), t),
    i8x16.swizzle(i8x16(24, 25, 0, 26, 27, 0, 28, 29, 30, 0, 0, 0, 0, 0, 0, 0), i8x16.sub(t, i8x16.splat(16))),
  )
  const digit = i8x16.sub(v, i8x16.splat(48))
  const isDigit = i8x16.lt_u(digit, i8x16.splat(10))
  return v128.bitselect(digit, v128.or(letters, i8x16.eq(letters, i8x16.splat(0))), isDigit)
}

/** Credit codes of 18 characters that pass GB 32100's check. */
export function credits(rows: i32): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), e = endOf(r)
    if (s == e || load<u8>(EMIT + r) != 0) continue
    let clean = false
    if (e - s == 18) {
      const values = creditValues(v128.load(<usize>s))
      // Characters 17 and 18 stand in the last two lanes of the second load.
      const last = creditValues(v128.load(<usize>s + 2))
      if (i8x16.bitmask(v128.or(values, last)) == 0) {
        const sum = weighed(values, i16x8(1, 3, 9, 27, 19, 26, 16, 17), i16x8(20, 29, 25, 13, 8, 24, 10, 30)) + <i32>i8x16.extract_lane_u(last, 14) * 28
        clean = (sum + <i32>i8x16.extract_lane_u(last, 15)) % 31 == 0
      }
    }
    if (!clean) left = leave(left, r)
  }
  return left
}

@inline function two(p: i32): i32 {
  const a = byteAt(p) - 48, b = byteAt(p + 1) - 48
  return <u32>a < 10 && <u32>b < 10 ? a * 10 + b : -1
}

/** yyyymmdd of a day that exists from 1800 on; 0 for another. */
@inline function realDay(high: i32, low: i32, month: i32, day: i32): i32 {
  if (high < 18 || low < 0 || month < 1 || month > 12 || day < 1 || day > 31) return 0
  const year = high * 100 + low
  if (day > 28) {
    const leap = (year & 3) == 0 && (low != 0 || (year & 15) == 0)
    const longest = month == 2 ? (leap ? 29 : 28) : 30 + ((month ^ (month >> 3)) & 1)
    if (day > longest) return 0
  }
  return year * 10000 + month * 100 + day
}

/** First two digits of a citizen's number, as bits: 11–15, 21–23, 31–37, 41–46, 50–54; then 61–65. */
const PROVINCES: u64 = 0x007c7e3f80e0f800

@inline function isProvince(n: i32): bool {
  return n >= 61 ? n <= 65 : n >= 0 && (PROVINCES >> <u64>n & 1) == 1
}

/**
 * Identity numbers of 18 characters without any fault, born not after `notAfter`. Those that end in 000 are left too, because somebody counts them. Rows whose document is another
 * have 128 in EMIT. STATE: the rows that were sure.
 */
export function ids(rows: i32, notAfter: i32): i32 {
  let left = 0, sure = 0
  for (let r = 0; r < rows; r++) {
    const state = <i32>load<u8>(EMIT + r)
    if ((state & 127) != 0) continue
    const s = startOf(r)
    let clean = false
    if (state == 0 && endOf(r) - s == 18) {
      const digits = i8x16.sub(v128.load(<usize>s), i8x16.splat(48))
      const d17 = byteAt(s + 16) - 48
      if (<u32>d17 < 10 && !v128.any_true(i8x16.gt_u(digits, i8x16.splat(9)))) {
        const sum = (weighed(digits, i16x8(7, 9, 10, 5, 8, 4, 2, 1), i16x8(6, 3, 7, 9, 10, 5, 8, 4)) + d17 * 2) % 11
        // 1 0 X 9 8 7 6 5 4 3 2
        const check = (12 - sum) % 11
        const last = byteAt(s + 17)
        if (last == (check == 10 ? 88 : 48 + check) && isProvince(two(s))) {
          const day = realDay(two(s + 6), two(s + 8), two(s + 10), two(s + 12))
          clean = day != 0 && day <= notAfter && !(last == 48 && d17 == 0 && byteAt(s + 15) == 48)
        }
      }
    }
    if (clean) sure++
    else left = leave(left, r)
  }
  put(STATE, sure)
  return left
}

const TENS = memory.data<f64>([1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000])

/** Plain decimals, as numbers into the second column's place: at most 15 digits with those that the scale adds, below `limit`; NaN where blank or no row. */
export function decimals(rows: i32, scale: i32, limit: f64): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), e = endOf(r)
    const to = CELLS + COLUMN + (<usize>r << 3)
    store<f64>(to, NaN)
    if (s == e || load<u8>(EMIT + r) != 0) continue
    const negative = byteAt(s) == 0x2d
    let p = negative ? s + 1 : s
    // No number of as many digits as fit here overflows.
    if (e - p > 16) {
      left = leave(left, r)
      continue
    }
    let value: i64 = 0
    const from = p
    let d: u32 = 10
    while (p < e && (d = byteAt(p) - 48) < 10) {
      value = value * 10 + d
      p++
    }
    const whole = p - from
    let decimals = 0
    if (p < e && byteAt(p) == 0x2e && p + 1 < e && whole > 0) {
      p++
      while (decimals < scale && p < e && (d = byteAt(p) - 48) < 10) {
        value = value * 10 + d
        p++
        decimals++
      }
      while (p < e && byteAt(p) == 48) p++
    }
    const scaled = <f64>value * load<f64>(TENS + (<usize>(scale - decimals) << 3))
    if (p < e || whole == 0 || whole + scale > 15 || scaled >= limit || (negative && value == 0)) left = leave(left, r)
    else store<f64>(to, negative ? -scaled : scaled)
  }
  return left
}

/**
 * Days: ISO text stays; eight digits, where `compact`, become ISO text at `arena` and on, 10 bytes each. Days that may be marks for none (`src/cleanse/day.ts`) are left. STATE: the bytes that were written.
 */
export function dates(rows: i32, compact: bool, arena: i32): i32 {
  let left = 0, to = arena
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), length = endOf(r) - s
    if (length == 0 || load<u8>(EMIT + r) != 0) continue
    let day = 0
    if (length == 10) {
      if (byteAt(s + 4) == 0x2d && byteAt(s + 7) == 0x2d) day = realDay(two(s), two(s + 2), two(s + 5), two(s + 8))
    } else if (length == 8 && compact) day = realDay(two(s), two(s + 2), two(s + 4), two(s + 6))
    if (day < 19000102 || day >= 20991231) left = leave(left, r)
    else if (length == 8) {
      store<u32>(<usize>to, load<u32>(<usize>s))
      store<u8>(<usize>to + 4, 0x2d)
      store<u16>(<usize>to + 5, load<u16>(<usize>s + 4))
      store<u8>(<usize>to + 7, 0x2d)
      store<u16>(<usize>to + 8, load<u16>(<usize>s + 6))
      put(CELLS + (<usize>r << 2), to)
      put(CELLS + ENDS + (<usize>r << 2), to + 10)
      to += 10
    }
  }
  put(STATE, to - arena)
  return left
}

/** Months of six digits from 1900 on, as numbers into the second column's place; NaN where blank or no row. */
export function months(rows: i32): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), e = endOf(r)
    const to = CELLS + COLUMN + (<usize>r << 3)
    store<f64>(to, NaN)
    if (s == e || load<u8>(EMIT + r) != 0) continue
    const high = two(s), low = two(s + 2), month = two(s + 4)
    if (e - s == 6 && high >= 19 && low >= 0 && month >= 1 && month <= 12) store<f64>(to, <f64>(high * 10000 + low * 100 + month))
    else left = leave(left, r)
  }
  return left
}

/** Entries of a table of codes, 32 bytes each: bytes of the code (8), its length, entry, start and end of what it means. */
const SLOTS: u32 = 128
const PROBES: u32 = 4

/** Codes of at most 8 bytes that the table knows: entry into the second column's place, what it means into the third's. */
export function codes(rows: i32): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), length = endOf(r) - s
    const row = <usize>r << 2
    let entry = 0, start = 0, end = 0
    if (length != 0 && load<u8>(EMIT + r) == 0) {
      entry = -1
      if (length <= 8) {
        const key = load<u64>(<usize>s) & (<u64>-1 >> <u64>(64 - (length << 3)))
        const hash = (<u32>key ^ <u32>(key >> 32)) * 0x9e3779b1 >> 25
        for (let i: u32 = 0; i < PROBES; i++) {
          const slot = TABLE + (<usize>((hash + i) & (SLOTS - 1)) << 5)
          if (load<u64>(slot) != key || load<i32>(slot + 8) != length) continue
          entry = load<i32>(slot + 12)
          start = load<i32>(slot + 16)
          end = load<i32>(slot + 20)
          break
        }
      }
      if (entry < 0) {
        left = leave(left, r)
        entry = 0
      }
    }
    put(CELLS + COLUMN + row, entry)
    put(CELLS + 2 * COLUMN + row, start)
    put(CELLS + 2 * COLUMN + ENDS + row, end)
  }
  return left
}

/** Cells that may begin or end as one of the words in the table: three bytes are looked up in a table each, and then the last; a common bit of the first three, or one of the last, is enough. */
export function beginnings(rows: i32): i32 {
  let left = 0
  for (let r = 0; r < rows; r++) {
    const s = startOf(r), e = endOf(r)
    if (s == e) continue
    const marks = load<u8>(TABLE + byteAt(s)) & load<u8>(TABLE + 256 + byteAt(s + 1)) & load<u8>(TABLE + 512 + byteAt(s + 2)) | load<u8>(TABLE + 768 + byteAt(e - 1))
    if (marks != 0) left = leave(left, r)
  }
  return left
}
