import { fileURLToPath } from 'node:url'
import { Exit, problem, type Effects } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'
import { fitting, wrapped } from './table.js'

const DEFAULT_COLUMNS = 80

/** The terminal as the core sees it: results on stdout, all else on stderr; progress only where stderr is a terminal. */
export function terminal(lang: Lang): Effects {
  const live = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb'
  let shown = false
  const clear = (): void => {
    if (!shown) return
    process.stderr.write('\r\u001b[K')
    shown = false
  }
  return {
    lang,
    interrupted,
    now: () => new Date(),
    ticks: () => performance.now(),
    loadWorker: workerFile('load'),
    matchWorker: workerFile('match'),
    env: name => process.env[name],
    columns: process.stdout.isTTY === true ? process.stdout.columns || DEFAULT_COLUMNS : Infinity,
    color: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb',
    out: text => {
      refuseLost()
      clear()
      process.stdout.write(`${text}\n`)
    },
    note: text => {
      clear()
      const width = process.stderr.isTTY === true ? process.stderr.columns || DEFAULT_COLUMNS : Infinity
      for (const line of text.split('\n').flatMap(l => wrapped(l, width))) process.stderr.write(`${line}\n`)
    },
    progress: text => {
      if (!live) return
      clear()
      if (text === '') return
      process.stderr.write(`\r${fitting(text, (process.stderr.columns || DEFAULT_COLUMNS) - 1)}\u001b[K`)
      shown = true
    },
  }
}

/** As the signal would have ended the process without us: whoever waits for it sees which one it was. */
function interrupted(undo: () => void): () => void {
  const end = (signal: NodeJS.Signals): void => {
    forget()
    try {
      undo()
    } finally {
      process.kill(process.pid, signal)
    }
  }
  const forget = (): void => {
    for (const signal of ENDING) process.off(signal, end)
  }
  for (const signal of ENDING) process.on(signal, end)
  return forget
}

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const workerFile = (of: string): string => fileURLToPath(new URL(`./${of}-worker.js`, import.meta.url))

/** Nobody reads the results any more (`hedui … | head`): what is left need not be worked out. No failure. */
export class ReaderGone extends Error {
  override readonly name = 'ReaderGone'
}

/**
 * What becomes of a stream is told by `refuseLost`, at the next line and at the end; the last line may be lost when all is done, so that
 * the status is set here too.
 */
export function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && stream === process.stdout) process.exitCode = Exit.operator
    })
  }
}

/**
 * Throws `ReaderGone` where nobody reads the results any more, `cli.lost` where they cannot be written (a full disk): what is half there
 * must not look whole.
 */
export function refuseLost(): void {
  const error = process.stdout.errored as NodeJS.ErrnoException | null
  if (error !== null) throw error.code === 'EPIPE' ? new ReaderGone() : problem('cli.lost', { detail: error.code ?? error.message })
}
