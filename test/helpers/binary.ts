import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** The program as it ships. */
export const BINARY = join(ROOT, 'bin/hedui.js')
export const TEMPLATES = join(ROOT, 'templates')
export const FIXTURES = join(ROOT, 'fixtures')

/** `CI=true`: nothing is approved on the way and nothing is skipped. */
export const CI = process.env['CI'] === 'true'

/** HEDUI_FULL=1, as continuous integration runs it: every command line of every test is a start of the program. */
export const FULL = process.env['HEDUI_FULL'] === '1'

/** Tests of the binary are worth nothing on an old build. */
export function refuseStale(): void {
  const built = statSync(join(ROOT, 'dist/cli/index.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0
  const stale = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true }).find(f => f.isFile() && statSync(join(f.parentPath, f.name)).mtimeMs > built + 1000)
  if (stale !== undefined) throw new Error(`dist/ is older than ${join(stale.parentPath, stale.name)}: run npm run build first`)
}
