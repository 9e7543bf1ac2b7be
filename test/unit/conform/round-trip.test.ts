import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readCsv } from '../../../src/config/index.js'
import { passes } from '../../../src/conform/index.js'
import { conform } from '../../../src/flow/conform.js'
import { synthForm } from '../../../src/flow/synth-form.js'
import { layouts } from '../layout/extract.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-conform-'))
afterAll(() => rmSync(dir, { recursive: true }))

const TODAY = '2025-10-20'
const NAMES = layouts.map(l => l.name)

/** What is wrong on purpose and was not found, as file, line, column and code. */
async function unfound(layout: string, folder: string, faults: readonly Readonly<Record<string, string>>[]): Promise<readonly string[]> {
  const out: string[] = []
  for (const file of new Set(faults.map(f => f['file']!))) {
    const { departures } = await conform(join(folder, file), { ws: null, layout, today: TODAY })
    for (const f of faults.filter(x => x['file'] === file)) {
      const hit = departures.some(d => d.code === f['code'] && (f['column'] === '' || d.column === null || d.column === f['column']) && (f['line'] === '0' || d.places.some(p => p.line === Number(f['line']))))
      if (!hit) out.push(`${file}:${f['line']!} ${f['column']!} ${f['code']!} (${departures.filter(d => d.level === 'fault').map(d => `${d.code} ${d.column ?? ''} ${d.places.map(p => p.line).join()}`).join('; ')})`)
    }
  }
  return out
}

describe('files for the other bureau’s tests', () => {
  test.each(NAMES)('%s: a file made for it conforms', async name => {
    const out = join(dir, `${name}.csv`)
    expect(synthForm({ ws: null, layout: name, out, rows: 60, seed: 3, faults: false })).toMatchObject({ files: [out], faults: [] })
    const got = await conform(out, { ws: null, layout: name, today: TODAY })
    expect(got.departures.filter(d => d.level === 'fault')).toEqual([])
    expect(passes(got)).toBe(true)
    expect(got).toMatchObject({ rows: 60, rowsSetAside: 0 })
  })

  test.each(NAMES)('%s: every fault named is found, and fails', async name => {
    const folder = join(dir, `${name}-faults`)
    const made = synthForm({ ws: null, layout: name, out: join(folder, 'x.csv'), rows: 5, seed: 3, faults: true })
    const listed = readCsv(join(folder, 'faults.csv'), ['file', 'line', 'column', 'fault', 'code']).map(r => r.cells)
    expect(listed).toHaveLength(made.faults.length)
    expect(listed.length).toBeGreaterThan(15)
    expect(await unfound(name, folder, listed)).toEqual([])
    const cells = await conform(join(folder, 'x-cells.csv'), { ws: null, layout: name, today: TODAY })
    expect(passes(cells)).toBe(false)
  })
})
