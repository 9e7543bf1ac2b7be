import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { read, utils } from '@e965/xlsx'
import fc from 'fast-check'
import yauzl from 'yauzl'
import { afterAll, describe, expect, it } from 'vitest'
import { fenText } from '../../../src/kernel/index.js'
import { HEADER_LINE, type Book, type Cell } from '../../../src/report/model.js'
import { Draft } from '../../../src/report/draft.js'
import { drafted } from '../../../src/report/drafted.js'
import { LineLoops } from '../../../src/report/line-loops.js'
import { lineDigest } from '../../../src/report/seal.js'
import { columnName } from '../../../src/kernel/index.js'
import { cellText, sheetRows, xmlText } from '../../../src/report/sheet-rows.js'
import { displayWidth } from '../../../src/report/width.js'
import { sheetName, writeXlsx } from '../../../src/report/xlsx.js'
import { openSource } from '../../../src/source/index.js'
import { book, chinese, column, HOSTILE, table } from './book.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-xlsx-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

async function written(made: Book, limit?: number): Promise<string> {
  const path = join(dir, `${n++}.xlsx`)
  await writeXlsx(made, path, chinese, limit)
  return path
}

/** Cells of a sheet below its header, by another reader. */
function cellsOf(path: string, sheet: string): readonly (readonly unknown[])[] {
  return utils.sheet_to_json<unknown[]>(read(readFileSync(path)).Sheets[sheet]!, { header: 1, defval: '', blankrows: true, range: HEADER_LINE })
}

/** The same by hedui's own reader. */
async function ownCells(path: string, sheet: string): Promise<readonly (readonly string[])[]> {
  const source = await openSource(path, { sheet })
  try {
    const out: (readonly string[])[] = []
    for await (const row of source.readers[0]!.rows()) if (row.line > HEADER_LINE) out.push(row.cells)
    return out
  } finally {
    await source.close()
  }
}

async function partsOf(path: string): Promise<ReadonlyMap<string, { readonly text: string; readonly day: string }>> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => yauzl.open(path, { lazyEntries: true }, (e, z) => e === null ? resolve(z) : reject(e)))
  const out = new Map<string, { text: string; day: string }>()
  await new Promise<void>((resolve, reject) => {
    zip.on('end', resolve)
    zip.on('entry', (entry: yauzl.Entry) => zip.openReadStream(entry, (e, stream) => {
      if (e !== null) return reject(e)
      const chunks: Buffer[] = []
      stream.on('data', (c: Buffer) => chunks.push(c))
      stream.on('end', () => {
        const at = entry.getLastModDate()
        out.set(entry.fileName, { text: Buffer.concat(chunks).toString(), day: `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}` })
        zip.readEntry()
      })
    }))
    zip.readEntry()
  })
  return out
}

/** Spreadsheets hold 15 digits. */
const FIFTEEN = 999_999_999_999_999

const said = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

