import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openDb, openStore } from '../../../src/store/index.js'
import { refuseStale, ROOT } from '../../helpers/binary.js'

refuseStale()

/** What another process meets that wants a file for itself. */
function elsewhere(path: string): string {
  const code = `import { openDb } from './dist/store/index.js'; const db = openDb(${JSON.stringify(path)}); db.pragma('busy_timeout = 0'); try { db.exec('begin exclusive'); console.log('taken') } catch (error) { console.log(error.code) }`
  return spawnSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8' }).stdout.trim()
}

it('the locks of a connection stand while the same process opens the file again', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-lock-'))
  const data = join(dir, 'data')
  const store = openStore(data)
  const lock = store.lock()
  try {
    expect(() => store.lock()).toThrow(expect.objectContaining({ code: 'store.busy' }))
    expect(elsewhere(join(data, 'lock.db'))).toBe('SQLITE_BUSY')
    const path = join(dir, 'a.db')
    const one = openDb(path)
    one.exec('begin exclusive')
    openDb(path).close()
    expect(elsewhere(path)).toBe('SQLITE_BUSY')
    one.close()
    expect(elsewhere(path)).toBe('taken')
  } finally {
    lock.release()
    store.close()
    rmSync(dir, { recursive: true })
  }
})
