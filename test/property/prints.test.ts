import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { openDb, printKey, scan, scanPlainly, type Prints } from '../../src/store/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-prints-'))
afterAll(() => rmSync(dir, { recursive: true }))

type Row = readonly [string | null, string | null, number | null, number | null, number | null]
const FIELDS = ['id_number', 'name', 'amount', 'period_start', 'id_unusable']

function write(path: string, rows: readonly Row[]): void {
  const db = openDb(path)
  db.pragma('page_size = 65536')
  db.exec('create table levy (id_number text, name text, amount integer, period_start integer, id_unusable integer)')
  const insert = db.prepare('insert into levy values (?, ?, ?, ?, ?)')
  db.transaction(() => { for (const row of rows) insert.run(row) })()
  db.close()
}

/** Cells, ids, what stands in for others, and keys with and without a field that may be absent: column by column. */
function ask(prints: Prints): void {
  prints.texts(0, 1)
  prints.numbers(1, 2, 2)
  prints.numbers(2, 2, 3)
  prints.ids(3, 0, { unusable: 4, rounded: true })
  prints.ids(4, 0, { unusable: 4, rounded: false })
  prints.texts(5, 0)
  prints.otherwise(5, 0)
  prints.key(6, [{ from: 3, loose: false }, { from: 0, loose: true }, { from: 1, loose: false }])
  prints.key(7, [{ from: 1, loose: true }, { from: 0, loose: false }])
}
const ASKED = 8

function all(by: typeof scan, path: string): readonly (readonly string[])[] {
  const out: string[][] = Array.from({ length: ASKED }, () => [])
  by({ path }, 'levy', FIELDS, ({ rows }, prints) => {
    ask(prints)
    for (const [n, list] of out.entries()) for (let r = 0; r < rows; r++) list.push(`${prints.lanes[n]![2 * r]},${prints.lanes[n]![2 * r + 1]}`)
  })
  return out
}

// The same by 64-bit arithmetic that nobody wrote in halves.
const whole = (n: bigint): bigint => BigInt.asUintN(64, n)
const rotate = (n: bigint, by: bigint): bigint => whole((n << by) | (n >> (64n - by)))
const SEED = 0x3c6ef372fe94f82bn
const A = 0x87c37b91114253d5n
const word = (h: bigint, w: bigint): bigint => whole(rotate(h ^ whole(rotate(whole(w * A), 31n) * 0x4cf5ad432745937fn), 27n) * 5n + 0x52dce729n)
function spread(k: bigint): bigint {
  let h = k ^ (k >> 33n)
  h = whole(h * 0xff51afd7ed558ccdn)
  h = whole((h ^ (h >> 33n)) * 0xc4ceb9fe1a85ec53n)
  return (h ^ (h >> 33n)) || 1n
}
function cell(value: string | number): bigint {
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.alloc(8)
  if (typeof value === 'number') bytes.writeDoubleLE(value + 0)
  const padded = Buffer.concat([bytes, Buffer.alloc((8 - bytes.length % 8) % 8)])
  let h = typeof value === 'string' ? whole(SEED + BigInt(bytes.length)) : SEED
  for (let p = 0; p < padded.length; p += 8) h = word(h, padded.readBigUInt64LE(p))
  return spread(h)
}
const key = (values: readonly (string | number)[]): bigint => spread(values.reduce((k, v) => whole(rotate(k ^ cell(v), 29n) * A), SEED))

const id = fc.oneof(fc.constantFrom('110101199003070011', '110101199003070000', '110101199003071000', '000', '1', null), fc.integer({ min: 0, max: 40 }).map(n => '0'.repeat(n) || null))
const text = fc.oneof(
  fc.constantFrom(null, 'a', 'aaaaaaa', 'aaaaaaaa', 'aaaaaaaab', 'aaaaaaaa\0', '\0', '\0\0'),
  fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom('张', '·', '𠮷', 'x', '\0') }),
  // A row that overflows its page goes through the plain loops with all of its page.
  { weight: 1, arbitrary: fc.constantFrom(70_000, 140_001).map(n => 'x'.repeat(n)) },
)
const number = fc.oneof(fc.constantFrom(null, 0, -0, 1, -1, 2147483648, -2147483649, 9007199254740991, 1.5), fc.integer())
const row: fc.Arbitrary<Row> = fc.tuple(id, text, number, number, fc.constantFrom(null, 0, 1))

