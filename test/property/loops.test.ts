import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { Block, numberColumn, textColumn, type Column } from '../../src/records/index.js'
import { DEFAULT_LIMITS } from '../../src/source/limits.js'
import { TextReader } from '../../src/source/text.js'
import { SegmentWriter } from '../../src/store/index.js'
import { ROOT } from '../helpers/binary.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-loops-'))
afterAll(() => rmSync(dir, { recursive: true }))
let n = 0
let fastRows = 0

/** All that a block says of a text's rows, or the problem that it ends in. */
async function seen(spec: ConstructorParameters<typeof TextReader>[0], columns: number, { after, fast }: { after: number; fast: boolean }): Promise<unknown> {
  const reader = new TextReader(spec)
  const block = reader.newBlock(columns)
  const { loops } = block
  if (!fast) block.loops = null
  else if (loops !== null) {
    const split = loops.split.bind(loops)
    loops.split = (...args) => {
      const found = split(...args)
      fastRows += found.rows - args[1]
      return found
    }
  }
  const out: unknown[] = []
  try {
    for await (const step of reader.blocks(block, columns, after)) {
      expect(step).toBeUndefined()
      for (let r = 0; r < block.rows; r++) {
        out.push([block.line[r], block.state[r], block.reasons.get(r), block.rowEnd[r]! - block.rowStart[r]!, reader.rawOf(block, r), block.raw.map(c => block.text(c, r))])
      }
    }
  } catch (error) {
    out.push(error instanceof Error ? [error.name, error.message] : error)
  }
  return out
}

const plain = fc.string({ maxLength: 20, unit: fc.constantFrom('a', '1', '.', '张', '·', '𠮷') })
const hostile = fc.string({ maxLength: 8, unit: fc.constantFrom('a', '张', ' ', '\u3000', '\u00A0', '\uFEFF', '"', '""', ',', '\r', '\n', '\r\n') })
const cell = fc.oneof({ weight: 12, arbitrary: plain }, { weight: 5, arbitrary: plain.map(t => `"${t}"`) }, { weight: 1, arbitrary: plain.map(t => `"${t},""${t}"`) }, { weight: 1, arbitrary: hostile }, { weight: 2, arbitrary: fc.constantFrom('', '""', ' ', '"', 'x'.repeat(70)) })
const line = (columns: number): fc.Arbitrary<string> => fc.oneof(
  { weight: 15, arbitrary: fc.array(cell, { minLength: columns, maxLength: columns }) }, { weight: 1, arbitrary: fc.array(cell, { maxLength: columns + 2 }) },
).map(cells => cells.join(','))
const end = fc.oneof({ weight: 9, arbitrary: fc.constant('\n') }, { weight: 5, arbitrary: fc.constant('\r\n') }, { weight: 1, arbitrary: fc.constantFrom('\r', '\r', '\n\n', '\n\n', '\n \n', '', '', '\u0000\n') })
const extract = fc.integer({ min: 1, max: 5 }).chain(columns => fc.record({ columns: fc.constant(columns), lines: fc.array(fc.tuple(line(columns), end), { minLength: 1, maxLength: 60, size: 'large' }) }))

describe('the fast loops', () => {
  it('split any text as the plain loop does, wherever its reads end', async () => {
    let rows = 0
    await fc.assert(fc.asyncProperty(extract, fc.record({ region: fc.integer({ min: 900, max: 1100 }), after: fc.integer({ min: 0, max: 3 }), cellBytes: fc.constantFrom(60, 200, 1 << 20), broken: fc.boolean() }), async ({ columns, lines }, { region, after, cellBytes, broken }) => {
      const path = join(dir, `${n++}.txt`)
      const bytes = Buffer.from(lines.map(l => l.join('')).join(''))
      if (broken && bytes.length > 0) bytes[bytes.length >> 1] = 0xff
      writeFileSync(path, bytes)
      const spec = { path, file: 'x', encoding: 'utf-8', delimiter: ',', faulty: broken, limits: { ...DEFAULT_LIMITS, cell_bytes: cellBytes }, region } as const
      const slow = await seen(spec, columns, { after, fast: false }) as unknown[]
      rows += slow.length
      expect(await seen(spec, columns, { after, fast: true })).toEqual(slow)
      rmSync(path)
    }), { numRuns: 1000 })
    expect(rows).toBeGreaterThan(10_000)
    expect(fastRows).toBeGreaterThan(3000)
  })

  const fields = ['line', 'name', 'amount', 'levy_no', 'base', 'employer_name']
  const number = fc.oneof(
    fc.integer({ min: -3, max: 300 }), fc.constant(NaN), fc.constant(-0), fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(...[7, 15, 23, 31, 47, 53].flatMap(bits => [2 ** bits, 2 ** bits - 1, -(2 ** bits), -(2 ** bits) - 1])),
  )
  const size = fc.oneof({ weight: 12, arbitrary: fc.integer({ min: 0, max: 50 }) }, { weight: 2, arbitrary: fc.integer({ min: 50, max: 9000 }) }, { weight: 1, arbitrary: fc.constantFrom(65400, 65470, 65501, 70000) })
  const value = size.chain(length => fc.constantFrom('a', '9', 'Z').map(c => c.repeat(length)))
  const record = fc.tuple(number, value, number, value, number, value, fc.boolean())

  it('write the pages that the plain loop writes, byte for byte', () => {
    const write = (path: string, rows: readonly (readonly [number, string, number, string, number, string, boolean])[], fast: boolean): Buffer => {
      const writer = new SegmentWriter(path, [{ kind: 'levy', fields }])
      const block = new Block(1, 0)
      if (!fast) block.loops = null
      for (let from = 0; from < rows.length; from += 700) {
        block.begin()
        const columns: Column[] = fields.map((_, c) => c % 2 === 0 ? numberColumn() : textColumn())
        const emit = new Uint8Array(2048)
        const part = rows.slice(from, from + 700)
        for (const [r, row] of part.entries()) {
          emit[r] = row[6] ? 1 : 0
          for (const [c, column] of columns.entries()) {
            if (column.num !== null) column.num[r] = row[c] as number
            else block.put(column, r, row[c] as string)
          }
        }
        block.rows = part.length
        writer.records(block, [{ kind: 'levy', fields, columns, emit }])
      }
      writer.finish({ file: 'x' })
      return readFileSync(path)
    }
    fc.assert(fc.property(fc.array(record, { maxLength: 120 }), fc.constantFrom(1, 1, 8), (rows, times) => {
      const all = Array.from({ length: times }, () => rows).flat()
      const fast = write(join(dir, 'fast.db'), all, true)
      expect(fast.equals(write(join(dir, 'slow.db'), all, false))).toBe(true)
    }), { numRuns: 80 })
  })

  it('are compiled from the source that is kept beside them', () => {
    const fresh = JSON.parse(execFileSync(process.execPath, [join(ROOT, 'scripts/wasm.js'), '--print'], { encoding: 'utf8' })) as Readonly<Record<string, string>>
    expect(Object.keys(fresh)).toEqual(['src/records/loops-code.ts', 'src/store/leaf-code.ts', 'src/source/gb-code.ts', 'src/report/lines-code.ts'])
    for (const [file, text] of Object.entries(fresh)) expect(readFileSync(join(ROOT, file), 'utf8'), file).toBe(text)
  })
})
