import { describe, expect, it } from 'vitest'
import { why, type Case } from '../../../src/report/explain.js'
import { shownText } from '../../../src/report/words.js'
import { codes } from '../layout/extract.js'
import type { Voice } from '../../../src/report/index.js'

const voice: Voice = { lang: 'zh-CN', label: (list, code) => codes.label(list, code, 'zh'), mask: false }
const SIDES = [{ name: 'bank', record: 'bank_txn', from: ['bank'] }, { name: 'tax', record: 'payment', from: ['tax'] }] as const

/** A finding of the bank rule, whose outcomes ask with present() and whose sides have quantities of their own. */
function found(variant: string, has: string, lacks: string, more: { failed?: { field: string; a: string | null; b: string | null }; amounts?: readonly [number | null, number | null] }): Case {
  const [said, paid] = more.amounts ?? [null, null]
  const row = (side: 'bank' | 'tax', vals: Record<string, number>): unknown => ({ side, agency: side, kind: side === 'bank' ? 'bank_txn' : 'payment', value: (field: string) => vals[field] ?? null, raw: null })
  return {
    finding: { outcome: 'P09', variant, owner: null, agency_has: has, agency_lacks: lacks, reasons: null, trail: { passes: [{ key: ['voucher'], candidates: 1, taken: more.failed !== undefined }], failed: more.failed ?? null, nearest: null } },
    state: 'new', rows: [...said === null ? [] : [row('bank', { amount: said })], ...paid === null ? [] : [row('tax', { amount: paid, principal: paid - 500 })]],
    rule: { kind: 'compare', sides: SIDES, grain: ['voucher'], outcomes: [{ code: 'P09', variant }] },
  } as unknown as Case
}

describe('why a voucher is on the list', () => {
  it('each agency has records of its own kind', () => {
    expect(why(found('tax_only', 'tax', 'bank', { amounts: [null, 24000] }), voice)).toBe('税务的缴费明细里有，银行的银行流水里没有。')
  })

  it('a quantity that only one side has is not said to be blank at the other; sums are those of the whole voucher', () => {
    const text = why(found('amount', 'bank', 'tax', { failed: { field: 'state', a: 'success', b: null }, amounts: [24100, 24000] }), voice)
    expect(text).not.toContain('state')
    expect(text).toContain('241.00')
    expect(text).toContain('240.00')
  })
})

describe('two sides of one agency and one kind', () => {
  it('are told apart by their level', () => {
    const sides = ['unit', 'persons'].map((name, i) => ({ name, record: 'payment', from: ['any'], level: i === 0 ? 'unit' : 'person' }))
    const rows = sides.map(({ name }) => ({ side: name, agency: 'ss', kind: 'payment', value: () => null, raw: null }))
    const finding = { outcome: 'P08', variant: 'amount', owner: null, agency_has: null, agency_lacks: null, reasons: null, trail: { passes: [], failed: { field: 'principal', a: '48000', b: '24000' }, nearest: null } }
    const text = why({ finding, state: 'new', rows, rule: { kind: 'compare', sides, grain: ['voucher'], outcomes: [{ code: 'P08', variant: 'amount' }] } } as unknown as Case, voice)
    expect(text).toContain('单位行为 480.00 元，个人明细为 240.00 元')
  })
})

describe('a status', () => {
  it.each([['active', '正常参保'], ['failed', '失败'], ['success', '成功']])('%s is said in the words of the list that knows it', (code, text) => {
    expect(shownText(voice, 'status', code)).toBe(text)
  })
})
