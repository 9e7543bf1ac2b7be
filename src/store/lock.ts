import { join } from 'node:path'
import { Exit, problem } from '../kernel/index.js'
import { openDb } from './db.js'
import type { Lock } from './types.js'

/** Takes the workspace's lock: SQLite's own, on a small file, given back by the operating system when the process ends. */
export function takeLock(dataDir: string): Lock {
  const db = openDb(join(dataDir, 'lock.db'))
  try {
    db.pragma('busy_timeout = 0')
    db.exec('begin exclusive')
  } catch (error) {
    db.close()
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY') === true) throw problem('store.busy', { dir: dataDir }, Exit.busy)
    throw error
  }
  return {
    release: () => {
      if (db.open) db.close()
    },
  }
}
