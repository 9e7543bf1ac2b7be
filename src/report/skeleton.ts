import type ExcelJS from 'exceljs'
import Workbook from 'exceljs/lib/doc/workbook.js'
import { columnName } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'
import { HEADER_LINE, type SummaryBlock, type Book, type TableColumn, type Summary, type Tint } from './model.js'
import { displayWidth, cellWidth } from './width.js'

/**
 * The one place that knows exceljs: it draws what is small and styled (summary, headers, widths, filters, drop-downs, page set-up, style
 * table), with two sample rows a sheet, loud and quiet. The rows themselves are put in afterwards (`xlsx.ts`).
 */

/** A sheet to be drawn: part of a table, `count` rows from row HEADER_LINE + 1 on. */
export interface SheetPart {
  readonly name: string
  readonly title: string
  readonly notes: readonly string[]
  readonly columns: readonly TableColumn[]
  readonly frozen: number
  readonly count: number
  readonly hidden: boolean
}

/** The workbook to be drawn, without its rows. */
export interface SkeletonRequest {
  readonly book: Pick<Book, 'asOf' | 'title' | 'summary'>
  readonly parts: readonly SheetPart[]
  readonly lang: Lang
  readonly words: SkeletonWords
}

/** Words of the drawing itself. */
export interface SkeletonWords {
  readonly pages: string
  readonly choose: string
  readonly day: string
}

const INK: Readonly<Record<Tint, string>> = {
  key: 'FF1F4E79',
  side0: 'FF2E75B6',
  side1: 'FF548235',
  side2: 'FF7F6000',
  side3: 'FF7030A0',
  plain: 'FF595959',
  answer: 'FFC55A11',
}
const YELLOW = 'FFFFF2CC'
const GREY = 'FF7F7F7F'
const RULE = { style: 'thin', color: { argb: 'FFBFBFBF' } } as const
const BORDER = { top: RULE, left: RULE, bottom: RULE, right: RULE } as const
const MONEY = '#,##0.00;[Red]-#,##0.00'
const COUNT = '#,##0'
const MARGINS = { left: 0.3, right: 0.3, top: 0.45, bottom: 0.5, header: 0.2, footer: 0.25 }
const A4 = 9
/** exceljs does not name it, and writes any number. */
const A3 = 8 as ExcelJS.PaperSize
/** Columns of text that A4 across takes at a size one can read; what is wider goes on A3. */
const A4_WIDTH = 190
const NO_ZERO = '#,##0;-#,##0;"–"'
const NO_ZERO_MONEY = '#,##0.00;[Red]-#,##0.00;"–"'
/** Excel shows a drop-down of written-out choices up to this length. */
const CHOICES_LIMIT = 255

