import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchDrop } from '../../../src/flow/batch.js'
import { matchRun } from '../../../src/flow/match.js'
import { taxPaid } from './extracts.js'
import { idOf, lineOf, quiet, TestCity } from './workspace.js'

const AS_OF = '2025-10-10'

describe('what one side repeats, the other not delivered', () => {
  let city: TestCity
  beforeEach(() => { city = new TestCity() })
  afterEach(() => { city.remove() })
  const lines = (): readonly string[] => city.objects().map(o => lineOf(o, idOf(1)))
  const stateOf = (exact: boolean, rule: string): unknown => matchRun(city.ws, { asOf: AS_OF, rules: [], exact }, quiet).rules.find(r => r.rule === rule && r.owner === 'ss')

  it.each([true, false])('is found in the levies of either side (all rows seen by SQL: %s)', async exact => {
    const twice = [{ id: idOf(1), no: 'A1' }, { id: idOf(1), no: 'A2' }]
    // Undone: once is left. Revoked: none is left. Of another month.
    const others = [{ id: idOf(2), no: 'B1' }, { id: idOf(2), no: 'B2' }, { id: idOf(2), no: 'B2', line: '2', unit: '-160.00', person: '-80.00' }, { id: idOf(3), no: 'C1' }, { id: idOf(3), no: 'C2', from: '202507', to: '202507' }]
    await city.deliver({ 'ss-levy': [...twice, ...others, { id: idOf(4), no: 'D1' }, { id: idOf(4), no: 'D2', transfer: '3' }] })
    expect(stateOf(exact, 'levy-copy')).toEqual({ rule: 'levy-copy', owner: 'ss', state: 'not_run', missing: ['tax:levy'], only: ['L03'], incomplete: [] })
    expect(lines()).toEqual(['L03|insurance=pension|period=202508 - new 24000'])
    expect(city.objects()[0]).toMatchObject({ levy_no: ['A1', 'A2'], who_acts: ['ss'] })
    city.remove()
    city = new TestCity()
    await city.deliver({ 'tax-levy-ss': [...twice, ...others] })
    expect(stateOf(exact, 'levy-copy')).toMatchObject({ state: 'not_run', missing: ['ss:levy'], only: ['L03'] })
    expect(lines()).toEqual(['L03|insurance=pension|period=202508 - new 24000'])
  })

  it.each([true, false])('is found in the payments of either side (all rows seen by SQL: %s)', async exact => {
    await city.deliver({ 'ss-payment-person': [{ voucher: 'V1', id: idOf(1) }, { voucher: 'V1', id: idOf(1) }, { voucher: 'V2', id: idOf(2) }] })
    expect(stateOf(exact, 'feedback')).toMatchObject({ state: 'not_run', missing: ['tax:payment'], only: ['P05'] })
    expect(lines()).toEqual(['P05|insurance=pension|period=202508|voucher=V1 - new 24000'])
    city.remove()
    city = new TestCity()
    await city.deliver({ 'tax-receipts-person': [...taxPaid({ voucher: 'V1', id: idOf(1) }), ...taxPaid({ voucher: 'V1', id: idOf(1) })] })
    expect(stateOf(exact, 'feedback')).toMatchObject({ state: 'not_run', missing: ['ss:payment'], only: ['P05'] })
    expect(lines()).toEqual(['P05|insurance=pension|period=202508|voucher=V1 - new 24000'])
  })

  it.each([true, false])('is of the person whose rows they are, also where the other side holds the voucher of the unit alone (all rows seen by SQL: %s)', async exact => {
    const rows = [1, 1, 2, 2].map(n => ({ voucher: 'V1', id: idOf(n) }))
    await city.deliver({ 'ss-payment-person': rows })
    stateOf(exact, 'feedback')
    const said = [1, 2].map(n => `P05|id_number=${idOf(n)}|insurance=pension|period=202508|voucher=V1 - new 24000`).toSorted()
    const found = (): readonly string[] => city.objects({ outcome: 'P05' }).map(o => lineOf(o, '').replace(' open ', ' new ')).toSorted()
    expect(found()).toEqual(said)
    await city.deliver({ 'tax-receipts': taxPaid({ voucher: 'V1' }, '320.00', '160.00') })
    stateOf(exact, 'feedback')
    expect(found()).toEqual(said)
  })

  it('leaves standing what the side that is gone repeats too', async () => {
    const once = [{ voucher: 'V1', id: idOf(1) }]
    await city.deliver({ 'ss-payment-person': [...once, ...once] }, '20251008')
    await city.deliver({ 'tax-receipts-person': [...taxPaid(once[0]!), ...taxPaid(once[0]!)] }, '20251008')
    city.match(AS_OF)
    expect(lines()).toEqual(['P05|insurance=pension|period=202508|voucher=V1 - new 48000'])
    batchDrop(city.ws, '2', quiet)
    rmSync(join(city.ws.inbox, 'tax-receipts-person_20251008.csv'))
    city.match(AS_OF)
    await city.deliver({ 'ss-payment-person': once }, '20251009')
    expect(city.match(AS_OF).moves).toMatchObject({ closed: 0 })
    expect(lines()).toEqual(['P05|insurance=pension|period=202508|voucher=V1 - open 24000'])
  })

  it.each([true, false])('is closed when it is mended, whatever is in doubt of the row that is left (all rows seen by SQL: %s)', async exact => {
    const late = { paid: '2025-09-25', treasury: '' }
    const twice = { 'ss-levy': [{ id: idOf(1), no: 'A1', line: '1' }, { id: idOf(1), no: 'A1', line: '2' }], 'ss-payment-person': [{ voucher: 'V1', id: idOf(1), unit: '1.00' }, { voucher: 'V1', id: idOf(1), unit: '1.00' }] }
    await city.deliver({ ...twice, 'tax-levy-ss': [1, 2].map(n => ({ id: idOf(1), no: 'A1', line: `${n}9` })), 'tax-receipts-person': taxPaid({ voucher: 'V1', id: idOf(2), ...late }) }, '20251008')
    stateOf(exact, 'levy-copy')
    expect(lines().filter(l => /^(?:L03|P05)/.test(l)).map(l => l.split(' ')[2])).toEqual(['new', 'new'])
    // Tax's copy, a day older, still holds both levies; what is fed back is later than what is known of tax.
    await city.deliver({ 'ss-levy': twice['ss-levy'].slice(1), 'ss-payment-person': [{ ...twice['ss-payment-person'][0]!, treasury: '20251009' }] }, '20251009')
    stateOf(exact, 'levy-copy')
    expect(lines().filter(l => /^(?:L03|P05|A01)/.test(l)).map(l => `${l.slice(0, 3)} ${l.split(' ')[2]}`)).toEqual(['A01 ambiguous', 'L03 fixed', 'P05 fixed'])
  })

  it('closes what it decides, and nothing of the side that is gone', async () => {
    await city.deliver({ 'ss-levy': [{ id: idOf(1), no: 'A1' }, { id: idOf(1), no: 'A2' }, { id: idOf(2), no: 'B1' }] }, '20251008')
    await city.deliver({ 'tax-levy-ss': [{ id: idOf(1), no: 'A1' }, { id: idOf(1), no: 'A2' }] }, '20251008')
    city.match(AS_OF)
    const before = [`L01|id_number=${idOf(2)}|insurance=pension|levy_no=B1|period=202508 owner_only new 24000`, 'L03|insurance=pension|period=202508 - new 24000']
    expect(lines()).toEqual(before)
    // Tax's copy is taken back: what it lacked stays as it was. The owner's new extract has the levy once.
    batchDrop(city.ws, '2', quiet)
    rmSync(join(city.ws.inbox, 'tax-levy-ss_20251008.csv'))
    await city.deliver({ 'ss-levy': [{ id: idOf(1), no: 'A1' }, { id: idOf(2), no: 'B1' }] }, '20251009')
    expect(city.match(AS_OF).moves).toMatchObject({ closed: 1 })
    // What this run could not say of is open: it was not this run that opened it.
    expect(lines()).toEqual([before[0]!.replace(' new ', ' open '), 'L03|insurance=pension|period=202508 - fixed 24000'])
    // Where the owner's is gone, tax's own repeats say nothing of it.
    await city.deliver({ 'ss-levy': [{ id: idOf(1), no: 'A1' }, { id: idOf(1), no: 'A2' }, { id: idOf(2), no: 'B1' }], 'tax-levy-ss': [{ id: idOf(1), no: 'A1' }] }, '20251010')
    city.match(AS_OF)
    for (const id of ['4', '3', '1']) batchDrop(city.ws, id, quiet)
    expect(city.match(AS_OF).moves).toMatchObject({ closed: 0 })
    expect(lines().filter(l => l.startsWith('L03'))).toEqual(['L03|insurance=pension|period=202508 - open 24000'])
  })
})
