import { join } from 'node:path'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { afterAll, describe, expect, it, test } from 'vitest'
import { openSource, type SourceOptions } from '../../../src/source/index.js'
import { Files, FIXTURES, readAll } from './reading.js'

const files = new Files()
afterAll(() => files.remove())
let n = 0

const read = async (xml: string | Uint8Array, options: SourceOptions = {}): ReturnType<typeof readAll> => readAll(files.write(xml, `${n++}.xml`), options, cells => cells.length > 2 || cells.join() === 'id,n' || cells.join() === 'id,name' || cells.join() === 'id,x')
const records = (...names: string[]): SourceOptions => ({ format: { xml: { records: names } } })

describe('records', () => {
  it('are the declared elements; their place is the line of the start tag', async () => {
    const { tables } = await read('<?xml version="1.0"?>\n<a>\n  <head><n>2</n></head>\n  <row>\n    <id>1</id><name>甲</name>\n  </row>\n\n  <row><id>2</id>\n  <name>乙</name></row>\n</a>', records('row'))
    expect(tables).toMatchObject([{ sheet: 'row', header: ['id', 'name'] }])
    expect(tables[0]!.rows.map(r => [r.line, ...r.cells])).toEqual([[4, '1', '甲'], [8, '2', '乙']])
  })

  it('that stand on one line are numbered', async () => {
    const { tables } = await read('<a><row><id>1</id><x>a</x></row><row><id>2</id><x>b</x></row></a>', records('row'))
    expect(tables[0]!.rows.map(r => [r.line, ...r.cells])).toEqual([[1, '1', 'a'], [2, '2', 'b']])
  })

  it('have columns by child, attribute, path, and the number of the data element beside', async () => {
    const { tables } = await read('<a xmlns:p="u"><p:row nr="7" xmlns="x"><id locID="005005">1</id><who><name>甲</name></who></p:row><p:row><id>2</id><extra>z</extra></p:row></a>', records('row'))
    expect(tables[0]!.header).toEqual(['nr', 'id(005005)', 'who.name', 'extra'])
    expect(tables[0]!.rows.map(r => r.cells)).toEqual([['7', '1', '甲', ''], ['', '2', '', 'z']])
  })

  it('may name their columns in an attribute', async () => {
    const xml = '<a><row><f name="AAC001">1</f><f name="AAC003">甲</f></row><row><f name="AAC003" value="乙"/></row></a>'
    const { tables } = await readAll(files.write(xml, 'named.xml'), { format: { xml: { records: ['row'], column: 'name' } } }, cells => cells.length === 2)
    expect(tables[0]!.header).toEqual(['AAC001', 'AAC003'])
    expect(tables[0]!.rows.map(r => r.cells)).toEqual([['1', '甲'], ['', '乙']])
  })

  it('are found where none is declared: elements of cells alone, or of attributes', async () => {
    const { tables } = await read('<data total="2"><list><r id="1" n="甲" m="x"/><r id="2" n="乙" m="y"/></list><e><id>3</id><n>丙</n><k>z</k></e></data>')
    expect(tables.map(t => [t.sheet, t.rows.map(r => r.cells)])).toEqual([['r', [['1', '甲', 'x'], ['2', '乙', 'y']]], ['e', [['3', '丙', 'z']]]])
  })

  it('that hold more than cells are not taken for a table that loses it', async () => {
    await expect(openSource(files.write('<a><row><id>1</id><n>x</n></row><row><id>2</id><n>y</n><more><p>1</p></more></row></a>', 'more.xml'))).rejects.toMatchObject({ code: 'source.xml_record', params: { found: 'a、row、id、n、more、p' } })
  })

  it('of other names are said to be left out', async () => {
    const { source, tables } = await readAll(join(FIXTURES, 'gbt40217-enrolment.xml'), records('养老保险人员参保信息表'))
    expect(tables.map(t => [t.sheet, t.rows.length])).toEqual([['养老保险人员参保信息表', 3]])
    expect(source.leftOut).toEqual([{ what: 'other_records', name: '养老保险离退休人员基本信息表', rows: 2 }])
  })

  it('with a column twice, or bytes that are none, are set aside one by one', async () => {
    const bytes = Buffer.concat([iconv.encode('<a>\n<row><id>1</id><n>姓</n></row>\n<row><id>2</id><id>3</id></row>\n<row><id>4</id><n>', 'gb18030'), Buffer.from([0xff]), iconv.encode('名</n></row>\n<row><id>5</id><n>张三</n></row>\n</a>', 'gb18030')])
    const { source, tables } = await read(bytes, { ...records('row'), encoding: 'gb18030' })
    expect(source.encoding).toBe('gb18030')
    expect(tables[0]!.rows.map(r => r.reason ?? r.cells[1])).toEqual(['姓', 'reason.cell_twice', 'reason.undecodable', '张三'])
  })

  it('with a character that its system had lost before, are read', async () => {
    const { tables } = await read('<a>\n<row><id>1</id><n>张\uFFFD</n></row>\n<row><id>2</id><n>张三</n></row>\n</a>', records('row'))
    expect(tables[0]!.rows.map(r => r.reason ?? r.cells[1])).toEqual(['张\uFFFD', '张三'])
  })
})

