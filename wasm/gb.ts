// Two loops over bytes in GB18030, in AssemblyScript: making them UTF-8, and asking whether they can be decoded. `npm run wasm` compiles this file into src/source/gb-code.ts.
// Both go through ASCII 16 bytes at a time and through pairs by the table; any other code (four bytes, malformed, cut by the end) stops them and is left to src/source/gb18030.ts, whose plain
// loops are the oracle of test/property/source-gb18030.test.ts.

// Where things lie: src/source/gb-loops.ts names the same places.
/** Where the output ends. */
const STATE: usize = 64
/** Code points of the pairs: lead 81–FE by trail 40–FF, two bytes each; 0 where there is none. */
const TABLE: usize = 65536
const INPUT: usize = 131072

@inline function pairAt(i: i32, n: i32): i32 {
  if (i + 1 >= n) return 0
  const lead = <i32>load<u8>(INPUT + <usize>i)
  const trail = <i32>load<u8>(INPUT + <usize>i + 1)
  if (lead <= 0x80 || lead == 0xff || trail < 0x40) return 0
  return <i32>load<u16>(TABLE + <usize>(((lead - 0x81) * 192 + trail - 0x40) << 1))
}

/** Converts from `at` on, to `out`; returns where it stopped, `n` where it did all. */
export function convert(at: i32, n: i32, out: usize): i32 {
  let i = at
  let o = out
  while (i < n) {
    if (i + 16 <= n) {
      const v = v128.load(INPUT + <usize>i)
      const marks = i8x16.bitmask(v)
      v128.store(o, v)
      if (marks == 0) {
        i += 16
        o += 16
        continue
      }
      const plain = ctz(marks)
      i += plain
      o += plain
    } else if (load<u8>(INPUT + <usize>i) < 0x80) {
      store<u8>(o, load<u8>(INPUT + <usize>i))
      o++
      i++
      continue
    }
    // Han come one after another.
    while (i < n && load<u8>(INPUT + <usize>i) >= 0x80) {
      const code = pairAt(i, n)
      if (code == 0) {
        store<i32>(STATE, <i32>o)
        return i
      }
      if (code >= 0x800) {
        store<u8>(o, <u8>(0xe0 | (code >> 12)))
        store<u8>(o + 1, <u8>(0x80 | ((code >> 6) & 0x3f)))
        store<u8>(o + 2, <u8>(0x80 | (code & 0x3f)))
        o += 3
      } else {
        store<u8>(o, <u8>(0xc0 | (code >> 6)))
        store<u8>(o + 1, <u8>(0x80 | (code & 0x3f)))
        o += 2
      }
      i += 2
    }
  }
  store<i32>(STATE, <i32>o)
  return i
}

/** Goes over what can be decoded from `at` on; returns where it stopped, `n` where all of it can. */
export function pass(at: i32, n: i32): i32 {
  let i = at
  while (i < n) {
    if (i + 16 <= n) {
      const marks = i8x16.bitmask(v128.load(INPUT + <usize>i))
      if (marks == 0) {
        i += 16
        continue
      }
      i += ctz(marks)
    } else if (load<u8>(INPUT + <usize>i) < 0x80) {
      i++
      continue
    }
    while (i < n && load<u8>(INPUT + <usize>i) >= 0x80) {
      if (pairAt(i, n) == 0) return i
      i += 2
    }
  }
  return i
}
