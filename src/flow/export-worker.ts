import { parentPort } from 'node:worker_threads'
import { PackageWriter, type ExportJob, type PackageFile, type PackageWork } from './export-job.js'
import type { Said } from './pool.js'

/** A worker writes the files of its agencies, one kind after another, and names them by job; a bug ends it with an error. */
parentPort?.on('message', ({ work, jobs }: { readonly work: PackageWork; readonly jobs: readonly ExportJob[] }) => {
  void written(new PackageWriter(work), jobs).then(result => parentPort?.postMessage({ result } satisfies Said))
})

async function written(writer: PackageWriter, jobs: readonly ExportJob[]): Promise<readonly (readonly PackageFile[])[]> {
  const out: (readonly PackageFile[])[] = []
  for (const job of jobs) out.push(await writer.write(job))
  writer.close()
  return out
}
