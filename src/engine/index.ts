export * from './run-schema.js'
export { codesOf, readiness, runRules, type RuleState, type RunInput, type RunResult } from './run.js'
export type { Owed, OwingSource } from './needs.js'
