import { lstatSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { problem, statAt } from '../kernel/index.js'
import { textOption } from './options.js'
import type { Options } from './parse.js'

/** What `--out` names. Throws `cli.value` for nothing at all, as an unset variable leaves it: it would be whatever folder this is. */
export function placeOption(options: Options): string | undefined {
  const out = textOption(options, 'out')
  if (out === '') throw problem('cli.value', { option: '--out', found: '', expected: '<path>' })
  return out
}

/** The file that `--out` names, asked for before the work; its folder must be there. Throws `cli.no_folder`, `cli.value`. */
export function outOption(options: Options): string | undefined {
  const out = placeOption(options)
  if (out === undefined) return undefined
  const folder = dirname(resolve(out))
  if (statAt(folder)?.isDirectory() !== true) throw problem('cli.no_folder', { path: out, folder })
  return out
}

/** A folder that may have to be made: whatever there is on the way to it must be folders. Throws `cli.in_file`. */
export function folderAt(path: string): string {
  for (let at = resolve(path); ; at = dirname(at)) {
    // A link that leads nowhere is there, and no folder.
    const there = statAt(at) ?? linkAt(at)
    if (there?.isDirectory() === true || dirname(at) === at) return path
    if (there !== undefined) throw problem('cli.in_file', { path, file: at })
  }
}

function linkAt(path: string): Stats | undefined {
  return statAt(dirname(path))?.isDirectory() === true ? lstatSync(path, { throwIfNoEntry: false }) : undefined
}
