import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Block, numberColumn, textColumn, type Column } from '../../src/records/index.js'
import { openDb, openStore, scan, scanPlainly, SegmentWriter } from '../../src/store/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-pages-'))
afterAll(() => rmSync(dir, { recursive: true }))

const fields = ['line', 'name', 'amount', 'levy_no', 'base', 'employer_name']
type Row = readonly [number, string | null, number | null, string | null, number | null, string | null]

/** Writes rows by way of a block's columns, as a load does. */
function write(path: string, rows: readonly Row[]): void {
  const writer = new SegmentWriter(path, [{ kind: 'levy', fields }])
  const block = new Block(1, 0)
  const emit = new Uint8Array(2048).fill(1)
  for (let from = 0; from < rows.length; from += 2048) {
    block.begin()
    const columns: Column[] = fields.map((_, c) => c === 0 || c === 2 || c === 4 ? numberColumn() : textColumn())
    const part = rows.slice(from, from + 2048)
    for (const [r, row] of part.entries()) {
      for (const [c, value] of row.entries()) {
        const column = columns[c]!
        if (column.num !== null) column.num[r] = value === null ? NaN : value as number
        else if (value !== null) block.put(column, r, value as string)
      }
    }
    block.rows = part.length
    writer.records(block, [{ kind: 'levy', fields, columns, emit }])
  }
  for (const row of rows.slice(0, 5)) writer.change(row[0], null, { row: 0, field: 'name', before: row[1] ?? '', after: row[3] ?? '', reason: 'reason.blank' })
  writer.finish({ file: 'x.csv' })
}

function read(path: string): { ok: string; rows: unknown[]; changes: number } {
  const db = openDb(path, { readonly: true })
  try {
    return {
      ok: db.pragma('integrity_check', { simple: true }) as string, rows: db.prepare('select * from levy order by rowid').raw().all(),
      changes: db.prepare('select count(*) from changes').pluck().get() as number,
    }
  } finally {
    db.close()
  }
}

/** The rows of the columns, as both readers of pages find them. */
function scanned(path: string, names: readonly string[]): unknown[][] {
  const plain = scannedBy(scanPlainly, path, names)
  expect(scannedBy(scan, path, names)).toEqual(plain)
  return plain
}

function scannedBy(by: typeof scan, path: string, names: readonly string[]): unknown[][] {
  const out: unknown[][] = []
  const text = new TextDecoder()
  by({ path }, 'levy', names, chunk => {
    for (let r = 0; r < chunk.rows; r++) {
      expect(chunk.firstRow + r).toBe(out.length + 1)
      out.push(chunk.columns.map(c => c.end[r]! > c.start[r]! ? text.decode(chunk.bytes.subarray(c.start[r], c.end[r])) : Number.isNaN(c.num![r]) ? null : c.num![r]))
    }
  })
  return out
}

const sizes = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) }, { weight: 2, arbitrary: fc.constantFrom(57, 58, 127, 128, 8185, 8186, 65480, 65501, 65520, 70000, 140000) })
const text = fc.oneof(fc.constant(null), sizes.chain(n => fc.constantFrom('a', '9').map(c => c.repeat(n))), fc.string({ minLength: 1, maxLength: 30, unit: fc.constantFrom('张', '·', '𠮷', 'x') }))
const number = fc.oneof(fc.constant(null), fc.integer({ min: -5, max: 300 }), fc.constantFrom(-128, -129, 127, 128, 32767, -32769, 8388607, 8388608, 2147483647, -2147483649, 140737488355327, 140737488355328, 9007199254740991, -9007199254740991, 1.5))
const row = fc.tuple(fc.integer({ min: 1, max: 9_000_000 }), text, number, text, number, text)

describe('pages of a segment', () => {
  it('hold the rows that were written, for SQLite and for the page reader', () => {
    let n = 0
    fc.assert(fc.property(fc.array(row, { maxLength: 60 }), rows => {
      const path = join(dir, `${n++}.db`)
      write(path, rows)
      const { ok, rows: found, changes } = read(path)
      expect(ok).toBe('ok')
      expect(found).toEqual(rows)
      expect(changes).toBe(Math.min(5, rows.length))
      expect(scanned(path, fields)).toEqual(rows)
      expect(scanned(path, ['base', 'no_such_field', 'name'])).toEqual(rows.map(r => [r[4], null, r[1]]))
      rmSync(path)
    }), { numRuns: 40 })
  })

  it('grow to a tree of pages, in the same bytes each time', () => {
    const rows: Row[] = Array.from({ length: 40_000 }, (_, i) => [i + 1, `某人${i}`, i * 100, `Z${i}`.padEnd(40 + (i % 90), 'x'), i % 7 === 0 ? null : i, '某单位'])
    const [a, b] = [join(dir, 'tree-a.db'), join(dir, 'tree-b.db')]
    write(a, rows)
    write(b, rows)
    const { ok, rows: found } = read(a)
    expect(ok).toBe('ok')
    expect(found).toEqual(rows)
    expect(scanned(a, fields)).toEqual(rows)
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true)
  })
})

describe('a run file', () => {
  // Long ones repeat a short one: drawn sign by sign they took longer than all that is tested.
  const long = fc.tuple(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), fc.integer({ min: 60_000, max: 70_000 })).map(([part, length]) => part.repeat(Math.ceil(length / part.length)))
  const text = fc.oneof(fc.constant(null), fc.string({ unit: 'grapheme' }), long)
  const few = fc.array(fc.tuple(fc.oneof(fc.constant(null), fc.integer(), fc.constant(2 ** 40), fc.constant(-(2 ** 50)), fc.constant(0.25)), text, text), { maxLength: 20 })

  it('holds what INSERT would have written, and SQLite finds no fault in it', () => {
    let n = 0
    fc.assert(fc.property(few, few, fc.integer({ min: 0, max: 6 }), (a, b, times) => {
      const many = Array.from({ length: times }, () => b).flat()
      const data = join(dir, `run-${n++}`)
      const store = openStore(data)
      const run = store.beginRun('2025-10-10T00:00:00.000Z')
      const ddl = 'create table a (id integer primary key, i integer, t text, u text); create table b (id integer primary key, i integer, t text, u text); create table c (x text)'
      run.db.exec(ddl)
      run.db.prepare('insert into c values (?)').run('first')
      run.fill(['a', 'b'], put => {
        for (const row of a) put('a', [null, ...row])
        for (const row of many) put('b', [null, ...row])
      })
      const { path } = run.commit({ asOf: '2025-10-10', state: 'shown', exact: true, premises: null }, () => undefined)
      const plain = openDb(':memory:')
      plain.exec(ddl)
      for (const [table, rows] of [['a', a], ['b', many]] as const) for (const row of rows) plain.prepare(`insert into ${table} values (null, ?, ?, ?)`).run(...row)
      const written = openDb(path, { readonly: true })
      try {
        expect(written.pragma('integrity_check', { simple: true })).toBe('ok')
        for (const table of ['a', 'b']) {
          const sql = `select *, typeof(i), typeof(t), typeof(u) from ${table} order by id`
          expect(written.prepare(sql).raw().all()).toEqual(plain.prepare(sql).raw().all())
        }
        expect(written.prepare('select x from c').pluck().all()).toEqual(['first'])
      } finally {
        written.close()
        plain.close()
        store.close()
        rmSync(data, { recursive: true })
      }
    }), { numRuns: 40 })
  })
})
