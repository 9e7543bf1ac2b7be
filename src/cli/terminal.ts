import type { Effects } from '../kernel/index.js'
import type { Lang } from '../messages/index.js'

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
    lang, now: () => new Date(), env: name => process.env[name], columns: process.stdout.columns ?? DEFAULT_COLUMNS,
    color: process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
    out: text => {
      clear()
      process.stdout.write(`${text}\n`)
    },
    note: text => {
      clear()
      process.stderr.write(`${text}\n`)
    },
    progress: text => {
      if (!live) return
      clear()
      if (text === '') return
      process.stderr.write(`\r${text.slice(0, (process.stderr.columns ?? DEFAULT_COLUMNS) - 1)}\u001b[K`)
      shown = true
    },
  }
}

/** A reader that went away (`hedui … | head`) is no failure: the rest is not written. */
export function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0)
      throw error
    })
  }
}
