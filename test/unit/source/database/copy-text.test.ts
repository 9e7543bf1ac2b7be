import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CopyWriter, copyLine, isNull, unescape } from '../../../../src/source/database/copy-text.js'
import { DatabaseReader } from '../../../../src/source/database/reader.js'
import { quoteName, quoteText, tableParts } from '../../../../src/source/database/names.js'

const cell = fc.option(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.string({ unit: fc.constantFrom('\\', 'N', '\t', '\n', '\r', '\b', '\f', '\v', 'n', '甲', '"', ' '), maxLength: 8 })), { nil: null })

/** Cells of a line, NULL kept. */
function cellsOf(line: Uint8Array): (string | null)[] {
  const text = Buffer.from(line)
  return text.subarray(0, -1).toString().split('\t').map(raw => {
    const bytes = Buffer.from(raw)
    return isNull(bytes, 0, bytes.length) ? null : bytes.subarray(0, unescape(bytes, 0, bytes.length, 0)).toString()
  })
}

async function* cut(bytes: Uint8Array, sizes: readonly number[]): AsyncIterable<Uint8Array> {
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!
    yield await Promise.resolve(bytes.subarray(at, at + size))
    at += size
  }
}

describe('COPY text', () => {
  it('gives back every row, a line each, from texts as from bytes', () => {
    fc.assert(fc.property(fc.array(cell, { minLength: 1, maxLength: 5 }), cells => {
      const line = copyLine(cells)
      expect(line.indexOf('\n')).toBe(line.length - 1)
      expect(cellsOf(Buffer.from(line))).toEqual(cells)
      const writer = new CopyWriter()
      writer.bytes(cells.map(c => c === null ? null : Buffer.from(c)))
      expect(Buffer.from(writer.take()).toString()).toBe(line)
    }), { numRuns: 500 })
  })

  it('is read alike however it is cut', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(cell, cell, cell), { maxLength: 30 }), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }), async (rows, sizes) => {
      const writer = new CopyWriter()
      for (const row of rows) writer.row(row)
      const bytes = writer.take()
      const reader = new DatabaseReader({ source: 'x', names: ['a', 'b', 'c'], pieces: () => cut(bytes, sizes), watched: null })
      const read: (readonly string[])[] = []
      for await (const row of reader.rows()) read.push(row.cells)
      expect(read.slice(1)).toEqual(rows.map(row => row.map(c => c ?? '')))
    }), { numRuns: 200 })
  })

  it('rows that end in the middle of one are a lost connection, not rows', async () => {
    const reader = new DatabaseReader({ source: 'x', names: ['a', 'b'], pieces: () => cut(Buffer.from('1\t2\n3\t'), [3]), watched: null })
    const read = async (): Promise<void> => { for await (const row of reader.rows()) void row }
    await expect(read()).rejects.toMatchObject({ name: 'LostConnection' })
  })
})

describe('names and literals', () => {
  it('a name can be read as nothing else', () => {
    expect(quoteName('postgres', 'a"; drop table x; --')).toBe('"a""; drop table x; --"')
    expect(quoteName('mysql', 'a`b')).toBe('`a``b`')
    expect(quoteName('sqlserver', 'a]b[c')).toBe('[a]]b[c]')
    expect(quoteName('oracle', 'A"B')).toBe('"A""B"')
  })

  it('a literal doubles its quotes, and NUL has none', () => {
    expect(quoteText(`2025-01-01' or '1'='1`)).toBe(`'2025-01-01'' or ''1''=''1'`)
    expect(() => quoteText('a\0b')).toThrow()
  })

  it('a table is parted at its dots, quoted dots apart', () => {
    expect(tableParts('zjk.ss_levy')).toEqual(['zjk', 'ss_levy'])
    expect(tableParts('"a.b"."c""d"')).toEqual(['a.b', 'c"d'])
    expect(tableParts('levy')).toEqual(['levy'])
  })
})
