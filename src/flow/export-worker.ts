import { parentPort } from 'node:worker_threads'
import { PackageWriter, type ExportJob, type PackageWork } from './export-job.js'
import type { Said } from './pool.js'

let writer: PackageWriter | undefined

/** A worker writes one agency's files of one kind after another, all of one package, and names them; a bug ends it with an error. */
parentPort?.on('message', ({ work, job }: { readonly work: PackageWork; readonly job: ExportJob }) => {
  writer ??= new PackageWriter(work)
  void writer.write(job).then(files => parentPort?.postMessage({ result: files } satisfies Said))
})
