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
export { CSV_ENCODINGS, type Book, type CsvEncoding } from './model.js'
export { costOfLine, REPORT_FORMATS, type ReportFormat } from './formats.js'
export type * from './types.js'

// What writes files is loaded when it is used: every command speaks through this door, and few write files.
/** Writes a book as a workbook (`xlsx.ts`). */
export const writeXlsx: typeof import('./xlsx.js').writeXlsx = async (...asked) => (await import('./xlsx.js')).writeXlsx(...asked)
/** Writes a book in the formats that are asked for (`write-book.ts`). */
export const writeBook: typeof import('./write-book.js').writeBook = async (...asked) =>
  (await import('./write-book.js')).writeBook(...asked)
