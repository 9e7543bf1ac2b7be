import type { Day, Owner } from '../kernel/index.js'
import { readParams, type Rule } from '../match/index.js'
import { openDb, WORKING, type Batch } from '../store/index.js'
import { cancelledRows, takeCancelled } from './cancelled.js'
import { runCompare } from './compare.js'
import { Feeds } from './feeds.js'
import { Findings, type FindingSink, type PackedFindings } from './findings.js'
import type { Piece } from './piece.js'
import { defineFunctions } from './functions.js'
import { runGroup } from './groups.js'
import { sourcesRead } from './needs.js'
import type { Second } from './prefilter/index.js'
import { RowCounts } from './proof.js'
import { wantsOf, type Question, type RanRule } from './question.js'
import type { RunStage } from './stages.js'

/** A rule for one owner's insurances (null: all). */
export interface RuleTask {
  readonly rule: Rule
  readonly owner: Owner | null
}

/** Runs a rule for an owner; what it finds goes to `findings`. */
export function runTask(question: Question, { rule, owner }: RuleTask, findings: FindingSink): RanRule {
  return rule.kind === 'compare' ? runCompare(question, rule, owner, findings) : runGroup(question, rule, owner, findings)
}

/** So many rows looked at by all rules together: what is saved is more than another thread costs to start (0.3 s of CPU). */
const WORTH = 2_000_000

/**
 * With whom rules are shared out, what the other thread needs to ask the same question, and who is told when a rule begins here, and what
 * stages took there.
 */
export interface Sharing {
  readonly second: Second
  readonly batches: readonly Batch[]
  readonly only: readonly string[]
  readonly began: (rule: string) => void
  readonly elsewhere: (laps: readonly SharedLap[]) => void
}

/** Milliseconds of a stage of a rule in another thread. */
export interface SharedLap {
  readonly rule: string | null
  readonly stage: RunStage
  readonly ms: number
}

/** Rows that each task reads, where sharing them out saves more than it costs (`from`: so many rows in all); null elsewhere. */
export function worthSharing(feeds: Feeds, tasks: readonly RuleTask[], from: number = WORTH): readonly number[] | null {
  const sizes = tasks.map(({ rule, owner }) => sourcesRead(feeds, rule, owner).reduce((sum, s) => sum + s.rows, 0))
  return sizes.filter(n => n > 0).length > 1 && sizes.reduce((a, b) => a + b, 0) >= from ? sizes : null
}

/**
 * What the other thread is told. `order`: places of tasks, the largest first; `next`: the first of them that nobody has taken, in memory of
 * both.
 */
export interface ShareJob {
  readonly share: {
    readonly tasks: readonly RuleTask[]
    readonly order: readonly number[]
    readonly next: Int32Array
    readonly batches: readonly Batch[]
    readonly params: string
    readonly asOf: Day
    readonly exact: boolean
    readonly keyBytes: number
    readonly only: readonly string[]
    readonly cancelled: Int32Array
  }
}

interface Answer {
  readonly ran: readonly { readonly task: number; readonly result: RanRule }[]
  readonly found: PackedFindings
  readonly laps: readonly SharedLap[]
}

/** A task that is done: what became of its rule, and what it found, not added yet. */
interface Done {
  readonly result: RanRule
  readonly pieces: readonly Piece[]
}

/**
 * Runs the tasks in two threads, each taking the next largest that nobody has; what they find is added in the order of the tasks, as if one
 * thread had run them. Where the other one is not heard of any more, all is run here.
 */
export function runShared(
  question: Question,
  tasks: readonly RuleTask[],
  findings: Findings,
  { sizes, ...sharing }: Sharing & { readonly sizes: readonly number[] },
): readonly RanRule[] {
  const order = tasks.map((_, i) => i).toSorted((a, b) => sizes[b]! - sizes[a]! || a - b)
  const next = new Int32Array(new SharedArrayBuffer(4))
  // Two rules have their keys at one time.
  const keyBytes = question.keyBytes / 2
  const { params, asOf, exact } = question
  const job: ShareJob = {
    share: {
      tasks,
      order,
      next,
      keyBytes,
      batches: sharing.batches,
      params: params.dir,
      asOf,
      exact,
      only: sharing.only,
      cancelled: cancelledRows(question.db),
    },
  }
  const wait = sharing.second.start(job)
  const done = new Map<number, Done>()
  const here: Question = { ...question, second: null, keyBytes }
  const run = (task: number): void => {
    sharing.began(tasks[task]!.rule.rule)
    const pieces: Piece[] = []
    done.set(task, { result: runTask(here, tasks[task]!, findings.aside(pieces)), pieces })
  }
  eachFree(order, next, run)
  const answer = wait() as Answer | null
  if (answer !== null) {
    sharing.elsewhere(answer.laps)
    const lists = findings.take(
      answer.found,
      tasks.map(t => t.rule),
    )
    for (const [i, { task, result }] of answer.ran.entries()) done.set(task, { result, pieces: lists[i]! })
  }
  for (const task of tasks.keys()) if (!done.has(task)) run(task)
  return tasks.map((_, task) => {
    const { result, pieces } = done.get(task)!
    for (const piece of pieces) findings.add(piece)
    return result
  })
}

function eachFree(order: readonly number[], next: Int32Array, run: (task: number) => void): void {
  for (let at = Atomics.add(next, 0, 1); at < order.length; at = Atomics.add(next, 0, 1)) run(order[at]!)
}

/** Takes part in `runShared` from another thread. `beat` is told now and then that it goes on; `ticks`: milliseconds of a clock. */
export function shareIn({ share: { tasks, order, next, ...asked } }: ShareJob, beat: () => void, ticks: () => number): unknown {
  const db = openDb(':memory:')
  try {
    for (const setting of WORKING) db.pragma(setting)
    const params = readParams(asked.params)
    defineFunctions(db, params)
    const feeds = new Feeds(db, asked.batches)
    feeds.resolveEmployers()
    takeCancelled(db, asked.cancelled)
    const laps: SharedLap[] = []
    let last = ticks()
    const lap: Question['lap'] = (rule, stage) => {
      beat()
      const now = ticks()
      laps.push({ rule, stage, ms: now - last })
      last = now
    }
    const question: Question = {
      db,
      feeds,
      counts: new RowCounts(null),
      params,
      asOf: asked.asOf,
      exact: asked.exact,
      second: null,
      keyBytes: asked.keyBytes,
      lap,
      wants: wantsOf(asked.only),
    }
    lap(null, 'intake')
    const findings = new Findings()
    const ran: { task: number; result: RanRule }[] = []
    const lists: Piece[][] = []
    eachFree(order, next, task => {
      const pieces: Piece[] = []
      ran.push({ task, result: runTask(question, tasks[task]!, findings.aside(pieces)) })
      lists.push(pieces)
    })
    const answer: Answer = { ran, found: findings.packed(lists), laps }
    return answer
  } finally {
    db.close()
  }
}
