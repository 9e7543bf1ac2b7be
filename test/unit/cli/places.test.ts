import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { delimiterOption } from '../../../src/cli/options.js'
import { folderAt, outOption, placeOption } from '../../../src/cli/places.js'
import { statAt } from '../../../src/kernel/index.js'
import { openSource } from '../../../src/source/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-places-'))
const file = join(dir, 'file')
writeFileSync(file, 'x')
symlinkSync(join(dir, 'away', 'share'), join(dir, 'link'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

describe('where results go', () => {
  it('a file needs a folder that is there', () => {
    expect(outOption({})).toBeUndefined()
    expect(outOption({ out: join(dir, 'a.xlsx') })).toBe(join(dir, 'a.xlsx'))
    for (const out of [join(dir, 'none', 'a.xlsx'), join(file, 'a.xlsx'), join(dir, 'link', 'a.xlsx')]) expect(() => outOption({ out })).toThrow(expect.objectContaining({ code: 'cli.no_folder', exit: 2 }) as Error)
  })

  it('nothing at all names no place', () => {
    expect(placeOption({ out: 'a' })).toBe('a')
    for (const option of [placeOption, outOption]) expect(() => option({ out: '' })).toThrow(expect.objectContaining({ code: 'cli.value', exit: 2 }) as Error)
  })

  it('a folder may be made anywhere but in a file, or through a link that leads nowhere', () => {
    for (const path of [dir, join(dir, 'new', 'deep'), '.']) expect(folderAt(path)).toBe(path)
    for (const path of [file, join(file, 'x', 'y'), join(dir, 'link'), join(dir, 'link', 'x')]) expect(() => folderAt(path)).toThrow(expect.objectContaining({ code: 'cli.in_file', exit: 2 }) as Error)
  })
})

it('nothing stands below a file', async () => {
  expect([statAt(join(file, 'x')), statAt(join(dir, 'none')), statAt(file)?.size]).toEqual([undefined, undefined, 1])
  await expect(openSource(join(file, 'x.csv'))).rejects.toMatchObject({ code: 'source.missing' })
})

it('by no delimiter at all nothing can be split', () => {
  expect([delimiterOption({}), delimiterOption({ delimiter: '\\t' }), delimiterOption({ delimiter: '||' })]).toEqual([undefined, '\t', '||'])
  expect(() => delimiterOption({ delimiter: '' })).toThrow(expect.objectContaining({ code: 'cli.value' }) as Error)
})