/** A workbook of headers and sample rows, as bytes. Its times are the day asked about. */
export async function drawSkeleton({ book, parts, lang, words }: SkeletonRequest): Promise<Buffer> {
  const workbook = new Workbook()
  workbook.creator = 'hedui'
  workbook.lastModifiedBy = 'hedui'
  workbook.created = workbook.modified = new Date(`${book.asOf}T00:00:00Z`)
  workbook.title = book.title
  const font = lang === 'en' ? 'Calibri' : '宋体'
  drawSummary(workbook, { summary: book.summary, font, words })
  for (const part of parts) drawPart(workbook, { part, font, words })
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

interface Pen {
  readonly font: string
  readonly words: SkeletonWords
}

function page(sheet: ExcelJS.Worksheet, words: SkeletonWords, { titles, width }: { titles?: string; width: number }): void {
  sheet.pageSetup = {
    paperSize: width > A4_WIDTH ? A3 : A4,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    margins: MARGINS,
    horizontalCentered: true,
    ...(titles === undefined ? {} : { printTitlesRow: titles }),
  }
  sheet.headerFooter = { oddFooter: `&L&A&C${words.pages}` }
}

function drawPart(workbook: ExcelJS.Workbook, { part, font, words }: Pen & { part: SheetPart }): void {
  const { columns } = part
  const last = HEADER_LINE + part.count
  const sheet = workbook.addWorksheet(part.name, {
    views: [{ state: 'frozen', xSplit: part.frozen, ySplit: HEADER_LINE, showGridLines: false, zoomScale: 90 }],
  })
  if (part.hidden) sheet.state = 'veryHidden'
  page(sheet, words, { titles: `${HEADER_LINE}:${HEADER_LINE}`, width: columns.reduce((n, c) => (c.detail === true ? n : n + c.width), 0) })
  sheet.properties.outlineLevelCol = columns.some(c => c.detail === true) ? 1 : 0
  sheet.columns = columns.map(c => ({ width: c.width, ...(c.detail === true ? { outlineLevel: 1, hidden: true } : {}) }))
  const title = sheet.getCell('A1')
  title.value = part.title
  title.font = { name: font, size: 14, bold: true, color: { argb: INK.key } }
  sheet.getRow(1).height = 24
  const note = sheet.getCell('A2')
  note.value = part.notes.join('  ')
  note.font = { name: font, size: 10, color: { argb: GREY } }
  sheet.getRow(2).height = 18
  const header = sheet.getRow(HEADER_LINE)
  header.height = 33
  for (const [i, c] of columns.entries()) {
    const cell = header.getCell(i + 1)
    cell.value = c.title
    headed(cell, font, INK[c.tint])
    for (const [row, quiet] of [
      [HEADER_LINE + 1, false],
      [HEADER_LINE + 2, true],
    ] as const)
      sample(sheet.getRow(row).getCell(i + 1), { column: c, font, quiet })
    if (part.count > 0) validate(sheet, { column: c, words, range: `${columnName(i)}${HEADER_LINE + 1}:${columnName(i)}${last}` })
  }
  if (columns.length > 0 && !part.hidden)
    sheet.autoFilter = `A${HEADER_LINE}:${columnName(columns.length - 1)}${Math.max(last, HEADER_LINE + 1)}`
}

function headed(cell: ExcelJS.Cell, font: string, ink: string): void {
  cell.font = { name: font, size: 10, bold: true, color: { argb: 'FFFFFFFF' } }
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: ink } }
  cell.alignment = { vertical: 'middle', horizontal: 'center', wrapText: true }
  cell.border = BORDER
}

function sample(cell: ExcelJS.Cell, { column: c, font, quiet }: { column: TableColumn; font: string; quiet: boolean }): void {
  cell.font = { name: font, size: 10, ...(quiet ? { color: { argb: GREY } } : {}) }
  cell.border = BORDER
  cell.numFmt = c.from !== undefined ? 'yyyy-mm-dd' : c.type === 'money' ? MONEY : c.type === 'count' ? COUNT : '@'
  cell.alignment = {
    vertical: 'top',
    wrapText: c.wrap,
    ...(c.center === true ? { horizontal: 'center' as const } : c.type === 'text' ? {} : { horizontal: 'right' as const }),
  }
  if (c.tint === 'answer' && !quiet) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: YELLOW } }
}

type Validations = { readonly dataValidations: { add(address: string, rule: ExcelJS.DataValidation): void } }

function validate(
  sheet: ExcelJS.Worksheet,
  { column: c, words, range }: { column: TableColumn; words: SkeletonWords; range: string },
): void {
  const add = (rule: ExcelJS.DataValidation): void => (sheet as unknown as Validations).dataValidations.add(range, rule)
  const list = c.choices?.join(',') ?? ''
  if (list !== '' && list.length <= CHOICES_LIMIT) {
    add({
      type: 'list',
      allowBlank: true,
      formulae: [`"${list.replaceAll('"', '""')}"`],
      showErrorMessage: true,
      errorStyle: 'stop',
      errorTitle: c.title,
      error: words.choose,
      showInputMessage: true,
      promptTitle: c.title,
      prompt: words.choose,
    })
  }
  if (c.from !== undefined) {
    add({
      type: 'date',
      operator: 'greaterThanOrEqual',
      allowBlank: true,
      formulae: [new Date(`${c.from}T00:00:00Z`)],
      showErrorMessage: true,
      errorStyle: 'warning',
      errorTitle: c.title,
      error: words.day,
      showInputMessage: true,
      promptTitle: c.title,
      prompt: words.day,
    })
  }
}

