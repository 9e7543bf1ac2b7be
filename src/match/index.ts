export { readRules, columnsOf } from './rules.js'
export { readParams, type Params } from './params.js'
export { fieldsIn, nameArgument, type Expr } from './expr.js'
export type { CompareRule, Feed, GroupRule, Outcome, Rule, Side } from './types.js'
