import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { messageCodes, say } from '../../dist/messages/index.js'
import { code, page, table } from './markdown.js'

const source = fileURLToPath(new URL('../../src/messages/', import.meta.url))

/** Parameters of a code, by the interfaces in src/messages. */
export function parametersOf() {
  const out = new Map()
  for (const file of readdirSync(source).filter(f => f.endsWith('.ts'))) {
    for (const [, name, type] of readFileSync(`${source}${file}`, 'utf8').matchAll(/^ {2}'([^']+)': (None|\{ .*? \})$/gm)) {
      out.set(name, type === 'None' ? [] : [...type.matchAll(/(\w+)\??:/g)].map(m => m[1]))
    }
  }
  return out
}

/** A text with its parameters named in braces; numbers and texts alike. */
function named(lang, name) {
  const params = new Proxy({}, { get: (_, key) => `{${String(key)}}` })
  return String(say(lang, name, params)).trim()
}

export function messagesPage() {
  const parameters = parametersOf()
  const groups = new Map()
  for (const c of messageCodes()) groups.set(c.split('.')[0], [...(groups.get(c.split('.')[0]) ?? []), c])
  return page(
    'Messages · 消息',
    'Every sentence that hedui shows, by its code. `{name}` stands for a parameter; where a sentence changes with its parameters, one form is shown. `--json` gives codes and parameters, never sentences.\n\n' +
      'hedui 显示的每一句话，按代码排列。`{name}` 是参数；随参数变化的句子只列出一种写法。`--json` 给出代码和参数，不给句子。',
    ...[...groups].flatMap(([group, list]) => [
      `## ${group}`,
      table(
        ['code', 'parameters', '中文', 'English'],
        list.map(c => [code(c), (parameters.get(c) ?? []).map(code).join(' '), named('zh-CN', c), named('en', c)]),
      ),
    ]),
  )
}
