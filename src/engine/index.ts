export * from './run-schema.js'