describe('what the head says', () => {
  it('stands above the header, whether before the records or behind', async () => {
    const source = await openSource(join(FIXTURES, 'package.xml'))
    await source.close()
    const preview = await source.readers.find(r => r.sheet === 'Row')!.preview(20)
    expect(preview.slice(6, 9).map(r => [r.line, ...r.cells.slice(0, 2)])).toEqual([[3, 'JLS', '3'], [3, 'SCRQ', '20250925'], [5, 'AAZ288', 'AAC001']])
    const behind = await openSource(files.write('<a>\n<row><id>1</id><n>x</n></row>\n<JLS>1</JLS>\n</a>', 'behind.xml'))
    await behind.close()
    expect((await behind.readers[0]!.preview(5)).map(r => [r.line, ...r.cells])).toEqual([[1, 'JLS', '1'], [2, 'id', 'n'], [2, '1', 'x']])
  })
})

describe('encodings', () => {
  test.each([['GB 18030', 'gb18030'], ['UTF-8', 'gb18030'], ['GBK', 'utf-8'], ['gb2312', 'utf-16le']] as const)('a prolog that says %s over bytes of %s', async (said, is) => {
    const xml = `<?xml version="1.0" encoding="${said}"?>\n<a>\n<row><id>1</id><n>测试㐀</n></row>\n</a>`
    const bytes = is === 'utf-16le' ? Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(xml, is)]) : iconv.encode(xml, is)
    const { source, tables } = await read(bytes, records('row'))
    expect(source.encoding).toBe(is)
    expect(tables[0]!.rows[0]!.cells).toEqual(['1', '测试㐀'])
  })

  it('bytes that leave it open are read as the file says of itself', async () => {
    // A dot between two names is 路 in GBK, and µ· are no Han in either.
    for (const [said, is, n] of [['UTF-8', 'utf-8', 'A·B'], ['utf8', 'utf-8', 'µ·'], ['gbk', 'gb18030', '一伟'], ['GB2312', 'gb18030', 'щ']] as const) {
      const { source, tables } = await read(iconv.encode(`<?xml version='1.0' encoding='${said}'?>\n<a>\n<row><id>1</id><n>${n}</n></row>\n</a>`, is), records('row'))
      expect([source.encoding, tables[0]!.rows[0]!.cells[1]]).toEqual([is, n])
    }
    const html = await readAll(files.write('<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><table><tr><td>A·B</td><td>1</td></tr></table></body></html>', 'web.xls'), {}, () => false)
    expect(html.source).toMatchObject({ format: 'html', encoding: 'utf-8', encodingWhy: 'prolog' })
  })
})

describe('what is refused', () => {
  const laughs = '<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>\n<a><row><id>&lol2;</id><n>1</n></row></a>'
  test.each([
    ['a document type and its laughs', laughs, 'source.xml_dtd'], ['an outer entity', '<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', 'source.xml_dtd'],
    ['an entity of its own', '<a>\n<row><id>&mine;</id><n>1</n></row></a>', 'source.xml_entity'], ['one in an attribute', '<a><row id="&mine;" n="1"/></a>', 'source.xml_entity'],
    ['a file that ends in the middle', '<?xml version="1.0"?><a><row><id>1</id><n>2</n></row><row><id>', 'source.xml'], ['tags that cross', '<a><row><id>1</row></id></a>', 'source.xml'],
    ['no record', '<?xml version="1.0"?><a><b>1</b></a>', 'source.xml_record'],
  ])('%s', async (_, xml, code) => {
    await expect(openSource(files.write(xml, `${n++}.xml`))).rejects.toMatchObject({ code })
  })

  it('a bare ampersand and character entities are text', async () => {
    const { tables } = await read('<a><row><id>A & B</id><n>&#19968;&#x4E8C;&amp;&lt;<![CDATA[<&x;>]]></n></row></a>', records('row'))
    expect(tables[0]!.rows[0]!.cells).toEqual(['A & B', '一二&<<&x;>'])
  })
})

const text = fc.string({ unit: fc.constantFrom('甲', '㐀', '𠮷', 'a', '&', '<', '>', '"', "'", ' ', '\n', ';', ']') })
const escaped = (s: string): string => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

it('whatever the cells say comes back, in every encoding', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 20 }), fc.constantFrom('utf-8' as const, 'gb18030' as const), async (rows, encoding) => {
    const xml = `<?xml version="1.0"?>\n<a 说明="测试记录">${rows.map(([a, b]) => `\n<row><id>${escaped(a)}</id><n>${escaped(b)}</n></row>`).join('')}\n</a>`
    const { tables } = await read(iconv.encode(xml, encoding), { ...records('row'), encoding })
    expect(tables[0]!.rows.map(r => r.cells)).toEqual(rows.map(r => [...r]))
  }), { numRuns: 60 })
})
