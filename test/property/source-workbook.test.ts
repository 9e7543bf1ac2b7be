import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import yazl from 'yazl'
import { openSource } from '../../src/source/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-book-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0

/** A cell as a writer has it, and the text that it must be read as. */
type Cell = { readonly kind: 'text'; readonly text: string; readonly way: 'inline' | 'rich' | 'shared' | 'formula' | 'cdata' } | Value<'number'> | Value<'day'> | { readonly kind: 'none'; readonly text: '' }
interface Value<K> { readonly kind: K; readonly v: string; readonly text: string }

/** How a writer writes: what Excel, libraries and hands do differently. */
interface Style { readonly prefix: string; readonly strict: boolean; readonly references: boolean; readonly from1904: boolean; readonly indent: string }

const character = fc.constantFrom('张', '三', '𠮷', 'a', ' ', '<', '&', '>', '"', '\'', '\n', '_', 'x', '_x0041_', '\u0001', '·', '0', ']]>')
const text = fc.array(character, { minLength: 1, maxLength: 8 }).map(cs => cs.join(''))
const ways = fc.constantFrom('inline' as const, 'rich' as const, 'shared' as const, 'formula' as const, 'cdata' as const)
const digits = (length: number): fc.Arbitrary<string> => fc.array(fc.constantFrom(...'0123456789'), { minLength: length, maxLength: length }).map(ds => ds.join(''))
const whole = fc.integer({ min: 1, max: 18 }).chain(digits).map(d => d.replace(/^0+(?=\d)/, ''))
const number: fc.Arbitrary<Cell> = fc.oneof(
  whole.map(v => ({ kind: 'number' as const, v, text: v })),
  fc.tuple(whole.map(w => w.slice(0, 12)), digits(2)).map(([w, f]) => ({ kind: 'number' as const, v: `${w}.${f}`, text: `${w}.${f}`.replace(/\.0*$/, '') })),
  fc.tuple(fc.constantFrom(...'123456789'), digits(14), fc.integer({ min: 14, max: 19 })).map(([a, b, e]) => ({ kind: 'number' as const, v: `${a}.${b}E+${e}`, text: e > 14 ? `${a}.${b}E+${e}` : `${a}${b}` })),
  // What a double leaves in the 17th digit.
  fc.tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 9 })).map(([cents, noise]) => {
    const exact = (cents / 100).toFixed(2)
    return { kind: 'number' as const, v: `${exact}${'0'.repeat(16 - exact.replace('.', '').replace(/^0+/, '').length)}${noise}`, text: String(cents / 100) }
  }),
)
const DAY_1904 = 1462
const day = fc.integer({ min: 20_000, max: 60_000 }).map(serial => ({ kind: 'day' as const, v: String(serial), text: new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10) }))
const cell: fc.Arbitrary<Cell> = fc.oneof(fc.tuple(text, ways).map(([t, way]) => ({ kind: 'text' as const, text: t, way })), number, day, fc.constant({ kind: 'none' as const, text: '' as const }))
const style: fc.Arbitrary<Style> = fc.record({ prefix: fc.constantFrom('', 'x:', 'ns0:'), strict: fc.boolean(), references: fc.boolean(), from1904: fc.boolean(), indent: fc.constantFrom('', '\n  ') })

/** What XML cannot hold, and what looks as if it stood for that, is written as `_xHHHH_`. */
const escaped = (t: string): string => t.replace(/_x([0-9A-Fa-f]{4}_)/g, '_x005F_x$1').replaceAll('\u0001', '_x0001_')
const entities = (t: string): string => escaped(t).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

class Writer {
  readonly strings: string[] = []
  private readonly style: Style

  constructor(style: Style) {
    this.style = style
  }

  tag(name: string, content: string, attributes = ''): string {
    const { prefix } = this.style
    return `<${prefix}${name}${attributes}>${content}</${prefix}${name}>`
  }

