import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { problem, WORKSPACE_FILE, statAt } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'

/** What `init` added, by path below the workspace. */
export interface InitReport {
  readonly dir: string
  readonly added: readonly string[]
  /** Shipped files that the workspace holds in another form. */
  readonly differ: readonly string[]
}

/** The folder of files that hedui ships with. */
export const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

/**
 * Sets up a workspace; nothing that exists is changed. `refresh` adds shipped files that are absent and names those that differ. Throws
 * `workspace.exists`.
 */
export function init(dir: string, refresh: boolean): InitReport {
  const root = resolve(dir)
  if (existsSync(join(root, WORKSPACE_FILE)) && !refresh) throw problem('workspace.exists', { file: join(root, WORKSPACE_FILE) })
  const added: string[] = []
  const differ: string[] = []
  for (const name of filesUnder(TEMPLATES)) {
    const to = join(root, name)
    if (!existsSync(to)) {
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
      copyFileSync(join(TEMPLATES, name), to)
      // A copy has the mode of what it is of.
      chmodSync(to, 0o600)
      added.push(name)
    } else if (statAt(to)?.isFile() !== true || !readFileSync(to).equals(readFileSync(join(TEMPLATES, name)))) differ.push(name)
  }
  for (const folder of ['data', 'inbox', 'outbox']) mkdirSync(join(root, folder), { recursive: true, mode: 0o700 })
  return { dir: root, added, differ }
}

/** Throws `workspace.not_empty` for a folder that holds anything; `shown` is what the message calls it. */
export function refuseFull(dir: string, shown = dir): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw problem('workspace.not_empty', { dir: shown })
}

/** Writes down the language that was asked for at set-up: what the workspace says goes before the locale of whoever uses it. */
export function keepLanguage(dir: string, lang: Lang): void {
  const file = join(dir, WORKSPACE_FILE)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^language: .*$/m, `language: ${lang}`))
}

/** Takes the comment marks off the due times that ship as examples: the bureaus of a synthetic city have agreed to them. */
export function agreeDue(dir: string): void {
  const file = join(dir, WORKSPACE_FILE)
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^ {4}# due: /gm, '    due: '))
}

function filesUnder(dir: string, under = ''): readonly string[] {
  return readdirSync(join(dir, under), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(f => (f.isDirectory() ? filesUnder(dir, join(under, f.name)) : [join(under, f.name)]))
}
