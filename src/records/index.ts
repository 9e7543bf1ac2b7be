export * from './kinds.js'
export * from './block.js'
export { BLOCK_ROWS, Loops, type Leaf } from './loops.js'
export * from './notes.js'
export * from './batch.js'
export {
  ID_FAULTS, PROVINCES, citizenCheck, creditCheck, creditFault, idFaults, isSoundCitizen, isSoundCredit, passesCheck, raised15, type IdFault,
} from './identifiers.js'
