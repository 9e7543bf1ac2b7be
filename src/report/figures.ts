import type { Day } from '../kernel/index.js'
import type { Brief, Group } from './types.js'

/** What a bureau's book holds of one outcome. */
export interface OutcomeFigures {
  readonly outcome: string
  readonly title: string
  acts: number
  informed: number
  fen: number
  informedFen: number
  readonly ages: [number, number, number, number]
  readonly apart: Record<'in_transit' | 'note', { rows: number; fen: number }>
  /** Key fields that some of them have, bit by bit, and the largest amount, by group. */
  readonly filled: Record<Group, number>
  readonly widest: Record<Group, number>
}

/** Counts, sums and ages of all that concerns a bureau, by outcome. */
export function figuresOf(briefs: Iterable<Brief>, asOf: Day, titleOf: (outcome: string) => string): readonly OutcomeFigures[] {
  const out = new Map<string, OutcomeFigures>()
  const age = agesAt(asOf)
  for (const b of briefs) {
    let f = out.get(b.outcome)
    if (f === undefined) out.set(b.outcome, (f = none(b.outcome, titleOf(b.outcome))))
    const group = groupOf(b.class)
    f.filled[group] |= b.filled
    f.widest[group] = Math.max(f.widest[group], b.widest)
    if (group !== 'standing') {
      f.apart[group].rows += b.rows
      f.apart[group].fen += b.fen
    } else if (b.acts) {
      f.acts += b.rows
      f.fen += b.fen
      f.ages[age(b.due ?? b.opened ?? asOf)] += b.rows
    } else {
      f.informed += b.rows
      f.informedFen += b.fen
    }
  }
  return [...out.values()].toSorted((a, b) => (a.outcome < b.outcome ? -1 : 1))
}

function none(outcome: string, title: string): OutcomeFigures {
  const zero = (): Record<Group, number> => ({ standing: 0, in_transit: 0, note: 0 })
  return {
    outcome,
    title,
    acts: 0,
    informed: 0,
    fen: 0,
    informedFen: 0,
    ages: [0, 0, 0, 0],
    apart: { in_transit: { rows: 0, fen: 0 }, note: { rows: 0, fen: 0 } },
    filled: zero(),
    widest: zero(),
  }
}

function groupOf(cls: Brief['class']): Group {
  return cls === 'in_transit' || cls === 'note' ? cls : 'standing'
}

/**
 * Age at a day, of what began on another. 0: up to a month, 1: up to three, 2: up to twelve, 3: longer. A month runs to the same day of the
 * next.
 */
function agesAt(asOf: Day): (since: Day) => 0 | 1 | 2 | 3 {
  const [one, three, twelve] = [1, 3, 12].map(m => monthsBefore(asOf, m)) as [Day, Day, Day]
  return since => (since >= one ? 0 : since >= three ? 1 : since >= twelve ? 2 : 3)
}

function monthsBefore(day: Day, months: number): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const n = year * 12 + month - 1 - months
  return `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}
