/** Lines after which the event loop turns: some hundredths of a second. */
const LINES = 2048

/** Lets the event loop turn once in a while in work of many lines: where it never turns, nobody can interrupt. */
export class Turns {
  private lines = 0

  /** After each line: what to wait for, or nothing. */
  line(): Promise<void> | undefined {
    return ++this.lines % LINES === 0 ? new Promise(resolve => setImmediate(resolve)) : undefined
  }
}
