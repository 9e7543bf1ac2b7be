#!/usr/bin/env node
// What it costs to load a delimited extract: node bench/load.js [--rows 1000000] [--runs 3] [--against CHECKOUT] [--json FILE]. Needs npm run build.
// Each figure is the least of several runs, each a whole `hedui load` in a process of its own; `--against` measures another built checkout turn by turn with this one.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { writeLevy } from './rows.js'

const option = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1] }
const ROWS = Number(option('rows', '1000000').replace(/m$/, '000000'))
const RUNS = Number(option('runs', '3'))
const HERE = fileURLToPath(new URL('..', import.meta.url))
const OTHER = option('against', null)
const PRELOAD = pathToFileURL(join(HERE, 'bench/usage.js')).href

/** What the extracts are like. `two`: two extracts at once, a worker each. */
const SHAPES = {
  utf8: {}, gb18030: { encoding: 'gb18030' }, quoted: { quoteAll: true }, dirty: { dirt: 180 }, two: { files: 2 },
}

function once(checkout, dir, files) {
  const city = mkdtempSync(join(dir, 'city-'))
  const usage = join(dir, 'usage.json')
  const hedui = (...args) => spawnSync(process.execPath, ['--import', PRELOAD, join(checkout, 'bin/hedui.js'), ...args], { encoding: 'utf8', env: { ...process.env, HEDUI_BENCH_USAGE: usage } })
  if (hedui('init', city).status !== 0) throw new Error('init failed')
  const from = performance.now()
  const done = hedui('-C', city, 'load', '--layout', 'ss-levy', '--date', '2025-09-30', '--json', ...files)
  const wall = (performance.now() - from) / 1000
  if (done.status !== 0) throw new Error(done.stdout + done.stderr)
  const used = JSON.parse(readFileSync(usage, 'utf8'))
  rmSync(city, { recursive: true })
  return { wall, cpu: used.user + used.sys, user: used.user, sys: used.sys, mb: used.mb }
}

const least = runs => Object.fromEntries(Object.keys(runs[0]).map(key => [key, Math.min(...runs.map(r => r[key]))]))

function main() {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-bench-'))
  const contenders = [['here', HERE], ...OTHER === null ? [] : [['other', resolve(OTHER)]]]
  const report = { machine: `${cpus().length} × ${cpus()[0].model}`, date: new Date().toISOString().slice(0, 10), rows: ROWS, figures: [] }
  console.log(`${ROWS.toLocaleString('en')} rows of 12 columns, ${report.machine}, load ${loadavg()[0].toFixed(1)}`)
  console.log('extract   of         MB   wall s    cpu s   user s    sys s  peak MB  cpu s / M rows')
  for (const shape of option('shapes', Object.keys(SHAPES).join()).split(',')) {
    const { files = 1, ...form } = SHAPES[shape]
    const paths = Array.from({ length: files }, (_, i) => join(dir, `levy-${i}.csv`))
    for (const [i, path] of paths.entries()) writeLevy(path, ROWS + i, form)
    const runs = contenders.map(() => [])
    for (let n = 0; n < RUNS; n++) for (const [i, [, checkout]] of contenders.entries()) runs[i].push(once(checkout, dir, paths))
    for (const [i, [name]] of contenders.entries()) {
      const best = least(runs[i])
      report.figures.push({ shape, name, ...best })
      const number = (x, digits, width = 9) => x.toFixed(digits).padStart(width)
      console.log(`${shape.padEnd(9)} ${name.padEnd(6)}${number(paths.reduce((n, p) => n + statSync(p).size, 0) / 1e6, 0, 7)}${number(best.wall, 2)}${number(best.cpu, 2)}${number(best.user, 2)}${number(best.sys, 2)}${number(best.mb, 0)}${number(best.cpu / (ROWS * files / 1e6), 2, 16)}`)
    }
    for (const path of paths) rmSync(path)
  }
  rmSync(dir, { recursive: true, force: true })
  if (option('json', null) !== null) writeFileSync(option('json'), `${JSON.stringify(report, null, 2)}\n`)
}

main()
