/** Stages of jobs, in the order in which they are shown. */
export const STAGES = [
  'start',
  'open',
  'survey',
  'read',
  'transcode',
  'split',
  'layout',
  'cleanse',
  'encode',
  'notes',
  'prefilter',
  'intake',
  'sql',
  'gather',
  'count',
  'write',
  'sync',
  'ledger',
  'commit',
] as const
/** Name of a stage, as `--profile` shows it. */
export type Stage = (typeof STAGES)[number]

/** Seconds that a stage took, of a thing that was worked on (a rule, a file; null: of the whole). */
export interface Lap {
  readonly of: string | null
  readonly stage: Stage
  readonly seconds: number
}

/** Tells how long the stages of a job took: what passed since the last call goes to the stage that is named. */
export class Stopwatch {
  private readonly ticks: () => number
  private last: number
  private readonly spent = new Map<string, { readonly of: string | null; readonly stage: Stage; ms: number }>()

  /** `ticks`: milliseconds of a clock that only runs forward. */
  constructor(ticks: () => number) {
    this.ticks = ticks
    this.last = ticks()
  }

  /** Leaves out what passed since the last call: it was no stage of this job. */
  start(): void {
    this.last = this.ticks()
  }

  /** The time since the last call was this stage. */
  lap(of: string | null, stage: Stage): void {
    const at = this.ticks()
    this.add(of, stage, at - this.last)
    this.last = at
  }

  /** Milliseconds that were taken elsewhere. */
  add(of: string | null, stage: Stage, ms: number): void {
    const key = `${of ?? ''}/${stage}`
    const entry = this.spent.get(key) ?? { of, stage, ms: 0 }
    entry.ms += ms
    this.spent.set(key, entry)
  }

  /** Seconds by thing and stage, in the order in which they were first named. */
  laps(): readonly Lap[] {
    return [...this.spent.values()].map(({ of, stage, ms }) => ({ of, stage, seconds: ms / 1000 }))
  }
}
