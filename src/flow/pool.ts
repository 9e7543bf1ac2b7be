import { Worker } from 'node:worker_threads'
import { problemFrom, type ProblemData } from '../kernel/index.js'

/** Lets at most `width` run at a time. */
export function gate(width: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0
  return async work => {
    if (running >= width) await new Promise<void>(resolve => waiting.push(resolve))
    running++
    try {
      return await work()
    } finally {
      running--
      waiting.shift()?.()
    }
  }
}

interface Job {
  readonly data: unknown
  readonly told: (message: unknown) => void
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

/** What a worker says: how far it is, what became of its job, or what the operator can mend. */
export type WorkerMessage = { readonly told: unknown } | { readonly result: unknown } | { readonly problem: ProblemData }

/**
 * Workers that take one job after another, at most `width` at a time: what they import is loaded once a worker, not once a job. A worker
 * that breaks ends its job with an error, and another takes its place.
 */
export class Crew {
  private readonly file: string
  private readonly width: number
  private readonly waiting: Job[] = []
  private readonly idle: Worker[] = []
  private readonly busy = new Map<Worker, Job>()

  constructor(file: string, width: number) {
    this.file = file
    this.width = width
  }

  /** What a worker makes of the job; what it says on the way goes to `told`. Rejects with its Problem, or its bug. */
  run<T>(data: unknown, told: (message: unknown) => void = () => undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ data, told, resolve: resolve as Job['resolve'], reject })
      this.next()
    })
  }

  /** Ends the workers; jobs that still run are lost. */
  async close(): Promise<void> {
    const workers = [...this.idle, ...this.busy.keys()]
    this.idle.length = 0
    this.busy.clear()
    for (const worker of workers) worker.removeAllListeners()
    await Promise.all(workers.map(w => w.terminate()))
  }

  private next(): void {
    if (this.waiting.length === 0 || (this.idle.length === 0 && this.busy.size >= this.width)) return
    const worker = this.idle.pop() ?? this.hired()
    const job = this.waiting.shift()!
    this.busy.set(worker, job)
    worker.postMessage(job.data)
  }

  private hired(): Worker {
    const worker = new Worker(this.file)
    worker.on('message', (said: WorkerMessage) => {
      const job = this.busy.get(worker)
      if ('told' in said) job?.told(said.told)
      else {
        this.busy.delete(worker)
        this.idle.push(worker)
        if ('problem' in said) job?.reject(problemFrom(said.problem))
        else job?.resolve(said.result as never)
        this.next()
      }
    })
    const lost = (error: Error): void => {
      const job = this.busy.get(worker)
      this.busy.delete(worker)
      job?.reject(error)
      this.next()
    }
    worker.on('error', lost)
    worker.on('exit', code => lost(new Error(`a worker ended with ${code}`)))
    return worker
  }
}
