export { main } from './main.js'
export { COMMANDS, type Command } from './commands.js'
