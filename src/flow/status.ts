import { endOfDay, isIncomplete, sourceStatus, type StatusQuestion, type DeliveredBatch, type PeriodStatus } from '../calendar/index.js'
import { unknown } from '../config/index.js'
import { readiness, type OwingSource, type RuleState } from '../engine/index.js'
import { localDay, problem, type Agency, type Day, type Effects, type Owner } from '../kernel/index.js'
import { readLayouts } from '../layout/index.js'
import { readParams, readRules, type Params, type Rule } from '../match/index.js'
import type { Kind } from '../records/index.js'
import { openDb, openStoreToRead, type Batch } from '../store/index.js'
import type { SourceSpec, Workspace } from '../workspace/index.js'
import { placed } from './arrival.js'

/** The day and the sources for which the delivery calendar is asked. */
export interface StatusRequest {
  readonly asOf: Day
  /** Only these sources; empty: all that owe or delivered something. */
  readonly sources: readonly string[]
  /** Periods shown of each source, besides those that are incomplete. */
  readonly periods: number
}

/**
 * A rule, and whether what it needs has come: `ready`; `incomplete`: a source that it reads owes something; `lacking`: nobody delivered a
 * side.
 */
export interface RuleReadiness extends Omit<RuleState, 'state'> {
  readonly title: Rule['title']
  readonly state: 'ready' | 'incomplete' | 'lacking'
}

/** The delivery calendar, and which rules may be run as of the day. */
export interface StatusReport {
  readonly asOf: Day
  readonly periods: readonly PeriodStatus[]
  /** Where single sources are asked for, none. */
  readonly rules: readonly RuleReadiness[]
  /** Deliveries that are due and not there, or not whole, of all periods. */
  readonly incomplete: number
  /** Sources that delivered and of which nothing was agreed. */
  readonly withoutDue: number
}

/** What each source owes and delivered, and what may be compared yet. Takes no lock, moves no ledger. Throws `load.no_source`. */
export function status(ws: Workspace, request: StatusRequest, fx: Effects): StatusReport {
  const names = ws.sources.map(s => s.name)
  const stranger = request.sources.find(s => !names.includes(s))
  if (stranger !== undefined) throw problem('load.no_source', unknown(stranger, names))
  const store = openStoreToRead(ws.data)
  try {
    const { asOf } = request
    const asked = { ...questionOf(ws, asOf, readParams(ws.params)), moment: asOf === localDay(fx.now()) ? fx.now() : endOfDay(asOf) }
    const all = calendarOf(ws, store.batches(), asked)
    const chosen = all.filter(c => request.sources.length === 0 || request.sources.includes(c.source.name))
    return {
      asOf,
      periods: chosen.flatMap(c => shownOf(c.periods, request.periods)),
      incomplete: chosen.flatMap(c => c.periods).filter(isIncomplete).length,
      withoutDue: chosen.filter(c => c.source.due === null && c.periods.length > 0).length,
      rules: request.sources.length > 0 ? [] : rulesOf(ws, store.inForce(asOf), owingOf(all)),
    }
  } finally {
    store.close()
  }
}

function rulesOf(ws: Workspace, batches: readonly Batch[], owing: readonly OwingSource[]): readonly RuleReadiness[] {
  const rules = readRules(ws.rules)
  const db = openDb(':memory:')
  try {
    return readiness({ db, batches, rules, owing }).map(s => readinessOf(s, rules))
  } finally {
    db.close()
  }
}

function readinessOf(state: RuleState, rules: readonly Rule[]): RuleReadiness {
  const { title } = rules.find(r => r.rule === state.rule)!
  return { ...state, title, state: state.state === 'not_run' ? 'lacking' : state.incomplete.length > 0 ? 'incomplete' : 'ready' }
}

/** The newest periods, and before them what is incomplete. */
function shownOf(periods: readonly PeriodStatus[], most: number): readonly PeriodStatus[] {
  return periods.filter((p, i) => i >= periods.length - most || isIncomplete(p))
}

/** Sources that owe something at the end of a day, for those who compare what is in force then. */
export function owingSources(
  ws: Workspace,
  batches: readonly Batch[],
  { asOf, params }: { readonly asOf: Day; readonly params: Params },
): readonly OwingSource[] {
  return ws.sources.every(s => s.due === null) ? [] : owingOf(calendarOf(ws, batches, questionOf(ws, asOf, params)))
}

function questionOf(ws: Workspace, asOf: Day, params: Params): StatusQuestion {
  return { asOf, moment: endOfDay(asOf), workdays: (day, n) => params.workdays(day, n), unusualShare: ws.unusualShare }
}

/** A source with what it delivers: told by its batches, where none ever came by its layout. */
interface Calendar {
  readonly source: SourceSpec
  readonly gives: Gives | null
  readonly periods: readonly PeriodStatus[]
}
interface Gives {
  readonly agency: Agency
  readonly sender: Owner | null
  readonly kinds: readonly Kind[]
}

function calendarOf(ws: Workspace, batches: readonly Batch[], asked: StatusQuestion): readonly Calendar[] {
  const layouts = readLayouts(ws.layouts)
  return ws.sources.map((source): Calendar => {
    const own = batches.filter(b => b.source === source.name)
    const layout = layouts.find(l => l.name === source.layout)
    const gives =
      layout !== undefined
        ? { agency: layout.agency, sender: layout.sender, kinds: layout.spec.records.map(r => r.kind) }
        : (own.at(-1) ?? null)
    return {
      source,
      gives,
      periods: sourceStatus(
        source,
        gives?.agency ?? null,
        own.map(b => deliveredOf(source, b)),
        asked,
      ),
    }
  })
}

/** A month counts where a name or the operator said it; one that hedui made of a data date says no more than the date. */
function deliveredOf(source: SourceSpec, batch: Batch): DeliveredBatch {
  const told = batch.segments.map(s => placed(s.file, [source]))
  const month = batch.window !== null && /^\d{6}$/.test(batch.window) ? batch.window : null
  const made =
    month !== null &&
    month === batch.dataDate.slice(0, 7).replace('-', '') &&
    (source.database !== null || told.some(t => t !== null && t.date !== null && t.window === month))
  return {
    batch,
    month: made ? null : month,
    numbers: [...batch.segments.flatMap(s => s.batchNumbers), ...told.flatMap(t => t?.number ?? [])],
    slices: told.flatMap(t => t?.slice ?? []).filter(s => s !== ''),
  }
}

function owingOf(all: readonly Calendar[]): readonly OwingSource[] {
  return all.flatMap(({ source, gives, periods }) => {
    const owed = periods.filter(isIncomplete).map(p => p.period)
    return owed.length === 0 || gives === null
      ? []
      : [{ source: source.name, agency: gives.agency, sender: gives.sender, kinds: gives.kinds, periods: owed }]
  })
}
