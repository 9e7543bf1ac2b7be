export { codesOf, expressionsOf, readRules, rulesThatName } from './rules.js'
export { hasQuality, nameOf, readQuality, type QualityRule } from './quality.js'
export { PARAM_TABLES, readParams, type ParamTable, type Params } from './params.js'
export { exprText, fieldsIn, type Expr } from './expr.js'
/** @public for the reference pages */
export { FUNCTIONS } from './expr.js'
/** @public for the reference pages */
export { ruleSchema } from './schema.js'
export { namesGiven } from './expr-sql.js'
export {
  PLACE,
  classSql,
  countsOf,
  countsSql,
  fedCountsSql,
  feedSql,
  speakingSql,
  moneySql,
  rowsSql,
  unusableIdSql,
  type FeedTarget,
  type Speaker,
} from './feed-sql.js'
export { agreementOf, type Agreement, type Compare, type Doubt, type Term } from './agree.js'
export { compareSteps, itemSteps, repeatsAloneSteps } from './compare-sql.js'
export { hasVoucher, levelsBy, UNIT_MONTHS, unitAlone, UNITS_ALONE } from './level-sql.js'
export { askedSql, isRecordLookup, lookupFeedSql, lookupSteps, lookupTables, preferred } from './lookup-sql.js'
export { speakersOf, spokenFor } from './substitute-sql.js'
export { surplusKeyTable } from './repeat-sql.js'
export { holdsIdentifier } from './pair-sql.js'
export { evidenceColumns, groupSteps, rowCondition, wholeGroupSteps } from './group-sql.js'
export { classesTable, eachAlone, emptyColumns, itemsTable, joinRows, MADE_OF, rowsTable, workColumns, type Setting } from './work.js'
export type { CompareRule, Feed, GroupFeed, GroupRule, Lookup, Outcome, RecordLookup, Rule, Side } from './types.js'
