import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { COMMANDS } from '../../../src/cli/commands.js'
import { parse } from '../../../src/cli/parse.js'
import { Problem, type Effects, type ExitStatus } from '../../../src/kernel/index.js'
import type { LoadedExtract } from '../../../src/flow/load.js'
import { quiet, TestCity } from './workspace.js'

const dir = join(import.meta.dirname, '../../../fixtures/hostile')

/** What `README.md` of the corpus promises of a file. */
interface Promised { readonly file: string; readonly how: readonly string[]; readonly exit: number; readonly what: string; readonly counts: readonly number[] }

const promises: readonly Promised[] = readFileSync(join(dir, 'README.md'), 'utf8').split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| file ')).map(line => {
  const [file = '', how = '', exit = '', what = '', ...counts] = line.slice(2, -2).split(/ \| /).map(cell => cell.replaceAll('\\|', '|').trim())
  return { file, how: how.split(' ').filter(word => word !== ''), exit: Number(exit), what, counts: counts.slice(0, 7).filter(n => n !== '').map(Number) }
})

const city = new TestCity()

interface Said { readonly exit: ExitStatus; readonly out: readonly string[]; readonly code: string | null }

/** A command line as the program runs it, in this process. */
async function run(argv: readonly string[]): Promise<Said> {
  const out: string[] = []
  const fx: Effects = { ...quiet, out: text => out.push(text) }
  try {
    const parsed = await parse(COMMANDS, argv, fx)
    if (parsed === null || 'status' in parsed) throw new Error('the command line was not understood')
    const exit = await parsed.command.run({ fx, dir, workspace: () => city.ws, json: true, asked: null }, parsed.args, parsed.options) ?? 0
    return { exit, out, code: null }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { exit: error.exit, out, code: error.code }
  }
}

afterEach(() => rmSync(city.ws.data, { recursive: true, force: true }))

describe('the hostile corpus', () => {
  test('every file is promised something', () => {
    const files = readdirSync(dir).filter(f => f !== 'README.md' && !f.endsWith('.ctl'))
    expect(promises.map(p => p.file).toSorted()).toEqual(files.toSorted())
    expect(files.length).toBeGreaterThan(60)
  })

  test.each(promises)('$file', async ({ file, how, exit, what, counts }) => {
    const got = await run(['load', join(dir, file), ...how, '--json', '--jobs', '1'])
    const extract = JSON.parse(got.out[0] ?? 'null') as LoadedExtract
    const { counts: c } = extract
    const found = c === null ? [] : [c.rowsLoaded, c.rowsSetAside, c.rowsBlank, c.rowsTotal, c.rowsChanged, c.rowsWithIssues, c.amountRead]
    expect([got.exit, extract.layout ?? extract.problem?.code, ...found]).toEqual([exit, what, ...counts])
    const peeked = await run(['peek', join(dir, file), ...how.join(' ').replace(/--(layout|date) \S+/g, '').split(' ').filter(word => word !== ''), '--all', '--json'])
    if (peeked.exit === 0) expect(peeked.out.length).toBeGreaterThan(1)
    else expect([peeked.exit, peeked.code]).toEqual([2, what])
  })
})
