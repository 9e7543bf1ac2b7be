import { closeSync, createReadStream, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { problem } from '../kernel/index.js'
import { UnpackGauge, type Limits } from './limits.js'

const LONGEST_NAME = 150

/** A folder of its own for what is unpacked: nobody else can read it, names of entries never leave it, and `remove` takes it away. */
export class Scratch {
  private readonly wanted: string | undefined
  private dir: string | null = null

  constructor(dir: string | undefined) {
    this.wanted = dir
  }

  /** Writes the chunks to a file called as near to `name` as is safe; returns its path. */
  async keep(name: string, chunks: AsyncIterable<Uint8Array> | readonly Uint8Array[]): Promise<string> {
    const path = join(this.made(), safeName(name))
    const fd = openSync(path, 'wx', 0o600)
    try {
      for await (const chunk of chunks) for (let at = 0; at < chunk.length;) at += writeSync(fd, chunk, at)
    } finally {
      closeSync(fd)
    }
    return path
  }

  private made(): string {
    if (this.dir !== null) return this.dir
    if (this.wanted === undefined) this.dir = mkdtempSync(join(tmpdir(), 'hedui-'))
    else {
      mkdirSync(this.wanted, { recursive: true, mode: 0o700 })
      this.dir = this.wanted
    }
    return this.dir
  }

  /** Takes the folder away with all that is in it; a folder that was never made is none. */
  remove(): void {
    if (this.dir !== null) rmSync(this.dir, { recursive: true, force: true })
    this.dir = null
  }
}

/** The last part of an entry's name without what a file name must not hold. */
function safeName(name: string): string {
  const last = lastPart(name)
    .replace(/[\p{Cc}\p{Cf}:*?"<>|]/gu, '_')
    .replace(/^\.+/, '_')
  return last === '' ? '_' : last.slice(-LONGEST_NAME / 3)
}

/** What stands behind the last slash of either kind. */
export function lastPart(name: string): string {
  return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
}

/** The bytes of a gzip file (several members are one stream). Throws `source.limit`, `source.part` where it is cut or damaged. */
export async function* gunzipped(path: string, file: string, limits: Limits): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip()
  const gauge = new UnpackGauge(limits, { file, where: '' }, () => gunzip.bytesWritten)
  // The pipeline's own error comes through the stream as well.
  pipeline(createReadStream(path, { highWaterMark: 1 << 18 }), gunzip, () => undefined)
  const chunks = (gunzip as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]()
  try {
    for (;;) {
      const next = await chunks.next().catch((error: unknown) => {
        throw problem('source.part', { file, part: 'gzip', detail: error instanceof Error ? error.message : String(error) })
      })
      if (next.done === true) return
      gauge.took(next.value.length)
      yield next.value
    }
  } finally {
    gunzip.destroy()
  }
}
