import { z } from 'zod'
import { code, codes, table } from './markdown.js'
import { wordsOf } from './key-words.js'

/** Keys of a zod schema as rows: path, type, default, words in both languages. */
export function keyTable(area, schema) {
  const rows = keysOf(schema).map(k => [code(k.path), k.type, k.fallback, ...wordsOf(area, k.path)])
  return table(['key', 'value', 'default', '中文', 'English'], rows)
}

/** Every key of a schema, depth first: `sources[].name`, `columns.*.headers`. Of a union all shapes are listed, each key once. */
export function keysOf(schema) {
  const root = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  const found = new Map()
  walk(root, '', found, true)
  return [...found.values()]
}

function walk(node, path, found, required) {
  const shapes = node.anyOf ?? node.oneOf
  if (shapes !== undefined)
    for (const shape of shapes) walk({ ...shape, ...(node.default === undefined ? {} : { default: node.default }) }, path, found, required)
  if (node.type === 'array' && node.items !== undefined) walk(node.items, `${path}[]`, found, required)
  for (const [key, value] of Object.entries(node.properties ?? {})) {
    const at = path === '' ? key : `${path}.${key}`
    const must = (node.required ?? []).includes(key)
    if (!found.has(at))
      found.set(at, {
        path: at,
        type: typeOf(value),
        fallback: value.default === undefined ? (must ? 'required' : '') : shown(value.default),
      })
    walk(value, at, found, must)
  }
  if (typeof node.additionalProperties === 'object') walk(node.additionalProperties, path === '' ? '*' : `${path}.*`, found, required)
}

function shown(value) {
  const text = JSON.stringify(value)
  return text === '{}' || text === '[]' ? '' : code(text.length > 60 ? `${text.slice(0, 57)}…` : text)
}

/** A value's type in a few words: the choices, a list of something, a map of something. */
function typeOf(node) {
  if (node.const !== undefined) return code(node.const)
  if (node.enum !== undefined) return node.enum.length > 16 ? `one of ${node.enum.length}` : codes(node.enum)
  const shapes = node.anyOf ?? node.oneOf
  if (shapes !== undefined) return [...new Set(shapes.map(typeOf))].join(' or ')
  if (node.type === 'array') return `list of ${typeOf(node.items ?? {})}`
  if (node.type === 'object') return node.properties === undefined ? `map of ${typeOf(node.additionalProperties ?? {})}` : 'keys below'
  if (node.type === 'boolean') return 'true / false'
  if (node.type === 'integer') return 'whole number'
  return node.type === 'string' ? 'text' : (node.type ?? 'text')
}
