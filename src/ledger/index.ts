export { STANDING, STATES, applyRun, type LedgerMoves, type State } from './apply.js'
export { RunReader, movesOf, readLedger, type LedgerEntry, type Move, type WholeFinding } from './read.js'
export { Standing, movesOfRun, type StandingMove, type Stood } from './standing.js'
