export { main } from './main.js'
export { COMMANDS, type Command } from './commands.js'
/** @public for the reference pages */
export { EXAMPLES } from './examples.js'
