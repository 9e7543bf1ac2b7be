export * from './kinds.js'
export * from './block.js'
export { Loops, type LeafPage } from './loops.js'
export { BLOCK_ROWS } from './loops-memory.js'
export { CodeTable, DAY_BYTES, WordTable, everyRow, type RowList, type TextLook } from './looks.js'
export * from './notes.js'
export * from './record-columns.js'
export {
  ID_FAULTS,
  citizenCheck,
  creditCheck,
  creditFault,
  idFaults,
  isSoundCitizen,
  isSoundCredit,
  passesCheck,
  raised15,
  type IdFault,
} from './identifiers.js'
