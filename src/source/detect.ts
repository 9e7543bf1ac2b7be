import { isAscii, isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { problem } from '../kernel/index.js'
import { delimiterOf } from './delimiter.js'
import { Gb18030ToUtf8 } from './gb18030.js'
import type { Encoding, SourceOptions } from './types.js'

const CHUNK = 1 << 20
const HEAD = 1 << 16
const LF = 0x0a
const CR = 0x0d

/** What the whole file looks like, before it is split. */
export interface Detected { readonly encoding: Encoding; readonly why: string; readonly delimiter: string; readonly faulty: boolean; readonly digest: string; readonly bytes: number }

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
    if (!this.reads(bytes)) eachLine(bytes, line => { if (!this.reads(line)) this.faults++ })
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
      if (b < 0xc0) continue
      this.beyond++
      if ((b >= 0xe4 && b <= 0xe9) || (b === 0xe3 && (utf8[i + 1]! >= 0x90 || utf8[i + 1] === 0x80)) || (b === 0xef && utf8[i + 1]! >= 0xbc && utf8[i + 1]! <= 0xbe) || (b === 0xf0 && utf8[i + 1]! >= 0xa0)) this.han++
    }
  }

  get isHan(): boolean {
    return this.han * 2 > this.beyond
  }
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
  const look = survey(path)
  const { head, digest, bytes } = look
  if (bytes === 0) throw problem('source.empty', { file })
  const wanted = options.encoding === undefined || options.encoding === 'auto' ? null : options.encoding
  const asked = (encoding: Encoding): { delimiter: string; score: number } => delimiterOf(textOf(head, encoding), options)
  const result = (encoding: Encoding, why: string, faulty: boolean): Detected => ({ encoding, why, faulty, digest, bytes, delimiter: asked(encoding).delimiter })
  const bom = bomOf(head)
  if (wanted !== null) {
    refuseDeclared(look, { file, wanted, bom })
    return result(wanted, 'declared', true)
  }
  if (bom !== null) return result(bom, 'bom', bom !== 'utf-8' || look.utf8.faults > 0)
  const wide = utf16Of(head)
  if (wide !== null) return result(wide, 'nul-bytes', true)
  if (look.ascii) return result('utf-8', 'ascii', false)
  const { utf8, gb } = look
  const header8 = asked('utf-8').score > 0
  const headerGb = asked('gb18030').score > 0
  const chosen = choose({ utf8, gb, header8, headerGb })
  if (chosen === null) throw problem('source.encoding_unclear', { file })
  return result(chosen.encoding, chosen.why, (chosen.encoding === 'utf-8' ? utf8 : gb).faults > 0)
}

interface Survey { readonly head: Uint8Array; readonly digest: string; readonly bytes: number; readonly ascii: boolean; readonly utf8: Reading; readonly gb: Reading }

/** One pass over the file, cut at line ends. */
function survey(path: string): Survey {
  const fd = openSync(path, 'r')
  const hash = createHash('sha256')
  const buffer = new Uint8Array(CHUNK * 2)
  const utf8 = new Reading(false)
  const gb = new Reading(true)
  let head = new Uint8Array(0)
  let kept = 0
  let bytes = 0
  let ascii = true
  try {
    for (;;) {
      const got = readSync(fd, buffer, kept, CHUNK, null)
      hash.update(buffer.subarray(kept, kept + got))
      if (bytes === 0) head = buffer.slice(0, Math.min(HEAD, got))
      bytes += got
      const filled = kept + got
      const last = got === 0 ? filled : lastLine(buffer, filled)
      const part = buffer.subarray(0, last)
      if (!isAscii(part)) {
        ascii = false
        utf8.lines(part)
        // A file that is UTF-8 throughout cannot lose to a reading that has faults already.
        if (gb.faults === 0 || utf8.faults > 0) gb.lines(part)
      }
      buffer.copyWithin(0, last, filled)
      kept = filled - last
      if (got === 0) return { head, digest: hash.digest('hex'), bytes, ascii, utf8, gb }
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

function choose({ utf8, gb, header8, headerGb }: { utf8: Reading; gb: Reading; header8: boolean; headerGb: boolean }): { encoding: Encoding; why: string } | null {
  if (header8 !== headerGb && !(utf8.faults === 0 && gb.faults === 0)) return { encoding: header8 ? 'utf-8' : 'gb18030', why: 'header' }
  if (utf8.faults === 0 && gb.faults === 0) {
    if (header8 !== headerGb && (header8 ? utf8 : gb).isHan) return { encoding: header8 ? 'utf-8' : 'gb18030', why: 'header' }
    return utf8.isHan ? { encoding: 'utf-8', why: 'han' } : gb.isHan ? { encoding: 'gb18030', why: 'han' } : header8 !== headerGb ? { encoding: header8 ? 'utf-8' : 'gb18030', why: 'header' } : null
  }
  if (utf8.faults === gb.faults) return { encoding: utf8.han * gb.beyond >= gb.han * utf8.beyond ? 'utf-8' : 'gb18030', why: 'han' }
  if (utf8.faults < gb.faults) return { encoding: 'utf-8', why: utf8.faults === 0 ? 'utf8-valid' : 'fewer-faults' }
  return { encoding: 'gb18030', why: 'fewer-faults' }
}

function refuseDeclared({ utf8, gb, head, ascii }: Survey, { file, wanted, bom }: { file: string; wanted: Encoding; bom: Encoding | null }): void {
  const other = bom !== null && bom !== wanted ? bom
    : wanted === 'utf-8' && utf8.faults > gb.faults ? 'gb18030'
      : wanted === 'gb18030' && gb.faults > utf8.faults ? 'utf-8'
        : wanted.startsWith('utf-16') && bom === null && utf16Of(head) !== wanted ? utf16Of(head) ?? (ascii || utf8.faults === 0 ? 'utf-8' : 'gb18030') : null
  if (other !== null) throw problem('source.encoding_wrong', { file, declared: wanted, found: other, lines: wanted === 'utf-8' ? utf8.faults : gb.faults })
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
  const many = Math.max(b.length / 2 / 5, Math.min(b.length / 2 * 0.4, 10))
  if (odd > many && even * 50 < odd) return 'utf-16le'
  return even > many && odd * 50 < even ? 'utf-16be' : null
}

function textOf(head: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head)
}
