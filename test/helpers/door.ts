import { execFileSync, fork, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, openSync, readdirSync, realpathSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BINARY, FULL } from './binary.js'
import { hedui, type Ended } from './process.js'

const PROCESS = fileURLToPath(new URL('door-process.js', import.meta.url))

/** `hedui` on the path: leaves its folder, its words and its environment where the door reads them, waits for the status, and says what the door said. */
const ASKING = `#!/bin/sh
if [ -n "$HEDUI_REAL" ]; then exec "$HEDUI_NODE" "$HEDUI_BINARY" "$@"; fi
at="$HEDUI_DOOR/$$"
mkfifo "$at"
pwd -P | tr '\\n' '\\0' > "$at.args"
for word; do printf '%s\\0' "$word"; done >> "$at.args"
env -0 > "$at.env"
echo $$ > "$HEDUI_DOOR/asked"
read -r status < "$at"
cat "$at.out"
cat "$at.err" >&2
rm -f "$at" "$at.out" "$at.err"
exit "$status"
`

/**
 * The built program kept open in a process of its own: command lines go through the `main` that `bin/hedui.js` calls, in turn, without a start of Node for each.
 * With HEDUI_FULL every one is a start of the real program.
 */
export class Door {
  /** A folder with `hedui` in it, for the path of a shell. */
  readonly bin: string
  private readonly dir = mkdtempSync(join(realpathSync(tmpdir()), 'hedui-door-'))
  private readonly child: ChildProcess
  private readonly waiting = new Map<number, { readonly resolve: (ended: Ended) => void; readonly reject: (error: Error) => void }>()
  private asked = 0

  constructor() {
    this.bin = join(this.dir, 'bin')
    mkdirSync(this.bin)
    writeFileSync(join(this.bin, 'hedui'), ASKING)
    chmodSync(join(this.bin, 'hedui'), 0o755)
    execFileSync('mkfifo', [join(this.dir, 'asked')])
    this.child = fork(PROCESS, { env: { ...process.env, ...this.env }, execArgv: [] })
    this.child.on('message', ({ id, ...ended }: Ended & { id: number }) => {
      this.waiting.get(id)?.resolve({ ...ended, signal: null })
      this.waiting.delete(id)
    })
    this.child.on('exit', (code, signal) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`the door ended: ${signal ?? code}`))
      // Scripts that wait would wait for ever.
      for (const name of readdirSync(this.dir)) if (/^\d+$/.test(name)) writeSync(openSync(join(this.dir, name), 'r+'), `the door ended: ${signal ?? code}\n`)
    })
  }

  /** What `hedui` on the path must be told. With HEDUI_REAL beside it, it starts the real program. */
  get env(): Readonly<Record<string, string>> {
    return { HEDUI_DOOR: this.dir, HEDUI_NODE: process.execPath, HEDUI_BINARY: BINARY, ...(FULL ? { HEDUI_REAL: '1' } : {}) }
  }

  /** Runs a command line to its end. */
  hedui(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    if (FULL) return hedui(args, cwd, env)
    const id = this.asked++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.child.send({ id, args, cwd, env: { ...process.env, LANG: 'C.UTF-8', HEDUI_WORKSPACE: '', ...env } })
    })
  }

  close(): void {
    this.child.removeAllListeners('exit')
    this.child.kill('SIGKILL')
    rmSync(this.dir, { recursive: true, force: true })
  }
}
