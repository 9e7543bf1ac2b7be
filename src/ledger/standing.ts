import { existsSync } from 'node:fs'
import type { Finding, FindingClass, Story } from '../engine/index.js'
import type { Day } from '../kernel/index.js'
import type { Db, RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, STATES, type State } from './apply.js'
import { Entries, numbersOf, stateNumber } from './entries.js'
import { isReadable, RunReader, type Brief, type Concern, type WholeFinding } from './run-reader.js'
import { keptStories } from './stories.js'

/** A discrepancy as it stood after a run. A run that left the ledger alone has no numbers, and its class for a state. */
export interface Stood extends WholeFinding {
  readonly no: number | null
  readonly state: State | FindingClass
  readonly opened: Day | null
}

/** Last seen by an earlier run, and left as it was since. */
interface Carried {
  readonly identity: string
  readonly no: number
  readonly state: State
  readonly opened: Day
  readonly run: number
  readonly finding: number
}

interface EntryRow {
  no: number
  outcome: string
  identity: string
  state: State
  opened: Day
  run: number
  finding: number
}

const OTHERS = `select no, outcome, identity, state, opened_as_of as opened, seen_run as run, seen_finding as finding from entry where state <> 'fixed' and seen_run <> :run`

/** The ledger as an earlier run left it: states by the last move up to then, and the day of the last opening up to then. */
const THEN = `
  select e.no, e.outcome, e.identity, m.after as state, e.seen_run as run, e.seen_finding as finding,
    (select o.as_of from move o where o.no = e.no and o.run <= :run and (o.before is null or o.before = 'fixed' or (o.before in ('in_transit', 'note') and o.after not in ('in_transit', 'note', 'fixed'))) order by o.id desc limit 1) as opened
  from entry e join (select no, after, max(id) from move where run <= :run group by no) m on m.no = e.no where m.after <> 'fixed'`

/** How many entries came to stand or ceased to, as 新增 and 解决 count them. */
export interface Moves {
  readonly opened: number
  readonly reopened: number
  readonly closed: number
}

const KINDS = ['opened', 'reopened', 'closed'] as const
/** More than there are, with none. */
const KINDS_MOST = 4
/** A day of no entry. */
const NEVER = ''

/** Figures of what stood, with the day of opening. */
export interface StoodBrief extends Brief {
  readonly opened: Day | null
}
const STANDS = new Set(STANDING.map(s => STATES.indexOf(s)))
const REOPENED = STATES.indexOf('reopened')

/** 0: it stood before and after, or neither; else one more than the place of its kind. */
function kindOf(before: number | null, after: number): number {
  const stood = before !== null && STANDS.has(before)
  const stands = STANDS.has(after)
  return after === REOPENED ? 2 : !stood && stands ? 1 : stood && !stands ? 3 : 0
}

const OWN_MOVES = `select id, no, ${stateNumber('before')} as before, ${stateNumber('after')} as after from move where run = ?`
const MOVES = `
  select e.outcome, ${stateNumber('m.before')} as before, ${stateNumber('m.after')} as after, json_extract(e.finding, '$.who_acts') as acts, count(*) as entries
  from json_each(?) j cross join move m on m.id = j.value join entry e on e.no = m.no group by 1, 2, 3, 4 order by min(m.id)`

/**
 * What stood after a run, by identity: what the run found, and what an earlier one found and this one did not decide. In transit and notes
 * are among them; what is fixed is not. The rows come from the runs.
 */
export class Standing {
  private readonly run: RunReader
  private readonly id: number
  private readonly own: Entries
  private readonly carried = new Map<string, Carried[]>()
  private readonly earlier = new Map<number, RunReader>()
  private readonly runs: readonly RunRecord[]
  private readonly readable = new Map<number, boolean>()
  private readonly isLast: boolean
  private readonly isOfLedger: boolean
  private stories: ReadonlyMap<number, readonly Story[]> = new Map()
  private moved: { readonly kinds: Uint8Array; readonly others: readonly number[] } | undefined

