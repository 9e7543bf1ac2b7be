import type { CodeColumn } from '../cleanse/index.js'
import { BLOCK_ROWS, numberColumn, type Block, type Column } from '../records/index.js'
import type { Predicate } from './condition.js'
import type { SplitSpec } from './schema.js'

/** A column of money as read, with the mark of cells that could not be. */
export interface Money {
  readonly num: Float64Array
  readonly bad: Uint8Array
}

/** Sum of the filled ones; NaN where all are blank, or one holds what cannot be read. */
function sum(columns: readonly Money[], r: number): number {
  let total = NaN
  for (const { num, bad } of columns) {
    if (bad[r] === 1) return NaN
    const value = num[r]!
    if (!Number.isNaN(value)) total = Number.isNaN(total) ? value : total + value
  }
  return total
}

/** There is no sum because one of them cannot be read. */
function isBad(columns: readonly Money[], total: number, r: number): boolean {
  return Number.isNaN(total) && anyBad(columns, r)
}

function anyBad(columns: readonly Money[], r: number): boolean {
  return columns.some(({ bad }) => bad[r] === 1)
}

/** The amount of a levy: its own column, else the sum of its parts. */
export class LevyAmount {
  readonly amount: Column = numberColumn()
  private readonly total: readonly Money[]
  private readonly parts: readonly Money[]

  constructor(total: readonly Money[], parts: readonly Money[]) {
    this.total = total
    this.parts = parts
  }

  /** Fills in the total in 分: as it stands, or the sum of the parts where it is blank. */
  run(block: Block): void {
    const amount = this.amount.num!
    for (let r = 0; r < block.rows; r++) {
      const own = sum(this.total, r)
      amount[r] = Number.isNaN(own) && !anyBad(this.total, r) ? sum(this.parts, r) : own
    }
  }
}

/** What a payment's amounts are made of; every list may be empty. */
export interface PaymentSources {
  readonly amount: readonly Money[]
  readonly principal: readonly Money[]
  readonly employer: readonly Money[]
  readonly person: readonly Money[]
  readonly other: readonly Money[]
  readonly lateFee: readonly Money[]
  readonly interest: readonly Money[]
}

/** How a row is known to be a refund. */
export interface RefundSigns {
  readonly always: boolean
  readonly flag: CodeColumn | undefined
  readonly type: CodeColumn | undefined
  readonly adjustment: Column | undefined
}

/** Where a row's single amount goes, by condition; null for rows that hold their parts in columns. */
export interface Split {
  readonly rules: readonly { readonly to: SplitSpec['rules'][number]['to']; readonly holds: Predicate }[]
}

/**
 * Amounts of payments, signed: of a refund (marked, of type 退收, or negative without being an adjustment) the amount and every part are
 * negative, whichever way the extract writes each; parts of both signs that add up to the amount keep to each other. The principal is the
 * sum of its parts, else its own column, else the amount without late fee and interest; where a part cannot be read the others are no sum.
 */
export class PaymentAmounts {
  readonly employer: Column = numberColumn()
  readonly person: Column = numberColumn()
  readonly principal: Column = numberColumn()
  readonly lateFee: Column = numberColumn()
  readonly interest: Column = numberColumn()
  readonly amount: Column = numberColumn()
  readonly refund: Column = numberColumn()
  /** The amount as it stands in the extract, before the sign rule. */
  readonly written = new Float64Array(BLOCK_ROWS)
  private readonly sources: PaymentSources
  private readonly signs: RefundSigns
  private readonly split: Split | null
  private readonly refundByFlag: boolean[] = []
  private readonly refundByType: boolean[] = []

  constructor(sources: PaymentSources, signs: RefundSigns, split: Split | null) {
    this.sources = sources
    this.signs = signs
    this.split = split
  }

  /** Fills in the parts in 分, refunds negative, for all rows that are no total rows, blank or set aside. */
  run(block: Block, live: Float64Array | null): void {
    for (let r = 0; r < block.rows; r++) {
      if (block.state[r] !== 0) continue
      if (this.split === null) this.take(r)
      else this.takeSplit(r, this.split)
      this.sign(r, live)
    }
  }

