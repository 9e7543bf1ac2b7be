export type * from './types.js'
export { openSource } from './open.js'
