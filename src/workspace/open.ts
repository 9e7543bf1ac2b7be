import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { nearest, readYaml, unknown, type YamlFile } from '../config/index.js'
import { AGENCIES, problem, WORKSPACE_FILE } from '../kernel/index.js'
import { CSV_ENCODINGS, REPORT_FORMATS } from '../report/index.js'
import { DATABASE_KINDS, DEFAULT_LIMITS, type Limits } from '../source/index.js'
import { checkDatabase, databaseOf, databaseSchema } from './database.js'
import { dueOf, dueSchema } from './due.js'
import type { SourceSpec, Workspace } from './types.js'

const text = (what: string): z.ZodString => z.string(`expected ${what}`).min(1, `expected ${what}`)
const word = text('a name').regex(/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u, 'expected a name of letters, digits, _ and -')
const one = <const T extends readonly string[]>(values: T): z.ZodEnum<{ [K in T[number]]: K }> =>
  z.enum(values, { error: `expected one of ${values.join(', ')}` })
/** What is named twice is meant once. */
const once = <T>(list: readonly T[]): readonly T[] => [...new Set(list)]
const bool = z.boolean('expected true or false')

const file = z.strictObject({
  // A source without a kind comes as files.
  kind: z.literal('file').optional(),
  name: word,
  layout: text('the name of a layout'),
  pattern: z.union([text('a file name pattern'), z.array(text('a file name pattern')).min(1)], {
    error: 'expected a file name pattern, or a list of them',
  }),
  delivers: one(['snapshot', 'window', 'append']),
  due: dueSchema.optional(),
  encoding: one(['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be']).default('auto'),
  delimiter: text('a delimiter').default('auto'),
  sheet: text('the name or number of a sheet').optional(),
  password_file: text('the path of a file').optional(),
})

const database = databaseSchema({
  name: word,
  layout: text('the name of a layout'),
  delivers: one(['snapshot', 'window', 'append']),
  due: dueSchema.optional(),
})
const source = z.discriminatedUnion('kind', [file, database], `expected one of file, ${DATABASE_KINDS.join(', ')}`)

const job = z.strictObject({
  sources: z.array(word, 'expected a list of sources').default([]),
  rules: z.array(text('a rule or an outcome'), 'expected a list of rules or outcomes').default([]),
  export: bool.default(true),
  continue: bool.default(false),
})

const limit = z.int('expected a whole number').min(1, 'expected a number of 1 or more')
const limits = z.strictObject(
  Object.fromEntries(Object.entries(DEFAULT_LIMITS).map(([name, value]) => [name, limit.default(value as number)])) as {
    [K in keyof Limits]: z.ZodDefault<z.ZodInt>
  },
)

const schema = z.strictObject({
  city: text('the name of the city'),
  language: one(['zh-CN', 'en']).default('zh-CN'),
  sources: z.array(source, 'expected a list of sources').default([]),
  jobs: z.record(word, job, 'expected jobs by name').default({}),
  max_set_aside: z
    .strictObject({
      share: z
        .number('expected a share between 0 and 1')
        .min(0, 'expected a share between 0 and 1')
        .max(1, 'expected a share between 0 and 1')
        .default(0.01),
      rows: z.int('expected a number of rows').min(0, 'expected a number of rows').default(20),
    })
    .default({ share: 0.01, rows: 20 }),
  settle_seconds: z
    .number('expected a number of seconds')
    .min(0, 'expected a number of seconds')
    .max(600, 'expected 600 seconds or less')
    .default(3),
  limits: limits.default(DEFAULT_LIMITS),
  unusual_share: z
    .number('expected a share between 0 and 1')
    .min(0, 'expected a share between 0 and 1')
    .max(1, 'expected a share between 0 and 1')
    .default(0.5),
  repeat_share: z.number('expected a share between 0 and 1').min(0).max(1).default(0.01),
  export: z
    .strictObject({
      encoding: one(CSV_ENCODINGS).default('utf-8'),
      formats: z
        .array(one(REPORT_FORMATS), `expected a list of ${REPORT_FORMATS.join(', ')}`)
        .min(1, 'expected at least one format')
        .default([...REPORT_FORMATS]),
      recipients: z
        .array(one(AGENCIES), `expected a list of ${AGENCIES.join(', ')}`)
        .min(1, 'expected at least one agency')
        .default([...AGENCIES]),
    })
    .default({ encoding: 'utf-8', formats: [...REPORT_FORMATS], recipients: [...AGENCIES] }),
})

/** What a file name pattern may name in braces. */
export const PLACEHOLDERS = ['date', 'period', 'slice', 'batch'] as const

