import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { COMMANDS } from '../../src/cli/index.js'
import { refuseStale, ROOT } from '../helpers/binary.js'
import { held, runCase } from './case.js'

refuseStale()
// Many runs of the program: on a busy machine they take their time.
vi.setConfig({ testTimeout: 600_000 })

const HERE = join(ROOT, 'test/cases')
const foldersIn = (dir: string): readonly string[] => readdirSync(dir, { withFileTypes: true }).filter(f => f.isDirectory()).map(f => f.name).toSorted()
const cases = foldersIn(HERE).flatMap(verb => foldersIn(join(HERE, verb)).map(name => `${verb}/${name}`))

describe.concurrent('cases', () => {
  it.each(cases)('%s', async name => {
    const dir = join(HERE, name)
    const outputs = await runCase(dir)
    for (const file of held(dir, outputs)) {
      const approved = existsSync(join(dir, file)) ? readFileSync(join(dir, file), 'utf8') : ''
      expect(outputs.get(file), `${name}/${file}: see ${file}.changed beside it; HEDUI_APPROVE=1 approves`).toBe(approved)
    }
  })
})

describe('every command', () => {
  const lines = cases.flatMap(name => readFileSync(join(HERE, name, 'cmd'), 'utf8').split('\n'))
  it.each(COMMANDS.map(c => c.name))('%s has a case in Chinese, and its help in English', command => {
    const uses = lines.filter(l => new RegExp(`\\bhedui (-C \\S+ )?(--lang en )?${command}\\b`).test(l))
    expect(uses.some(l => !l.includes('--lang en') && !l.includes('--help'))).toBe(true)
    expect(uses.some(l => l.includes('--lang en') && l.includes('--help'))).toBe(true)
  })
})
