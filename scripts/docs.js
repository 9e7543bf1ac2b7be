// Writes docs/reference/*.md from the code's own tables: run after a build, since it reads dist/. `--check` changes nothing, names the
// pages that are not up to date and ends with 1.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { commandsPage } from './docs/commands.js'
import { layoutsPage } from './docs/layouts.js'
import { messagesPage } from './docs/messages.js'
import { recordsPage } from './docs/records.js'
import { rulesPage } from './docs/rules.js'
import { workspacePage } from './docs/workspace.js'

const folder = fileURLToPath(new URL('../docs/reference/', import.meta.url))

/** Every reference page by its file name. */
const PAGES = {
  'commands.md': commandsPage,
  'workspace.md': workspacePage,
  'records.md': recordsPage,
  'layouts.md': layoutsPage,
  'rules.md': rulesPage,
  'messages.md': messagesPage,
}

const check = process.argv.includes('--check')
const stale = []
mkdirSync(folder, { recursive: true })
for (const [name, page] of Object.entries(PAGES)) {
  const path = `${folder}${name}`
  const text = `${page().trimEnd()}\n`
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
  stale.push(`docs/reference/${name}`)
  if (!check) writeFileSync(path, text)
}
if (check && stale.length > 0) {
  console.error(`Not up to date: ${stale.join(', ')}. Run npm run docs.`)
  process.exitCode = 1
} else if (!check) console.log(stale.length === 0 ? 'All reference pages were up to date.' : `Written: ${stale.join(', ')}`)
