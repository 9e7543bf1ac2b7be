import { localDay, problem, type Effects } from '../kernel/index.js'
import { openStore, openStoreToRead, type Batch, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'

/** A batch, and whether it takes part in a run as of today. */
export interface BatchLine {
  readonly batch: Batch
  readonly inForce: boolean
}

/** All batches, and which are in force today. */
export function batchList(ws: Workspace, fx: Effects): readonly BatchLine[] {
  const store = openStoreToRead(ws.data)
  try {
    const inForce = new Set(store.inForce(localDay(fx.now())).map(b => b.id))
    return store.batches().map(batch => ({ batch, inForce: inForce.has(batch.id) }))
  } finally {
    store.close()
  }
}

/** One batch, and whether it is in force today. Throws `store.no_batch`. */
export function batchShow(ws: Workspace, id: string, fx: Effects): BatchLine {
  const store = openStoreToRead(ws.data)
  try {
    const batch = find(store, id)
    return { batch, inForce: store.inForce(localDay(fx.now())).some(b => b.id === batch.id) }
  } finally {
    store.close()
  }
}

/** Takes a batch out; its files go with the next command that writes. `again`: batches that it had replaced, which count again. */
export function batchDrop(ws: Workspace, id: string, fx: Effects): { readonly batch: Batch; readonly again: readonly number[] } {
  const store = openStore(ws.data)
  const lock = store.lock()
  try {
    const batch = find(store, id)
    if (batch.state === 'dropped') throw problem('store.batch_gone', { id: batch.id, state: batch.state })
    return { batch, again: store.drop(batch.id, fx.now().toISOString()) }
  } finally {
    lock.release()
    store.close()
  }
}

function find(store: Store, id: string): Batch {
  const batch = store.batches().find(b => String(b.id) === id)
  if (batch === undefined) throw problem('store.no_batch', { id })
  return batch
}
