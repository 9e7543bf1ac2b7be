#!/usr/bin/env node
// The main job against other tools, or hedui's good and bad days:
//   npm run bench -- [--rows 1m] [--runs 3] [--json FILE] [--keep DIR] [--busy] and
//     contenders: [--contenders hedui,duckdb,plain,sqlite3,chdb,polars] [--day good|disagree|dirty|empty|script]
//                 [--encoding utf-8|gb18030] [--quoted] [--only-job]
//     days:       --days [good,disagree,…] (a table of hedui alone; no names: all) [--only-job] (no export)
// Each contender runs as a process of its own, in turn, on the same files, and gives the same discrepancies, which is checked by content.
// What is not installed is left out, and said: DuckDB is @duckdb/node-api (npm i --no-save @duckdb/node-api; BENCH_MODULES names another
// place to look for it), chdb and polars are of python3, which also measures sqlite3.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { option, rowsOf } from './checkouts.js'
import { CONTENDERS } from './contenders.js'
import { DAYS, OWNER, TAX, writeExtracts } from './data.js'
import { DAY_NAMES, liveDays, showDays } from './days.js'
import { isNothing, isSame } from './found.js'
import { BUSY, columns, idle, median, shown, sizeOf } from './measured.js'

/** Days on which every contender means the same by a discrepancy: where keys repeat, the ladder of the rule does more than their SQL. */
const ALIKE = ['good', 'disagree', 'dirty', 'empty', 'script']

const has = name => process.argv.includes(`--${name}`)
const settings = {
  rows: rowsOf('1m'),
  runs: Number(option('runs', '3')),
  day: option('day', 'good'),
  encoding: option('encoding', 'utf-8'),
  quoted: has('quoted'),
  json: option('json'),
  keep: option('keep'),
}
const machine = `${cpus().length} × ${cpus()[0].model}`
const work = settings.keep ?? mkdtempSync(join(tmpdir(), 'hedui-bench-'))

function oneOf(what, found, known) {
  if (!known.includes(found)) throw new Error(`--${what} takes ${known.join(', ')}; found: ${found}`)
}

/** Those who take part; who does not is said. */
function present() {
  return option('contenders', Object.keys(CONTENDERS).join())
    .split(',')
    .filter(name => {
      oneOf('contenders', name, Object.keys(CONTENDERS))
      const { lacks, utf8 } = CONTENDERS[name]
      const why = settings.encoding !== 'utf-8' && utf8 ? `it is written here for UTF-8, not ${settings.encoding}` : lacks()
      if (why !== null) console.log(`${name} is left out: ${why}`)
      return why === null
    })
}

/** Runs them in turn; what they found is held to the first one's, once. */
async function compete(names, files) {
  const runs = Object.fromEntries(names.map(n => [n, []]))
  const loads = []
  let wanted = null
  for (let turn = 0; turn < settings.runs; turn++) {
    for (const name of names) {
      const dir = join(work, name)
      rmSync(dir, { recursive: true, force: true })
      mkdirSync(dir)
      loads.push(idle())
      const { found, beside, ...used } = CONTENDERS[name].run(files, dir)
      if (turn === 0) {
        const seen = await found()
        if (isNothing(seen)) throw new Error(`${name} found nothing`)
        wanted ??= seen
        used.equal = isSame(seen, wanted)
        if (!used.equal) console.log(`${name} found ${JSON.stringify(seen)}, ${names[0]} ${JSON.stringify(wanted)}`)
      }
      if (beside !== undefined && !has('only-job')) used.beside = beside()
      runs[name].push(used)
      rmSync(dir, { recursive: true, force: true })
    }
  }
  return { runs, load: Math.max(...loads), discrepancies: wanted.classes }
}

function summed(name, runs) {
  const wall = median(runs.map(r => r.wall))
  const all = key => (runs[0][key] === undefined ? {} : { [key]: runs.map(r => r[key]) })
  return {
    name,
    wall_s: runs.map(r => r.wall),
    cpu_s: runs.map(r => r.cpu),
    peak_mb: median(runs.map(r => r.mb)),
    disk_mb: median(runs.map(r => r.disk)),
    rows_per_s: (2 * settings.rows) / wall,
    equal: runs[0].equal,
    ...all('stages'),
    ...all('beside'),
  }
}

