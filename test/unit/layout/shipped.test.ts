import { describe, expect, test } from 'vitest'
import { Problem } from '../../../src/kernel/index.js'
import { chooseLayout } from '../../../src/layout/index.js'
import { layouts, preview } from './extract.js'

const NAMES = [
  'bank-tips', 'crosswalk', 'mi-clct-employer', 'mi-clct-resident', 'mi-clct-staff', 'mi-employer', 'mi-registration', 'ss-employer', 'ss-levy', 'ss-payment-person',
  'ss-payment-unit', 'ss-registration', 'ss-summary', 'tax-employer', 'tax-levy-mi', 'tax-levy-ss', 'tax-receipts', 'tax-receipts-person', 'tax-refunds',
  'tax-registration-mi', 'tax-registration-ss', 'tax-summary', 'tax-wages',
]

/** Those of a national standard: told by the names of the records in their XML, never by a header alone. */
const BY_RECORD = ['gbt40217-enrolment', 'gbt40217-person', 'gbt40217-person-contribution', 'gbt40217-unit', 'gbt40217-unit-contribution']

function chosen(header: readonly string[]): string {
  try {
    return chooseLayout(layouts, preview([header]), { file: 'x' }).layout.name
  } catch (error) {
    if (error instanceof Problem) return error.code
    throw error
  }
}

/** The header of a layout with each column's n-th kind of name: its code, or its first Chinese name. */
function headerOf(name: string, chinese: boolean): readonly string[] {
  const columns = layouts.find(l => l.name === name)!.spec.columns
  const names = Object.entries(columns).filter(([column]) => !['period_lone', 'year', 'booked_period', 'social_no', 'item'].includes(column) && !column.startsWith('wage_'))
    .map(([, { headers }]) => (chinese ? headers.find(h => /[一-龥]/.test(h)) : undefined) ?? headers[0]!)
  return [...new Set(names)]
}

const ASKS: Readonly<Record<string, string>> = {
  'tax-levy-ss': 'layout.sender_unclear', 'tax-levy-mi': 'layout.sender_unclear', 'tax-registration-ss': 'layout.sender_unclear', 'tax-registration-mi': 'layout.sender_unclear',
  'ss-summary': 'layout.two_fit', 'tax-summary': 'layout.two_fit',
}

describe('shipped layouts', () => {
  test('all of them, by name', () => {
    expect(layouts.map(l => l.name).toSorted()).toEqual([...NAMES, ...BY_RECORD].toSorted())
  })

  test.each(NAMES)('%s is told by its code header, or asks where another sender has the same', name => {
    const got = chosen(headerOf(name, false))
    expect(got).toBe(ASKS[name] ?? name)
  })

  test.each(NAMES)('%s is told by its Chinese header, or asks: never taken for another', name => {
    expect([name, 'layout.two_fit', 'layout.sender_unclear']).toContain(chosen(headerOf(name, true)))
  })

  test.each(BY_RECORD)('%s is never told by its header, and always by its records', name => {
    const header = headerOf(name, true)
    expect(chosen(header)).not.toBe(name)
    for (const record of layouts.find(l => l.name === name)!.spec.format!.xml!.records) expect(chooseLayout(layouts, preview([header]), { file: 'x', record }).layout.name).toBe(name)
  })

  test.each(NAMES)('%s fits its own headers when it is named', name => {
    for (const chinese of [false, true]) {
      const header = headerOf(name, chinese).toReversed()
      expect(chooseLayout(layouts, preview([['标题'], header]), { file: 'x', wanted: name }).header.surplus).toEqual([])
    }
  })
})
