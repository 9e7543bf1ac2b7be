import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, utimesSync, watch } from 'node:fs'
import { join, relative } from 'node:path'
import { BINARY } from './binary.js'

export interface Ended { readonly status: number | null; readonly signal: NodeJS.Signals | null; readonly stdout: string; readonly stderr: string; readonly ms: number }

function start(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const from = performance.now()
  const child = spawn(process.execPath, [BINARY, ...args], { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LANG: 'C.UTF-8', HEDUI_WORKSPACE: '', ...env } })
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) child[name]!.setEncoding('utf8').on('data', (text: string) => { said[name] += text })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status, signal) => resolve({ status, signal, ...said, ms: performance.now() - from }))
  })
  return { child, ended }
}

/** Runs the real program to its end. */
export function hedui(args: readonly string[], cwd: string, env?: NodeJS.ProcessEnv): Promise<Ended> {
  return start(args, cwd, env).ended
}

/** When to interrupt: after so many milliseconds, or so many after something first changed in a folder. */
export interface Moment { readonly signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'; readonly ms: number; readonly after?: string }

/** Runs the real program and interrupts it; it may have ended before. */
export async function interrupted(args: readonly string[], cwd: string, { signal, ms, after }: Moment): Promise<Ended> {
  const { child, ended } = start(args, cwd)
  const kill = (): void => { child.kill(signal) }
  let timer = after === undefined ? setTimeout(kill, ms) : undefined
  const watcher = after === undefined ? undefined : watch(after, () => { timer ??= setTimeout(kill, ms) })
  try {
    return await ended
  } finally {
    clearTimeout(timer)
    watcher?.close()
  }
}

const HOUR = 3_600_000

/** Lets the files of a folder have come an hour ago: for young ones in its inbox the program waits three seconds, since they may still be growing. */
export function cameEarlier(dir: string): void {
  const then = new Date(Date.now() - HOUR)
  for (const f of readdirSync(dir, { withFileTypes: true })) if (f.isFile()) utimesSync(join(dir, f.name), then, then)
}

/** SHA-256 of every file below a folder, by path; what lies in folders whose name begins with a dot is left out. */
export function hashes(dir: string): Readonly<Record<string, string>> {
  if (!existsSync(dir)) return {}
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(f => f.isFile()).map(f => relative(dir, join(f.parentPath, f.name))).filter(f => !f.split('/').some(part => part.startsWith('.')))
  return Object.fromEntries(files.toSorted().map(f => [f, createHash('sha256').update(readFileSync(join(dir, f))).digest('hex')]))
}

/** Numbers from 0 to 1 that a seed decides, printed with a failure, so that it can be repeated. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
