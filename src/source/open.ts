import { createHash } from 'node:crypto'
import { closeSync, createReadStream, openSync, readSync, statSync, type Stats } from 'node:fs'
import { basename, extname } from 'node:path'
import { problem } from '../kernel/index.js'
import { detect } from './detect.js'
import { TextReader } from './text.js'
import type { OpenSource, Reader, SourceOptions } from './types.js'
import { readWorkbook, type Sheet, type Workbook } from './workbook.js'
import { SheetReader } from './xlsx.js'
import { Zip } from './zip.js'

/** Opens an extract: a text file or a workbook, told by its bytes. Throws `source.*`. */
export async function openSource(path: string, options: SourceOptions = {}): Promise<OpenSource> {
  const file = basename(path)
  const stat = statOf(path, file)
  if (stat.isDirectory()) throw problem('source.directory', { file })
  if (stat.size === 0) throw problem('source.empty', { file })
  const magic = firstBytes(path, file)
  if (magic.startsWith('d0cf11e0')) throw isEncrypted(path) ? problem('source.encrypted', { file }) : problem('source.xls', { file })
  if (magic.startsWith('504b0304') || magic.startsWith('504b0506')) return openWorkbook(path, file, options)
  if (['.xlsx', '.xlsm'].includes(extname(path).toLowerCase())) throw problem('source.no_zip', { file, detail: magic.slice(0, 8) })
  return openText(path, file, options)
}

function statOf(path: string, file: string): Stats {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined) throw problem('source.missing', { file: path })
  if (!stat.isDirectory() && !stat.isFile()) throw problem('source.unreadable', { file, detail: 'no regular file' })
  return stat
}

function firstBytes(path: string, file: string): string {
  const head = Buffer.alloc(8)
  try {
    const fd = openSync(path, 'r')
    try {
      readSync(fd, head, 0, 8, 0)
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw problem('source.unreadable', { file, detail: (error as { code?: string }).code ?? '' })
  }
  return head.toString('hex')
}

/** An encrypted workbook is a compound file with a stream of that name. */
function isEncrypted(path: string): boolean {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(4 << 20)
    const got = readSync(fd, bytes, 0, bytes.length, 0)
    return bytes.subarray(0, got).includes(Buffer.from('EncryptedPackage', 'utf16le'))
  } finally {
    closeSync(fd)
  }
}

function openText(path: string, file: string, options: SourceOptions): OpenSource {
  const { encoding, why, delimiter, faulty, digest, bytes } = detect(path, file, options)
  return {
    path, format: 'text', encoding, encodingWhy: why, delimiter, digest, bytes, sheets: [],
    readers: [new TextReader({ path, file, encoding, delimiter, faulty })],
    close: () => Promise.resolve(),
  }
}

async function openWorkbook(path: string, file: string, options: SourceOptions): Promise<OpenSource> {
  const zip = await Zip.open(path, file)
  try {
    const book = await readWorkbook(zip, file)
    const readers: Reader[] = []
    for (const sheet of chosen(book, file, options.sheet)) {
      const reader = new SheetReader(zip, file, { book, sheet })
      if (!zip.has(sheet.part)) throw problem('source.no_workbook', { file, part: sheet.part })
      if ((await reader.preview(1)).length > 0) readers.push(reader)
    }
    if (readers.length === 0) throw problem('source.no_rows', { file })
    const { digest, bytes } = await digestOf(path)
    const sheets = book.sheets.map(s => ({ name: s.name, hidden: s.hidden }))
    return { path, format: 'xlsx', encoding: null, encodingWhy: null, delimiter: null, digest, bytes, sheets, readers, close: () => { zip.close(); return Promise.resolve() } }
  } catch (error) {
    zip.close()
    throw error
  }
}

/** The sheet that was asked for by name or number, else all that are shown. */
function chosen(book: Workbook, file: string, wanted: string | undefined): readonly Sheet[] {
  if (wanted === undefined) {
    const shown = book.sheets.filter(s => !s.hidden)
    return shown.length > 0 ? shown : book.sheets
  }
  const sheet = book.sheets.find(s => s.name === wanted) ?? book.sheets[Number(wanted) - 1]
  if (sheet === undefined) throw problem('source.sheet', { file, found: wanted, known: book.sheets.map(s => s.name).join('、') })
  return [sheet]
}

async function digestOf(path: string): Promise<{ digest: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { digest: hash.digest('hex'), bytes }
}
