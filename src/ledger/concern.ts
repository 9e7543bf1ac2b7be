import type { Common } from './here.js'

/** How findings concern an agency: as `run-reader` asks SQLite. */
export class Concerned {
  private readonly agency: string
  private last: Common | null = null
  private answer: 'acts' | 'informed' | null = null

  constructor(agency: string) {
    this.agency = agency
  }

  /** It must act, or it has or lacks a row; null: neither. */
  part(of: Common): 'acts' | 'informed' | null {
    if (of === this.last) return this.answer
    this.last = of
    return (this.answer = this.asked(of))
  }

  private asked({ who_acts: acts, agency_has: has, agency_lacks: lacks, kinds }: Common): 'acts' | 'informed' | null {
    const { agency } = this
    if (acts.some(a => a === agency)) return 'acts'
    return has === agency || lacks === agency || kinds.some(k => k.startsWith(`${agency}:`)) ? 'informed' : null
  }
}
