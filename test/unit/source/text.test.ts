import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it } from 'vitest'
import { openSource, type SourceOptions } from '../../../src/source/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-source-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

function file(content: string | Uint8Array, ext = 'csv'): string {
  const path = join(dir, `${n++}.${ext}`)
  writeFileSync(path, content)
  return path
}

interface Read { line: number; state: number; reason: string | undefined; cells: string[] }

async function read(content: string | Uint8Array, columns: number, options: SourceOptions = {}): Promise<Read[]> {
  const source = await openSource(file(content), options)
  const reader = source.readers[0]!
  const block = reader.newBlock(columns)
  const out: Read[] = []
  for await (const step of reader.blocks(block, columns, 0)) {
    void step
    for (let r = 0; r < block.rows; r++) out.push({ line: block.line[r]!, state: block.state[r]!, reason: block.reasons.get(r)?.reason, cells: block.raw.map(c => block.text(c, r)) })
  }
  return out
}

const states = (rows: readonly Read[]): string[] => rows.map(r => `${r.line}:${r.reason ?? r.state}`)

describe('rows that cannot be read', () => {
  it('are set aside one by one and every later row loads', async () => {
    const rows = await read('a,b\n1,x"y\n2,"ok"\n3,"bad"tail\n4\n5,6,7\n8,"9\n10,11\n', 2)
    expect(states(rows)).toEqual(['1:0', '2:reason.stray_quote', '3:0', '4:reason.stray_quote', '5:reason.cell_count', '6:reason.cell_count', '7:reason.open_quote', '8:0'])
    expect(rows[2]!.cells).toEqual(['2', 'ok'])
    expect(rows[7]!.cells).toEqual(['10', '11'])
  })

  it('are not those with ="…", by which exports keep a text from Excel; anything beside it is a stray quote', async () => {
    const rows = await read('="0001",a\n="00""2",b\n="a,b",c\n="3"x,d\nx="4",e\n=="5",f\n="6,g\n="7" ,h\n', 2)
    expect(states(rows)).toEqual(['1:0', '2:0', '3:0', '4:reason.stray_quote', '5:reason.stray_quote', '6:reason.stray_quote', '7:reason.stray_quote', '8:reason.stray_quote'])
    expect(rows.slice(0, 3).map(r => r.cells)).toEqual([['="0001"', 'a'], ['="00""2"', 'b'], ['="a,b"', 'c']])
  })

  it('a file full of open quotes stays linear, and a quote closes within 1,000 lines or not at all', async () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `"${i},x`).join('\n')
    const rows = await read(many, 2)
    expect(rows).toHaveLength(20_000)
    expect(rows.every(r => r.reason !== undefined)).toBe(true)
    const far = await read(`a,"b\n${'x,y\n'.repeat(1200)}c,d"\n`, 2)
    expect(far[0]!.reason).toBe('reason.open_quote')
    expect(far.filter(r => r.state === 0)).toHaveLength(1200)
  })

  it('undecodable bytes cost their row alone', async () => {
    const text = Buffer.concat([Buffer.from('姓名,号\n张三,1\n'), Buffer.from([0x61, 0xff, 0x2c, 0x32, 0x0a]), Buffer.from('李四,3\n')])
    expect(states(await read(text, 2))).toEqual(['1:0', '2:0', '3:reason.undecodable', '4:0'])
    const gbk = Buffer.concat([iconv.encode('姓名,号\n张三,1\n', 'gb18030'), Buffer.from([0xff, 0x2c, 0x32, 0x0a]), iconv.encode('李四,3\n', 'gb18030')])
    const rows = await read(gbk, 2)
    expect(states(rows)).toEqual(['1:0', '2:0', '3:reason.undecodable', '4:0'])
    expect(rows[3]!.cells).toEqual(['李四', '3'])
  })

  it('a character that its system had lost before is one, in UTF-16 too; half a character costs its row', async () => {
    const lost = await read(Buffer.from('\uFEFF姓名,号\n张\uFFFD,1\n李四,2\n', 'utf16le'), 2)
    expect(lost.map(r => r.reason ?? r.cells[0])).toEqual(['姓名', '张\uFFFD', '李四'])
    const half = await read(Buffer.from('\uFEFF姓名,号\n张\uD840,1\n李\uFFFD,2\n王五,3\n', 'utf16le'), 2)
    expect(half.map(r => r.reason ?? r.cells[0])).toEqual(['姓名', 'reason.undecodable', 'reason.undecodable', '王五'])
  })

  it('blank rows are counted, whatever their blanks', async () => {
    expect(states(await read('a,b\n\n , \u3000\n,\nx,y', 2))).toEqual(['1:0', '2:2', '3:2', '4:2', '5:0'])
  })

  it('the end mark that DOS programs write is no row', async () => {
    expect(states(await read('a,b\r\nx,y\r\n\u001a', 2))).toEqual(['1:0', '2:0', '3:2'])
  })

  it('a GBK trail byte may be a delimiter', async () => {
    const rows = await read(iconv.encode('号|名\n1|誀\n2|亅x\n', 'gb18030'), 2, { delimiter: '|', encoding: 'gb18030' })
    expect(rows.map(r => r.cells[1])).toEqual(['名', '誀', '亅x'])
  })

  it('line ends may be mixed', async () => {
    expect((await read('a,b\r\nc,d\re,f\ng,"h\r\ni"\r\nj,k', 2)).map(r => [r.line, ...r.cells])).toEqual([[1, 'a', 'b'], [2, 'c', 'd'], [3, 'e', 'f'], [4, 'g', 'h\r\ni'], [6, 'j', 'k']])
  })
})

