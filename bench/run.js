#!/usr/bin/env node
// The main job against other tools: npm run bench -- [--rows 1m] [--runs 3] [--day good|disagree|dirty|script] [--encoding utf-8|gb18030] [--quoted] [--contenders hedui,duckdb,plain] [--json FILE] [--keep DIR] [--busy]
// Each contender runs as a process of its own, in turn, on the same files, and gives the same discrepancies, which is checked by content. DuckDB takes part where @duckdb/node-api
// is installed (npm i --no-save @duckdb/node-api); BENCH_MODULES names another place to look for it.
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import iconv from 'iconv-lite'
import { DAYS, OWNER, TAX, writeExtracts } from './data.js'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const HEDUI = join(HERE, '../bin/hedui.js')
const option = (name, fallback) => { const i = process.argv.indexOf(`--${name}`); return i < 0 ? fallback : process.argv[i + 1] }
const size = text => Number(text.replace(/m$/i, '')) * (/m$/i.test(text) ? 1e6 : 1)
const settings = {
  rows: size(option('rows', '1m')), runs: Number(option('runs', '3')), day: option('day', 'good'), encoding: option('encoding', 'utf-8'), quoted: process.argv.includes('--quoted'),
  contenders: option('contenders', 'hedui,duckdb,plain').split(','), json: option('json'), keep: option('keep'),
}
const work = settings.keep ?? mkdtempSync(join(tmpdir(), 'hedui-bench-'))
const files = [OWNER, TAX].map(f => join(work, f.file))

/** Waits up to five minutes until others leave the machine alone (`--busy`: not at all). */
function idle() {
  for (let n = 0; !process.argv.includes('--busy') && n < 60 && loadavg()[0] > cpus().length * 0.75; n++) spawnSync('sleep', ['5'])
  return loadavg()[0]
}

/** Runs a process and returns what it used. */
function measured(args, cwd = work) {
  const usage = join(work, 'usage.json')
  rmSync(usage, { force: true })
  const done = spawnSync(process.execPath, ['--import', join(HERE, 'usage.js'), ...args], { cwd, encoding: 'utf8', env: { ...process.env, HEDUI_BENCH_USAGE: usage }, maxBuffer: 1 << 28 })
  if (done.status !== 0) throw new Error(`${args.join(' ')}: ${done.stderr}`)
  const { user, sys, mb, wall } = JSON.parse(readFileSync(usage, 'utf8'))
  return { wall, cpu: user + sys, mb }
}

const sizeOf = dir => readdirSync(dir, { withFileTypes: true, recursive: true }).filter(f => f.isFile()).reduce((n, f) => n + statSync(join(f.parentPath, f.name)).size, 0) / 2 ** 20

/** What a contender found, in one form: class, key, amounts; ordered. */
async function found(path, read) {
  const out = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const row = read(line)
    if (row !== null) out.push(row)
  }
  return out.sort().join('\n')
}

const ofCsv = path => found(path, line => line.startsWith('class,') ? null : line)
const CLASSES = { L01: r => r.variant, L02: () => 'differs' }
const amountOf = (r, side) => r.sides[side] === undefined ? 0 : r.sides[side].reduce((n, x) => n + x.amount, 0)

const CONTENDERS = {
  /** As shipped: load, match by one rule, export; rows with their place, changes and issues noted, ledger moved, packages as CSV. */
  hedui: {
    async run(dir) {
      const city = join(dir, 'city')
      spawnSync(process.execPath, [HEDUI, 'init', city])
      const config = join(city, 'hedui.yaml')
      writeFileSync(config, readFileSync(config, 'utf8').replace('formats: [xlsx, csv]', 'formats: [csv]').replace('recipients: [ss, mi, tax, bank]', 'recipients: [ss, tax]'))
      const stages = {
        load: measured([HEDUI, '-C', city, 'load', ...files]),
        match: measured([HEDUI, '-C', city, 'match', '--as-of', '2025-10-10', '--rule', 'levy-copy']),
        export: measured([HEDUI, '-C', city, 'export']),
      }
      const all = Object.values(stages)
      return { wall: all.reduce((n, s) => n + s.wall, 0), cpu: all.reduce((n, s) => n + s.cpu, 0), mb: Math.max(...all.map(s => s.mb)), disk: sizeOf(join(city, 'data')), stages }
    },
    async found(dir) {
      const list = join(dir, 'list.jsonl')
      const done = spawnSync('/bin/sh', ['-c', `"${process.execPath}" "${HEDUI}" -C "${join(dir, 'city')}" diff list --json --state all --limit 100000000 > "${list}"`])
      if (done.status !== 0) throw new Error(String(done.stderr))
      return found(list, line => { const r = JSON.parse(line); return [CLASSES[r.outcome](r), r.id_number, r.insurance, r.period, r.levy_no, amountOf(r, 'ss'), amountOf(r, 'tax')].join() })
    },
  },
  duckdb: { module: '@duckdb/node-api', run: async dir => ({ ...measured([join(HERE, 'contenders/duckdb.js'), ...files, dir]), disk: statSync(join(dir, 'store.duckdb')).size / 2 ** 20 }), found: dir => ofCsv(join(dir, 'discrepancies.csv')) },
  plain: { run: async dir => ({ ...measured([join(HERE, 'contenders/plain.js'), ...files, dir]), disk: statSync(join(dir, 'store.db')).size / 2 ** 20 }), found: dir => ofCsv(join(dir, 'discrepancies.csv')) },
}

