import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { problem, type Problem } from '../kernel/index.js'

const HEADER = 100
const MAGIC = 'SQLite format 3\0'

/**
 * Refuses the file of a batch or a run that is gone or not whole: SQLite would make an empty one in its place, or stop in the middle of an
 * answer. Looks at the header and the length alone; what is damaged inside is `asMendable`'s. Throws `store.batch_file`, `store.run_file`.
 */
export function assertWritten(path: string): void {
  const state = stateOf(path)
  if (state !== 'whole') throw notWhole(path, state)
}

/** What such a file's reader says of it. */
export function notWhole(path: string, state: 'gone' | 'damaged'): Problem {
  const [id = 0] = basename(path).split(/[-.]/).map(Number)
  return basename(dirname(path)) === 'runs'
    ? problem('store.run_file', { file: path, run: id, state })
    : problem('store.batch_file', { file: path, batch: id, state })
}

/** A run that an earlier version wrote, which did not say all that is read today. */
export function runOlder(path: string): Problem {
  return problem('store.run_file', { file: path, run: parseInt(basename(path), 10), state: 'older' })
}

function stateOf(path: string): 'whole' | 'gone' | 'damaged' {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return 'gone'
    throw error
  }
  try {
    const head = Buffer.alloc(HEADER)
    if (readSync(fd, head, 0, HEADER, 0) < HEADER || head.toString('latin1', 0, MAGIC.length) !== MAGIC) return 'damaged'
    // 65,536 does not fit into two bytes: the format says it by 1.
    const page = head.readUInt16BE(16) === 1 ? 65_536 : head.readUInt16BE(16)
    return fstatSync(fd).size < head.readUInt32BE(28) * page ? 'damaged' : 'whole'
  } finally {
    closeSync(fd)
  }
}
