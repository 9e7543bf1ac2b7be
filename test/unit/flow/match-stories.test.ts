import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { batchDrop, batchList } from '../../../src/flow/batch.js'
import { diffShow } from '../../../src/flow/diff-show.js'
import { exportRun } from '../../../src/flow/export.js'
import { explanation } from '../../../src/cli/explain.js'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openWorkspace } from '../../../src/workspace/index.js'
import { taxPaid, type Given } from './extracts.js'
import { idOf, quiet, TestCity } from './workspace.js'

const a = idOf(1)
const RULES = ['feedback', 'levy-payment', 'refund-payee']
const refund = (voucher: string, unit: string, more: Given = {}): readonly Given[] => taxPaid({ voucher, original: 'V', id: a, ...more }, unit, '')
const fedBack = (voucher: string, unit: string, more: Given = {}): Given => ({ voucher, id: a, unit, person: '0.00', ...more })

describe('what several rules find of one refund', () => {
  const city = new TestCity()
  afterAll(() => city.remove())
  const told = (filter: Parameters<typeof city.objects>[0] = {}): unknown => city.objects({ outcome: 'P07', ...filter }).map(o => [o['variant'], o['rule'], o['state'], o['amount_fen'], o['also'] ?? null])
  const oneSide = { rule: 'feedback', variant: 'one_side', amount_fen: 10_000 }
  const exceeds = { rule: 'levy-payment', variant: 'exceeds', amount_fen: 24_000 }
  const payee = { rule: 'refund-payee', variant: 'payee', amount_fen: 10_000 }

  /** The sentences of the books of 税务, as CSV. */
  async function exported(): Promise<string> {
    const file = join(city.ws.dir, 'hedui.yaml')
    if (!readFileSync(file, 'utf8').includes('formats: [csv]')) writeFileSync(file, readFileSync(file, 'utf8').replace(/formats: \[.*\]/, 'formats: [csv]'))
    const { dir, manifest } = await exportRun(openWorkspace(city.ws.dir), {}, quiet)
    return manifest.files.filter(f => f.what === 'discrepancies' && f.agency === 'tax' && f.file.includes('P07')).map(f => readFileSync(join(dir, f.file), 'utf8')).join('')
  }

  /** A delivery that takes the place of the one of that day. */
  async function again(extracts: Parameters<typeof city.deliver>[0]): Promise<void> {
    for (const { batch } of batchList(city.ws, quiet)) if (Object.hasOwn(extracts, batch.layout) && batch.state === 'active') batchDrop(city.ws, String(batch.id), quiet)
    await city.deliver(extracts, '20250930')
  }

  beforeAll(async () => {
    // 100.00 paid, 340.00 refunded; the agency lacks a refund of 100.00, and that went to another.
    await city.deliver({
      'tax-levy-ss': [{ id: a, no: 'A', unit: '100.00', person: '0.00' }], 'tax-receipts-person': taxPaid({ voucher: 'V', id: a }, '100.00', ''),
      'tax-refunds': [...refund('R1', '240.00'), ...refund('R2', '100.00', { payee: '某乙' })], 'ss-payment-person': [fedBack('V', '100.00'), fedBack('R1', '240.00', { refund: '1', original: 'V' })],
    }, '20250930')
    city.match('2025-10-10', RULES)
  })

  it('is one discrepancy whose amount and variant are of one of them, and that names the others with theirs', async () => {
    expect(told()).toEqual([['exceeds', 'levy-payment', 'new', 24_000, [oneSide, payee]]])
    expect(city.found().map(f => [f.variant, f.amount_fen])).toContainEqual(['exceeds', 24_000])
    const sentence = '同一笔还有：仅一方有 100.00 元、收款人不符 100.00 元；一并处理。'
    expect(explanation(diffShow(city.ws, '1'), quiet)).toContain(sentence)
    expect(await exported()).toContain(sentence)
  })

  it('is listed by each rule that found it', () => {
    for (const rule of RULES) expect([rule, told({ rule })]).toEqual([rule, told()])
    expect([told({ rule: 'feedback', at: '2025-10-10' }), told({ rule: 'bank' })]).toEqual([told(), []])
  })

  it('keeps what rules said that were not asked, and is closed by none of the others', async () => {
    expect(city.match('2025-10-11', ['refund-payee']).moves).toMatchObject({ before: 1, closed: 0, after: 1, undecided: 0 })
    expect(told()).toEqual([['payee', 'refund-payee', 'open', 10_000, [exceeds, oneSide]]])
    expect(explanation(diffShow(city.ws, '1'), quiet).join()).toContain('同一笔还有：退费大于缴费 240.00 元、仅一方有 100.00 元')
    expect(await exported()).toContain('同一笔还有：退费大于缴费 240.00 元、仅一方有 100.00 元')
    await again({ 'tax-refunds': [...refund('R1', '240.00'), ...refund('R2', '100.00', { payee: '某甲' })] })
    expect(city.match('2025-10-12', ['refund-payee']).moves).toMatchObject({ before: 1, closed: 0, after: 1, undecided: 1 })
  })

  it('is closed where all of them ran and none finds it', async () => {
    expect(city.match('2025-10-13', RULES).moves).toMatchObject({ before: 1, closed: 0, after: 1 })
    expect(told()).toEqual([['exceeds', 'levy-payment', 'open', 24_000, [oneSide]]])
    const refunds = [['R1', '240.00'], ['R2', '100.00']] as const
    await again({ 'ss-payment-person': [fedBack('V', '340.00'), ...refunds.map(([no, unit]) => fedBack(no, unit, { refund: '1', original: 'V' }))], 'tax-receipts-person': taxPaid({ voucher: 'V', id: a }, '340.00', '') })
    expect(city.match('2025-10-14', RULES).moves).toMatchObject({ closed: 1 })
    expect(told({ states: ['fixed'] })).toEqual([['exceeds', 'levy-payment', 'fixed', 24_000, [oneSide]]])
  })
})

describe('what one rule finds of one levy number', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('is summed, and told variant by variant', async () => {
    const lines = (units: readonly string[]): readonly Given[] => units.map((unit, i) => ({ id: a, no: 'A', line: String(i + 1), type: i === 0 ? '10' : '34', unit }))
    await city.deliver({ 'ss-levy': lines(['160.01', '165.00']), 'tax-levy-ss': lines(['160.00', '160.00']) }, '20250930')
    city.match('2025-10-10', ['levy-copy'])
    expect(city.objects().map(o => [o['outcome'], o['variant'], o['amount_fen'], o['also']])).toEqual([['L02', 'other', 501, [{ rule: 'levy-copy', variant: 'cent', amount_fen: 1 }]]])
  })
})
