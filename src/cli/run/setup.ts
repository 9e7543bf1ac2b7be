import { basename, dirname, resolve } from 'node:path'
import { exportRun } from '../../flow/export.js'
import { agreeDue, init, keepLanguage, refuseFull } from '../../flow/init.js'
import { load } from '../../flow/load.js'
import { matchRun } from '../../flow/match.js'
import { DEFAULT_AS_OF, refuseSmall, synth } from '../../flow/synth.js'
import { synthForm } from '../../flow/synth-form.js'
import { problem, Exit, WORKSPACE_FILE, type ExitStatus } from '../../kernel/index.js'
import { thousands } from '../../messages/index.js'
import { openWorkspace } from '../../workspace/index.js'
import { DEFAULT_JOBS, type Context } from '../command.js'
import { countOption, numberOption, textOption } from '../options.js'
import type { Options, Parsed } from '../parse.js'
import { nearby, self } from '../nearby.js'
import { showTable } from '../paint.js'
import { folderAt, placeOption } from '../places.js'
import { workspaceOr } from '../reading.js'
import { told } from '../words.js'
import { showExport } from './export.js'
import { sayLoad, showLoad } from './load.js'
import { sayMatch, showMatch } from './match.js'

const DEMO_DIR = 'demo-city'
const DEMO_PEOPLE = 20_000
const DEMO_SEED = 1

/** Sets up a workspace, or adds what it lacks of the shipped files. */
export async function runInit({ fx, dir, asked }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const report = init(folderAt(typeof args[0] === 'string' ? args[0] : dir), options['refresh'] === true)
  if (asked !== null && report.added.includes(WORKSPACE_FILE)) keepLanguage(report.dir, asked)
  for (const file of report.differ) fx.out(told(fx, 'cli.init.differ', { file }))
  if (options['refresh'] === true) fx.note(told(fx, 'cli.init.refreshed', { files: report.added.length }))
  else fx.note(told(fx, 'cli.init.done', { dir: nearby(report.dir), files: report.added.length }))
  return undefined
}

/** Writes a synthetic city, or rows that keep to a layout. */
export async function runSynth(context: Context, args: Parsed['args'], options: Options): Promise<ExitStatus | undefined> {
  const { fx, json } = context
  const layout = textOption(options, 'layout')
  if (layout !== undefined) return runSynthForm(context, layout, options)
  if (typeof args[0] !== 'string') throw problem('synth.dir_missing', {})
  const made = synth({ dir: resolve(folderAt(String(args[0]))), ...sizeOf(options) })
  if (json) fx.out(JSON.stringify(made))
  else {
    const rows = Object.entries(made.planted)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, n]) => [name, thousands(n)])
    await showTable(fx, [{ title: told(fx, 'cli.h.planted') }, { title: told(fx, 'cli.h.count'), right: true }], rows)
  }
  fx.note(told(fx, 'cli.synth.done', { dir: nearby(made.dir), people: made.people, files: made.files }))
  return undefined
}

const FORM_ROWS = 100

/** Files of one layout: right, and wrong on purpose. */
async function runSynthForm({ fx, workspace, json }: Context, layout: string, options: Options): Promise<ExitStatus | undefined> {
  const out = resolve(placeOption(options) ?? `${basename(layout).replace(/\.ya?ml$/i, '')}.csv`)
  folderAt(dirname(out))
  const made = synthForm({
    ws: workspaceOr(workspace),
    layout,
    out,
    rows: countOption(options, 'rows', '--rows') ?? FORM_ROWS,
    seed: numberOption(options, 'seed', '--seed') ?? DEMO_SEED,
    faults: options['faults'] === true,
  })
  if (json) fx.out(JSON.stringify({ ...made, files: made.files.map(nearby) }))
  else for (const file of made.files) fx.out(nearby(file))
  fx.note(
    told(fx, 'synth.form_done', {
      files: made.files.length,
      rows: made.rows,
      faults: made.faults.length,
      list: nearby(made.files.at(-1)!),
    }),
  )
  return undefined
}

function sizeOf(options: Options): { people: number; seed: number } {
  return { people: numberOption(options, 'people', '--people') ?? DEMO_PEOPLE, seed: numberOption(options, 'seed', '--seed') ?? DEMO_SEED }
}

/** The whole way on a synthetic city: made, loaded, matched, exported. A folder that holds anything is left alone. */
export async function runDemo({ fx, asked }: Context, args: Parsed['args'], options: Options): Promise<ExitStatus> {
  const dir = resolve(folderAt(typeof args[0] === 'string' ? args[0] : DEMO_DIR))
  const size = sizeOf(options)
  // Before anything is made: what was left half-made would be in the way of the second try.
  refuseSmall(size.people)
  refuseFull(dir, nearby(dir))
  fx.note(told(fx, 'cli.demo.city', { dir: nearby(dir) }))
  init(dir, false)
  agreeDue(dir)
  if (asked !== null) keepLanguage(dir, asked)
  const ws = openWorkspace(dir)
  synth({ dir: ws.inbox, ...size })
  const loaded = await load(ws, { files: [], jobs: DEFAULT_JOBS, settle: 0 }, fx)
  await showLoad(loaded, fx)
  sayLoad(loaded, fx)
  const matched = matchRun(ws, { asOf: DEFAULT_AS_OF, rules: [], exact: false }, fx)
  await showMatch(ws, matched, fx)
  sayMatch(ws, matched, fx)
  const exported = await exportRun(ws, { run: matched.run, jobs: DEFAULT_JOBS }, fx)
  await showExport(exported, fx)
  fx.out(told(fx, 'cli.demo.done', { found: matched.moves?.['after'] ?? 0, dir: nearby(exported.dir) }))
  fx.out(told(fx, 'cli.demo.next', { self: self(), dir: nearby(dir), asOf: DEFAULT_AS_OF }))
  return Exit.done
}
