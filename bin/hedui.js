#!/usr/bin/env node
import module from 'node:module'

// Node 22 keeps compiled code between starts; Node 20 cannot.
module.enableCompileCache?.()
const { main } = await import('../dist/cli/index.js')

process.exitCode = await main(process.argv.slice(2))
