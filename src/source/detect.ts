import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { problem } from '../kernel/index.js'
import { delimiterOf } from './delimiter.js'
import { Gb18030ToUtf8, isGb18030 } from './gb18030.js'
import type { Encoding, SourceOptions } from './types.js'

const CHUNK = 1 << 20
const HEAD = 1 << 16
const LF = 0x0a
const CR = 0x0d

/** What the whole file looks like, before it is split. */
export interface Detected {
  readonly encoding: Encoding
  readonly why: string
  readonly delimiter: string
  readonly faulty: boolean
  readonly digest: string
  readonly bytes: number
}

/** Han characters beside which a faulty line is damage, not another encoding. */
const BESIDE = 10

/** Lines that cannot be decoded, and how many of the characters beyond ASCII are Han, read as one encoding. */
class Reading {
  faults = 0
  beyond = 0
  han = 0
  private readonly converter: Gb18030ToUtf8 | null
  private readonly out: Uint8Array

  constructor(gb: boolean) {
    this.converter = gb ? new Gb18030ToUtf8() : null
    this.out = new Uint8Array(gb ? CHUNK * 6 + 64 : 0)
  }

  /** Whole lines. */
  lines(bytes: Uint8Array): void {
    if (!this.reads(bytes))
      eachLine(bytes, line => {
        if (!this.reads(line)) this.faults++
      })
  }

  /** True where all can be decoded; it is weighed then. */
  private reads(bytes: Uint8Array): boolean {
    const { converter, out } = this
    if (converter === null) {
      if (!isUtf8(bytes)) return false
      this.weigh(bytes)
      return true
    }
    converter.reset()
    const end = converter.convert(bytes, bytes.length, { to: out, at: 0, end: true })
    if (converter.faults > 0) return false
    this.weigh(out.subarray(0, end))
    return true
  }

  private weigh(utf8: Uint8Array): void {
    for (let i = 0; i < utf8.length; i++) {
      const b = utf8[i]!
      if (b < 0xc0 || isMark(utf8, i)) continue
      this.beyond++
      if (
        (b >= 0xe4 && b <= 0xe9) ||
        (b === 0xe3 && (utf8[i + 1]! >= 0x90 || utf8[i + 1] === 0x80)) ||
        (b === 0xef && utf8[i + 1]! >= 0xbc && utf8[i + 1]! <= 0xbe) ||
        (b === 0xf0 && utf8[i + 1]! >= 0xa0)
      )
        this.han++
    }
  }

  get isHan(): boolean {
    return this.han * 2 > this.beyond
  }

  /** Whether what cannot be decoded stands among Han that can: lines in another encoding hold none but by chance. */
  get isDamaged(): boolean {
    return this.isHan && this.faults * BESIDE <= this.han
  }
}

/** □ and private characters, which stand for rare ones in either encoding and tell nothing. */
function isMark(utf8: Uint8Array, i: number): boolean {
  const [b, second] = [utf8[i]!, utf8[i + 1]!]
  return b === 0xee || (b === 0xef && second <= 0xa3) || (b === 0xe2 && second === 0x96 && utf8[i + 2] === 0xa1)
}

/** Lines by any line end: LF, CR, or CR with its LF as a line of nothing. */
function eachLine(bytes: Uint8Array, take: (line: Uint8Array) => void): void {
  for (let at = 0; at < bytes.length;) {
    let end = at
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
    take(bytes.subarray(at, end))
    at = end + 1
  }
}

/** Decides encoding and delimiter over the whole file (catalogue §2, Encoding) and takes its digest. Throws `source.*`. */
export function detect(path: string, file: string, options: SourceOptions): Detected {
  options.lap?.('open')
  const look = survey(path)
  options.lap?.('survey')
  const { head, digest, bytes } = look
  if (bytes === 0) throw problem('source.empty', { file })
  const wanted = options.encoding === undefined || options.encoding === 'auto' ? null : options.encoding
  const headers = new Map<Encoding, { delimiter: string; score: number }>()
  const asked = (encoding: Encoding): { delimiter: string; score: number } => {
    const found = headers.get(encoding) ?? delimiterOf(textOf(head, encoding), options)
    headers.set(encoding, found)
    return found
  }
  const result = (encoding: Encoding, why: string, faulty: boolean): Detected => ({
    encoding,
    why,
    faulty,
    digest,
    bytes,
    delimiter: asked(encoding).delimiter,
  })
  const bom = bomOf(head)
  if (wanted !== null) {
    refuseDeclared(look, { path, file, wanted, bom })
    return result(wanted, 'declared', !isSoundUtf16(path, wanted))
  }
  if (bom !== null) return result(bom, 'bom', bom === 'utf-8' ? !look.utf8 : !isSoundUtf16(path, bom))
  const wide = utf16Of(head)
  if (wide !== null) return result(wide, 'nul-bytes', !isSoundUtf16(path, wide))
  if (look.ascii) return result('utf-8', 'ascii', false)
  const chosen = choose(look, { header8: asked('utf-8').score > 0, headerGb: asked('gb18030').score > 0 }, () => weigh(path))
  if (chosen === null) throw problem('source.encoding_unclear', { file })
  return result(chosen.encoding, chosen.why, !(chosen.encoding === 'utf-8' ? look.utf8 : look.gb))
}

