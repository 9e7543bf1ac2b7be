import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CodeColumn, Constants, IdColumn, cleanseDates, cleanseDecimals, cleansePeriods, cleanseText, creditCode, orgName, personName, text, type DecimalForm, type Sink, type TextType,
} from '../../src/cleanse/index.js'
import { Block, citizenCheck, creditCheck, emptyNotes, numberColumn, WordTable, type Column } from '../../src/records/index.js'

const char = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...'0123456789ABCEXex甲乙測㐀䶮·') },
  { weight: 1, arbitrary: fc.constantFrom(...' -.,()（）\'="+`#', '\u3000', '\u00A0', '\u200B', '１', 'Ａ', '\uE863', '𠂇', '𰀀', '\u007F', '\t', '㎡', '㐁', '〇') },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }) },
)
const noise = fc.array(char, { maxLength: 40 }).map(cs => cs.join(''))
const pad = (n: number, width: number): string => String(n).padStart(width, '0')
const day = fc.tuple(fc.integer({ min: 1795, max: 2105 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })).map(([y, m, d]) => `${pad(y, 4)}${pad(m, 2)}${pad(d, 2)}`)
const leap = fc.constantFrom('20000229', '19000229', '20240229', '20230229', '99991231', '18000101', '17991231')
const iso = (d: string): string => `${d.slice(0, 4)}-${d.slice(4, 6)}-${d.slice(6)}`
const id = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.oneof(day, leap), fc.integer({ min: 0, max: 999 })).map(([area, birth, n]) => `${pad(area, 2)}0101${birth}${pad(n % 10 === 0 ? 0 : n, 3)}`).map(s => s + citizenCheck(s))
const credit = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'), minLength: 17, maxLength: 17 }).map(s => s + creditCheck(s)!)
const decimal = fc.tuple(fc.constantFrom('', '', '-', '+'), fc.oneof(fc.nat({ max: 2000 }), fc.maxSafeNat()), fc.constantFrom('', '.', '.5', '.50', '.05', '.005', '.500', '.00', '.12345678901', '.1234567000000')).map(parts => parts.join(''))
const code = fc.constantFrom('10', '11', '110', '1101', '12345678', '123456789', '甲乙', '1', '01', '10 ', '养老保险')

/** Cells as they come, most of them canonical, some with a character changed, put in or left out. */
function mostly(canonical: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const cut = fc.tuple(canonical, fc.nat(), char).map(([t, at, c]) => t.slice(0, at % (t.length + 1)) + c + t.slice(at % (t.length + 1) + at % 2))
  return fc.oneof({ weight: 8, arbitrary: canonical }, { weight: 2, arbitrary: cut }, { weight: 1, arbitrary: noise }, { weight: 1, arbitrary: fc.constant('') })
}

const rows = (cells: fc.Arbitrary<string>): fc.Arbitrary<[string, number][]> => fc.array(fc.tuple(mostly(cells).map(c => Buffer.from(c).toString()), fc.constantFrom(0, 0, 0, 0, 0, 1, 2)), { minLength: 1, maxLength: 60, size: 'max' })

/** A block with looks and one without; `Constants` want new ones. */
const blocks = (): readonly [Block, Block] => {
  const made = [new Block(1, 4096), new Block(1, 4096)] as const
  made[1].loops = null
  return made
}
const BLOCKS = blocks()

function filled(block: Block, cells: readonly (readonly [string, number])[]): Block {
  block.begin()
  block.rows = cells.length
  for (const [r, [cell, state]] of cells.entries()) {
    if (cell === '') block.raw[0]!.start[r] = block.raw[0]!.end[r] = 0
    else block.put(block.raw[0]!, r, cell)
    block.state[r] = state
  }
  return block
}

type Cleanse = (block: Block, column: Column, sink: Sink) => (r: number) => unknown

/** All that a column says, read with and without looks. */
function same(cells: readonly [string, number][], cleanse: Cleanse, on = BLOCKS): void {
  const [fast, slow] = on.map(empty => {
    const block = filled(empty, cells)
    const sink = { field: 'f', notes: emptyNotes(), bad: new Uint8Array(2048) }
    const column = block.raw[0]!
    const more = cleanse(block, column, sink)
    return { notes: sink.notes, bad: [...sink.bad.subarray(0, block.rows)], rows: cells.flatMap(([, state], r) => state === 0 ? [[r, block.text(column, r), more(r)]] : []) }
  })
  expect(fast).toEqual(slow)
}

const RUNS = { numRuns: 1000 }
const FEW = { numRuns: 100 }

