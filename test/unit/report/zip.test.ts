import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BlobReader, TextWriter, ZipReader } from '@zip.js/zip.js'
import yauzl from 'yauzl'
import { afterAll, describe, expect, it } from 'vitest'
import { ZipWriter } from '../../../src/report/zip.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-zip-'))
afterAll(() => rmSync(dir, { recursive: true }))

const MEMBERS: readonly (readonly [string, readonly string[]])[] = [
  ['[Content_Types].xml', ['<a/>']], ['空/表.xml', []], ['xl/sheet1.xml', Array.from({ length: 40 }, (_, i) => `第${i}段 `.repeat(2000))], ['last', ['', 'x', '', '终']],
]

async function written(name: string, large?: number): Promise<string> {
  const path = join(dir, name)
  const zip = new ZipWriter(path, '2025-10-10', large)
  for (const [member, pieces] of MEMBERS) await zip.add(member, pieces.map(p => Buffer.from(p)))
  zip.end()
  zip.close()
  return path
}

interface Read { readonly name: string; readonly text: string; readonly day: string }

/** Checks the CRC of every member. */
async function byYauzl(path: string): Promise<readonly Read[]> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => yauzl.open(path, { lazyEntries: true, validateEntrySizes: true }, (e, z) => e === null ? resolve(z) : reject(e)))
  const out: Read[] = []
  await new Promise<void>((resolve, reject) => {
    zip.on('error', reject)
    zip.on('end', resolve)
    zip.on('entry', (entry: yauzl.Entry) => zip.openReadStream(entry, (e, stream) => {
      if (e !== null) return reject(e)
      const chunks: Buffer[] = []
      stream.on('error', reject)
      stream.on('data', (c: Buffer) => chunks.push(c))
      stream.on('end', () => {
        out.push({ name: entry.fileName, text: Buffer.concat(chunks).toString(), day: entry.getLastModDate().toDateString() })
        zip.readEntry()
      })
    }))
    zip.readEntry()
  })
  return out
}

async function byZipJs(path: string): Promise<readonly (readonly [string, string])[]> {
  const reader = new ZipReader(new BlobReader(new Blob([readFileSync(path)])), { checkSignature: true, useWebWorkers: false })
  const out: (readonly [string, string])[] = []
  for (const entry of await reader.getEntries()) if (!entry.directory) out.push([entry.filename, await entry.getData(new TextWriter())])
  return out
}

const whole = MEMBERS.map(([name, pieces]) => [name, pieces.join('')] as const)

describe('a zip', () => {
  it.each([['plain', undefined], ['of zip64', 100]] as const)('%s is read by others, member by member, of the day asked about', async (name, large) => {
    const path = await written(`${name}.zip`, large)
    expect(await byYauzl(path)).toEqual(whole.map(([member, text]) => ({ name: member, text, day: 'Fri Oct 10 2025' })))
    expect(await byZipJs(path)).toEqual(whole)
    expect(readFileSync(path).includes(Buffer.from([0x50, 0x4b, 0x06, 0x06]))).toBe(large !== undefined)
  })

  it('is the same each time, and for its owner alone', async () => {
    const [one, other] = [await written('one.zip'), await written('other.zip')]
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true)
    expect(statSync(one).mode & 0o777).toBe(0o600)
  })
})
