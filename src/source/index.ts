import type { ArchiveEntry } from './archive.js'
import type { OpenPull } from './database/open.js'
import type { OpenSource } from './types.js'

export type * from './types.js'
export type * from './database/types.js'
export type { OpenPull } from './database/open.js'
export type { ArchiveEntry } from './archive.js'
export { DATABASE_KINDS } from './database/types.js'
export { LostConnection } from './database/failure.js'
export { readPassword } from './database/password.js'
export { secretIn } from './secret.js'
export { missingDriver } from './database/driver.js'
export { tableParts } from './database/names.js'
export { DEFAULT_LIMITS, type Limits } from './limits.js'
export { shownName, splitEntry } from './name.js'

// What reads is loaded when something is read: every command knows a workspace's sources, few read one.

export async function openSource(...asked: Parameters<typeof import('./open.js').openSource>): Promise<OpenSource> {
  return (await import('./open.js')).openSource(...asked)
}

export async function openPull(...asked: Parameters<typeof import('./database/open.js').openPull>): Promise<OpenPull> {
  return (await import('./database/open.js')).openPull(...asked)
}

export async function archiveEntries(
  ...asked: Parameters<typeof import('./archive.js').archiveEntries>
): Promise<readonly ArchiveEntry[] | null> {
  return (await import('./archive.js')).archiveEntries(...asked)
}
