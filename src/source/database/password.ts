import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { problem } from '../../kernel/index.js'
import type { DatabaseSetting } from './types.js'

/** Where a password may come from: the environment, as the session sees it. */
type Environment = ((name: string) => string | undefined) | undefined

/** The password of a source, from where its setting says; null where it names none. Throws `database.password_*`. */
export function readPassword({ connection }: DatabaseSetting, { source, dir, env }: { readonly source: string; readonly dir: string; readonly env: Environment }): string | null {
  const { password } = connection
  if (password === null) return null
  if ('file' in password) return fromFile(resolve(dir, password.file), source)
  const value = env?.(password.env)
  if (value === undefined) throw problem('database.password_env', { source, name: password.env })
  return value
}

/** The one line of a file, looked at and read by one handle, so that it cannot be another in between. */
function fromFile(file: string, source: string): string {
  let fd = -1
  try {
    fd = openSync(file, 'r')
    const { mode } = fstatSync(fd)
    if ((mode & 0o077) !== 0) throw problem('database.password_open', { source, file, mode: (mode & 0o777).toString(8) })
    return readFileSync(fd, 'utf8').replace(/\r?\n$/, '')
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (typeof code === 'string' && code.startsWith('E')) throw problem('database.password_file', { source, file, detail: code })
    throw error
  } finally {
    if (fd >= 0) closeSync(fd)
  }
}
