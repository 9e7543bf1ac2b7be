import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseYaml } from '../../../src/config/index.js'
import { Problem } from '../../../src/kernel/index.js'

/** What is said of a text; the value where nothing is. */
function read(text: string): unknown {
  try {
    return parseYaml(text, z.unknown(), 'x.yaml').value
  } catch (error) {
    if (error instanceof Problem) return { code: error.code, ...error.params }
    throw error
  }
}

describe('an alias', () => {
  it('repeats what was named before it', () => {
    expect(read('a: &side { x: 1 }\nb: { <<: *side, y: 2 }\n')).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } })
  })

  it('of no anchor is told with its place, merged or not, and with the nearest', () => {
    const at = { code: 'config.alias', file: 'x.yaml' }
    expect(read('a: &side { x: 1 }\nb:\n  <<: *sids\n')).toEqual({ ...at, line: 3, column: 7, found: 'sids', known: 'side', nearest: 'side' })
    expect(read('a: 1\nb: *nowhere\n')).toEqual({ ...at, line: 2, column: 4, found: 'nowhere', known: '', nearest: '' })
    expect(read('a: *late\nb: &late 1\n')).toMatchObject({ ...at, line: 1, column: 4, found: 'late' })
  })

  it('that cannot be merged, or repeats too much, is told too', () => {
    expect(read('a: &one 1\nb:\n  <<: *one\n')).toMatchObject({ code: 'config.syntax', line: 3, column: 3 })
    expect(read(`a: &a [x, x, x, x, x, x, x, x]\nb: &b [${'*a, '.repeat(8)}*a]\nc: [${'*b, '.repeat(8)}*b]\n`)).toMatchObject({ code: 'config.syntax' })
  })
})
