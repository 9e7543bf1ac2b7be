import { readSideAway } from './prefilter/index.js'
import { countRows, type CountJob } from './proof.js'
import { shareIn, type ShareJob } from './tasks.js'

/**
 * Does a job that was made in another thread. `beat` is told now and then that it goes on; `ticks`: milliseconds of a clock that only runs
 * forward.
 */
export function sideJob(job: unknown, beat: () => void, ticks: () => number): unknown {
  if (has<CountJob>(job, 'count')) return countRows(job)
  return has<ShareJob>(job, 'share') ? shareIn(job, beat, ticks) : readSideAway(job, beat)
}

function has<T>(job: unknown, key: keyof T): job is T {
  return typeof job === 'object' && job !== null && key in job
}
