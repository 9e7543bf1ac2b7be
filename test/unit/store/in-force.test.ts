import { describe, expect, it } from 'vitest'
import { inForceAt, type Batch } from '../../../src/store/index.js'

const batch = (id: number, of: Partial<Batch>): Batch => ({
  id, source: 'levy', layout: 'ss-levy', fingerprint: '', agency: 'ss', sender: null, kinds: ['levy'], delivers: 'snapshot', dataDate: '2025-09-30', window: null, loadedAt: '', state: 'active', replacedBy: null, segments: [], ...of,
})
const inForce = (batches: readonly Batch[], day = '2025-10-10'): readonly number[] => inForceAt(batches, day).map(b => b.id)

describe('what is in force on a day', () => {
  it('is the newest snapshot of a source by its data date, and of one day the one that came later', () => {
    const all = [batch(1, { dataDate: '2025-09-30' }), batch(2, { dataDate: '2025-08-31' }), batch(3, { dataDate: '2025-10-11' })]
    expect(inForce(all)).toEqual([1])
    expect(inForce(all, '2025-10-11')).toEqual([3])
    expect(inForce(all, '2025-08-30')).toEqual([])
    expect(inForce([batch(1, {}), batch(2, {})])).toEqual([2])
    expect(inForce([batch(2, {}), batch(1, {})])).toEqual([2])
  })

  it('is one batch a window, every batch that only adds, and every one of no source', () => {
    expect(inForce([1, 2, 3].map(id => batch(id, { delivers: 'window', window: id < 3 ? '202508' : '202509' })))).toEqual([2, 3])
    expect(inForce([1, 2].map(id => batch(id, { delivers: 'append' })))).toEqual([1, 2])
    expect(inForce([1, 2].map(id => batch(id, { source: null })))).toEqual([1, 2])
  })

  it('is nothing that was dropped or replaced, and what it took the place of comes back', () => {
    expect(inForce([batch(1, {}), batch(2, { state: 'dropped' })])).toEqual([1])
    expect(inForce([batch(1, { state: 'replaced', replacedBy: 2 }), batch(2, { delivers: 'append' })])).toEqual([2])
  })

  it('is known up to the last day on which the same content came again', () => {
    const [again] = inForceAt([batch(1, { dataDate: '2025-08-31', confirmed: ['2025-09-30', '2025-10-31'] })], '2025-10-10')
    expect(again!.dataDate).toBe('2025-09-30')
    expect(inForce([batch(1, { dataDate: '2025-08-31', confirmed: ['2025-09-30'] }), batch(2, { dataDate: '2025-09-15' })])).toEqual([1])
  })
})
