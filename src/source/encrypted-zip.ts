import { open } from 'node:fs/promises'
import { TransformStream } from 'node:stream/web'
import { problem } from '../kernel/index.js'
import { UnpackGauge } from './limits.js'
import type { Zip, ZipEntry } from './zip.js'

/**
 * The bytes of an entry that has a password (AES, or the old ZipCrypto). Throws `source.encrypted` without one, `source.password` with a
 * wrong one.
 */
export async function* encryptedBytes(
  zip: Zip,
  entry: ZipEntry,
  { file, password }: { file: string; password: string | undefined },
): AsyncIterable<Uint8Array> {
  if (password === undefined) throw problem('source.encrypted', { file })
  const { configure, Reader, ZipReader } = await import('@zip.js/zip.js')
  configure({ useWebWorkers: false })
  const { path, limits } = zip.spec
  const handle = await open(path, 'r')
  class FileReader extends Reader<string> {
    override size = zip.bytesOnDisk
    override async readUint8Array(index: number, length: number): Promise<Uint8Array> {
      const out = new Uint8Array(length)
      const { bytesRead } = await handle.read(out, 0, length, index)
      return out.subarray(0, bytesRead)
    }
  }
  try {
    const archive = new ZipReader(new FileReader(path))
    const found = (await archive.getEntries()).find(e => e.offset === entry.raw.relativeOffsetOfLocalHeader)
    if (found === undefined || found.directory) throw problem('source.part', { file, part: entry.name, detail: 'offset' })
    const gauge = new UnpackGauge(limits, { file, where: entry.name }, () => entry.packed)
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
    const done = found.getData(writable as never, { password, checkSignature: true }).then(
      () => null,
      (error: unknown) => error,
    )
    try {
      for await (const chunk of readable) {
        gauge.took(chunk.length)
        yield chunk
      }
    } catch (error) {
      if (error instanceof Error && error.name === 'Problem') throw error
    }
    const error = await done
    if (error !== null) throw wrong(error, { file, part: entry.name })
  } finally {
    await handle.close()
  }
}

/** The old cipher lets one wrong password in 256 through, and what then comes out is no data. */
function wrong(error: unknown, { file, part }: { file: string; part: string }): Error {
  const detail = error instanceof Error ? error.message : String(error)
  return /password|signature/i.test(detail) ? problem('source.password', { file }) : problem('source.part', { file, part, detail })
}