  /** `runs`: all of the workspace. Reads the ledger once; `close` gives the runs back. */
  constructor(catalog: Db, runs: readonly RunRecord[], run: RunRecord) {
    // Runs go with the data that they were made of.
    this.runs = runs.filter(r => existsSync(r.path))
    this.id = run.id
    this.run = new RunReader(run)
    this.own = new Entries(this.run.last())
    this.isLast = !runs.some(r => r.state === 'ledger' && r.id > run.id)
    this.isOfLedger = run.state === 'ledger'
    if (!this.isOfLedger) return
    ensureLedger(catalog)
    if (!this.isLast) for (const e of catalog.prepare(THEN).iterate({ run: run.id }) as Iterable<EntryRow>) this.placeThen(e, run)
    else {
      this.stories = keptStories(catalog)
      this.own.read(catalog, run.id)
      for (const e of catalog.prepare(OTHERS).iterate({ run: run.id }) as Iterable<EntryRow>) this.carry(e, e)
    }
    for (const list of this.carried.values()) list.sort((a, b) => (a.identity < b.identity ? -1 : 1))
  }

  private placeThen(e: EntryRow, run: RunRecord): void {
    const here = this.run.idOf(e.identity)
    if (here !== null) this.own.set(here, e.no, e.state, e.opened)
    else this.carry(e, e.run < run.id ? e : this.seenBefore(e.identity, run))
  }

  private carry({ outcome, identity, no, state, opened }: EntryRow, seen: Pick<EntryRow, 'run' | 'finding'> | null): void {
    if (seen === null || !this.holds(seen.run)) return
    const list = this.carried.get(outcome)
    const one: Carried = { identity, no, state, opened, run: seen.run, finding: seen.finding }
    if (list === undefined) this.carried.set(outcome, [one])
    else list.push(one)
  }

  private seenBefore(identity: string, run: RunRecord): { run: number; finding: number } | null {
    for (const r of this.runs.filter(x => x.state === 'ledger' && x.id < run.id && this.holds(x.id)).toReversed()) {
      const finding = this.reader(r.id).idOf(identity)
      if (finding !== null) return { run: r.id, finding }
    }
    return null
  }

  /** Whether a run is there to be read: one that an earlier version wrote is not. */
  private holds(id: number): boolean {
    let known = this.readable.get(id)
    if (known === undefined) {
      const run = this.runs.find(r => r.id === id)
      this.readable.set(id, (known = run !== undefined && isReadable(run)))
    }
    return known
  }

  private reader(id: number): RunReader {
    const reader = this.earlier.get(id) ?? new RunReader(this.runs.find(r => r.id === id)!)
    this.earlier.set(id, reader)
    return reader
  }

  /** Outcomes of which something stood, by code. */
  outcomes(): readonly string[] {
    return [...new Set([...this.run.outcomes(), ...this.carried.keys()])].toSorted()
  }

  /** What stood of an outcome and concerns an agency, by identity. */
  *of(outcome: string, concern: Concern): Iterable<Stood> {
    const list = this.carried.get(outcome) ?? []
    let at = 0
    for (const whole of this.run.of(outcome, concern)) {
      for (; at < list.length && list[at]!.identity < whole.finding.identity; at++) yield* this.fetched(list[at]!, concern)
      yield this.placed(whole)
    }
    for (; at < list.length; at++) yield* this.fetched(list[at]!, concern)
  }

  /** Those of them of which a side has more rows than one. */
  *several(outcome: string, concern: Concern): Iterable<Stood> {
    const list = this.carried.get(outcome) ?? []
    let at = 0
    for (const whole of this.run.several(outcome, concern)) {
      for (; at < list.length && list[at]!.identity < whole.finding.identity; at++) yield* this.crowded(list[at]!, concern)
      yield this.placed(whole)
    }
    for (; at < list.length; at++) yield* this.crowded(list[at]!, concern)
  }

  private placed({ finding, rows }: WholeFinding): Stood {
    const no = this.own.no(finding.id)
    const state = no === null ? finding.class : this.own.state(finding.id)
    return { finding: this.withStories(finding, no), rows, no, state, opened: this.own.opened(finding.id) }
  }

