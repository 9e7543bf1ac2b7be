import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as source from '../../../src/config/index.js'
import { TEMPLATES } from '../../../src/flow/init.js'
import { readLayouts } from '../../../src/layout/index.js'
import { readRules } from '../../../src/match/index.js'
import { refuseStale, ROOT } from '../../helpers/binary.js'

refuseStale()

const shipped = readdirSync(TEMPLATES, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.yaml')).map(name => ({ name, text: source.readText(join(TEMPLATES, name)) }))
const built = await import(`${ROOT}/dist/config/index.js`) as typeof source
const left = JSON.parse(readFileSync(join(ROOT, 'dist/config/parsed.json'), 'utf8')) as Readonly<Record<string, string>>

describe('what the build has parsed', () => {
  it('is every shipped text, each as parsing it gives it', () => {
    expect(shipped.length).toBeGreaterThan(40)
    expect(Object.keys(left).toSorted()).toEqual(shipped.map(s => source.digestOf(s.text)).toSorted())
    for (const { text } of shipped) expect(JSON.parse(left[source.digestOf(text)]!)).toEqual(source.yamlValue(text))
  })

  it('is what the program reads: the same layouts and rules, another object each time', async () => {
    const [layout, match] = await Promise.all([import(`${ROOT}/dist/layout/index.js`), import(`${ROOT}/dist/match/index.js`)]) as [{ readLayouts: typeof readLayouts }, { readRules: typeof readRules }]
    expect(layout.readLayouts(join(TEMPLATES, 'layouts'))).toEqual(readLayouts(join(TEMPLATES, 'layouts')))
    expect(match.readRules(join(TEMPLATES, 'rules'))).toEqual(readRules(join(TEMPLATES, 'rules')))
    const [a, b] = [1, 2].map(() => built.parseYaml(shipped[0]!.text, z.unknown(), 'x.yaml').value)
    expect(a).toEqual(b)
    expect(a).not.toBe(b)
  })

  it('keeps lines and columns, and what is wrong with a text', () => {
    for (const name of ['rules/feedback.yaml', 'layouts/tax-receipts.yaml']) {
      const { text } = shipped.find(s => s.name === name)!
      const [ours, theirs] = [source, built].map(c => c.parseYaml(text, z.record(z.string(), z.unknown()), 'x.yaml'))
      for (const key of Object.keys(ours!.value)) expect([key, theirs!.at([key])]).toEqual([key, ours!.at([key])])
    }
    const wrong = (config: typeof source): unknown => {
      try {
        return config.parseYaml(shipped[0]!.text, z.strictObject({ records: z.string() }), 'x.yaml')
      } catch (error) {
        const { code, params } = error as { code: string; params: object }
        return { code, params }
      }
    }
    expect(wrong(built)).toEqual(wrong(source))
    expect(wrong(source)).toMatchObject({ code: 'config.key', params: { file: 'x.yaml', column: 1 } })
  })
})
