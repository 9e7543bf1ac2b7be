import { describe, expect, it } from 'vitest'
import type { ErrorCode } from 'yaml'
import { z } from 'zod'
import { parseYaml } from '../../../src/config/index.js'
import { Problem } from '../../../src/kernel/index.js'
import { say } from '../../../src/messages/index.js'

/** What is said of a file, without its place. */
function told(text: string, schema: z.ZodType, lang: 'zh-CN' | 'en' = 'zh-CN'): string {
  try {
    parseYaml(text, schema, 'x.yaml')
  } catch (error) {
    if (error instanceof Problem) return error.text(lang).replace(/^.*?列：/, '')
    throw error
  }
  throw new Error('nothing is said')
}

/** Every code of the parser; one that it has anew does not compile. */
const CODES = Object.keys({
  ALIAS_PROPS: 0, BAD_ALIAS: 0, BAD_DIRECTIVE: 0, BAD_DQ_ESCAPE: 0, BAD_INDENT: 0, BAD_PROP_ORDER: 0, BAD_SCALAR_START: 0, BLOCK_AS_IMPLICIT_KEY: 0, BLOCK_IN_FLOW: 0, DUPLICATE_KEY: 0, IMPOSSIBLE: 0, KEY_OVER_1024_CHARS: 0,
  MISSING_CHAR: 0, MULTILINE_IMPLICIT_KEY: 0, MULTIPLE_ANCHORS: 0, MULTIPLE_DOCS: 0, MULTIPLE_TAGS: 0, NON_STRING_KEY: 0, RESOURCE_EXHAUSTION: 0, TAB_AS_INDENT: 0, TAG_RESOLVE_FAILED: 0, UNEXPECTED_TOKEN: 0, BAD_COLLECTION_TYPE: 0,
} satisfies Record<ErrorCode, 0>)

describe('YAML that cannot be read', () => {
  it.each(CODES)('%s is told in Chinese', code => {
    expect(/（(.*)）/.exec(say('zh-CN', 'config.syntax', { file: 'x', line: 1, column: 1, fault: code, found: 'Words of the parser' }))?.[1]).toMatch(/^[^a-zA-Z]*(?:Tab)?[^a-zA-Z]*$/)
  })

  it.each([
    ['a: [1\nb: 2', '“]”处：缩进不对，或没有收尾：同级的各行要对齐'], ['a:\n\tb: 1', '缩进要用空格，不能用制表符（Tab）'], ['a: 1\na: 2', '同一项写了两次'], ['a: "x', '“"”处：少了符号'], ['a: @x', '“@”处：值不能以这个符号开头，请加引号'], ['a: ]', '“]”处：多出了符号，或写错了位置'],
    ['a: &x 1\nb:\n  <<: *x', '<< 只能合并另一处的 { } 内容'],
  ])('%j', (text, what) => {
    expect(told(text, z.unknown())).toBe(`YAML 写法有误（${what}）。请改正后重试。`)
  })
})

describe('a value that a schema has no words of its own for', () => {
  it.each([
    ['', z.strictObject({}), '整个文件的值是 null，应为若干项（名称: 值）'], ['a: x', z.object({ a: z.strictObject({}) }), 'a 的值是 "x"，应为若干项（名称: 值）'], ['a: 5', z.object({ a: z.array(z.string()) }), 'a 的值是 5，应为列表'],
    ['a: c', z.object({ a: z.enum(['b', 'd']) }), 'a 的值是 "c"，应为 b、d 之一'], ['a: c', z.object({ a: z.literal('b') }), 'a 的值是 "c"，应为 b'], ['a: []', z.object({ a: z.array(z.string()).min(1) }), 'a 的值是 []，应为至少 1 个'],
    ['a: -1', z.object({ a: z.number().min(0) }), 'a 的值是 -1，应为 0 以上的数'], ['a: 2', z.object({ a: z.number().max(1) }), 'a 的值是 2，应为 1 以下的数'], ['a: 1.5', z.object({ a: z.int() }), 'a 的值是 1.5，应为整数'],
    ['a: b', z.object({ a: z.string().regex(/x/) }), 'a 的值是 "b"，应为合规定的写法（见 docs/reference）'],
  ])('%j', (text, schema, said) => {
    expect(told(text, schema)).toBe(`${said}。请改正后重试。`)
  })

  it('is said in English without saying twice what is expected', () => {
    expect(told('a: x', z.object({ a: z.strictObject({}) }), 'en')).toBe('x.yaml:1:1: a is "x"; expected object, received string. Mend it and try again.')
  })
})