/** What one pass over a file tells. `utf8`, `gb`: all of it can be decoded so. */
interface Survey {
  readonly head: Uint8Array
  readonly digest: string
  readonly bytes: number
  readonly ascii: boolean
  readonly utf8: boolean
  readonly gb: boolean
}

/**
 * Digest, and which encodings the file could be; a reading that has failed once is not tried again. Nearly every file is decided by this.
 */
function survey(path: string): Survey {
  const hash = createHash('sha256')
  const can = { ascii: true, utf8: true, gb: true }
  let head = new Uint8Array(0)
  let bytes = 0
  eachPart(
    path,
    part => {
      if (isAscii(part)) return
      can.ascii = false
      can.utf8 &&= isUtf8(part)
      can.gb &&= isGb18030(part)
    },
    chunk => {
      hash.update(chunk)
      if (bytes === 0) head = chunk.slice(0, HEAD)
      bytes += chunk.length
    },
  )
  return { head, digest: hash.digest('hex'), bytes, ...can }
}

interface Weighed {
  readonly utf8: Reading
  readonly gb: Reading
}

/** Counts faulty lines and Han both ways, line by line where it must: for files that could be either or are neither. */
function weigh(path: string): Weighed {
  const utf8 = new Reading(false)
  const gb = new Reading(true)
  eachPart(path, part => {
    if (isAscii(part)) return
    utf8.lines(part)
    // A file that is UTF-8 throughout cannot lose to a reading that has faults already.
    if (gb.faults === 0 || utf8.faults > 0) gb.lines(part)
  })
  return { utf8, gb }
}

/** A file piece by piece, cut at line ends; `raw` sees the bytes as they are read. */
function eachPart(path: string, take: (part: Uint8Array) => void, raw: (chunk: Uint8Array) => void = () => undefined): void {
  const fd = openSync(path, 'r')
  const buffer = new Uint8Array(CHUNK * 2)
  let kept = 0
  try {
    for (;;) {
      const got = readSync(fd, buffer, kept, CHUNK, null)
      raw(buffer.subarray(kept, kept + got))
      const filled = kept + got
      const last = got === 0 ? filled : lastLine(buffer, filled)
      take(buffer.subarray(0, last))
      buffer.copyWithin(0, last, filled)
      kept = filled - last
      if (got === 0) return
    }
  } finally {
    closeSync(fd)
  }
}

/** Where the last whole line ends; all there is where a line is longer than a chunk. */
function lastLine(buffer: Uint8Array, filled: number): number {
  let end = filled
  while (end > 0 && buffer[end - 1] !== LF && buffer[end - 1] !== CR) end--
  return end > 0 || filled <= CHUNK ? end : filled
}

