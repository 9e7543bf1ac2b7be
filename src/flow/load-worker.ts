import { parentPort } from 'node:worker_threads'
import type { ExtractJob } from './extract.js'
import type { WorkerMessage } from './pool.js'
import { loadTimed } from './timed-load.js'

const say = (said: WorkerMessage): void => parentPort?.postMessage(said)

/**
 * In a worker: loads one extract after another, says now and then how far it is, and at the end of each what became of it; a bug ends the
 * worker with an error.
 */
export function serveLoads(ticks: () => number): void {
  parentPort?.on('message', (job: ExtractJob) => {
    void loadTimed(job, { told: progress => say({ told: progress }), ticks }).then(result => say({ result }))
  })
}
