export type { Sentence } from './explain.js'
export { told, word, type Voice } from './words.js'
export { bureauBook, type BureauInput } from './bureau.js'
export { cleansingBook, type CleansingInput, type LoadedFile, type Note, type NoteKind, type ReasonFigure } from './cleansing.js'
export { writeCsv } from './csv.js'
export type { OutcomeWords } from './keys.js'
export type { BalanceLine, MissingRule, Moves } from './summary.js'
export type { Book, Table } from './model.js'
export type * from './types.js'

/** Writes a book as a workbook (`xlsx.ts`); loaded when it is used, since every command speaks through this door and few write workbooks. */
export const writeXlsx: typeof import('./xlsx.js').writeXlsx = async (...asked) => (await import('./xlsx.js')).writeXlsx(...asked)