  private *fetched({ no, state, opened, run, finding: id }: Carried, concern: Concern): Iterable<Stood> {
    const whole = this.reader(run).one(id, concern)
    if (whole !== null) yield { rows: whole.rows, finding: this.withStories(whole.finding, no), no, state, opened }
  }

  /** What rules said that the run did not ask, or that lacked a side, stands in the ledger alone. */
  private withStories(finding: Finding, no: number | null): Finding {
    const also = no === null ? undefined : this.stories.get(no)
    return also === undefined ? finding : (Object.create(finding, { trail: { value: { ...finding.trail, also } } }) as Finding)
  }

  private *crowded(one: Carried, concern: Concern): Iterable<Stood> {
    for (const stood of this.fetched(one, concern)) if (new Set(stood.rows.map(r => r.side)).size < stood.rows.length) yield stood
  }

  /**
   * What an agency's summary counts: figures of all that stood and concerns it, in no order, and, by outcome, how the entries moved in the
   * run on which it must act; null where the run left the ledger alone.
   */
  figures(catalog: Db, agency: string): { readonly briefs: readonly StoodBrief[]; readonly moves: ReadonlyMap<string, Moves> | null } {
    const { own } = this
    const moved = this.isOfLedger ? (this.moved ??= this.ownMoves(catalog)) : null
    const kinds = moved?.kinds
    const sorted = this.run.briefs(agency, id => own.openedNumber(id) * KINDS_MOST + (kinds === undefined ? 0 : kinds[id]!))
    const briefs: StoodBrief[] = sorted.map(b => ({ ...b, opened: own.dayOf(Math.floor(b.sort / KINDS_MOST)) }))
    const lists = new Map<number, Map<number, Carried>>()
    for (const c of [...this.carried.values()].flat()) lists.set(c.run, (lists.get(c.run) ?? new Map<number, Carried>()).set(c.finding, c))
    for (const [run, wanted] of lists) {
      const days = [...new Set([...wanted.values()].map(c => c.opened))]
      for (const b of this.reader(run).briefs(agency, id => days.indexOf(wanted.get(id)?.opened ?? NEVER)))
        briefs.push({ ...b, opened: days[b.sort]! })
    }
    return { briefs, moves: moved === null ? null : this.movesOf(catalog, agency, { sorted, others: moved.others }) }
  }

  private movesOf(
    catalog: Db,
    agency: string,
    { sorted, others }: { readonly sorted: readonly Brief[]; readonly others: readonly number[] },
  ): ReadonlyMap<string, Moves> {
    const out = new Map<string, Record<keyof Moves, number>>()
    const count = (outcome: string, kind: number, entries: number): void => {
      if (kind === 0) return
      const counts = out.get(outcome) ?? { opened: 0, reopened: 0, closed: 0 }
      counts[KINDS[kind - 1]!] += entries
      out.set(outcome, counts)
    }
    for (const { acts, outcome, sort, rows } of sorted) if (acts) count(outcome, sort % KINDS_MOST, rows)
    for (const { outcome, before, after, acts, entries } of catalog.prepare(MOVES).iterate(JSON.stringify(others)) as Iterable<{
      outcome: string
      before: number | null
      after: number
      acts: string
      entries: number
    }>) {
      if ((JSON.parse(acts) as string[]).includes(agency)) count(outcome, kindOf(before, after), entries)
    }
    return out
  }

  /**
   * Kinds by the ids of the run's own findings, and the moves of what it did not find or a later run saw again: who must act on those
   * stands in the ledger only.
   */
  private ownMoves(catalog: Db): NonNullable<Standing['moved']> {
    const last = this.run.last()
    const kinds = new Uint8Array(last + 1)
    const ids = this.isLast ? this.own.byNo() : new Int32Array(0)
    const others: number[] = []
    const moved = numbersOf(catalog, OWN_MOVES, ['id', 'no', 'before', 'after'], this.id)
    for (const [i, no] of moved.no.entries()) {
      const id = ids[no] ?? 0
      if (id === 0) others.push(moved.id[i]!)
      else kinds[id] = kindOf(moved.before[i] ?? null, moved.after[i]!)
    }
    return { kinds, others }
  }

  close(): void {
    this.run.close()
    for (const reader of this.earlier.values()) reader.close()
  }
}
