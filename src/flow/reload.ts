import { basename } from 'node:path'
import { problem, type Effects } from '../kernel/index.js'
import type { Batch, Segment } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'
import { batchShow } from './batch.js'
import { filesUnder } from './inbox.js'
import { load, type LoadReport } from './load.js'
import { digestOf } from './package.js'

/**
 * Loads a batch's files again as they lie in the inbox, under today's layout and codes and for the same day and window; the new batch takes the place of the old one (catalogue
 * §2). Throws `store.no_batch`, `store.batch_gone`, `store.original_gone`, `store.original_table`, and what a load throws.
 */
export async function batchReload(ws: Workspace, id: string, { jobs }: { readonly jobs: number }, fx: Effects): Promise<LoadReport> {
  const { batch } = batchShow(ws, id, fx)
  if (batch.state !== 'active') throw problem('store.batch_gone', { id: batch.id, state: batch.state })
  const source = ws.sources.find(s => s.name === batch.source)
  if (source !== undefined && source.database !== null) throw problem('store.original_table', { id: batch.id, source: source.name })
  const files = originals(ws.inbox, batch)
  return load(ws, { files, ...source === undefined ? { layout: batch.layout } : { sources: [source.name] }, date: batch.dataDate, replaces: [batch.id], jobs, settle: 0, ...batch.window === null ? {} : { window: batch.window } }, fx)
}

/** Paths of a batch's files: of the same name and the same content. */
function originals(inbox: string, batch: Batch): readonly string[] {
  const all = filesUnder(inbox)
  const found: string[] = []
  for (const segment of batch.segments) {
    const at = segment.file.indexOf('!')
    const [name, entry] = at < 0 ? [segment.file, ''] : [segment.file.slice(0, at), segment.file.slice(at)]
    const path = all.find(p => basename(p) === name && isOriginal(p, entry, segment))
    if (path === undefined) throw problem('store.original_gone', { id: batch.id, file: segment.file, inbox })
    found.push(path + entry)
  }
  return found
}

/** Of what lies in an archive the name alone tells: its content has a digest of its own. */
function isOriginal(path: string, entry: string, { digest }: Segment): boolean {
  return entry !== '' || digestOf(path).sha256 === digest
}
