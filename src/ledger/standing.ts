import { existsSync } from 'node:fs'
import type { FindingClass } from '../engine/index.js'
import type { Agency, Day } from '../kernel/index.js'
import type { Db, RunRecord } from '../store/index.js'
import { ensureLedger, STANDING, type State } from './apply.js'
import { RunReader, type Brief, type Concern, type Place, type WholeFinding } from './read.js'

/** A discrepancy as it stood after a run. A run that left the ledger alone has no numbers, and its class for a state. */
export interface Stood extends WholeFinding { readonly no: number | null; readonly state: State | FindingClass; readonly opened: Day | null; /** The run that saw it last. */ readonly run: number }

/** Last seen by an earlier run, and left as it was since. */
interface Carried { readonly identity: string; readonly no: number; readonly state: State; readonly opened: Day; readonly run: number; readonly finding: number }

interface EntryRow { no: number; outcome: string; identity: string; state: State; opened: Day; run: number; finding: number }

const NOW = `select no, outcome, identity, state, opened_as_of as opened, seen_run as run, seen_finding as finding from entry where state <> 'fixed'`

/** The ledger as an earlier run left it: states by the last move up to then, and the day of the last opening up to then. */
const THEN = `
  select e.no, e.outcome, e.identity, m.after as state, e.seen_run as run, e.seen_finding as finding,
    (select o.as_of from move o where o.no = e.no and o.run <= :run and (o.before is null or o.before = 'fixed' or (o.before in ('in_transit', 'note') and o.after not in ('in_transit', 'note', 'fixed'))) order by o.id desc limit 1) as opened
  from entry e join (select no, after, max(id) from move where run <= :run group by no) m on m.no = e.no where m.after <> 'fixed'`

/**
 * What stood after a run, by identity: what the run found, and what an earlier one found and this one did not decide. In transit and notes are among them; what is
 * fixed is not. The rows come from the runs.
 */
export class Standing {
  private readonly run: RunReader
  private readonly id: number
  private readonly own = new Map<number, { readonly no: number; readonly state: State; readonly opened: Day }>()
  private readonly carried = new Map<string, Carried[]>()
  private readonly earlier = new Map<number, RunReader>()
  private readonly runs: readonly RunRecord[]

  /** `runs`: all of the workspace. Reads the ledger once; `close` gives the runs back. */
  constructor(catalog: Db, runs: readonly RunRecord[], run: RunRecord) {
    this.runs = runs
    this.id = run.id
    this.run = new RunReader(run)
    if (run.state !== 'ledger') return
    ensureLedger(catalog)
    const last = !runs.some(r => r.state === 'ledger' && r.id > run.id)
    for (const e of (last ? catalog.prepare(NOW).iterate() : catalog.prepare(THEN).iterate({ run: run.id })) as Iterable<EntryRow>) this.place(e, run, last)
    for (const list of this.carried.values()) list.sort((a, b) => a.identity < b.identity ? -1 : 1)
  }

  private place(e: EntryRow, run: RunRecord, last: boolean): void {
    const { no, state, opened } = e
    if (last && e.run === run.id) {
      this.own.set(e.finding, { no, state, opened })
      return
    }
    const here = last ? null : this.run.idOf(e.identity)
    if (here !== null) {
      this.own.set(here, { no, state, opened })
      return
    }
    const seen = last || e.run < run.id ? e : this.seenBefore(e.identity, run)
    if (seen === null || !this.isThere(seen.run)) return
    const list = this.carried.get(e.outcome) ?? []
    list.push({ identity: e.identity, no, state, opened, run: seen.run, finding: seen.finding })
    this.carried.set(e.outcome, list)
  }

  /** Runs go with the data that they were made of. */
  private isThere(run: number): boolean {
    return this.runs.some(r => r.id === run && existsSync(r.path))
  }

  private seenBefore(identity: string, run: RunRecord): { run: number; finding: number } | null {
    for (const r of this.runs.filter(x => x.state === 'ledger' && x.id < run.id && existsSync(x.path)).toReversed()) {
      const finding = this.reader(r.id).idOf(identity)
      if (finding !== null) return { run: r.id, finding }
    }
    return null
  }

