import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it, test } from 'vitest'
import * as xlsx from '@e965/xlsx'
import { ZipFile } from 'yazl'
import { archiveEntries, DEFAULT_LIMITS, openSource, type Limits, type SourceOptions } from '../../../src/source/index.js'
import { crc32, plainCrc32 } from '../../../src/source/checksum.js'
import { Files, FIXTURES, PASSWORD, readAll } from './reading.js'

const files = new Files()
afterAll(() => files.remove())

const CSV = 'a,b\n1,2\n'

/** A zip by yazl, whose names are checked; `raw` are entries with any name, put together by hand. */
async function zip(entries: Readonly<Record<string, string | Uint8Array>>): Promise<Buffer> {
  const out = new ZipFile()
  for (const [name, content] of Object.entries(entries)) out.addBuffer(Buffer.from(content), name)
  out.end()
  const chunks: Buffer[] = []
  for await (const chunk of out.outputStream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A workbook with one sheet of these rows. */
const workbook = (rows: string, before = ''): Promise<Buffer> => zip({
  '[Content_Types].xml': '<Types/>', 'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="s" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `${before}<worksheet><sheetData>${rows}</sheetData></worksheet>`,
})

interface Raw { readonly name: Buffer | string; readonly content: Buffer; readonly flags?: number; readonly size?: number; readonly crc?: number }

/** A zip byte by byte: names and sizes may lie. */
function rawZip(entries: readonly Raw[]): Buffer {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, content, flags = 0, size, crc } of entries) {
    const bytes = Buffer.from(name)
    const packed = deflateRawSync(content)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(flags, 2)
    fields.writeUInt16LE(8, 4)
    fields.writeUInt32LE(crc ?? plainCrc32(content), 10)
    fields.writeUInt32LE(packed.length, 14)
    fields.writeUInt32LE(size ?? content.length, 18)
    fields.writeUInt16LE(bytes.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    locals.push(Buffer.from('504b0304', 'hex'), fields, bytes, packed)
    central.push(Buffer.from('504b01021400', 'hex'), fields, tail, bytes)
    at += 30 + bytes.length + packed.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, directory, end])
}

const limited = (more: Partial<Limits>): SourceOptions => ({ limits: { ...DEFAULT_LIMITS, ...more } })
const zeros = (mib: number): Buffer => Buffer.alloc(mib << 20, 'a,b\n')

