import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CSV_ENCODINGS, REPORT_FORMATS, writeBook, type ReportFormat } from '../../../src/report/index.js'
import type { Table } from '../../../src/report/model.js'
import { book, chinese, column, HOSTILE, table } from './book.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-formats-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Every format that a package may hold, each in every encoding of which it knows. */
const WAYS = REPORT_FORMATS.flatMap(format => CSV_ENCODINGS.map(encoding => ({ format, encoding })))

const columns = [column('编号', { type: 'count' }), column('姓名'), column('金额', { type: 'money' }), column('处理结果', { tint: 'answer', choices: ['一'] })]
const TABLES = { 'no rows': table('空', columns, []), 'one row': table('一', columns, [[1, '张三', -5, null]]), 'hostile rows': table('险', columns, HOSTILE.map((t, i) => [i, t, i * 100, null]), i => i % 2 === 0) }

describe.each(WAYS)('$format $encoding', ({ format, encoding }) => {
  it.each(Object.entries(TABLES))('writes %s, twice the same, for its owner alone', async (what, made) => {
    const written = await Promise.all([0, 1].map(i => writeBook(book([made]), { dir, stem: `${encoding}-${what}-${i}`, formats: [format] }, { voice: chinese, encoding })))
    const paths = written.map(files => join(dir, files[0]!.file))
    const [a, b] = paths.map(p => readFileSync(p))
    expect(written[0]).toEqual([{ file: expect.stringMatching(new RegExp(`^${encoding}-${what}-0.*\\.${format}$`, 'u')) as string, format, holds: format === 'xlsx' ? 'book' : 'table', tables: [made] }])
    expect(a!.length).toBeGreaterThan(0)
    expect(b!.equals(a!)).toBe(true)
    expect(statSync(paths[0]!).mode & 0o777).toBe(0o600)
    if (format === 'csv') expect(a!.at(-1)).toBe(0x0a)
  })
})

describe('all formats at once', () => {
  const write = (stem: string, formats: readonly ReportFormat[], tables: readonly Table[]): ReturnType<typeof writeBook> => writeBook(book(tables), { dir, stem, formats }, { voice: chinese, encoding: 'utf-8' })
  const bytesOf = (files: readonly { readonly file: string }[]): readonly Buffer[] => files.map(f => readFileSync(join(dir, f.file)))

  it('are the files that each makes alone, whatever the order in which they are asked for', async () => {
    const tables = Object.values(TABLES)
    const alone = [...(await write('alone', ['xlsx'], tables)), ...(await write('alone', ['csv'], tables))]
    const together = await write('together', ['csv', 'xlsx'], tables)
    expect(together.map(f => f.file)).toEqual(['together.xlsx', 'together-空.csv', 'together-一.csv', 'together-险.csv'])
    expect(bytesOf(together)).toEqual(bytesOf(alone))
  })

  it('make the lines of a table once', async () => {
    let made = 0
    const counted: Table = { ...TABLES['one row'], *lines() { made++; yield* TABLES['one row'].lines() } }
    await write('once', REPORT_FORMATS, [counted])
    expect(made).toBe(1)
  })
})