  private take(r: number): void {
    const { sources } = this
    const own = sum(sources.amount, r)
    const employer = sum(sources.employer, r)
    const person = sum(sources.person, r)
    const other = sum(sources.other, r)
    const unsure = isBad(sources.employer, employer, r) || isBad(sources.person, person, r) || isBad(sources.other, other, r)
    const parts = unsure ? NaN : plus(plus(employer, person), other)
    const given = Number.isNaN(parts) ? sum(sources.principal, r) : parts
    // What is taken off a refund's amount to leave the principal has the amount's sign.
    const sign = Number.isNaN(given) && (own > 0 || own < 0) && this.isMarked(r) ? Math.sign(own) : 0
    const late = signed(sum(sources.lateFee, r), sign)
    const interest = signed(sum(sources.interest, r), sign)
    const beside = (Number.isNaN(late) ? 0 : late) + (Number.isNaN(interest) ? 0 : interest)
    const principal = Number.isNaN(given) ? own - beside : given
    const base = Number.isNaN(principal) && !(Number.isNaN(late) && Number.isNaN(interest)) ? 0 : principal
    const broken = anyBad(sources.amount, r) || (Number.isNaN(own) && this.partsBad(r))
    this.employer.num![r] = employer
    this.person.num![r] = person
    this.lateFee.num![r] = late
    this.interest.num![r] = interest
    this.principal.num![r] = broken ? NaN : base
    this.amount.num![r] = broken ? NaN : Number.isNaN(own) ? base + beside : own
  }

  private partsBad(r: number): boolean {
    const { employer, person, other, principal, lateFee, interest } = this.sources
    return anyBad(employer, r) || anyBad(person, r) || anyBad(other, r) || anyBad(principal, r) || anyBad(lateFee, r) || anyBad(interest, r)
  }

  private takeSplit(r: number, split: Split): void {
    const own = sum(this.sources.amount, r)
    const to = split.rules.find(rule => rule.holds(r))?.to
    this.amount.num![r] = own
    this.employer.num![r] = to === 'principal_employer' ? own : NaN
    this.person.num![r] = to === 'principal_person' ? own : NaN
    this.lateFee.num![r] = to === 'late_fee' ? own : NaN
    this.interest.num![r] = to === 'interest' ? own : NaN
    this.principal.num![r] = to === 'late_fee' || to === 'interest' ? own * 0 : own
  }

  private sign(r: number, live: Float64Array | null): void {
    const amount = this.amount.num![r]!
    this.written[r] = amount
    const marked = this.isMarked(r)
    const { adjustment } = this.signs
    const adjusted = adjustment !== undefined && adjustment.end[r] !== adjustment.start[r]
    this.refund.num![r] = marked || (amount < 0 && !adjusted && (live === null || live[r] === 1)) ? 1 : 0
    if (marked && amount > 0) this.amount.num![r] = -amount
    if (this.refund.num![r] === 1) this.settle(r, marked)
  }

  /** The parts of a refund follow its amount, which is negative. */
  private settle(r: number, marked: boolean): void {
    const amount = this.amount.num![r]!
    const ofPrincipal = [this.principal, this.employer, this.person]
    const parts = [this.principal, this.lateFee, this.interest].reduce((total, { num }) => plus(total, num![r]!), 0)
    if (parts === amount) return
    if (parts === -amount) negate([...ofPrincipal, this.lateFee, this.interest], r)
    else if (marked) for (const group of [ofPrincipal, [this.lateFee], [this.interest]]) if (group[0]!.num![r]! > 0) negate(group, r)
  }

  private isMarked(r: number): boolean {
    const { always, flag, type } = this.signs
    if (always) return true
    if (flag !== undefined && (this.refundByFlag[flag.index[r]!] ??= flag.valueOf(flag.index[r]!) === '1')) return true
    return type !== undefined && (this.refundByType[type.index[r]!] ??= type.valueOf(type.index[r]!) === '20')
  }
}

/** With this sign; as it is for 0. */
function signed(value: number, sign: number): number {
  return sign === 0 ? value : Math.abs(value) * sign
}

function negate(columns: readonly Column[], r: number): void {
  for (const { num } of columns) if (num![r] !== 0) num![r] = -num![r]!
}

function plus(a: number, b: number): number {
  if (Number.isNaN(a)) return b
  return Number.isNaN(b) ? a : a + b
}
