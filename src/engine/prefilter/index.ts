export { alike, type Alike } from './alike.js'
export { prefilter, type Prefiltered } from './prefilter.js'
