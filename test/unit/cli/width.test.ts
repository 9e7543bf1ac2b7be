import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../src/cli/index.js'
import { exactWidths, isEverydayText, widthOf } from '../../../src/cli/width.js'
import { messageCodes, say } from '../../../src/messages/index.js'

beforeAll(exactWidths)

describe('the width of a text', () => {
  it('is what string-width says, for every character of the plane that most texts are of', () => {
    const wrong: string[] = []
    for (let c = 0; c < 0x10000; c++) if (widthOf(`a${String.fromCharCode(c)}`) !== stringWidth(`a${String.fromCharCode(c)}`)) wrong.push(c.toString(16))
    expect(wrong).toEqual([])
  })

  it('and for characters together', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('a', '社', '，', '（', '\ufe0f', '\u20e3', '〰', '3', '\u001b', '[31m', '👍') })), text => {
      expect(widthOf(text)).toBe(stringWidth(text))
    }), { numRuns: 1000 })
  })

  it('of what help says needs no more than what is at hand', () => {
    const shown = new Set<string>(COMMANDS.flatMap(c => [c.text, ...c.args.map(([, code]) => code), ...c.options.map(([, code]) => code)]))
    const codes = messageCodes().filter(code => shown.has(code) || /^cli\.(?:[agot]\.|about|version|help_more)/.test(code))
    const texts = codes.flatMap(code => (['zh-CN', 'en'] as const).flatMap(lang => say(lang, code, {} as never).split('\n')))
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter(t => !isEverydayText(t))).toEqual([])
  })
})
