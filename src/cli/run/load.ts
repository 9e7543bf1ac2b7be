import { load, type LoadedExtract, type LoadReport } from '../../flow/load.js'
import { windowOf } from '../../flow/window.js'
import { Exit, localDay, problem, problemFrom, type Effects, type ExitStatus } from '../../kernel/index.js'
import { DEFAULT_JOBS, type Context } from '../command.js'
import { batchesOption, countOption, dayOption, listOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { thousands } from '../../messages/index.js'
import { showLaps } from '../laps.js'
import { showTable } from '../paint.js'
import { readingOf } from '../reading.js'
import { printable, yuan } from '../table.js'
import { agencyWord, listed, told } from '../words.js'

/** Loads extracts. Status 2 when one of them failed, though others are loaded. */
export async function runLoad({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const layout = textOption(options, 'layout')
  const date = dayOption(options, 'date', '--date')
  const window = windowOption(options)
  const profile = options['profile'] === true
  const report = await load(
    workspace(),
    {
      files: (args[0] ?? []) as readonly string[],
      sources: listOption(options, 'source'),
      replaces: batchesOption(options, 'replaces', '--replaces'),
      jobs: countOption(options, 'jobs', '--jobs') ?? DEFAULT_JOBS,
      full: options['full'] === true,
      profile,
      ...(layout === undefined ? {} : { layout }),
      ...readingOf(options),
      ...(date === undefined ? {} : { date }),
      ...(window === undefined ? {} : { window }),
    },
    fx,
  )
  if (json) for (const x of [...report.extracts, ...(profile ? [{ laps: report.laps }] : [])]) fx.out(JSON.stringify(x))
  else await showLoad(report, fx)
  if (profile && !json) await showLaps(fx, report.laps, printable)
  sayLoad(report, fx)
  const today = report.extracts.filter(x => x.state === 'loaded' && x.dataDate === localDay(fx.now()))
  if (date === undefined && today.length > 0) fx.note(told(fx, 'cli.load.today', { date: localDay(fx.now()), files: today.length }))
  return sayNext(report, fx)
}

/** Loads a batch again from its originals, in the place of the one that it was. Status as of `load`. */
export async function runBatchReload({ fx, workspace, json }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const { batchReload } = await import('../../flow/reload.js')
  const report = await batchReload(workspace(), String(args[0]), { jobs: countOption(options, 'jobs', '--jobs') ?? DEFAULT_JOBS }, fx)
  if (json) for (const x of report.extracts) fx.out(JSON.stringify(x))
  else await showLoad(report, fx)
  sayLoad(report, fx)
  return sayNext(report, fx)
}

function sayNext({ extracts }: LoadReport, fx: Effects): ExitStatus {
  const failed = extracts.some(x => x.state === 'problem')
  fx.note(told(fx, failed ? 'cli.load.mend' : 'cli.load.next'))
  return failed ? Exit.operator : Exit.done
}

/** The table of extracts, with a line of totals where there are several. */
export async function showLoad({ extracts }: LoadReport, fx: Effects): Promise<void> {
  const loaded = extracts.flatMap(x => (x.counts !== null && x.state === 'loaded' ? [{ ...x, counts: x.counts }] : []))
  if (loaded.length === 0) return
  const right = { right: true as const }
  const head = [
    { title: told(fx, 'cli.h.file') },
    { title: told(fx, 'cli.h.batch'), ...right },
    { title: told(fx, 'cli.h.agency'), spare: true as const },
    { title: told(fx, 'cli.h.layout'), below: true as const },
    { title: told(fx, 'cli.h.read'), ...right },
    { title: told(fx, 'cli.h.loaded'), ...right },
    { title: told(fx, 'cli.h.changed'), ...right, below: true as const },
    { title: told(fx, 'cli.h.issues'), ...right, below: true as const },
    { title: told(fx, 'cli.h.aside'), ...right },
    { title: told(fx, 'cli.h.totals'), ...right, spare: true as const },
    { title: told(fx, 'cli.h.money'), ...right },
    { title: told(fx, 'cli.h.seconds'), ...right, below: true as const },
  ]
  const rows = loaded.map(x => [
    x.file,
    String(x.batch),
    agencyWord(fx, x.agency),
    x.layout ?? '',
    ...countsOf(x.counts),
    x.seconds.toFixed(1),
  ])
  const total = (pick: (c: SegmentCounts) => number): number => loaded.reduce((sum, x) => sum + pick(x.counts), 0)
  const sums = countsOf({
    rowsRead: total(c => c.rowsRead),
    rowsLoaded: total(c => c.rowsLoaded),
    rowsChanged: total(c => c.rowsChanged),
    rowsWithIssues: total(c => c.rowsWithIssues),
    rowsSetAside: total(c => c.rowsSetAside),
    rowsTotal: total(c => c.rowsTotal),
    amountRead: total(c => c.amountRead),
  })
  const foot = loaded.length < 2 ? [] : [[told(fx, 'cli.load.total', { files: loaded.length }), '', '', '', ...sums, '']]
  await showTable(fx, head, [...rows, ...foot])
}

type SegmentCounts = Pick<
  NonNullable<LoadedExtract['counts']>,
  'rowsRead' | 'rowsLoaded' | 'rowsChanged' | 'rowsWithIssues' | 'rowsSetAside' | 'rowsTotal' | 'amountRead'
>

function countsOf(c: SegmentCounts): readonly string[] {
  return [c.rowsRead, c.rowsLoaded, c.rowsChanged, c.rowsWithIssues, c.rowsSetAside, c.rowsTotal].map(thousands).concat(yuan(c.amountRead))
}

/** What there is to say about the extracts, on stderr. */
export function sayLoad(report: LoadReport, fx: Effects): void {
  const { extracts } = report
  for (const text of new Set(extracts.flatMap(x => remarks(x, fx)))) fx.note(text)
  for (const text of surplus(extracts, fx)) fx.note(text)
  sayWhole(report, fx)
  const of = (state: LoadedExtract['state']): readonly LoadedExtract[] => extracts.filter(x => x.state === state)
  fx.note(
    told(fx, 'cli.load.done', {
      files: of('loaded').length,
      rows: of('loaded').reduce((n, x) => n + (x.counts?.rowsLoaded ?? 0), 0),
      known: of('known').length,
      failed: of('problem').length,
    }),
  )
}

/** What somebody should look at after a load that nobody watched: not what was known before, nor how much there was. */
export function warnLoad(report: LoadReport, fx: Effects): void {
  for (const text of new Set(report.extracts.flatMap(x => (x.state === 'loaded' ? doubts(x, fx) : [])))) fx.note(text)
  sayWhole(report, fx)
}

/** What concerns no single file: batches that repeat others, that replaced what is nothing like them, and what was left in the inbox. */
function sayWhole({ repeats, displaced, growing, strangers }: LoadReport, fx: Effects): void {
  for (const r of repeats)
    fx.note(
      told(fx, 'load.repeats', {
        file: r.file,
        rows: thousands(r.repeats),
        share: `${(r.share * 100).toFixed(1)}%`,
        batch: r.before,
        date: r.date,
      }),
    )
  for (const d of displaced) fx.note(told(fx, 'load.displaced', { ...d }))
  if (growing.length > 0) fx.note(told(fx, 'cli.load.growing', { files: listed(fx, growing) }))
  if (strangers.length > 0) fx.note(told(fx, 'cli.load.strangers', { files: listed(fx, strangers.map(printable)) }))
}

/** Columns that no layout uses, once for all extracts that have the same. */
function surplus(extracts: readonly LoadedExtract[], fx: Effects): readonly string[] {
  const by = new Map<string, { columns: string; files: string[] }>()
  for (const x of extracts.filter(e => e.surplus.length > 0)) {
    const columns = listed(fx, x.surplus.map(printable))
    const same = by.get(`${x.layout} ${columns}`) ?? { columns, files: [] }
    same.files.push(x.file)
    by.set(`${x.layout} ${columns}`, same)
  }
  return [...by.values()].map(({ columns, files }) => told(fx, 'cli.load.surplus', { file: listed(fx, files), columns }))
}

function remarks(x: LoadedExtract, fx: Effects): readonly string[] {
  const { file } = x
  if (x.state === 'problem') return [problemFrom(x.problem!).text(fx.lang)]
  if (x.state === 'known') return [told(fx, 'cli.load.known', { file, batch: x.batch! })]
  if (x.state === 'held') return [told(fx, 'cli.load.held', { file })]
  return [...(x.fresh === null ? [] : [told(fx, 'cli.load.fresh', { file, ...x.fresh })]), ...doubts(x, fx)]
}

/** What is wrong with, or missing of, an extract that was loaded all the same. */
function doubts(x: LoadedExtract, fx: Effects): readonly string[] {
  const { file } = x
  const { rowsRead, rowsLoaded } = x.counts!
  return [
    ...(rowsRead > 0 && rowsLoaded === 0 ? [told(fx, 'cli.load.none', { file, rows: rowsRead, batch: x.batch! })] : []),
    ...(x.roundedIds ? [told(fx, 'cli.load.rounded', { file })] : []),
    ...(x.unknownCodes > 0 ? [told(fx, 'cli.load.codes', { file, rows: x.unknownCodes })] : []),
    ...(x.farRows > 0 ? [told(fx, 'load.later_period', { file, rows: x.farRows })] : []),
    ...x.unproven.map(u => told(fx, 'load.unproven', { ...u, declared: yuan(u.declared), found: yuan(u.found) })),
    ...x.leftOut.map(l => told(fx, `cli.load.${l.what}`, { file, name: l.name, rows: l.rows })),
    ...(x.skipped.length > 0 ? [told(fx, 'cli.load.skipped', { file, sheets: listed(fx, x.skipped) })] : []),
  ]
}

/** The window of the batch; throws `cli.value` for what is none: it would stand beside the batch that it should take the place of. */
function windowOption(options: Options): string | undefined {
  const written = textOption(options, 'window')
  const window = written === undefined ? undefined : windowOf(written)
  if (window === null) throw problem('cli.value', { option: '--window', found: written!, expected: '202509, 202501-202503, 2025-09-30' })
  return window
}
