import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import * as zlib from 'node:zlib'
import fc from 'fast-check'
import yazl from 'yazl'
import { afterAll, describe, expect, it } from 'vitest'
import type { Day } from '../../../src/kernel/index.js'
import { crcByTable, Zip } from '../../../src/report/zip.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-zip-'))
afterAll(() => rmSync(dir, { recursive: true }))

interface Member { readonly name: string; readonly pieces: readonly Buffer[]; readonly isStream: boolean }

async function ours(members: readonly Member[], day: Day): Promise<Buffer> {
  const path = join(dir, 'ours.zip')
  const zip = new Zip(path, day)
  for (const { name, pieces, isStream } of members) {
    if (isStream) await zip.stream(name, pieces)
    else zip.add(name, Buffer.concat(pieces))
  }
  zip.end()
  zip.close()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  return readFileSync(path)
}

async function theirs(members: readonly Member[], day: Day): Promise<Buffer> {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const options = { mtime: new Date(year, month - 1, date), forceDosTimestamp: true, mode: 0o100600, compressionLevel: 2 }
  const zip = new yazl.ZipFile()
  for (const { name, pieces, isStream } of members) {
    if (isStream) zip.addReadStream(Readable.from(pieces), name, options)
    else zip.addBuffer(Buffer.concat(pieces), name, options)
  }
  const path = join(dir, 'theirs.zip')
  const out = createWriteStream(path)
  zip.outputStream.pipe(out)
  zip.end()
  await finished(out)
  return readFileSync(path)
}

const piece = fc.oneof(fc.string().map(Buffer.from), fc.integer({ min: 1, max: 90_000 }).map(n => Buffer.from('<c r="A1" s="5"/>差异'.repeat(n / 10))), fc.uint8Array({ maxLength: 5000 }).map(Buffer.from)).filter(b => b.length > 0)
const members = fc.array(fc.record({ name: fc.constantFrom('xl/a.xml', '差异.xml', 'b'), pieces: fc.array(piece, { maxLength: 6 }), isStream: fc.boolean() }), { maxLength: 5 })

describe('a zip', () => {
  it('is what yazl makes of the same members', async () => {
    await fc.assert(fc.asyncProperty(members, fc.constantFrom<Day>('2025-10-10', '1979-12-31', '1980-01-01', '2099-12-31'), async (of, day) => {
      expect((await ours(of, day)).equals(await theirs(of, day))).toBe(true)
    }), { numRuns: 60 })
  })

  it.skipIf(typeof zlib.crc32 !== 'function')('has the checksum that Node has', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (a, b) => {
      expect(crcByTable(Buffer.from(b), crcByTable(Buffer.from(a), 0))).toBe(zlib.crc32(Buffer.concat([a, b])))
    }))
  })

  it('fails as its members do, and as its disk does', async () => {
    const zip = new Zip(join(dir, 'broken.zip'), '2025-10-10')
    await expect(zip.stream('a', (function* () { yield Buffer.from('x'); throw new Error('no more') })())).rejects.toThrow('no more')
    zip.close()
    await expect(zip.stream('b', [Buffer.alloc(1 << 20)])).rejects.toThrow('EBADF')
  })
})
