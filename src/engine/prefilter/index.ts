export { alike, type Alike } from './alike.js'
export { rowsOfKeys } from './of-keys.js'
export { prefilter, type Prefiltered } from './prefilter.js'
export { readSideAway, type Second } from './second.js'
