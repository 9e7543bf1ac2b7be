import type { Agency, Day, Fen } from '../kernel/index.js'
import { inForceAt, type Batch } from '../store/index.js'
import type { Due, SourceSpec } from '../workspace/index.js'
import { gapsOf, type Gap } from './gaps.js'
import { dueDay, endOf, expected, lastOwed, periodOfDay, type Workdays } from './periods.js'

/** A batch with what its files say of themselves. */
export interface DeliveredBatch {
  readonly batch: Batch
  /** Month that its name or its loading says that it holds; null: its data date tells. */
  readonly month: string | null
  /** The sender's batch numbers, and which slices of the delivery came. */
  readonly numbers: readonly string[]
  readonly slices: readonly string[]
}

/**
 * `arrived`; `late`: arrived after it was due; `early`: came before its period was over, and may be followed by the rest; `short`:
 * likewise, and the rest is due; `missing`: nothing came and it is due; `expected`: not due yet; `skipped`: never came, and a newer
 * snapshot stands in its place.
 */
export type DeliveryState = 'arrived' | 'late' | 'early' | 'short' | 'missing' | 'expected' | 'skipped'

/** What a source owes and delivered of one period. */
export interface PeriodStatus {
  readonly source: string
  readonly agency: Agency | null
  readonly layout: string
  /** yyyymm, or a day. */
  readonly period: string
  readonly due: { readonly day: Day; readonly minute: number } | null
  readonly state: DeliveryState
  /** When it was first loaded whole; null: not, or after the day asked about, when nobody can say any more when it came. */
  readonly arrived: string | null
  readonly lateMinutes: number | null
  /** The newest data date. */
  readonly dataDate: Day | null
  readonly batches: readonly number[]
  readonly inForce: readonly number[]
  /** Deliveries after the first; and those that another one took the place of. */
  readonly resent: number
  readonly replaced: number
  readonly gaps: readonly Gap[]
  readonly rows: number
  readonly fen: Fen
  /** Median of the periods before; null where too few were delivered. */
  readonly usualRows: number | null
  readonly usualFen: Fen | null
  readonly unusual: boolean
}

/** What `sourceStatus` is asked: of which day, by which holidays, and from which share of the usual on rows or money are unusual. */
export interface StatusQuestion {
  readonly asOf: Day
  /** The moment of the question: now, or the end of a day that is over. */
  readonly moment: Date
  readonly workdays: Workdays
  readonly unusualShare: number
}

/** Periods before that the median is taken of, and how many of them it needs. */
const USUAL_OF = 6
const USUAL_NEEDS = 3
const MINUTE_MS = 60_000

/**
 * Periods of a source, oldest first: those expected since its first delivery (where none ever came: the last that is due), and those that
 * came besides.
 */
export function sourceStatus(
  source: SourceSpec,
  agency: Agency | null,
  deliveries: readonly DeliveredBatch[],
  asked: StatusQuestion,
): readonly PeriodStatus[] {
  const by = new Map<string, DeliveredBatch[]>()
  for (const d of deliveries.filter(x => x.batch.state !== 'dropped' && x.batch.dataDate <= asked.asOf)) {
    const period = periodOf(source.due, d)
    by.set(period, [...(by.get(period) ?? []), d])
  }
  const periods = [...new Set([...by.keys(), ...owed(source.due, [...by.keys()].toSorted()[0], asked)])].toSorted()
  const gaps = gapsOf(deliveries.flatMap(d => d.numbers))
  const told = new Set<Gap>()
  const out: PeriodStatus[] = []
  for (const period of periods) {
    const came = by.get(period) ?? []
    const mine = [...gaps.filter(g => !told.has(g) && came.some(d => d.numbers.includes(g.next))), ...came.flatMap(d => gapsOf(d.slices))]
    for (const g of mine) told.add(g)
    out.push({
      source: source.name,
      agency,
      layout: source.layout,
      period,
      ...arrival(source.due, period, came, asked),
      gaps: mine,
      ...figures(came, out, asked),
    })
  }
  return source.delivers === 'snapshot' ? overtaken(out) : out
}

function periodOf(due: Due | null, { batch, month }: DeliveredBatch): string {
  if (due === null) return month ?? batch.window ?? batch.dataDate
  return due.every === 'month' ? (month ?? periodOfDay(due, batch.dataDate)) : batch.dataDate
}

