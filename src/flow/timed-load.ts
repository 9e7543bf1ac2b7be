import type { ExtractJob, ExtractOutcome } from './extract.js'
import type { Progress } from './load-progress.js'
import { loadAny } from './pull.js'
import { Stopwatch, type Lap } from './stopwatch.js'

/** What became of a job, and where it asked for that, what its stages took. */
export interface TimedOutcome {
  readonly outcome: ExtractOutcome
  readonly laps: readonly Lap[]
}

/** Loads what a job names. The clock is read only for a job that asks what its stages took. */
export async function loadTimed(
  job: ExtractJob,
  { told, ticks }: { readonly told: (progress: Progress) => void; readonly ticks: () => number },
): Promise<TimedOutcome> {
  if (!job.profile) return { outcome: await loadAny(job, { told, lap: () => undefined }), laps: [] }
  const watch = new Stopwatch(ticks)
  const outcome = await loadAny(job, { told, lap: stage => watch.lap(job.file, stage) })
  return { outcome, laps: watch.laps() }
}
