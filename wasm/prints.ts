// Fingerprints of 64 bits of a chunk's cells and of keys made of them. A cell that is absent has 0, no other has. src/store/plain-prints.ts gives the same, value by value;
// test/property/prints.test.ts holds them equal.
import { CELLS, COLUMN, ENDS, PRINTS, SLOT, STARTS } from './leaf-places'

const SEED: u64 = 0x3c6ef372fe94f82b
const A: u64 = 0x87c37b91114253d5
const B: u64 = 0x4cf5ad432745937f
const STEP: u64 = 0x52dce729
const ABSENT: u64 = 0x510e527fade682d1

/** A step of Murmur3, eight bytes at a time: for one value of `h` no two words give the same. */
@inline function word(h: u64, w: u64): u64 {
  return rotl<u64>(h ^ (rotl<u64>(w * A, 31) * B), 27) * 5 + STEP
}

/** Spreads every bit over all 64 (Murmur3's last step); never 0. */
@inline function spread(k: u64): u64 {
  let h = k ^ (k >> 33)
  h *= 0xff51afd7ed558ccd
  h ^= h >> 33
  h *= 0xc4ceb9fe1a85ec53
  h ^= h >> 33
  return h == 0 ? 1 : h
}

@inline function cell(from: i32, to: i32): u64 {
  let h = SEED + <u64>(to - from)
  let p = from
  for (; p + 8 <= to; p += 8) h = word(h, load<u64>(<usize>p))
  if (p < to) h = word(h, load<u64>(<usize>p) & (<u64>-1 >> <u64>(64 - ((to - p) << 3))))
  return spread(h)
}

@inline function slot(n: i32, r: i32): usize { return PRINTS + <usize>n * SLOT + (<usize>r << 3) }
@inline function numberOf(column: i32, r: i32): f64 { return load<f64>(CELLS + <usize>column * COLUMN + (<usize>r << 3)) }
@inline function startOf(column: i32, r: i32): i32 { return load<i32>(CELLS + <usize>column * COLUMN + STARTS + (<usize>r << 2)) }
@inline function endOf(column: i32, r: i32): i32 { return load<i32>(CELLS + <usize>column * COLUMN + ENDS + (<usize>r << 2)) }

export function texts(to: i32, column: i32, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const s = startOf(column, r), e = endOf(column, r)
    store<u64>(slot(to, r), s == e ? 0 : cell(s, e))
  }
}

/** Numbers; where one is absent, the one of the column `otherwise`. */
export function numbers(to: i32, column: i32, otherwise: i32, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    let n = numberOf(column, r)
    if (n != n) n = numberOf(otherwise, r)
    // No zero has a sign.
    store<u64>(slot(to, r), n != n ? 0 : spread(word(SEED, reinterpret<u64>(n + 0))))
  }
}

/** Ids that serve as keys: not those marked unusable and, where `rounded`, not those of 18 characters that end in 000. */
export function ids(to: i32, column: i32, unusable: i32, rounded: bool, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const s = startOf(column, r), e = endOf(column, r)
    const none = s == e || numberOf(unusable, r) == 1 || (rounded && e - s == 18 && load<u16>(<usize>e - 3) == 0x3030 && load<u8>(<usize>e - 1) == 0x30)
    store<u64>(slot(to, r), none ? 0 : cell(s, e))
  }
}

/** Where there is nothing, what stands in another slot. */
export function otherwise(to: i32, from: i32, rows: i32): void {
  for (let r = 0; r < rows; r++) if (load<u64>(slot(to, r)) == 0) store<u64>(slot(to, r), load<u64>(slot(from, r)))
}

export function begin(to: i32, rows: i32): void {
  for (let r = 0; r < rows; r++) store<u64>(slot(to, r), SEED)
}

/** Mixes a value into the keys; a key that lacks one is 0 from there on, but for a value that may be absent (`loose`). */
export function mix(to: i32, from: i32, loose: bool, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const at = slot(to, r)
    const k = load<u64>(at)
    let h = load<u64>(slot(from, r))
    if (h == 0 && loose) h = ABSENT
    if (k == 0 || h == 0) store<u64>(at, 0)
    else {
      const mixed = rotl<u64>(k ^ h, 29) * A
      store<u64>(at, mixed == 0 ? 1 : mixed)
    }
  }
}

export function finish(to: i32, rows: i32): void {
  for (let r = 0; r < rows; r++) {
    const k = load<u64>(slot(to, r))
    if (k != 0) store<u64>(slot(to, r), spread(k))
  }
}
