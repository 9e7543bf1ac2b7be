import { parentPort, workerData } from 'node:worker_threads'
import { runExportJob, type ExportJob } from './export-job.js'

/** A worker writes one agency's files of one kind and names them; a bug ends it with an error. */
parentPort?.postMessage(await runExportJob(workerData as ExportJob))
