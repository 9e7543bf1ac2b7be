import type { Layout } from '../layout/index.js'
import { isRefunds } from './concept-columns.js'
import { conceptOf, type Placement, type Seen } from './place.js'
import type { Ranked } from './rank.js'

/** Levy and payment in one row: the payment's layout, the levy's, and the columns of both, the levy's total under a name of its own. */
export interface LevyInPayment {
  readonly payment: Ranked
  readonly levy: Layout
  readonly placed: readonly Placement[]
}

/** GT3's own words for what was assessed: beside what was paid they make no levy of their own. */
const ASSESSED = /税额|计税|应纳税/
const CODES_DUE = /^AAE0(?:20|22|58)\b/i
const CODES_PAID = /^AAE08[02]\b/i

/**
 * Where the best layout is a payment's and an amount stands by it that is due by its name, or the best is a levy's and an amount stands by
 * it that was paid. AAE020 is due only beside AAE022 or AAE058: in JFXX102 it was paid.
 */
export function bothIn(best: Ranked, ranked: readonly Ranked[], seen: Seen): LevyInPayment | null {
  const { kinds, agency } = best.layout
  if (kinds.length !== 1 || isRefunds(best.layout) || agency === 'bank') return null
  const alone = (kind: string): Ranked | undefined =>
    kinds[0] === kind
      ? best
      : ranked.find(
          r =>
            r.layout.kinds.length === 1 &&
            r.layout.kinds[0] === kind &&
            r.layout.agency === agency &&
            !isRefunds(r.layout) &&
            !hasSplit(r.layout),
        )
  const levy = alone('levy')
  const payment = alone('payment')
  if (levy === undefined || payment === undefined || (best !== levy && best !== payment)) return null
  const due = levy.placed.filter(p => isDue(p, seen))
  const dueAt = new Set(due.map(p => p.index))
  const paid = payment.placed.filter(p => isPaid(p, seen) && !dueAt.has(p.index))
  const named = due.filter(p => !/^AAE020\b/i.test(seen.columns[p.index]!))
  if (named.length === 0 || (paid.length === 0 && !payment.placed.some(p => p.column === 'voucher'))) return null
  const kept = payment.placed.filter(p => !dueAt.has(p.index))
  const used = new Set(kept.map(p => p.index))
  const beside = levy.placed.filter(
    p => !used.has(p.index) && !dueAt.has(p.index) && /^(?:base|rate_|sent_date|due_date|levy_line|levy_type)/.test(p.column),
  )
  return {
    payment,
    levy: levy.layout,
    placed: [
      ...kept,
      ...due.filter(p => !used.has(p.index)).map(p => (p.column === 'amount' ? { ...p, column: 'due_amount' } : p)),
      ...beside,
    ],
  }
}

function hasSplit(layout: Layout): boolean {
  return layout.spec.records.some(r => r.split !== undefined)
}

function isDue(p: Placement, seen: Seen): boolean {
  const header = seen.columns[p.index]!
  return (
    /^amount/.test(p.column) &&
    !ASSESSED.test(header) &&
    (CODES_DUE.test(header) || /^YJ/i.test(header) || conceptOf(seen.cells[p.index]!)?.startsWith('due_') === true)
  )
}

function isPaid(p: Placement, seen: Seen): boolean {
  const header = seen.columns[p.index]!
  return (
    /^(?:amount|principal)/.test(p.column) &&
    (CODES_PAID.test(header) || /^SJ/i.test(header) || conceptOf(seen.cells[p.index]!)?.startsWith('paid_') === true)
  )
}