  private reader(id: number): RunReader {
    const reader = this.earlier.get(id) ?? new RunReader(this.runs.find(r => r.id === id)!)
    this.earlier.set(id, reader)
    return reader
  }

  /** Outcomes of which something stood, by code. */
  outcomes(): readonly string[] {
    return [...new Set([...this.run.spans().map(s => s.outcome), ...this.carried.keys()])].toSorted()
  }

  /** What stood of an outcome and concerns an agency, by identity. */
  *of(outcome: string, concern: Concern): Iterable<Stood> {
    const list = this.carried.get(outcome) ?? []
    let at = 0
    const span = this.run.spans().find(s => s.outcome === outcome)
    if (span !== undefined) {
      for (const whole of this.run.span(span, concern)) {
        for (; at < list.length && list[at]!.identity < whole.finding.identity; at++) yield* this.fetched(list[at]!, concern)
        yield this.placed(whole)
      }
    }
    for (; at < list.length; at++) yield* this.fetched(list[at]!, concern)
  }

  private placed(whole: WholeFinding): Stood {
    const entry = this.own.get(whole.finding.id)
    return { ...whole, no: entry?.no ?? null, state: entry?.state ?? whole.finding.class, opened: entry?.opened ?? null, run: this.id }
  }

  private *fetched({ no, state, opened, run, finding: id }: Carried, concern: Concern): Iterable<Stood> {
    for (const whole of this.reader(run).span({ from: id, to: id }, concern)) yield { ...whole, no, state, opened, run }
  }

  /** The same again, each by its run and place there. */
  *again(wanted: readonly (Place & { readonly run: number })[]): Iterable<Stood> {
    for (let from = 0; from < wanted.length;) {
      const { run } = wanted[from]!
      const to = wanted.findIndex((p, i) => i > from && p.run !== run)
      const part = wanted.slice(from, to < 0 ? undefined : to)
      for (const whole of (run === this.id ? this.run : this.reader(run)).again(part)) {
        const carried = run === this.id ? undefined : this.carried.get(whole.finding.outcome)?.find(c => c.run === run && c.finding === whole.finding.id)
        yield carried === undefined ? this.placed(whole) : { ...whole, no: carried.no, state: carried.state, opened: carried.opened, run }
      }
      from += part.length
    }
  }

  /** Figures of all that stood and concerns an agency, in no order. */
  *briefs(agency: string): Iterable<Brief & { readonly opened: Day | null }> {
    for (const brief of this.run.briefs(agency)) yield { ...brief, opened: this.own.get(brief.id)?.opened ?? null }
    const lists = new Map<number, Map<number, Carried>>()
    for (const c of [...this.carried.values()].flat()) lists.set(c.run, (lists.get(c.run) ?? new Map<number, Carried>()).set(c.finding, c))
    for (const [run, wanted] of lists) for (const brief of this.reader(run).briefs(agency)) if (wanted.has(brief.id)) yield { ...brief, opened: wanted.get(brief.id)!.opened }
  }

  close(): void {
    this.run.close()
    for (const reader of this.earlier.values()) reader.close()
  }
}

/** How one entry of the ledger moved in a run, as 期初, 新增, 解决 and 期末 count it: only where it came to stand or ceased to. */
export interface StandingMove { readonly outcome: string; readonly kind: 'opened' | 'reopened' | 'closed'; readonly acts: readonly Agency[] }

export function* movesOfRun(catalog: Db, run: number): Iterable<StandingMove> {
  ensureLedger(catalog)
  const moves = catalog.prepare(`select e.outcome, m.before, m.after, json_extract(e.finding, '$.who_acts') as acts from move m join entry e on e.no = m.no where m.run = ? order by m.id`)
  for (const { outcome, before, after, acts } of moves.iterate(run) as Iterable<{ outcome: string; before: State | null; after: State; acts: string }>) {
    const stood = before !== null && STANDING.includes(before)
    const stands = STANDING.includes(after)
    const kind = after === 'reopened' ? 'reopened' : !stood && stands ? 'opened' : stood && !stands ? 'closed' : null
    if (kind !== null) yield { outcome, kind, acts: JSON.parse(acts) as Agency[] }
  }
}
