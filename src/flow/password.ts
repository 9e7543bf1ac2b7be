import { resolve } from 'node:path'
import type { Effects } from '../kernel/index.js'
import { secretIn } from '../source/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'

const VARIABLE = 'HEDUI_PASSWORD'

/**
 * The password of archives and workbooks: of the source's own file, else of the environment; null where there is none. Throws
 * `source.secret_*`.
 */
export function passwordFor(
  ws: Pick<Workspace, 'dir'>,
  source: Pick<SourceSpec, 'name' | 'passwordFile'> | null,
  fx: Pick<Effects, 'env'>,
): string | null {
  const file = source?.passwordFile ?? null
  return file === null ? (fx.env?.(VARIABLE) ?? null) : secretIn(resolve(ws.dir, file), { source: source!.name, setting: 'password_file' })
}
