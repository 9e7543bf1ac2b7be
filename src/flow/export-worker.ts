import { parentPort } from 'node:worker_threads'
import { runExportJob, type ExportJob } from './export-job.js'
import type { Said } from './pool.js'

/** A worker writes one agency's files of one kind after another and names them; a bug ends it with an error. */
parentPort?.on('message', (job: ExportJob) => {
  void runExportJob(job).then(files => parentPort?.postMessage({ result: files } satisfies Said))
})
