import { createHash } from 'node:crypto'
import { createReadStream, statSync, type Stats } from 'node:fs'
import { basename, extname } from 'node:path'
import { problem, refuseNoFile, statAt } from '../kernel/index.js'
import { extractsOf, unpackEntry, workbookOf } from './archive.js'
import { openDbf } from './dbf.js'
import { decryptedOffice } from './encrypted-office.js'
import { chosenSheets, openLegacy } from './legacy.js'
import { hasNul, kindOf, type FileKind } from './kind.js'
import { DEFAULT_LIMITS } from './limits.js'
import { shownName, splitEntry } from './name.js'
import { openOds, refuseEncrypted } from './ods.js'
import { openText } from './open-text.js'
import type { Extract, Opened } from './opened.js'
import { gunzipped, Scratch } from './scratch.js'
import type { OpenSource, Reader, SourceOptions, Wrapping } from './types.js'
import { readWorkbook } from './workbook.js'
import { sheetReader } from './xlsx.js'
import { Zip } from './zip.js'

/**
 * Opens an extract, whatever it is: its bytes decide, not its name. An archive needs `entry` where it holds several files; `a.zip!b.csv`
 * names one too. Throws `source.*`.
 */
export async function openSource(path: string, options: SourceOptions = {}): Promise<OpenSource> {
  const named = options.entry === undefined ? splitEntry(path) : { path, entry: options.entry }
  const file = shownName(named.path, named.entry)
  const stat = statOf(named.path, file)
  const scratch = new Scratch(options.scratch)
  const extract: Extract = {
    path: named.path,
    file,
    options: named.entry === undefined ? options : { ...options, entry: named.entry },
    limits: options.limits ?? DEFAULT_LIMITS,
    scratch,
    wrapped: [],
  }
  let opened: Opened | undefined
  try {
    opened = await open(extract, kindOf(named.path, file))
    if (opened.digest === undefined) options.lap?.('open')
    const { digest, bytes } =
      opened.digest === undefined
        ? await digestOf(opened.unpacked ?? named.path)
        : { digest: opened.digest, bytes: statSync(opened.unpacked ?? named.path).size }
    if (opened.digest === undefined) options.lap?.('survey')
    const { close } = opened
    return {
      path: named.path,
      format: opened.format,
      wrapped: opened.wrapped ?? [],
      encoding: opened.encoding ?? null,
      encodingWhy: opened.encodingWhy ?? null,
      delimiter: opened.delimiter ?? null,
      readers: opened.readers,
      sheets: opened.sheets ?? [],
      leftOut: opened.leftOut ?? [],
      digest,
      bytes,
      beside: opened.beside ?? [named.path],
      unchanged: () => refuseChange(named.path, file, stat),
      close: () => {
        close?.()
        scratch.remove()
        return Promise.resolve()
      },
    }
  } catch (error) {
    opened?.close?.()
    scratch.remove()
    throw error
  }
}

function statOf(path: string, file: string): Stats {
  const stat = statAt(path)
  if (stat === undefined) throw problem('source.missing', { file: path })
  if (stat.isDirectory()) throw problem('source.directory', { file })
  refuseNoFile(stat, file)
  if (stat.size === 0) throw problem('source.empty', { file })
  return stat
}

function refuseChange(path: string, file: string, before: Stats): void {
  const now = statAt(path)
  if (now === undefined || now.size !== before.size || now.mtimeMs !== before.mtimeMs || now.ino !== before.ino)
    throw problem('source.changed', { file, before: before.size, now: now?.size ?? 0 })
}

async function open(extract: Extract, kind: FileKind): Promise<Opened> {
  const { path, file, limits, options } = extract
  if (kind === 'zip') return openZip(extract)
  if (kind === 'gz') return openGzip(extract)
  if (kind === 'compound') return openCompound(extract)
  if (kind === 'biff') return { format: 'xls', ...(await openLegacy({ path, file, limits, sheet: options.sheet, encoding: null })) }
  if (kind === 'dbf') {
    const { reader, ...more } = openDbf({ path, file, limits, encoding: declaredDbf(options) })
    return { format: 'dbf', readers: [reader], ...more }
  }
  if (isNamedWorkbook(path) && hasNul(path, file)) throw problem('source.no_zip', { file, detail: extname(path) })
  return openText(extract)
}

/** `--encoding`, else what the layout says; two of the encodings no DBF has. */
function declaredDbf({ encoding, format }: SourceOptions): 'gb18030' | 'utf-8' | null {
  return encoding === 'gb18030' || encoding === 'utf-8' ? encoding : (format?.dbf?.encoding ?? null)
}

