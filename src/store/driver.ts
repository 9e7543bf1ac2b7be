import { createRequire } from 'node:module'
import { versions } from 'node:process'
import type Database from 'better-sqlite3'
import { problem } from '../kernel/index.js'

type Driver = typeof Database

const require = createRequire(import.meta.url)

/** better-sqlite3 13 is written for Node-API 10 (Node 22.14): an older Node it does not refuse but takes down. */
const NAPI = 10

let loaded: Driver | undefined

/**
 * The driver of SQLite that this Node can have. 13 brings its binaries with it, and reads faster; 12 is there for Node 20, and where the
 * binaries of 13 do not fit (glibc before 2.34). Compiled for Node 24.19 or later, 12 ends the process when a statement is collected.
 * Throws `store.no_driver`.
 */
export function driver(): Driver {
  return (loaded ??= firstOf([
    ...(Number(versions.napi) >= NAPI ? [() => require('better-sqlite3-napi') as Driver] : []),
    () => require('better-sqlite3') as Driver,
  ]))
}

function firstOf(ways: readonly (() => Driver)[]): Driver {
  const said: string[] = []
  for (const way of ways) {
    try {
      const found = way()
      // Its binary is looked for when a file is opened.
      new found(':memory:').close()
      return found
    } catch (error) {
      said.push(String(error instanceof Error ? error.message : error).split(/\n| Tried:/)[0]!)
    }
  }
  throw problem('store.no_driver', { node: versions.node, found: said.join('; ') })
}
