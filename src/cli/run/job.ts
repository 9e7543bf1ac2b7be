import { runJob } from '../../flow/run.js'
import { Exit, type ExitStatus } from '../../kernel/index.js'
import { DEFAULT_JOBS, type Context } from '../command.js'
import { countOption, dayOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { told } from '../words.js'
import { sayExport } from './export.js'
import { sayLoad, warnLoad } from './load.js'
import { sayMatch } from './match.js'

/** A night's work, quiet unless there is something to say. */
export async function runJobCommand({ fx, workspace }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const asOf = dayOption(options, 'asOf', '--as-of')
  const ws = workspace()
  const report = await runJob(
    ws,
    { job: String(args[0]), jobs: countOption(options, 'jobs', '--jobs') ?? DEFAULT_JOBS, ...(asOf === undefined ? {} : { asOf }) },
    fx,
  )
  const failed = report.load?.extracts.some(x => x.state === 'problem') ?? false
  if (report.unfit !== null) fx.note(report.unfit.text(fx.lang))
  if (report.load !== null) (failed ? sayLoad : warnLoad)(report.load, fx)
  if (report.stopped) fx.note(told(fx, 'cli.run.stopped'))
  if (report.match !== null) sayMatch(ws, report.match, fx)
  if (report.export !== null) sayExport(report.export, fx)
  return failed ? Exit.operator : Exit.done
}
