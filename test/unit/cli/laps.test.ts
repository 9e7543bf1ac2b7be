import { describe, expect, it } from 'vitest'
import { showLaps } from '../../../src/cli/laps.js'
import { Stopwatch, type Stage } from '../../../src/flow/stopwatch.js'
import type { Effects } from '../../../src/kernel/index.js'

describe('what stages took', () => {
  it('is told by thing and stage, the dearest first, with the stages of the whole and sums', async () => {
    let now = 0
    const watch = new Stopwatch(() => now)
    const after = (ms: number, of: string | null, stage: Stage): void => { now += ms; watch.lap(of, stage) }
    after(100, null, 'write')
    after(20, 'a', 'sql')
    after(300, 'b', 'prefilter')
    after(5, 'b', 'sql')
    after(7, 'a', 'sql')
    const lines: string[] = []
    await showLaps({ lang: 'en', columns: 80, color: false, out: line => lines.push(line) } as Pick<Effects, 'lang' | 'columns' | 'color' | 'out'> as Effects, watch.laps(), of => `rule ${of}`)
    expect(lines).toEqual([
      'What the stages took, in seconds:',
      '        prefilter    SQL  total',
      '------  ---------  -----  -----',
      'rule b      0.300  0.005  0.305',
      'rule a             0.027  0.027',
      'write                     0.100',
      'total       0.300  0.032  0.432',
    ])
  })
})
