import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { openSource, type SourceOptions } from '../../../src/source/index.js'
import { Files } from './reading.js'

const files = new Files()
afterAll(() => files.remove())
let n = 0

const ROOT = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'

/** An .ods of that body, with styles of its own and common ones. */
async function ods(tables: string, { automatic = '', common = '' } = {}): Promise<string> {
  const zip = new yazl.ZipFile()
  if (common !== '') zip.addBuffer(Buffer.from(`<office:document-styles ${ROOT}><office:styles>${common}</office:styles></office:document-styles>`), 'styles.xml')
  zip.addBuffer(Buffer.from(`<?xml version="1.0"?><office:document-content ${ROOT}><office:automatic-styles>${automatic}</office:automatic-styles><office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`), 'content.xml')
  zip.addBuffer(Buffer.from('<manifest/>'), 'META-INF/manifest.xml')
  zip.end()
  const path = join(files.dir, `book${n++}.ods`)
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

const table = (rows: string, attributes = 'table:name="征集"'): string => `<table:table ${attributes}>${rows}</table:table>`
const row = (...cells: readonly string[]): string => `<table:table-row>${cells.join('')}</table:table-row>`
const text = (t: string, attributes = ''): string => `<table:table-cell office:value-type="string"${attributes}><text:p>${t}</text:p></table:table-cell>`
const float = (v: string, attributes = ''): string => `<table:table-cell office:value-type="float" office:value="${v}"${attributes}><text:p>${v}</text:p></table:table-cell>`

interface Seen { readonly sheets: readonly { readonly sheet: string | null; readonly rows: readonly (readonly string[])[] }[]; readonly merges: readonly unknown[]; readonly leftOut: readonly unknown[] }

async function seenIn(path: string, options: SourceOptions = {}): Promise<Seen> {
  const source = await openSource(path, options)
  try {
    const sheets: { sheet: string | null; rows: (readonly string[])[] }[] = []
    for (const reader of source.readers) {
      const rows: (readonly string[])[] = []
      for await (const { cells } of reader.rows()) rows.push(cells)
      sheets.push({ sheet: reader.sheet, rows })
    }
    return { sheets, merges: source.readers.flatMap(r => r.merges?.() ?? []), leftOut: source.leftOut }
  } finally {
    await source.close()
  }
}

const first = async (path: string): Promise<readonly string[]> => (await seenIn(path)).sheets[0]!.rows.flat()

describe('OpenDocument', () => {
  it('an apostrophe or a quote inside an attribute shifts no cell', async () => {
    const path = await ods(table(row(text('甲'), '<table:table-cell office:value-type="string" office:string-value=\'陈"引号"\'><text:p>陈"引号"</text:p></table:table-cell>', text('乙'), '<table:table-cell office:value-type="string" office:string-value="O\'Neil > x"/>', text('丙'))))
    expect(await first(path)).toEqual(['甲', '陈"引号"', '乙', 'O\'Neil > x', '丙'])
  })

  it('days are days, whatever style they are shown in', async () => {
    const mapped = '<number:date-style style:name="N1P0"><number:year/></number:date-style><number:text-style style:name="N1"><number:text-content/><style:map style:condition="value()&lt;=1E+300" style:apply-style-name="N1P0"/></number:text-style><style:style style:name="c1" style:family="table-cell" style:data-style-name="N1"/>'
    const day = (v: string): string => `<table:table-cell table:style-name="c1" office:value-type="date" office:date-value="${v}"><text:p>2025年9月1日</text:p></table:table-cell>`
    expect(await first(await ods(table(row(day('2025-09-01'), day('2025-09-01T00:00:00'), day('2025-09-30T17:30:00'), '<table:table-cell office:value-type="time" office:time-value="PT08H05M09S"/>', '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>')), { automatic: mapped })))
      .toEqual(['2025-09-01', '2025-09-01', '2025-09-30 17:30:00', '08:05:09', 'TRUE'])
  })

  it('numbers are shown as their format shows codes, in parent and column styles too', async () => {
    const number = (name: string, inner: string, kind = 'number-style'): string => `<number:${kind} style:name="${name}">${inner}</number:${kind}>`
    const cellStyle = (name: string, data: string | null, parent = ''): string => `<style:style style:name="${name}" style:family="table-cell"${data === null ? '' : ` style:data-style-name="${data}"`}${parent === '' ? '' : ` style:parent-style-name="${parent}"`}/>`
    const common = number('N1', '<number:number number:decimal-places="0" number:min-integer-digits="8"/>') + cellStyle('zeros', 'N1')
    const automatic = cellStyle('below', null, 'zeros') + number('N2', '<number:text>ZJ</number:text><number:number number:min-integer-digits="6"/>') + cellStyle('letters', 'N2')
      + number('N3', '<number:number number:decimal-places="2" number:min-integer-digits="1" number:grouping="true"/>') + number('N4', '<number:number number:decimal-places="2" number:min-integer-digits="1" number:display-factor="1000"/>')
      + number('N5', '<number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text>', 'percentage-style') + cellStyle('grouped', 'N3') + cellStyle('thousands', 'N4') + cellStyle('share', 'N5') + cellStyle('self', null, 'self')
      + number('N6', '<number:text>(</number:text><number:number/><number:text>)</number:text><style:map style:condition="value()&gt;=0" style:apply-style-name="N1"/>') + cellStyle('signed', 'N6')
    const styled = (name: string, v: string): string => float(v, ` table:style-name="${name}"`)
    const rows = row(styled('below', '123'), styled('letters', '45'), styled('grouped', '1234.5'), styled('thousands', '1234500'), styled('share', '0.165'), styled('self', '7'), styled('gone', '8'), styled('signed', '9'), float('12'))
    const columns = '<table:table-column table:number-columns-repeated="8"/><table:table-column table:default-cell-style-name="zeros"/>'
    expect(await first(await ods(table(columns + rows), { automatic, common }))).toEqual(['00000123', 'ZJ000045', '1234.5', '1234500 [0.00,]', '16.5%', '7', '8', '00000009', '00000012'])
  })

  it('numbers of more digits than a double holds are as the file has them', async () => {
    expect(await first(await ods(table(row(float('110101196001010003'), float('1.10101196001010E+017'), float('0.1'), float('480.0')))))).toEqual(['110101196001010003', '1.10101196001010E+017', '0.1', '480'])
  })

  it('formulas without a result, and errors, are never values', async () => {
    const path = await ods(table(row('<table:table-cell table:formula="of:=[.A1]+[.B1]"/>', '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>', '<table:table-cell table:formula="of:=2*3" office:value-type="float" office:value="6"/>')))
    expect(await first(path)).toEqual(['=[.A1]+[.B1]', '#DIV/0!', '6'])
  })

  it('what is no text of the cell is left out: notes, readings, drawings, tables inside, changes', async () => {
    const note = '<office:annotation><dc:date>2025-09-01</dc:date><text:p>批注</text:p></office:annotation>'
    const drawing = '<draw:frame><draw:text-box><text:p>图中字</text:p></draw:text-box></draw:frame>'
    const rows = row(`<table:table-cell office:value-type="string">${note}<text:p>王芳</text:p>${drawing}</table:table-cell>`, text('<text:ruby><text:ruby-base>行</text:ruby-base><text:ruby-text>háng</text:ruby-text></text:ruby>长'),
      `<table:table-cell office:value-type="string"><text:p>外</text:p>${table(row(text('内')), 'table:is-sub-table="true"')}</table:table-cell>`, text('末'))
    const changes = `<table:tracked-changes><table:deletion><table:cut-offs/><table:table-cell-content-change><table:previous><table:change-track-table-cell office:value-type="string"><text:p>旧</text:p></table:change-track-table-cell></table:previous></table:table-cell-content-change></table:deletion></table:tracked-changes>`
    expect(await first(await ods(changes + table(`<table:shapes>${drawing}</table:shapes>${rows}`)))).toEqual(['王芳', '行长', '外', '末'])
  })

  it('blanks of the file itself are none of the text', async () => {
    expect(await first(await ods(table(row(text('\n      张  三\n    '), text('<text:s text:c="2"/>李<text:s/>四<text:tab/>五<text:line-break/>六'), '<table:table-cell office:value-type="string"><text:p>甲</text:p>\n<text:p>乙</text:p></table:table-cell>')))))
      .toEqual(['张 三', '  李 四\t五\n六', '甲\n乙'])
  })

  it('cells over several rows are told, cells that they cover are read as they stand', async () => {
    const { sheets, merges } = await seenIn(await ods(table(row('<table:table-cell office:value-type="string" table:number-rows-spanned="2" table:number-columns-spanned="1"><text:p>单位</text:p></table:table-cell>', text('甲')) + row('<table:covered-table-cell/>', text('乙')))))
    expect(sheets[0]!.rows).toEqual([['单位', '甲'], ['', '乙']])
    expect(merges).toEqual([{ from: 1, to: 2, first: 0, last: 0 }])
  })

  it('a second sheet, a hidden one, an empty one', async () => {
    const automatic = '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
    const path = await ods(table(row(text('甲'))) + table(row(text('乙')), 'table:name="旧" table:style-name="gone"') + table(row(text('丙')), 'table:name="二"') + table('', 'table:name="空"'), { automatic })
    const { sheets, leftOut } = await seenIn(path)
    expect(sheets).toEqual([{ sheet: '征集', rows: [['甲']] }, { sheet: '二', rows: [['丙']] }])
    expect(leftOut).toEqual([{ what: 'hidden_sheet', name: '旧', rows: 0 }])
    expect((await seenIn(path, { sheet: '旧' })).sheets.map(t => t.rows)).toEqual([[['乙']]])
    await expect(openSource(path, { sheet: '没有' })).rejects.toMatchObject({ code: 'source.sheet' })
  })

  it('rows and cells without end are a Problem, and take no memory', async () => {
    const much = '<table:table-row table:number-rows-repeated="99999999999"><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    await expect(seenIn(await ods(table(much)))).rejects.toMatchObject({ code: 'source.part' })
    await expect(seenIn(await ods(table(row(text('x', ' table:number-columns-repeated="999999999"')))))).rejects.toMatchObject({ code: 'source.limit' })
    await expect(seenIn(await ods(table(row(text('<text:s text:c="999999999999"/>')))))).rejects.toMatchObject({ code: expect.stringMatching(/^source\.(?:limit|cell_long)$/) as unknown })
    await expect(openSource(await ods('<!DOCTYPE x>'))).rejects.toMatchObject({ code: 'source.xml_dtd' })
    await expect(openSource(await ods(table('').replace('</table:table>', '')))).rejects.toMatchObject({ code: 'source.no_rows' })
  })
})
