import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import {
  LineCounter,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
} from 'yaml'
import { type z } from 'zod'
import { problem, refuseNoFile, statAt, type Problem } from '../kernel/index.js'
import { keysAt, type KnownKeys } from './keys.js'
import { unknown } from './nearest.js'
import { parsedBefore } from './parsed.js'

/** A checked YAML file; `at` tells where a path stands, so that later checks can name line and column too. */
export interface YamlFile<T> {
  readonly file: string
  readonly value: T
  at(path: readonly PropertyKey[]): { line: number; column: number }
}

/**
 * Reads a YAML file (1.2 core schema, no bombs of anchors) and checks it. Throws `config.*` with file, line, column, what was found and
 * what would be right.
 */
export function readYaml<T>(path: string, schema: z.ZodType<T>, shown = path): YamlFile<T> {
  return parseYaml(readText(path, shown), schema, shown)
}

/** The same of a text; `file` is what messages call it. */
export function parseYaml<T>(text: string, schema: z.ZodType<T>, file: string): YamlFile<T> {
  const before = parsedBefore(text)
  const checked = before === undefined ? undefined : schema.safeParse(before)
  if (checked?.success !== true) return parsed(text, schema, file)
  let whole: YamlFile<T> | undefined
  return { file, value: checked.data, at: path => (whole ??= parsed(text, schema, file)).at(path) }
}

/** The value of a YAML text, unchecked: for the build, which leaves it to be found (`parsedBefore`). */
export function yamlValue(text: string): unknown {
  const lines = new LineCounter()
  return valueOf(documentOf(text, lines), lines, '')
}

function documentOf(text: string, lines: LineCounter): Document {
  return parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true })
}

function parsed<T>(text: string, schema: z.ZodType<T>, file: string): YamlFile<T> {
  const lines = new LineCounter()
  const doc = documentOf(text, lines)
  const at = (path: readonly PropertyKey[]): { line: number; column: number } => place(doc, lines, path)
  const bad = doc.errors[0]
  if (bad !== undefined) {
    const { line, col } = lines.linePos(bad.pos[0])
    throw problem('config.syntax', { file, line, column: col, fault: bad.code, found: bad.message })
  }
  const checked = schema.safeParse(valueOf(doc, lines, file))
  if (!checked.success)
    throw fromIssue(foremost(checked.error.issues), { file, doc, at, keys: path => keysAt(schema, path, at => doc.getIn([...at, 'kind'])) })
  return { file, value: checked.data, at }
}

/** The document as data. Aliases are resolved only here: one of an anchor that stands nowhere before it is no complaint of the parser's. */
function valueOf(doc: Document, lines: LineCounter, file: string): unknown {
  const placeOf = (node: Node | undefined): { line: number; column: number } => {
    const { line, col } = lines.linePos(node?.range?.[0] ?? 0)
    return { line, column: col }
  }
  const anchors: string[] = []
  let loose: Alias | undefined
  let merge: Node | undefined
  visit(doc, {
    Node: (_, node) => {
      if (isAlias(node)) {
        if (node.resolve(doc) === undefined) loose ??= node
      } else if (node.anchor !== undefined) anchors.push(node.anchor)
    },
    Pair: (_, { key, value }) => {
      const from = isAlias(value) ? value.resolve(doc) : value
      // The parser makes a symbol of `<<`.
      if (isScalar(key) && typeof key.value === 'symbol' && !isMap(from) && !isSeq(from)) merge ??= key
    },
  })
  if (loose !== undefined) throw problem('config.alias', { file, ...placeOf(loose), ...unknown(loose.source, anchors) })
  try {
    return doc.toJS({ maxAliasCount: 50 })
  } catch (error) {
    throw problem('config.syntax', {
      file,
      ...placeOf(merge),
      fault: merge === undefined ? 'ALIASES' : 'MERGE',
      found: error instanceof Error ? error.message : String(error),
    })
  }
}

/** The text of a settings file, without a byte order mark. Throws `config.missing`, `config.encoding`. */
export function readText(path: string, shown = path): string {
  const bytes = bytesOf(path, shown)
  if (!isUtf8(bytes)) throw problem('config.encoding', { file: shown, line: firstStrange(bytes) })
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}

