import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { copyLine } from '../../../../src/source/database/copy-text.js'
import { Fresh } from '../../../../src/source/database/merge.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-merge-'))
afterAll(() => rmSync(dir, { recursive: true }))

type Row = readonly [value: string, key: string, more: string | null]
const HEADER = copyLine(['value', 'key', 'more'])

async function* pieces(text: string): AsyncIterable<Uint8Array> {
  if (text !== '') yield await Promise.resolve(Buffer.from(text))
}

async function merged(earlier: readonly Row[], fresh: readonly Row[]): Promise<{ lines: string[]; counts: { added: number; changed: number } }> {
  const path = join(dir, 'earlier')
  writeFileSync(path, HEADER + earlier.map(copyLine).join(''))
  const of = new Fresh(join(dir, 'fresh'), { source: 's', key: ['key', 'more'], columns: [1] })
  await of.fill(pieces(fresh.map(copyLine).join('')))
  // A piece holds until the next is asked for.
  const copies: Buffer[] = []
  for (const piece of of.merged(path)) copies.push(Buffer.from(piece))
  const out = Buffer.concat(copies).toString()
  return { lines: out.split(/(?<=\n)/).filter(l => l !== ''), counts: of.counts }
}

const text = fc.string({ unit: fc.constantFrom('a', '甲', '\t', '\n', '\\', ''), maxLength: 4 })
const rows = fc.uniqueArray(fc.tuple(text, fc.string({ unit: fc.constantFrom('k', '\t', '\\', '键'), maxLength: 3 }), fc.option(text, { nil: null })), { selector: r => r[1], maxLength: 12 })

describe('rows merged by key', () => {
  it('are the earlier ones in their order but for those that changed, then what is new', async () => {
    await fc.assert(fc.asyncProperty(rows, rows, async (earlier: readonly Row[], fresh: readonly Row[]) => {
      const now = new Map(fresh.map(r => [r[1], copyLine(r)]))
      const before = new Map(earlier.map(r => [r[1], copyLine(r)]))
      const stays = earlier.map(copyLine).filter((line, i) => (now.get(earlier[i]![1]) ?? line) === line)
      const comes = fresh.filter(r => before.get(r[1]) !== copyLine(r)).map(copyLine)
      const { lines, counts } = await merged(earlier, fresh)
      expect(lines).toEqual([...stays, ...comes])
      expect(counts).toEqual({ added: fresh.filter(r => !before.has(r[1])).length, changed: comes.length - fresh.filter(r => !before.has(r[1])).length })
    }), { numRuns: 200 })
  })

  it('whatever the file is cut into, and whatever the length of a line', async () => {
    const earlier = Array.from({ length: 9000 }, (_, i): Row => [`v${i}`, `k${i}`, 'x'.repeat((i * 37) % 700 + (i === 4000 ? 3_000_000 : 0))])
    const fresh = earlier.filter((_, i) => i % 7 === 0).map(([v, k, m], i): Row => [i % 2 === 0 ? v : `${v}!`, k, m])
    const { lines, counts } = await merged(earlier, fresh)
    const changed = fresh.filter((_, i) => i % 2 === 1)
    const gone = new Set(changed.map(r => r[1]))
    expect(counts).toEqual({ added: 0, changed: changed.length })
    expect(lines).toHaveLength(9000)
    expect(lines.join('') === [...earlier.filter(r => !gone.has(r[1])), ...changed].map(copyLine).join('')).toBe(true)
  })

  it('a key that stands twice, on either side, is refused', async () => {
    await expect(merged([['1', 'k', null]], [['2', 'k', null], ['3', 'k', null]])).rejects.toMatchObject({ code: 'database.key', params: { key: 'key, more' } })
    await expect(merged([['1', 'k', null], ['2', 'k', null]], [['3', 'k', null]])).rejects.toMatchObject({ code: 'database.key' })
  })
})
