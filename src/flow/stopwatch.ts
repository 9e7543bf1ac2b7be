/** Stages of jobs, in the order in which they are shown. */
export const STAGES = ['start', 'prefilter', 'intake', 'sql', 'gather', 'count', 'write', 'ledger'] as const
export type Stage = (typeof STAGES)[number]

/** Seconds that a stage took, of a thing that was worked on (a rule, a file; null: of the whole). */
export interface Lap { readonly of: string | null; readonly stage: Stage; readonly seconds: number }

/** Tells how long the stages of a job took: what passed since the last call goes to the stage that is named. */
export class Stopwatch {
  private readonly now: () => Date
  private last: number
  private readonly spent = new Map<string, { readonly of: string | null; readonly stage: Stage; ms: number }>()

  constructor(now: () => Date) {
    this.now = now
    this.last = now().getTime()
  }

  lap(of: string | null, stage: Stage): void {
    const at = this.now().getTime()
    const key = `${of ?? ''}/${stage}`
    const entry = this.spent.get(key) ?? { of, stage, ms: 0 }
    entry.ms += at - this.last
    this.spent.set(key, entry)
    this.last = at
  }

  laps(): readonly Lap[] {
    return [...this.spent.values()].map(({ of, stage, ms }) => ({ of, stage, seconds: ms / 1000 }))
  }
}
