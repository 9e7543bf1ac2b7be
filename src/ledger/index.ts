export { STANDING, STATES, applyRun, type LedgerMoves, type State } from './apply.js'
export { BRIEF_FIELDS, RunReader, movesOf, readLedger, type Brief, type Concern, type LedgerEntry, type Move, type WholeFinding } from './read.js'
export { Standing, movesOfRun, type StandingMove, type Stood } from './standing.js'
