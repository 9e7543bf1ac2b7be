export type * from './types.js'
export type { Due } from './due.js'
export { findWorkspace, openWorkspace } from './open.js'
