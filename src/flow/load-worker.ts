import { parentPort, workerData } from 'node:worker_threads'
import { loadExtract, type ExtractJob } from './extract.js'

/** A worker loads one extract, says now and then how far it is, and at the end what became of it; a bug ends it with an error. */
parentPort?.postMessage(await loadExtract(workerData as ExtractJob, stage => parentPort?.postMessage(stage)))
