export * from './kinds.js'
export * from './block.js'
export * from './notes.js'
export * from './batch.js'
