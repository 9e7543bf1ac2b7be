import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { problem } from '../kernel/index.js'

/**
 * The first line of a file that nobody else can read; looked at and read by one handle, so that it cannot be another in between. `setting`
 * is what names it. Throws `source.secret_*`.
 */
export function secretIn(file: string, { source, setting }: { readonly source: string; readonly setting: string }): string {
  let fd = -1
  try {
    fd = openSync(file, 'r')
    const { mode } = fstatSync(fd)
    if ((mode & 0o077) !== 0) throw problem('source.secret_open', { source, file, mode: (mode & 0o777).toString(8) })
    return readFileSync(fd, 'utf8').replace(/\r?\n[^]*$/, '')
  } catch (error) {
    const { code } = error as { readonly code?: unknown }
    if (typeof code === 'string' && code.startsWith('E')) throw problem('source.secret_file', { source, file, setting, detail: code })
    throw error
  } finally {
    if (fd >= 0) closeSync(fd)
  }
}
