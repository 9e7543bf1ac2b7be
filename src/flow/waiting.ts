import { waitingIn } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import { openWritten, type Batch, type RunRecord } from '../store/index.js'

/** A rule of which rows are undecided: how many, and up to which day what it reads was delivered, the earliest first. */
export interface Waiting {
  readonly rule: string
  readonly owner: string | null
  readonly rows: number
  readonly known: readonly { readonly agency: string; readonly kind: string; readonly day: Day }[]
}

/** What of a run waits for later data, by rule. `batches`: those in force. */
export function waitingOf({ path }: Pick<RunRecord, 'path'>, batches: readonly Batch[]): readonly Waiting[] {
  const db = openWritten(path)
  try {
    return waitingIn(db).map(({ delivered, ...waiting }) => ({ ...waiting, known: daysOf(delivered, batches) }))
  } finally {
    db.close()
  }
}

/** `delivered` as `agency:kind`, of a layout by sender `agency:kind:sender`. */
function daysOf(delivered: readonly string[], batches: readonly Batch[]): Waiting['known'] {
  const days = new Map<string, Day>()
  for (const said of delivered) {
    const [agency = '', kind = '', sender] = said.split(':')
    const day = batches
      .filter(b => b.agency === agency && b.kinds.some(k => k === kind) && (sender === undefined || b.sender === sender))
      .map(b => b.dataDate)
      .toSorted()
      .at(-1)
    const before = days.get(`${agency}:${kind}`)
    // Two senders may fill one kind: the earlier day counts, since who waits may wait for either.
    if (day !== undefined && (before === undefined || day < before)) days.set(`${agency}:${kind}`, day)
  }
  return [...days]
    .map(([said, day]) => ({ agency: said.split(':')[0]!, kind: said.split(':')[1]!, day }))
    .toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
}
