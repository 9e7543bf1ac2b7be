import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { CI, FIXTURES, ROOT, TEMPLATES } from '../helpers/binary.js'
import type { Door } from '../helpers/door.js'
import { cameEarlier } from '../helpers/process.js'

/** What a case leaves: `stdout`, `stderr`, `status`, and the files that it keeps, by their approved names. */
export type Outputs = ReadonlyMap<string, string>

const APPROVED = ['stdout', 'stderr', 'status']
const KEPT = 'out'

/** The lines of a case that do something. */
export function linesOf(dir: string): readonly string[] {
  return readFileSync(join(dir, 'cmd'), 'utf8').split('\n').filter(l => l.trim() !== '' && !l.startsWith('#'))
}

/**
 * Runs the command lines of a case in order, in a copy of its folder, as `sh` would with `hedui` on the path: that of the door, or the started program for the lines that `real` names.
 * Lines that begin with `#` are for the reader; `@workspace NAME [DIR]` sets up the shipped workspace with the extracts of a fixture in it (`-`: none),
 * `@keep FILE` holds a file to its approved copy in `out/`.
 */
export async function runCase(dir: string, door: Door, real: (line: string) => boolean): Promise<Outputs> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'hedui-case-')))
  try {
    const work = join(home, 'work')
    cpSync(dir, work, { recursive: true, filter: source => dirname(source) !== dir || ![...APPROVED, KEPT, 'cmd'].includes(basename(source)) && !source.endsWith('.changed') })
    const env = { ...door.env, PATH: `${door.bin}:${process.env['PATH'] ?? ''}`, HOME: home, LANG: 'C.UTF-8', TZ: 'Asia/Shanghai' }
    const said = { stdout: '', stderr: '', status: '' }
    const kept: string[] = []
    for (const line of linesOf(dir)) {
      const [word, ...rest] = line.split(' ')
      if (word === '@workspace') setUp(rest, work)
      else if (word === '@keep') kept.push(...rest)
      else {
        for (const inbox of inboxesOf(work)) cameEarlier(inbox)
        const got = await shell(line, work, real(line) ? { ...env, HEDUI_REAL: '1' } : env)
        if (got.stdout !== '') said.stdout += `$ ${line}\n${got.stdout}`
        if (got.stderr !== '') said.stderr += `$ ${line}\n${got.stderr}`
        said.status += `${got.status}  ${line}\n`
      }
    }
    const files = kept.map(file => [join(KEPT, file), existsSync(join(work, file)) ? readFileSync(join(work, file), 'utf8') : '(absent)\n'] as const)
    return new Map([...Object.entries(said), ...files].map(([name, text]) => [name, normal(text, work)]))
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Only what must vary: where the case ran, when, how long it took, and marks that change with every edit of a shipped layout. */
function normal(text: string, work: string): string {
  return withoutSeconds(text).replaceAll(work, 'DIR').replaceAll(ROOT, 'REPOSITORY').replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
    .replace(/"seconds":[\d.]+/g, '"seconds":0').replace(/"(fingerprint|hash)":"[0-9a-f]+"/g, '"$1":"…"')
}

/** Takes the last column out of tables of loads: its width is a matter of the machine too. */
function withoutSeconds(text: string): string {
  const lines = text.split('\n')
  let inside = false
  return lines.map((line, i) => {
    if (/ {2,}(秒|s)$/.test(line) && /^-+( +-+)+$/.test(lines[i + 1] ?? '')) inside = true
    else if (inside && !/^-+( +-+)+$| \d+\.\d$/.test(line)) inside = false
    return inside ? line.replace(/ +\S+$/, '') : line
  }).join('\n')
}

function setUp([fixture = '-', ...to]: readonly string[], work: string): void {
  const root = join(work, to.join(' '))
  for (const from of [...(fixture === '-' ? [] : [join(FIXTURES, fixture)]), TEMPLATES]) cpSync(from, root, { recursive: true, force: false })
  for (const folder of ['inbox', 'outbox']) mkdirSync(join(root, folder), { recursive: true })
}

const inboxesOf = (work: string): readonly string[] => readdirSync(work, { recursive: true, withFileTypes: true }).filter(f => f.isDirectory() && f.name === 'inbox').map(f => join(f.parentPath, f.name))

interface Said { readonly stdout: string; readonly stderr: string; readonly status: string }

function shell(line: string, cwd: string, env: NodeJS.ProcessEnv): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', line], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] }
    for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk: Buffer) => chunks[name].push(chunk))
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ stdout: Buffer.concat(chunks.stdout).toString(), stderr: Buffer.concat(chunks.stderr).toString(), status: String(code ?? signal) }))
  })
}

/**
 * Holds what a case gave to what was approved. Without an approval: written where one works, an error in CI. What differs is written beside as `.changed`;
 * `HEDUI_APPROVE=1` approves it. An empty output needs no file. Returns the names that do not hold.
 */
export function held(dir: string, outputs: Outputs): readonly string[] {
  const again = process.env['HEDUI_APPROVE'] === '1'
  const first = !existsSync(join(dir, 'status'))
  if (first && CI) throw new Error(`${dir} has no approved output: run it once outside CI, look at what it wrote, and commit that`)
  // Whatever a case shows, an error of hedui's own is never what is wanted.
  if (/^(3|SIG\w+) {2}/m.test(outputs.get('status') ?? '')) throw new Error(`${dir}: a command met an error of its own:\n${outputs.get('stderr') ?? ''}`)
  const wrong: string[] = []
  for (const [name, text] of outputs) {
    const path = join(dir, name)
    const approved = existsSync(path) ? readFileSync(path, 'utf8') : ''
    rmSync(`${path}.changed`, { force: true })
    if (approved === text) continue
    mkdirSync(dirname(path), { recursive: true })
    if (first || again) {
      if (text === '') rmSync(path, { force: true })
      else writeFileSync(path, text)
    } else {
      writeFileSync(`${path}.changed`, text)
      wrong.push(name)
    }
  }
  return wrong
}
