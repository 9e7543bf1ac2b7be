import iconv from 'iconv-lite'
import fc from 'fast-check'
import { afterAll, describe, expect, it, test } from 'vitest'
import { openSource, type FormatSpec, type SourceOptions } from '../../../src/source/index.js'
import { objectOf } from '../../../src/source/json-lines.js'
import { linesOf } from '../../../src/source/lines.js'
import { Supply } from '../../../src/source/supply.js'
import { Files, readAll, type ReadRow } from './reading.js'

const files = new Files()
afterAll(() => files.remove())
let n = 0

async function rows(content: string | Uint8Array, options: SourceOptions = {}): Promise<readonly ReadRow[]> {
  return (await readAll(files.write(content, `${n++}.txt`), options, () => true)).tables[0]!.rows
}
const shown = (all: readonly ReadRow[]): unknown[] => all.map(r => r.reason === undefined ? [r.line, ...r.cells] : `${r.line} ${r.reason}`)

describe('lines', () => {
  it('end in LF, CRLF and CR, mixed, and count as an editor counts', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: fc.constantFrom('a', '甲', ' ', ',') }), fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 30 }), fc.string({ unit: fc.constantFrom('b', '乙') }), (parts, last) => {
      const content = parts.map(p => p.join('')).join('') + last
      const supply = new Supply(files.write(content, 'lines.txt'), 'utf-8')
      const got = [...linesOf(supply, { file: 'x', longest: 1000 })].map(({ line, bytes }) => [line, new TextDecoder().decode(bytes)])
      supply.close()
      const expected = content.split(/\r\n|\r|\n/)
      if (expected.at(-1) === '') expected.pop()
      expect(got.map(([, t]) => t)).toEqual(expected)
      expect(got.map(([l]) => l)).toEqual(expected.map((_, i) => i + 1))
    }))
  })
})

describe('fixed width', () => {
  const format = (more: Partial<NonNullable<FormatSpec['fixed']>> = {}): SourceOptions => ({
    encoding: 'gb18030', format: { fixed: { encoding: 'gb18030', skip: 0, trimmed: false, columns: [{ header: '号', start: 1, length: 4 }, { header: '姓名', start: 5, length: 8 }, { header: '额', start: 13, length: 3 }], ...more } },
  })
  const line = (a: string, b: string, c: string): Uint8Array => Buffer.concat([a, b, c].map((t, i) => Buffer.concat([iconv.encode(t, 'gb18030'), Buffer.alloc(12, ' ')]).subarray(0, [4, 8, 3][i])))

  it('counts bytes, of one, two and four a character', async () => {
    const content = Buffer.concat([line('0001', '张三', '1.5'), Buffer.from('\r\n'), line('0002', '㐀丁a', '2'), Buffer.from('\n\n'), line('0003', 'abc', '  3')])
    expect(shown(await rows(content, format()))).toEqual([[1, '0001', '张三', '1.5'], [2, '0002', '㐀丁a', '2'], [3, '', '', ''], [4, '0003', 'abc', '3']])
  })

  it('sets aside lines of another length and characters that a boundary cuts', async () => {
    const cut = Buffer.concat([Buffer.from('001'), iconv.encode('张三', 'gb18030'), Buffer.from('     '), Buffer.from('1.5')])
    const content = Buffer.concat([line('0001', '张三', '1.5'), Buffer.from('\n0002\n'), cut, Buffer.from('\n'), line('0003', '李四', '2'), Buffer.from('surplus\n'), line('0004', '王五', '3'), Buffer.from('   \n')])
    expect(shown(await rows(content, format()))).toEqual([[1, '0001', '张三', '1.5'], '2 reason.line_length', '3 reason.undecodable', '4 reason.line_length', [5, '0004', '王五', '3']])
  })

  it('may have lines whose blanks were cut, and lines before the first row', async () => {
    const content = Buffer.concat([Buffer.from('HEAD\n'), line('0001', '张三', '1.5'), iconv.encode('\n0002李四\n', 'gb18030')])
    expect(shown(await rows(content, format({ trimmed: true, skip: 1 })))).toEqual([[2, '0001', '张三', '1.5'], [3, '0002', '李四', '']])
  })

  it('is measured as declared when the file was saved in another encoding', async () => {
    const utf8 = '0001张三    1.5\n0002㐀丁a 2  \n'
    expect(shown(await rows(utf8, { ...format(), encoding: 'utf-8' }))).toEqual([[1, '0001', '张三', '1.5'], [2, '0002', '㐀丁a', '2']])
  })
})

