import { closeSync, openSync, readSync } from 'node:fs'
import { Gb18030ToUtf8 } from './gb18030.js'
import type { Encoding, SourceStage } from './types.js'

const CHUNK = 1 << 20

/**
 * A file's text as UTF-8 bytes, from its beginning, without its byte order mark, in constant memory. Where something cannot be decoded
 * U+FFFD stands; UTF-8 is handed on as it is.
 */
export class Supply {
  private readonly fd: number
  private readonly encoding: Encoding
  private readonly chunk: Uint8Array
  private readonly lap: (stage: SourceStage) => void
  private readonly gb: Gb18030ToUtf8 | null
  private readonly utf16: InstanceType<typeof TextDecoder> | null
  private readonly encoder = new TextEncoder()
  private ended = false
  private first = true

  constructor(path: string, encoding: Encoding, lap: (stage: SourceStage) => void = () => undefined) {
    this.fd = openSync(path, 'r')
    this.encoding = encoding
    this.lap = lap
    this.chunk = new Uint8Array(encoding === 'utf-8' ? 0 : CHUNK)
    this.gb = encoding === 'gb18030' ? new Gb18030ToUtf8() : null
    this.utf16 = encoding === 'utf-16le' || encoding === 'utf-16be' ? new TextDecoder(encoding, { ignoreBOM: true }) : null
  }

  get done(): boolean {
    return this.ended
  }

  /** Fills `to` from `at` up to `limit` as far as it can; returns the new end. */
  fill(to: Uint8Array, at: number, limit: number): number {
    this.lap('split')
    let end = at
    while (!this.ended && limit - end > (this.encoding === 'utf-8' ? 0 : 64)) {
      const before = end
      end = this.encoding === 'utf-8' ? this.direct(to, end, limit) : this.converted(to, end, limit)
      if (this.first && end > before) {
        this.first = false
        if (to[before] === 0xef && to[before + 1] === 0xbb && to[before + 2] === 0xbf) {
          to.copyWithin(before, before + 3, end)
          end -= 3
        }
      }
    }
    return end
  }

  private direct(to: Uint8Array, at: number, limit: number): number {
    const got = readSync(this.fd, to, at, limit - at, null)
    this.lap('read')
    if (got === 0) this.ended = true
    return at + got
  }

  private converted(to: Uint8Array, at: number, limit: number): number {
    const got = readSync(this.fd, this.chunk, 0, Math.min(CHUNK, Math.floor((limit - at - 16) / 3)), null)
    this.lap('read')
    if (got === 0) this.ended = true
    const end =
      this.utf16 === null ? this.gb!.convert(this.chunk, got, { to, at, end: this.ended }) : this.decoded(this.utf16, got, { to, at })
    this.lap('transcode')
    return end
  }

  private decoded(decoder: InstanceType<typeof TextDecoder>, got: number, { to, at }: { to: Uint8Array; at: number }): number {
    const text = decoder.decode(this.chunk.subarray(0, got), { stream: !this.ended })
    return at + this.encoder.encodeInto(text, to.subarray(at)).written
  }

  close(): void {
    closeSync(this.fd)
  }
}
