import type { Day } from '../kernel/index.js'
import type { Db } from '../store/index.js'
import { STATES, type State } from './apply.js'

/** The place of a state in `STATES`. */
export const stateNumber = (column: string): string => `case ${column} ${STATES.map((s, i) => `when '${s}' then ${i}`).join(' ')} end`
const OWN = `select seen_finding as id, no, ${stateNumber('state')} as state, opened_run as run from entry where state <> 'fixed' and seen_run = ?`
const OPENINGS = 'select distinct opened_run, opened_as_of from entry'

/**
 * Columns of whole numbers (null: none) of a query, all its rows at once: as lists that SQLite writes as JSON, a quarter of what a row at a
 * time costs.
 */
export function numbersOf<C extends string>(
  catalog: Db,
  query: string,
  columns: readonly C[],
  ...values: readonly unknown[]
): Readonly<Record<C, readonly number[]>> {
  const lists = catalog
    .prepare(`select ${columns.map(c => `json_group_array(${c})`).join(', ')} from (${query})`)
    .raw()
    .get(...values) as readonly string[]
  return Object.fromEntries(columns.map((c, i) => [c, JSON.parse(lists[i]!)])) as Record<C, number[]>
}

/** What the ledger says of a run's own findings, by their ids: in arrays, since there may be a million. */
export class Entries {
  private readonly nos: Int32Array
  private readonly states: Uint8Array
  /** Days of opening, each by its place among all that there are. */
  private readonly opens: Uint32Array
  private readonly days: Day[] = []

  /** `last`: the largest id of a finding. */
  constructor(last: number) {
    this.nos = new Int32Array(last + 1)
    this.states = new Uint8Array(last + 1)
    this.opens = new Uint32Array(last + 1)
  }

  /** Takes those that the run was the last to see. A run has one day: entries that it opened are of that day. */
  read(catalog: Db, run: number): void {
    const days = new Map((catalog.prepare(OPENINGS).raw().all() as [number, Day][]).map(([opened, day]) => [opened, this.dayNumber(day)]))
    const own = numbersOf(catalog, OWN, ['id', 'no', 'state', 'run'], run)
    const { no: nos, state: states, run: runs } = own
    for (const [i, id] of own.id.entries()) {
      this.nos[id] = nos[i]!
      this.states[id] = states[i]!
      this.opens[id] = days.get(runs[i]!)!
    }
  }

  set(id: number, no: number, state: State, opened: Day): void {
    this.nos[id] = no
    this.states[id] = STATES.indexOf(state)
    this.opens[id] = this.dayNumber(opened)
  }

  private dayNumber(day: Day): number {
    const known = this.days.indexOf(day)
    return known < 0 ? this.days.push(day) - 1 : known
  }

  /** Ids by the numbers of their entries; 0 where no finding is of that entry. */
  byNo(): Int32Array {
    const out = new Int32Array(this.nos.reduce((most, no) => Math.max(most, no), 0) + 1)
    for (let id = 1; id < this.nos.length; id++) if (this.nos[id]! > 0) out[this.nos[id]!] = id
    return out
  }

  /** Null: the ledger does not have it. */
  no(id: number): number | null {
    return this.nos[id] || null
  }

  state(id: number): State {
    return STATES[this.states[id]!]!
  }

  opened(id: number): Day | null {
    return this.dayOf(this.openedNumber(id))
  }

  /** Number of the day of opening; 0: the ledger does not have it. */
  openedNumber(id: number): number {
    return this.nos[id] === 0 ? 0 : this.opens[id]! + 1
  }

  dayOf(number: number): Day | null {
    return number === 0 ? null : this.days[number - 1]!
  }
}