describe('fingerprints', () => {
  it('are the same by the WebAssembly loops and by the plain ones', () => {
    let n = 0
    fc.assert(fc.property(fc.array(row, { maxLength: 40 }), rows => {
      const path = join(dir, `${n++}.db`)
      write(path, rows)
      const found = all(scan, path)
      expect(found).toEqual(all(scanPlainly, path))
      for (const [r, [given, name, amount, , unusable]] of rows.entries()) {
        const usable = given !== null && unusable !== 1
        expect(found[0]![r] === '0,0').toBe(name === null)
        expect(found[1]![r] === '0,0').toBe(amount === null)
        expect(found[4]![r] === '0,0').toBe(!usable)
        expect(found[3]![r] === '0,0').toBe(!usable || (given.length === 18 && given.endsWith('000')))
        expect(found[6]![r] === '0,0').toBe(found[3]![r] === '0,0' || amount === null)
        expect(found[7]![r] === '0,0').toBe(name === null)
      }
      rmSync(path)
    }), { numRuns: 60 })
  })

  it('of a key of values are those of a row that holds them, and what the arithmetic says', () => {
    const path = join(dir, 'key.db')
    const rows = fc.sample(fc.tuple(fc.constant('110101199003070011'), text, number, number, fc.constant(0)), 200) as Row[]
    write(path, rows)
    let seen = 0
    scan({ path }, 'levy', FIELDS, ({ rows: here, firstRow }, prints) => {
      prints.texts(0, 1)
      prints.numbers(1, 2, 2)
      prints.key(2, [{ from: 1, loose: false }, { from: 0, loose: false }])
      for (let r = 0; r < here; r++) {
        const [, name, amount] = rows[firstRow - 1 + r]!
        const lanes = [prints.lanes[2]![2 * r], prints.lanes[2]![2 * r + 1]]
        if (name === null || amount === null) {
          expect(lanes).toEqual([0, 0])
          continue
        }
        const { lo, hi } = printKey([amount, name])
        expect(lanes).toEqual([lo, hi])
        expect(BigInt.asUintN(64, (BigInt(hi) << 32n) | BigInt(lo >>> 0))).toBe(key([amount, name]))
        seen++
      }
    })
    expect(seen).toBeGreaterThan(20)
  })

  it('tell apart keys that differ in one byte, one bit of length, or in where a field ends', () => {
    const texts = new Set<string>()
    for (let length = 0; length < 40; length++) {
      texts.add('0'.repeat(length) + '!')
      texts.add('\0'.repeat(length + 1))
      for (let at = 0; at <= length; at++) for (const byte of '123456789X') texts.add('0'.repeat(at) + byte + '0'.repeat(length - at))
    }
    const prints = new Set<string>()
    const lows = new Set<number>()
    const highs = new Set<number>()
    const note = (values: readonly (string | number)[]): void => {
      const { lo, hi } = printKey(values)
      prints.add(`${lo},${hi}`)
      lows.add(lo)
      highs.add(hi)
    }
    for (const text of texts) note([text])
    for (let n = 0; n < 20_000; n++) note([n, 100 * n])
    for (let cut = 1; cut < 18; cut++) note(['110101199003070011'.slice(0, cut), '110101199003070011'.slice(cut)])
    const keys = texts.size + 20_000 + 17
    expect(prints.size).toBe(keys)
    // Each lane by itself is as good as dice: of 28,000 keys a tenth of one is expected to share its 32 bits with another.
    expect(keys - lows.size).toBeLessThan(4)
    expect(keys - highs.size).toBeLessThan(4)
  })
})
