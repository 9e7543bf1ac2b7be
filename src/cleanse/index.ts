export { fold, type Cleansed } from './fold.js'
export { creditCode, orgName, personName, text, type TextType } from './text.js'
export { hasCitizenShape, readId, type CleansedId } from './id.js'
export { MONEY_SCALES, moneyUnit, plainDecimal, readDecimal, type DecimalForm, type MoneyUnit } from './decimal.js'
export { DAY_FORMS, dayParts, monthParts, readDate, type DateRule } from './day.js'
export { readPeriod, type PeriodRule } from './period.js'
export { CodeColumn, readCode, type Translate } from './code.js'
export { Constants, type Interval } from './constants.js'
export {
  IdColumn,
  cleanseDates,
  cleanseDecimals,
  cleansePeriods,
  cleanseText,
  looksRounded,
  type IdEndings,
  type IdRule,
  type PeriodColumn,
} from './columns.js'
export type { Sink } from './sink.js'
