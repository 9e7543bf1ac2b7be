import { unknown } from '../config/index.js'
import { localDay, Problem, problem, type Day, type Effects } from '../kernel/index.js'
import type { Workspace } from '../workspace/index.js'
import { exportRun, type ExportReport } from './export.js'
import { load, type LoadReport } from './load.js'
import { matchRun, type MatchReport } from './match.js'

/** What each step of a job did; null for a step that was not reached or not asked for. */
export interface RunReport {
  readonly load: LoadReport | null
  readonly match: MatchReport | null
  readonly export: ExportReport | null
  /** Nothing in the inbox fits a source, though there is something. */
  readonly unfit: Problem | null
  /** Stopped after the load because extracts failed. */
  readonly stopped: boolean
}

/**
 * A job of the workspace: load, match, export. An inbox without a file for it is no failure: what is in force is matched. Throws
 * `workspace.job`.
 */
export async function runJob(
  ws: Workspace,
  request: { readonly job: string; readonly asOf?: Day; readonly jobs: number },
  fx: Effects,
): Promise<RunReport> {
  const job = ws.jobs.find(j => j.name === request.job)
  const names = ws.jobs.map(j => j.name)
  if (job === undefined) throw problem('workspace.job', unknown(request.job, names))
  const { loaded, unfit } = await loadInbox(ws, { sources: job.sources, jobs: request.jobs }, fx)
  const failed = loaded?.extracts.some(x => x.state === 'problem') ?? false
  if (failed && !job.continue) return { load: loaded, unfit, match: null, export: null, stopped: true }
  const match = matchRun(ws, { asOf: request.asOf ?? localDay(fx.now()), rules: job.rules, exact: false, jobs: request.jobs }, fx)
  return {
    load: loaded,
    unfit,
    match,
    export: job.export ? await exportRun(ws, { run: match.run, jobs: request.jobs }, fx) : null,
    stopped: false,
  }
}

async function loadInbox(
  ws: Workspace,
  { sources, jobs }: { sources: readonly string[]; jobs: number },
  fx: Effects,
): Promise<{ readonly loaded: LoadReport | null; readonly unfit: Problem | null }> {
  try {
    return { loaded: await load(ws, { files: [], sources, jobs }, fx), unfit: null }
  } catch (error) {
    if (error instanceof Problem && (error.code === 'load.nothing' || error.code === 'load.no_fit'))
      return { loaded: null, unfit: error.code === 'load.no_fit' ? error : null }
    throw error
  }
}
