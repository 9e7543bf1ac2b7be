import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { COMMANDS } from '../../src/cli/index.js'
import { refuseStale, ROOT } from '../helpers/binary.js'
import { Door } from '../helpers/door.js'
import { held, linesOf, runCase } from './case.js'

refuseStale()
// Many runs of the program: on a busy machine they take their time.
vi.setConfig({ testTimeout: 600_000 })

const HERE = join(ROOT, 'test/cases')
const foldersIn = (dir: string): readonly string[] => readdirSync(dir, { withFileTypes: true }).filter(f => f.isDirectory()).map(f => f.name).toSorted()
const cases = foldersIn(HERE).flatMap(verb => foldersIn(join(HERE, verb)).map(name => `${verb}/${name}`)).filter(name => existsSync(join(HERE, name, 'cmd')))

/** Whether a line asks for a command. */
const uses = (command: string) => (line: string): boolean => new RegExp(`\\bhedui (-C \\S+ )?(--lang en )?${command}\\b`).test(line)
const lines = cases.flatMap(name => linesOf(join(HERE, name)).filter(line => /\bhedui\b/.test(line)).map(line => ({ name, line })))

/**
 * Lines that start the real program, which takes a second for what `main` says in a fifth of one: the first two of each command, and all where the terminal, the locale or
 * the place is the question. With HEDUI_FULL all do.
 */
const real = new Set([
  ...lines.filter(({ name }) => /^(environment|help\/overview)/.test(name)), ...COMMANDS.flatMap(c => lines.filter(({ line }) => uses(c.name)(line) && !line.includes('--help')).slice(0, 2)),
].map(l => `${l.name} ${l.line}`))

let door: Door
beforeAll(() => { door = new Door() })
afterAll(() => door.close())

describe('cases', () => {
  it.each(cases)('%s', async name => {
    const dir = join(HERE, name)
    const outputs = await runCase(dir, door, line => real.has(`${name} ${line}`))
    for (const file of held(dir, outputs)) {
      const approved = existsSync(join(dir, file)) ? readFileSync(join(dir, file), 'utf8') : ''
      expect(outputs.get(file), `${name}/${file}: see ${file}.changed beside it; HEDUI_APPROVE=1 approves`).toBe(approved)
    }
  })
})

describe('every command', () => {
  it.each(COMMANDS.map(c => c.name))('%s has a case in Chinese, and its help in English', command => {
    const found = lines.map(l => l.line).filter(uses(command))
    expect(found.some(l => !l.includes('--lang en') && !l.includes('--help'))).toBe(true)
    expect(found.some(l => l.includes('--lang en') && l.includes('--help'))).toBe(true)
  })
})
