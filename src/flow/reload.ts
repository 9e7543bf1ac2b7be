import { problem, type Effects } from '../kernel/index.js'
import type { Workspace } from '../workspace/index.js'
import { batchShow } from './batch.js'
import { load, type LoadReport } from './load.js'
import { originals } from './originals.js'

/**
 * Loads a batch's files again as they lie in the inbox, under today's layout and codes and for the same day and window; the new batch takes
 * the place of the old one (catalogue §2). Throws `store.no_batch`, `store.batch_gone`, `store.original_gone`, `store.original_table`, and
 * what a load throws.
 */
export async function batchReload(ws: Workspace, id: string, { jobs }: { readonly jobs: number }, fx: Effects): Promise<LoadReport> {
  const { batch } = batchShow(ws, id, fx)
  if (batch.state !== 'active') throw problem('store.batch_gone', { id: batch.id, state: batch.state })
  const source = ws.sources.find(s => s.name === batch.source)
  if (source !== undefined && source.database !== null) throw problem('store.original_table', { id: batch.id, source: source.name })
  const { paths: files, gone } = originals(ws.inbox, batch)
  if (gone !== null) throw problem('store.original_gone', { id: batch.id, file: gone, inbox: ws.inbox })
  return load(
    ws,
    {
      files,
      ...(source === undefined ? { layout: batch.layout } : { sources: [source.name] }),
      date: batch.dataDate,
      replaces: [batch.id],
      jobs,
      settle: 0,
      ...(batch.window === null ? {} : { window: batch.window }),
    },
    fx,
  )
}
