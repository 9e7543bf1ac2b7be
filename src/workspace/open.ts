import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { nearest, readYaml, type YamlFile } from '../config/index.js'
import { AGENCIES, problem, WORKSPACE_FILE } from '../kernel/index.js'
import type { Workspace } from './types.js'

const text = (what: string): z.ZodString => z.string(`expected ${what}`).min(1, `expected ${what}`)
const word = text('a name').regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'expected a name of letters, digits, _ and -')
const one = <const T extends readonly string[]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> => z.enum(values, { error: `expected one of ${values.join(', ')}` })
const bool = z.boolean('expected true or false')

const source = z.strictObject({
  name: word,
  layout: text('the name of a layout'),
  pattern: z.union([text('a file name pattern'), z.array(text('a file name pattern')).min(1)], { error: 'expected a file name pattern, or a list of them' }),
  delivers: one(['snapshot', 'window', 'append']),
  encoding: one(['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be']).default('auto'),
  delimiter: text('a delimiter').default('auto'),
  sheet: text('the name or number of a sheet').optional(),
})

const job = z.strictObject({
  sources: z.array(word, 'expected a list of sources').default([]),
  rules: z.array(text('a rule or an outcome'), 'expected a list of rules or outcomes').default([]),
  export: bool.default(true),
  continue: bool.default(false),
})

const schema = z.strictObject({
  city: text('the name of the city'),
  language: one(['zh-CN', 'en']).default('zh-CN'),
  sources: z.array(source, 'expected a list of sources').default([]),
  jobs: z.record(word, job, 'expected jobs by name').default({}),
  max_set_aside: z.strictObject({
    share: z.number('expected a share between 0 and 1').min(0, 'expected a share between 0 and 1').max(1, 'expected a share between 0 and 1').default(0.01),
    rows: z.int('expected a number of rows').min(0, 'expected a number of rows').default(20),
  }).default({ share: 0.01, rows: 20 }),
  repeat_share: z.number('expected a share between 0 and 1').min(0).max(1).default(0.01),
  export: z.strictObject({
    encoding: one(['utf-8', 'gb18030']).default('utf-8'),
    formats: z.array(one(['xlsx', 'csv']), 'expected a list of xlsx, csv').min(1, 'expected at least one format').default(['xlsx', 'csv']),
    recipients: z.array(one(AGENCIES), `expected a list of ${AGENCIES.join(', ')}`).default([...AGENCIES]),
  }).default({ encoding: 'utf-8', formats: ['xlsx', 'csv'], recipients: [...AGENCIES] }),
})

/** Opens a workspace folder. Throws `workspace.*`, and `config.*` with file, line and column. */
export function openWorkspace(dir: string): Workspace {
  const root = resolve(dir)
  const path = join(root, WORKSPACE_FILE)
  if (!existsSync(path)) throw problem('workspace.none', { dir: root })
  const file = readYaml(path, schema, WORKSPACE_FILE)
  checkNames(file)
  const { value } = file
  const folder = (name: string): string => join(root, name)
  return {
    dir: root, city: value.city, lang: value.language,
    sources: value.sources.map(s => ({ ...s, patterns: [s.pattern].flat(), sheet: s.sheet ?? null })),
    jobs: Object.entries(value.jobs).map(([name, j]) => ({ name, ...j })),
    maxSetAside: value.max_set_aside, repeatShare: value.repeat_share, export: value.export,
    layouts: folder('layouts'), rules: folder('rules'), codes: folder('codes'), params: folder('params'), data: folder('data'), inbox: folder('inbox'), outbox: folder('outbox'),
  }
}

function checkNames({ value, at }: YamlFile<z.infer<typeof schema>>): void {
  const names = value.sources.map(s => s.name)
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) throw problem('workspace.source_twice', { file: WORKSPACE_FILE, ...at(['sources', i, 'name']), name })
  }
  for (const [job, spec] of Object.entries(value.jobs)) {
    for (const [i, found] of spec.sources.entries()) {
      if (!names.includes(found)) throw problem('workspace.source', { file: WORKSPACE_FILE, ...at(['jobs', job, 'sources', i]), found, known: names.join(', '), nearest: nearest(found, names) ?? '' })
    }
  }
}

/** The workspace that a folder lies in: itself, or the nearest above that has a hedui.yaml. Throws `workspace.none`. */
export function findWorkspace(start: string): Workspace {
  for (let dir = resolve(start); ; dir = dirname(dir)) {
    if (statSync(join(dir, WORKSPACE_FILE), { throwIfNoEntry: false })?.isFile() === true) return openWorkspace(dir)
    if (dir === dirname(dir)) throw problem('workspace.none', { dir: resolve(start) })
  }
}