describe('workbook', () => {
  it('holds every text as it is, as text, for another reader and for our own', async () => {
    const path = await written(book([table('T', [column('a'), column('b')], HOSTILE.map((t, i) => [t, String(i)]))]))
    expect(cellsOf(path, 'T').map(r => String(r[0]).replaceAll('\r\n', '\n'))).toEqual(HOSTILE.map(t => said(t).replaceAll('\r\n', '\n')))
    const own = await ownCells(path, 'T')
    expect(own.map(r => r[0])).toEqual(HOSTILE.map(said))
    const sheet = read(readFileSync(path), { cellFormula: true }).Sheets['T']!
    const cells = Object.entries(sheet).filter(([at]) => /^A\d+$/.test(at)).map(([, c]) => c as { t: string; f?: string })
    expect(cells.every(c => c.f === undefined && c.t !== 'n')).toBe(true)
  })

  it('holds any text, money and counts through our own reader', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ text: fc.string({ unit: 'binary', maxLength: 30 }), fen: fc.integer({ min: -FIFTEEN, max: FIFTEEN }), count: fc.nat() }), { minLength: 300, maxLength: 400, size: 'max' }), async rows => {
      const path = await written(book([table('T', [column('n', { type: 'count' }), column('text'), column('money', { type: 'money' })], rows.map(r => [r.count, r.text, r.fen]))]))
      const own = await ownCells(path, 'T')
      expect(own.map(r => r[1] ?? '')).toEqual(rows.map(r => said(r.text)))
      expect(own.map(r => Math.round(Number(r[2]) * 100))).toEqual(rows.map(r => r.fen))
      expect(own.map(r => Number(r[0]))).toEqual(rows.map(r => r.count))
    }), { numRuns: 4, endOnFailure: true })
  })

  it('is the same bytes each time and in every time zone, and says nothing of when it was written', async () => {
    const made = (): Book => book([table('甲', [column('x'), column('y', { tint: 'answer', choices: ['一', '二'] })], [['1', null], ['2', null]], i => i === 1)], { seal: { name: 'hedui', facts: [['package', 'p']], head: ['no', 'digest', 'sheet'] } })
    const zone = process.env['TZ']
    const bytes: Buffer[] = []
    for (const tz of ['Asia/Shanghai', 'America/New_York', 'UTC']) {
      process.env['TZ'] = tz
      bytes.push(readFileSync(await written(made())))
    }
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
    expect(bytes[1]!.equals(bytes[0]!)).toBe(true)
    expect(bytes[2]!.equals(bytes[0]!)).toBe(true)
    const parts = await partsOf(await written(made()))
    expect(new Set([...parts.values()].map(p => p.day))).toEqual(new Set(['2025-10-10']))
    const year = String(new Date().getFullYear())
    expect([...parts.values()].map(p => p.text).join('').includes(`${year}-`)).toBe(year === '2025')
    expect(parts.get('docProps/core.xml')!.text).toContain('2025-10-10T00:00:00Z')
  })

  it('survives no rows at all', async () => {
    const path = await written(book([table('空', [column('a')], [])], { seal: { name: 'hedui', facts: [], head: ['no', 'digest', 'sheet'] } }))
    expect(cellsOf(path, '空')).toEqual([])
    const none = await written(book([]))
    expect(read(readFileSync(none)).SheetNames).toEqual(['汇总'])
  })

  it('goes over several sheets where rows pass the limit, losing none', async () => {
    const rows = Array.from({ length: 25 }, (_, i) => [`r${i}`])
    const path = await written(book([table('L01 应征', [column('a')], rows), table('P02', [column('b')], [['z']])]), HEADER_LINE + 10)
    const { SheetNames } = read(readFileSync(path))
    expect(SheetNames).toEqual(['汇总', 'L01 应征', 'L01 应征 (2)', 'L01 应征 (3)', 'P02'])
    expect(SheetNames.slice(1, 4).flatMap(s => cellsOf(path, s).map(r => r[0]))).toEqual(rows.map(r => r[0]))
    expect(cellsOf(path, 'P02')).toEqual([['z']])
  })

  it('freezes and filters its header, repeats it in print, and offers choices in yellow columns', async () => {
    const path = await written(book([table('T', [column('编号', { type: 'count' }), column('办理', { detail: true }), column('处理结果', { tint: 'answer', choices: ['已更正', '正在处理'] }), column('处理日期', { tint: 'answer', from: '2025-10-10' })], [[1, 'a', null, null], [2, 'b', null, null]], i => i === 1)]))
    const parts = await partsOf(path)
    const xml = parts.get('xl/worksheets/sheet2.xml')!.text
    expect(xml).toMatch(/<pane xSplit="1" ySplit="3" topLeftCell="B4"/)
    expect(xml).toContain('<autoFilter ref="A3:D5"/>')
    expect(xml).toMatch(/<dataValidation type="list"[^>]*sqref="C4:C5"><formula1>&quot;已更正,正在处理&quot;|<formula1>"已更正,正在处理"/)
    // ECMA-376 part 1, §18.18.18 knows these three; other readers refuse the whole workbook for another.
    expect([...xml.matchAll(/errorStyle="(\w+)"/g)].map(m => m[1]).filter(style => !['stop', 'warning', 'information'].includes(style!))).toEqual([])
    expect(xml).toMatch(/type="date" operator="greaterThanOrEqual"[^>]*sqref="D4:D5"><formula1>45940/)
    expect(xml).toContain('fitToPage="1"')
    expect(xml).toMatch(/orientation="landscape"/)
    expect(xml).toContain('<dimension ref="A1:D5"/>')
    expect(parts.get('xl/workbook.xml')!.text).toContain('&apos;T&apos;!$3:$3</definedName>')
    expect(xml).toMatch(/<col min="2" max="2"[^>]*hidden="1"/)
    const styles = [...xml.matchAll(/<c r="C(\d)" s="(\d+)"\/>/g)].map(m => m[2])
    expect(new Set(styles).size).toBe(2)
  })

  it('seals every line of the tables that are to be filled in', async () => {
    const columns = [column('编号', { type: 'count' }), column('金额', { type: 'money' }), column('结果', { tint: 'answer' })]
    const rows: readonly (readonly Cell[])[] = [[7, 1250, null], [9, -5, null], ...HOSTILE.map((text, i) => [10 + i, text, null]), [99, `${'x'.repeat(40_000)}`, null], [100, null, null]]
    const made = book([table('甲', columns, rows), table('乙', [column('x')], [['not sealed']])], { seal: { name: 'hedui', facts: [['package', '2025-10-10-abc'], ['version', '1']], head: ['no', 'digest', 'sheet'] } })
    const path = await written(made)
    const workbook = read(readFileSync(path))
    expect(workbook.Workbook!.Sheets!.map(s => [s.name, s.Hidden])).toEqual([['汇总', 0], ['甲', 0], ['乙', 0], ['hedui', 2]])
    expect(cellsOf(path, 'hedui')).toEqual([
      ['package', '2025-10-10-abc', ''], ['version', '1', ''], ...rows.map(r => [String(r[0]), lineDigest(r, columns).toString('hex'), '甲']),
    ])
  })
})

