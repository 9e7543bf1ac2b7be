import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import iconv from 'iconv-lite'

const BUFFER = 1 << 16

/** How a text file is written. */
export interface TextForm {
  readonly encoding: 'utf-8' | 'utf-8-bom' | 'gb18030' | 'utf-16le'
  readonly delimiter: string
}

/** A text file written row by row in constant memory. */
export class TextFile {
  private readonly fd: number
  private readonly encoding: string
  private readonly delimiter: string
  private pending = ''
  /** Lines written. */
  lines = 0

  constructor(path: string, form: TextForm) {
    mkdirSync(dirname(path), { recursive: true })
    this.fd = openSync(path, 'w')
    this.encoding = form.encoding === 'utf-8-bom' ? 'utf-8' : form.encoding
    this.delimiter = form.delimiter
    if (form.encoding === 'utf-8-bom' || form.encoding === 'utf-16le') this.pending = '\uFEFF'
  }

  /** Writes a row, quoted where it must be; returns its line. */
  row(cells: readonly string[]): number {
    return this.line(
      cells.map(c => (c.includes(this.delimiter) || /["\r\n]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join(this.delimiter),
    )
  }

  /** Writes a line as it is. */
  line(text: string): number {
    this.pending += `${text}\r\n`
    this.lines++
    if (this.pending.length > BUFFER) this.flush()
    return this.lines
  }

  private flush(): void {
    writeSync(this.fd, iconv.encode(this.pending, this.encoding, { addBOM: false }))
    this.pending = ''
  }

  close(): void {
    this.flush()
    closeSync(this.fd)
  }
}

const xml = (text: string): string => text.replace(/[<>&"]/g, c => `&#${c.charCodeAt(0)};`)
const DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

/** A workbook of one sheet of text cells, written row by row: a zip whose members are stored as they are. */
export class WorkbookFile {
  private readonly fd: number
  private at = 0
  private readonly members: { name: string; at: number; size: number; crc: number }[] = []
  private pending = ''
  private size = 0
  private crc = 0
  lines = 0

  constructor(path: string, sheet: string) {
    mkdirSync(dirname(path), { recursive: true })
    this.fd = openSync(path, 'w')
    this.whole(
      '[Content_Types].xml',
      `${DECLARED}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    )
    this.whole(
      '_rels/.rels',
      `${DECLARED}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    )
    this.whole(
      'xl/workbook.xml',
      `${DECLARED}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xml(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    )
    this.whole(
      'xl/_rels/workbook.xml.rels',
      `${DECLARED}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    )
    this.open('xl/worksheets/sheet1.xml')
    this.pending = `${DECLARED}<worksheet xmlns="${MAIN}"><sheetData>`
  }

  row(cells: readonly string[]): number {
    this.lines++
    this.pending += `<row r="${this.lines}">${cells.map(c => (c === '' ? '<c/>' : `<c t="inlineStr"><is><t xml:space="preserve">${xml(c)}</t></is></c>`)).join('')}</row>`
    if (this.pending.length > BUFFER) this.flush()
    return this.lines
  }

  private flush(): void {
    const bytes = Buffer.from(this.pending)
    this.crc = crc32(bytes, this.crc)
    this.size += bytes.length
    this.put(bytes)
    this.pending = ''
  }

  private put(bytes: Uint8Array): void {
    writeSync(this.fd, bytes, 0, bytes.length, this.at)
    this.at += bytes.length
  }

  private open(name: string): void {
    this.members.push({ name, at: this.at, size: 0, crc: 0 })
    this.size = 0
    this.crc = 0
    this.put(header(name, { size: 0, crc: 0 }))
  }

  private seal(): void {
    this.flush()
    const member = this.members.at(-1)!
    Object.assign(member, { size: this.size, crc: this.crc })
    const bytes = header(member.name, member)
    writeSync(this.fd, bytes, 0, bytes.length, member.at)
  }

  private whole(name: string, text: string): void {
    this.open(name)
    this.pending = text
    this.seal()
  }

  close(): void {
    this.pending += '</sheetData></worksheet>'
    this.seal()
    const start = this.at
    for (const m of this.members) this.put(central(m))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.members.length, 8)
    end.writeUInt16LE(this.members.length, 10)
    end.writeUInt32LE(this.at - start, 12)
    end.writeUInt32LE(start, 16)
    this.put(end)
    closeSync(this.fd)
  }
}

/** A day that every member carries: files of one seed are the same bytes. */
const DOS_DATE = 0x5b4a

function header(name: string, { size, crc }: { size: number; crc: number }): Buffer {
  const b = Buffer.alloc(30)
  b.writeUInt32LE(0x04034b50, 0)
  b.writeUInt16LE(20, 4)
  b.writeUInt16LE(0x0800, 6)
  b.writeUInt16LE(DOS_DATE, 12)
  b.writeUInt32LE(crc, 14)
  b.writeUInt32LE(size, 18)
  b.writeUInt32LE(size, 22)
  b.writeUInt16LE(Buffer.byteLength(name), 26)
  return Buffer.concat([b, Buffer.from(name)])
}

function central(m: { name: string; at: number; size: number; crc: number }): Buffer {
  const b = Buffer.alloc(46)
  b.writeUInt32LE(0x02014b50, 0)
  b.writeUInt16LE(20, 4)
  b.writeUInt16LE(20, 6)
  b.writeUInt16LE(0x0800, 8)
  b.writeUInt16LE(DOS_DATE, 14)
  b.writeUInt32LE(m.crc, 16)
  b.writeUInt32LE(m.size, 20)
  b.writeUInt32LE(m.size, 24)
  b.writeUInt16LE(Buffer.byteLength(m.name), 28)
  b.writeUInt32LE(m.at, 42)
  return Buffer.concat([b, Buffer.from(m.name)])
}
