import { parentPort } from 'node:worker_threads'
import { asMendable } from '../kernel/index.js'
import { writeAll, type ExportJob, type PackageWork } from './export-job.js'
import type { WorkerMessage } from './pool.js'

/**
 * A worker writes the files of its agencies, one kind after another, and names them by job; what the operator can mend it says, a bug ends
 * it with an error.
 */
parentPort?.on('message', ({ work, jobs }: { readonly work: PackageWork; readonly jobs: readonly ExportJob[] }) => {
  void said(work, jobs).then(answer => parentPort?.postMessage(answer))
})

async function said(work: PackageWork, jobs: readonly ExportJob[]): Promise<WorkerMessage> {
  try {
    return { result: await writeAll(work, jobs) }
  } catch (error) {
    const problem = asMendable(error)
    if (problem === null) throw error
    return { problem }
  }
}
