import { z } from 'zod'
import type { YamlFile } from '../config/index.js'
import { problem } from '../kernel/index.js'
import { DATABASE_KINDS, tableParts, type DatabaseSetting, type Overlap } from '../source/index.js'

const text = (what: string): z.ZodString => z.string(`expected ${what}`).min(1, `expected ${what}`)
const whole = (what: string, most: number): z.ZodInt => z.int(`expected ${what}`).min(0, `expected ${what}`).max(most, `expected ${what}`)

const PLACES = 'expected password: {env: NAME} or password: {file: PATH}, never the password itself'
const OVERLAP = 'expected a time as 30s, 10m, 2h or 1d for a watermark that is a time, or a number for one that counts up'
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

const connection = z.strictObject(
  {
    host: text('a host').default(''),
    port: z
      .int('expected a port between 1 and 65535')
      .min(1, 'expected a port between 1 and 65535')
      .max(65_535, 'expected a port between 1 and 65535')
      .optional(),
    database: z.string('expected the name of the database').default(''),
    user: z.string('expected the name of a user').default(''),
    password: z
      .union(
        [
          z.strictObject({ env: z.string(PLACES).regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable') }),
          z.strictObject({ file: text('the path of a file') }),
        ],
        PLACES,
      )
      .optional(),
    tls: z
      .union([z.boolean(), z.strictObject({ ca: text('the path of a certificate file') })], 'expected true, false, or {ca: PATH}')
      .default(false),
  },
  'expected host, port, database, user and password below it',
)

const incremental = z.strictObject({
  watermark: text('the name of a column'),
  overlap: z.union([z.string(OVERLAP).regex(/^\d{1,9}[smhd]$/, OVERLAP), whole('a number of steps', Number.MAX_SAFE_INTEGER)], OVERLAP),
  key: z.array(text('the name of a column'), 'expected a list of columns').min(1, 'expected at least one column'),
})

/** Settings of a source that is a database, beside those that every source has. */
export const databaseSchema = <T extends z.ZodRawShape>(common: T) =>
  z.strictObject({
    ...common,
    kind: z.enum(DATABASE_KINDS, { error: `expected one of ${DATABASE_KINDS.join(', ')}` }),
    connection,
    table: text('a table, as schema.table').optional(),
    query: text('a select statement').optional(),
    incremental: incremental.optional(),
    copy: z.boolean('expected true or false').default(true),
    time_zone: z
      .string('expected an offset as "+08:00"')
      .regex(/^[+-](0\d|1[0-4]):[0-5]\d$/, 'expected an offset as "+08:00"')
      .default('+08:00'),
    retries: whole('a number of tries between 0 and 20', 20).default(3),
    retry_wait: z.number('expected seconds').min(0, 'expected seconds').max(3600, 'expected at most 3600 seconds').default(2),
    timeout: whole('seconds between 1 and 86400', 86_400).min(1, 'expected seconds between 1 and 86400').default(600),
  })

/** A source of kind database, as hedui.yaml has it. */
export type DatabaseFile = z.infer<ReturnType<typeof databaseSchema<Record<never, never>>>>

/** The setting as the source folder takes it. */
export function databaseOf(s: DatabaseFile): DatabaseSetting {
  const { host, port, database, user, password, tls } = s.connection
  return {
    kind: s.kind,
    connection: { host, port: port ?? null, database, user, password: password ?? null, tls },
    from: s.table === undefined ? { query: s.query ?? '' } : { table: tableParts(s.table) },
    incremental: s.incremental === undefined ? null : { ...s.incremental, overlap: overlapOf(s.incremental.overlap) },
    copy: s.copy,
    timeZone: s.time_zone,
    retry: { times: s.retries, wait: s.retry_wait },
    patience: s.timeout,
  }
}

function overlapOf(overlap: string | number): Overlap {
  return typeof overlap === 'number' ? { steps: overlap } : { seconds: Number(overlap.slice(0, -1)) * SECONDS[overlap.slice(-1)]! }
}

interface Place {
  readonly file: string
  readonly path: readonly PropertyKey[]
  readonly at: YamlFile<unknown>['at']
}

/** What no single setting says: where the database is, and exactly one of table and query. Throws `config.value`. */
export function checkDatabase(s: DatabaseFile, { file, path, at }: Place): void {
  const wrong = (under: readonly string[], found: string, expected: string): Error =>
    problem('config.value', {
      file,
      ...at([...path, ...under]),
      path: [...path, ...under].map(String).join('.'),
      found,
      expected: `expected ${expected}`,
    })
  if ((s.table === undefined) === (s.query === undefined))
    throw wrong(s.table === undefined ? [] : ['query'], s.table === undefined ? '∅' : 'table + query', 'either table or query')
  const needed =
    s.kind === 'sqlite' ? (['database'] as const) : s.kind === 'dm' ? (['host', 'user'] as const) : (['host', 'database', 'user'] as const)
  for (const name of needed)
    if (s.connection[name] === '')
      throw wrong(
        ['connection', name],
        '∅',
        name === 'database' && s.kind === 'sqlite' ? 'the path of the SQLite file' : `connection.${name}`,
      )
}