const SUMMARY_COLUMNS = 14

function drawSummary(workbook: ExcelJS.Workbook, { summary, font, words }: Pen & { summary: Summary }): void {
  const sheet = workbook.addWorksheet(summary.name, { views: [{ showGridLines: false, zoomScale: 90 }] })
  const widest = Math.max(4, ...summary.blocks.map(b => b.head.length))
  const widths = Array.from({ length: Math.min(widest, SUMMARY_COLUMNS) }, (_, i) => summaryWidth(summary.blocks, i))
  page(sheet, words, { width: widths.reduce((a, b) => a + b, 0) })
  sheet.columns = widths.map(width => ({ width }))
  let at = 1
  const line = (text: string, style: Partial<ExcelJS.Font>, height?: number): void => {
    const cell = sheet.getCell(`A${at}`)
    cell.value = text
    cell.font = { name: font, size: 10, ...style }
    if (height !== undefined) sheet.getRow(at).height = height
    at++
  }
  line(summary.title, { size: 18, bold: true, color: { argb: INK.key } }, 32)
  for (const [label, value] of summary.facts) {
    const row = sheet.getRow(at++)
    row.getCell(1).value = label
    row.getCell(1).font = { name: font, size: 10, bold: true, color: { argb: GREY } }
    row.getCell(2).value = value
    row.getCell(2).font = { name: font, size: 10 }
  }
  at++
  for (const note of summary.notes) line(note, {}, 17)
  for (const block of summary.blocks) {
    at++
    line(block.title, { size: 12, bold: true, color: { argb: INK.key } }, 22)
    for (const note of block.notes) line(note, { color: { argb: GREY } })
    at = drawBlock(sheet, { block, at, font })
  }
}

function summaryWidth(blocks: readonly SummaryBlock[], column: number): number {
  let width = 10
  for (const b of blocks) {
    for (const row of b.rows) width = Math.max(width, cellWidth(row[column] ?? null, b.types[column] ?? 'text') + 2)
    for (const part of (b.head[column] ?? '').split('\n')) width = Math.max(width, displayWidth(part) + 2)
  }
  return Math.min(width, 44)
}

function drawBlock(sheet: ExcelJS.Worksheet, { block, at, font }: { block: SummaryBlock; at: number; font: string }): number {
  const header = sheet.getRow(at)
  header.height = block.head.some(h => h.includes('\n')) ? 30 : 19
  for (const [i, text] of block.head.entries()) {
    header.getCell(i + 1).value = text
    headed(header.getCell(i + 1), font, INK.key)
  }
  for (const [n, cells] of block.rows.entries()) {
    const row = sheet.getRow(at + 1 + n)
    const bold = block.total === true && n === block.rows.length - 1
    for (const [i, type] of block.types.entries()) {
      const cell = row.getCell(i + 1)
      const value = cells[i] ?? null
      cell.value = typeof value === 'number' && type === 'money' ? value / 100 : value
      cell.numFmt = type === 'money' ? NO_ZERO_MONEY : type === 'count' ? NO_ZERO : '@'
      cell.font = { name: font, size: 10, bold }
      cell.border = BORDER
      cell.alignment = { vertical: 'middle', wrapText: type === 'text' && i > 0, horizontal: type === 'text' ? 'left' : 'right' }
      if (bold) cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFDDEBF7' } }
    }
    const link = block.links?.[n] ?? null
    if (link !== null) linked(row.getCell(2), link, font)
  }
  return at + 1 + block.rows.length
}

function linked(cell: ExcelJS.Cell, sheet: string, font: string): void {
  cell.value = { text: String(cell.value ?? ''), hyperlink: `#'${sheet.replaceAll("'", "''")}'!A1` }
  cell.font = { name: font, size: 10, underline: true, color: { argb: 'FF0563C1' } }
}
