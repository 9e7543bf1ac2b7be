import { statSync, type Stats } from 'node:fs'

/** What stands at a path, or undefined where nothing does: nothing stands below a file either. */
export function statAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined
    throw error
  }
}
