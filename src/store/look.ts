import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeLock } from './lock.js'
import type { Lock } from './types.js'

const NAME = 'hedui-look-'
/** Milliseconds after which a folder without a lock is nobody's: one that was just made is not locked yet. */
const SETTLED = 60_000

/**
 * A folder for the copy of a catalogue. A command that is interrupted leaves it behind, since nothing runs while SQLite does: the next one
 * takes it away, told by the lock, which the operating system gives back.
 */
export function beginLook(): { readonly scratch: string; readonly remove: () => void } {
  const scratch = mkdtempSync(join(tmpdir(), NAME))
  const lock = takeLock(scratch)
  sweep(statSync(scratch).mtimeMs)
  return {
    scratch,
    remove: () => {
      lock.release()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

function sweep(now: number): void {
  for (const dir of readdirSync(tmpdir()).flatMap(name => (name.startsWith(NAME) ? [join(tmpdir(), name)] : []))) {
    let lock: Lock | undefined
    try {
      if (now - statSync(dir).mtimeMs < SETTLED) continue
      lock = takeLock(dir)
      rmSync(dir, { recursive: true, force: true })
    } catch {
      // Somebody looks at it, it is another user's, or it is gone.
    } finally {
      lock?.release()
    }
  }
}
