import { basename } from 'node:path'
import { statAt } from '../kernel/index.js'

/** `a.zip!b.csv`, where there is a file of the first part's name and none of the whole. */
export function splitEntry(path: string): { readonly path: string; readonly entry?: string } {
  if (statAt(path) !== undefined) return { path }
  for (let at = path.lastIndexOf('!'); at > 0; at = path.lastIndexOf('!', at - 1)) {
    if (statAt(path.slice(0, at))?.isFile() === true) return { path: path.slice(0, at), entry: path.slice(at + 1) }
  }
  return { path }
}

/** What messages and the catalogue call an extract: its file, and its entry behind a `!`. */
export function shownName(path: string, entry: string | undefined): string {
  return entry === undefined ? basename(path) : `${basename(path)}!${entry}`
}
