export { fold } from './fold.js'
export { creditCode, orgName, personName, text, type TextType } from './text.js'
export { hasCitizenShape } from './id.js'
export { MONEY_SCALES, MONEY_UNITS, RATE_SCALES, moneyUnit, type DecimalForm, type MoneyUnit } from './decimal.js'
export { DAY_FORMS, dayParts, monthParts, readDate, type NoDay } from './day.js'
export { readPeriod } from './period.js'
export { CodeColumn } from './code.js'
export { Constants, type Interval } from './constants.js'
export {
  IdColumn,
  cleanseDates,
  cleanseDecimals,
  cleansePeriods,
  cleanseText,
  looksRounded,
  type IdEndings,
  type PeriodColumn,
} from './columns.js'
export type { Sink } from './sink.js'
