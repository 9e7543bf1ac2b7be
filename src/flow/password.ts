import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { problem, type Effects } from '../kernel/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'

const VARIABLE = 'HEDUI_PASSWORD'

/** The password of archives and workbooks: of the source's own file, else of the environment; null where there is none. Throws `load.password_*`. */
export function passwordFor(ws: Pick<Workspace, 'dir'>, source: Pick<SourceSpec, 'name' | 'passwordFile'> | null, fx: Pick<Effects, 'env'>): string | null {
  const file = source?.passwordFile ?? null
  return file === null ? fx.env?.(VARIABLE) ?? null : secretOf(resolve(ws.dir, file), source!.name)
}

/** The first line of a file that nobody else can read. */
function secretOf(path: string, source: string): string {
  let fd = -1
  try {
    fd = openSync(path, 'r')
    const { mode } = fstatSync(fd)
    if ((mode & 0o077) !== 0) throw problem('load.password_open', { source, file: path, mode: (mode & 0o777).toString(8) })
    return readFileSync(fd, 'utf8').replace(/\r?\n[^]*$/, '')
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (typeof code === 'string' && code.startsWith('E')) throw problem('load.password_file', { source, file: path, detail: code })
    throw error
  } finally {
    if (fd >= 0) closeSync(fd)
  }
}