describe('JSON lines', () => {
  it('one object a row; a bad line costs itself', async () => {
    const content = '{"id":110101199003070011,"n":"甲","x":null}\n{"n":"\\u4e59\\n","y":[1,{"a":2}],"z":true}\n{"id":1,\n\n{"id":2,"id":3}\nnot json\n{"n":"丙"} \n'
    expect(shown(await rows(content))).toEqual([[1, '110101199003070011', '甲', '', '', ''], [2, '', '乙\n', '', '[1,{"a":2}]', 'true'], '3 reason.json', [4, '', '', '', '', ''], '5 reason.json', '6 reason.json', [7, '', '丙', '', '', '']])
  })

  it('a character that its system had lost before is one; bytes that are none cost their row', async () => {
    const lost = '{"a":"张\uFFFD"}\n{"a":"李四"}\n'
    expect(shown(await rows(lost))).toEqual([[1, '张\uFFFD'], [2, '李四']])
    const { tables } = await readAll(files.write(Buffer.concat([Buffer.from('{"a":"王五"}\n{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n')]), 'bytes.jsonl'), {}, () => true)
    expect(shown(tables[0]!.rows)).toEqual([[1, '王五'], '2 reason.undecodable'])
  })

  test.each(['{', '{"a"}', '{"a":}', '{"a":1,}', '{"a":1}x', "{'a':1}", '{"a":01}', '{"a":[1}', '[1]', '', '{"a":"\\x"}'])('is none: %s', text => {
    expect(typeof objectOf(text)).toBe('string')
  })

  it('what JSON writes is read, with its own numbers', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))), object => {
      const got = objectOf(JSON.stringify(object))
      const expected = Object.entries(object).map(([k, v]) => [k, typeof v === 'string' ? v : v === null ? '' : JSON.stringify(v)])
      expect([...got as ReadonlyMap<string, string>]).toEqual(expected)
    }))
  })
})

