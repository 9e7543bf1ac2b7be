export { STANDING, STATES, applyRun, type LedgerMoves, type State } from './apply.js'
export { applySame } from './repeat.js'
export { rowBehind } from './finding.js'
export {
  entriesOf,
  evidenceByRun,
  findEntry,
  movesOf,
  numbersOf,
  readLedger,
  totalOf,
  type LedgerEntry,
  type Move,
  type Wanted,
} from './read.js'
export { BRIEF_FIELDS, isReadable, RunReader, type Brief } from './run-reader.js'
export { Standing } from './standing.js'