describe('archives that mean harm', () => {
  it('a bomb goes off in no memory and on no disk', async () => {
    const path = files.write(await zip({ 'bomb.csv': zeros(80) }), 'bomb.zip')
    expect(statSync(path).size).toBeLessThan(1 << 20)
    await expect(openSource(path)).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'ratio' } })
    await expect(openSource(files.write(gzipSync(zeros(80)), 'bomb.csv.gz'))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'ratio' } })
    await expect(openSource(path, limited({ ratio: 2000, unpacked_bytes: 70 << 20 }))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'unpacked_bytes', limit: 70 << 20 } })
  })

  it('one that lies about its size is stopped while it is unpacked', async () => {
    const path = files.write(rawZip([{ name: 'a.csv', content: zeros(2), size: 100 }]), 'lies.zip')
    await expect(openSource(path)).rejects.toMatchObject({ code: 'source.part' })
  })

  it('a workbook may be a bomb too', async () => {
    const sheet = Buffer.concat([Buffer.from('<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'), Buffer.alloc(80 << 20, '<x/>')])
    const path = files.write(await workbook(sheet.toString('latin1')), 'bomb.xlsx')
    await expect(readAll(path)).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'ratio' } })
    await expect(readAll(files.write(await workbook('', '<!DOCTYPE x [<!ENTITY a "b">]>'), 'dtd.xlsx'))).rejects.toMatchObject({ code: 'source.xml_dtd' })
  })

  test.each(['../../etc/passwd.csv', '..\\..\\evil.csv', '/etc/cron.d/x', 'C:\\x.csv', 'a/../../b.csv'])('a name that leads out: %s', async name => {
    const path = files.write(rawZip([{ name, content: Buffer.from(CSV) }]), 'out.zip')
    await expect(openSource(path)).rejects.toMatchObject({ code: 'source.entry_name', params: { entry: name } })
  })

  it('an archive in an archive, two files of one name, too many files, none', async () => {
    const inner = await zip({ 'a.csv': CSV })
    await expect(openSource(files.write(await zip({ 'in.zip': inner }), 'nested.zip'))).rejects.toMatchObject({ code: 'source.nested' })
    await expect(openSource(files.write(await zip({ 'in.csv.gz': gzipSync(CSV) }), 'nested-gz.zip'))).rejects.toMatchObject({ code: 'source.nested' })
    await expect(openSource(files.write(gzipSync(inner), 'nested.zip.gz'))).rejects.toMatchObject({ code: 'source.nested' })
    const twice = [{ name: 'a.csv', content: Buffer.from(CSV) }, { name: 'a.csv', content: Buffer.from('c\n') }]
    await expect(openSource(files.write(rawZip(twice), 'twice.zip'))).rejects.toMatchObject({ code: 'source.entry_twice' })
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i}.csv`, CSV]))
    await expect(openSource(files.write(await zip(many), 'many.zip'), limited({ entries: 10 }))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'entries' } })
    await expect(openSource(files.write(await zip({ '__MACOSX/a': 'x', '.DS_Store': 'x' }), 'none.zip'))).rejects.toMatchObject({ code: 'source.no_entries' })
  })

  it('cut and damaged ones say so, wherever the damage lies', async () => {
    const whole = await zip({ 'a.csv': `a,b\n${'1,2\n'.repeat(5000)}` })
    for (const length of [30, whole.length >> 1, whole.length - 1]) await expect(openSource(files.write(whole.subarray(0, length), 'cut.zip'))).rejects.toMatchObject({ code: 'source.no_zip' })
    const gz = gzipSync(`a,b\n${'1,2\n'.repeat(5000)}`)
    for (const length of [12, gz.length >> 1, gz.length - 4]) await expect(openSource(files.write(gz.subarray(0, length), 'cut.gz'))).rejects.toMatchObject({ code: 'source.part' })
    const wrong = rawZip([{ name: 'a.csv', content: Buffer.from(CSV), crc: 1 }])
    await expect(openSource(files.write(wrong, 'crc.zip'))).rejects.toMatchObject({ code: 'source.part', params: { detail: 'CRC' } })
    const dbf = readFileSync(join(FIXTURES, 'levy.dbf'))
    await expect(openSource(files.write(dbf.subarray(0, dbf.length - 40), 'cut.dbf'))).rejects.toMatchObject({ code: 'source.part' })
    const xlsx = readFileSync(join(FIXTURES, 'levy-password.xlsx'))
    await expect(openSource(files.write(xlsx.subarray(0, 6000), 'cut.xlsx'), { password: PASSWORD })).rejects.toMatchObject({ code: 'source.part' })
  })

  it('nothing of a refused archive stays behind', async () => {
    const scratch = join(files.dir, 'kept')
    await expect(openSource(files.write(await zip({ 'bomb.csv': zeros(80) }), 'again.zip'), { ...limited({ ratio: 2000, unpacked_bytes: 70 << 20 }), scratch })).rejects.toThrow()
    expect(() => readdirSync(scratch)).toThrow('ENOENT')
  })
})

describe('names in archives', () => {
  it('GBK without a mark, UTF-8 with and without one', async () => {
    const gbk = Buffer.from('d5f7bcafc3f7cfb82e637376', 'hex')
    const path = files.write(rawZip([{ name: gbk, content: Buffer.from(CSV) }, { name: '缴费.csv', content: Buffer.from('c,d\n'), flags: 0x800 }, { name: '登记.csv', content: Buffer.from('e,f\n') }]), 'names.zip')
    expect((await archiveEntries({ path, file: 'names.zip', limits: DEFAULT_LIMITS }))!.map(e => e.name).toSorted()).toEqual(['征集明细.csv', '登记.csv', '缴费.csv'].toSorted())
    const { tables } = await readAll(`${path}!缴费.csv`, {}, cells => cells.length > 1)
    expect(tables[0]!.header).toEqual(['c', 'd'])
    await expect(openSource(`${path}!没有.csv`)).rejects.toMatchObject({ code: 'source.no_entry' })
  })

  it('several files are listed, and patterns choose', async () => {
    const path = files.write(await zip({ 'a.csv': CSV, 'b.csv': CSV, 'b.csv.ctl': '记录数=1', '~$a.xlsx': '张三', '说明.txt': 'x' }), 'several.zip')
    await expect(openSource(path)).rejects.toMatchObject({ code: 'source.entries', params: { entries: 'a.csv、b.csv、说明.txt' } })
    expect((await archiveEntries({ path, file: 'x', limits: DEFAULT_LIMITS, patterns: ['*.csv'] }))!.map(e => e.name)).toEqual(['a.csv', 'b.csv'])
    expect(await archiveEntries({ path: join(FIXTURES, 'levy.xlsx'), file: 'x', limits: DEFAULT_LIMITS })).toBeNull()
  })
})

describe('tables that are too much', () => {
  it('a million columns in text, XML, JSON lines', async () => {
    const wide = Array.from({ length: 1_000_000 }, (_, i) => `c${i}`)
    await expect(readAll(files.write(`${wide.join(',')}\n1\n`, 'wide.csv'))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'columns' } })
    const some = wide.slice(0, 5000)
    await expect(openSource(files.write(`<r><row>${some.map(c => `<${c}>1</${c}>`).join('')}</row></r>`, 'wide.xml'))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'columns' } })
    await expect(openSource(files.write(`{${some.map(c => `"${c}":1`).join(',')}}\n`, 'wide.jsonl'))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'columns' } })
    await expect(openSource(files.write(`<r${'<a>'.repeat(100_000)}`.replace('<r<', '<r><'), 'deep.xml'))).rejects.toMatchObject({ code: expect.stringMatching(/^source\./) as string })
  })

  it('a cell without end', async () => {
    const long = 'x'.repeat((1 << 20) + 1)
    await expect(readAll(files.write(`<r><row><a>${long}</a><b>1</b></row></r>`, 'long.xml'))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'cell_bytes' } })
    await expect(readAll(files.write(`{"a":"${long}","b":1}\n`, 'long.jsonl'), {}, c => c.length > 1)).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 1 } })
    const runs = `<r><t>${'x'.repeat(1 << 19)}</t></r>`.repeat(4)
    await expect(readAll(files.write(await workbook(`<row r="1"><c r="A1" t="inlineStr"><is>${runs}</is></c></row>`), 'long.xlsx'))).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 1 } })
    await expect(readAll(files.write(await workbook(`<row r="1"><c r="ALL1"><v>1</v></c></row>`), 'far.xlsx'), limited({ columns: 500 }), () => true)).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'columns' } })
    await expect(openSource(files.write(`<?xml version="1.0"?><r>${'x'.repeat(6 << 20)}`, 'endless.xml'))).rejects.toMatchObject({ code: 'source.cell_long' })
  })

  it('the limit of a cell is a setting, in text too', async () => {
    const path = files.write(`a,b\n1,${'x'.repeat(3 << 20)}\n`, 'long.csv')
    await expect(readAll(path, {}, c => c[0] === 'a')).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 2 } })
    expect((await readAll(path, limited({ cell_bytes: 4 << 20 }), c => c[0] === 'a')).tables[0]!.rows[0]!.cells[1]!.length).toBe(3 << 20)
    await expect(readAll(files.write('a,b\n1,xxxxxx\n', 'short.csv'), limited({ cell_bytes: 5 }), c => c[0] === 'a')).rejects.toMatchObject({ code: 'source.cell_long' })
  })

  it('a file that must be read whole and is too large', async () => {
    await expect(openSource(join(FIXTURES, 'levy.xls'), limited({ memory_bytes: 100 }))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'memory_bytes' } })
    const book = xlsx.utils.book_new()
    xlsx.utils.book_append_sheet(book, xlsx.utils.aoa_to_sheet([['姓名', '证件号码'], ['测试甲', '测试乙'.repeat(20)]]), 's')
    const path = files.write(xlsx.write(book, { bookType: 'xlsx', bookSST: true, type: 'buffer' }) as Buffer, 'shared.xlsx')
    await expect(openSource(path, limited({ shared_strings_bytes: 100 }))).rejects.toMatchObject({ code: 'source.limit', params: { setting: 'shared_strings_bytes' } })
  })
})

it('the checksum is the one that zips have, with Node and without', () => {
  expect(plainCrc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  expect(crc32(Buffer.from('6789'), crc32(Buffer.from('12345')))).toBe(0xcbf43926)
  expect(plainCrc32(Buffer.from('6789'), plainCrc32(Buffer.from('12345')))).toBe(0xcbf43926)
})
