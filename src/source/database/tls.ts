import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { problem } from '../../kernel/index.js'
import type { DatabaseSetting } from './types.js'

/** Node's TLS options of a setting: certificates are always checked. False: no encryption. Throws `database.ca`. */
export function tlsOf(
  tls: DatabaseSetting['connection']['tls'],
  dir: string,
): false | { readonly rejectUnauthorized: true; readonly ca?: string } {
  if (tls === false) return false
  if (tls === true) return { rejectUnauthorized: true }
  try {
    return { rejectUnauthorized: true, ca: readFileSync(resolve(dir, tls.ca), 'utf8') }
  } catch (error) {
    throw problem('database.ca', { file: tls.ca, detail: String((error as { code?: unknown }).code) })
  }
}
