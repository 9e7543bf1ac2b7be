import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Alike } from '../../src/ledger/alike.js'
import { Cursor } from '../../src/ledger/cursor.js'
import { Vals, ValsReader } from '../../src/ledger/vals.js'
import { openDb } from '../../src/store/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-cursor-'))
afterAll(() => rmSync(dir, { recursive: true }))

const fields = ['id', 'word', 'text', 'fen', 'more'] as const
type Row = readonly [string | null, string | null, number | null, string | null]

/** Writes rows as a run does: by SQLite, in order, on pages of 64 KiB. */
function write(path: string, rows: readonly Row[]): void {
  const db = openDb(path)
  db.pragma('page_size = 65536')
  db.exec('create table thing (id integer primary key, word text, text text, fen integer, more text)')
  const insert = db.prepare('insert into thing (word, text, fen, more) values (?, ?, ?, ?)')
  db.transaction(() => { for (const row of rows) insert.run(...row) })()
  db.close()
}

function viaPages(path: string, from: number): unknown[] {
  const cursor = new Cursor({ path }, { table: 'thing', fields, from })
  const alike = new Alike(cursor, [1, 3], () => [cursor.value(1), cursor.value(3)])
  const out: unknown[] = []
  for (; cursor.row < Infinity; cursor.next()) {
    const values = [cursor.row, ...fields.slice(1).map((_, c) => cursor.value(c + 1))]
    expect(fields.map((_, c) => c > 0 && cursor.has(c))).toEqual(values.map((v, c) => c > 0 && v !== null))
    expect(alike.here()).toEqual([values[1], values[3]])
    out.push(values)
  }
  cursor.close()
  return out
}

function viaSqlite(path: string, from: number): unknown[] {
  const db = openDb(path, { readonly: true })
  try {
    return db.prepare(`select ${fields.join(', ')} from thing where id >= ? order by id`).raw().all(from)
  } finally {
    db.close()
  }
}

const text = fc.option(fc.string({ unit: 'grapheme', maxLength: 90 }), { nil: null })
const word = fc.option(fc.constantFrom('', 'ss', 'tax', '社保', '["ss","tax"]', 'x'.repeat(64), 'x'.repeat(65), 'x'.repeat(63)), { nil: null })
const fen = fc.option(fc.oneof(fc.constantFrom(0, 1, -1, 127, 128, -129, 32767, -32769, 8388607, 2147483647, -2147483649, 140737488355328, Number.MAX_SAFE_INTEGER), fc.maxSafeInteger()), { nil: null })

describe('a run is read over its pages', () => {
  it('as SQLite reads it, from any row on', () => {
    let n = 0
    fc.assert(fc.property(fc.array(fc.tuple(word, text, fen, text), { maxLength: 60 }), fc.integer({ min: 1, max: 70 }), (rows, from) => {
      const path = join(dir, `${n++}.db`)
      write(path, rows)
      expect(viaPages(path, from)).toEqual(viaSqlite(path, from))
    }), { numRuns: 60 })
  })

  it('over many leaves, with payloads around and far beyond a page', () => {
    const path = join(dir, 'large.db')
    const long = [0, 65_400, 65_480, 65_500, 65_540, 200_000]
    write(path, Array.from({ length: 3000 }, (_, i): Row => [i % 7 === 0 ? 'tax' : 'ss', `第${i}行`.repeat(1 + i % 50), i * 1000, i % 97 === 0 ? '乙a'.repeat(long[(i / 97) % long.length]! / 4) : null]))
    for (const from of [1, 2, 500, 1501, 2999, 3000, 3001]) expect(viaPages(path, from)).toEqual(viaSqlite(path, from))
  })
})

type Held = Readonly<Record<string, unknown>>
const NAMES = ['owner', 'levy_no', 'id_number', 'name', 'amount', 'rows', 'value', 'fields', '__proto__', '证件', 'a"b', 'c\\d'] as const
const number = fc.oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -0, -5, 1e21, 999999999999999, 1234567890123456))
const flat = fc.oneof({ weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) }, { weight: 3, arbitrary: number }, { weight: 1, arbitrary: fc.constantFrom('', '张伟', '"', '\\', '\n', '}', ',', ':', '\u2028', 'x'.repeat(300)) })
const value = fc.oneof({ weight: 30, arbitrary: flat }, { weight: 1, arbitrary: fc.constantFrom<unknown>(null, true, [1], { a: 1 }) })
const held: fc.Arbitrary<Held> = fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 12 }).map(pairs => Object.fromEntries(pairs))

describe('the values of rows', () => {
  it('are those of their JSON, whatever it holds and in whatever order', () => {
    let n = 0
    fc.assert(fc.property(fc.array(held, { minLength: 1, maxLength: 40 }), rows => {
      const path = join(dir, `vals-${n++}.db`)
      const texts = rows.map(row => JSON.stringify(row))
      write(path, texts.map(text => [null, text, null, null]))
      const cursor = new Cursor({ path }, { table: 'thing', fields, from: 1 })
      const reader = new ValsReader()
      const made: Vals[] = []
      // Two rows are held at a time, as the two sides of a finding are.
      for (const [i, text] of texts.entries()) {
        reader.read(cursor.raw(2), made[i % 2] ??= new Vals(reader), true)
        cursor.next()
        for (const back of i === 0 ? [0] : [0, 1]) {
          const vals = made[(i - back) % 2]!
          const plain = JSON.parse(texts[i - back]!) as Held
          expect([...vals.fields()].toSorted()).toEqual(Object.keys(plain).toSorted())
          for (const name of [...NAMES, 'absent']) {
            const value = vals.value(name)
            expect(value).toEqual(Object.hasOwn(plain, name) ? plain[name] : null)
            const given: string[] = []
            const took = vals.give(name, { take: (bytes, from, to) => given.push(Buffer.from(bytes.subarray(from, to)).toString()) > 0 })
            expect(took === null).toBe(!Object.hasOwn(plain, name))
            expect(given).toEqual(took === true ? [value] : [])
          }
        }
        expect(text).toBe(texts[i])
      }
      cursor.close()
    }), { numRuns: 100 })
  })
})
