import type { Finding } from '../engine/index.js'
import type { Db } from '../store/index.js'

type Handles = Pick<Finding, 'outcome' | 'owner' | 'insurance' | 'period' | 'period_end' | 'id_number' | 'person_no' | 'employer' | 'voucher' | 'levy_no'>
/** An entry that a run closed or opened, with what may make it the same thing under another key. */
export interface Moved { readonly no: number; readonly finding: Handles }

const HANDLES = ['voucher', 'levy_no', 'id_number', 'person_no', 'employer'] as const
/** Columns of a finding that say whether it is the same thing as another. */
export const HANDLE_COLUMNS = ['outcome', 'owner', 'insurance', 'period', 'period_end', 'id_number', 'person_no', 'employer', 'voucher', 'levy_no'] as const satisfies readonly (keyof Handles)[]
/** A handle that more things share tells none of them. */
const SHARED = 20

/**
 * A changed identity is a close and an open that name each other (catalogue §4): of one outcome, whose insurance is the same and whose months overlap, that share a
 * voucher, levy, id, person or unit and contradict each other in no voucher or levy. Only where exactly one fits, from either side.
 */
export function linkChanged(catalog: Db, closed: readonly Moved[], opened: readonly Moved[]): void {
  if (closed.length === 0 || opened.length === 0) return
  const byHandle = new Map<string, Moved[]>()
  for (const m of opened) {
    for (const handle of handlesOf(m.finding)) {
      const list = byHandle.get(handle)
      if (list === undefined) byHandle.set(handle, [m])
      else list.push(m)
    }
  }
  const pairs = closed.flatMap(c => {
    const near = new Set(handlesOf(c.finding).flatMap(h => { const list = byHandle.get(h) ?? []; return list.length > SHARED ? [] : list }))
    return [...near].filter(o => isSameThing(c.finding, o.finding)).map(o => ({ c: c.no, o: o.no }))
  })
  const times = (side: 'c' | 'o'): Map<number, number> => pairs.reduce((m, p) => m.set(p[side], (m.get(p[side]) ?? 0) + 1), new Map<number, number>())
  const [ofClosed, ofOpened] = [times('c'), times('o')]
  const link = catalog.prepare('update entry set follows = coalesce(?, follows), followed_by = coalesce(?, followed_by) where no = ?')
  for (const { c, o } of pairs) {
    if (ofClosed.get(c) !== 1 || ofOpened.get(o) !== 1) continue
    link.run(null, o, c)
    link.run(c, null, o)
  }
}

function handlesOf(f: Handles): readonly string[] {
  return HANDLES.flatMap(name => f[name] === null ? [] : [`${f.outcome}|${f.owner ?? ''}|${name}=${f[name]}`])
}

function isSameThing(a: Handles, b: Handles): boolean {
  const agree = (name: 'insurance' | 'voucher' | 'levy_no'): boolean => a[name] === null || b[name] === null || a[name] === b[name]
  const overlap = a.period === null || b.period === null || (a.period <= (b.period_end ?? b.period) && b.period <= (a.period_end ?? a.period))
  return overlap && agree('insurance') && agree('voucher') && agree('levy_no')
}
