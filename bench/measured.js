// Runs the processes of the bench and tells what each used: wall and CPU seconds of all its threads, and its peak memory.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const HERE = fileURLToPath(new URL('.', import.meta.url))
const TEXT = { encoding: 'utf8', maxBuffer: 2 ** 30 }

function used(file, done, command) {
  if (done.status !== 0) throw new Error(`${command.join(' ')}: ${done.error ?? ''}${done.stdout}${done.stderr}`)
  const { user, sys, mb, wall } = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  return { wall, cpu: user + sys, mb, stdout: done.stdout }
}

/** A program of Node's, measured by itself when it ends. */
export function node(args, cwd) {
  const file = join(cwd, 'usage.json')
  return used(
    file,
    spawnSync(process.execPath, ['--import', join(HERE, 'usage.js'), ...args], {
      cwd,
      ...TEXT,
      env: { ...process.env, HEDUI_BENCH_USAGE: file },
    }),
    args,
  )
}

/** Any other program, measured from outside by wait4 (bench/wait4.py). */
export function other(command, cwd) {
  const file = join(cwd, 'usage.json')
  return used(
    file,
    spawnSync('python3', [join(HERE, 'wait4.py'), file, ...command], {
      cwd,
      ...TEXT,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    }),
    command,
  )
}

export const succeeds = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0

/** MiB of all files under a folder, or of a file. */
export function sizeOf(path) {
  const bytes = statSync(path).isFile()
    ? statSync(path).size
    : readdirSync(path, { withFileTypes: true, recursive: true })
        .filter(f => f.isFile())
        .reduce((n, f) => n + statSync(join(f.parentPath, f.name)).size, 0)
  return bytes / 2 ** 20
}

/** Load of the machine above which seconds by the wall say little. */
export const BUSY = cpus().length * 0.75

/** Waits up to five minutes until others leave the machine alone (`--busy`: not at all); tells the load. */
export function idle() {
  for (let n = 0; !process.argv.includes('--busy') && n < 60 && loadavg()[0] > BUSY; n++) spawnSync('sleep', ['5'])
  return loadavg()[0]
}

export const median = list => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]
export const shown = n => n.toFixed(n < 10 ? 2 : 0)
export const columns = (cells, widths) =>
  cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i] ?? 9))).join('')
