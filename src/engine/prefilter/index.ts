export { alike, type Alike } from './alike.js'
export { rowsOfKeys } from './of-keys.js'
export { prefilter, type Prefiltered } from './prefilter.js'
export { sideJob, type Second } from './second.js'
