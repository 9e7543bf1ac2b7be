import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { readLayout, readLayouts, type Layout } from '../layout/index.js'

/**
 * The layouts that an extract may fit, and the one that is wanted. `wanted` is a name, or the path of a layout file (it has a slash, or
 * ends in .yaml). Of a layout in the file of its own name that file alone is read; for any other name all are. Throws `config.*` and
 * `layout.*`.
 */
export function layoutsFor(dir: string, wanted: string | null): { readonly layouts: readonly Layout[]; readonly wanted: string | null } {
  if (wanted === null) return { layouts: readLayouts(dir), wanted }
  if (!isLayoutPath(wanted)) {
    // Reading one file instead of all spares a load of many extracts most of its start.
    const own = join(dir, `${wanted}.yaml`)
    const layout = existsSync(own) ? readLayout(own, `${wanted}.yaml`) : null
    return { layouts: layout?.name === wanted ? [layout] : readLayouts(dir), wanted }
  }
  const layout = readLayout(wanted)
  return { layouts: [layout], wanted: layout.name }
}

function isLayoutPath(wanted: string): boolean {
  return /[\\/]|\.ya?ml$/i.test(wanted)
}