function present(name) {
  const { module } = CONTENDERS[name]
  if (module === undefined) return true
  try { createRequire(process.env.BENCH_MODULES ?? import.meta.url).resolve(module); return true } catch { console.log(`${name} is left out: ${module} is not installed`); return false }
}

const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
const shown = n => n.toFixed(n < 10 ? 2 : 0)

mkdirSync(work, { recursive: true })
if (!files.every(existsSync)) writeExtracts(work, { rows: settings.rows, day: DAYS[settings.day], quoted: settings.quoted, ...(settings.encoding === 'gb18030' ? { encode: text => iconv.encode(text, 'gb18030') } : {}) })
const bytes = files.reduce((n, f) => n + statSync(f).size, 0)
console.log(`${settings.rows.toLocaleString('en')} rows a side, ${shown(bytes / 2 ** 20)} MiB, day ${settings.day}, ${settings.encoding}${settings.quoted ? ', all cells quoted' : ''}; ${cpus().length} × ${cpus()[0].model}, ${shown(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`)
const names = settings.contenders.filter(present).filter(name => name !== 'duckdb' || settings.encoding === 'utf-8' || (console.log('duckdb is left out: it reads no GB18030'), false)).filter(name => name !== 'plain' || settings.encoding === 'utf-8')
const results = Object.fromEntries(names.map(n => [n, []]))
const loads = []
let wanted = null
for (let turn = 0; turn < settings.runs; turn++) {
  for (const name of names) {
    const dir = join(work, name)
    rmSync(dir, { recursive: true, force: true })
    mkdirSync(dir)
    loads.push(idle())
    const used = await CONTENDERS[name].run(dir)
    const text = turn > 0 ? null : await CONTENDERS[name].found(dir)
    if (text !== null) { if (text === '') throw new Error(`${name} found nothing`); wanted ??= text }
    results[name].push({ ...used, equal: text === null ? results[name][0].equal : text === wanted })
    rmSync(dir, { recursive: true, force: true })
  }
}
const contenders = names.map(name => {
  const runs = results[name]
  const wall = median(runs.map(r => r.wall))
  return { name, wall_s: runs.map(r => r.wall), cpu_s: runs.map(r => r.cpu), peak_mb: median(runs.map(r => r.mb)), disk_mb: median(runs.map(r => r.disk)), rows_per_s: 2 * settings.rows / wall, equal: runs.every(r => r.equal), ...(runs[0].stages === undefined ? {} : { stages: runs.map(r => r.stages) }) }
})
const duck = contenders.find(c => c.name === 'duckdb')
const own = contenders.find(c => c.name === 'hedui')
const ratio = duck === undefined || own === undefined ? null : { wall: median(own.wall_s) / median(duck.wall_s), cpu: median(own.cpu_s) / median(duck.cpu_s), memory: own.peak_mb / duck.peak_mb }
console.log(['contender'.padEnd(10), 'wall s', 'CPU s', 'peak MB', 'disk MB', 'rows/s', 'equal'].map(h => h.padStart(10)).join(''))
for (const c of contenders) {
  console.log([c.name.padEnd(10), shown(median(c.wall_s)), shown(median(c.cpu_s)), shown(c.peak_mb), shown(c.disk_mb), Math.round(c.rows_per_s).toLocaleString('en'), c.equal ? 'yes' : 'NO'].map(x => x.padStart(10)).join(''))
  for (const stage of Object.keys(c.stages?.[0] ?? {})) console.log(['  ' + stage.padEnd(8), shown(median(c.stages.map(s => s[stage].wall))), shown(median(c.stages.map(s => s[stage].cpu))), shown(median(c.stages.map(s => s[stage].mb)))].map(x => x.padStart(10)).join(''))
}
if (ratio !== null) console.log(`hedui to DuckDB: wall ${shown(ratio.wall)}, CPU ${shown(ratio.cpu)}, memory ${shown(ratio.memory)}`)
if (Math.max(...loads) > cpus().length * 0.75) console.log(`The machine was not idle (load up to ${shown(Math.max(...loads))}): compare CPU seconds, not wall.`)
if (settings.json !== undefined) writeFileSync(settings.json, `${JSON.stringify({ machine: `${cpus().length} × ${cpus()[0].model}`, date: new Date().toISOString().slice(0, 10), rows: settings.rows, day: settings.day, encoding: settings.encoding, load: Math.max(...loads), contenders, ratio_to_duckdb: ratio }, null, 2)}\n`)
if (settings.keep === undefined) rmSync(work, { recursive: true, force: true })
if (contenders.some(c => !c.equal)) process.exitCode = 1
