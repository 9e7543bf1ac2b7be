import { describe, expect, it } from 'vitest'
import { asDiskProblem, problem } from '../../../src/kernel/index.js'

const failed = (of: { readonly code: string; readonly path?: string; readonly syscall?: string }): Error => Object.assign(new Error(of.code), of)

describe('what the file system refuses', () => {
  it.each([
    [{ code: 'ENOSPC' }, 'store.full'], [{ code: 'EACCES', path: '/in' }, 'store.denied'], [{ code: 'SQLITE_READONLY' }, 'store.denied'], [{ code: 'ESTALE', path: '/in' }, 'store.denied'],
    [{ code: 'ENOTDIR', path: '/a/b' }, 'store.place'], [{ code: 'ENOENT', path: '/t/x-XXXXXX', syscall: 'mkdtemp' }, 'store.place'], [{ code: 'SQLITE_CORRUPT' }, 'store.damaged'],
  ])('%o is %s', (of, code) => {
    expect(asDiskProblem(failed(of))).toMatchObject({ code, exit: 2, params: 'path' in of ? { path: of.path } : {} })
  })

  it.each([failed({ code: 'ENOENT', path: '/a', syscall: 'open' }), failed({ code: 'EEXIST' }), new Error('ours'), null, problem('load.nothing', { inbox: '' })])('%o is none of it', error => {
    expect(asDiskProblem(error)).toBeNull()
  })
})
