import { load, type LoadedExtract, type LoadReport } from '../../flow/load.js'
import { Exit, problemFrom, type Effects, type ExitStatus } from '../../kernel/index.js'
import { DEFAULT_JOBS, type Context } from '../commands.js'
import { dayOption, listOption, numberOption, oneOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { count, table, yuan } from '../table.js'
import { agencyWord, told } from '../words.js'

export const ENCODINGS = ['auto', 'utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const

export async function runLoad({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const layout = textOption(options, 'layout')
  const encoding = oneOption(options, 'encoding', { flag: '--encoding', values: ENCODINGS })
  const delimiter = textOption(options, 'delimiter')?.replaceAll('\\t', '\t')
  const sheet = textOption(options, 'sheet')
  const date = dayOption(options, 'date', '--date')
  const window = textOption(options, 'window')
  const report = await load(workspace(), {
    files: (args[0] ?? []) as readonly string[], sources: listOption(options, 'source'), replaces: listOption(options, 'replaces').map(Number), jobs: numberOption(options, 'jobs', '--jobs') ?? DEFAULT_JOBS,
    ...(layout === undefined ? {} : { layout }), ...(encoding === undefined ? {} : { encoding }), ...(delimiter === undefined ? {} : { delimiter }), ...(sheet === undefined ? {} : { sheet }),
    ...(date === undefined ? {} : { date }), ...(window === undefined ? {} : { window }),
  }, fx)
  if (json) for (const x of report.extracts) fx.out(JSON.stringify(x))
  else showLoad(report, fx)
  sayLoad(report, fx)
  return report.extracts.some(x => x.state === 'problem') ? Exit.operator : Exit.done
}

/** The table of extracts. */
export function showLoad({ extracts }: LoadReport, fx: Effects): void {
  const loaded = extracts.filter(x => x.counts !== null && x.state === 'loaded')
  if (loaded.length > 0) {
    const head = (['file', 'batch', 'agency', 'layout', 'read', 'loaded', 'changed', 'issues', 'aside', 'totals', 'money', 'seconds'] as const).map(h => ({
      title: told(fx, `cli.h.${h}`), ...(['file', 'agency', 'layout'].includes(h) ? {} : { right: true as const }), ...(h === 'file' || h === 'layout' ? { grow: true as const } : {}),
    }))
    const rows = loaded.map(x => {
      const c = x.counts!
      return [x.file, String(x.batch), agencyWord(fx, x.agency), x.layout ?? '', count(c.rowsRead), count(c.rowsLoaded), count(c.rowsChanged), count(c.rowsWithIssues), count(c.rowsSetAside), count(c.rowsTotal), yuan(c.amountRead), x.seconds.toFixed(1)]
    })
    for (const line of table(head, rows, fx.columns)) fx.out(line)
  }
}

/** What there is to say about the extracts, on stderr. */
export function sayLoad({ extracts, repeats, growing }: LoadReport, fx: Effects): void {
  for (const x of extracts) for (const text of remarks(x, fx)) fx.note(text)
  for (const r of repeats) fx.note(told(fx, 'load.repeats', { file: r.file, share: `${(r.share * 100).toFixed(1)}%`, batch: r.before, date: r.date }))
  if (growing.length > 0) fx.note(told(fx, 'cli.load.growing', { files: growing.join('、') }))
  const done = extracts.filter(x => x.state === 'loaded')
  fx.note(told(fx, 'cli.load.done', { files: done.length, rows: done.reduce((n, x) => n + (x.counts?.rowsLoaded ?? 0), 0), failed: extracts.filter(x => x.state === 'problem').length }))
}

function remarks(x: LoadedExtract, fx: Effects): readonly string[] {
  const { file } = x
  if (x.state === 'problem') return [problemFrom(x.problem!).text(fx.lang)]
  if (x.state === 'known') return x.batch === null ? [] : [told(fx, 'cli.load.known', { file, batch: x.batch })]
  return [
    ...(x.roundedIds ? [told(fx, 'cli.load.rounded', { file })] : []), ...(x.unknownCodes > 0 ? [told(fx, 'cli.load.codes', { file, rows: x.unknownCodes })] : []),
    ...(x.farRows > 0 ? [told(fx, 'load.later_period', { file, rows: x.farRows })] : []),
    ...x.leftOut.map(l => told(fx, `cli.load.${l.what}`, { file, name: l.name, rows: l.rows })),
    ...(x.skipped.length > 0 ? [told(fx, 'cli.load.skipped', { file, sheets: x.skipped.join('、') })] : []), ...(x.surplus.length > 0 ? [told(fx, 'cli.load.surplus', { file, columns: x.surplus.join('、') })] : []),
  ]
}
