import { copyFileSync, readFileSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import iconv from 'iconv-lite'
import * as xlsx from '@e965/xlsx'
import { afterAll, describe, expect, it, test } from 'vitest'
import { openSource, type FormatSpec, type SourceOptions } from '../../../src/source/index.js'
import { Files, FIXTURES, PASSWORD, readAll } from './reading.js'

const files = new Files()
afterAll(() => files.remove())

const WIDTHS = [12, 10, 18, 20, 12, 3, 6, 12, 12, 8]
const NAMES = ['征集通知流水号', '个人编号', '证件号码', '姓名', '单位编号', '险种', '对应费款所属期', '缴费基数', '应缴金额', '发送日期']
const FIXED: FormatSpec = {
  fixed: { encoding: 'gb18030', skip: 0, trimmed: false, columns: WIDTHS.map((length, i) => ({ header: NAMES[i]!, start: 1 + WIDTHS.slice(0, i).reduce((a, b) => a + b, 0), length })) },
}
const ROWS = [
  ['ZJ000001', '0000000001', '110000199001020019', '测试甲', '0000012345', '110', '202509', '5001', '1200.24', '20250921'],
  ['ZJ000002', '0000000002', '110000199001030022', '测试乙', '0000012345', '110', '202509', '5002', '1200.48', '20250922'],
  ['ZJ000003', '0000000003', '110000199001040036', '测试·丙', '0000012345', '110', '202509', '5003', '1200.72', '20250923'],
  ['ZJ000004', '0000000004', '11000019900105004X', '测试㐀丁', '0000012345', '110', '202509', '5004', '1200.96', '20250924'],
]

/** What a cell says, whatever its format writes of it. */
const plain = (cell: string): string => cell.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1$2$3').replace(/^(\d+)\.00$/, '$1')
const fixture = (name: string): string => join(FIXTURES, name)

interface Case { readonly file: string; readonly format: string; readonly rows: number; readonly lines: readonly number[]; readonly options?: SourceOptions; readonly wrapped?: readonly string[]; readonly extra?: number }

const CASES: readonly Case[] = [
  { file: 'levy.xls', format: 'xls', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy.xlsx', format: 'xlsx', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy-password.xlsx', format: 'xlsx', rows: 4, lines: [3, 4, 5, 6], wrapped: ['password'] },
  { file: 'levy-poi.xlsx', format: 'xlsx', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy-easyexcel.xlsx', format: 'xlsx', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy-easyexcel.xls', format: 'xls', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy-excelize.xlsx', format: 'xlsx', rows: 4, lines: [2, 3, 4, 5] },
  { file: 'levy.ods', format: 'ods', rows: 4, lines: [3, 4, 5, 6] },
  { file: 'levy-pandas.ods', format: 'ods', rows: 4, lines: [2, 3, 4, 5] },
  { file: 'levy.dbf', format: 'dbf', rows: 3, lines: [1, 2, 3], extra: 1 },
  { file: 'levy-zh.dbf', format: 'dbf', rows: 4, lines: [1, 2, 3, 4] },
  { file: 'levy-fixed.txt', format: 'fixed', rows: 4, lines: [1, 2, 3, 4], options: { format: FIXED } },
  { file: 'levy.jsonl', format: 'jsonl', rows: 4, lines: [1, 2, 3, 4] },
  { file: 'levy-aes.zip', format: 'text', rows: 4, lines: [2, 3, 4, 5], wrapped: ['zip', 'password'] },
  { file: 'levy.csv.gz', format: 'text', rows: 4, lines: [2, 3, 4, 5], wrapped: ['gz'] },
]

describe('one extract in every format', () => {
  test.each(CASES)('$file', async ({ file, format, rows, lines, options, wrapped, extra }) => {
    const { source, tables } = await readAll(fixture(file), { password: PASSWORD, ...options }, cells => cells.some(c => /征集通知流水号|AAZ288|征集单号/.test(c)) && cells.length > 6)
    expect(source).toMatchObject({ format, wrapped: wrapped ?? [] })
    expect(tables).toHaveLength(1)
    expect(tables[0]!.rows.map(r => r.cells.slice(0, r.cells.length - (extra ?? 0)).map(plain))).toEqual(ROWS.slice(0, rows))
    expect(tables[0]!.rows.map(r => r.line)).toEqual(lines)
  })

  it('an .xlsb and an .xls by another writer', async () => {
    const sheet = xlsx.utils.aoa_to_sheet([NAMES, ...ROWS.map(r => [...r.slice(0, 7), Number(r[7]), Number(r[8]), r[9]])])
    for (const bookType of ['xlsb', 'biff8', 'ods', 'xlml'] as const) {
      const book = xlsx.utils.book_new()
      xlsx.utils.book_append_sheet(book, sheet, '征集明细')
      const { source, tables } = await readAll(files.write(xlsx.write(book, { bookType, type: 'buffer' }) as Buffer, `book.${bookType}`))
      expect(source.format).toBe({ xlsb: 'xlsb', biff8: 'xls', ods: 'ods', xlml: 'html' }[bookType])
      expect(tables[0]!.rows.map(r => r.cells), bookType).toEqual(ROWS)
    }
  })

  it('a table in HTML that is named .xls', async () => {
    const html = `<html><head><meta charset="gbk"></head><body><table><tr>${NAMES.map(n => `<th>${n}</th>`).join('')}</tr>${ROWS.map(r => `<tr>${r.map(c => `<td>${c}</td>`).join('')}</tr>`).join('')}</table></body></html>`
    const { source, tables } = await readAll(files.write(iconv.encode(html, 'gb18030'), 'web.xls'))
    expect(source).toMatchObject({ format: 'html', encoding: 'gb18030' })
    expect(tables[0]!.rows.map(r => r.cells)).toEqual(ROWS)
  })

  const REFERENCES = [
    ['买买提&#183;艾力', '买买提·艾力'], ['王&#30592;', '王瞀'], ['王&#x4DAE;', '王䶮'], ['王&#X20BB7;', '王𠮷'], ['&ldquo;测试&rdquo;&mdash;&yen;1', '“测试”—¥1'], ['甲&#160;乙', '甲 乙'],
    ['甲&#60;b&#62;乙&#38;lt;', '甲<b>乙&lt;'], ['甲&amp;#183;乙', '甲&#183;乙'], ['甲&unknown;&#0;&#xD800;乙', '甲&unknown;&#0;&#xD800;乙'], ['&constructor;&toString;', '&constructor;&toString;'], ['O&#39;N &#34;x&#34;', 'O\'N "x"'], ['张&middot;三&nbsp;&amp;', '张·三 &'],
  ] as const

  it('character references of HTML are the characters, and read once', async () => {
    const { tables } = await readAll(files.write(`<table><tr><td>号</td><td>名</td></tr>${REFERENCES.map(([written]) => `<tr><td>1</td><td>${written}</td></tr>`).join('')}</table>`, 'references.xls'), {}, () => true)
    expect(tables[0]!.rows.map(r => r.cells[1])).toEqual([...REFERENCES.map(([, meant]) => meant)])
  })

  it('an .ods with a password is told as such, whether each part is encrypted or all as one', async () => {
    const book = xlsx.utils.book_new()
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([NAMES, ...ROWS]), '征集明细')
    const parts = (): ReturnType<typeof xlsx.CFB.read> => xlsx.CFB.read(xlsx.write(book, { bookType: 'ods', type: 'buffer' }) as Buffer, { type: 'buffer' })
    const noise = Buffer.from(Array.from({ length: 900 }, (_, i) => i * i * 37 % 251))
    const manifest = (path: string, type: string): Buffer => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="${path}" manifest:media-type="${type}" manifest:size="3547"><manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="Zm9v">
<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="Zm9v"/></manifest:encryption-data></manifest:file-entry></manifest:manifest>`)
    const each = parts()
    xlsx.CFB.find(each, 'content.xml')!.content = noise
    xlsx.CFB.find(each, '/META-INF/manifest.xml')!.content = manifest('content.xml', 'text/xml')
    const whole = xlsx.CFB.utils.cfb_new()
    for (const [name, bytes] of [['mimetype', Buffer.from('application/vnd.oasis.opendocument.spreadsheet')], ['META-INF/manifest.xml', manifest('encrypted-package', '')], ['encrypted-package', noise]] as const) xlsx.CFB.utils.cfb_add(whole, `/${name}`, bytes)
    for (const [name, zip] of [['each.ods', each], ['whole.ods', whole], ['whole.xlsx', whole]] as const) {
      const path = files.write(xlsx.CFB.write(zip, { fileType: 'zip', type: 'buffer' }) as Buffer, name)
      await expect(openSource(path, { password: 'abc' })).rejects.toMatchObject({ code: 'source.encrypted_ods', params: { file: name } })
    }
  })

  it('an .ods whose number formats the library does not know prints nothing', async () => {
    const book = xlsx.utils.book_new()
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([NAMES, ...ROWS]), '征集明细')
    const zip = xlsx.CFB.read(xlsx.write(book, { bookType: 'ods', type: 'buffer' }) as Buffer, { type: 'buffer' })
    const entry = xlsx.CFB.find(zip, 'content.xml')!
    const style = '<number:number-style style:name="N9"><style:map style:condition="value()&gt;0" style:apply-style-name="N9P0"/></number:number-style></office:automatic-styles>'
    entry.content = Buffer.from(Buffer.from(entry.content as Uint8Array).toString().replace('</office:automatic-styles>', style))
    const path = files.write(xlsx.CFB.write(zip, { fileType: 'zip', type: 'buffer' }) as Buffer, 'formats.ods')
    const printed: unknown[] = []
    const error = console.error
    const print = (...said: unknown[]): void => void printed.push(said)
    console.error = print
    try {
      const { tables } = await readAll(path)
      expect(tables[0]!.rows.map(r => r.cells)).toEqual(ROWS)
      expect([printed, console.error]).toEqual([[], print])
    } finally {
      console.error = error
    }
  })

  it('errors of Excel are shown as Excel shows them, in every old format', async () => {
    const errors = { 0: '#NULL!', 7: '#DIV/0!', 15: '#VALUE!', 23: '#REF!', 29: '#NAME?', 36: '#NUM!', 42: '#N/A' }
    for (const bookType of ['biff8', 'xlsb', 'xlml'] as const) {
      const sheet = xlsx.utils.aoa_to_sheet([['甲', '乙', '丙']])
      for (const [i, v] of Object.keys(errors).entries()) sheet[`A${i + 2}`] = { t: 'e', v: Number(v) }
      sheet['!ref'] = 'A1:C8'
      const book = xlsx.utils.book_new()
      xlsx.utils.book_append_sheet(book, sheet, '征集')
      const { tables } = await readAll(files.write(xlsx.write(book, { bookType, type: 'buffer' }) as Buffer, `errors.${bookType}`))
      expect(tables[0]!.rows.map(r => r.cells[0]), bookType).toEqual(Object.values(errors))
    }
  })

  it('cells as a person sees them, in workbooks of every age', async () => {
    const cells: readonly (readonly [string | number, string, string])[] = [
      ['0012', '"ZJ"@', 'ZJ0012'], ['0013', '@', '0013'], [12, '"ZJ"000000', 'ZJ000012'], [0.16, '0%', '16%'],
      [12.5, '0.00"万元"', '12.5万元'], [-3, '#,##0"亿"', '-3亿'], [0, '0.00"万元"', '0'], [12.5, '0.00"元"', '12.5'], [7, '"第"0"年"', '7'],
      // The last moment of a month as databases keep it, and a day that was computed.
      [45930.99999996528, 'yyyy-mm-dd', '2025-09-30 23:59:59'], [45930.9999999999, 'yyyy-mm-dd', '2025-10-01'], [45930.5, 'yyyy-mm-dd', '2025-09-30 12:00:00'],
    ]
    const sheet = { '!ref': `A1:A${cells.length + 1}`, A1: { t: 's', v: '甲' }, ...Object.fromEntries(cells.map(([v, z], i) => [`A${i + 2}`, { t: typeof v === 'string' ? 's' : 'n', v, z }])) } as xlsx.WorkSheet
    for (const bookType of ['biff8', 'xlsb', 'xlml', 'xlsx'] as const) {
      const written = xlsx.write({ SheetNames: ['A'], Sheets: { A: sheet } }, { bookType, type: 'buffer' }) as Buffer
      const { tables } = await readAll(files.write(written, `seen.${bookType}`), {}, () => true)
      expect(tables[0]!.rows.map(r => r.cells[0]), bookType).toEqual(cells.map(([, , seen]) => seen))
    }
  })

  it('a number of more digits than a double holds, in the XML of Excel 2003', async () => {
    const cells = ['220102198001015016', '1234567890123456', '\n220102198001015016 ', '123456789012345', '1.25', '-5', '2.20102198001015E+17'].map(c => `<Cell ss:StyleID="s1"><Data ss:Type="Number">${c}</Data></Cell>`)
    const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>${'<Row><Cell><Data ss:Type="String">A</Data></Cell></Row>'}<Row>${cells.join('')}</Row></Table></Worksheet></Workbook>`
    const { tables } = await readAll(files.write(xml, 'numbers-2003.xls'))
    expect(tables[0]!.header.map(cell => cell.trim())).toEqual(['220102198001015016', '1234567890123456', '220102198001015016', '123456789012345', '1.25', '-5', '2.20102198001015e+17'])
  })

  it('quotes in attributes of the XML of Excel 2003', async () => {
    const xml = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1"><NumberFormat ss:Format="0.00&#34;元&#34;"/></Style></Styles><Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">甲</Data></Cell><Cell><Data ss:Type="String">乙</Data></Cell></Row><Row><Cell ss:Formula="=IF(A1&#62;1,&#34;x&#34;,&#34;y&#34;)"><Data ss:Type="String">x</Data></Cell><Cell><Data ss:Type="String">1</Data></Cell></Row></Table></Worksheet></Workbook>'
    const { tables } = await readAll(files.write(xml, 'quotes-2003.xls'), {}, () => true)
    expect(tables[0]!.rows.map(r => r.cells)).toEqual([['x', '1']])
  })

  it('texts in several fonts, and CDATA, in the XML of Excel 2003', async () => {
    const rich = (text: string): string => `<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">${text}</ss:Data>`
    const cells = [rich('王<Font html:Color="#FF0000">建国</Font>'), rich('<B>王</B>建<I>国</I>'), rich('王<B>&lt;建&gt;</B>'), '<Data ss:Type="String"><![CDATA[王<建>国 &1]]></Data>', '<Data ss:Type="String"/>', '<Data ss:Type="Number"><![CDATA[1200.24]]></Data>']
    const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">姓名</Data></Cell><Cell><Data ss:Type="String">号</Data></Cell></Row>${cells.map(c => `<Row><Cell>${c}</Cell><Cell><Data ss:Type="String">1</Data></Cell></Row>`).join('')}</Table></Worksheet></Workbook>`
    const { tables } = await readAll(files.write(xml, 'rich-2003.xls'), {}, () => true)
    expect(tables[0]!.rows.map(r => r.cells[0])).toEqual(['王建国', '王建国', '王<建>', '王<建>国 &1', '', '1200.24'])
  })

  it('references above U+FFFF in the XML of Excel 2003', async () => {
    const cells = ['姓名', '王&#x20BB7;', '甲&#183;&amp;&#60;'].map(c => `<Row><Cell><Data ss:Type="String">${c}</Data></Cell><Cell><Data ss:Type="String">1</Data></Cell></Row>`)
    const xml = `<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="A"><Table>${cells.join('')}</Table></Worksheet></Workbook>`
    const { tables } = await readAll(files.write(xml, 'references-2003.xls'), {}, () => true)
    expect(tables[0]!.rows.map(r => r.cells[0])).toEqual(['王𠮷', '甲·&<'])
  })
})

describe('the bytes decide, not the name', () => {
  test.each([
    ['a text named .xlsx', 'a,b\n1,2\n', 'x.xlsx', 'text'], ['a text named .zip', 'a,b\n1,2\n', 'x.zip', 'text'], ['JSON lines named .csv', '{"a":1,"b":2}\n', 'x.csv', 'jsonl'],
    ['XML named .txt', '<r><row><a>1</a><b>2</b></row></r>', 'x.txt', 'xml'], ['a text that begins with a tag', '<SPAN title="号">号</SPAN>,名\n1,2\n', 'x.html', 'text'], ['a workbook without extension', null, 'levy', 'xlsx'],
    ['Unicode text of Excel named .xls', Buffer.from('\ufeff号\t名\r\n1\t2\r\n', 'utf16le'), 'u.xls', 'text'], ['a table in HTML in UTF-16 named .xls', Buffer.from('\ufeff<table><tr><td>号</td><td>名</td></tr></table>', 'utf16le'), 'h.xls', 'html'],
  ])('%s', async (_, content, name, format) => {
    const path = content === null ? join(files.dir, name) : files.write(content, name)
    if (content === null) copyFileSync(fixture('levy.xlsx'), path)
    const source = await openSource(path)
    await source.close()
    expect(source.format).toBe(format)
  })

  test.each([
    ['a JSON list', '[{"a":1,"b":2},\n{"a":3}]\n', 'source.foreign'],
    ['a web page of Excel in one file', 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n', 'source.foreign'],
    ['PDF', '%PDF-1.7\n%\u0001\u0002\n', 'source.foreign'], ['RAR', 'Rar!\x1a\x07\x01\x00', 'source.foreign'], ['7z', Buffer.from('377abcaf271c0004', 'hex'), 'source.foreign'], ['tar', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\0'), Buffer.alloc(300)]), 'source.foreign'],
  ])('%s is refused by name', async (_, content, code) => {
    await expect(openSource(files.write(content, 'x.csv'))).rejects.toMatchObject({ code })
  })
})

describe('what is left out is said', () => {
  it('hidden sheets, unless one is asked for', async () => {
    const { source, tables } = await readAll(fixture('levy.xlsx'))
    expect(source.leftOut).toEqual([{ what: 'hidden_sheet', name: '内部备注', rows: 0 }])
    expect(tables.map(t => t.sheet)).toEqual(['征集明细'])
    const asked = await openSource(fixture('levy.xlsx'), { sheet: '内部备注' })
    await asked.close()
    expect(asked.readers.map(r => r.sheet)).toEqual(['内部备注'])
  })

  it('hidden sheets of an .ods', async () => {
    const book = xlsx.utils.book_new()
    for (const name of ['征集', '旧数']) xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([NAMES, ...ROWS]), name)
    const parts = xlsx.CFB.read(xlsx.write(book, { bookType: 'ods', type: 'buffer' }) as Buffer, { type: 'buffer' })
    const content = xlsx.CFB.find(parts, 'content.xml')!
    content.content = Buffer.from(Buffer.from(content.content as Uint8Array).toString()
      .replace('</office:automatic-styles>', '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>')
      .replace(/<table:table table:name="旧数"[^>]*>/, '<table:table table:name="旧数" table:style-name="gone">'))
    const { source, tables } = await readAll(files.write(xlsx.CFB.write(parts, { type: 'buffer', fileType: 'zip' }) as Buffer, 'hidden.ods'))
    expect(source.leftOut).toEqual([{ what: 'hidden_sheet', name: '旧数', rows: 0 }])
    expect(tables.map(t => t.sheet)).toEqual(['征集'])
  })

  it('an .xls in which no sheet is found is a Problem', async () => {
    await expect(openSource(files.write(Buffer.concat([Buffer.from('0908100000060500bb0dcc0700000000060000000a000000', 'hex')]), 'no-sheets.xls'))).rejects.toMatchObject({ code: 'source.no_rows' })
  })

  it('records that are marked as deleted', async () => {
    expect((await readAll(fixture('levy.dbf'))).source.leftOut).toEqual([{ what: 'deleted_rows', name: '', rows: 1 }])
  })
})

describe('digests', () => {
  it('are of the content, however it is wrapped', async () => {
    const digest = async (path: string): Promise<string> => (await readAll(path, { password: PASSWORD })).source.digest
    expect(await digest(fixture('levy-password.xlsx'))).toBe(await digest(fixture('levy.xlsx')))
    const source = await openSource(fixture('levy.csv.gz'))
    const unpacked = source.beside
    await source.close()
    expect(unpacked.map(p => basename(p))).toEqual(['levy.csv.gz', 'levy.csv'])
  })

  it('what was unpacked is gone after closing, and nobody else could read it', async () => {
    const scratch = join(files.dir, 'scratch')
    const source = await openSource(`${fixture('slices.zip')}!征集明细/第1份.csv`, { scratch })
    expect(readdirSync(scratch)).toEqual(['第1份.csv'])
    expect([statSync(scratch).mode & 0o777, statSync(join(scratch, '第1份.csv')).mode & 0o777]).toEqual([0o700, 0o600])
    await source.close()
    expect(() => readdirSync(scratch)).toThrow('ENOENT')
    expect(readdirSync(tmpdir()).filter(f => /^hedui-[A-Za-z0-9]{6}$/.test(f) && statSync(join(tmpdir(), f)).isDirectory() && readdirSync(join(tmpdir(), f)).includes('第1份.csv'))).toEqual([])
  })

  it('a file that changes while it is read is a Problem', async () => {
    const path = files.write('a,b\n1,2\n', 'grows.csv')
    const source = await openSource(path)
    source.unchanged()
    files.write('a,b\n1,2\n3,4\n', 'grows.csv')
    expect(() => source.unchanged()).toThrow('source.changed')
    await source.close()
    const again = await openSource(path)
    files.write('a,b\n1,2\n3,5\n', 'grows.csv')
    utimesSync(path, new Date(), new Date(Date.now() + 5000))
    expect(() => again.unchanged(), 'as long as before').toThrow('source.changed')
    await again.close()
  })
})

describe('passwords', () => {
  test.each([['levy-aes.zip', undefined, 'source.encrypted'], ['levy-aes.zip', '错的', 'source.password'], ['levy-password.xlsx', undefined, 'source.encrypted'], ['levy-password.xlsx', '错的', 'source.password']])('%s with %s', async (name, password, code) => {
    await expect(openSource(fixture(name), password === undefined ? {} : { password })).rejects.toMatchObject({ code })
  })

  it('one in the wrong words is in no message', async () => {
    const error = await openSource(fixture('levy-aes.zip'), { password: '绝密口令' }).catch((e: unknown) => e)
    expect(JSON.stringify(error)).not.toContain('绝密口令')
  })
})

describe('numbers and days of workbooks', () => {
  it('stand as they are seen', async () => {
    const sheet = xlsx.utils.aoa_to_sheet([['a', 'b', 'c', 'd', 'e']])
    const row = [{ t: 'n', v: 110101199003071000 }, { t: 'n', v: 0.1 + 0.2 }, { t: 'n', v: 45_000, z: 'yyyy/m/d' }, { t: 'n', v: 12, z: '00000' }, { t: 'n', v: 1e-7 }]
    for (const [i, cell] of row.entries()) sheet[xlsx.utils.encode_cell({ r: 1, c: i })] = cell
    sheet['!ref'] = 'A1:E2'
    for (const bookType of ['biff8', 'xlsb', 'xlsx'] as const) {
      const book = xlsx.utils.book_new()
      xlsx.utils.book_append_sheet(book, sheet, 's')
      const { tables } = await readAll(files.write(xlsx.write(book, { bookType, type: 'buffer' }) as Buffer))
      expect(tables[0]!.rows[0]!.cells, bookType).toEqual([bookType === 'xlsx' ? '110101199003071000' : '1.10101199003071e+17', '0.3', '2023-03-15', '00012', '0.0000001'])
    }
  })
})

it('fixtures are small', () => {
  for (const name of readdirSync(FIXTURES)) expect(readFileSync(fixture(name)).length).toBeLessThan(20_000)
})