/** All of it is UTF-16: a U+FFFD in it came as it is. */
function isSoundUtf16(path: string, encoding: Encoding): boolean {
  if (encoding !== 'utf-16le' && encoding !== 'utf-16be') return false
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    eachPart(
      path,
      () => undefined,
      chunk => decoder.decode(chunk, { stream: true }),
    )
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

interface Headers {
  readonly header8: boolean
  readonly headerGb: boolean
}

function choose(can: Survey, { header8, headerGb }: Headers, weighed: () => Weighed): { encoding: Encoding; why: string } | null {
  const byHeader = { encoding: header8 ? 'utf-8' : 'gb18030', why: 'header' } as const
  if (header8 !== headerGb && !(can.utf8 && can.gb)) return byHeader
  if (can.utf8 && !can.gb) return { encoding: 'utf-8', why: 'utf8-valid' }
  if (can.gb && !can.utf8 && !mayBeUtf8(can.head)) return { encoding: 'gb18030', why: 'fewer-faults' }
  // What is UTF-8 by its bytes and says so is: a dot between two names (C2 B7) would be 路 in GBK. A prolog that says GBK is as often wrong.
  const said = can.utf8 ? encodingSaid(can.head) : null
  if (said === 'utf-8') return { encoding: said, why: 'prolog' }
  const { utf8, gb } = weighed()
  // One bad byte must not turn a file into the other encoding (catalogue §2), even where that reads without a fault: pairs of bytes can be
  // read of nearly anything.
  if (!can.utf8 && utf8.isDamaged) return { encoding: 'utf-8', why: 'han' }
  if (can.utf8) {
    if (header8 !== headerGb && (header8 ? utf8 : gb).isHan) return byHeader
    if (utf8.isHan) return { encoding: 'utf-8', why: 'han' }
    if (gb.isHan) return { encoding: 'gb18030', why: 'han' }
    if (header8 !== headerGb) return byHeader
    return said === null ? null : { encoding: said, why: 'prolog' }
  }
  if (utf8.faults === gb.faults) return { encoding: utf8.han * gb.beyond >= gb.han * utf8.beyond ? 'utf-8' : 'gb18030', why: 'han' }
  return { encoding: utf8.faults < gb.faults ? 'utf-8' : 'gb18030', why: 'fewer-faults' }
}

/**
 * The encoding that markup names in its prolog or among its head's metadata. It is asked where the bytes leave it open: many a system
 * writes a prolog that is wrong.
 */
function encodingSaid(head: Uint8Array): Encoding | null {
  const text = Buffer.from(head.buffer, head.byteOffset, head.length).toString('latin1')
  const said =
    /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']\s*([^"']+?)\s*["']/i.exec(text)?.[1] ??
    /^\s*<[^]*?<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w-]+)/i.exec(text)?.[1] ??
    ''
  return /^utf-?8$/i.test(said) ? 'utf-8' : /^gb(?:k|2312|[ -]?18030)$/i.test(said) ? 'gb18030' : null
}

/** Whether a beginning leaves it open that a file with faults is UTF-8 all the same: that of nearly every GB18030 file does not. */
function mayBeUtf8(head: Uint8Array): boolean {
  if (isAscii(head)) return true
  const reading = new Reading(false)
  reading.lines(head)
  return reading.isDamaged
}

/** Throws `source.encoding_wrong` where the bytes are plainly of another encoding than was said. */
function refuseDeclared(
  look: Survey,
  { path, file, wanted, bom }: { path: string; file: string; wanted: Encoding; bom: Encoding | null },
): void {
  const doubtful = (wanted === 'utf-8' && !look.utf8) || (wanted === 'gb18030' && !look.gb)
  const lines = doubtful ? weigh(path) : null
  const other = otherThan(wanted, bom, look, lines)
  if (other === null) return
  const counted = lines ?? weigh(path)
  throw problem('source.encoding_wrong', {
    file,
    declared: wanted,
    found: other,
    lines: wanted === 'utf-8' ? counted.utf8.faults : counted.gb.faults,
  })
}

/** The encoding that a file is of in place of the one that was said; null: none is likelier. `lines`: counted where that one has faults. */
function otherThan(wanted: Encoding, bom: Encoding | null, { head, ascii, utf8 }: Survey, lines: Weighed | null): Encoding | null {
  if (bom !== null && bom !== wanted) return bom
  if (wanted.startsWith('utf-16')) {
    const wide = utf16Of(head)
    return bom !== null || wide === wanted ? null : (wide ?? (ascii || utf8 ? 'utf-8' : 'gb18030'))
  }
  if (lines === null || lines.utf8.faults === lines.gb.faults) return null
  const fewer = lines.utf8.faults < lines.gb.faults ? 'utf-8' : 'gb18030'
  return fewer === wanted ? null : fewer
}

function bomOf(b: Uint8Array): Encoding | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8'
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le'
  if (b[0] === 0xfe && b[1] === 0xff) return 'utf-16be'
  return b[0] === 0x84 && b[1] === 0x31 && b[2] === 0x95 && b[3] === 0x33 ? 'gb18030' : null
}

/** UTF-16 without a mark: digits and delimiters leave zero bytes on one side of nearly every pair that has any. */
function utf16Of(b: Uint8Array): Encoding | null {
  let even = 0
  let odd = 0
  for (let i = 0; i + 1 < b.length; i += 2) {
    if (b[i] === 0) even++
    if (b[i + 1] === 0) odd++
  }
  const many = Math.max(b.length / 2 / 5, Math.min((b.length / 2) * 0.4, 10))
  if (odd > many && even * 50 < odd) return 'utf-16le'
  return even > many && odd * 50 < even ? 'utf-16be' : null
}

function textOf(head: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head)
}
