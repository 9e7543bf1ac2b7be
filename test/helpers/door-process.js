// The built program kept open: one command line after another goes through the `main` that bin/hedui.js calls, without a start of Node for each.
// Asked over IPC, or through the fifo in HEDUI_DOOR by the script that door.ts puts on the path.
import { createReadStream, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { main } from '../../dist/cli/index.js'

const place = process.env['HEDUI_DOOR']
process.argv[1] = process.env['HEDUI_BINARY']
// Each command line listens to the streams anew.
for (const stream of [process.stdout, process.stderr]) stream.setMaxListeners(0)

/** Runs one command line where and with what it was asked; what it writes is kept from the real streams. */
async function run({ args, cwd, env }) {
  const said = { stdout: '', stderr: '' }
  const writes = {}
  for (const name of ['stdout', 'stderr']) {
    writes[name] = process[name].write
    process[name].write = text => {
      said[name] += text
      return true
    }
  }
  process.chdir(cwd)
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  // Only what differs: a TZ that is set, even to the same, is looked up again.
  for (const [name, value] of Object.entries(env)) if (process.env[name] !== value) process.env[name] = value
  try {
    return { status: await main(args), ...said }
  } finally {
    for (const name of ['stdout', 'stderr']) process[name].write = writes[name]
    // A workspace that is taken away must not be anybody's folder.
    process.chdir('/')
  }
}

let last = Promise.resolve()
const inTurn = asked => last = last.then(asked, asked)

process.on('message', ({ id, ...asked }) => {
  void inTurn(async () => {
    const from = performance.now()
    process.send({ id, ...await run(asked), ms: performance.now() - from })
  })
})

const wordsOf = file => readFileSync(file, 'utf8').split('\0').slice(0, -1)

// Opened for writing too: it does not end when the first who asks is gone.
createInterface({ input: createReadStream(join(place, 'asked'), { flags: 'r+' }) }).on('line', name => {
  void inTurn(async () => {
    const at = join(place, name)
    const [cwd, ...args] = wordsOf(`${at}.args`)
    const env = Object.fromEntries(wordsOf(`${at}.env`).map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]))
    const { status, stdout, stderr } = await run({ args, cwd, env })
    writeFileSync(`${at}.out`, stdout)
    writeFileSync(`${at}.err`, stderr)
    writeFileSync(at, `${status}\n`)
    for (const end of ['.args', '.env']) rmSync(`${at}${end}`)
  })
})
