import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { outcomeTitles, rulesOf } from '../../../src/flow/rules.js'
import { openWorkspace } from '../../../src/workspace/index.js'
import { TestCity } from './workspace.js'

describe('what outcomes are called', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const asked = rulesOf(city.ws).flatMap(r => r.outcomes.map(o => [o.code, o.variant ?? null] as const))

  it('is the same of a few as of all', () => {
    const all = outcomeTitles(city.ws, asked.map(([code]) => code))
    for (const [code, variant] of [...asked, ['A01', null] as const, ['X99', null] as const]) expect(outcomeTitles(openWorkspace(city.ws.dir), [code])(code, variant), code).toEqual(all(code, variant))
  })

  it('is found where YAML writes the code otherwise', () => {
    const rule = rulesOf(city.ws).find(r => r.outcomes.some(o => o.code === 'L01'))!
    const file = join(city.ws.rules, rule.file)
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('L01', '"\\u004c01"'))
    const ws = openWorkspace(city.ws.dir)
    expect(outcomeTitles(ws, ['L01'])('L01', null)).toEqual(outcomeTitles(city.ws, ['L01'])('L01', null))
  })
})
