import { KeyEntries } from './entries.js'
import { readSide, type SideFound, type Task } from './reading.js'
import { RowSet } from './row-set.js'
import { SideScan, type SideTally } from './side-scan.js'

/**
 * Another thread, which does a job (`sideJob`) while this one does something else: gives the way to wait for the answer, null where none
 * will come. What it gives is plain data, and so is the answer.
 */
export interface Second {
  /** Rows of either side from which on it saves more than it costs. */
  readonly worthFrom: number
  start(job: unknown): () => unknown
}

type Scans = readonly [SideScan, SideScan]

/** A side to be read elsewhere: its input, and what was found out about its rows before. */
interface Job {
  readonly s: number
  readonly task: Task
  readonly input: Omit<SideScan['input'], 'employers'>
  readonly codes: ReadonlyMap<string, string>
  readonly units: RowSet | null
  readonly otherLevel: RowSet | null
}

/** As objects without their methods travel. */
interface Answer {
  readonly found: SideFound
  readonly suspects: RowSet
  readonly apart: ReadonlyMap<string, SideTally> | null
}

/** Reads both sides: the second in another thread, where there is one and where that pays. */
export function readBoth(scans: Scans, task: Task, second: Second | null): readonly [SideFound, SideFound] {
  const [a, b] = scans
  if (second === null || Math.min(a.rows, b.rows) < second.worthFrom) return [readSide(a, 0, task), readSide(b, 1, task)]
  const wait = second.start(jobOf(b, task))
  const first = readSide(a, 0, task)
  const answer = wait() as Answer | null
  if (answer === null) return [first, readSide(b, 1, task)]
  b.suspects.addAll(RowSet.of(answer.suspects))
  b.apart ??= answer.apart
  const { negative, entries, vouchers } = answer.found
  return [
    first,
    {
      ...answer.found,
      ...(negative && { negative: RowSet.of(negative) }),
      ...(entries && { entries: KeyEntries.of(entries) }),
      ...(vouchers && { vouchers: { ...vouchers, entries: KeyEntries.of(vouchers.entries), nameless: RowSet.of(vouchers.nameless) } }),
    },
  ]
}

function jobOf({ input: { employers, ...input }, units, otherLevel }: SideScan, task: Task): Job {
  const { rule, agreement } = task
  // Codes of many units are not sent where nobody asks for a unit.
  const asked = /"(who|employer)"/.test(JSON.stringify([rule.sides, rule.repeats, rule.near, rule.cancel, agreement]))
  return { s: 1, task, input, codes: asked ? employers() : new Map(), units, otherLevel }
}

/** Reads a side for the thread that made the job (`readBoth`). `beat` is told now and then that it goes on. */
export function readSideAway(job: unknown, beat: () => void): unknown {
  const { s, task, input, codes, units, otherLevel } = job as Job
  const scan = new SideScan({ ...input, employers: () => codes })
  scan.units = units && RowSet.of(units)
  scan.otherLevel = otherLevel && RowSet.of(otherLevel)
  scan.beat = beat
  const found = readSide(scan, s, task)
  const answer: Answer = { found, suspects: scan.suspects, apart: scan.apart }
  return answer
}
