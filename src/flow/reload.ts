import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { problem, type Effects } from '../kernel/index.js'
import type { Batch, Segment } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { batchShow } from './batch.js'
import { filesUnder } from './inbox.js'
import { load, type LoadReport } from './load.js'

/**
 * Loads a batch's files again as they lie in the inbox, under today's layout and codes and for the same day and window; the new batch takes the place of the old one (catalogue
 * §2). Throws `store.no_batch`, `store.batch_gone`, `store.original_gone`, and what a load throws.
 */
export async function batchReload(ws: Workspace, id: string, { jobs }: { readonly jobs: number }, fx: Effects): Promise<LoadReport> {
  const { batch } = batchShow(ws, id, fx)
  if (batch.state !== 'active') throw problem('store.batch_gone', { id: batch.id, state: batch.state })
  const files = await originals(ws.inbox, batch)
  const source = ws.sources.find(s => s.name === batch.source)
  return load(ws, { files, ...source === undefined ? { layout: batch.layout } : { sources: [source.name] }, date: batch.dataDate, replaces: [batch.id], jobs, settle: 0, ...batch.window === null ? {} : { window: batch.window } }, fx)
}

/** Paths of a batch's files: of the same name and the same content. */
async function originals(inbox: string, batch: Batch): Promise<readonly string[]> {
  const all = filesUnder(inbox)
  const found: string[] = []
  for (const segment of batch.segments) {
    const at = segment.file.indexOf('!')
    const [name, entry] = at < 0 ? [segment.file, ''] : [segment.file.slice(0, at), segment.file.slice(at)]
    let path: string | undefined
    for (const candidate of all.filter(p => basename(p) === name)) path ??= await isOriginal(candidate, entry, segment) ? candidate : undefined
    if (path === undefined) throw problem('store.original_gone', { id: batch.id, file: segment.file, inbox })
    found.push(path + entry)
  }
  return found
}

/** Of what lies in an archive the name alone tells: its content has a digest of its own. */
async function isOriginal(path: string, entry: string, { digest }: Segment): Promise<boolean> {
  if (entry !== '') return true
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex') === digest
}
