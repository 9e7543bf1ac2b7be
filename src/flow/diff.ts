import {
  entriesOf,
  numbersOf,
  readLedger,
  RunReader,
  STANDING,
  STATES,
  totalOf,
  type LedgerEntry,
  type State,
  type Wanted,
} from '../ledger/index.js'
import type { FindingRow, Trail } from '../engine/index.js'
import { problem, type Agency, type Day } from '../kernel/index.js'
import { openStoreToRead, type Db, type Store } from '../store/index.js'
import type { Workspace } from '../workspace/index.js'

/** Which entries of the ledger are wanted: those that fit all that is given. */
export interface DiffFilter {
  readonly rule?: string
  readonly outcome?: string
  readonly agency?: Agency
  readonly employer?: string
  /** Id, person number or name. */
  readonly person?: string
  readonly insurance?: string
  readonly period?: number
  readonly area?: string
  readonly voucher?: string
  /** States; none: those that stand. */
  readonly states: readonly State[]
  /** The ledger as the last run up to that day left it. */
  readonly at?: Day
  readonly limit?: number
}

/** A discrepancy as lists, JSON and reports show it. */
export interface Diff extends LedgerEntry {
  readonly sides: Readonly<Record<string, readonly FindingRow[]>>
}

/** Entries that fit, up to the limit; `total` and `fen` (分 at stake) are of all that fit. */
export interface DiffList {
  readonly diffs: readonly LedgerEntry[]
  readonly total: number
  readonly fen: number
}

/** Entries of the ledger that fit the filter, in order of identity. */
export function diffList(ws: Workspace, filter: DiffFilter): DiffList {
  return withStore(ws, store => {
    const limit = filter.limit ?? ALL
    if (filter.at === undefined)
      return store.readCatalog(db => {
        const wanted = wantedBy(db, filter)
        const { total, fen } = totalOf(db, wanted)
        return { diffs: [...entriesOf(db, wanted, { limit, total })], total, fen }
      })
    const found = past(store, filter, filter.at)
    return { diffs: found.slice(0, limit), total: found.length, fen: found.reduce((n, e) => n + (e.finding.amount_fen ?? 0), 0) }
  })
}

/** The same with both sides' values, one at a time. */
export function diffObjects(ws: Workspace, filter: DiffFilter, emit: (object: Readonly<Record<string, unknown>>) => void): void {
  withStore(ws, store => {
    const readers = new Readers(store)
    const limit = filter.limit ?? ALL
    try {
      store.readCatalog(db => {
        const wanted = filter.at === undefined ? wantedBy(db, filter) : null
        const found =
          wanted === null
            ? past(store, filter, filter.at!).slice(0, limit)
            : entriesOf(db, wanted, { limit, total: totalOf(db, wanted).total })
        for (const e of found) emit(diffObject({ ...e, sides: readers.sides(e) }))
      })
    } finally {
      readers.close()
    }
  })
}

/** An empty list of what was never matched looks like a clean city. Throws `ledger.no_run`. */
export function refuseUnmatched(ws: Workspace, { at }: DiffFilter): void {
  withStore(ws, store => {
    if (ledgerRuns(store, at).length === 0) throw problem('ledger.no_run', { at: at ?? '' })
  })
}

/** Runs that moved the ledger, up to a day. */
function ledgerRuns(store: Store, at: Day | undefined): ReturnType<Store['runs']> {
  return store.runs().filter(r => r.state === 'ledger' && (at === undefined || r.asOf <= at))
}

/** More than a ledger holds. */
const ALL = Number.MAX_SAFE_INTEGER

/** State, rule and outcome are columns of the ledger; whatever else is asked for stands in each finding, which is read to see. */
function wantedBy(db: Db, filter: DiffFilter): Wanted {
  const wanted = { states: statesOf(filter), rule: filter.rule, outcome: filter.outcome }
  const employers = employersOf(db, filter)
  const texts = [filter.person, ...employers, filter.voucher, filter.area, filter.insurance, filter.agency].filter(t => t !== undefined)
  if (texts.length === 0 && filter.period === undefined) return wanted
  // Ids are looked for in capitals too: a person in small letters need not stand in the finding as asked for.
  const [text = ''] = filter.person === filter.person?.toUpperCase() ? texts : []
  const sought = filter.person === undefined && employers.length > 1 ? employers : [text]
  return { ...wanted, nos: [...new Set(sought.flatMap(t => numbersOf(db, wanted, t, finding => fits(finding, filter, employers))))] }
}

/**
 * What an employer is asked for by, and the credit codes that the ledger knows a unit of that name by: most findings carry the code alone.
 */
function employersOf(db: Db, { employer }: DiffFilter): readonly string[] {
  if (employer === undefined) return []
  const codes = new Set([employer])
  numbersOf(db, { states: STATES }, employer, f => {
    if (f.employer_name === employer && f.employer !== null) codes.add(f.employer)
    return false
  })
  return [...codes]
}

