import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import { problem } from '../kernel/index.js'
import { XmlReader, type XmlHandler } from './xml.js'

/** A part that is kept in memory (shared strings, styles) may be this large; a streamed one is bounded by how much it shrinks. */
const MAX_KEPT = 1 << 30
const MAX_RATIO = 2000
const MAX_SMALL = 64 << 20

/** The parts of a zip file. Sizes are checked before and, by yauzl, while a part is unpacked. */
export class Zip {
  private readonly file: string
  private readonly zip: yauzl.ZipFile
  private readonly entries: ReadonlyMap<string, yauzl.Entry>

  private constructor(file: string, zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.file = file
    this.zip = zip
    this.entries = entries
  }

  static async open(path: string, file: string): Promise<Zip> {
    const bad = (error: unknown): Error => problem('source.no_zip', { file, detail: error instanceof Error ? error.message : String(error) })
    const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
      yauzl.open(path, { lazyEntries: true, autoClose: false, decodeStrings: true, validateEntrySizes: true, strictFileNames: false }, (error, opened) => {
        if (error !== null) reject(bad(error))
        else resolve(opened)
      })
    })
    const entries = new Map<string, yauzl.Entry>()
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: yauzl.Entry) => {
        entries.set(normal(entry.fileName), entry)
        zip.readEntry()
      })
      zip.on('end', () => resolve())
      zip.on('error', error => reject(bad(error)))
      zip.readEntry()
    })
    return new Zip(file, zip, entries)
  }

  has(part: string): boolean {
    return this.entries.has(normal(part))
  }

  /** Reads a part through a handler, piece by piece; `pause` runs after each. */
  async *read(part: string, handler: XmlHandler, kept: boolean): AsyncIterable<void> {
    const entry = this.entries.get(normal(part))
    if (entry === undefined) throw problem('source.no_workbook', { file: this.file, part })
    if ((entry.generalPurposeBitFlag & 1) === 1) throw problem('source.encrypted', { file: this.file })
    const big = entry.uncompressedSize
    if ((kept && big > MAX_KEPT) || (big > MAX_SMALL && big > entry.compressedSize * MAX_RATIO)) throw problem('source.too_big', { file: this.file, part })
    const stream = await new Promise<Readable>((resolve, reject) => {
      this.zip.openReadStream(entry, (error, opened) => error !== null ? reject(problem('source.xml', { file: this.file, part, detail: error.message })) : resolve(opened))
    })
    const reader = new XmlReader(handler)
    let decoder: InstanceType<typeof TextDecoder> | null = null
    try {
      for await (const chunk of stream as AsyncIterable<Uint8Array>) {
        decoder ??= decoderOf(chunk)
        reader.write(decoder.decode(chunk, { stream: true }))
        yield
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'Problem') throw error
      throw problem('source.xml', { file: this.file, part, detail: error instanceof Error ? error.message : String(error) })
    }
    if (reader.unfinished) throw problem('source.xml', { file: this.file, part, detail: 'EOF' })
  }

  async all(part: string, handler: XmlHandler): Promise<void> {
    for await (const step of this.read(part, handler, true)) void step
  }

  close(): void {
    this.zip.close()
  }
}

/** By its mark or its first character, else as its prolog says (a blank in the name, as in `GB 18030`, is borne), else UTF-8. */
function decoderOf(head: Uint8Array): InstanceType<typeof TextDecoder> {
  const [a, b] = head
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return new TextDecoder('utf-16le')
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return new TextDecoder('utf-16be')
  const named = /^[^>]*?encoding\s*=\s*["']([^"']+)/.exec(new TextDecoder('latin1').decode(head.subarray(0, 200)))?.[1]?.replace(/\s/g, '') ?? 'utf-8'
  try {
    return new TextDecoder(/^(?:utf-?16|ucs)/i.test(named) ? 'utf-8' : named)
  } catch {
    return new TextDecoder('utf-8')
  }
}

/** Part names as they are compared: no leading slash, any case, either slash. */
function normal(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase()
}
