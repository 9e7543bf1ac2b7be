import { DEFAULT_LIMITS } from '../../src/source/limits.js'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { openSource, type OpenSource, type Reader } from '../../src/source/index.js'
import { TextReader } from '../../src/source/text.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-text-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

const cellsOf = (source: OpenSource, columns: number): Promise<string[][]> => cellsIn(source.readers[0]!, columns)

async function cellsIn(reader: Reader, columns: number): Promise<string[][]> {
  const out: string[][] = []
  const block = reader.newBlock(columns)
  for await (const _ of reader.blocks(block, columns, 0)) {
    void _
    for (let r = 0; r < block.rows; r++) if (block.state[r] !== 2) out.push(block.raw.map(c => block.text(c, r)))
  }
  return out
}

const cell = fc.string({ maxLength: 12, unit: fc.constantFrom('a', '1', '张', '伟', ' ', ',', '"', '\n', '\r\n', '|', '·', '𠮷') })
const table = fc.integer({ min: 2, max: 5 }).chain(w => fc.array(fc.array(cell, { minLength: w, maxLength: w }), { minLength: 1, maxLength: 30 }))

function written(rows: readonly (readonly string[])[], delimiter: string, ends: readonly string[]): string {
  const quoted = (c: string): string => /["\r\n]/.test(c) || c.includes(delimiter[0]!) ? `"${c.replaceAll('"', '""')}"` : c
  return rows.map((r, i) => r.map(quoted).join(delimiter) + ends[i % ends.length]!).join('')
}

describe('scanner', () => {
  it('splits well-formed text as csv-parse does', async () => {
    await fc.assert(fc.asyncProperty(table, fc.constantFrom(',', '|', '\t', '||', '@|@'), fc.constantFrom(['\n'], ['\r\n'], ['\r\n', '\n']), async (rows, delimiter, ends) => {
      const path = join(dir, `${n++}.txt`)
      const text = written(rows, delimiter, ends)
      writeFileSync(path, text)
      const expected = (parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'] }) as string[][]).filter(r => !r.every(c => /^\s*$/.test(c)))
      const source = await openSource(path, { delimiter, encoding: 'utf-8' })
      const found = (await cellsOf(source, rows[0]!.length)).filter(r => !r.every(c => /^\s*$/.test(c)))
      expect(found).toEqual(expected)
      rmSync(path)
    }), { numRuns: 150 })
  })

  it('splits alike wherever the borders of its reads fall, with any delimiter and line ends of every kind', async () => {
    const sign = fc.constantFrom(',', ';', '|', '^', '~', '\t', '\u0001', '，', '；', '#', '$', '¦')
    const delimiters = fc.oneof(sign, fc.array(fc.constantFrom('|', '+', '^', '~', '@', '#'), { minLength: 2, maxLength: 4 }).map(cs => cs.join('')))
    const ends = fc.array(fc.constantFrom('\n', '\r\n', '\r'), { minLength: 1, maxLength: 4 })
    const wide = fc.string({ maxLength: 8, unit: fc.constantFrom('a', '1', '张', '伟', '𠮷', '"', '\n', '\r', '|', '^', '+', ',', '，') })
    const rows = fc.integer({ min: 2, max: 4 }).chain(w => fc.array(fc.array(wide, { minLength: w, maxLength: w }), { minLength: 1, maxLength: 40 }))
    await fc.assert(fc.asyncProperty(rows, delimiters, ends, fc.integer({ min: 300, max: 420 }), fc.constantFrom('utf-8', 'gb18030', 'utf-16le'), async (table, delimiter, lineEnds, region, encoding) => {
      const path = join(dir, `${n++}.txt`)
      const text = written(table, delimiter, lineEnds)
      writeFileSync(path, encoding === 'utf-8' ? text : iconv.encode(text, encoding))
      const filled = (all: readonly (readonly string[])[]): readonly (readonly string[])[] => all.filter(r => !r.every(c => /^\s*$/.test(c)))
      const expected = parse(text, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n', '\r'] }) as string[][]
      const found = await cellsIn(new TextReader({ path, file: 'x', encoding: encoding as 'utf-8', delimiter, faulty: false, limits: DEFAULT_LIMITS, region }), table[0]!.length)
      expect(filled(found)).toEqual(filled(expected))
      rmSync(path)
    }), { numRuns: 300 })
  })

  it('reads ="…" bare as it reads it in quotes, wherever the borders of its reads fall', async () => {
    const inner = fc.string({ maxLength: 10, unit: fc.constantFrom('0', '1', '张', '𠮷', '=', '"', ',', '|', '\n', '\r\n') })
    const rows = fc.integer({ min: 2, max: 4 }).chain(w => fc.array(fc.array(fc.tuple(inner, fc.boolean()), { minLength: w, maxLength: w }), { minLength: 1, maxLength: 40 }))
    await fc.assert(fc.asyncProperty(rows, fc.constantFrom(',', '|', '||'), fc.integer({ min: 300, max: 420 }), async (table, delimiter, region) => {
      const guard = (text: string): string => `="${text.replaceAll('"', '""')}"`
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
      const read = async (text: string): Promise<string[][]> => {
        const path = join(dir, `${n++}.txt`)
        writeFileSync(path, text)
        const found = await cellsIn(new TextReader({ path, file: 'x', encoding: 'utf-8', delimiter, faulty: false, limits: DEFAULT_LIMITS, region }), table[0]!.length)
        rmSync(path)
        return found
      }
      const lines = (as: (text: string) => string): string => table.map(r => `${r.map(([text, guarded]) => guarded ? as(guard(text)) : quote(`x${text}`)).join(delimiter)}\n`).join('')
      const found = await read(lines(text => text))
      expect(found).toEqual(await read(lines(quote)))
      expect(found).toHaveLength(table.length)
    }), { numRuns: 200 })
  })

  it('reads the same rows from every encoding', async () => {
    const words = fc.constantFrom('张三', '李四', '一伟业', '也习', '𠮷野', '单位', '9', '310')
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(words, words, fc.constantFrom('a|b', '甲乙丙丁戊己')), { minLength: 3, maxLength: 40 }), async rows => {
      const text = ['证件号码,姓名,单位名称', ...rows.map(r => r.join(','))].join('\n')
      const score = (cells: readonly string[]): number => cells.filter(c => ['证件号码', '姓名', '单位名称'].includes(c)).length === 3 ? 3 : 0
      const expected = [['证件号码', '姓名', '单位名称'], ...rows.map(r => [...r])]
      for (const [name, bytes] of [
        ['utf-8', Buffer.from(text)], ['utf-8', Buffer.from(`\uFEFF${text}`)], ['gb18030', iconv.encode(text, 'gb18030')],
        ['utf-16le', iconv.encode(text, 'utf-16le', { addBOM: true })], ['utf-16be', iconv.encode(text, 'utf-16be', { addBOM: true })],
      ] as const) {
        const path = join(dir, `${n++}.csv`)
        writeFileSync(path, bytes)
        const source = await openSource(path, { headerScore: score })
        expect(source.encoding).toBe(name)
        expect(source.delimiter).toBe(',')
        expect(await cellsOf(source, 3)).toEqual(expected)
        rmSync(path)
      }
    }), { numRuns: 40 })
  })
})
