import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readdirSync, readSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { problem, type Day, type Effects } from '../kernel/index.js'
import { sync } from '../store/index.js'

/**
 * A package in the making: `outbox/.tmp-<folder>/`. Nobody sees it before `commit`; what a broken-off one leaves, the next command that
 * writes removes.
 */
export interface DraftPackage {
  readonly dir: string
  /** Name of the folder that it will be: <as-of>-<n>. */
  readonly folder: string
  /** Makes the folder. From here on a command that is interrupted takes it away again. */
  open(): void
  /** Brings everything to the disk and gives the folder its name. */
  commit(): void
  abandon(): void
}

const MANIFEST = 'manifest.json'

/** Begins the next package of a day: no folder is ever written twice. Under the workspace's lock. Throws `export.outbox`. */
export function beginPackage(outbox: string, asOf: Day, { interrupted }: Pick<Effects, 'interrupted'>): DraftPackage {
  const taken = foldersOf(outbox)
    .flatMap(name => (name.startsWith(`${asOf}-`) ? [Number(name.slice(asOf.length + 1))] : []))
    .filter(n => Number.isInteger(n))
  const folder = `${asOf}-${Math.max(0, ...taken) + 1}`
  const dir = join(outbox, `.tmp-${folder}`)
  const remove = (): void => rmSync(dir, { recursive: true, force: true })
  let forget: (() => void) | undefined
  return {
    dir,
    folder,
    open: () => {
      remove()
      mkdirSync(dir, { mode: 0o700 })
      forget = interrupted?.(remove)
    },
    commit: () => {
      for (const path of [...readdirSync(dir, { recursive: true, encoding: 'utf8' }).map(f => join(dir, f)), dir]) sync(path)
      renameSync(dir, join(outbox, folder))
      sync(outbox)
      forget?.()
    },
    abandon: () => {
      remove()
      forget?.()
    },
  }
}

/** What stands in the outbox, which is made where there is none: it may be a share that is away, or a file of that name. */
function foldersOf(outbox: string): readonly string[] {
  try {
    mkdirSync(outbox, { recursive: true, mode: 0o700 })
    return readdirSync(outbox)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw error
    throw problem('export.outbox', { path: outbox, detail: code })
  }
}

/** SHA-256 and size of a file. */
export function digestOf(path: string): { readonly sha256: string; readonly bytes: number } {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1 << 20)
  const fd = openSync(path, 'r')
  let bytes = 0
  try {
    for (let got = readSync(fd, piece); got > 0; got = readSync(fd, piece)) {
      hash.update(piece.subarray(0, got))
      bytes += got
    }
  } finally {
    closeSync(fd)
  }
  return { sha256: hash.digest('hex'), bytes }
}

/** Writes the manifest, last of all files. */
export function writeManifest(dir: string, manifest: object): void {
  writeFileSync(join(dir, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
}
