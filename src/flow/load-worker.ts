import { parentPort } from 'node:worker_threads'
import type { ExtractJob } from './extract.js'
import type { Said } from './pool.js'
import { loadAny } from './pull.js'

const say = (said: Said): void => parentPort?.postMessage(said)

/** A worker loads one extract after another, says now and then how far it is, and at the end of each what became of it; a bug ends the worker with an error. */
parentPort?.on('message', (job: ExtractJob) => {
  void loadAny(job, stage => say({ told: stage })).then(outcome => say({ result: outcome }))
})
