import { afterAll, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/flow/doctor.js'
import { idOf, quiet, TestCity } from './workspace.js'

describe('unit numbers without a credit code', () => {
  const city = new TestCity()
  afterAll(() => city.remove())

  it('are counted and named, batch by batch', async () => {
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: '91110000MA0000001L' }, { no: 'S2', code: '91110000MA0000001L' }, { no: 'S2', code: '91110000MA00000028' }], 'tax-employer': [{ no: 'D1', code: '91110000MA0000001L' }],
      'ss-levy': [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2), employer_no: 'S2' }, { no: 'A3', id: idOf(3), employer_no: 'S9' }, { no: 'A4', id: idOf(4), employer_no: 'S9' }, { no: 'A5', id: idOf(5), employer_no: '' }],
      'tax-levy-ss': [{ no: 'A1', id: idOf(1) }],
    })
    expect(doctor(city.ws, quiet).remarks.filter(r => r.what === 'unit_numbers').map(({ agency, numbers, rows, examples }) => ({ agency, numbers, rows, examples }))).toEqual([{ agency: 'ss', numbers: 2, rows: 3, examples: ['S2', 'S9'] }])
  })
})
