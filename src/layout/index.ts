export type * from './types.js'
export { readLayouts, fingerprint } from './read.js'
export { readCodes } from './codes.js'
export { headerScore } from './header.js'
export { chooseLayout, type Choice } from './choose.js'
export { bindLayout, type BindSpec } from './bind.js'
/** @public for the reference pages */
export { layoutSchema } from './schema.js'
export type { LayoutFile } from './schema.js'
