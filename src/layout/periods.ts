import { BLOCK_ROWS, numberColumn, type Block, type Column, type Notes } from '../records/index.js'
import type { PeriodColumn } from '../cleanse/index.js'
import type { Inputs } from './inputs.js'

/** Which columns the period comes from, by the element priority of catalogue §1. */
interface PeriodSources {
  readonly starts: readonly { readonly column: PeriodColumn; readonly bad: Uint8Array }[]
  readonly end: { readonly column: PeriodColumn; readonly bad: Uint8Array } | null
  readonly booked: PeriodColumn | null
}

/**
 * First and last month and the booked period of a row. A lone 费款所属期 is the period; beside an element that is one for certain it is the
 * booked period. What cannot be read leaves the period blank.
 */
export class Periods {
  readonly start: Column = numberColumn()
  readonly end: Column = numberColumn()
  readonly booked: Column = numberColumn()
  readonly hasBooked: boolean
  readonly names: readonly string[]
  private readonly sources: PeriodSources
  private readonly limit: number
  private readonly unordered = new Uint8Array(BLOCK_ROWS)

  /** `limit`: the last month that is not far ahead, yyyymm. */
  constructor(inputs: Inputs, limit: number) {
    this.limit = limit
    const certain = ['period_from', 'period', 'year'].filter(name => inputs.periods.has(name))
    const lone = inputs.periods.get('period_lone')
    this.names = certain.length > 0 || lone === undefined ? certain : ['period_lone']
    const source = (name: string): PeriodSources['starts'][number] => ({ column: inputs.periods.get(name)!, bad: inputs.bads.get(name)! })
    this.sources = {
      starts: this.names.map(source),
      end: inputs.periods.has('period_to') ? source('period_to') : null,
      booked: inputs.periods.get('booked_period') ?? (certain.length > 0 ? lone : undefined) ?? null,
    }
    this.hasBooked = this.sources.booked !== null
  }

  /** Whether the extract has any column of periods. */
  get given(): boolean {
    return this.names.length > 0
  }

  /** Row `r`'s period ended before it began. */
  isUnordered(r: number): boolean {
    return this.unordered[r] === 1
  }

  /** Fills in first and last month (yyyymm), and the booked period, from the columns that the extract has. */
  run(block: Block, notes: Notes): void {
    const { starts, end, booked } = this.sources
    const from = this.start.num!
    const to = this.end.num!
    this.unordered.fill(0)
    if (booked !== null) this.booked.num!.set(booked.from)
    for (let r = 0; r < block.rows; r++) {
      if (block.state[r] !== 0) continue
      if (booked !== null && booked.to[r]! > booked.from[r]!) this.refuseBooked(r, booked, notes)
      const own = sourceAt(starts, r)
      from[r] = own === undefined ? NaN : own.column.from[r]!
      const declared = end === null ? NaN : end.column.to[r]!
      to[r] = Number.isNaN(declared) ? (own === undefined ? NaN : own.column.to[r]!) : declared
      if (end?.bad[r] === 1) from[r] = to[r] = NaN
      if (to[r]! < from[r]!) this.refuse(r, notes)
      else if (from[r]! > this.limit)
        notes.issues.push({ row: r, field: 'period_start', value: String(from[r]!), reason: 'reason.period_far' })
    }
  }

  /** Money is booked in one month: of several, the first would be a guess. */
  private refuseBooked(r: number, booked: PeriodColumn, notes: Notes): void {
    const value = `${booked.from[r]!}-${booked.to[r]!}`
    notes.issues.push({ row: r, field: 'booked_period', value, reason: 'reason.period_unreadable' })
    this.booked.num![r] = NaN
  }

  private refuse(r: number, notes: Notes): void {
    const value = `${this.start.num![r]!}-${this.end.num![r]!}`
    notes.issues.push({ row: r, field: 'period_start', value, reason: 'reason.period_order' })
    this.unordered[r] = 1
    this.start.num![r] = this.end.num![r] = NaN
  }
}

/** The first column that says something in the row. */
function sourceAt(starts: PeriodSources['starts'], r: number): PeriodSources['starts'][number] | undefined {
  for (const source of starts) if (source.bad[r] === 1 || !Number.isNaN(source.column.from[r]!)) return source
  return undefined
}

/** The month 15 months after a day, yyyymm: a period that starts later is an issue (catalogue §3). */
export function farMonth(day: string): number {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + 15
  return Math.floor(months / 12) * 100 + (months % 12) + 1
}
