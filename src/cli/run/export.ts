import { exportRun } from '../../flow/export.js'
import type { ExitStatus } from '../../kernel/index.js'
import type { Context } from '../command.js'
import { numberOption, oneOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { told } from '../words.js'

export async function runExport({ fx, workspace, json }: Context, _args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const run = numberOption(options, 'run', '--run')
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ['utf-8', 'gb18030'] })
  const report = await exportRun(workspace(), { mask: options['mask'] === true, ...(run === undefined ? {} : { run }), ...(encoding === undefined ? {} : { encoding }) }, fx)
  if (json) fx.out(JSON.stringify(report))
  fx.note(told(fx, 'cli.export.done', { dir: report.dir, files: report.files.length }))
  return undefined
}
