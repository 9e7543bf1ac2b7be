export { main } from './main.js'
export { COMMANDS } from './commands.js'
export type { Command } from './command.js'
