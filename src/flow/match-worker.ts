import { parentPort } from 'node:worker_threads'
import { sideJob } from '../engine/index.js'
import type { Order } from './second.js'

/** Buffers of plain data, so that they move instead of being copied. */
function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (Array.isArray(value) && typeof value[0] === 'number') return found
  else if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) buffersOf(part, found)
  return found
}

/**
 * In a worker: does one job after another for a thread that waits for it; where it cannot, it says so, and the other does the job itself.
 */
export function serveMatches(ticks: () => number): void {
  parentPort?.on('message', ({ job, port, state }: Order) => {
    try {
      const answer = sideJob(
        job,
        () => {
          Atomics.add(state, 1, 1)
        },
        ticks,
      )
      port.postMessage(answer, [...buffersOf(answer)])
      Atomics.store(state, 0, 1)
    } catch {
      // Whoever waits does the job itself, and meets there what went wrong here.
      Atomics.store(state, 0, 2)
    }
    Atomics.notify(state, 0)
  })
}
