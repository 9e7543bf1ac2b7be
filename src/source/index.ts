export type * from './types.js'
export { archiveEntries, type ArchiveEntry } from './archive.js'
export { DEFAULT_LIMITS, type Limits } from './limits.js'
export { openSource, shownName, splitEntry } from './open.js'
