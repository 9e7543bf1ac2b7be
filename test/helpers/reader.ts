import { chmodSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const NOBODY = 65_534

/** Gives all folders and files below one these modes. */
export function modes(dir: string, folder: number, file: number): void {
  chmodSync(dir, 0o755)
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (entry.isDirectory()) modes(join(dir, entry.name), folder, file)
    else if (entry.isFile()) chmodSync(join(dir, entry.name), file)
  }
  chmodSync(dir, folder)
}

/** Works as somebody who may read all of a folder and write nothing in it; root, whom no permission binds, under another user's id. */
export async function lookingAt<T>(dir: string, work: () => T | Promise<T>): Promise<T> {
  modes(dir, 0o555, 0o444)
  return asNobody(work).finally(() => { modes(dir, 0o755, 0o644) })
}

/** Works as a user whom permissions bind. */
export async function asNobody<T>(work: () => T | Promise<T>): Promise<T> {
  const isRoot = process.geteuid!() === 0
  if (isRoot) process.seteuid!(NOBODY)
  try {
    return await work()
  } finally {
    if (isRoot) process.seteuid!(0)
  }
}
