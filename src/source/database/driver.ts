import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { problem, type Problem } from '../../kernel/index.js'
import type { DatabaseKind } from './types.js'

/** Packages that each kind needs; SQLite comes with hedui. */
const DRIVERS: Readonly<Record<DatabaseKind, readonly string[]>> = {
  postgres: ['pg', 'pg-copy-streams', 'pg-cursor'],
  mysql: ['mysql2'],
  oracle: ['oracledb'],
  sqlserver: ['mssql'],
  sqlite: [],
  dm: ['dmdb'],
}

/** Loads a driver: one that the operator installed in the workspace, else hedui's own. Throws `database.driver`. */
export async function loadDriver<T>(name: string, { kind, dir }: { kind: DatabaseKind; dir: string }): Promise<T> {
  const path = placeOf(name, dir)
  if (path === null) throw missing(kind, name, dir)
  const loaded = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { default?: T }
  return loaded.default ?? (loaded as T)
}

/** The Problem of a driver that is not there; null when all of the kind's are. */
export function missingDriver(kind: DatabaseKind, dir: string): Problem | null {
  const name = DRIVERS[kind].find(n => placeOf(n, dir) === null)
  return name === undefined ? null : missing(kind, name, dir)
}

function missing(kind: DatabaseKind, name: string, dir: string): Problem {
  return problem('database.driver', { kind, name, command: `npm install --prefix ${dir} ${DRIVERS[kind].join(' ')}` })
}

function placeOf(name: string, dir: string): string | null {
  for (const from of [join(dir, 'package.json'), import.meta.url]) {
    try {
      return createRequire(from).resolve(name)
    } catch {
      // The next place may have it.
    }
  }
  return null
}
