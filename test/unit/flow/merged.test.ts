import * as xlsx from '@e965/xlsx'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { conform } from '../../../src/flow/conform.js'
import { linesOf } from './extracts.js'
import { idOf, TestCity } from './workspace.js'

const TITLE = ['征集明细']
const ROWS = 8

/** An extract below a title of two merged rows; columns by their header, and the rows (from 0) that are merged in them. */
function workbook(type: xlsx.BookType, merges: readonly (readonly [header: string, from: number, to: number])[], rows = ROWS): Buffer {
  const levies = linesOf('ss-levy', Array.from({ length: rows }, (_, i) => ({ id: idOf(i + 1), no: `Z${i}`, person_no: `P${i}` })))
  const lines = levies.map((line, i) => [...line, i === 0 ? '备注' : '无'])
  const sheet = xlsx.utils.aoa_to_sheet([TITLE, [], ...lines])
  const at = (header: string): number => lines[0]!.indexOf(header)
  sheet['!merges'] = [{ s: { r: 0, c: 0 }, e: { r: 1, c: 5 } }, ...merges.map(([header, from, to]) => ({ s: { r: from + 3, c: at(header) }, e: { r: to + 3, c: at(header) } }))]
  for (const [header, from, to] of merges) for (let r = from + 1; r <= to; r++) Reflect.deleteProperty(sheet, xlsx.utils.encode_cell({ r: r + 3, c: at(header) }))
  const book = xlsx.utils.book_new()
  xlsx.utils.book_append_sheet(book, sheet, '征集')
  return xlsx.write(book, { type: 'buffer', bookType: type }) as Buffer
}

describe('cells merged over several rows', () => {
  const cities: TestCity[] = []
  afterAll(() => { for (const city of cities) city.remove() })

  async function loaded(name: string, bytes: Buffer): Promise<Awaited<ReturnType<TestCity['load']>>['extracts'][number]> {
    const city = new TestCity()
    cities.push(city)
    writeFileSync(join(city.ws.inbox, name), bytes)
    return (await city.load()).extracts[0]!
  }

  it.each(['xlsx', 'xls', 'ods', 'html'] as const)('are told where rows below are blank for it: %s', async type => {
    const merges = [['单位编号', 1, 3], ['险种', 2, 5]] as const
    // Blank insurances are set aside: below the limit.
    const told = await loaded(`ss-levy_20251010.${type}`, workbook(type, merges))
    expect(told).toMatchObject({ state: 'loaded', counts: { rowsRead: ROWS, rowsSetAside: 0 } })
    expect(told.leftOut).toEqual([{ what: 'merged_cells', name: expect.stringMatching(/!G5:G7$/) as string, rows: 4 }])
  })

  it.each([
    ['a title', []],
    ['a column that nobody reads', [['备注', 0, 4]]],
    ['one row', [['单位编号', 2, 2]]],
  ] as const)('are not told of %s', async (_, merges) => {
    expect((await loaded('ss-levy_20251010.xlsx', workbook('xlsx', merges))).leftOut).toEqual([])
  })

  it('are a departure from the layout', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hedui-merged-')), 'ss-levy_20251010.xlsx')
    writeFileSync(path, workbook('xlsx', [['单位编号', 1, 3]]))
    const checked = await conform(path, { ws: null, layout: 'ss-levy', today: '2025-10-20' })
    rmSync(dirname(path), { recursive: true })
    expect(checked.departures).toContainEqual(expect.objectContaining({ code: 'conform.merged', level: 'fault', params: { place: '征集!G5:G7', rows: 2 } }))
  })

  it('are named where they leave too many rows without what a row must have', async () => {
    const told = await loaded('ss-levy_20251010.xlsx', workbook('xlsx', [['费款所属期起', 0, 39]], 40))
    expect(told).toMatchObject({ state: 'problem', problem: { code: 'load.set_aside', params: { merged: expect.stringMatching(/!I4:I43$/) as string } } })
  })
})
