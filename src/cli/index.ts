export { main } from './main.js'
export { COMMANDS } from './commands.js'
export type { Command } from './command.js'
/** @public for the reference pages */
export { EXAMPLES } from './examples.js'
