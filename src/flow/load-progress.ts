import { say } from '../messages/index.js'
import { statAt, type Effects } from '../kernel/index.js'

/** How far an extract is: rows read, and bytes of it that they took. */
export interface Progress {
  readonly rows: number
  readonly bytes: number
}

/** Milliseconds between two progress lines: often enough to be seen moving, seldom enough to cost nothing. */
const EVERY = 200

/** Share of the bytes from which on the time left can be told. */
const KNOWN_FROM = 0.05

/**
 * The progress line of a load: extracts done, rows, rows a second, and about how many seconds are left, told by the bytes of all extracts.
 */
export class LoadProgress {
  private readonly fx: Effects
  private readonly sizes: readonly number[]
  private readonly reached: Progress[]
  private readonly started: number
  private shown = 0
  private done = 0

  constructor(fx: Effects, paths: readonly string[]) {
    this.fx = fx
    this.sizes = paths.map(path => statAt(path)?.size ?? 0)
    this.reached = paths.map(() => ({ rows: 0, bytes: 0 }))
    this.started = fx.now().getTime()
  }

  /** An extract came so far. */
  at(i: number, { rows, bytes }: Progress, file: string): void {
    this.reached[i] = { rows, bytes: Math.min(bytes, this.sizes[i]!) }
    this.show(file)
  }

  /** An extract is loaded, or was given up. */
  finished(i: number, rows: number, file: string): void {
    this.reached[i] = { rows, bytes: this.sizes[i]! }
    this.done++
    this.show(file)
  }

  private show(file: string): void {
    const now = this.fx.now().getTime()
    if (now - this.shown < EVERY) return
    this.shown = now
    const seconds = Math.max(0.001, (now - this.started) / 1000)
    const sum = (of: readonly number[]): number => of.reduce((n, x) => n + x, 0)
    const rows = sum(this.reached.map(s => s.rows))
    const bytes = sum(this.reached.map(s => s.bytes))
    const all = sum(this.sizes)
    const left = all === 0 || bytes < all * KNOWN_FROM ? null : Math.ceil((seconds / bytes) * (all - bytes))
    this.fx.progress(
      say(this.fx.lang, 'cli.load.progress', {
        done: this.done,
        total: this.sizes.length,
        rows,
        rate: Math.round(rows / seconds),
        left,
        file,
      }),
    )
  }
}
