export { STANDING, STATES, applyRun, type LedgerMoves, type State } from './apply.js'
export { RunReader, movesOf, readLedger, type LedgerEntry, type Move } from './read.js'
