import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { Crew } from '../../../src/flow/pool.js'
import { Problem } from '../../../src/kernel/index.js'

const dir = mkdtempSync(join(tmpdir(), 'hedui-pool-'))
afterAll(() => rmSync(dir, { recursive: true }))

/** A worker that answers what it is asked for: a result, a Problem, or its own end. */
const file = join(dir, 'worker.mjs')
writeFileSync(file, `
import { parentPort } from 'node:worker_threads'
parentPort.on('message', job => {
  if (job === 'problem') parentPort.postMessage({ problem: { code: 'store.batch_file', params: { batch: 7, file: 'a.db', state: 'gone' }, exit: 2 } })
  else if (job === 'bug') throw new Error('broken')
  else parentPort.postMessage({ result: job })
})
`)

describe('crew', () => {
  it('hands on what the operator can mend as a Problem, and a bug as an error; the next jobs are done', async () => {
    const crew = new Crew(file, 1)
    const jobs = ['problem', 'one', 'bug', 'two'].map(job => crew.run(job))
    const [problem, one, bug, two] = await Promise.allSettled(jobs)
    await crew.close()
    expect(problem).toMatchObject({ status: 'rejected', reason: { code: 'store.batch_file', params: { batch: 7, file: 'a.db', state: 'gone' }, exit: 2 } })
    expect((problem as PromiseRejectedResult).reason).toBeInstanceOf(Problem)
    expect(one).toEqual({ status: 'fulfilled', value: 'one' })
    expect(bug).toMatchObject({ status: 'rejected', reason: { message: 'broken' } })
    expect((bug as PromiseRejectedResult).reason).not.toBeInstanceOf(Problem)
    expect(two).toEqual({ status: 'fulfilled', value: 'two' })
  })
})