function owed(due: Due | null, first: string | undefined, { asOf, workdays }: StatusQuestion): readonly string[] {
  if (due === null) return []
  if (first !== undefined) return expected(due, first, asOf, workdays)
  const last = lastOwed(due, asOf, workdays)
  return last === null ? [] : expected(due, last, asOf, workdays)
}

function arrival(
  due: Due | null,
  period: string,
  came: readonly DeliveredBatch[],
  { asOf, moment, workdays }: StatusQuestion,
): Pick<PeriodStatus, 'due' | 'state' | 'arrived' | 'lateMinutes' | 'dataDate'> {
  const dataDate =
    came
      .map(d => d.batch.dataDate)
      .toSorted()
      .at(-1) ?? null
  const whole = came
    .filter(d => due === null || d.batch.dataDate >= endOf(due, period))
    .map(d => d.batch.loadedAt)
    .toSorted()[0]
  const known = whole !== undefined && new Date(whole) <= endOfDay(asOf) ? whole : null
  if (due === null) return { due: null, state: 'arrived', arrived: known, lateMinutes: null, dataDate }
  const at = { day: dueDay(due, period, workdays), minute: due.minute }
  const limit = instant(at.day, at.minute)
  const over = moment >= limit
  if (whole === undefined)
    return {
      due: at,
      state: dataDate === null ? (over ? 'missing' : 'expected') : over ? 'short' : 'early',
      arrived: null,
      lateMinutes: null,
      dataDate,
    }
  const late = known === null ? null : Math.floor((new Date(known).getTime() - limit.getTime()) / MINUTE_MS)
  return {
    due: at,
    state: late !== null && late > 0 ? 'late' : 'arrived',
    arrived: known,
    lateMinutes: late !== null && late > 0 ? late : null,
    dataDate,
  }
}

/** A minute of a day on the operator's clock. */
function instant(day: Day, minute: number): Date {
  return new Date(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8)), 0, minute)
}

/** The end of a day: the moment of a question about a day that is over. */
export function endOfDay(day: Day): Date {
  return instant(day, 24 * 60)
}

type Figures = Pick<PeriodStatus, 'batches' | 'inForce' | 'resent' | 'replaced' | 'rows' | 'fen' | 'usualRows' | 'usualFen' | 'unusual'>

function figures(came: readonly DeliveredBatch[], before: readonly PeriodStatus[], { asOf, unusualShare }: StatusQuestion): Figures {
  const batches = came.map(d => d.batch)
  const inForce = inForceAt(batches, asOf)
  const counts = inForce.flatMap(b => b.segments.map(s => s.counts))
  const rows = counts.reduce((n, c) => n + c.rowsRead, 0)
  const fen = counts.reduce((n, c) => n + c.amountRead, 0)
  const earlier = before.filter(p => p.state === 'arrived' || p.state === 'late').slice(-USUAL_OF)
  const [usualRows, usualFen] =
    earlier.length < USUAL_NEEDS ? [null, null] : [median(earlier.map(p => p.rows)), median(earlier.map(p => p.fen))]
  const far = (value: number, usual: number | null): boolean => usual !== null && Math.abs(value - usual) > unusualShare * Math.abs(usual)
  return {
    batches: batches.map(b => b.id),
    inForce: inForce.map(b => b.id),
    resent: Math.max(0, batches.length - 1),
    replaced: batches.length - inForce.length,
    rows,
    fen,
    usualRows,
    usualFen,
    unusual: inForce.length > 0 && (far(rows, usualRows) || far(fen, usualFen)),
  }
}

/** The middle one; of an even number the lower middle one and the upper, halved to a whole number. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1]!, sorted[Math.floor(sorted.length / 2)]!]
  return Math.round((low + high) / 2)
}

/** A newer snapshot takes the place of all before it: those that never came are not missed any more. */
function overtaken(periods: readonly PeriodStatus[]): readonly PeriodStatus[] {
  const newest = periods.findLastIndex(p => p.state === 'arrived' || p.state === 'late')
  return periods.map((p, i) => (i < newest && isIncomplete(p) ? { ...p, state: 'skipped' } : p))
}

/** What is due has not come, or not all of it. */
export function isIncomplete({ state }: Pick<PeriodStatus, 'state'>): boolean {
  return state === 'missing' || state === 'short'
}
