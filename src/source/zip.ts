import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { pipeline, Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import yauzl from 'yauzl'
import { problem } from '../kernel/index.js'
import { crc32 } from './checksum.js'
import { passed, UnpackGauge, type Limits } from './limits.js'
import { XmlReader, type XmlHandler } from './xml.js'

/** Parts that a workbook may have, whatever the limit of an archive is: pictures are parts too. */
const MOST_PARTS = 65_535
const UTF8_FLAG = 0x800
/** Extra field with the name in UTF-8 (APPNOTE 4.6.9). */
const UNICODE_PATH = 0x7075
const STORED = 0
const DEFLATED = 8
const PIECE = 1 << 18
/** Where an entry's packed bytes begin: no type of yauzl's has this question yet. */
type Headers = {
  readLocalFileHeader(
    entry: yauzl.Entry,
    options: { readonly minimal: true },
    told: (error: Error | null, header: { readonly fileDataStart: number }) => void,
  ): void
}
const FOLDER = /[/\\]$/

/** A file in a zip. `name` as it was written, with its folders. */
export interface ZipEntry {
  readonly name: string
  readonly packed: number
  readonly size: number
  readonly encrypted: boolean
  readonly raw: yauzl.Entry
}

export interface ZipSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
}

/** The parts of a zip file. Sizes are checked before and while a part is unpacked, and its checksum behind it. */
export class Zip {
  readonly entries: readonly ZipEntry[]
  readonly spec: ZipSpec
  private readonly zip: yauzl.ZipFile
  private readonly parts: ReadonlyMap<string, ZipEntry>

  private constructor(spec: ZipSpec, zip: yauzl.ZipFile, entries: readonly ZipEntry[]) {
    this.spec = spec
    this.zip = zip
    this.entries = entries
    this.parts = new Map(entries.map(e => [normal(e.name), e]))
  }

  /** Throws `source.no_zip`, `source.limit`. */
  static async open(spec: ZipSpec): Promise<Zip> {
    const { path, file, limits } = spec
    const bad = (error: unknown): Error =>
      problem('source.no_zip', { file, detail: error instanceof Error ? error.message : String(error) })
    const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
      yauzl.open(path, { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false }, (error, opened) => {
        if (error !== null) reject(bad(error))
        else resolve(opened)
      })
    })
    const entries: ZipEntry[] = []
    try {
      await new Promise<void>((resolve, reject) => {
        zip.on('entry', (raw: yauzl.Entry) => {
          const name = nameOf(raw)
          if (!FOLDER.test(name))
            entries.push({
              name,
              packed: raw.compressedSize,
              size: raw.uncompressedSize,
              encrypted: (raw.generalPurposeBitFlag & 1) === 1,
              raw,
            })
          if (entries.length > Math.max(limits.entries, MOST_PARTS)) reject(passed(limits, 'entries', { file }))
          else zip.readEntry()
        })
        zip.on('end', () => resolve())
        zip.on('error', error => reject(bad(error)))
        zip.readEntry()
      })
    } catch (error) {
      zip.close()
      throw error
    }
    return new Zip(spec, zip, entries)
  }

  /** Size of the zip itself. */
  get bytesOnDisk(): number {
    return this.zip.fileSize
  }

  /** Whether the zip holds a part of that name; upper and lower case are one. */
  has(part: string): boolean {
    return this.parts.has(normal(part))
  }

  /** The bytes of an entry, unpacked and checked. Throws `source.limit`, `source.part`, `source.encrypted`. */
  async *bytes(entry: ZipEntry): AsyncIterable<Uint8Array> {
    const { file, limits } = this.spec
    if (entry.encrypted) throw problem('source.encrypted', { file })
    const gauge = new UnpackGauge(limits, { file, where: entry.name }, () => entry.packed)
    const damaged = (error: unknown): Error =>
      problem('source.part', { file, part: entry.name, detail: error instanceof Error ? error.message : String(error) })
    const { crc32: declared, compressionMethod } = entry.raw
    if (compressionMethod !== STORED && compressionMethod !== DEFLATED) throw damaged(`method ${compressionMethod}`)
    const start = await new Promise<number>((resolve, reject) => {
      ;(this.zip as unknown as Headers).readLocalFileHeader(entry.raw, { minimal: true }, (error, header) =>
        error !== null ? reject(damaged(error)) : resolve(header.fileDataStart),
      )
    })
    // Not by yauzl's own stream: one that is left before its end may still have a read queued behind another entry's, which then finds no
    // file (TypeError outside of any promise).
    const packed: Readable =
      entry.packed === 0 ? Readable.from([]) : createReadStream(this.spec.path, { start, end: start + entry.packed - 1 })
    // Larger pieces than zlib's own: every piece costs a turn of the event loop. The pipeline's error comes through the stream as well.
    const stream = compressionMethod === STORED ? packed : pipeline(packed, createInflateRaw({ chunkSize: PIECE }), () => undefined)
    let crc = 0
    const chunks = (stream as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
    try {
      for (;;) {
        const next = await chunks.next().catch((error: unknown) => {
          throw damaged(error)
        })
        if (next.done === true) break
        gauge.took(next.value.length)
        if (gauge.unpacked > entry.size) throw damaged(`> ${entry.size}`)
        crc = crc32(next.value, crc)
        yield next.value
      }
    } finally {
      stream.destroy()
    }
    if (gauge.unpacked !== entry.size) throw damaged(`${gauge.unpacked} ≠ ${entry.size}`)
    if (crc !== declared) throw damaged('CRC')
  }

  /** Reads a part through a handler, piece by piece. Throws besides `source.no_workbook`, `source.xml`. */
  async *read(part: string, handler: XmlHandler): AsyncIterable<void> {
    const { file } = this.spec
    const entry = this.parts.get(normal(part))
    if (entry === undefined) throw problem('source.no_workbook', { file, part })
    const reader = new XmlReader(handler, {
      refuse: what =>
        what === 'dtd' ? problem('source.xml_dtd', { file, where: part }) : problem('source.xml', { file, part, detail: what }),
    })
    let decoder: InstanceType<typeof TextDecoder> | null = null
    for await (const chunk of this.bytes(entry)) {
      decoder ??= decoderOf(chunk)
      reader.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    if (reader.unfinished) throw problem('source.xml', { file, part, detail: 'EOF' })
  }

  /** Reads a part to its end. Throws what `read` throws. */
  async all(part: string, handler: XmlHandler): Promise<void> {
    for await (const step of this.read(part, handler)) void step
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
  const named =
    /^[^>]*?encoding\s*=\s*["']([^"']+)/.exec(new TextDecoder('latin1').decode(head.subarray(0, 200)))?.[1]?.replace(/\s/g, '') ?? 'utf-8'
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

/**
 * UTF-8 where the entry says so or has its name so beside; else what can only be UTF-8; else GB18030, which Chinese Windows writes without
 * saying.
 */
function nameOf(entry: yauzl.Entry): string {
  const bytes = entry.fileName as unknown as Buffer
  if ((entry.generalPurposeBitFlag & UTF8_FLAG) !== 0) return bytes.toString('utf8')
  const beside = entry.extraFields.find(f => f.id === UNICODE_PATH)?.data
  if (beside !== undefined && beside.length > 5 && beside[0] === 1 && beside.readUInt32LE(1) === crc32(bytes))
    return beside.subarray(5).toString('utf8')
  const threes = isUtf8(bytes) && /[\u0800-\uFFFF]/.test(bytes.toString('utf8'))
  return threes ? bytes.toString('utf8') : new TextDecoder('gb18030').decode(bytes)
}
