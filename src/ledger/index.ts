export { STANDING, STATES, applyRun, type LedgerMoves, type State } from './apply.js'
export { movesOf, readLedger, type LedgerEntry, type Move } from './read.js'
export { BRIEF_FIELDS, RunReader, type Brief, type Concern, type WholeFinding } from './run-reader.js'
export { Standing, type Stood } from './standing.js'
