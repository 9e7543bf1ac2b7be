import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { refuseStale, ROOT, TEMPLATES } from '../../helpers/binary.js'

refuseStale()

it('where no driver of SQLite works, it is said which Node needs what; what needs none goes on', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-driver-'))
  try {
    // All that is installed but the driver.
    mkdirSync(join(dir, 'node_modules'))
    for (const name of readdirSync(join(ROOT, 'node_modules'))) if (!/^(\.|better-sqlite3)/.test(name)) symlinkSync(join(ROOT, 'node_modules', name), join(dir, 'node_modules', name))
    for (const name of ['bin', 'dist', 'package.json']) cpSync(join(ROOT, name), join(dir, name), { recursive: true })
    cpSync(TEMPLATES, join(dir, 'city'), { recursive: true })
    const hedui = (...args: readonly string[]): { readonly status: number | null; readonly stderr: string } => spawnSync(process.execPath, [join(dir, 'bin/hedui.js'), ...args], { cwd: join(dir, 'city'), encoding: 'utf8' })
    const { status, stderr } = hedui('--lang', 'en', 'status')
    expect(stderr).toContain(`No SQLite driver works with this Node ${process.versions.node} (`)
    expect(stderr).toContain('Run npm ci again')
    expect(status).toBe(2)
    expect(hedui('rules', 'list').status).toBe(0)
  } finally {
    rmSync(dir, { recursive: true })
  }
})