function isNamedWorkbook(path: string): boolean {
  return ['.xlsx', '.xlsm', '.xlsb', '.xls', '.zip'].includes(extname(path).toLowerCase())
}

async function openZip(extract: Extract): Promise<Opened> {
  const { path, file, limits, options } = extract
  const zip = await Zip.open({ path, file, limits })
  let opened: Opened | undefined
  try {
    const book = workbookOf(zip)
    if (book === 'xlsx') return (opened = await openWorkbook(extract, zip))
    if (book === 'ods') return (opened = await openOpenDocument(extract, zip))
    if (book !== null) return { format: book, ...(await openLegacy({ path, file, limits, sheet: options.sheet, encoding: null })) }
    return await openEntry(extract, zip)
  } finally {
    if (opened === undefined) zip.close()
  }
}

async function openWorkbook({ file, limits, options }: Extract, zip: Zip): Promise<Opened> {
  const book = await readWorkbook(zip, file, limits)
  const all = book.sheets.map(sheet => ({ sheet, reader: sheetReader(zip, { file, book, sheet, limits }) }))
  const { readers: wanted, leftOut } = chosenSheets({ file, sheets: book.sheets, wanted: options.sheet }, all)
  const readers: Reader[] = []
  for (const { sheet, reader } of wanted) {
    if (!zip.has(sheet.part)) throw problem('source.no_workbook', { file, part: sheet.part })
    if ((await reader.preview(1)).length > 0) readers.push(reader)
  }
  if (readers.length === 0) throw problem('source.no_rows', { file })
  return { format: 'xlsx', readers, sheets: book.sheets.map(s => ({ name: s.name, hidden: s.hidden })), leftOut, close: () => zip.close() }
}

/** Styles first: those of the content itself are put over them. */
const ODS_PARTS = ['styles.xml', 'content.xml'] as const

async function openOpenDocument({ file, limits, options }: Extract, zip: Zip): Promise<Opened> {
  await refuseEncrypted(zip, file)
  const parts = ODS_PARTS.filter(p => zip.has(p))
  const book = await openOds((part, handler) => zip.read(part, handler), { file, limits, sheet: options.sheet, parts })
  return { format: 'ods', ...book, close: () => zip.close() }
}

async function openEntry(extract: Extract, zip: Zip): Promise<Opened> {
  const { file, limits, options, scratch } = extract
  refuseNested(extract)
  const { entry, format, password } = options
  const entries = extractsOf(zip, {
    file,
    limits,
    ...(entry !== undefined || format?.archive === undefined ? {} : { patterns: format.archive.entries }),
  })
  const found = entry === undefined ? entries[0]! : zip.entries.find(e => e.name === entry)
  if (found === undefined)
    throw problem('source.no_entry', { file: basename(extract.path), found: entry ?? '', known: entries.map(e => e.name).join('、') })
  if (entry === undefined && entries.length > 1) throw problem('source.entries', { file, entries: entries.map(e => e.name).join('、') })
  const path = await unpackEntry(zip, found, { scratch, password, file })
  return openUnpacked(extract, path, {
    wrapping: found.encrypted ? ['zip', 'password'] : ['zip'],
    beside: entries.length > 1 ? [path] : [path, extract.path],
  })
}

async function openGzip(extract: Extract): Promise<Opened> {
  const { path, file, limits, scratch } = extract
  refuseNested(extract)
  const bare = path.replace(/\.gz$/i, '')
  const unpacked = await scratch.keep(bare, gunzipped(path, file, limits))
  return openUnpacked(extract, unpacked, { wrapping: ['gz'], beside: bare === path ? [path] : [path, bare] })
}

/** An archive in an archive is not opened: whoever packs so makes bombs. */
function refuseNested({ file, wrapped }: Extract): void {
  if (wrapped.includes('zip') || wrapped.includes('gz')) throw problem('source.nested', { file })
}

async function openCompound(extract: Extract): Promise<Opened> {
  const { path, file, limits, options, scratch } = extract
  const bytes = await decryptedOffice({ path, file, limits, password: options.password })
  if (bytes === null) return { format: 'xls', ...(await openLegacy({ path, file, limits, sheet: options.sheet, encoding: null })) }
  return openUnpacked(extract, await scratch.keep(`open-${basename(path)}`, [bytes]), { wrapping: ['password'], beside: [path] })
}

async function openUnpacked(
  extract: Extract,
  path: string,
  { wrapping, beside }: { wrapping: readonly Wrapping[]; beside: readonly string[] },
): Promise<Opened> {
  const { file } = extract
  statOf(path, file)
  const wrapped = [...extract.wrapped, ...wrapping]
  const opened = await open({ ...extract, path, wrapped }, kindOf(path, file))
  return { wrapped, unpacked: path, beside, ...opened }
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
