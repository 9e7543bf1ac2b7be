import { describe, expect, test } from 'vitest'
import { formOf } from '../../../src/conform/index.js'
import { columnType } from '../../../src/layout/index.js'
import { formRow } from '../../../src/synth/index.js'
import { codes, layouts } from '../layout/extract.js'
import { proposed } from './rows.js'

/** Columns that say one thing under names of their own in other layouts. */
const ALIKE: readonly (readonly string[])[] = [
  ['period', 'period_lone', 'year'], ['employer', 'credit_code'], ['insurance', 'insurance_item', 'item'], ['levy_type', 'pay_type', 'clct_type', 'row_type'], ['amount', 'due_amount', 'paid_amount', 'part_total'], ['interest', 'interest_person'],
  ['employer_no', 'ss_no', 'mi_no', 'tax_no'], ['amount_employer', 'principal_employer', 'part_employer'], ['amount_person', 'principal_person', 'part_person'], ['employer_name', 'name'],
]

function agrees(got: string, wanted: string): boolean {
  return got === wanted || ALIKE.some(set => set.includes(got) && set.includes(wanted))
}

describe('the shipped forms', () => {
  test.each(layouts.map(l => [l.name] as const))('%s, by any of its headers', name => {
    const layout = layouts.find(l => l.name === name)!
    const form = formOf(layout, codes)
    const rows = Array.from({ length: 40 }, (_, n) => formRow(form, 2, n))
    const lost: string[] = []
    const sure: string[] = []
    let all = 0
    for (let turn = 0; turn < 12; turn++) {
      const headers = form.columns.map(c => {
        const own = layout.spec.columns[c.name]!.headers
        return own[(turn * 7 + c.name.length) % own.length]!
      })
      if (new Set(headers.map(h => h.toUpperCase())).size < headers.length) continue
      const { placed, nearest } = proposed([headers, ...rows], layout.agency, layout.spec.format?.xml !== undefined)
      for (const [i, c] of form.columns.entries()) {
        all++
        const own = placed.filter(p => p.index === i)
        if (!own.some(p => agrees(p.field, c.name))) lost.push(`${headers[i]!} -> ${own.map(p => p.field).join() || '-'} (${c.name}, ${nearest.layout})`)
        sure.push(...own.filter(p => p.confidence >= 0.8 && !agrees(p.field, c.name)).map(p => `${headers[i]!} -> ${p.field} ${p.confidence} (${c.name}, ${columnType(layout, c.name).type}, ${nearest.layout})`))
      }
    }
    expect(all).toBeGreaterThan(0)
    expect({ sure, lost: lost.length <= all * 0.05 ? [] : lost }).toEqual({ sure: [], lost: [] })
  })
})