describe('parts of a sheet', () => {
  it('names columns as spreadsheets do', () => {
    expect([0, 25, 26, 51, 52, 701, 702, 16383].map(columnName)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA', 'XFD'])
  })

  it('names sheets as Excel allows', () => {
    expect(sheetName("a/b:c*d?e[f]g\\h'", 0)).toBe('a b c d e f g h ')
    expect(sheetName('一'.repeat(40), 11)).toBe(`${'一'.repeat(26)} (12)`)
  })

  it('says in XML what XML can say, and the rest in escapes', () => {
    expect(xmlText('<a> & "b"')).toBe('&lt;a&gt; &amp; "b"')
    expect(xmlText('\u0008\u000d\t\n')).toBe('_x0008__x000D_\t\n')
    expect(xmlText('_x000d_')).toBe('_x005F_x000d_')
  })

  it('cuts what a cell cannot hold, and never through a character', () => {
    expect(cellText('x'.repeat(32_767))).toHaveLength(32_767)
    expect(cellText('x'.repeat(40_000))).toBe(`${'x'.repeat(32_766)}…`)
    expect(cellText(`${'x'.repeat(32_765)}𠮷${'y'.repeat(9)}`)).toBe(`${'x'.repeat(32_765)}…`)
  })

  it('writes rows as cells one by one make them, whatever stands above', () => {
    const columns = [column('a', { width: 9, wrap: true }), column('b', { type: 'money' }), column('c', { type: 'count' }), column('d', { width: 12, wrap: true })]
    const styles = { loud: ['1', '2', '3', '4'], quiet: ['11', '12', '13', '14'] }
    /** The obvious way: texts put together cell by cell. */
    const plain = (rows: readonly (readonly [readonly Cell[], boolean])[]): string => rows.map(([cells, quiet], n) => {
      const at = 4 + n
      const lines = [0, 3].map(i => typeof cells[i] === 'string' && cells[i] !== '' ? cells[i].split('\n').reduce((sum, part) => sum + Math.max(1, Math.ceil(displayWidth(part) / (columns[i]!.width * 0.93))), 0) : 1)
      const shown = cells.map((value, i) => {
        const open = `<c r="${'ABCD'[i]!}${at}" s="${(quiet ? styles.quiet : styles.loud)[i]!}"`
        if (value === null || value === '') return `${open}/>`
        if (typeof value === 'number') return `${open}><v>${i === 1 ? fenText(value) : value}</v></c>`
        const text = xmlText(cellText(value))
        return `${open} t="inlineStr"><is><t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''}>${text}</t></is></c>`
      })
      return `<row r="${at}" ht="${Math.min(409, Math.max(...lines) * 13.5 + 3)}">${shown.join('')}</row>`
    }).join('')
    const loops = new LineLoops()
    const written = (rows: readonly (readonly [readonly Cell[], boolean])[], into = loops.draft(columns)): string =>
      Buffer.concat([...sheetRows(drafted(rows.map(([cells, quiet]) => ({ cells, quiet })), into)[Symbol.iterator](), { columns, styles, first: 4, count: rows.length, loops })]).toString()
    const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.constantFrom(...HOSTILE), fc.constantFrom('L01', ' a', 'a ', 'x_x0041_', 'x'.repeat(70), '甲\n乙\n'))
    const cell = fc.oneof(text, text, fc.constant(null), fc.constantFrom('甲', 'tax'), fc.maxSafeInteger(), fc.constantFrom(0, -0, 5, -5, 99, -100))
    fc.assert(fc.property(fc.array(fc.tuple(fc.tuple(cell, cell, cell, cell), fc.boolean()), { maxLength: 20 }), rows => {
      expect(written(rows)).toBe(plain(rows))
      expect(written(rows, new Draft(columns))).toBe(plain(rows))
    }), { numRuns: 300 })
    const long = Array.from({ length: 4000 }, (_, i) => [[`第${i % 2}家`, i, i, `情况${i % 5}`.repeat(20)], i % 3 === 0] as const)
    expect(written(long)).toBe(plain(long))
  })

  it('a row that was not counted, or is missing, is a bug and no workbook', async () => {
    const wrong = (count: number): Book => book([{ ...table('T', [column('a')], [['1'], ['2']]), count }])
    await expect(written(wrong(1))).rejects.toThrow('more lines than were counted')
    await expect(written(wrong(3))).rejects.toThrow('2 lines where 3 were counted')
    expect([...sheetRows([][Symbol.iterator](), { columns: [], styles: { loud: [], quiet: [] }, first: 4, count: 0, loops: new LineLoops() })].join('')).toBe('')
  })
})