/** What hedui.yaml may hold. @public for the reference pages */
export const workspaceSchema = schema

/**
 * Opens the folder that is named as the workspace: nothing above it is looked at. Throws `workspace.*`, and `config.*` with file, line and
 * column.
 */
export function openWorkspace(dir: string): Workspace {
  const root = resolve(dir)
  const path = join(root, WORKSPACE_FILE)
  if (!existsSync(path)) throw problem('workspace.no_workspace', { dir: root })
  const file = readYaml(path, schema, WORKSPACE_FILE)
  checkNames(file)
  const { value } = file
  const folder = (name: string): string => join(root, name)
  return {
    dir: root,
    city: value.city,
    lang: value.language,
    sources: value.sources.map(sourceOf),
    jobs: Object.entries(value.jobs).map(([name, j]) => ({ name, ...j })),
    maxSetAside: value.max_set_aside,
    settleSeconds: value.settle_seconds,
    limits: value.limits,
    repeatShare: value.repeat_share,
    unusualShare: value.unusual_share,
    export: { ...value.export, formats: once(value.export.formats), recipients: once(value.export.recipients) },
    layouts: folder('layouts'),
    rules: folder('rules'),
    codes: folder('codes'),
    params: folder('params'),
    data: folder('data'),
    inbox: folder('inbox'),
    outbox: folder('outbox'),
  }
}

function sourceOf(s: z.infer<typeof source>): SourceSpec {
  const { name, layout, delivers } = s
  const due = s.due === undefined ? null : dueOf(s.due)
  if (!('connection' in s))
    return {
      name,
      layout,
      delivers,
      due,
      patterns: [s.pattern].flat(),
      encoding: s.encoding,
      delimiter: s.delimiter,
      sheet: s.sheet ?? null,
      passwordFile: s.password_file ?? null,
      database: null,
    }
  return {
    name,
    layout,
    delivers,
    due,
    patterns: [],
    encoding: 'auto',
    delimiter: 'auto',
    sheet: null,
    passwordFile: null,
    database: databaseOf(s),
  }
}

function checkNames({ value, at }: YamlFile<z.infer<typeof schema>>): void {
  const names = value.sources.map(s => s.name)
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) !== i) throw problem('workspace.source_twice', { file: WORKSPACE_FILE, ...at(['sources', i, 'name']), name })
  }
  for (const [i, s] of value.sources.entries()) if ('connection' in s) checkDatabase(s, { file: WORKSPACE_FILE, path: ['sources', i], at })
  for (const [i, s] of value.sources.entries())
    if ('pattern' in s)
      for (const [j, pattern] of [s.pattern].flat().entries())
        checkPattern(pattern, () => at(['sources', i, 'pattern', ...(Array.isArray(s.pattern) ? [j] : [])]))
  for (const [job, spec] of Object.entries(value.jobs)) {
    for (const [i, found] of spec.sources.entries()) {
      if (!names.includes(found))
        throw problem('workspace.source', { file: WORKSPACE_FILE, ...at(['jobs', job, 'sources', i]), ...unknown(found, names) })
    }
  }
}

/** Refuses an unknown placeholder: it would stand for its own letters, and no file would fit. */
function checkPattern(pattern: string, at: () => { readonly line: number; readonly column: number }): void {
  const names = [...pattern.matchAll(/\{(\p{L}[\p{L}\p{N}_]*)\}/gu)].map(m => m[1]!)
  const braced = (name: string | undefined): string => (name === undefined ? '' : `{${name}}`)
  const strange = names.find(n => !(PLACEHOLDERS as readonly string[]).includes(n))
  if (strange !== undefined)
    throw problem('workspace.pattern', {
      file: WORKSPACE_FILE,
      ...at(),
      found: braced(strange),
      known: PLACEHOLDERS.map(braced).join(' '),
      nearest: braced(nearest(strange, PLACEHOLDERS)),
    })
  const again = names.find((n, i) => names.indexOf(n) !== i)
  if (again !== undefined) throw problem('workspace.pattern_twice', { file: WORKSPACE_FILE, ...at(), found: braced(again) })
}

/** The workspace that a folder lies in: itself, or the nearest above that has a hedui.yaml. Throws `workspace.none`. */
export function findWorkspace(start: string): Workspace {
  for (let dir = resolve(start); ; dir = dirname(dir)) {
    if (statSync(join(dir, WORKSPACE_FILE), { throwIfNoEntry: false })?.isFile() === true) return openWorkspace(dir)
    if (dir === dirname(dir)) throw problem('workspace.none', { dir: resolve(start) })
  }
}
