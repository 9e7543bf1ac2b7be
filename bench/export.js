#!/usr/bin/env node
// What it costs to write packages and to list: node bench/export.js [--rows 300000] [--runs 3] [--against CHECKOUT] [--city DIR] [--json FILE]. Needs npm run build.
// Two extracts of `--rows` levies each, of a day on which a quarter disagrees (bench/data.js), are loaded and matched once, untimed; `--city` takes a workspace that was.
// Then whole commands, each in a process of its own: export of two bureaus as CSV and as workbooks, and the first page of `diff list`, plain, by outcome and state, and as
// JSON. Each figure is the least of several runs; `--against` measures another built checkout turn by turn with this one.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { DAYS, OWNER, TAX, writeExtracts } from './data.js'

const option = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1] }
const ROWS = Number(option('rows', '300000').replace(/m$/, '000000'))
if (!(ROWS > 0)) throw new Error('--rows takes a number, or millions as 1m')
const RUNS = Number(option('runs', '3'))
const HERE = fileURLToPath(new URL('..', import.meta.url))
const OTHER = option('against', null)
const PRELOAD = pathToFileURL(join(HERE, 'bench/usage.js')).href

const WORK = {
  csv: { formats: '[csv]', command: ['export'] },
  xlsx: { formats: '[xlsx]', command: ['export'] },
  both: { formats: '[xlsx, csv]', command: ['export'] },
  list: { command: ['diff', 'list'] },
  filtered: { command: ['diff', 'list', '--outcome', 'L02', '--state', 'new'] },
  json: { command: ['diff', 'list', '--json', '--limit', '20'] },
}

function hedui(checkout, city, args, usage) {
  const done = spawnSync(process.execPath, ['--import', PRELOAD, join(checkout, 'bin/hedui.js'), '-C', city, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, HEDUI_BENCH_USAGE: usage } })
  if (done.status !== 0) throw new Error(`hedui ${args.join(' ')}: ${done.stdout}${done.stderr}`)
}

/** A workspace with one run over both extracts. */
function built(dir) {
  const city = join(dir, 'city')
  spawnSync(process.execPath, [join(HERE, 'bin/hedui.js'), 'init', city])
  writeExtracts(dir, { rows: ROWS, day: DAYS.disagree })
  const usage = join(dir, 'usage.json')
  for (const { layout, file } of [OWNER, TAX]) hedui(HERE, city, ['load', '--layout', layout, '--date', '2025-09-30', join(dir, file)], usage)
  hedui(HERE, city, ['match', '--as-of', '2025-10-10', '--rule', 'levy-copy'], usage)
  return city
}

function prepared(city, formats) {
  rmSync(join(city, 'outbox'), { recursive: true, force: true })
  if (formats === undefined) return
  const config = join(city, 'hedui.yaml')
  writeFileSync(config, readFileSync(config, 'utf8').replace(/formats: \[.*\]/, `formats: ${formats}`).replace(/recipients: \[.*\]/, 'recipients: [ss, tax]'))
}

function once(checkout, city, { formats, command }, dir) {
  prepared(city, formats)
  const usage = join(dir, 'usage.json')
  const from = performance.now()
  hedui(checkout, city, command, usage)
  const wall = (performance.now() - from) / 1000
  const used = JSON.parse(readFileSync(usage, 'utf8'))
  return { wall, cpu: used.user + used.sys, user: used.user, sys: used.sys, mb: used.mb }
}

const least = runs => Object.fromEntries(Object.keys(runs[0]).map(key => [key, Math.min(...runs.map(r => r[key]))]))

function main() {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-bench-'))
  const contenders = [['here', HERE], ...OTHER === null ? [] : [['other', resolve(OTHER)]]]
  const report = { machine: `${cpus().length} × ${cpus()[0].model}`, date: new Date().toISOString().slice(0, 10), rows: ROWS, figures: [] }
  const city = option('city', null) ?? built(dir)
  console.log(`${option('city', null) ?? `${ROWS.toLocaleString('en')} rows a side`}, ${report.machine}, load ${loadavg()[0].toFixed(1)}`)
  console.log('work      of       wall s    cpu s   user s    sys s  peak MB')
  for (const name of option('work', Object.keys(WORK).join()).split(',')) {
    const runs = contenders.map(() => [])
    for (let n = 0; n < RUNS; n++) for (const [i, [, checkout]] of contenders.entries()) runs[i].push(once(checkout, city, WORK[name], dir))
    for (const [i, [of]] of contenders.entries()) {
      const best = least(runs[i])
      report.figures.push({ work: name, of, ...best })
      const number = (x, digits) => x.toFixed(digits).padStart(9)
      console.log(`${name.padEnd(9)} ${of.padEnd(6)}${number(best.wall, 2)}${number(best.cpu, 2)}${number(best.user, 2)}${number(best.sys, 2)}${number(best.mb, 0)}`)
    }
  }
  rmSync(dir, { recursive: true, force: true })
  if (option('json', null) !== null) writeFileSync(option('json'), `${JSON.stringify(report, null, 2)}\n`)
}

main()