function bytesOf(path: string, shown: string): Buffer {
  const stat = statAt(path)
  if (stat !== undefined) refuseNoFile(stat, shown)
  try {
    return readFileSync(path)
  } catch (error) {
    // One that is there and cannot be read says so itself.
    throw (error as { code?: string }).code === 'ENOENT' ? problem('config.missing', { file: shown }) : error
  }
}

/** The first line that is no UTF-8: in no other form of it an end of a line lies inside a character. */
function firstStrange(bytes: Buffer): number {
  for (let line = 1, at = 0; ; line++) {
    const end = bytes.indexOf('\n', at)
    if (end < 0 || !isUtf8(bytes.subarray(at, end))) return line
    at = end + 1
  }
}

function fromIssue(
  issue: z.core.$ZodIssue,
  where: { file: string; doc: Document; at: YamlFile<unknown>['at']; keys: (path: readonly PropertyKey[]) => KnownKeys },
): Problem {
  const { file, doc, at, keys } = where
  if (issue.code === 'unrecognized_keys') {
    const found = issue.keys[0] ?? ''
    const { known, kind, elsewhere } = keys(issue.path)
    const kinds = Object.keys(elsewhere).filter(k => elsewhere[k]!.includes(found))
    if (kinds.length > 0) return problem('config.key_kind', { file, ...at([...issue.path, found]), found, kind, kinds: kinds.join(', ') })
    return problem('config.key', { file, ...at([...issue.path, found]), path: issue.path.join('.'), ...unknown(found, known) })
  }
  const inner = issue.code === 'invalid_union' ? deepest(issue.errors) : undefined
  if (inner !== undefined) return fromIssue({ ...inner, path: [...issue.path, ...inner.path] } as z.core.$ZodIssue, where)
  const found = doc.getIn(issue.path)
  if (found === undefined) return problem('config.absent', { file, ...at(issue.path), path: issue.path.join('.'), expected: issue.message })
  const shown = isSecret(issue.path) ? '***' : JSON.stringify(isNode(found) ? found.toJSON() : found)
  return problem('config.value', {
    file,
    ...at(issue.path),
    path: issue.path.join('.') || '.',
    found: shown.slice(0, 80),
    expected: issue.message,
  })
}

/** Places where a password may have been written by mistake: what stands there is not repeated. */
function isSecret(path: readonly PropertyKey[]): boolean {
  return path.includes('password') || path.at(-1) === 'connection'
}

const isKey = (issue: z.core.$ZodIssue): boolean => issue.code === 'unrecognized_keys'

/** The complaint to show of several: a misspelt key before the one that it leaves missing. */
function foremost(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue {
  return issues.find(isKey) ?? issues[0]!
}

/** Of the branches of a union the one that came furthest: its first complaint is the operator's. */
function deepest(errors: readonly (readonly z.core.$ZodIssue[])[]): z.core.$ZodIssue | undefined {
  const firsts = errors.flatMap(e => (e.length === 0 ? [] : [foremost(e)]))
  return firsts.toSorted((a, b) => b.path.length - a.path.length || Number(isKey(b)) - Number(isKey(a)))[0]
}

function place(doc: Document, lines: LineCounter, path: readonly PropertyKey[]): { line: number; column: number } {
  const range = keyRange(doc, path) ?? nodeRange(doc, path)
  if (range !== undefined) {
    const { line, col } = lines.linePos(range)
    return { line, column: col }
  }
  return path.length === 0 ? { line: 1, column: 1 } : place(doc, lines, path.slice(0, -1))
}

function keyRange(doc: Document, path: readonly PropertyKey[]): number | undefined {
  const parent = path.length > 1 ? doc.getIn(path.slice(0, -1), true) : doc.contents
  if (!isMap(parent)) return undefined
  const pair = parent.items.find((p: Pair) => isNode(p.key) && String(p.key.toJSON()) === String(path.at(-1)))
  return pair !== undefined && isNode(pair.key) ? pair.key.range?.[0] : undefined
}

function nodeRange(doc: Document, path: readonly PropertyKey[]): number | undefined {
  const node = path.length === 0 ? doc.contents : doc.getIn(path, true)
  return isNode(node) ? node.range?.[0] : undefined
}

/** A value as YAML on one line, as it stands behind a key: texts quoted where they must be. */
export function yamlInline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trimEnd().replace(/\n\s*/g, ' ')
}
