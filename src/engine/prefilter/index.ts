export { prefilter, type Prefiltered } from './prefilter.js'
