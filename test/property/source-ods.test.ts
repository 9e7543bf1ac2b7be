import { createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { openSource } from '../../src/source/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-ods-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

/** A cell as a writer has it (`xml`: from behind the element's name), and the text that it must be read as. */
interface Cell { readonly xml: string; readonly text: string }
/** How a writer writes: prefixes are its own, a row or cell that stands again may be written once, rows may stand in groups. */
interface Style { readonly prefix: string; readonly repeats: boolean; readonly groups: boolean; readonly flat: boolean; readonly quote: '"' | '\'' }

const character = fc.constantFrom('张', '三', '𠮷', 'a', ' ', '  ', '<', '&', '>', '"', '\'', '\n', '\t', '·', '0', ']]>', '=')
const texts = fc.array(character, { minLength: 1, maxLength: 8 }).map(cs => cs.join('')).filter(t => t.trim() !== '')
const entities = (t: string): string => t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\'', '&apos;')
/** Blanks at a border or beside another, tabs and line ends have elements of their own. */
const inParagraph = (t: string): string => t.split('\n').map(line => `<text:p>${line.split(/( +|\t)/).map(part => part === '\t' ? '<text:tab/>' : /^ /.test(part) ? `<text:s text:c="${part.length}"/>` : entities(part)).join('')}</text:p>`).join('')
const spanned = (t: string): string => `<text:p><text:span text:style-name="T1">${entities(t.slice(0, 1))}</text:span>${entities(t.slice(1))}</text:p>`

const cell: fc.Arbitrary<Cell> = fc.oneof(
  fc.constant({ xml: '/>', text: '' }),
  texts.map(text => ({ xml: ` office:value-type="string">${inParagraph(text)}</table:table-cell>`, text })),
  texts.filter(t => !/[\n\t]|^ | $| {2}/.test(t) && t.codePointAt(0)! < 0x10000).map(text => ({ xml: ` office:value-type="string">${spanned(text)}</table:table-cell>`, text })),
  texts.map(text => ({ xml: ` office:value-type="string" office:string-value="${entities(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')}"/>`, text })),
  fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map(v => ({ xml: ` office:value-type="float" office:value="${v}"><text:p>${v.toLocaleString('en')}</text:p></table:table-cell>`, text: String(v) })),
  fc.integer({ min: 1, max: 10 ** 9 }).map(v => ({ xml: ` office:value-type="currency" office:currency="CNY" office:value="${(v / 100).toFixed(2)}"><text:p>￥${v}</text:p></table:table-cell>`, text: (v / 100).toFixed(2).replace(/\.0*$/, '') })),
  fc.integer({ min: 0, max: 1000 }).map(v => ({ xml: ` office:value-type="percentage" office:value="${v / 1000}"><text:p>?</text:p></table:table-cell>`, text: `${v / 10}%` })),
  fc.integer({ min: 10_000, max: 30_000 }).map(d => new Date(d * 86_400_000).toISOString().slice(0, 10)).map(day => ({ xml: ` office:value-type="date" office:date-value="${day}"><text:p>${day.slice(2).replaceAll('-', '/')}</text:p></table:table-cell>`, text: day })),
  fc.integer({ min: 1, max: 86_399 }).map(s => new Date(1.7e12 - 1.7e12 % 864e5 + s * 1000).toISOString().slice(0, 19)).map(t => ({ xml: ` office:value-type="date" office:date-value="${t}"/>`, text: t.replace('T', ' ') })),
)
const style: fc.Arbitrary<Style> = fc.record({ prefix: fc.constantFrom('table', 't'), repeats: fc.boolean(), groups: fc.boolean(), flat: fc.boolean(), quote: fc.constantFrom('"' as const, '\'' as const) })

/** Equal neighbours as runs. */
function runs<T>(list: readonly T[], same: (a: T, b: T) => boolean, together: boolean): readonly { readonly one: T; readonly times: number }[] {
  const out: { one: T; times: number }[] = []
  for (const one of list) {
    const last = out.at(-1)
    if (together && last !== undefined && same(last.one, one)) last.times++
    else out.push({ one, times: 1 })
  }
  return out
}

function tableOf(rows: readonly (readonly Cell[])[], { prefix, repeats, groups, quote }: Style): string {
  const times = (what: string, count: number): string => count === 1 ? '' : ` table:number-${what}-repeated="${count}"`
  const cells = (row: readonly Cell[]): string => runs(row, (a, b) => a.xml === b.xml, repeats).map(({ one, times: t }) => `<table:table-cell${times('columns', t)}${one.xml}`).join('')
  const lines = runs(rows, (a, b) => cells(a) === cells(b), repeats).map(({ one, times: t }) => `<table:table-row${times('rows', t)}>${cells(one)}</table:table-row>`)
  const body = groups ? `<table:table-header-rows>${lines[0] ?? ''}</table:table-header-rows><table:table-row-group>${lines.slice(1).join('')}</table:table-row-group>` : lines.join('')
  const xml = `<table:table table:name="征集"><table:table-column table:number-columns-repeated="16384"/>${body}<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>`
  return (quote === '"' ? xml : xml.replace(/(\S+?)="([^"']*)"/g, '$1=\'$2\'')).replaceAll('table:', `${prefix}:`)
}

async function written(xml: string, { flat }: Style): Promise<string> {
  const root = flat ? 'document' : 'document-content'
  const content = `<?xml version="1.0" encoding="UTF-8"?>\n<office:${root} xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><office:body><office:spreadsheet>${xml}</office:spreadsheet></office:body></office:${root}>`
  const path = join(dir, `${n++}.${flat ? 'fods' : 'ods'}`)
  if (flat) writeFileSync(path, content)
  else {
    const zip = new yazl.ZipFile()
    zip.addBuffer(Buffer.from(content), 'content.xml')
    zip.addBuffer(Buffer.from('<manifest/>'), 'META-INF/manifest.xml')
    zip.end()
    await pipeline(zip.outputStream, createWriteStream(path))
  }
  return path
}

describe('OpenDocument workbooks', () => {
  it('say what their cells hold, however they are written', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 6 }), { minLength: 1, maxLength: 6 }).chain(rows => fc.tuple(fc.constant(rows), fc.array(fc.nat(rows.length - 1), { maxLength: 6 }))), style, async ([kinds, more], how) => {
      // Some rows stand again, beside themselves or further down.
      const rows = [...kinds, ...more.toSorted((a, b) => a - b).map(i => kinds[i]!)]
      const cellsOf = (row: readonly Cell[]): readonly string[] => row.map(c => c.text).slice(0, row.findLastIndex(c => c.text !== '') + 1)
      const wanted = rows.map((row, i) => ({ line: i + 1, cells: cellsOf(row) })).filter(r => r.cells.length > 0)
      const path = await written(tableOf(rows, how), how)
      try {
        if (wanted.length === 0) await expect(openSource(path)).rejects.toMatchObject({ code: 'source.no_rows' })
        else {
          const source = await openSource(path)
          const seen = []
          for await (const { line, cells } of source.readers[0]!.rows()) seen.push({ line, cells })
          await source.close()
          expect(source.format).toBe('ods')
          expect(seen).toEqual(wanted)
        }
      } finally {
        rmSync(path)
      }
    }), { numRuns: 300 })
  })
})
