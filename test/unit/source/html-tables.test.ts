import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { closedTables } from '../../../src/source/html-tables.js'
import { Files, readAll } from './reading.js'

const files = new Files()
afterAll(() => files.remove())

async function read(html: string): Promise<unknown> {
  const { tables: [table, ...others] } = await readAll(files.write(html, 'a.xls'), {}, () => true)
  return [table!.header, ...table!.rows.map(r => r.cells), ...others]
}
const ROWS = [['流水号', '证件号码', '金额'], ['A1', '11010119900307001X', '10.00'], ['A2', '', '20.00']]

describe('tables whose cells and rows are not closed, as HTML allows', () => {
  it('are read as those that are', async () => {
    const open = `<!DOCTYPE html><html><body><!-- <table><tr><td>旧</table> --><table border="1"><caption>征集<colgroup><col><col>
<thead><tr><th>流水号<th>证件号码<th align=right>金额
<tbody><TR class="a"><TD>A1<td nowrap>11010119900307001X<td>10.00
<tr><td>A2</td ><td><td><b>20</b>.00</tbody></table>`
    expect(await read(open)).toEqual(ROWS)
    expect(await read('<table><td>流水号<td>证件号码<td>金额<tr><td>A1<td>11010119900307001X<td>10.00</tr><td>A2<td><td>20.00</table>')).toEqual(ROWS)
  })

  it('are those with all their end tags, whichever are left out', () => {
    const cell = fc.record({ name: fc.constantFrom('td', 'th', 'TD'), text: fc.constantFrom('', 'A1', '<b>甲</b>', '1<br>2', '&lt;td&gt;'), closed: fc.boolean() })
    const row = fc.record({ cells: fc.array(cell, { minLength: 1, maxLength: 3 }), closed: fc.boolean() })
    const written = (rows: readonly { cells: readonly { name: string; text: string; closed: boolean }[]; closed: boolean }[], all: boolean): string =>
      `<table><tbody>${rows.map(r => `<tr>${r.cells.map(c => `<${c.name}>${c.text}${all || c.closed ? `</${c.name.toLowerCase()}>` : ''}`).join('')}${all || r.closed ? '</tr>' : ''}`).join('')}</tbody></table>`
    fc.assert(fc.property(fc.array(row, { maxLength: 3 }), rows => {
      const whole = written(rows, true)
      expect(closedTables(written(rows, false))).toBe(whole)
      expect(closedTables(whole)).toBe(whole)
    }), { numRuns: 200 })
  })
})