function past(store: Store, filter: DiffFilter, at: Day): readonly LedgerEntry[] {
  const runs = ledgerRuns(store, at)
  const states = statesOf(filter)
  const [entries, employers] = store.readCatalog(db => [readLedger(db, runs), employersOf(db, filter)])
  return entries.filter(
    ({ state, finding: f }) =>
      states.includes(state) &&
      (filter.rule === undefined || f.rule === filter.rule || (f.also?.some(s => s.rule === filter.rule) ?? false)) &&
      (filter.outcome === undefined || f.outcome === filter.outcome) &&
      fits(f, filter, employers),
  )
}

function statesOf({ states }: DiffFilter): readonly State[] {
  return states.length === 0 ? STANDING : states
}

/** Whether a finding is of that agency, employer, person, insurance, period, area and voucher. */
function fits(f: LedgerEntry['finding'], filter: DiffFilter, employers: readonly string[]): boolean {
  return (
    (filter.agency === undefined ||
      f.who_acts.includes(filter.agency) ||
      f.agency_has === filter.agency ||
      f.agency_lacks === filter.agency ||
      f.owner === filter.agency ||
      f.agency === filter.agency) &&
    (filter.employer === undefined ||
      (f.employer !== null && employers.includes(f.employer)) ||
      f.employer_no === filter.employer ||
      f.employer_name === filter.employer) &&
    (filter.person === undefined ||
      f.id_number === filter.person.toUpperCase() ||
      f.person_no === filter.person ||
      f.name === filter.person ||
      (f.id_numbers?.includes(filter.person.toUpperCase()) ?? false) ||
      (f.person_nos?.includes(filter.person) ?? false)) &&
    (filter.insurance === undefined || f.insurance === filter.insurance || (f.insurances?.includes(filter.insurance) ?? false)) &&
    (filter.period === undefined || (f.period !== null && f.period <= filter.period && (f.period_end ?? f.period) >= filter.period)) &&
    (filter.area === undefined || f.area === filter.area) &&
    (filter.voucher === undefined || f.voucher === filter.voucher || (f.vouchers?.includes(filter.voucher) ?? false))
  )
}

/** Opens each run once. */
export class Readers {
  private readonly store: Store
  private readonly open = new Map<number, RunReader | null>()

  constructor(store: Store) {
    this.store = store
  }

  private of(run: number): RunReader | null {
    let reader = this.open.get(run)
    if (reader === undefined) {
      const record = this.store.runs().find(r => r.id === run)
      reader = record === undefined ? null : new RunReader(record)
      this.open.set(run, reader)
    }
    return reader
  }

  sides(e: LedgerEntry): Diff['sides'] {
    const out: Record<string, FindingRow[]> = {}
    for (const row of this.of(e.seenRun)?.rows(e.seenFinding) ?? [])
      (out[(row.agency as string) === '' ? row.side : row.agency] ??= []).push(row)
    return out
  }

  trail(e: LedgerEntry): Trail | null {
    return this.of(e.seenRun)?.finding(e.seenFinding)?.trail ?? null
  }

  close(): void {
    for (const reader of this.open.values()) reader?.close()
  }
}

/**
 * One JSON object (catalogue §4): outcome, variant, state, the key, what is at stake, who has, lacks and acts, and both sides' values.
 * Absent fields are left out.
 */
export function diffObject({
  no,
  state,
  openedAsOf,
  closedAsOf,
  finding: f,
  sides,
  follows,
  followedBy,
}: Diff): Readonly<Record<string, unknown>> {
  const all: Record<string, unknown> = {
    no,
    outcome: f.outcome,
    variant: f.variant,
    state,
    severity: f.severity,
    agency: f.agency,
    id_number: f.id_numbers ?? f.id_number,
    person_no: f.person_nos ?? f.person_no,
    name: f.name,
    employer: f.employer,
    employer_no: f.employer_no,
    employer_name: f.employer_name,
    insurance: f.insurances ?? f.insurance,
    period: f.period,
    period_end: f.period_end,
    voucher: f.vouchers ?? f.voucher,
    levy_no: f.levy_nos ?? f.levy_no,
    area: f.area,
    office: f.office,
    subject: f.subject,
    reasons: f.reasons,
    amount_fen: f.amount_fen,
    also: f.also,
    agency_has: f.agency_has,
    agency_lacks: f.agency_lacks,
    who_acts: f.who_acts,
    until: f.until,
    due: f.due,
    opened: openedAsOf,
    closed: closedAsOf,
    rule: f.rule,
    identity: f.identity,
    follows: follows?.identity,
    followed_by: followedBy?.identity,
    sides: Object.fromEntries(
      Object.entries(sides).map(([agency, rows]) => [
        agency,
        rows.map(r => ({
          file: r.file,
          ...(r.sheet === null ? {} : { sheet: r.sheet }),
          line: r.line,
          ...r.vals,
          ...(Object.keys(r.raw).length === 0 ? {} : { raw: r.raw }),
        })),
      ]),
    ),
  }
  return Object.fromEntries(Object.entries(all).filter(([, v]) => v !== null && v !== undefined && !(Array.isArray(v) && v.length === 0)))
}

/** Runs work over the workspace's store, opened for reading only, and closes it. */
export function withStore<T>(ws: Workspace, work: (store: Store) => T): T {
  const store = openStoreToRead(ws.data)
  try {
    return work(store)
  } finally {
    store.close()
  }
}
