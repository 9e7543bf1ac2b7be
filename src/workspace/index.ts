export type * from './types.js'
export { findWorkspace, openWorkspace } from './open.js'