describe('encodings', () => {
  it('a bad byte leaves UTF-8 also where all of it reads as pairs', async () => {
    const bytes = Buffer.from(`AAZ288,AAC147,AAB165\n${Array.from({ length: 30 }, (_, i) => `Z${i},1,缴费\n`).join('')}`)
    const at = bytes.indexOf(0xe7)
    bytes[at] = 0xc3
    const source = await openSource(file(bytes))
    expect(source).toMatchObject({ encoding: 'utf-8', encodingWhy: 'han' })
    // As many faults as lines are another encoding.
    expect(await openSource(file(iconv.encode('AAZ288,AAC147,AAB165\n' + 'Z1,1,缴费\n'.repeat(30), 'gb18030')))).toMatchObject({ encoding: 'gb18030' })
  })

  it('one GBK row at the end of many ASCII ones is GB18030; one bad byte leaves UTF-8', async () => {
    const ascii = 'id,name\n' + '110,abc\n'.repeat(300_000)
    expect((await openSource(file(Buffer.concat([Buffer.from(ascii), iconv.encode('9,张三\n', 'gb18030')])))).encoding).toBe('gb18030')
    const utf8 = Buffer.concat([Buffer.from('id,姓名\n' + '1,张三丰\n'.repeat(3000)), Buffer.from([0xe5, 0x2c, 0x0a])])
    expect((await openSource(file(utf8))).encoding).toBe('utf-8')
  })

  it('a mark for a rare character tells nothing: one Han character beside it is enough', async () => {
    for (const name of ['李□', '赵\ue863']) expect(await openSource(file(Buffer.from(`id,name\n1,${name}\n`)))).toMatchObject({ encoding: 'utf-8' })
    expect(await openSource(file(iconv.encode('id,name\n1,李□\n', 'gb18030')))).toMatchObject({ encoding: 'gb18030' })
  })

  it('pairs that are UTF-8 and GBK alike are told by Han, else the operator is asked', async () => {
    const pair = iconv.encode('a,b\n1,一\n2,伟业\n3,也习\n', 'gb18030')
    expect(new TextDecoder('utf-8', { fatal: true }).decode(pair)).toBeTruthy()
    expect(await openSource(file(pair))).toMatchObject({ encoding: 'gb18030', encodingWhy: 'han' })
    await expect(openSource(file(Buffer.from('a,b\n1,\u0867\u0867\n', 'utf8')))).rejects.toMatchObject({ code: 'source.encoding_unclear' })
  })

  it('a wrong declaration is refused and names the right one', async () => {
    const gbk = iconv.encode('姓名\n张三丰\n', 'gb18030')
    await expect(openSource(file(gbk), { encoding: 'utf-8' })).rejects.toMatchObject({ code: 'source.encoding_wrong', params: { found: 'gb18030' } })
    await expect(openSource(file('姓名\n张三\n'), { encoding: 'utf-16le' })).rejects.toMatchObject({ code: 'source.encoding_wrong' })
  })
})

describe('files that cannot be read', () => {
  it.each([
    ['empty', '', 'csv', 'source.empty'], ['an xlsx that is neither zip nor text', Buffer.from('00010203', 'hex'), 'xlsx', 'source.no_zip'], ['a cut workbook of old', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'xls', 'source.part'],
    ['a cut zip', Buffer.from('504b0304140000', 'hex'), 'xlsx', 'source.no_zip'],
  ])('%s', async (_, content, ext, code) => {
    await expect(openSource(file(content, ext))).rejects.toMatchObject({ code })
  })

  it('a folder, a missing file, NUL bytes, a cell too long', async () => {
    await expect(openSource(dir)).rejects.toMatchObject({ code: 'source.directory' })
    await expect(openSource(join(dir, 'none.csv'))).rejects.toMatchObject({ code: 'source.missing' })
    await expect(read('a,b\n1,\u0000\n', 2)).rejects.toMatchObject({ code: 'source.nul', params: { line: 2 } })
    await expect(read(`a,b\n1,${'x'.repeat((1 << 20) + 5)}\n`, 2)).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 2 } })
    await expect(read(`a,b\n1,${'x'.repeat(6 << 20)}\n`, 2)).rejects.toMatchObject({ code: 'source.cell_long', params: { line: 2 } })
  })
})