  cell(c: Cell, reference: string): string {
    const at = this.style.references ? ` r="${reference}"` : ''
    if (c.kind === 'none') return this.tag('c', '', at)
    if (c.kind === 'number') return this.tag('c', this.tag('v', c.v), at)
    if (c.kind === 'day') return this.tag('c', this.tag('v', String(Number(c.v) - (this.style.from1904 ? DAY_1904 : 0))), `${at} s="1"`)
    const t = (content: string): string => this.tag('t', content, ' xml:space="preserve"')
    const half = Math.floor([...c.text].length / 2)
    const parts = [[...c.text].slice(0, half).join(''), [...c.text].slice(half).join('')]
    switch (c.way) {
      case 'inline': return this.tag('c', this.tag('is', t(entities(c.text))), `${at} t="inlineStr"`)
      case 'formula': return this.tag('c', this.tag('f', 'A1') + this.tag('v', entities(c.text)), `${at} t="str"`)
      case 'shared': return this.shared(t(entities(c.text)), at)
      case 'rich': return this.shared(parts.map(part => this.tag('r', t(entities(part)))).join('') + this.tag('rPh', t('チョウ')), at)
      case 'cdata': return this.shared(t(escaped(c.text).split(']]>').map(part => `<![CDATA[${part}]]>`).join(']]&gt;')), at)
      default: return c.way satisfies never
    }
  }

  private shared(content: string, at: string): string {
    this.strings.push(this.tag('si', content))
    return this.tag('c', this.tag('v', String(this.strings.length - 1)), `${at} t="s"`)
  }
}

async function write(rows: readonly (readonly Cell[])[], style: Style): Promise<string> {
  const { prefix, strict, from1904, indent } = style
  const ns = strict ? 'http://purl.oclc.org/ooxml/spreadsheetml/main' : 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const rel = strict ? 'http://purl.oclc.org/ooxml/officeDocument/relationships' : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const spaced = prefix === '' ? ` xmlns="${ns}"` : ` xmlns:${prefix.slice(0, -1)}="${ns}"`
  const w = new Writer(style)
  const data = rows.map((row, r) => w.tag('row', indent + row.map((c, i) => w.cell(c, `${String.fromCharCode(65 + i)}${r + 1}`)).join(indent), style.references ? ` r="${r + 1}"` : '')).join(indent)
  const relations = (links: readonly string[]): string => `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${links.map((l, i) => `<Relationship Id="i${i}" Type="${rel}/${l.split(' ')[0]!}" Target="${l.split(' ')[1]!}"/>`).join('')}</Relationships>`
  const parts: Readonly<Record<string, string>> = {
    '_rels/.rels': relations(['officeDocument xl/workbook.xml']),
    'xl/_rels/workbook.xml.rels': relations(['worksheet worksheets/sheet1.xml', 'sharedStrings sharedStrings.xml', 'styles styles.xml']),
    'xl/workbook.xml': `<${prefix}workbook${spaced} xmlns:r="${rel}">${w.tag('workbookPr', '', from1904 ? ' date1904="1"' : '')}${w.tag('sheets', w.tag('sheet', '', ' name="表" sheetId="1" r:id="i0"'))}</${prefix}workbook>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?>${indent}<${prefix}worksheet${spaced}>${w.tag('sheetData', indent + data)}</${prefix}worksheet>`,
    'xl/sharedStrings.xml': `<${prefix}sst${spaced}>${w.strings.join(indent)}</${prefix}sst>`,
    'xl/styles.xml': `<${prefix}styleSheet${spaced}>${w.tag('cellXfs', `<${prefix}xf numFmtId="0"/><${prefix}xf numFmtId="14"/>`)}</${prefix}styleSheet>`,
  }
  const path = join(dir, `${n++}.xlsx`)
  const zip = new yazl.ZipFile()
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

/** Cells as they are read: none behind the last that is filled. */
function shown(row: readonly Cell[]): readonly string[] {
  const last = row.findLastIndex(c => c.text !== '')
  return row.slice(0, last + 1).map(c => c.text)
}

describe('a workbook', () => {
  it('is read as it was written, whoever wrote it', async () => {
    const rows = fc.integer({ min: 1, max: 6 }).chain(width => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }))
    await fc.assert(fc.asyncProperty(rows, style, async (table, how) => {
      fc.pre(table.some(row => row.some(c => c.text.trim() !== '')))
      const path = await write(table, how)
      const source = await openSource(path)
      try {
        const found: (readonly string[])[] = []
        for await (const row of source.readers[0]!.rows()) found.push(row.cells)
        expect(found).toEqual(table.map(shown))
      } finally {
        await source.close()
        rmSync(path)
      }
    }), { numRuns: 120 })
  })
})