describe('a look leaves nothing out that the plain way would note or change', () => {
  test.each<[string, TextType, fc.Arbitrary<string>]>([['texts', text, fc.stringMatching(/^[A-Za-z0-9./-]{1,40}$/)], ['names', personName, fc.stringMatching(/^[甲乙丙·㐀]{1,5}$/)], ['organisations', orgName, fc.stringMatching(/^[甲乙丙（）A-Z0-9]{1,30}$/)], ['credit codes', creditCode, credit]])('%s', (_, type, cells) => {
    fc.assert(fc.property(rows(cells), given => same(given, (block, column, sink) => {
      cleanseText(block, column, type, sink)
      return () => null
    })), RUNS)
  })

  test('identity numbers, and how they end', () => {
    fc.assert(fc.property(rows(id), fc.boolean(), (given, typed) => same(given, (block, column, sink) => {
      const ids = new IdColumn()
      const types = typed ? new CodeColumn(null) : null
      const constants = new Constants(block)
      types?.run(block, column, constants, { ...sink, notes: emptyNotes() })
      ids.run(block, column, { types, notAfter: 20300101, blankIsIssue: true }, constants, sink)
      return r => [block.text(ids.faults, r), ids.unusable[r], ids.endings]
    }, blocks())), FEW)
  })

  const forms: readonly DecimalForm[] = [0, 1, 2, 4, 6, 10].flatMap(scale => (['reason.amount_unreadable', 'reason.rate_unreadable', 'reason.count_unreadable'] as const).map(issue => ({ scale, issue })))
  test('decimals', () => {
    fc.assert(fc.property(rows(decimal), fc.constantFrom(...forms), (given, form) => same(given, (block, column, sink) => {
      const numbers = { ...numberColumn(), start: column.start, end: column.end }
      cleanseDecimals(block, numbers, form, sink)
      return r => numbers.num![r]
    })), RUNS)
  })

  const declared = fc.subarray(['yyyymmdd', 'yyyymmddhhmmss', 'yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss']).map(forms => new Set<string>(forms))
  const days = fc.oneof(day, leap, day.map(iso), leap.map(iso), day.map(d => `${iso(d)} 00:00:00`))
  test('days', () => {
    fc.assert(fc.property(rows(days), declared, fc.boolean(), (given, forms, openEnd) => same(given, (block, column, sink) => {
      cleanseDates(block, column, { declared: forms, month: null, openEnd, none: 'all' }, sink)
      return () => null
    })), RUNS)
  })

  test('periods', () => {
    fc.assert(fc.property(rows(fc.oneof(day.map(d => d.slice(0, 6)), days)), declared, (given, forms) => same(given, (block, column, sink) => {
      const out = { from: new Float64Array(2048), to: new Float64Array(2048) }
      cleansePeriods(block, column, { declared: forms, year: false }, out, sink)
      return r => [out.from[r], out.to[r]]
    })), RUNS)
  })

  test('codes, more of them than a table holds', () => {
    const translate = (found: string): string | undefined => found.startsWith('9') ? undefined : found === '11' ? '' : `c${found}`
    fc.assert(fc.property(rows(fc.oneof(code, fc.nat({ max: 400 }).map(String))), given => same(given, (block, column, sink) => {
      const codes = new CodeColumn(translate)
      const constants = new Constants(block)
      for (const known of [false, true]) codes.run(block, column, constants, known ? sink : { ...sink, notes: emptyNotes() })
      return r => [codes.valueOf(codes.index[r]!), block.text(codes.out, r), codes.unknown()]
    }, blocks())), FEW)
  })

  test('beginnings and ends of words', () => {
    const words = ['合计', '共', '-', 'NULL']
    fc.assert(fc.property(rows(fc.tuple(fc.constantFrom('', ...words), noise).map(parts => parts.join(''))), given => {
      const block = filled(BLOCKS[0], given)
      const table = new WordTable()
      for (const [i, word] of words.entries()) table.begins(i % 8, Buffer.from(word))
      table.ends(0x41)
      const [found] = block.loops!.looks.beginnings(block.rows, block.raw, table)
      const wanted = given.flatMap(([cell], r) => words.some(w => cell.startsWith(w)) || cell.endsWith('A') ? [r] : [])
      expect([...found!]).toEqual(expect.arrayContaining(wanted))
    }), RUNS)
  })
})

test('a look is sure of what is canonical', () => {
  const left = (cells: readonly string[], look: (block: Block) => ArrayLike<number>): number => look(filled(BLOCKS[0], cells.map(c => [c, 0]))).length
  const looks = (block: Block): NonNullable<Block['loops']>['looks'] => block.loops!.looks
  expect(left(['ZJ2025000000000000', 'P1'], b => looks(b).texts(b, b.raw[0]!, 'text'))).toBe(0)
  expect(left(['张三', '阿卜杜·热合曼'], b => looks(b).texts(b, b.raw[0]!, 'name'))).toBe(1)
  expect(left(['甲（北京）有限公司'], b => looks(b).texts(b, b.raw[0]!, 'organisation'))).toBe(0)
  expect(left(['91110000MA0000000H'], b => looks(b).texts(b, b.raw[0]!, 'credit'))).toBe(0)
  expect(left(['11010119500101101X'], b => looks(b).ids(b, b.raw[0]!, 20250101).left)).toBe(0)
  expect(left(['0', '12.5', '-3920.48', '1.000'], b => looks(b).decimals(b, { ...b.raw[0]!, num: new Float64Array(2048) }, { scale: 2, limit: Infinity }))).toBe(0)
  expect(left(['20250908', '2025-09-15'], b => looks(b).dates(b, b.raw[0]!, { compact: true, arena: b.room(100) }).left)).toBe(0)
  expect(left(['202507'], b => looks(b).months(b, b.raw[0]!, new Float64Array(2048)))).toBe(0)
})
