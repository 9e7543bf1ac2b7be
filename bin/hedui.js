#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'
import { tmpdir } from 'node:os'

// Node 22 keeps compiled code between starts; Node 20 cannot. A folder of scratch files that there is not it would make, or wait for in vain.
if (existsSync(tmpdir())) module.enableCompileCache?.()
const { main } = await import('../dist/cli/index.js')

process.exitCode = await main(process.argv.slice(2))