/** hedui's figures by DuckDB's; of the stages load and match too. */
function ratioTo(own, duck) {
  if (own === undefined || duck === undefined) return null
  const by = pick => median(pick(own)) / median(pick(duck))
  const stage = name => ({ wall: by(c => c.stages.map(s => s[name].wall)), cpu: by(c => c.stages.map(s => s[name].cpu)) })
  return { wall: by(c => c.wall_s), cpu: by(c => c.cpu_s), memory: own.peak_mb / duck.peak_mb, load: stage('load'), match: stage('match') }
}

function show(contenders, ratio) {
  const widths = [20, 9, 9, 9, 9, 12, 7]
  console.log(columns(['contender', 'wall s', 'CPU s', 'peak MB', 'disk MB', 'rows/s', 'equal'], widths))
  for (const c of contenders) {
    console.log(
      columns(
        [
          c.name,
          shown(median(c.wall_s)),
          shown(median(c.cpu_s)),
          shown(c.peak_mb),
          shown(c.disk_mb),
          Math.round(c.rows_per_s).toLocaleString('en'),
          c.equal ? 'yes' : 'NO',
        ],
        widths,
      ),
    )
    for (const [key, mark] of [
      ['stages', '  '],
      ['beside', '+ '],
    ]) {
      for (const name of Object.keys(c[key]?.[0] ?? {})) {
        const of = what => (c[key][0][name][what] === undefined ? '' : shown(median(c[key].map(s => s[name][what]))))
        console.log(columns([mark + name, of('wall'), of('cpu'), of('mb')], widths))
      }
    }
  }
  if (ratio !== null)
    console.log(
      `hedui to DuckDB: wall ${shown(ratio.wall)}, CPU ${shown(ratio.cpu)}, memory ${shown(ratio.memory)}; load alone: CPU ${shown(ratio.load.cpu)}; match alone: wall ${shown(ratio.match.wall)}, CPU ${shown(ratio.match.cpu)}`,
    )
}

/** Keeps the figures, and says where they are worth less. */
function end(figures) {
  if (figures.load > BUSY) console.log(`The machine was not idle (load up to ${shown(figures.load)}): compare CPU seconds, not wall.`)
  if (settings.json !== undefined)
    writeFileSync(
      settings.json,
      `${JSON.stringify({ machine, date: new Date().toISOString().slice(0, 10), rows: settings.rows, ...figures }, null, 2)}\n`,
    )
}

async function againstOthers() {
  oneOf('day', settings.day, ALIKE)
  oneOf('encoding', settings.encoding, ['utf-8', 'gb18030'])
  const files = [OWNER, TAX].map(f => join(work, f.file))
  if (!files.every(existsSync))
    writeExtracts(work, {
      rows: settings.rows,
      day: DAYS[settings.day],
      quoted: settings.quoted,
      ...(settings.encoding === 'gb18030' ? { encode: text => iconv.encode(text, 'gb18030') } : {}),
    })
  const { rows, day, encoding, quoted } = settings
  console.log(
    `${rows.toLocaleString('en')} rows a side, ${shown(files.reduce((n, f) => n + sizeOf(f), 0))} MiB, day ${day}, ${encoding}${quoted ? ', all cells quoted' : ''}; ${machine}, ${shown(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  )
  const names = present()
  const { runs, load, discrepancies } = await compete(names, files)
  const contenders = names.map(name => summed(name, runs[name]))
  const ratio = ratioTo(
    contenders.find(c => c.name === 'hedui'),
    contenders.find(c => c.name === 'duckdb'),
  )
  show(contenders, ratio)
  end({ day, encoding, quoted, load, discrepancies, contenders, ratio_to_duckdb: ratio })
  if (contenders.some(c => !c.equal)) process.exitCode = 1
}

function daysOfHedui() {
  const asked = option('days')
  const names = asked === undefined || asked.startsWith('--') ? DAY_NAMES : asked.split(',')
  for (const name of names) oneOf('days', name, DAY_NAMES)
  console.log(
    `${settings.rows.toLocaleString('en')} rows a side, hedui alone; ${machine}, ${shown(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  )
  const { days, load } = liveDays(work, { rows: settings.rows, runs: settings.runs, names, onlyJob: has('only-job') })
  showDays(days)
  end({ load, days })
}

mkdirSync(work, { recursive: true })
// A run that fails leaves nothing either.
if (settings.keep === undefined) process.on('exit', () => rmSync(work, { recursive: true, force: true }))
if (has('days')) daysOfHedui()
else await againstOthers()
