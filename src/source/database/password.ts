import { resolve } from 'node:path'
import { problem } from '../../kernel/index.js'
import { secretIn } from '../secret.js'
import type { DatabaseSetting } from './types.js'

/** Where a password may come from: the environment, as the session sees it. */
type Environment = ((name: string) => string | undefined) | undefined

/** The password of a source, from where its setting says; null where it names none. Throws `database.password_env`, `source.secret_*`. */
export function readPassword(
  { connection }: DatabaseSetting,
  { source, dir, env }: { readonly source: string; readonly dir: string; readonly env: Environment },
): string | null {
  const { password } = connection
  if (password === null) return null
  if ('file' in password) return secretIn(resolve(dir, password.file), { source, setting: 'password.file' })
  const value = env?.(password.env)
  if (value === undefined) throw problem('database.password_env', { source, name: password.env })
  return value
}
