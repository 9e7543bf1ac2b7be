import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { refuseStale, ROOT } from './helpers/binary.js'

refuseStale()

/** What ships beside the built program: nothing of the tests, the sources, the tools. */
const ALLOWED = [
  /^package\.json$/, /^README(\.zh-CN)?\.md$/, /^CHANGELOG\.md$/, /^LICENSE$/, /^bin\/hedui\.js$/, /^dist\/[a-z0-9/-]+\.js$/, /^dist\/LICENSES\.txt$/, /^dist\/config\/parsed\.json$/, /^templates\/hedui\.yaml$/, /^templates\/(layouts|rules)\/[a-z0-9-]+\.yaml$/,
  /^templates\/(codes|params)\/[a-z_-]+\.csv$/, /^docs\/reference\/[a-z-]+\.md$/, /^docs\/glossary\.md$/,
]

const NEEDED = [
  'README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'LICENSE', 'bin/hedui.js', 'dist/cli/index.js', 'dist/cli/load-worker.js', 'dist/cli/match-worker.js', 'dist/flow/export-worker.js', 'dist/config/parsed.json', 'dist/LICENSES.txt', 'templates/hedui.yaml', 'docs/glossary.md',
  ...['commands', 'rules', 'layouts', 'records', 'messages'].map(page => `docs/reference/${page}.md`),
]

interface Packed { readonly files: readonly { readonly path: string; readonly mode: number; readonly size: number }[]; readonly unpackedSize: number }

describe('the package', () => {
  let packed: Packed

  beforeAll(() => {
    // Without scripts: `prepack` would build dist/ anew under the feet of the other tests.
    const { stdout, stderr, status } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' })
    expect(status, stderr).toBe(0)
    packed = (JSON.parse(stdout) as [Packed])[0]
  })

  it('holds nothing but the program and its papers', () => {
    expect(packed.files.map(f => f.path).filter(path => !ALLOWED.some(a => a.test(path)))).toEqual([])
  })

  it('holds all that it needs', () => {
    const paths = packed.files.map(f => f.path)
    expect(NEEDED.filter(path => !paths.includes(path))).toEqual([])
  })

  it('holds every file that was built, and every file that init writes', () => {
    const paths = new Set(packed.files.map(f => f.path))
    const wanted = (folder: string, from = folder): readonly string[] => readdirSync(join(ROOT, from), { recursive: true, withFileTypes: true }).filter(f => f.isFile()).map(f => join(f.parentPath, f.name).slice(ROOT.length + 1))
    expect([...wanted('dist'), ...wanted('templates')].filter(f => !paths.has(f))).toEqual([])
  })

  it('can be run, and names only what it may install', () => {
    expect(packed.files.find(f => f.path === 'bin/hedui.js')!.mode & 0o111).not.toBe(0)
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; optionalDependencies?: Record<string, string>; allowScripts: Record<string, boolean>; version: string }
    // Exact versions: what was tested is what is installed.
    expect(Object.entries({ ...manifest.dependencies, ...manifest.optionalDependencies }).filter(([, version]) => !/^(npm:better-sqlite3@)?\d+\.\d+\.\d+$/.test(version))).toEqual([])
    expect(manifest.allowScripts[`better-sqlite3@${manifest.optionalDependencies?.['better-sqlite3']}`]).toBe(true)
    // The lock names no registry, and npm holds a version to be allowed only where it knows whence it came: the name alone is what it goes by.
    expect(manifest.allowScripts['better-sqlite3']).toBe(true)
    expect(existsSync(join(ROOT, 'CHANGELOG.md')) && readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').includes(manifest.version)).toBe(true)
  })
})
