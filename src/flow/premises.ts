import { createHash, type Hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OwingSource } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import type { Batch } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'

/** What a run is asked, beside the rules and parameters of its workspace. */
interface Asked {
  readonly batches: readonly Batch[]
  readonly asOf: Day
  readonly only: readonly string[]
  readonly owing: readonly OwingSource[]
}

/**
 * Digest of all that a run's findings follow from: the files in force and up to when they are known, the day, what was asked for, what
 * sources owe, the files of rules and parameters, and the code that decides. A run of the same premises would find the same. Batches never
 * change, so that their numbers and the digests of their extracts stand for their rows.
 */
export function premisesOf(ws: Pick<Workspace, 'rules' | 'params'>, { batches, asOf, only, owing }: Asked): string {
  const hash = createHash('sha256')
  hash.update(
    JSON.stringify({
      asOf,
      only: [...new Set(only)].toSorted(),
      owing,
      batches: batches.map(b => [b.id, b.dataDate, b.segments.map(s => s.digest)]),
    }),
  )
  for (const dir of [CODE, ws.rules, ws.params]) addFiles(hash, dir)
  return hash.digest('hex')
}

/** Our own code: whoever has another version is to see what that one finds. */
const CODE = fileURLToPath(new URL('..', import.meta.url))

/** Names and contents of all files under a folder; numbers and lengths go in front, so that no two folders read alike. */
function addFiles(hash: Hash, dir: string): void {
  const names = readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(name => statSync(join(dir, name)).isFile())
    .toSorted()
  hash.update(`${names.length}\n`)
  for (const name of names) {
    const bytes = readFileSync(join(dir, name))
    hash.update(JSON.stringify([name, bytes.length])).update(bytes)
  }
}
