import ExcelJS from 'exceljs'
import type { Day } from '../kernel/index.js'
import type { Sheet } from '../conform/index.js'

const HEADER_ROW = 3
/** Excel takes no longer sheet names, and none of these characters in one. */
const NAME = 31
const NOT_IN_NAMES = /[[\]:*?/\\]/g

/** Writes sheets of texts and counts as a workbook; its times are the day given. Texts stay texts: none is a formula or a number. */
export async function writeWorkbook(path: string, sheets: readonly Sheet[], day: Day): Promise<void> {
  const book = new ExcelJS.Workbook()
  book.creator = book.lastModifiedBy = 'hedui'
  book.created = book.modified = new Date(`${day}T00:00:00Z`)
  const names = new Set<string>()
  for (const sheet of sheets) addSheet(book, sheet, nameFor(sheet.name, names))
  await book.xlsx.writeFile(path)
}

function nameFor(name: string, taken: Set<string>): string {
  const plain = name.replace(NOT_IN_NAMES, ' ').slice(0, NAME)
  const made = taken.has(plain) ? `${plain.slice(0, NAME - 4)} ${taken.size}` : plain
  taken.add(made)
  return made
}

function addSheet(book: ExcelJS.Workbook, { title, notes, columns, rows }: Sheet, name: string): void {
  const sheet = book.addWorksheet(name, { views: [{ state: 'frozen', ySplit: HEADER_ROW }] })
  sheet.columns = columns.map(c => ({ width: c.width }))
  sheet.getCell('A1').value = title
  sheet.getCell('A1').font = { size: 14, bold: true }
  sheet.getCell('A2').value = notes.join('  ')
  const header = sheet.getRow(HEADER_ROW)
  for (const [i, c] of columns.entries()) {
    const cell = header.getCell(i + 1)
    cell.value = c.title
    cell.font = { bold: true }
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFD9E1F2' } }
  }
  for (const row of rows) {
    const made = sheet.addRow([...row])
    for (const [i, c] of columns.entries()) {
      const cell = made.getCell(i + 1)
      cell.numFmt = typeof row[i] === 'number' ? '#,##0' : '@'
      cell.alignment = { vertical: 'top', wrapText: c.wrap === true }
    }
  }
  if (rows.length > 0) sheet.autoFilter = { from: { row: HEADER_ROW, column: 1 }, to: { row: HEADER_ROW + rows.length, column: columns.length } }
}
