/** Pieces that a driver pushes, for one reader that asks for them; the driver is told to wait while several lie unread. */
export class Pieces implements AsyncIterable<Uint8Array> {
  private readonly waiting: Uint8Array[] = []
  private readonly pause: () => void
  private readonly resume: () => void
  private wake: (() => void) | null = null
  private paused = false
  private done = false
  private error: unknown = null

  constructor(pause: () => void, resume: () => void) {
    this.pause = pause
    this.resume = resume
  }

  /** The driver's next piece; it is kept, not copied. */
  push(piece: Uint8Array): void {
    this.waiting.push(piece)
    if (this.waiting.length > 4 && !this.paused) {
      this.paused = true
      this.pause()
    }
    this.wake?.()
  }

  /** There are no more pieces. */
  end(): void {
    this.done = true
    this.wake?.()
  }

  /** The reader gets what was pushed before, then this error. */
  fail(error: unknown): void {
    this.error = error
    this.end()
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    for (;;) {
      const piece = this.waiting.shift()
      if (piece !== undefined) {
        if (this.paused && this.waiting.length < 2) {
          this.paused = false
          this.resume()
        }
        if (piece.length > 0) yield piece
      } else if (this.error !== null) throw this.error
      else if (this.done) return
      else {
        await new Promise<void>(resolve => {
          this.wake = resolve
        })
        this.wake = null
      }
    }
  }
}
