import { basename } from 'node:path'
import { statAt } from '../kernel/index.js'
import type { Batch, Segment } from '../store/index.js'
import { filesUnder } from './inbox.js'
import { digestOf } from './package.js'

/** Paths of a batch's files as they lie in the inbox, of the same name and the same content; `gone` is the first that does not. */
export function originals(inbox: string, batch: Batch): { readonly paths: readonly string[]; readonly gone: string | null } {
  const all = filesUnder(inbox)
  const paths: string[] = []
  for (const segment of batch.segments) {
    const at = segment.file.indexOf('!')
    const [name, entry] = at < 0 ? [segment.file, ''] : [segment.file.slice(0, at), segment.file.slice(at)]
    const path = all.find(p => basename(p) === name && isOriginal(p, entry, segment))
    if (path === undefined) return { paths, gone: segment.file }
    paths.push(path + entry)
  }
  return { paths, gone: null }
}

/** Whether a batch that counts, or did, was made of a file: of its name and its content. */
export function isKnown(path: string, batches: readonly Batch[]): boolean {
  return batches.some(b => b.state !== 'dropped' && b.segments.some(s => s.file === basename(path) && isOriginal(path, '', s)))
}

/** A file in an archive is told by its name alone: the digest that was kept is that of the unpacked content. */
function isOriginal(path: string, entry: string, { digest }: Segment): boolean {
  return entry !== '' || (statAt(path)?.isFile() === true && digestOf(path).sha256 === digest)
}
