import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIXTURES } from '../../helpers/binary.js'
import { TestCity } from './workspace.js'

const readme = readFileSync(join(FIXTURES, 'README.md'), 'utf8')

/** Rows of the table below a heading: outcome, variant, class, number. */
function expected(name: string): readonly string[] {
  const section = readme.split(/^## /m).find(s => s.startsWith(`${name}\n`)) ?? ''
  return [...section.matchAll(/^\| ([A-Z]\d\d) \| (\S+) \| (\S+) \| (\d+) \|/gm)].map(m => `${m[1]} ${m[2]} ${m[3]} ${m[4]}`).toSorted()
}

describe('fixtures/README.md says what a run finds', () => {
  it.each(['levy', 'registration', 'payment', 'totals'])('%s', async name => {
    const city = new TestCity()
    try {
      cpSync(join(FIXTURES, name), city.ws.dir, { recursive: true })
      const loaded = await city.load()
      expect(loaded.extracts.map(x => [x.file, x.state, x.counts?.rowsSetAside])).toEqual(readdirSync(city.ws.inbox).toSorted().map(file => [file, 'loaded', 0]))
      const { outcomes } = city.match('2025-10-11')
      expect(expected(name).length).toBeGreaterThan(0)
      expect(outcomes.map(o => `${o.outcome} ${o.variant ?? '-'} ${o.class} ${o.count}`).toSorted()).toEqual(expected(name))
    } finally {
      city.remove()
    }
  })
})
