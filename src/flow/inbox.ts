import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { problem } from '../kernel/index.js'

/** Marks that a sender puts beside a file when it is whole. */
const MARKS = ['.ok', '.done']
/** Control files, which say what is in the file beside them. */
const CONTROLS = ['.ctl', '.jls']

/** What lies in an inbox. */
export interface InboxFiles {
  /** Paths of files that are whole, by name. */
  readonly ready: readonly string[]
  /** Paths of files that are still being written. */
  readonly growing: readonly string[]
}

/**
 * What lies in the inbox: files that have been quiet for `settle` seconds, or that a mark beside them says are whole. Files younger than
 * that are waited for once. Marks and control files are no extracts.
 */
export async function inboxFiles(
  inbox: string,
  { settle, now }: { readonly settle: number; readonly now: () => Date },
): Promise<InboxFiles> {
  const all = filesUnder(inbox)
  const extracts = all.filter(path => !isBeside(path, all))
  const young = extracts.filter(path => !isMarked(path, all) && ageOf(path, now()) < settle)
  if (young.length === 0) return { ready: extracts, growing: [] }
  const before = young.map(shape)
  await sleep(settle * 1000)
  const growing = young.filter((path, i) => shape(path) !== before[i])
  return { ready: extracts.filter(path => !growing.includes(path)), growing }
}

/**
 * Files of a folder and those below it, by path; links are followed; what a dot hides is left alone, and the marks of Office that somebody
 * has a workbook open (`~$名.xlsx`). None where there is no such folder: one that cannot be read, or a link to a share that is not mounted,
 * is no empty one. Throws `load.inbox_gone`.
 */
export function filesUnder(folder: string): readonly string[] {
  if (existsSync(folder)) return under(folder, []).toSorted()
  if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) return []
  throw problem('load.inbox_gone', { inbox: folder })
}

function under(folder: string, above: readonly string[]): readonly string[] {
  const real = realpathSync(folder)
  // A link back up.
  if (above.includes(real)) return []
  return readdirSync(folder)
    .filter(name => !/^(?:\.|~\$)/.test(name))
    .flatMap(name => {
      const path = join(folder, name)
      const stat = statSync(path, { throwIfNoEntry: false })
      if (stat?.isDirectory() === true) return under(path, [...above, real])
      // A link to nothing, and what is no file, are named by whoever opens them; any other went away meanwhile.
      return stat !== undefined || lstatSync(path, { throwIfNoEntry: false }) !== undefined ? [path] : []
    })
}

/** A mark, or a control file of a file that lies beside it: named after it, in place of its extension or behind it. */
function isBeside(path: string, all: readonly string[]): boolean {
  const extension = extname(path).toLowerCase()
  if (MARKS.includes(extension)) return true
  if (!CONTROLS.includes(extension)) return false
  const named = path.slice(0, -extension.length)
  return all.some(other => other !== path && (other === named || stem(other) === named))
}

function isMarked(path: string, all: readonly string[]): boolean {
  return all.some(other => MARKS.includes(extname(other).toLowerCase()) && [path, stem(path)].includes(stem(other)))
}

function stem(path: string): string {
  return path.slice(0, path.length - extname(path).length)
}

/** Seconds since the file was last written; a file of the future is young, for one of the clocks is wrong. */
function ageOf(path: string, now: Date): number {
  const age = (now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)) / 1000
  return age < 0 ? 0 : age
}

/** Size and time of a file, to see whether it changes. */
function shape(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? '' : `${stat.size} ${stat.mtimeMs}`
}
