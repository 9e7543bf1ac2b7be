import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { openSource, type OpenSource } from '../../src/source/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-text-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

async function cellsOf(source: OpenSource, columns: number): Promise<string[][]> {
  const out: string[][] = []
  const reader = source.readers[0]!
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
