// Days of hedui alone: a good one, bad ones, and the same rows in other forms. `--days` runs one after another in turn and holds each to
// the good day.
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { City } from './city.js'
import { DAYS, OWNER, TAX, writeExtracts } from './data.js'
import { columns, idle, median, shown } from './measured.js'
import { writePayments } from './payments.js'

/** None may cost more than that many times the good day. */
const BAD = 3

const levies = options => (dir, rows) => {
  writeExtracts(dir, { rows, ...options })
  return [OWNER, TAX].map(f => join(dir, f.file))
}
const payments =
  (...sides) =>
  (dir, rows) =>
    writePayments(dir, { rows: Math.round((rows * 2) / sides.length), sides })

/**
 * `write`: the day's extracts, as many rows in all as the good day has (where a side is empty, those of the other); `rules`: what is
 * matched (none: the whole catalogue); `to`: the day that it is held to, `stage` in what, `aim` at most how many times. Transcoding and
 * quotes concern the load alone.
 */
const TABLE = {
  good: { says: 'as on most days', write: levies({}), rules: ['levy-copy'] },
  disagree: { says: '30 % of rows disagree', write: levies({ day: DAYS.disagree }), rules: ['levy-copy'], to: 'good', aim: BAD },
  dirty: { says: 'a value to cleanse in every row', write: levies({ day: DAYS.dirty }), rules: ['levy-copy'], to: 'good', aim: BAD },
  repeats: { says: 'every key repeats', write: levies({ day: DAYS.repeats }), rules: ['levy-copy'], to: 'good', aim: BAD },
  empty: { says: 'one side empty', write: levies({ day: DAYS.empty }), rules: ['levy-copy'], to: 'good', aim: BAD },
  script: { says: 'names in scripts not Han', write: levies({ day: DAYS.script }), rules: ['levy-copy'], to: 'good', aim: BAD },
  steps: { says: 'a rule with six steps', write: payments('agency', 'tax'), rules: ['feedback'], to: 'good', aim: BAD },
  three: {
    says: 'a rule with three sides',
    write: payments('agency', 'tax', 'bank'),
    own: 'three-sides',
    rules: ['three-sides'],
    to: 'good',
    aim: BAD,
  },
  catalogue: { says: 'the good day, all rules', write: levies({}), rules: [] },
  huge: {
    says: 'one extract, none beside, all rules',
    write: (dir, rows) => levies({})(dir, rows * 2).slice(0, 1),
    rules: [],
    to: 'catalogue',
    aim: BAD,
  },
  gb18030: {
    says: 'the good day in GB18030',
    write: levies({ encode: text => iconv.encode(text, 'gb18030') }),
    rules: ['levy-copy'],
    to: 'good',
    stage: 'load',
    aim: 1.15,
  },
  quoted: {
    says: 'the good day, all cells quoted',
    write: levies({ quoted: true }),
    rules: ['levy-copy'],
    to: 'good',
    stage: 'load',
    aim: 1.3,
  },
}

export const DAY_NAMES = Object.keys(TABLE)

/** One day in a workspace of its own: load, match, and export unless the job alone is wanted. */
function lived(name, dir, { rows, onlyJob }) {
  const { write, rules, own } = TABLE[name]
  const files = write(dir, rows)
  const city = new City(dir)
  if (own !== undefined) city.rule(own)
  const loaded = city.load(files)
  const run = city.match('match', rules)
  if (!onlyJob) city.export()
  return {
    ...city.used,
    stages: city.stages,
    rows: loaded.reduce((n, x) => n + (x.counts?.rowsRead ?? 0), 0),
    changed: loaded.reduce((n, x) => n + (x.counts?.rowsChanged ?? 0), 0),
    outcomes: Object.fromEntries(run.outcomes.map(o => [[o.outcome, o.variant, o.class].filter(x => x !== null).join(' '), o.count])),
  }
}

/**
 * Lives all days `runs` times in turn; returns a figure for each. `names` may leave some out: those that others are held to are lived
 * anyway.
 */
export function liveDays(work, { rows, runs, names, onlyJob }) {
  const wanted = DAY_NAMES.filter(name => names.includes(name) || names.some(n => TABLE[n].to === name))
  const lives = Object.fromEntries(wanted.map(name => [name, []]))
  const loads = []
  for (let turn = 0; turn < runs; turn++) {
    for (const name of wanted) {
      const dir = join(work, name)
      rmSync(dir, { recursive: true, force: true })
      mkdirSync(dir, { recursive: true })
      loads.push(idle())
      lives[name].push(lived(name, dir, { rows, onlyJob }))
      rmSync(dir, { recursive: true, force: true })
    }
  }
  const of = (name, pick) => median(lives[name].map(pick))
  const days = wanted.map(name => {
    const { says, to = null, stage = null, aim = null } = TABLE[name]
    const cost = (day, what) => of(day, l => (stage === null ? l[what] : l.stages[stage][what]))
    const ratio = to === null ? null : { wall: cost(name, 'wall') / cost(to, 'wall'), cpu: cost(name, 'cpu') / cost(to, 'cpu') }
    const [first] = lives[name]
    return {
      name,
      says,
      rows: first.rows,
      changed: first.changed,
      outcomes: first.outcomes,
      wall_s: lives[name].map(l => l.wall),
      cpu_s: lives[name].map(l => l.cpu),
      peak_mb: of(name, l => l.mb),
      disk_mb: of(name, l => l.disk),
      stages: lives[name].map(l => l.stages),
      to,
      of: stage ?? 'all',
      ratio,
      aim,
      kept: ratio === null ? null : ratio.cpu <= aim,
    }
  })
  return { days, load: Math.max(...loads) }
}

/** One table of all days. */
export function showDays(days) {
  const widths = [38, 10, 9, 9, 9, 9, 9, 9, 9, 8, 22]
  console.log(columns(['day', 'rows', 'wall s', 'CPU s', 'load', 'match', 'export', 'peak MB', 'ratio', 'aim', 'of'], widths))
  for (const d of days) {
    const cpu = stage => (d.stages[0][stage] === undefined ? '' : shown(median(d.stages.map(s => s[stage].cpu))))
    console.log(
      columns(
        [
          `${d.name}: ${d.says}`.slice(0, 37),
          d.rows.toLocaleString('en'),
          shown(median(d.wall_s)),
          shown(median(d.cpu_s)),
          cpu('load'),
          cpu('match'),
          cpu('export'),
          shown(d.peak_mb),
          d.ratio === null ? '' : shown(d.ratio.cpu),
          d.aim === null ? '' : `${d.kept ? '' : '> '}${d.aim}`,
          d.to === null ? '' : `CPU, ${d.of} of ${d.to}`,
        ],
        widths,
      ),
    )
  }
}
