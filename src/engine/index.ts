export * from './run-schema.js'
export { codesOf, runRules, type RunInput, type RunResult } from './run.js'
