import { STAGES, type Lap, type Stage } from '../flow/stopwatch.js'
import type { Effects } from '../kernel/index.js'
import { prose, showTable } from './paint.js'
import { told } from './words.js'

/**
 * What the stages of a job took: a line for every thing worked on (the dearest first) with its stages across, then the stages of the whole.
 * Stages that took nothing anywhere are left out.
 */
export async function showLaps(fx: Effects, laps: readonly Lap[], named: (of: string) => string): Promise<void> {
  const of = (thing: string | null, stage: Stage | null): number =>
    laps.filter(l => l.of === thing && (stage === null || l.stage === stage)).reduce((sum, l) => sum + l.seconds, 0)
  const things = [...new Set(laps.flatMap(l => l.of ?? []))].toSorted((a, b) => of(b, null) - of(a, null))
  const shown = STAGES.filter(stage => things.some(t => of(t, stage) >= 0.0005))
  const number = (seconds: number): string => (seconds < 0.0005 ? '' : seconds.toFixed(3))
  const whole = [...new Set(laps.filter(l => l.of === null).map(l => l.stage))]
  const total = laps.reduce((sum, l) => sum + l.seconds, 0)
  const rows = [
    ...things.map(t => [named(t), ...shown.map(stage => number(of(t, stage))), number(of(t, null))]),
    ...whole.map(stage => [told(fx, `cli.stage.${stage}`), ...shown.map(() => ''), number(of(null, stage))]),
    [told(fx, 'cli.h.total'), ...shown.map(stage => number(things.reduce((sum, t) => sum + of(t, stage), 0))), number(total)],
  ]
  prose(fx, told(fx, 'cli.laps'))
  const head = [
    { title: '', grow: true as const },
    ...shown.map(stage => ({ title: told(fx, `cli.stage.${stage}`), right: true as const })),
    { title: told(fx, 'cli.h.total'), right: true as const },
  ]
  await showTable(fx, head, rows)
}