describe('DBF', () => {
  const field = (name: string, type: string, length: number): Buffer => Buffer.concat([Buffer.from(name.padEnd(11, '\0')), Buffer.from(type), Buffer.alloc(4), Buffer.from([length, 0]), Buffer.alloc(14)])
  const table = (fields: readonly Buffer[], width: number, records: readonly Buffer[], more: { version?: number; count?: number } = {}): Buffer => {
    const head = Buffer.alloc(32)
    head.set([more.version ?? 3, 125, 9, 30])
    head.writeUInt32LE(more.count ?? records.length, 4)
    head.writeUInt16LE(33 + 32 * fields.length, 8)
    head.writeUInt16LE(width, 10)
    return Buffer.concat([head, ...fields, Buffer.from('\r'), ...records, Buffer.from('\x1a')])
  }

  it('fields of every type', async () => {
    const record = Buffer.alloc(1 + 4 + 8 + 8 + 8 + 1 + 4 + 10)
    record.write(' ')
    record.writeInt32LE(-5, 1)
    record.writeBigInt64LE(-12_345_678n, 5)
    record.writeDoubleLE(2.5, 13)
    record.writeInt32LE(2_460_949, 21)
    record.writeInt32LE(3_600_000, 25)
    record.write('T', 29)
    record.writeUInt32LE(7, 30)
    record.write('20250930  ', 34)
    const content = table([field('I', 'I', 4), field('Y', 'Y', 8), field('B', 'B', 8), field('T', 'T', 8), field('L', 'L', 1), field('M', 'M', 4), field('C', 'C', 10)], record.length, [record], { version: 0x30 })
    expect(shown(await rows(content))).toEqual([[1, '-5', '-1234.5678', '2.5', '2025-09-30 01:00:00', 'Y', '[memo]', '20250930']])
  })

  it('what FoxPro says is NULL is blank, texts of changing length end where they end, and its flags are no field', async () => {
    const flagged = (name: string, type: string, length: number, flags: number): Buffer => {
      const made = field(name, type, length)
      made[18] = flags
      return made
    }
    // Bits in order: V is shorter than its field, V is NULL, Y is NULL.
    const record = (text: string, short: number, money: bigint, flags: number): Buffer => {
      const made = Buffer.alloc(1 + 6 + 8 + 2 + 1, ' ')
      made.set(Buffer.from(text), 1)
      if (short >= 0) made[6] = short
      made.writeBigInt64LE(money, 7)
      made.write('zz', 15)
      made[17] = flags
      return made
    }
    const fields = [flagged('V', 'V', 6, 2), flagged('Y', 'Y', 8, 2), field('C', 'C', 2), flagged('_NullFlags', '0', 1, 5)]
    const content = table(fields, 18, [record('abcdef', -1, 10_000n, 0), record('张', 3, 10_000n, 1), record('', 0, 0n, 0b10), record('x', 1, 0n, 0x85)], { version: 0x32 })
    expect(shown(await rows(content))).toEqual([[1, 'abcdef', '1.0000', 'zz'], [2, '张', '1.0000', 'zz'], [3, '', '0.0000', 'zz'], [4, 'x', '', 'zz']])
  })

  it('memos that were not read are told', async () => {
    const content = table([field('NAME', 'M', 10), field('C', 'C', 2)], 13, [Buffer.from('          1zz'), Buffer.from('           zz'), Buffer.from('*        12zz')].map(b => Buffer.concat([b.subarray(0, 1), b.subarray(1)])))
    const { source, tables } = await readAll(files.write(content, 'memo.dbf'), {}, () => true)
    expect(source.leftOut).toEqual([{ what: 'deleted_rows', name: '', rows: 1 }, { what: 'memo_fields', name: 'NAME', rows: 1 }])
    expect(shown(tables[0]!.rows)).toEqual([[1, '[memo]', 'zz'], [2, '', 'zz']])
  })

  it('times that are none, and numbers of more digits than they hold', async () => {
    const time = (day: number, ms: number): Buffer => Buffer.from(new Int32Array([day, ms]).buffer)
    const record = (t: Buffer, n: number): Buffer => Buffer.concat([Buffer.from(' a'), t, Buffer.from(new Float64Array([n]).buffer)])
    const cases: readonly (readonly [Buffer, number, string, string])[] = [
      [Buffer.alloc(8, ' '), 0, '', '0'], [Buffer.alloc(8), -1.5, '', '-1.5'], [time(2_147_483_647, 0), 0.1 + 0.2, '2147483647 0', '0.3'], [time(2_460_949, -1), 123456789012345, '2460949 -1', '123456789012345'],
      [time(2_460_949, 0), 220102198001015016, '2025-09-30', '2.20102198001015e+17'], [time(2_460_949, 43_200_001), 1e15, '2025-09-30 12:00:00', '1.00000000000000e+15'],
    ]
    const content = table([field('C', 'C', 1), field('T', 'T', 8), field('B', 'B', 8)], 18, cases.map(([t, n]) => record(t, n)), { version: 0x30 })
    expect(shown(await rows(content))).toEqual(cases.map(([, , t, n], i) => [i + 1, 'a', t, n]))
  })

  it('numbers in fields of another length than theirs are read as text', async () => {
    const content = table(['I', 'Y', 'T', 'O', '@'].map(type => field(type, type, 2)), 11, [Buffer.from(' 1213141617')], { version: 0x30 })
    expect(shown(await rows(content))).toEqual([[1, '12', '13', '14', '16', '17']])
  })

  it('is GB18030 unless it reads as UTF-8', async () => {
    const make = (encoding: string): Buffer => table([field('NAME', 'C', 12)], 13, ['张三丰', '李四'].map(t => Buffer.concat([Buffer.from(' '), iconv.encode(t, encoding), Buffer.alloc(12, ' ')]).subarray(0, 13)))
    for (const encoding of ['gb18030', 'utf-8']) {
      const { source, tables } = await readAll(files.write(make(encoding), 'enc.dbf'), {}, () => true)
      expect([source.encoding, source.encodingWhy, tables[0]!.rows.map(r => r.cells[0])]).toEqual([encoding, 'dbf', ['张三丰', '李四']])
    }
  })

  it('that holds more records than it says, or fewer, is refused', async () => {
    const record = Buffer.from(' abcd')
    await expect(openSource(files.write(table([field('A', 'C', 4)], 5, [record, record, record], { count: 1 }), 'more.dbf'))).rejects.toMatchObject({ code: 'source.dbf', params: { declared: 1, found: 3 } })
    await expect(openSource(files.write(table([field('A', 'C', 4)], 5, [record], { count: 3 }), 'fewer.dbf'))).rejects.toMatchObject({ code: 'source.part' })
  })
})
