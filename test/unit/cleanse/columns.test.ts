import { describe, expect, test } from 'vitest'
import { CodeColumn, Constants, IdColumn, cleanseDates, cleanseText, text } from '../../../src/cleanse/index.js'
import { BLOCK_ROWS, Block, RowState, citizenCheck, emptyNotes, textColumn, type Notes } from '../../../src/records/index.js'

const sink = (notes: Notes): { field: string; notes: Notes; bad: Uint8Array } => ({ field: 'f', notes, bad: new Uint8Array(BLOCK_ROWS) })

function filled(cells: (r: number) => string): Block {
  const block = new Block(1, 65536)
  block.begin()
  block.rows = BLOCK_ROWS
  for (let r = 0; r < BLOCK_ROWS; r++) block.put(block.raw[0]!, r, cells(r))
  return block
}

const rows = Array.from({ length: BLOCK_ROWS }, (_, r) => r)
const shown = (block: Block): readonly string[] => rows.map(r => block.text(block.raw[0]!, r))

describe('a block whose memory grows while a column is cleansed', () => {
  test('texts', () => {
    const long = (r: number): string => `${String(r).padStart(5, '0')}${'甲'.repeat(800)}`
    const block = filled(r => r % 3 === 0 ? ` ${long(r)}` : long(r))
    const before = block.bytes.length
    const notes = emptyNotes()
    cleanseText(block, block.raw[0]!, text, sink(notes))
    expect(block.bytes.length).toBeGreaterThan(before)
    expect(shown(block)).toEqual(rows.map(long))
    expect(notes.changes.map(c => c.row)).toEqual(rows.filter(r => r % 3 === 0))
  })

  test('dates and identity numbers', () => {
    const block = new Block(2, 0)
    block.begin()
    block.rows = BLOCK_ROWS
    const day = (r: number): string => `2025${String(r % 12 + 1).padStart(2, '0')}${String(r % 28 + 1).padStart(2, '0')}`
    const id = (r: number): string => {
      const seventeen = `11000019900101${String(r % 1000).padStart(3, '0')}`
      return seventeen + citizenCheck(seventeen)
    }
    for (const r of rows) {
      block.put(block.raw[0]!, r, day(r))
      block.put(block.raw[1]!, r, `${' '.repeat(700)}${id(r)}`)
    }
    const notes = emptyNotes()
    const ids = new IdColumn()
    ids.run(block, block.raw[1]!, { types: null, notAfter: 20250630, blankIsIssue: false }, new Constants(block), sink(notes))
    cleanseDates(block, block.raw[0]!, { declared: new Set(['yyyymmdd']), month: null, openEnd: false }, sink(notes))
    expect(shown(block)).toEqual(rows.map(r => `${day(r).slice(0, 4)}-${day(r).slice(4, 6)}-${day(r).slice(6)}`))
    expect(rows.map(r => block.text(block.raw[1]!, r))).toEqual(rows.map(id))
    expect(notes.changes).toHaveLength(BLOCK_ROWS)
  })
})

describe('rows that are not data', () => {
  test('are left as they are', () => {
    const block = filled(() => ' x ')
    block.state[5] = RowState.setAside
    block.state[7] = RowState.total
    const notes = emptyNotes()
    cleanseText(block, block.raw[0]!, text, sink(notes))
    expect(shown(block).map((cell, r) => cell === 'x' ? -1 : r).filter(r => r >= 0)).toEqual([5, 7])
    expect(notes.changes).toHaveLength(BLOCK_ROWS - 2)
  })
})

describe('a column of codes', () => {
  test('finds each of many cells again, over blocks, and counts the unknown', () => {
    const column = new CodeColumn(code => Number(code) % 2 === 0 ? `even ${code}` : undefined)
    for (const offset of [0, 1000]) {
      const block = filled(r => String(r + offset))
      const notes = emptyNotes()
      column.run(block, block.raw[0]!, new Constants(block), sink(notes))
      expect(rows.map(r => block.text(column.out, r))).toEqual(rows.map(r => (r + offset) % 2 === 0 ? `even ${r + offset}` : String(r + offset)))
      expect(rows.every(r => column.valueOf(column.index[r]!) === block.text(column.out, r))).toBe(true)
      expect(notes.issues).toHaveLength(BLOCK_ROWS / 2)
    }
    expect(column.unknown().get('1001')).toBe(2)
    expect(column.unknown().get('1')).toBe(1)
    expect(column.unknown().size).toBe(1524)
  })

  test('more texts than a block keeps as constants are still right', () => {
    const wide = (r: number): string => `${r}${'乙'.repeat(60)}`
    const block = filled(wide)
    const column = new CodeColumn(null)
    column.run(block, block.raw[0]!, new Constants(block), sink(emptyNotes()))
    expect(rows.map(r => block.text(column.out, r))).toEqual(rows.map(wide))
  })

  test('where another column has spoken it raises nothing', () => {
    const block = filled(() => '?')
    const column = new CodeColumn(() => undefined)
    const notes = emptyNotes()
    column.run(block, block.raw[0]!, new Constants(block), { ...sink(notes), skip: new Uint8Array(BLOCK_ROWS).fill(1, 0, 2000) })
    expect(notes.issues.map(i => i.row)).toEqual(rows.slice(2000))
  })
})

describe('constants', () => {
  test('one text has one place', () => {
    const block = new Block(1, 0)
    const constants = new Constants(block)
    expect(constants.of('pension')).toBe(constants.of('pension'))
    const cell = textColumn()
    Object.assign(cell.start, [constants.of('pension')!.start])
    Object.assign(cell.end, [constants.of('pension')!.end])
    expect(block.text(cell, 0)).toBe('pension')
  })
})
