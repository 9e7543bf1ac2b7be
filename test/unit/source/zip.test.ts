import { pbkdf2, randomBytes } from 'node:crypto'
import { afterAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { DEFAULT_LIMITS } from '../../../src/source/index.js'
import { Zip } from '../../../src/source/zip.js'
import { Files } from './reading.js'

const files = new Files()
afterAll(() => files.remove())

describe('parts of a zip', () => {
  it('may be left before their ends, and others begun at once', async () => {
    const out = new ZipFile()
    for (let i = 0; i < 8; i++) out.addBuffer(randomBytes(400_000), `${i}`, { compress: i % 2 === 0 })
    out.end()
    const chunks: Buffer[] = []
    for await (const chunk of out.outputStream) chunks.push(chunk as Buffer)
    const path = files.write(Buffer.concat(chunks), 'parts.zip')
    const zip = await Zip.open({ path, file: 'parts.zip', limits: DEFAULT_LIMITS })
    // With the pool of threads busy every read waits for its turn, and what comes in between shows.
    let busy = true
    const keepBusy = (): void => { if (busy) pbkdf2('a', 'b', 2_000, 32, 'sha256', keepBusy) }
    for (let i = 0; i < 8; i++) keepBusy()
    try {
      for (let round = 0; round < 4; round++) {
        for (const entry of zip.entries) {
          const left = zip.bytes(entry)[Symbol.asyncIterator]()
          for (let pieces = 0; pieces <= round % 4; pieces++) await left.next()
          // Left at the moment at which another is begun, and a turn later.
          const other = zip.bytes(zip.entries[(round + 1) % 8]!)[Symbol.asyncIterator]()
          const begun = other.next()
          if (round % 3 > 0) await new Promise(resolve => { setImmediate(resolve) })
          await left.return!()
          expect((await begun).done).toBe(false)
          await other.return!()
        }
      }
    } finally {
      busy = false
      zip.close()
    }
  })
})
