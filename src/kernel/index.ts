export * from './problem.js'
export * from './effects.js'
export * from './values.js'
export * from './stat.js'
