import type { Day } from '../kernel/index.js'
import type { Db } from '../store/index.js'
import { STATES, type State } from './apply.js'

/** Of a state its place in `STATES`, of a day its digits: numbers come out of SQLite at a third of what texts cost. */
export const stateNumber = (column: string): string => `case ${column} ${STATES.map((s, i) => `when '${s}' then ${i}`).join(' ')} end`
const OWN = `select seen_finding, no, ${stateNumber('state')}, cast(replace(opened_as_of, '-', '') as integer) from entry where state <> 'fixed' and seen_run = ?`

/** What the ledger says of a run's own findings, by their ids: in arrays, since there may be a million. */
export class Entries {
  private readonly nos: Int32Array
  private readonly states: Uint8Array
  private readonly days: Int32Array
  private readonly texts = new Map<number, Day>()

  /** `last`: the largest id of a finding. */
  constructor(last: number) {
    this.nos = new Int32Array(last + 1)
    this.states = new Uint8Array(last + 1)
    this.days = new Int32Array(last + 1)
  }

  /** Takes those that the run was the last to see. */
  read(catalog: Db, run: number): void {
    for (const [id, no, state, day] of catalog.prepare(OWN).raw().iterate(run) as Iterable<[number, number, number, number]>) this.put(id, { no, state, day })
  }

  set(id: number, no: number, state: State, opened: Day): void {
    this.put(id, { no, state: STATES.indexOf(state), day: Number(opened.replaceAll('-', '')) })
  }

  private put(id: number, { no, state, day }: { no: number; state: number; day: number }): void {
    this.nos[id] = no
    this.states[id] = state
    this.days[id] = day
  }

  /** Ids by the numbers of their entries; 0 where no finding is of that entry. */
  byNo(): Int32Array {
    const out = new Int32Array(this.nos.reduce((most, no) => Math.max(most, no), 0) + 1)
    for (const [id, no] of this.nos.entries()) if (no > 0) out[no] = id
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
    const day = this.days[id] ?? 0
    if (day === 0) return null
    let text = this.texts.get(day)
    if (text === undefined) this.texts.set(day, text = String(day).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'))
    return text
  }
}
