import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Exit, problem } from '../kernel/index.js'

/** A SQLite file and what may lie beside it: without its log it is not what was committed last. */
const BESIDE = ['', '-wal', '-journal']
const PIECE = 1 << 20
/** Milliseconds between tries: some four seconds in all, longer than a command writes to the catalogue. */
const PAUSES = [20, 50, 100, 200, 400, 800, 1200, 1200]

/**
 * Copies a SQLite file that may not be opened where it lies, with its log, as it stood at one moment, though no lock can be taken: all is
 * read, then read again, and where each byte is what it was, all of it stood so between the two. SQLite's own `immutable` has no such
 * proof: it takes for granted that nobody writes. False where there is no such file. Throws `store.busy` where it does not hold still.
 */
export function copyStill(path: string, into: string, pauses: readonly number[] = PAUSES): boolean {
  for (const pause of [...pauses, null]) {
    const found = BESIDE.map(end => copied(path + end, join(into, basename(path) + end)))
    if (BESIDE.every((end, i) => isSame(path + end, found[i] === true ? join(into, basename(path) + end) : null))) return found[0]!
    if (pause !== null) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pause)
  }
  throw problem('store.busy', { dir: path }, Exit.busy)
}

/** Whether there is one; what cannot be opened is no absent file. */
function opened(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null
    throw error
  }
}

function copied(path: string, to: string): boolean {
  rmSync(to, { force: true })
  const from = opened(path)
  if (from === null) return false
  const out = openSync(to, 'wx', 0o600)
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    for (let got = readSync(from, piece); got > 0; got = readSync(from, piece))
      for (let at = 0; at < got;) at += writeSync(out, piece, at, got - at)
    return true
  } finally {
    closeSync(out)
    closeSync(from)
  }
}

/** Opened anew: what a share has read before is asked for again where it changed. Null: there was none. */
function isSame(path: string, copy: string | null): boolean {
  const from = opened(path)
  if (from === null || copy === null) {
    if (from !== null) closeSync(from)
    return from === null && copy === null
  }
  const kept = openSync(copy, 'r')
  try {
    const [a, b] = [Buffer.allocUnsafe(PIECE), Buffer.allocUnsafe(PIECE)]
    for (;;) {
      const got = readSync(from, a)
      if (got === 0) return readSync(kept, b, 0, 1, null) === 0
      for (let at = 0; at < got;) {
        const more = readSync(kept, b, at, got - at, null)
        if (more === 0) return false
        at += more
      }
      if (!a.subarray(0, got).equals(b.subarray(0, got))) return false
    }
  } finally {
    closeSync(kept)
    closeSync(from)
  }
}
