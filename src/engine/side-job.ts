import { readSideAway } from './prefilter/index.js'
import { countRows, type CountJob } from './proof.js'

/** Does a job that was made in another thread. `beat` is told now and then that it goes on. */
export function sideJob(job: unknown, beat: () => void): unknown {
  return isCount(job) ? countRows(job) : readSideAway(job, beat)
}

function isCount(job: unknown): job is CountJob {
  return typeof job === 'object' && job !== null && 'count' in job
}
