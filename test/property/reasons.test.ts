import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Draft } from '../../src/report/draft.js'
import { why, type Case } from '../../src/report/explain.js'
import { Reasons } from '../../src/report/reasons.js'
import type { Voice } from '../../src/report/index.js'

const SIDES = [{ name: 'owner', record: 'levy', from: ['owner'] }, { name: 'tax', record: 'levy', from: ['tax'] }] as const
const OUTCOMES = [{ code: 'L01', variant: 'owner_only', has: 'owner', lacks: 'tax' }, { code: 'L02' }]
const RULES = [
  { kind: 'compare', sides: SIDES, near: ['name'], outcomes: OUTCOMES }, { kind: 'compare', sides: SIDES, outcomes: OUTCOMES }, { kind: 'compare', sides: SIDES, grain: ['levy_no'], outcomes: OUTCOMES },
  { kind: 'unique', feeds: [{ record: 'levy' }], key: ['levy_no'], outcomes: OUTCOMES }, null,
]
const PASSES = [[], [{ key: ['levy_no'], candidates: 1, taken: true }], [{ key: ['levy_no'], candidates: 0, taken: false }, { key: ['name', 'insurance'], candidates: 3, taken: false }]]
const ROWS = [['owner', 'ss'], ['owner', 'mi'], ['tax', 'tax']].map(([side, agency]) => ({ side, agency, kind: 'levy', raw: {}, value: (field: string) => field === 'amount' ? 100 : null }))

const value = fc.option(fc.constantFrom('24000', '-5', '', 'x', '张伟', '24000.5', '\ud800', '\u00011\u0002', 'a,"b"\n', '𠮷'), { nil: null })
const field = fc.constantFrom('amount', 'name', 'insurance', 'state', 'period_start')
const differing = fc.record({ field, a: value, b: value })
const found: fc.Arbitrary<Case> = fc.record({
  finding: fc.record({
    outcome: fc.constantFrom('L01', 'L02'), variant: fc.constantFrom(null, 'owner_only'), owner: fc.constantFrom(null, 'ss', 'mi'), agency_has: fc.constantFrom(null, 'ss', 'tax'), agency_lacks: fc.constantFrom(null, 'tax'),
    reasons: fc.constantFrom(null, [], ['check']), trail: fc.option(fc.record({ passes: fc.constantFrom(...PASSES), failed: fc.option(differing, { nil: null }), nearest: fc.option(fc.record({ differs: fc.array(differing, { maxLength: 2 }) }), { nil: null }) }), { nil: null }),
  }),
  state: fc.constantFrom('new', 'ambiguous'), rows: fc.array(fc.constantFrom(...ROWS), { maxLength: 3 }), rule: fc.constantFrom(...RULES),
}) as unknown as fc.Arbitrary<Case>

describe('why, one after the other', () => {
  it.each(['zh-CN', 'en'] as const)('is said as one by one, whatever came before: %s', lang => {
    const voice: Voice = { lang, label: (_, code) => code, mask: false }
    fc.assert(fc.property(fc.array(found, { minLength: 1, maxLength: 60 }), cases => {
      const reasons = new Reasons(voice)
      const draft = new Draft([{ type: 'text' }])
      for (const c of [...cases, ...cases]) {
        draft.begin(false)
        reasons.add(c, draft)
        draft.close()
        expect(draft.textOf(0)).toBe(why(c, voice))
      }
    }), { numRuns: 150 })
  })
})
