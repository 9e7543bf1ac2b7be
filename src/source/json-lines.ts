import { linesOf } from './lines.js'
import { passed, type Limits } from './limits.js'
import { StringReader, type StringRow } from './string-rows.js'
import { Supply } from './supply.js'
import type { Encoding, Reader } from './types.js'

const SOME_ROWS = 1000
const PROBED = 20
const BLANK = /^[\s\u3000]*$/

export interface JsonLinesSpec {
  readonly path: string
  readonly file: string
  readonly limits: Limits
  readonly encoding: Encoding
  /** Some of the bytes cannot be decoded; else U+FFFD is a character that came as it is. */
  readonly faulty: boolean
}

/** Whether a text is JSON lines: it begins with an object, and one at least among the first lines can be read. */
export function isJsonLines(head: string): boolean {
  const lines = head
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .filter(l => !BLANK.test(l))
    .slice(0, PROBED)
  return lines[0]?.trimStart().startsWith('{') === true && lines.some(l => typeof objectOf(l) !== 'string')
}

/** JSON lines: a row an object, its line as its place; the columns are all keys of the file in the order in which they are first seen. */
export function jsonLinesReader(spec: JsonLinesSpec): Reader {
  const columns = new Map<string, number>()
  for (const { bytes } of lines(spec)) {
    const object = objectOf(new TextDecoder().decode(bytes))
    if (typeof object === 'string') continue
    for (const key of object.keys()) if (!columns.has(key)) columns.set(key, columns.size)
    if (columns.size > spec.limits.columns) throw passed(spec.limits, 'columns', { file: spec.file })
  }
  const head = { line: 1, cells: [...columns.keys()], state: 'row' } as const
  return new StringReader({ file: spec.file, sheet: null, limits: spec.limits, head: [head], read: () => rowsOf(spec, columns) })
}

function* lines({ path, file, limits, encoding }: JsonLinesSpec): ReturnType<typeof linesOf> {
  const supply = new Supply(path, encoding)
  try {
    yield* linesOf(supply, { file, longest: limits.cell_bytes * 4 })
  } finally {
    supply.close()
  }
}

async function* rowsOf(spec: JsonLinesSpec, columns: ReadonlyMap<string, number>): AsyncIterable<readonly StringRow[]> {
  const decoder = new TextDecoder()
  let rows: StringRow[] = []
  for (const { line, bytes } of lines(spec)) {
    rows.push(rowOf(line, decoder.decode(bytes), columns, spec.faulty))
    if (rows.length < SOME_ROWS) continue
    yield rows
    rows = []
  }
  yield rows
}

function rowOf(line: number, text: string, columns: ReadonlyMap<string, number>, faulty: boolean): StringRow {
  if (BLANK.test(text)) return { line, cells: [] }
  if (faulty && text.includes('\uFFFD')) return { line, cells: [text], fault: { reason: 'reason.undecodable', detail: '' } }
  const object = objectOf(text)
  if (typeof object === 'string') return { line, cells: [text], fault: { reason: 'reason.json', detail: object } }
  const cells = new Array<string>(columns.size).fill('')
  for (const [key, value] of object) cells[columns.get(key)!] = value
  return { line, cells }
}

const TOKEN = /\s*(?:("(?:[^"\\\u0000-\u001f]|\\.)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|([{}[\],:]))/y

/**
 * The members of a JSON object as texts, numbers as they are written (an id of 18 digits is no number that JavaScript holds), null as
 * nothing, objects and lists within as their JSON; or what is wrong with it.
 */
export function objectOf(text: string): ReadonlyMap<string, string> | string {
  const out = new Map<string, string>()
  let at = 0
  const next = (): { text: string; kind: 'string' | 'literal' | 'sign' } | null => {
    TOKEN.lastIndex = at
    const m = TOKEN.exec(text)
    if (m === null) return null
    at = TOKEN.lastIndex
    return m[1] !== undefined
      ? { text: m[1], kind: 'string' }
      : m[2] !== undefined
        ? { text: m[2], kind: 'literal' }
        : { text: m[3]!, kind: 'sign' }
  }
  const wrong = (): string => `#${at + 1}`
  if (next()?.text !== '{') return wrong()
  for (let token = next(); ; token = next()) {
    if (token === null) return wrong()
    if (token.text === '}' && out.size === 0) break
    const key = token.kind === 'string' ? unquoted(token.text) : null
    if (key === null || next()?.text !== ':') return wrong()
    if (out.has(key)) return `${wrong()} ${key}`
    const from = at
    const value = next()
    if (value === null || (value.kind === 'sign' && !skip(value.text))) return wrong()
    const cell =
      value.kind === 'string'
        ? unquoted(value.text)
        : value.kind === 'literal'
          ? value.text === 'null'
            ? ''
            : value.text
          : text.slice(from, at).trim()
    if (cell === null) return wrong()
    out.set(key, cell)
    const end = next()?.text
    if (end === '}') break
    if (end !== ',') return wrong()
  }
  return BLANK.test(text.slice(at)) ? out : wrong()

  /** Passes over an object or list whose first sign was read; what it holds must be JSON. */
  function skip(open: string): boolean {
    if (open !== '{' && open !== '[') return false
    const from = at - 1
    for (let depth = 1; depth > 0;) {
      const token = next()
      if (token === null) return false
      if (token.kind === 'sign') depth += '{['.includes(token.text) ? 1 : '}]'.includes(token.text) ? -1 : 0
    }
    return unquoted(text.slice(from, at)) !== null
  }
}

/** A JSON text as a string, `null` where it is none. */
function unquoted(json: string): string | null {
  if (json.startsWith('"') && !json.includes('\\')) return json.slice(1, -1)
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'string' ? value : ''
  } catch {
    return null
  }
}
