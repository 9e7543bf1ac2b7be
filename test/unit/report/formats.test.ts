import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { writeCsv, writeXlsx } from '../../../src/report/index.js'
import type { Table } from '../../../src/report/model.js'
import { book, chinese, column, HOSTILE, table } from './book.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-formats-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** Every format that a package may hold. */
const FORMATS: Readonly<Record<string, (t: Table, path: string) => Promise<unknown>>> = {
  xlsx: (t, path) => writeXlsx(book([t]), path, chinese),
  'csv utf-8': (t, path) => writeCsv(t, path, 'utf-8'),
  'csv gb18030': (t, path) => writeCsv(t, path, 'gb18030'),
}

const columns = [column('编号', { type: 'count' }), column('姓名'), column('金额', { type: 'money' }), column('处理结果', { tint: 'answer', choices: ['一'] })]
const TABLES = { 'no rows': table('空', columns, []), 'one row': table('一', columns, [[1, '张三', -5, null]]), 'hostile rows': table('险', columns, HOSTILE.map((t, i) => [i, t, i * 100, null]), i => i % 2 === 0) }

describe.each(Object.entries(FORMATS))('%s', (name, write) => {
  it.each(Object.entries(TABLES))('writes %s, twice the same, for its owner alone', async (what, made) => {
    const paths = [0, 1].map(i => join(dir, `${name}-${what}-${i}`))
    for (const path of paths) await write(made, path)
    const [a, b] = paths.map(p => readFileSync(p))
    expect(a!.length).toBeGreaterThan(0)
    expect(b!.equals(a!)).toBe(true)
    expect(statSync(paths[0]!).mode & 0o777).toBe(0o600)
    if (name.startsWith('csv')) expect(a!.at(-1)).toBe(0x0a)
  })
})
