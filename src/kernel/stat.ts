import { statSync, type Stats } from 'node:fs'
import { problem } from './problem.js'

/** What stands at a path, or undefined where nothing does: nothing stands below a file either. */
export function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}

/** To open a pipe waits for whoever writes, and a device has no end. Throws `source.no_file`. */
export function refuseNoFile(stat: Stats, file: string): void {
  if (!stat.isFile() && !stat.isDirectory())
    throw problem('source.no_file', { file, what: stat.isFIFO() ? 'pipe' : stat.isSocket() ? 'socket' : 'device' })
}
