export type * from './types.js'
export { WORKSPACE_FILE, findWorkspace, openWorkspace } from './open.js'
