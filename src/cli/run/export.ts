import { exportRun, type ExportReport } from '../../flow/export.js'
import type { Effects, ExitStatus } from '../../kernel/index.js'
import { CSV_ENCODINGS } from '../../report/index.js'
import { DEFAULT_JOBS, type Context } from '../command.js'
import { numberOption, oneOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { thousands } from '../../messages/index.js'
import { nearby } from '../nearby.js'
import { showTable } from '../paint.js'
import { yuan } from '../table.js'
import { agencyWord, told } from '../words.js'

/** Writes a package; on stdout its files, on stderr what it lacks. */
export async function runExport(
  { fx, workspace, json }: Context,
  _args: Parsed['args'],
  options: Options,
): Promise<ExitStatus | undefined> {
  const run = numberOption(options, 'run', '--run')
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: CSV_ENCODINGS })
  const report = await exportRun(
    workspace(),
    {
      mask: options['mask'] === true,
      jobs: DEFAULT_JOBS,
      ...(run === undefined ? {} : { run }),
      ...(encoding === undefined ? {} : { encoding }),
    },
    fx,
  )
  if (json) fx.out(JSON.stringify({ folder: report.folder, ...report.manifest }))
  else await showExport(report, fx)
  sayExport(report, fx)
  fx.note(told(fx, 'cli.export.done', { dir: nearby(report.dir), files: report.manifest.files.length }))
  return undefined
}

/** What a package lacks, on stderr. */
export function sayExport({ gone, lost }: ExportReport, fx: Effects): void {
  for (const batch of gone) fx.note(told(fx, 'export.batch_gone', { batch }))
  for (const run of lost) fx.note(told(fx, 'export.run_lost', run))
}

/** The files that hold a whole book, or else those of its tables: discrepancies to act on and to know of, or what cleansing noted. */
export async function showExport({ manifest }: ExportReport, fx: Effects): Promise<void> {
  const head = [
    { title: told(fx, 'cli.h.agency') },
    { title: told(fx, 'fact.acts'), right: true as const },
    { title: told(fx, 'fact.informed'), right: true as const },
    { title: told(fx, 'cli.h.money'), right: true as const },
    { title: told(fx, 'cli.h.file') },
  ]
  const books = manifest.files.filter(f => f.counts !== undefined)
  const number = (n: number | undefined): string => (n === undefined ? '' : thousands(n))
  const rows = (books.length > 0 ? books : manifest.files).map(f => [
    agencyWord(fx, f.agency),
    number(f.counts?.['acts']),
    number(f.counts?.['informed']),
    f.amount_fen === undefined ? '' : yuan(f.amount_fen),
    f.file,
  ])
  await showTable(fx, head, rows)
}
