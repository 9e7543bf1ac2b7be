import { describe, expect, it } from 'vitest'
import { readParams, readRules } from '../../../src/match/index.js'

describe('shipped rules', () => {
  it('are read and give the outcomes of the catalogue built so far', () => {
    const codes = readRules('templates/rules').flatMap(r => r.outcomes.map(o => o.code))
    expect([...new Set(codes)].toSorted()).toEqual(['L01', 'L02', 'L03', 'L06', 'L07', 'L08', 'P01', 'P02', 'P03', 'P04', 'P05', 'P06', 'P07', 'R01', 'R02', 'R03', 'R05', 'R06', 'T01'])
  })

  it('count working days over 国庆 and 春节 with 调休', () => {
    const params = readParams('templates/params')
    expect(params.workdays('2025-09-30', 1)).toBe('2025-10-09')
    expect(params.workdays('2025-09-30', 3)).toBe('2025-10-11')
    expect(params.workdays('2025-01-25', 1)).toBe('2025-01-26')
    expect(params.grace('levy_sent')).toBe(3)
    expect(params.grace('none')).toBeUndefined()
  })
})
