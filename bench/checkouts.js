// What the benches share: options; and for load.js and export.js whole commands of this checkout, with `--against` of another one, measured
// turn by turn; each figure is the least of `--runs`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export const option = (name, fallback) => {
  const i = process.argv.indexOf(`--${name}`)
  return i < 0 ? fallback : process.argv[i + 1]
}
export const HERE = fileURLToPath(new URL('..', import.meta.url))
const PRELOAD = pathToFileURL(join(HERE, 'bench/usage.js')).href
const OTHER = option('against', null)
const CHECKOUTS = [['here', HERE], ...(OTHER === null ? [] : [['other', resolve(OTHER)]])]
const RUNS = Number(option('runs', '3'))

export function rowsOf(fallback) {
  const rows = Number(option('rows', fallback).replace(/m$/, '000000'))
  if (!(rows > 0)) throw new Error('--rows takes a number, or millions as 1m')
  return rows
}

/** Runs a command of a checkout in a process of its own; what it used, in seconds and MB. */
export function hedui(checkout, dir, args) {
  const usage = join(dir, 'usage.json')
  const from = performance.now()
  const done = spawnSync(process.execPath, ['--import', PRELOAD, join(checkout, 'bin/hedui.js'), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, HEDUI_BENCH_USAGE: usage },
  })
  const wall = (performance.now() - from) / 1000
  if (done.status !== 0) throw new Error(`hedui ${args.join(' ')}: ${done.stdout}${done.stderr}`)
  const { user, sys, mb } = JSON.parse(readFileSync(usage, 'utf8'))
  return { wall, cpu: user + sys, user, sys, mb }
}

/** The best figures of each checkout, by its name. */
export function inTurns(once) {
  const runs = CHECKOUTS.map(() => [])
  for (let n = 0; n < RUNS; n++) for (const [i, [, checkout]] of CHECKOUTS.entries()) runs[i].push(once(checkout))
  return CHECKOUTS.map(([name], i) => [
    name,
    Object.fromEntries(Object.keys(runs[i][0]).map(key => [key, Math.min(...runs[i].map(r => r[key]))])),
  ])
}

export const number = (x, digits, width = 9) => x.toFixed(digits).padStart(width)
/** Wall, CPU, user and system seconds and peak MB, in columns. */
export const figures = ({ wall, cpu, user, sys, mb }) => [wall, cpu, user, sys].map(s => number(s, 2)).join('') + number(mb, 0)

/** Runs `work` with a folder of its own; what it says is kept with `--json FILE`. */
export function report(rows, about, work) {
  const dir = mkdtempSync(join(tmpdir(), 'hedui-bench-'))
  const kept = { machine: `${cpus().length} × ${cpus()[0].model}`, date: new Date().toISOString().slice(0, 10), rows, figures: [] }
  console.log(`${about}, ${kept.machine}, load ${loadavg()[0].toFixed(1)}`)
  work(dir, figure => kept.figures.push(figure))
  rmSync(dir, { recursive: true, force: true })
  if (option('json', null) !== null) writeFileSync(option('json'), `${JSON.stringify(kept, null, 2)}\n`)
}
