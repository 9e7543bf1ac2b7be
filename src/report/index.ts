export { beside, difference, search, standing, type Case } from './explain.js'
export {
  agencyWord,
  fieldWord,
  inLang,
  keyWords,
  kindWord,
  listed,
  missingText,
  owesText,
  recordsOf,
  shownText,
  stateWord,
  told,
  variantBeside,
  whoWord,
  word,
  type Speaker,
  type Voice,
} from './words.js'
export { bureauBook } from './bureau.js'
export { cleansingBook, type CleansingInput, type LoadedFile, type Note, type NoteKind, type ReasonFigure } from './cleansing.js'
export { badRows, shareText, valuesText, type QualityLine } from './quality.js'
export type { OutcomeWords } from './keys.js'
export type { BalanceLine, Moves } from './summary.js'
export type { Book } from './model.js'
export type * from './types.js'

// What writes files is loaded when it is used: every command speaks through this door, and few write files.
/** Writes a book as a workbook (`xlsx.ts`). */
export const writeXlsx: typeof import('./xlsx.js').writeXlsx = async (...asked) => (await import('./xlsx.js')).writeXlsx(...asked)
/** Writes a table as CSV (`csv.ts`). */
export const writeCsv: typeof import('./csv.js').writeCsv = async (...asked) => {
  await (await import('./csv.js')).writeCsv(...asked)
}
/** A table that is written as CSV while it is written as something else (`csv.ts`). */
export const alsoCsv: typeof import('./csv.js').alsoCsv = async (...asked) => (await import('./csv.js')).alsoCsv(...asked)
