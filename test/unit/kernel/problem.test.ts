import { describe, expect, it } from 'vitest'
import { asMendable, problem } from '../../../src/kernel/index.js'

const failed = (of: { readonly code: string; readonly path?: string; readonly syscall?: string }): Error => Object.assign(new Error(of.code), of)

describe('what the file system refuses', () => {
  it.each([
    [{ code: 'ENOSPC' }, 'store.full'], [{ code: 'EDQUOT' }, 'store.full'], [{ code: 'SQLITE_FULL' }, 'store.full'], [{ code: 'SQLITE_IOERR_SHMSIZE' }, 'store.full'], [{ code: 'SQLITE_READONLY_DIRECTORY' }, 'store.denied'], [{ code: 'SQLITE_CANTOPEN' }, 'store.denied'], [{ code: 'EACCES', path: '/in' }, 'store.denied'], [{ code: 'SQLITE_READONLY' }, 'store.denied'], [{ code: 'ESTALE', path: '/in' }, 'store.denied'],
    [{ code: 'ENOTDIR', path: '/a/b' }, 'store.place'], [{ code: 'ENOENT', path: '/t/x-XXXXXX', syscall: 'mkdtemp' }, 'store.place'], [{ code: 'SQLITE_CORRUPT' }, 'store.damaged'],
  ])('%o is %s', (of, code) => {
    expect(asMendable(failed(of))).toMatchObject({ code, exit: 2, params: 'path' in of ? { path: of.path } : {} })
  })

  it.each([failed({ code: 'ENOENT', path: '/a', syscall: 'open' }), failed({ code: 'EEXIST' }), failed({ code: 'SQLITE_ERROR' }), failed({ code: 'SQLITE_CONSTRAINT' }), new Error('ours'), null])('%o is none of it', error => {
    expect(asMendable(error)).toBeNull()
  })

  it('beside what a Problem says', () => {
    expect(asMendable(problem('load.nothing', { inbox: '' }))).toEqual({ code: 'load.nothing', params: { inbox: '' }, exit: 2 })
  })
})
