import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads'
import type { Second } from '../engine/index.js'

/**
 * A job for match-worker.ts. `state`: what became of it (0: not done yet, 1: done, 2: it could not be done), and a count that grows while
 * it goes on.
 */
export interface Order {
  readonly job: unknown
  readonly port: MessagePort
  readonly state: Int32Array
}

/**
 * A thread of which nothing is heard for so many milliseconds, or for so many times what it has worked, is given up: its job is done here.
 * One statement of SQL may take long.
 */
const SILENCE = 30_000
const PATIENCE = 3

/** A second thread for a match, which waits for it without letting go of its own. It starts with its first job. */
export class SecondThread implements Second {
  private worker: Worker | null = null
  private lost = false
  private readonly file: string
  private readonly ticks: () => number

  /** `file`: the worker's own; `ticks`: milliseconds of a clock that only runs forward. */
  constructor(file: string, ticks: () => number) {
    this.file = file
    this.ticks = ticks
  }

  /** To start costs 0.3 s of CPU, in which a million rows are read; what has started is of use for less. */
  get worthFrom(): number {
    return this.worker === null ? 1_500_000 : 200_000
  }

  /** Begins a job; the call that is returned waits for what became of it, null where it was lost: the caller then does it itself. */
  start(job: unknown): () => unknown {
    if (this.lost) return () => null
    const state = new Int32Array(new SharedArrayBuffer(8))
    const { port1, port2 } = new MessageChannel()
    this.worker ??= this.hired()
    const began = this.ticks()
    const order: Order = { job, port: port2, state }
    this.worker.postMessage(order, [port2])
    return () => {
      const answer = this.isDone(state, Math.max(SILENCE, PATIENCE * (this.ticks() - began)))
        ? (receiveMessageOnPort(port1)?.message as unknown)
        : undefined
      port1.close()
      return answer ?? null
    }
  }

  private hired(): Worker {
    const worker = new Worker(this.file)
    // Whoever waits sees by the silence that it broke, and does the job itself.
    worker.on('error', () => undefined)
    worker.unref()
    return worker
  }

  /** Ends the thread; a job that still runs is lost. */
  close(): void {
    void this.worker?.terminate()
    this.worker = null
    this.lost = true
  }

  private isDone(state: Int32Array, silence: number): boolean {
    for (let heard = -1; Atomics.load(state, 0) === 0;) {
      if (this.lost) return false
      if (Atomics.wait(state, 0, 0, silence) !== 'timed-out') continue
      const now = Atomics.load(state, 1)
      if (now === heard) {
        this.close()
        return false
      }
      heard = now
    }
    return Atomics.load(state, 0) === 1
  }
}
