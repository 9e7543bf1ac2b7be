export { looksRounded, type IdEndings } from '../cleanse/index.js'
export type * from './types.js'
export { parseLayout, readLayout, readLayouts, fingerprint } from './read.js'
export { readCodes } from './codes.js'
export {
  headerCell,
  headerLines,
  headerRows,
  headerScore,
  normalHeader,
  place,
  shownCell,
  synonymsOf,
  unitAbove,
  type HeaderCell,
  type HeaderRow,
} from './header.js'
export { chooseLayout, type Choice } from './choose.js'
export { isNumbering, Repeats } from './repeated.js'
export { bindLayout } from './bind.js'
export { mergedCells } from './merged.js'
export { plannedRecords } from './planned.js'
/** @public for the reference pages */
export { layoutSchema } from './schema.js'
export { columnType } from './roles.js'
export { groupNames } from './read.js'
export { columnLabel } from './labels.js'
export { readFormat } from './read-format.js'
export { notedField } from './inputs.js'
