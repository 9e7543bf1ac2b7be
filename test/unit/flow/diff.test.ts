import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { linesOf, type Given, type Layout } from './extracts.js'
import { idOf, TestCity } from './workspace.js'

const [X, Y] = ['91110000MA0000001L', '91110000MA00000028']

describe('discrepancies of an employer', () => {
  const city = new TestCity()
  /** An extract whose rows also have the unit's name. */
  const named = (layout: Layout, rows: readonly Given[], names: readonly string[]): void => {
    city.write(`${layout}_20251010.csv`, linesOf(layout, rows).map((r, i) => [...r, i === 0 ? '单位名称' : names[i - 1]!]))
  }
  const numbers = (employer: string): unknown => city.objects({ employer }).map(o => o['levy_no'])

  beforeAll(async () => {
    named('ss-levy', [{ no: 'A1', id: idOf(1) }, { no: 'A2', id: idOf(2), employer_no: 'S2' }], ['甲公司', '乙公司'])
    await city.deliver({
      'ss-employer': [{ no: 'S1', code: X }, { no: 'S2', code: Y }], 'tax-employer': [{ no: 'D1', code: X }, { no: 'D2', code: Y }],
      'tax-levy-ss': [{ no: 'B1', id: idOf(3) }, { no: 'B2', id: idOf(4), employer_no: 'D2' }],
    })
    city.match('2025-10-10', ['levy-copy'])
  })
  afterAll(() => city.remove())

  it('are the same by its name as by its credit code, though tax does not say the name', () => {
    expect(numbers(X)).toEqual(['A1', 'B1'])
    expect(numbers('甲公司')).toEqual(['A1', 'B1'])
    expect(numbers('乙公司')).toEqual(['A2', 'B2'])
    expect(numbers('丙公司')).toEqual([])
  })

  it('by its name are found with other filters, and as of a day', () => {
    expect(city.objects({ employer: '甲公司', person: idOf(3) }).map(o => o['levy_no'])).toEqual(['B1'])
    expect(city.objects({ employer: '甲公司', at: '2025-10-10' }).map(o => o['levy_no'])).toEqual(['A1', 'B1'])
    expect(city.objects({ employer: '甲公司', agency: 'tax', at: '2025-10-10' }).map(o => o['levy_no'])).toEqual(['A1', 'B1'])
  })
})
