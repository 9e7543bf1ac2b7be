import { problem } from '../kernel/index.js'
import { encryptedBytes } from './encrypted-zip.js'
import { kindOf } from './kind.js'
import { passed, type Limits } from './limits.js'
import { lastPart, type Scratch } from './scratch.js'
import { Zip, type ZipEntry } from './zip.js'

/** What operating systems put beside the files. */
const JUNK = /(?:^|\/)(?:__MACOSX\/|\.|~\$|Thumbs\.db$|desktop\.ini$)/i
/** Files that say something of the file beside them: control files and marks that it is whole. */
const COMPANION = /\.(?:ctl|jls|ok|done)$/i
const COMPANION_BYTES = 1 << 16

/** A file of an archive that holds rows. */
export interface ArchiveEntry {
  readonly name: string
  readonly bytes: number
  readonly encrypted: boolean
}

/** The archive, and which of its files are meant (file name patterns; absent: all). */
export interface ArchiveSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly patterns?: readonly string[]
}

/** The files of an archive by name, `null` for a file that is no archive (a workbook is a zip and none). Throws `source.*`. */
export async function archiveEntries(spec: ArchiveSpec): Promise<readonly ArchiveEntry[] | null> {
  if (kindOf(spec.path, spec.file) !== 'zip') return null
  const zip = await Zip.open(spec)
  try {
    return workbookOf(zip) !== null ? null : extractsOf(zip, spec).map(({ name, size, encrypted }) => ({ name, bytes: size, encrypted }))
  } finally {
    zip.close()
  }
}

/** What kind of workbook a zip is, if it is one. */
export function workbookOf(zip: Zip): 'xlsx' | 'xlsb' | 'ods' | null {
  if (zip.has('xl/workbook.bin')) return 'xlsb'
  if (zip.has('[Content_Types].xml') || zip.has('xl/workbook.xml')) return 'xlsx'
  return (zip.has('content.xml') || zip.has('encrypted-package')) && zip.has('META-INF/manifest.xml') ? 'ods' : null
}

/** Entries that hold rows: the declared ones, else all that are neither junk nor companions of another. */
export function extractsOf(zip: Zip, { file, limits, patterns }: Omit<ArchiveSpec, 'path'>): readonly ZipEntry[] {
  if (zip.entries.length > limits.entries) throw passed(limits, 'entries', { file })
  const names = new Set<string>()
  for (const { name } of zip.entries) {
    if (isUnsafe(name)) throw problem('source.entry_name', { file, entry: name })
    if (names.has(name)) throw problem('source.entry_twice', { file, entry: name })
    names.add(name)
  }
  const real = zip.entries.filter(e => !JUNK.test(slashed(e.name)))
  const wanted =
    patterns === undefined
      ? real.filter(e => !real.some(other => isCompanion(e, other.name)))
      : real.filter(e => patterns.some(p => fitsPattern(e.name, p)))
  if (wanted.length === 0) throw problem('source.no_entries', { file, entries: real.map(e => e.name).join('、') })
  const all = wanted.reduce((n, e) => n + e.size, 0)
  const packed = wanted.reduce((n, e) => n + e.packed, 0)
  if (all > limits.unpacked_bytes) throw passed(limits, 'unpacked_bytes', { file })
  // Entries may overlap in a file that is made to burst: then all of them together say more than their own packed sizes.
  if (all > 64 * 2 ** 20 && all > Math.min(packed, zip.bytesOnDisk) * limits.ratio) throw passed(limits, 'ratio', { file })
  return wanted.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Names that lead out of the folder they are unpacked in. hedui unpacks under names of its own; who writes such a name means harm. */
function isUnsafe(name: string): boolean {
  const parts = slashed(name).split('/')
  return parts.includes('..') || name.includes('\0') || parts[0] === '' || /^[A-Za-z]:$/.test(parts[0]!)
}

function slashed(name: string): string {
  return name.replaceAll('\\', '/')
}

function isCompanion(entry: ZipEntry, of: string): boolean {
  return (
    entry.name !== of &&
    COMPANION.test(entry.name) &&
    entry.size <= COMPANION_BYTES &&
    (entry.name.replace(COMPANION, '') === of || entry.name.replace(COMPANION, '') === stem(of))
  )
}

function stem(name: string): string {
  return name.replace(/\.[^./\\]*$/, '')
}

/** `*` is any text; a pattern without a folder is meant for the name without one. */
function fitsPattern(name: string, pattern: string): boolean {
  const source = pattern
    .split('*')
    .map(p => p.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
  return new RegExp(`^${source}$`, 'iu').test(pattern.includes('/') ? slashed(name) : lastPart(name))
}

/** Unpacks an entry, and its companions beside it. Returns the path, and whether it had a password. */
export async function unpackEntry(
  zip: Zip,
  entry: ZipEntry,
  { scratch, password, file }: { scratch: Scratch; password: string | undefined; file: string },
): Promise<string> {
  const bytes = (e: ZipEntry): AsyncIterable<Uint8Array> => (e.encrypted ? encryptedBytes(zip, e, { file, password }) : zip.bytes(e))
  const path = await scratch.keep(entry.name, bytes(entry))
  for (const companion of zip.entries) if (isCompanion(companion, entry.name)) await scratch.keep(companion.name, bytes(companion))
  return path
}
