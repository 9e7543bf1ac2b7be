export { difference, search, standing, type Case } from './explain.js'
export {
  agencyWord, fieldWord, inLang, kindWord, listed, owesText, recordsOf, shownText, stateWord, told, variantBeside, whoWord, word, type Speaker, type Voice,
} from './words.js'
export { bureauBook } from './bureau.js'
export { cleansingBook, type CleansingInput, type LoadedFile, type Note, type NoteKind, type ReasonFigure } from './cleansing.js'
export { badRows, shareText, valuesText, type QualityLine } from './quality.js'
export { alsoCsv, writeCsv } from './csv.js'
export type { OutcomeWords } from './keys.js'
export type { BalanceLine, Moves } from './summary.js'
export type { Book } from './model.js'
export type * from './types.js'

/** Writes a book as a workbook (`xlsx.ts`); loaded when it is used, since every command speaks through this door and few write workbooks. */
export const writeXlsx: typeof import('./xlsx.js').writeXlsx = async (...asked) => (await import('./xlsx.js')).writeXlsx(...asked)
