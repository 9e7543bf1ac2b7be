import { setTimeout as sleep } from 'node:timers/promises'
import { localDay, Problem, problem, type Effects } from '../kernel/index.js'
import { readCodes, readLayouts, type Layout } from '../layout/index.js'
import { LostConnection, missingDriver, openPull, readPassword, type OpenPull, type PullSpec } from '../source/index.js'
import { openForeign } from '../store/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import { loadExtract, mendable, readExtract, type ExtractJob, type ExtractOutcome, type Listeners } from './extract.js'

/** Loads what a job names: a file, or what a database gives. */
export function loadAny(job: ExtractJob, listeners: Listeners): Promise<ExtractOutcome> {
  return job.pull === undefined ? loadExtract(job, listeners) : loadPull(job, job.pull, listeners)
}

/** Pulls an extract; a lost connection is tried again from the start of it, and what was half-read is thrown away. */
async function loadPull(job: ExtractJob, pull: PullSpec, listeners: Listeners): Promise<ExtractOutcome> {
  const { retry, connection } = pull.setting
  for (let tried = 0; ; tried++) {
    try {
      return await pullOnce(job, pull, listeners)
    } catch (error) {
      if (!(error instanceof LostConnection)) return mendable(error)
      if (tried >= retry.times)
        return mendable(problem('database.lost', { source: pull.source, host: connection.host, times: retry.times, detail: error.detail }))
      await sleep(retry.wait * 1000 * 2 ** tried)
    }
  }
}

async function pullOnce(job: ExtractJob, pull: PullSpec, listeners: Listeners): Promise<ExtractOutcome> {
  let source: OpenPull | undefined
  try {
    const layouts = readLayouts(job.layouts).map(withServerTimes)
    const codes = readCodes(job.codes)
    source = await openPull(pull, openForeign)
    listeners.lap('open')
    const outcome = await readExtract(job, source, { layouts, codes, ...listeners })
    if (outcome.state !== 'loaded') return outcome
    return { state: 'loaded', result: { ...outcome.result, pulled: { next: source.next(), fresh: source.fresh() } } }
  } finally {
    await source?.close()
  }
}

const SERVER_FORMS = ['yyyy-mm-dd', 'yyyy-mm-dd hh:mm:ss'] as const

/** A database's own text of days and times is no departure from the layout: it is the form of the column's type. */
function withServerTimes(layout: Layout): Layout {
  const more = <T extends string>(forms: readonly T[]): T[] => [
    ...new Set([...forms, ...(SERVER_FORMS as readonly string[] as readonly T[])]),
  ]
  const { spec } = layout
  const columns = Object.fromEntries(
    Object.entries(spec.columns).map(([name, column]) => {
      const own = column as {
        readonly dates?: readonly (typeof spec.dates)[number][]
        readonly periods?: readonly (typeof spec.periods)[number][]
      }
      return [
        name,
        {
          ...column,
          ...(own.dates === undefined ? {} : { dates: more(own.dates) }),
          ...(own.periods === undefined ? {} : { periods: more(own.periods) }),
        },
      ]
    }),
  )
  return { ...layout, spec: { ...spec, dates: more(spec.dates), periods: more(spec.periods), columns: columns as typeof spec.columns } }
}

/** The password of a source. Throws `database.password_env`, `source.secret_*`. */
export function passwordOf(ws: Pick<Workspace, 'dir'>, { name, database }: SourceSpec, fx: Pick<Effects, 'env'>): string | null {
  return readPassword(database!, { source: name, dir: ws.dir, env: fx.env })
}

/** What hedui sees of a source before any layout: for `peek`. */
export async function openForPeek(ws: Workspace, source: SourceSpec, fx: Effects): Promise<OpenPull> {
  const today = localDay(fx.now())
  return openPull(
    { source: source.name, setting: source.database!, password: passwordOf(ws, source, fx), dir: ws.dir, earlier: null, keep: null, today },
    openForeign,
  )
}

/** What is missing on this machine to pull a source: a driver, a password. Nobody is connected to. */
export function databaseProblems(ws: Workspace, source: SourceSpec, fx: Pick<Effects, 'env'>): readonly Problem[] {
  if (source.database === null) return []
  const driver = missingDriver(source.database.kind, ws.dir)
  try {
    passwordOf(ws, source, fx)
    return driver === null ? [] : [driver]
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return driver === null ? [error] : [driver, error]
  }
}
