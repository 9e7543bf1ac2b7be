import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseYaml, readText, unknown, type YamlFile } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { fieldsOf, type Kind } from '../records/index.js'
import { normalHeader } from './header.js'
import { EXTRA_TARGETS, typeByName } from './roles.js'
import { layoutSchema, type LayoutFile } from './schema.js'
import type { Codes, Layout } from './types.js'

/** Reads and checks every `*.yaml` of a folder, by file name. Throws `config.*` and `layout.*` with file, line and column. */
export function readLayouts(dir: string): readonly Layout[] {
  const layouts = yamlFiles(dir).map(file => readLayout(join(dir, file), file))
  if (layouts.length === 0) throw problem('layout.none', { dir })
  for (const [i, layout] of layouts.entries()) {
    const other = layouts.slice(0, i).find(l => l.name === layout.name)
    if (other !== undefined) throw problem('layout.name', { file: layout.file, name: layout.name, other: other.file })
  }
  return layouts
}

function yamlFiles(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
      .filter(f => /\.ya?ml$/.test(f))
      .toSorted()
  } catch {
    throw problem('layout.none', { dir })
  }
}

/** Layouts by what messages call them, with the text that they were made of: a load asks for the same layout for every file of a source. */
const readBefore = new Map<string, { readonly text: string; readonly layout: Layout }>()

/** Reads and checks one layout file. */
export function readLayout(path: string, shown = path): Layout {
  const text = readText(path, shown)
  const before = readBefore.get(shown)
  if (before?.text === text) return before.layout
  const layout = parseLayout(text, shown)
  readBefore.set(shown, { text, layout })
  return layout
}

/** Checks the text of a layout file; `shown` is what messages call it. */
export function parseLayout(text: string, shown: string): Layout {
  const yaml = parseYaml<LayoutFile>(text, layoutSchema, shown)
  const spec = yaml.value
  checkReferences(yaml)
  checkSynonyms(shown, spec)
  return {
    name: spec.name,
    title: spec.title,
    agency: spec.agency,
    sender: spec.sender ?? null,
    file: shown,
    spec,
    kinds: [...new Set(spec.records.map(r => r.kind))],
    digest: createHash('sha256').update(JSON.stringify(spec)).digest('hex'),
  }
}

/** What decides how an extract is read: changes with the layout and with any code list. */
export function fingerprint(layout: Layout, codes: Codes): string {
  return createHash('sha256').update(layout.digest).update(codes.digest).digest('hex').slice(0, 16)
}

type Path = readonly PropertyKey[]

function checkReferences(yaml: YamlFile<LayoutFile>): void {
  const spec = yaml.value
  const columns = Object.keys(spec.columns)
  const kinds = spec.records.map(r => r.kind)
  const known = (found: string, all: readonly string[], path: Path): void => {
    if (all.includes(found)) return
    throw problem('layout.reference', { file: yaml.file, ...yaml.at(path), ...unknown(found, all) })
  }
  for (const column of columns) {
    const { type, list } = spec.columns[column] as { type?: string; list?: string }
    if (type === undefined && list === undefined) known(column, typedNames(column, kinds), ['columns', column])
  }
  for (const [i, group] of spec.mandatory.entries()) for (const name of groupNames(group)) known(name, columns, ['mandatory', i])
  for (const key of ['must', 'readable'] as const) {
    for (const [i, name] of spec[key].entries()) known(name, [...columns, 'period', 'amount'], [key, i])
  }
  for (const [i, record] of spec.records.entries()) {
    const at: Path = ['records', i]
    const targets = [...fieldsOf(record.kind).map(f => f.name), ...(EXTRA_TARGETS[record.kind] ?? [])]
    for (const name of Object.keys(record.when ?? {})) known(name, columns, [...at, 'when', name])
    for (const name of Object.keys(record.constants ?? {})) known(name, targets, [...at, 'constants', name])
    for (const [target, from] of Object.entries(record.fields ?? {})) {
      known(target, targets, [...at, 'fields', target])
      for (const name of [from].flat()) known(name, columns, [...at, 'fields', target])
    }
    for (const [n, name] of (record.any ?? []).entries()) known(name, columns, [...at, 'any', n])
    for (const [s, { set, fields }] of (record.unpivot ?? []).entries()) {
      for (const name of Object.keys(set)) known(name, targets, [...at, 'unpivot', s, 'set', name])
      for (const [target, from] of Object.entries(fields)) {
        known(target, targets, [...at, 'unpivot', s, 'fields', target])
        for (const name of [from].flat()) known(name, columns, [...at, 'unpivot', s, 'fields', target])
      }
    }
    if (record.split === undefined) continue
    known(record.split.amount, columns, [...at, 'split', 'amount'])
    for (const rule of record.split.rules) for (const name of Object.keys(rule.when ?? {})) known(name, columns, [...at, 'split', 'rules'])
  }
}

/** Names that a column without a type of its own may have: the column's own when it is typed by its name, else those of the fields. */
function typedNames(column: string, kinds: readonly Kind[]): readonly string[] {
  return typeByName(column, kinds) === undefined
    ? kinds.flatMap(kind => fieldsOf(kind).map(f => f.name)).filter(n => n !== column)
    : [column]
}

/** The columns of a mandatory group, of which one, or a number, must be there. */
export function groupNames(group: LayoutFile['mandatory'][number]): readonly string[] {
  return typeof group === 'string' ? [group] : 'of' in group ? group.of : group
}

function checkSynonyms(file: string, spec: LayoutFile): void {
  const seen = new Map<string, string>()
  for (const [column, { headers, ...more }] of Object.entries(spec.columns)) {
    if ('shared' in more && more.shared === true) continue
    const conditional = new Set((more.conditions ?? []).map(c => c.is))
    for (const header of headers.filter(h => !conditional.has(h))) {
      const normal = normalHeader(header)
      const first = seen.get(normal)
      if (first !== undefined && first !== column) throw problem('layout.synonym_twice', { file, header, first, second: column })
      seen.set(normal, column)
    }
  }
}
