export type * from './types.js'
export type { Due } from './due.js'
export { findWorkspace, openWorkspace, PLACEHOLDERS } from './open.js'
/** @public for the reference pages */
export { workspaceSchema } from './open.js'
