import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { csvPieces, csvText } from '../../../src/report/csv.js'
import { CSV_ENCODINGS, writeBook, type CsvEncoding } from '../../../src/report/index.js'
import { fenText } from '../../../src/kernel/index.js'
import { openSource } from '../../../src/source/index.js'
import { book, chinese, column, HOSTILE, table } from './book.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-csv-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Writes a table; returns the path. */
async function written(made: ReturnType<typeof table>, encoding: CsvEncoding): Promise<string> {
  const [file] = await writeBook(book([made]), { dir, stem: `x-${encoding}`, formats: ['csv'] }, { voice: chinese, encoding })
  return join(dir, file!.file)
}

async function bytesOf(made: ReturnType<typeof table>, encoding: CsvEncoding): Promise<Buffer> {
  return readFileSync(await written(made, encoding))
}

/** What a cell reads as: a formula is kept from being one by an apostrophe. */
const neutral = (t: string): string => /^[=+\-@\t\r\n＝＋－＠]/.test(t) ? `'${t}` : t
const said = (t: string): string => t.replace(/\p{Surrogate}/gu, '\ufffd')

describe('CSV', () => {
  it('reads back as the same text by csv-parse, formulas neutralised', async () => {
    const text = (await bytesOf(table('T', [column('a'), column('b')], HOSTILE.map((t, i) => [t, String(i)])), 'utf-8')).toString()
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text.endsWith('\r\n')).toBe(true)
    expect(parse(text, { bom: true })).toEqual([['a', 'b'], ...HOSTILE.map((t, i) => [said(neutral(t)), String(i)])])
  })

  it('never touches amounts', () => {
    const rows = [[-520, '-5.20'], [0, '+1'], [1234567, '=1']] as const
    const text = [...csvPieces(table('T', [column('m', { type: 'money' }), column('t')], rows))].join('')
    expect(text).toBe("m,t\r\n-5.20,'-5.20\r\n0.00,'+1\r\n12345.67,'=1\r\n")
  })

  it('quotes as csv-stringify does', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 20 }), t => {
      const safe = neutral(t)
      const other = stringify([[safe, 'x']], { record_delimiter: '\r\n', quoted_match: /^\s|\s$|\r|\n/ })
      expect(parse(`${csvText(t)},x\r\n`)).toEqual(parse(other))
    }), { numRuns: 2000 })
  })

  it('writes lines as cells one by one make them, whatever stands above', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...HOSTILE), fc.constantFrom('L01', '2025-10-10', 'a b', ' a', 'a ', '-', 'x'.repeat(70)))
    const cell = fc.oneof(text, fc.constant(null), fc.constantFrom('甲', 'tax'), fc.maxSafeInteger(), fc.constantFrom(0, -0, 5, -5, 99, -100, 1.5))
    fc.assert(fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 30 }), rows => {
      const shown = (value: (typeof rows)[number][number], money: boolean): string => value === null ? '' : typeof value === 'string' ? csvText(value) : money ? fenText(value) : String(value)
      const plain = rows.map(r => `${r.map((value, i) => shown(value, i === 1)).join(',')}\r\n`).join('')
      expect([...csvPieces(table('T', [column('a'), column('b', { type: 'money' }), column('c')], rows))].join('')).toBe(`a,b,c\r\n${said(plain)}`)
    }), { numRuns: 300 })
    const long = Array.from({ length: 3000 }, (_, i) => [`${i % 7}`, i, `第${i % 3}家`.repeat(40)] as const)
    expect([...csvPieces(table('T', [column('a'), column('b', { type: 'money' }), column('c')], long))].join('')).toBe(`a,b,c\r\n${long.map(([a, b, c]) => `${a},${fenText(b)},${c}\r\n`).join('')}`)
  })

  it('GB18030 holds every character there is', async () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 20 }), texts => {
      const out = iconv.decode(iconv.encode(texts.join('|'), 'gb18030'), 'gb18030')
      expect(out).toBe(texts.join('|'))
    }))
    const text = iconv.decode(await bytesOf(table('T', [column('姓名'), column('x')], [['𠮷野·家', '€'], ['=1', '']]), 'gb18030'), 'gb18030')
    expect(text).toBe("姓名,x\r\n𠮷野·家,€\r\n'=1,\r\n")
  })

  it('leaves answer columns out, and headers stand in one line', () => {
    const text = [...csvPieces(table('T', [column('税务\n金额'), column('处理结果', { tint: 'answer' })], [['1', null]]))].join('')
    expect(text).toBe('税务 金额\r\n1\r\n')
  })

  it('has its header where there are no rows', () => {
    expect([...csvPieces(table('T', [column('a'), column('b')], []))].join('')).toBe('a,b\r\n')
  })

  it.each(CSV_ENCODINGS)('is read by our own reader, %s', async encoding => {
    const rows = Array.from({ length: 300 }, (_, i) => [`110000199001${String(i).padStart(6, '0')}`, `张${'一二三'[i % 3]!}`, i % 2 === 0 ? 'a,b' : 'c "d"'])
    const source = await openSource(await written(table('T', [column('证件号码'), column('姓名'), column('备注')], rows), encoding))
    try {
      const got: (readonly string[])[] = []
      for await (const row of source.readers[0]!.rows()) got.push(row.cells)
      expect(source.encoding).toBe(encoding)
      expect(got).toEqual([['证件号码', '姓名', '备注'], ...rows])
    } finally {
      await source.close()
    }
  })
})
