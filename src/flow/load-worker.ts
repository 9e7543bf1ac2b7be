import { parentPort, workerData } from 'node:worker_threads'
import { loadExtract, type ExtractJob } from './extract.js'

/** A worker loads one extract and says what became of it; a bug ends it with an error. */
parentPort?.postMessage(await loadExtract(workerData as ExtractJob))
