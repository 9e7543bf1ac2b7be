import { closeSync, openSync, readSync } from 'node:fs'
import { problem, refuseNoFile, statAt } from '../kernel/index.js'

const HEAD = 1 << 16

/** What the first bytes of a file are. `text` needs its encoding before more can be said. */
export type FileKind = 'zip' | 'gz' | 'compound' | 'biff' | 'dbf' | 'text'

/** Formats that hedui does not read, by their first bytes, and what people call them. */
const FOREIGN: readonly (readonly [magic: string, name: string])[] = [
  ['377abcaf271c', '7z'],
  ['526172211a07', 'RAR'],
  ['25504446', 'PDF'],
  ['fd377a585a00', 'xz'],
  ['425a68', 'bzip2'],
  ['28b52ffd', 'zstd'],
  ['504152', 'Parquet'],
  ['89504e47', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['53514c69746520666f726d6174', 'SQLite'],
]

/** Looks at a file's first bytes; its name says nothing. Throws `source.unreadable`, `source.no_file`, `source.foreign`. */
export function kindOf(path: string, file: string): FileKind {
  const head = headOf(path, file)
  const magic = head.subarray(0, 16).toString('hex')
  if (/^504b0(304|506|708)/.test(magic)) return 'zip'
  if (magic.startsWith('1f8b')) return 'gz'
  if (magic.startsWith('d0cf11e0a1b11ae1')) return 'compound'
  const foreign = FOREIGN.find(([start]) => magic.startsWith(start))
  if (foreign !== undefined && isBinary(head)) throw problem('source.foreign', { file, found: foreign[1] })
  if (head.length > 262 && head.toString('latin1', 257, 262) === 'ustar') throw problem('source.foreign', { file, found: 'tar' })
  if (isDbf(head)) return 'dbf'
  return /^09(00(04|06)|02(06)|04(06)|08(08|10))00/.test(magic) ? 'biff' : 'text'
}

function headOf(path: string, file: string): Buffer {
  const stat = statAt(path)
  if (stat !== undefined) refuseNoFile(stat, file)
  try {
    const fd = openSync(path, 'r')
    try {
      const head = Buffer.alloc(HEAD)
      return head.subarray(0, readSync(fd, head, 0, HEAD, 0))
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    throw problem('source.unreadable', { file, detail: (error as { code?: string }).code ?? '' })
  }
}

/** Bytes that no text has: a text may well begin with `PAR` or `BZh`. */
function isBinary(head: Buffer): boolean {
  return head.some(b => b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d)
}

/** Whether the file holds a NUL byte near its beginning and is no UTF-16 by its mark. */
export function hasNul(path: string, file: string): boolean {
  const head = headOf(path, file)
  return head.includes(0) && !/^(?:fffe|feff)/.test(head.subarray(0, 2).toString('hex'))
}

/** A DBF header has no magic number; its version, day, and lengths that fit each other and its end mark are sign enough. */
function isDbf(head: Buffer): boolean {
  if (head.length < 65 || !DBF_VERSIONS.has(head[0]!)) return false
  const header = head.readUInt16LE(8)
  const record = head.readUInt16LE(10)
  if (head[2]! > 12 || head[3]! > 31 || header < 65 || record < 2) return false
  let length = 1
  for (let at = 32; at + 1 < header && at < head.length; at += 32) {
    if (head[at] === 0x0d) return length === record
    length += fieldLength(head, at)
  }
  return head[header - 1] === 0x0d && length === record
}

const DBF_VERSIONS: ReadonlySet<number> = new Set([0x02, 0x03, 0x04, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8b, 0x8e, 0xcb, 0xf5, 0xfb])

/** Bytes of a field; texts of Clipper and FoxPro count their decimals as the length's high byte. */
export function fieldLength(head: Buffer, at: number): number {
  return head[at + 11] === 0x43 ? head.readUInt16LE(at + 16) : head[at + 16]!
}
